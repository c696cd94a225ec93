//! The feed: the channel in which a space is told news and winners, chosen by a moderator or by where one opens a challenge.

use crate::commands::desk::{Ask, Desk};
use crate::domain::act::draft;
use crate::domain::refusal::{Problem, Refusal};
use crate::engine::EngineError;

/// The longest name of a channel, in characters.
const NAME_MAX: usize = 80;

/// Reads a channel: as its platform mentions it (`<#C1>`, `<#C1|wins>`), or one short word, with or without `#`.
///
/// # Errors
/// [`Problem::Empty`] where it is neither.
pub(super) fn read(typed: &str) -> Result<String, Refusal> {
    let bare = typed.trim();
    let mentioned = bare
        .strip_prefix("<#")
        .and_then(|rest| rest.strip_suffix('>'))
        .map(|inner| inner.split('|').next().unwrap_or_default());
    let name = match mentioned {
        Some(id) if id.chars().all(|c| c.is_ascii_alphanumeric()) => id.to_owned(),
        Some(_) => String::new(),
        None => draft::clean(bare.trim_start_matches('#')),
    };
    if name.is_empty() || name.chars().count() > NAME_MAX || name.contains([' ', '<', '>']) {
        return Err(Refusal::Option {
            name: "feed",
            typed: typed.to_owned(),
            problem: Problem::Empty,
        });
    }
    Ok(name)
}

/// The channel in which a space is told news: the chosen one, in a lounge its own.
///
/// # Errors
/// If the store fails.
pub(super) async fn of(desk: &Desk, ask: &Ask) -> Result<Option<String>, EngineError> {
    let space = desk.engine().space_of_number(ask.space.space_id).await?;
    let chosen = space.and_then(|space| space.feed);
    let own = has_its_own(ask.place.platform).then(|| desk.features().lounge_feed.clone());
    Ok(chosen.or(own).filter(|feed| !feed.is_empty()))
}

/// Makes the channel in which something is typed the feed, where its space has none and everybody may read there;
/// whether it did.
///
/// # Errors
/// If the store fails.
pub(super) async fn settle_here(desk: &Desk, ask: &Ask) -> Result<bool, EngineError> {
    let place = &ask.place;
    if place.direct || place.channel.is_empty() || of(desk, ask).await?.is_some() {
        return Ok(false);
    }
    let by = Some(ask.who.user.as_str());
    desk.engine()
        .set_feed(&ask.space, Some(&place.channel), by)
        .await?;
    Ok(true)
}

/// Whether a platform has a channel for news of its own.
pub(super) fn has_its_own(platform: &str) -> bool {
    matches!(platform, "lounge" | "simulate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, read_as: Option<&str>) {
        assert_eq!(read(typed).ok().as_deref(), read_as, "{typed}");
    }

    #[test]
    fn a_channel_is_a_mention_or_one_word() {
        check("<#C1>", Some("C1"));
        check(" <#C1|wins> ", Some("C1"));
        check("#wins", Some("wins"));
        check("wins", Some("wins"));
        check("<#C1", None);
        check("<#>", None);
        check("<#C 1>", None);
        check("<#C1/2>", None);
        check("two words", None);
        check("#", None);
        check(&"x".repeat(81), None);
    }
}
