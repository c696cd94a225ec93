//! `settings`: a member's own zone, language, units and switches.

use crate::domain::act::{Decided, Decision, Moment, Who};
use crate::domain::calendar::{Day, zone_named, zones_like};
use crate::domain::community::Community;
use crate::domain::event::IdentitySet;
use crate::domain::refusal::{Problem, Refusal};

/// What a member types; absent options stay as they are.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// IANA name.
    pub zone: Option<String>,
    /// Language and number format.
    pub locale: Option<String>,
    /// `metric`, `imperial` or `challenge`.
    pub units: Option<String>,
    /// `on` or `off`.
    pub mentions: Option<String>,
    /// `on` or `off`.
    pub notes: Option<String>,
}

/// Decides what new settings do. A new zone works from the next local day, so that no day is counted twice or lost.
///
/// # Errors
/// [`Refusal::Option`] with what is possible; [`Refusal::NothingToChange`].
pub fn decide(community: &Community, moment: &Moment<'_>, who: Who, wishes: &Wishes) -> Decided {
    let zone = wishes.zone.as_deref().map(read_zone).transpose()?;
    let locale = wishes.locale.as_deref().map(read_locale).transpose()?;
    let units = match &wishes.units {
        None => None,
        Some(typed) => Some(one_of(
            "units",
            typed,
            &["metric", "imperial", "challenge"],
        )?),
    };
    let mentions = wishes
        .mentions
        .as_deref()
        .map(|typed| read_switch("mentions", typed))
        .transpose()?;
    let notes = wishes
        .notes
        .as_deref()
        .map(|typed| read_switch("notes", typed))
        .transpose()?;
    if zone.is_none()
        && locale.is_none()
        && units.is_none()
        && mentions.is_none()
        && notes.is_none()
    {
        return Err(Refusal::NothingToChange);
    }
    let from_ms = next_day_ms(community, who.identity, moment.now_ms);
    Ok(Decision::of(IdentitySet {
        identity: who.identity,
        zone,
        from_ms,
        mentions,
        notes,
        units,
        locale,
    }))
}

/// When the local day that runs now ends for that person.
#[must_use]
pub fn next_day_ms(community: &Community, identity: u32, now_ms: i64) -> i64 {
    let days = community.days_of(identity, now_ms);
    days.start_ms(Day(days.day_of(now_ms).0.saturating_add(1)))
}

/// The zone's own spelling.
///
/// # Errors
/// [`Refusal::Option`] with zones that come near.
pub fn read_zone(typed: &str) -> Result<String, Refusal> {
    let problem = || Refusal::Option {
        name: "zone",
        typed: typed.to_owned(),
        problem: Problem::Zone(zones_like(typed)),
    };
    zone_named(typed)
        .map(|zone| zone.name().to_owned())
        .ok_or_else(problem)
}

/// A language tag such as `en`, `de-AT`, `pt_BR`.
///
/// # Errors
/// [`Refusal::Option`].
pub fn read_locale(typed: &str) -> Result<String, Refusal> {
    let tag = typed.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next().is_some_and(|part| {
        (2..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphabetic())
    });
    let rest = parts.all(|part| {
        (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    });
    if language && rest {
        return Ok(tag);
    }
    let examples = ["en", "de", "fr", "pt-BR"].map(str::to_owned).to_vec();
    Err(Refusal::Option {
        name: "locale",
        typed: typed.to_owned(),
        problem: Problem::OneOf(examples),
    })
}

/// One of these words, whatever its case.
///
/// # Errors
/// [`Refusal::Option`] with the words.
pub fn one_of(name: &'static str, typed: &str, words: &[&str]) -> Result<String, Refusal> {
    let wanted = typed.trim().to_lowercase().replace([' ', '-'], "_");
    let found = words
        .iter()
        .find(|word| **word == wanted)
        .map(|word| (*word).to_owned());
    let problem = || Problem::OneOf(words.iter().map(|word| (*word).to_owned()).collect());
    found.ok_or_else(|| Refusal::Option {
        name,
        typed: typed.to_owned(),
        problem: problem(),
    })
}

/// `on`/`off`, and the other words people use for them.
///
/// # Errors
/// [`Refusal::Option`].
pub fn read_switch(name: &'static str, typed: &str) -> Result<bool, Refusal> {
    match typed.trim().to_lowercase().as_str() {
        "on" | "yes" | "y" | "true" | "1" => Ok(true),
        "off" | "no" | "n" | "false" | "0" => Ok(false),
        _ => {
            let words = vec!["on".to_owned(), "off".to_owned()];
            Err(Refusal::Option {
                name,
                typed: typed.to_owned(),
                problem: Problem::OneOf(words),
            })
        }
    }
}
