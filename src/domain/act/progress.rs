//! `progress`: what one report does.

mod choose;
mod place;
mod read;
mod yesterday;

use crate::domain::act::{Decided, Decision, Moment, NoteKind, Who, join};
use crate::domain::calendar::{Day, When};
use crate::domain::challenge::Challenge;
use crate::domain::community::Community;
use crate::domain::event::DefaultChosen;
use crate::domain::refusal::Refusal;

pub use place::{check_duplicate, check_sum, placed, recorded};
pub use read::Read;

use choose::choose;
use place::entry;

/// One report, as typed.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Amount and note.
    pub typed: String,
    /// Where it should count, if the member says so.
    pub challenge: Choice,
    /// When it happened.
    pub when: When,
    /// The checklist item.
    pub item: Option<String>,
    /// Whether a near-duplicate is meant.
    pub again: Again,
    /// Whether the chosen challenge becomes the member's default.
    pub remember: bool,
    /// A note given apart from the amount.
    pub note: Option<String>,
}

impl Report {
    /// Whether it says nothing of what was done.
    fn is_empty(&self) -> bool {
        let typed = self.typed.trim();
        self.item.is_none()
            && (typed.is_empty() || typed.eq_ignore_ascii_case(yesterday::YESTERDAY))
    }
}

/// Where a report should count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    /// Not said.
    #[default]
    Unsaid,
    /// The challenge of that name.
    Named(String),
    /// Every one that fits.
    All,
}

/// Whether the same again is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Again {
    /// Not said: it is asked about.
    #[default]
    Unsaid,
    /// It is.
    Yes,
    /// It is, after the entry of that number in the stream and none later: what is tapped twice counts once.
    After(u64),
}

impl Again {
    /// Whether the same may be recorded although there is that entry of it.
    #[must_use]
    pub fn allows(self, entry: u64) -> bool {
        match self {
            Self::Unsaid => false,
            Self::Yes => true,
            Self::After(known) => entry <= known,
        }
    }
}

/// Decides what one report does.
///
/// # Errors
/// A refusal, or the question that must be answered first.
pub fn decide(community: &Community, moment: &Moment<'_>, who: Who, report: &Report) -> Decided {
    let chosen = choose(community, who, moment.now_ms, report)?;
    let mut decision = Decision::default();
    if let (true, [(challenge, _)]) = (report.remember, chosen.as_slice()) {
        decision.push(DefaultChosen {
            identity: who.identity,
            challenge: challenge.number(),
        });
    }
    for (challenge, read) in chosen {
        if !challenge.has_member(who.identity) {
            join::enrol(moment, who.identity, challenge, &mut decision)?;
        }
        let days = community.days_of(who.identity, moment.now_ms);
        let entry = entry(challenge, moment.now_ms, days, who.identity, &read, report)?;
        decision.push(entry);
        if community
            .person(who.identity)
            .is_none_or(|person| person.notes)
        {
            let note = report.note.as_deref().unwrap_or(&read.note);
            decision.note(NoteKind::Note, who.identity, note);
        }
    }
    Ok(decision)
}

/// The local day that a report means by `yesterday` now, so that it can be said the same way when it is another day.
/// None where the report does not say `yesterday` in the challenge of that number.
#[must_use]
pub fn yesterday_meant(
    community: &Community,
    who: Who,
    now_ms: i64,
    report: &Report,
    challenge: u32,
) -> Option<Day> {
    let challenge = community.challenge(challenge)?;
    let is_meant = match report.when {
        When::Yesterday => true,
        When::Now => read::says_yesterday(community, who, challenge, report),
        _ => false,
    };
    let today = community.days_of(who.identity, now_ms).day_of(now_ms);
    is_meant.then(|| Day(today.0.saturating_sub(1)))
}

/// How a half-typed report would be understood: where it would count and as what.
///
/// # Errors
/// As [`decide`], before any check of time.
pub fn understand<'a>(
    community: &'a Community,
    who: Who,
    now_ms: i64,
    report: &Report,
) -> Result<Vec<(&'a Challenge, Read)>, Refusal> {
    choose(community, who, now_ms, report)
}
