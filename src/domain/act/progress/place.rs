//! Where and when an entry counts, and what stands in its way.

use crate::domain::act::progress::{Again, Read, Report};
use crate::domain::act::{SUM_MAX_MICRO, terms};
use crate::domain::calendar::{Days, Effective, When, WhenTrouble, effective};
use crate::domain::challenge::{Board, Challenge};
use crate::domain::entry::{self, State};
use crate::domain::event::EntryRecorded;
use crate::domain::refusal::{Question, Refusal};
use crate::domain::rules::{Kind, Scoring};

/// The same report again within this time is asked about.
const NEAR_DUPLICATE_MS: i64 = 60_000;

/// The entry that a report makes in a challenge that its member is in (or is about to be).
pub(super) fn entry(
    challenge: &Challenge,
    now_ms: i64,
    days: Days,
    identity: u32,
    read: &Read,
    report: &Report,
) -> Result<EntryRecorded, Refusal> {
    let at = placed(challenge, &read.when(report), now_ms, &days)?;
    check_sum(challenge, identity, read.amount_micro)?;
    terms::check_first_reading(challenge, identity, read.amount_micro, None)?;
    check_duplicate(challenge, identity, read, at, now_ms, report.again)?;
    Ok(recorded(challenge, identity, read, at, None))
}

/// The event of an entry at a time that has been checked.
#[must_use]
pub fn recorded(
    challenge: &Challenge,
    identity: u32,
    read: &Read,
    at: Effective,
    by: Option<u32>,
) -> EntryRecorded {
    let rules = challenge.rules();
    let in_round = challenge.head.round != 0 && at.at_ms >= challenge.head.round_open_ms;
    EntryRecorded {
        challenge: challenge.number(),
        identity,
        amount_micro: read.amount_micro,
        number: read.number.clone(),
        unit: read.unit.clone(),
        effective_ms: at.at_ms,
        day: at.day.0,
        round: if in_round { challenge.head.round } else { 0 },
        item: read.item,
        held: by.is_none()
            && rules
                .entry_max_micro
                .is_some_and(|most| read.item.is_none() && read.amount_micro > most),
        by,
    }
}

/// When an entry counts, within the look-back, the start and (in grace) the end.
///
/// # Errors
/// [`Refusal::When`] or [`Refusal::AfterEnd`].
pub fn placed(
    challenge: &Challenge,
    when: &When,
    now_ms: i64,
    days: &Days,
) -> Result<Effective, Refusal> {
    let rules = challenge.rules();
    let look_back_ms = rules.look_back_ms;
    let start_ms = challenge.head.starts_ms.unwrap_or(now_ms);
    let refused = |trouble| Refusal::When {
        trouble,
        title: rules.title.clone(),
        look_back_ms,
        start_ms,
        works: works(challenge, now_ms, *days),
    };
    let at = effective(when, now_ms, days, look_back_ms, start_ms).map_err(|trouble| {
        let since_start_ms = now_ms.saturating_sub(start_ms).max(0);
        let is_older = matches!(trouble, WhenTrouble::TooOld { .. })
            && effective(when, now_ms, days, since_start_ms, start_ms).is_err();
        refused(if is_older {
            WhenTrouble::BeforeStart
        } else {
            trouble
        })
    })?;
    match challenge.head.ended_ms {
        Some(end_ms) if at.at_ms >= end_ms => Err(Refusal::AfterEnd {
            title: rules.title.clone(),
            end_ms,
            look_back_ms,
            works: works(challenge, now_ms, *days),
        }),
        _ if !entry::can_keep(at.at_ms) => Err(refused(WhenTrouble::Future)),
        _ => Ok(at),
    }
}

/// A time that an entry may have, other than now: as it is said most easily.
fn works(challenge: &Challenge, now_ms: i64, days: Days) -> Option<When> {
    let head = &challenge.head;
    let start_ms = head.starts_ms.unwrap_or(now_ms);
    let counts = |when: &When| {
        effective(when, now_ms, &days, head.rules.look_back_ms, start_ms)
            .is_ok_and(|at| head.ended_ms.is_none_or(|end_ms| at.at_ms < end_ms))
    };
    let Some(end_ms) = head.ended_ms else {
        return [When::Yesterday, When::Today].into_iter().find(counts);
    };
    let last = days.day_of(end_ms.saturating_sub(1)).date();
    let before = last.pred_opt().unwrap_or(last);
    let minute = When::minute(days.zone, end_ms.saturating_sub(60_000));
    [
        When::Today,
        When::Yesterday,
        When::Day(last),
        When::Day(before),
        minute,
    ]
    .into_iter()
    .find(counts)
}

/// A member's sum must stay exact.
///
/// # Errors
/// [`Refusal::TooMuch`].
pub fn check_sum(challenge: &Challenge, identity: u32, amount_micro: i64) -> Result<(), Refusal> {
    let rules = challenge.rules();
    if rules.kind == Kind::Readings || rules.scoring.is_counted() {
        return Ok(());
    }
    let sum = match rules.scoring {
        Scoring::Total => challenge
            .participant(identity)
            .and_then(|participant| participant.mark(Board::Whole))
            .map_or(0, |mark| mark.score.num()),
        _ => challenge
            .counted(identity)
            .iter()
            .fold(0_i64, |sum, entry| sum.saturating_add(entry.amount)),
    };
    match sum.checked_add(amount_micro) {
        Some(sum) if sum <= SUM_MAX_MICRO => Ok(()),
        _ => Err(Refusal::TooMuch {
            title: rules.title.clone(),
            unit: rules.unit.symbol().to_owned(),
        }),
    }
}

/// Whether it is the same again.
///
/// # Errors
/// [`Question::CountAgain`], unless that is said to be meant.
pub fn check_duplicate(
    challenge: &Challenge,
    identity: u32,
    read: &Read,
    at: Effective,
    now_ms: i64,
    again: Again,
) -> Result<(), Refusal> {
    match near_duplicate(challenge, identity, read, at, now_ms) {
        Some(entry) if !again.allows(entry) => Err(Refusal::Asked(Question::CountAgain {
            entry,
            challenge: challenge.number(),
        })),
        _ => Ok(()),
    }
}

/// The same member's entry of the same amount and day, recorded less than a minute ago.
fn near_duplicate(
    challenge: &Challenge,
    identity: u32,
    read: &Read,
    at: Effective,
    now_ms: i64,
) -> Option<u64> {
    let amount = read.item.map_or(read.amount_micro, i64::from);
    let recent = challenge
        .entries_of(identity)
        .take_while(|(_, entry)| now_ms - entry.recorded_ms() <= NEAR_DUPLICATE_MS);
    let mut same = recent.filter(|(_, entry)| {
        matches!(entry.state(), State::Accepted | State::Held)
            && entry.amount() == amount
            && entry.day() == at.day
    });
    same.next().map(|(_, entry)| entry.seq())
}
