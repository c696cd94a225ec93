//! Who won: the headline, the places, and who is pinged.

use crate::cards::phrase::{self, Section};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{amounts, mark};
use crate::domain::challenge::Challenge;
use crate::domain::event::{Outcome, Winner};
use crate::domain::rules::Scoring;
use crate::domain::score::Score;

/// Names in a headline.
const HEADLINE_NAMES: usize = 3;
/// Places that a post names; a draw may have more winners.
const PLACES_MOST: usize = 10;

/// Who won, in a line that stands alone.
pub(super) fn headline(
    view: &View<'_>,
    challenge: &Challenge,
    outcome: &Outcome,
    name: &str,
) -> String {
    if outcome.winners.is_empty() {
        return say("post-nobody-ranked", &[("name", name.into())]);
    }
    let (names, n) = leaders(challenge, outcome);
    let Some(first) = outcome.winners.first().filter(|_| n > 0) else {
        return name.to_owned();
    };
    let (name, names) = (("name", name.into()), ("names", names.into()));
    if challenge.rules().scoring == Scoring::Draw {
        return say("post-drawn", &[name, names, ("n", n.into())]);
    }
    if n > 1 {
        return say("post-shared", &[name, names]);
    }
    match score(view, challenge, first) {
        Some(score) => say("post-won-with", &[name, names, ("score", score.into())]),
        None => say("post-won", &[name, names]),
    }
}

/// Those in first place (everybody drawn, where winners are drawn), and how many they are.
pub(super) fn leaders(challenge: &Challenge, outcome: &Outcome) -> (String, usize) {
    let drawn = challenge.rules().scoring == Scoring::Draw;
    let first: Vec<&Winner> = outcome
        .winners
        .iter()
        .filter(|winner| drawn || winner.rank == 1)
        .collect();
    // Where everybody who is named shares the first place, those who are not named are counted as well.
    let n = match usize::try_from(outcome.n_winners) {
        Ok(n) if first.len() == outcome.winners.len() => n.max(first.len()),
        _ => first.len(),
    };
    let names: Vec<String> = first
        .iter()
        .take(HEADLINE_NAMES)
        .map(|winner| person(challenge, winner.identity))
        .collect();
    (
        phrase::list_and_more(&names, n.saturating_sub(names.len())),
        n,
    )
}

/// At most ten places, and how many more there are.
pub(super) fn podium(view: &View<'_>, challenge: &Challenge, outcome: &Outcome) -> Vec<Section> {
    let mut sections: Vec<Section> = outcome
        .winners
        .iter()
        .take(PLACES_MOST)
        .map(|winner| {
            let who = person(challenge, winner.identity);
            let line = match score(view, challenge, winner) {
                Some(score) => say(
                    "post-place",
                    &[
                        ("rank", winner.rank.into()),
                        ("who", who.into()),
                        ("score", score.into()),
                    ],
                ),
                None => say(
                    "post-place-hidden",
                    &[("rank", winner.rank.into()), ("who", who.into())],
                ),
            };
            (0, line)
        })
        .collect();
    let named = u32::try_from(sections.len()).unwrap_or(u32::MAX);
    match outcome.n_winners.saturating_sub(named) {
        0 => {}
        more => sections.push((0, say("post-more", &[("n", more.into())]))),
    }
    let baseline = challenge.rules().has_baseline();
    let line = match (outcome.n_ranked, outcome.n_started) {
        (0, 0) => String::new(),
        (ranked, 0) => say("post-ranked", &[("n", ranked.into())]),
        (0, started) if baseline => say("post-started", &[("n", started.into())]),
        (0, started) => say("post-unranked", &[("n", started.into())]),
        (ranked, started) if baseline => say(
            "post-ranked-started",
            &[("n", ranked.into()), ("started", started.into())],
        ),
        (ranked, started) => say(
            "post-ranked-unranked",
            &[("n", ranked.into()), ("started", started.into())],
        ),
    };
    sections.push((4, line));
    sections
}

/// A winner's score, unless it is nobody else's business.
pub(super) fn score(view: &View<'_>, challenge: &Challenge, winner: &Winner) -> Option<String> {
    let score = Score::ratio(winner.num, winner.den)?;
    let hidden = amounts::is_hidden(view, challenge, winner.identity);
    (!hidden).then(|| amounts::score(challenge.rules(), score, phrase::decimal(view)))
}

/// Pings the winners who let themselves be; never somebody who goes by an alias there.
pub(super) fn mentioning(
    view: &View<'_>,
    challenge: &Challenge,
    winners: &[Winner],
    mut sheet: Sheet,
) -> Sheet {
    let willing = winners
        .iter()
        .map(|winner| winner.identity)
        .filter(|identity| {
            let alias = challenge.alias_seq(*identity).is_some();
            view.community
                .person(*identity)
                .is_some_and(|person| person.mentions && !person.forgotten)
                && !alias
        });
    sheet.mentions = willing.collect();
    sheet
}

pub(super) fn person(challenge: &Challenge, identity: u32) -> String {
    mark::person(identity, challenge.number())
}
