//! `setup`: the community's zone, day end, language, usual close and quiet hours.

use crate::domain::act::settings::{read_locale, read_zone};
use crate::domain::act::{Decided, Decision, Moment, Who};
use crate::domain::calendar::{Closing, Day, Quiet, Rhythm, read_clock};
use crate::domain::community::Community;
use crate::domain::event::CommunitySet;
use crate::domain::refusal::{Problem, Refusal};

/// The latest that a local day may end: noon, since a day's own noon must lie in it.
const DAY_ENDS_MAX: u16 = 12 * 60 - 1;

/// What a moderator types; absent options stay as they are.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// IANA name.
    pub zone: Option<String>,
    /// When weekly rounds close, such as `sun 20:00`.
    pub closes: Option<String>,
    /// When local days end, such as `04:00`.
    pub day_ends: Option<String>,
    /// Language and number format.
    pub locale: Option<String>,
    /// Quiet hours, such as `22-08`.
    pub quiet: Option<String>,
}

/// Decides what new settings do: zone and day end work from the next local day, for rounds from the next round.
///
/// # Errors
/// [`Refusal::Option`] with what is possible; [`Refusal::NothingToChange`].
pub fn decide(community: &Community, moment: &Moment<'_>, who: Who, wishes: &Wishes) -> Decided {
    let zone = wishes.zone.as_deref().map(read_zone).transpose()?;
    let locale = wishes.locale.as_deref().map(read_locale).transpose()?;
    let day_ends_min = wishes.day_ends.as_deref().map(read_day_end).transpose()?;
    let closes = wishes.closes.as_deref().map(read_closes).transpose()?;
    let quiet = wishes.quiet.as_deref().map(read_quiet).transpose()?;
    if zone.is_none()
        && locale.is_none()
        && day_ends_min.is_none()
        && closes.is_none()
        && quiet.is_none()
    {
        return Err(Refusal::NothingToChange);
    }
    let days = community.settings().days(moment.now_ms);
    let from_ms = days.start_ms(Day(days.day_of(moment.now_ms).0.saturating_add(1)));
    Ok(Decision::of(CommunitySet {
        by: who.identity,
        zone,
        day_ends_min,
        from_ms,
        locale,
        closes,
        quiet,
    }))
}

fn read_day_end(typed: &str) -> Result<u16, Refusal> {
    let refused = || Refusal::Option {
        name: "day_ends",
        typed: typed.to_owned(),
        problem: Problem::Clock,
    };
    read_clock(typed)
        .filter(|minutes| *minutes <= DAY_ENDS_MAX)
        .ok_or_else(refused)
}

fn read_closes(typed: &str) -> Result<String, Refusal> {
    let refused = || Refusal::Option {
        name: "closes",
        typed: typed.to_owned(),
        problem: Problem::Closing("sun 20:00"),
    };
    Closing::read(Rhythm::Weekly, typed)
        .map(|closing| closing.to_string())
        .ok_or_else(refused)
}

fn read_quiet(typed: &str) -> Result<String, Refusal> {
    let refused = || Refusal::Option {
        name: "quiet",
        typed: typed.to_owned(),
        problem: Problem::Quiet,
    };
    let text = typed.trim().to_lowercase();
    if text == "off" || text == "none" {
        return Ok("off".to_owned());
    }
    let quiet = Quiet::read(&text).ok_or_else(refused)?;
    Ok(quiet.to_string())
}
