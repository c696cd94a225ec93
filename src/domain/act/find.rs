//! Finding the challenge that somebody means.

use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::refusal::Refusal;

/// The challenge that `typed` means: its title (case does not matter), `#number`, or the one title that begins so.
/// Unfinished challenges come before finished ones of the same title, newer before older.
///
/// # Errors
/// [`Refusal::NoSuchChallenge`] with names that come near.
pub fn challenge<'a>(
    community: &'a Community,
    typed: &str,
    moderator: bool,
) -> Result<&'a Challenge, Refusal> {
    let wanted = fold(typed);
    let seen = || visible(community, moderator);
    if let Some(number) = typed
        .trim()
        .strip_prefix('#')
        .and_then(|number| number.parse().ok())
        && let Some(challenge) = community
            .challenge(number)
            .filter(|found| is_visible(found, moderator))
    {
        return Ok(challenge);
    }
    let mut named: Vec<&Challenge> = seen()
        .filter(|found| fold(&found.rules().title) == wanted)
        .collect();
    if named.is_empty() && !wanted.is_empty() {
        named = seen()
            .filter(|found| fold(&found.rules().title).starts_with(&wanted))
            .collect();
        if named
            .iter()
            .filter(|found| !found.phase().is_finished())
            .count()
            > 1
        {
            named.clear();
        }
    }
    named.sort_by_key(|found| {
        (
            found.phase().is_finished(),
            std::cmp::Reverse(found.number()),
        )
    });
    named
        .first()
        .copied()
        .ok_or_else(|| Refusal::NoSuchChallenge {
            typed: typed.to_owned(),
            near: near(community, &wanted, moderator),
        })
}

/// The challenges that somebody may see: drafts are for moderators.
pub fn visible(community: &Community, moderator: bool) -> impl Iterator<Item = &Challenge> {
    community
        .challenges()
        .iter()
        .filter(move |challenge| is_visible(challenge, moderator))
}

fn is_visible(challenge: &Challenge, moderator: bool) -> bool {
    moderator || challenge.phase() != Phase::Draft
}

/// Letter case and spaces at the ends and between words do not matter.
#[must_use]
pub fn fold(title: &str) -> String {
    title
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn near(community: &Community, wanted: &str, moderator: bool) -> Vec<String> {
    let unfinished =
        visible(community, moderator).filter(|challenge| !challenge.phase().is_finished());
    let mut titles: Vec<(bool, String)> = unfinished
        .map(|challenge| {
            let folded = fold(&challenge.rules().title);
            let shares = wanted
                .split(' ')
                .any(|word| word.len() > 2 && folded.contains(word));
            (!shares, challenge.rules().title.clone())
        })
        .collect();
    titles.sort();
    titles.into_iter().map(|(_, title)| title).take(5).collect()
}
