//! `challenge create`: a moderator's words become rules, with every default filled in.

mod measure;
mod shape;
mod typed;

use crate::domain::act::settings::{one_of, read_switch};
use crate::domain::act::{Decided, Decision, Moment, Who, find};
use crate::domain::calendar::{period_end_ms, period_start_ms};
use crate::domain::community::Community;
use crate::domain::event::ChallengeDrafted;
use crate::domain::refusal::{Problem, Refusal};
use crate::domain::rules::{GRACE_MS, LOOK_BACK_MS, Rules, Scoring, Tie};
use measure::{read_amount, read_direction, read_kind, read_scoring, read_unit, weeks_or_days};
use shape::{read_items, read_rounds};
use typed::{date, span};

pub use measure::{may_be_less, takes_day_cap, usually_sensitive};
pub use shape::{read_end, usual_closes};
pub use typed::{clean, number, refused, title, words};

/// Most winning places.
const WINNERS_MAX: u32 = 100;

/// What a moderator types; absent options take their defaults (on an edit: stay as they are).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The options by name, as typed.
    pub options: Vec<(String, String)>,
}

impl Wishes {
    /// An option as typed; none where it is absent or empty.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&str> {
        let found = self.options.iter().find(|(option, _)| option == name);
        found
            .map(|(_, typed)| typed.trim())
            .filter(|typed| !typed.is_empty())
    }
}

/// Decides what writing a challenge down does.
///
/// # Errors
/// [`Refusal::Option`] at the option that does not fit, [`Refusal::TitleTaken`].
pub fn decide(community: &Community, moment: &Moment<'_>, who: Who, wishes: &Wishes) -> Decided {
    let rules = read_rules(community, moment.now_ms, wishes)?;
    title_is_free(community, &rules.title, 0)?;
    let challenge = u32::try_from(community.challenges().len() + 1).unwrap_or(u32::MAX);
    Ok(Decision::of(ChallengeDrafted {
        challenge,
        by: who.identity,
        rules,
    }))
}

/// No other unfinished challenge may have the title.
///
/// # Errors
/// [`Refusal::TitleTaken`].
pub fn title_is_free(community: &Community, title: &str, except: u32) -> Result<(), Refusal> {
    let taken = community.challenges().iter().any(|other| {
        other.number() != except
            && !other.phase().is_finished()
            && find::fold(&other.rules().title) == find::fold(title)
    });
    if taken {
        Err(Refusal::TitleTaken {
            title: title.to_owned(),
        })
    } else {
        Ok(())
    }
}

/// Reads all rules from what was typed.
///
/// # Errors
/// [`Refusal::Option`] at the option that does not fit.
pub fn read_rules(community: &Community, now_ms: i64, wishes: &Wishes) -> Result<Rules, Refusal> {
    let zone = community.settings().tz();
    let scoring = read_scoring(wishes)?;
    let unit = read_unit(wishes, scoring)?;
    let kind = read_kind(wishes, scoring)?;
    let starts_ms = date(wishes, "starts", |typed| period_start_ms(zone, typed))?;
    let ends_ms = read_end(zone, wishes, now_ms, starts_ms)?;
    let measured = wishes.option("unit").is_some()
        && !weeks_or_days(wishes, scoring)
        && scoring != Scoring::Completion;
    let amount = |name| read_amount(community, wishes, &unit, name);
    let day_cap_micro = amount("day_cap")?;
    if day_cap_micro.is_some() && !takes_day_cap(scoring, kind) {
        return Err(refused("day_cap", wishes, Problem::DayCap));
    }
    Ok(Rules {
        title: title(wishes.option("title").unwrap_or_default())?,
        purpose: words(wishes, "purpose")?,
        prize: words(wishes, "prize")?,
        direction: read_direction(wishes, scoring)?,
        starts_ms,
        ends_ms,
        rounds: read_rounds(community, wishes)?,
        winners: number(wishes, "winners", 3, 1, WINNERS_MAX)?,
        tie: match wishes.option("tie") {
            Some(typed) if one_of("tie", typed, &["shared", "earliest"])? == "earliest" => {
                Tie::Earliest
            }
            _ => Tie::Shared,
        },
        look_back_ms: span(wishes, "look_back", LOOK_BACK_MS)?,
        day_cap_micro,
        entry_max_micro: amount("entry_max")?,
        items: read_items(wishes, scoring)?,
        join_until_ms: date(wishes, "join_until", |typed| period_end_ms(zone, typed))?,
        sensitive: match wishes.option("sensitive") {
            Some(typed) => read_switch("sensitive", typed)?,
            None => usually_sensitive(&unit, kind, measured),
        },
        quiet: wishes
            .option("quiet")
            .map_or(Ok(false), |typed| read_switch("quiet", typed))?,
        grace_ms: span(wishes, "grace", GRACE_MS)?,
        weeks: scoring == Scoring::Streak
            && wishes
                .option("unit")
                .is_some_and(|unit| unit.to_lowercase().starts_with("week")),
        measured,
        unit,
        scoring,
        kind,
    })
}
