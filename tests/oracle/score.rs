//! The score of one member in one window, from the plain list of her entries.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::act::{Rules, Scoring};
use super::fraction::Fraction;
use super::typed::Unit;

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Accepted,
    Held,
    Voided,
}

/// One recorded entry; its place in the list of all entries is the order of recording.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) seq: usize,
    pub(crate) user: String,
    pub(crate) challenge: usize,
    pub(crate) micro: i128,
    pub(crate) item: Option<&'static str>,
    pub(crate) recorded_at: i64,
    pub(crate) effective: i64,
    pub(crate) day: NaiveDate,
    /// The round it counts for, from 1; none where it counts for the challenge only.
    pub(crate) round: Option<usize>,
    pub(crate) state: State,
}

/// What is scored: the whole challenge, or a round that opened then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    Whole,
    Round { number: usize, opened_at: i64 },
}

/// A score, and the place in the order of recording of the entry that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Score {
    pub(crate) value: Fraction,
    pub(crate) made: usize,
}

/// What a member said on joining.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aim {
    pub(crate) goal: Option<i128>,
    pub(crate) start: Option<i128>,
}

impl Window {
    fn holds(self, entry: &Entry) -> bool {
        match self {
            Self::Whole => true,
            Self::Round { number, .. } => entry.round == Some(number),
        }
    }
}

/// The score of a member whose accepted entries in this challenge are these, in order of recording.
pub(crate) fn score(
    rules: &Rules,
    aim: &Aim,
    accepted: &[&Entry],
    window: Window,
) -> Option<Score> {
    let unit = rules.unit.map_or(1, Unit::micro);
    match rules.scoring {
        Scoring::Total => total(rules, accepted, window, unit),
        Scoring::Best => best(rules.less, accepted, window, unit),
        Scoring::Latest => newest(accepted, |entry| window.holds(entry))
            .map(|reading| made(Fraction::of(reading.micro, unit), reading)),
        Scoring::GoalByIncrements => toward_goal(aim, accepted, window),
        Scoring::Change | Scoring::PercentChange | Scoring::GoalByReadings => {
            moved(rules, aim, accepted, window, unit)
        }
        Scoring::ActiveDays
        | Scoring::StreakOfDays
        | Scoring::StreakOfWeeks
        | Scoring::Completion
        | Scoring::Draw => counted(rules.scoring, accepted, window),
    }
}

/// The unit in which a challenge's scores are shown.
pub(crate) fn score_unit(rules: &Rules) -> &'static str {
    match rules.scoring {
        Scoring::Total | Scoring::Best | Scoring::Latest | Scoring::Change => {
            rules.unit.map_or("", Unit::name)
        }
        Scoring::PercentChange | Scoring::GoalByReadings | Scoring::GoalByIncrements => "percent",
        Scoring::ActiveDays | Scoring::StreakOfDays => "days",
        Scoring::StreakOfWeeks => "weeks",
        Scoring::Completion => "items",
        Scoring::Draw => "tickets",
    }
}

fn made(value: Fraction, entry: &Entry) -> Score {
    Score {
        value,
        made: entry.seq,
    }
}

fn total(rules: &Rules, accepted: &[&Entry], window: Window, unit: i128) -> Option<Score> {
    let mut sum = 0;
    let mut last = None;
    for entry in accepted {
        let earlier_that_day: i128 = accepted
            .iter()
            .filter(|other| other.seq < entry.seq && other.day == entry.day)
            .map(|other| other.micro)
            .sum();
        let part = match &rules.day_cap {
            Some(cap) => entry.micro.min((cap.micro - earlier_that_day).max(0)),
            None => entry.micro,
        };
        if window.holds(entry) && part > 0 {
            sum += part;
            last = Some(entry);
        }
    }
    last.map(|entry| made(Fraction::of(sum, unit), entry))
}

fn best(less: bool, accepted: &[&Entry], window: Window, unit: i128) -> Option<Score> {
    let amounts = || {
        accepted
            .iter()
            .filter(|entry| window.holds(entry))
            .map(|entry| entry.micro)
    };
    let wanted = if less {
        amounts().min()
    } else {
        amounts().max()
    }?;
    let first = accepted
        .iter()
        .find(|entry| window.holds(entry) && entry.micro == wanted)?;
    Some(made(Fraction::of(wanted, unit), first))
}

fn toward_goal(aim: &Aim, accepted: &[&Entry], window: Window) -> Option<Score> {
    let goal = aim.goal?;
    let mut sum = 0;
    let mut last = None;
    for entry in accepted.iter().filter(|entry| window.holds(entry)) {
        if window == Window::Whole && sum >= goal {
            continue;
        }
        sum += entry.micro;
        last = Some(entry);
    }
    let capped = if window == Window::Whole {
        sum.min(goal)
    } else {
        sum
    };
    last.map(|entry| made(Fraction::of(capped * 100, goal), entry))
}

fn moved(
    rules: &Rules,
    aim: &Aim,
    accepted: &[&Entry],
    window: Window,
    unit: i128,
) -> Option<Score> {
    let newest_reading = newest(accepted, |entry| window.holds(entry))?;
    let before = match window {
        Window::Whole => None,
        Window::Round { opened_at, .. } => newest(accepted, |entry| {
            entry.effective < opened_at && entry.recorded_at < opened_at
        }),
    };
    let first = accepted.first()?;
    let baseline = aim.start.unwrap_or(first.micro);
    if before.is_none() && aim.start.is_none() {
        // Measured against a reading of her own: one more than that is needed.
        accepted
            .iter()
            .find(|entry| window.holds(entry) && entry.seq != first.seq)?;
    }
    let reference = before.map_or(baseline, |entry| entry.micro);
    let rise = newest_reading.micro - reference;
    let wanted = if rules.less { -rise } else { rise };
    let value = match rules.scoring {
        Scoring::Change => Fraction::of(wanted, unit),
        Scoring::PercentChange => Fraction::of(wanted * 100, reference),
        _ => {
            let percent = Fraction::of(rise * 100, aim.goal? - baseline);
            if window == Window::Whole {
                percent.min(Fraction::of(100, 1))
            } else {
                percent
            }
        }
    };
    Some(made(value, newest_reading))
}

/// The newest of these by effective time, the later recorded where two are of one instant.
fn newest<'a>(accepted: &[&'a Entry], fits: impl Fn(&Entry) -> bool) -> Option<&'a Entry> {
    accepted
        .iter()
        .filter(|entry| fits(entry))
        .max_by_key(|entry| (entry.effective, entry.seq))
        .copied()
}

/// Counts days, weeks or items, again after every entry, to find the one that made the score.
fn counted(scoring: Scoring, accepted: &[&Entry], window: Window) -> Option<Score> {
    let after = |n: usize| count_once(scoring, &accepted[..n], window);
    let count = after(accepted.len());
    let n_needed = (1..=accepted.len()).find(|n| after(*n) == count)?;
    (count > 0).then(|| made(Fraction::of(count, 1), accepted[n_needed - 1]))
}

fn count_once(scoring: Scoring, accepted: &[&Entry], window: Window) -> i128 {
    let mut seen = BTreeSet::new();
    let mut credited = BTreeSet::new();
    for entry in accepted {
        // What an earlier round has ticked off a checklist is open again in the next.
        if scoring == Scoring::Completion && !window.holds(entry) {
            continue;
        }
        let key = match scoring {
            Scoring::Completion => (NaiveDate::MIN, entry.item),
            Scoring::StreakOfWeeks => (monday(entry.day), None),
            _ => (entry.day, None),
        };
        // The first entry of a day (week) decides the round in which it counts.
        if seen.insert(key) && window.holds(entry) {
            credited.insert(key);
        }
    }
    let n_credited = i128::try_from(credited.len()).expect("a short list");
    let step = match scoring {
        Scoring::StreakOfDays => 1,
        Scoring::StreakOfWeeks => 7,
        _ => return n_credited,
    };
    let run_from = |start: NaiveDate| {
        (0..n_credited)
            .find(|n| {
                let days = u64::try_from(n * step).expect("not negative");
                !credited.contains(&(start + Days::new(days), None))
            })
            .unwrap_or(n_credited)
    };
    credited
        .iter()
        .map(|(date, _)| run_from(*date))
        .max()
        .unwrap_or(0)
}

fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(date.weekday().num_days_from_monday().into())
}
