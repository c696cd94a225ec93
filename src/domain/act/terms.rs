//! What a member brings along into a challenge: her goal, and where she starts.
//!
//! - Both are hers to set and to change until the first close after she joined, or until the challenge is over. Then they
//!   are locked.
//! - A baseline that is there because a reading was recorded is not replaced by `start:`; it goes with its reading.
//! - Who leaves takes nothing with her: on her return the earlier baseline and goal hold, and are as locked as they were.
//! - A goal differs from the start, whether that was given or is the first reading, and a start is above zero.

use crate::domain::act::{ENTRY_MAX_MICRO, Who};
use crate::domain::amount::{self, Reading, Typed};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::entry::Entry;
use crate::domain::participant::Participant;
use crate::domain::refusal::{Problem, Refusal, Wanted};
use crate::domain::rules::Kind;

/// An amount given as `goal:` or `start:`, in the challenge's measure.
///
/// # Errors
/// [`Refusal::Option`] with a right example.
pub fn read(
    community: &Community,
    who: Who,
    challenge: &Challenge,
    name: &'static str,
    typed: Option<&str>,
) -> Result<Option<i64>, Refusal> {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    let rules = challenge.rules();
    if !rules.has_baseline() && !rules.needs_goal() {
        return Err(Refusal::NoGoals {
            title: rules.title.clone(),
        });
    }
    let decimal = community.settings().decimal();
    let member = community
        .person(who.identity)
        .and_then(|person| person.decimal)
        .unwrap_or(decimal);
    let zero_ok = name == "goal" && rules.kind == Kind::Readings;
    let reading = Reading {
        unit: &rules.unit,
        signed: false,
        zero_ok,
        community: decimal,
        member,
    };
    let amount = match amount::read(typed, &reading) {
        Ok(Typed::Amount(amount)) if amount.fits(&rules.unit) && amount.note.is_empty() => {
            amount.amount.micro()
        }
        _ => {
            let problem = Problem::Amount(rules.unit.symbol().to_owned());
            return Err(Refusal::Option {
                name,
                typed: typed.to_owned(),
                problem,
            });
        }
    };
    if amount.abs() > ENTRY_MAX_MICRO {
        return Err(Refusal::TooMuch {
            title: rules.title.clone(),
            unit: rules.unit.symbol().to_owned(),
        });
    }
    Ok(Some(amount))
}

/// A goal is needed where the challenge is about goals, and must differ from the start; what is locked stays.
///
/// # Errors
/// [`Refusal::GoalNeeded`], [`Refusal::GoalIsStart`], [`Refusal::GoalLocked`], [`Refusal::StartRecorded`], or that the
/// challenge is over.
pub fn check(
    challenge: &Challenge,
    identity: u32,
    goal: Option<i64>,
    start: Option<i64>,
) -> Result<(), Refusal> {
    let rules = challenge.rules();
    if goal.is_some() && !rules.needs_goal() {
        return Err(Refusal::NoGoals {
            title: rules.title.clone(),
        });
    }
    let known = challenge.participant(identity);
    if let Some(known) = known {
        let changed = |new: Option<i64>, old: Option<i64>| new.is_some() && new != old;
        let new_start = changed(start, known.start());
        if new_start || changed(goal, known.goal()) {
            may_change(challenge, known)?;
        }
        if new_start && known.start().is_none() && first_reading(challenge, identity).is_some() {
            return Err(Refusal::StartRecorded {
                title: rules.title.clone(),
            });
        }
    }
    if !rules.needs_goal() {
        return Ok(());
    }
    let Some(goal) = goal.or_else(|| known.and_then(Participant::goal)) else {
        return Err(Refusal::GoalNeeded {
            title: rules.title.clone(),
            unit: rules.unit.symbol().to_owned(),
        });
    };
    let start = start
        .or_else(|| known.and_then(Participant::start))
        .or_else(|| first_reading(challenge, identity));
    let same = match rules.kind {
        Kind::Increments => goal <= 0,
        Kind::Readings => start == Some(goal),
    };
    if same {
        Err(Refusal::GoalIsStart {
            title: rules.title.clone(),
            unit: rules.unit.symbol().to_owned(),
        })
    } else {
        Ok(())
    }
}

/// Whether a reading may become what the later ones are measured against, where it is the first and no start was given.
/// `seq` is the number of one that was recorded and does not count yet; a new one has none.
///
/// # Errors
/// [`Refusal::ZeroBaseline`] or [`Refusal::AtGoalAlready`]: nobody gets anywhere from there.
pub fn check_first_reading(
    challenge: &Challenge,
    identity: u32,
    amount_micro: i64,
    seq: Option<u64>,
) -> Result<(), Refusal> {
    let rules = challenge.rules();
    let terms = challenge.terms(identity);
    let comes_first = || {
        let counted = challenge.counted(identity);
        let recorded = seq.and_then(|seq| Some(challenge.entry(seq)?.0));
        let first = counted.first().map(|first| first.place);
        first.is_none_or(|first| recorded.is_some_and(|place| place < first))
    };
    let becomes_baseline = rules.has_baseline() && terms.start.is_none() && comes_first();
    if !becomes_baseline {
        Ok(())
    } else if amount_micro == 0 {
        Err(Refusal::ZeroBaseline {
            title: rules.title.clone(),
            unit: rules.unit.symbol().to_owned(),
        })
    } else if rules.needs_goal() && terms.goal == Some(amount_micro) {
        Err(Refusal::AtGoalAlready {
            title: rules.title.clone(),
        })
    } else {
        Ok(())
    }
}

/// Whether a participant may still change goal and start.
///
/// # Errors
/// That the challenge is over, [`Refusal::GoalLocked`] or [`Refusal::StartLocked`].
pub fn may_change(challenge: &Challenge, known: &Participant) -> Result<(), Refusal> {
    let title = challenge.rules().title.clone();
    if challenge.phase() == Phase::Ended {
        return Err(Refusal::Phase {
            title,
            phase: Phase::Ended,
            wanted: Wanted::Goal,
            starts_ms: None,
        });
    }
    match are_locked(challenge, known) {
        true if challenge.rules().needs_goal() => Err(Refusal::GoalLocked { title }),
        true => Err(Refusal::StartLocked { title }),
        false => Ok(()),
    }
}

/// Whether a close has passed since she first took part.
fn are_locked(challenge: &Challenge, known: &Participant) -> bool {
    // The alias of a return moves the number of her joining; her first entry still tells that she was there before.
    let first_entry = known
        .first()
        .and_then(|place| challenge.entry_at(place))
        .map(Entry::seq);
    let since = first_entry.map_or(known.joined_seq, |first| first.min(known.joined_seq));
    let mut closed = challenge.head.closed.iter();
    known.goal_locked || closed.any(|closed| closed.seq > since)
}

fn first_reading(challenge: &Challenge, identity: u32) -> Option<i64> {
    let counted = challenge.counted(identity);
    counted.first().map(|first| first.amount)
}
