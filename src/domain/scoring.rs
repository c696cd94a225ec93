//! How a score is made from one member's accepted entries: pure, one function a scoring.
//!
//! Everything here takes entries *in order of recording*. "Newest" is by when it happened, then by recording.
//! A local day (week) belongs to the round of its first accepted entry; where that entry counts for no round
//! (its round had closed when it was logged), the day belongs to none. An item of a checklist counts once in each window:
//! done again in a later round, it counts for that round too.

use crate::domain::calendar::Day;
use crate::domain::rules::{Direction, Kind, Rules, Scoring};
use crate::domain::score::Score;

/// An accepted entry, as far as scoring cares.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// Its place in the challenge's order of recording.
    pub place: u32,
    /// Micro units; the item's number where the challenge is a checklist.
    pub amount: i64,
    /// When it happened.
    pub effective_ms: i64,
    /// The local day it belongs to.
    pub day: Day,
    /// The round it counts for; 0 for none.
    pub round: u32,
}

/// What a member brought along on joining.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms {
    /// Her first reading, in micro units.
    pub start: Option<i64>,
    /// Her target, in micro units.
    pub goal: Option<i64>,
}

/// The part of a challenge that is scored.
#[derive(Debug, Clone, Copy)]
pub enum Window {
    /// All of it.
    Whole,
    /// One round.
    Round {
        /// Its number.
        number: u32,
        /// When it opened.
        open_ms: i64,
        /// How many entries the challenge had been given when it opened.
        first_place: u32,
    },
}

impl Window {
    /// Whether an entry counts in it.
    #[must_use]
    pub fn holds(self, entry: &Counted) -> bool {
        match self {
            Self::Whole => true,
            Self::Round { number, .. } => entry.round == number,
        }
    }
}

/// A score and the entry that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The score; greater is better.
    pub score: Score,
    /// The place of the entry that made it.
    pub made_by: u32,
}

/// The score of one member in a window; none without an entry there, without a goal where one is needed, or before a
/// second reading where a move is measured.
#[must_use]
pub fn score(rules: &Rules, terms: Terms, entries: &[Counted], window: Window) -> Option<Mark> {
    match rules.scoring {
        Scoring::Total => total(rules, entries, window),
        Scoring::Best => best(rules, entries, window),
        Scoring::Latest => latest(rules, entries, window),
        Scoring::Change | Scoring::PercentChange => change(rules, terms, entries, window),
        Scoring::Goal if rules.kind == Kind::Increments => {
            goal_by_increments(rules, terms, entries, window)
        }
        Scoring::Goal => goal_by_readings(terms, entries, window),
        Scoring::ActiveDays | Scoring::Draw => {
            distinct(&firsts(entries, |entry| i64::from(entry.day.0)), window)
        }
        Scoring::Completion => {
            let inside: Vec<Counted> = entries
                .iter()
                .filter(|entry| window.holds(entry))
                .copied()
                .collect();
            distinct(&firsts(&inside, |entry| entry.amount), window)
        }
        Scoring::Streak if rules.weeks => longest_run(
            &firsts(entries, |entry| i64::from(entry.day.week())),
            window,
        ),
        Scoring::Streak => longest_run(&firsts(entries, |entry| i64::from(entry.day.0)), window),
    }
}

/// What each entry adds to a total: its amount, or what the day's cap leaves of it in order of recording.
#[must_use]
pub fn contributions(rules: &Rules, entries: &[Counted]) -> Vec<i64> {
    let Some(cap) = rules.day_cap_micro else {
        return entries.iter().map(|entry| entry.amount).collect();
    };
    let mut used: Vec<(Day, i64)> = Vec::new();
    let mut adds = Vec::with_capacity(entries.len());
    for entry in entries {
        let at = used
            .iter()
            .rposition(|(day, _)| *day == entry.day)
            .unwrap_or_else(|| {
                used.push((entry.day, 0));
                used.len() - 1
            });
        let left = cap.saturating_sub(used[at].1).max(0);
        let add = entry.amount.min(left);
        used[at].1 += add;
        adds.push(add);
    }
    adds
}

/// The signed direction of a wanted move.
#[must_use]
pub fn sign(direction: Direction) -> i64 {
    match direction {
        Direction::More => 1,
        Direction::Less => -1,
    }
}

/// The longest run of consecutive local days with an entry, up to and including `last`, and ending no earlier than `since`.
#[must_use]
pub fn run_of_days(entries: &[Counted], since: Day) -> u32 {
    let mut days: Vec<u16> = entries.iter().map(|entry| entry.day.0).collect();
    days.sort_unstable();
    days.dedup();
    let (mut longest, mut run, mut before) = (0, 0, None);
    for day in days {
        run = if before.is_some_and(|before: u16| before.checked_add(1) == Some(day)) {
            run + 1
        } else {
            1
        };
        before = Some(day);
        if day >= since.0 {
            longest = longest.max(run);
        }
    }
    longest
}

fn total(rules: &Rules, entries: &[Counted], window: Window) -> Option<Mark> {
    let (sum, made_by) = sum(rules, entries, window, None)?;
    Some(Mark {
        score: Score::whole(sum),
        made_by,
    })
}

/// The sum in the window and the entry that last changed it; with `until`, the entry with which it got there. None where
/// nothing was added: every entry's day was full before.
fn sum(
    rules: &Rules,
    entries: &[Counted],
    window: Window,
    until: Option<i64>,
) -> Option<(i64, u32)> {
    let mut sum = 0_i64;
    let mut made_by = None;
    // Without a cap every entry adds its amount, which needs no list.
    let capped = rules.day_cap_micro.map(|_| contributions(rules, entries));
    for (at, entry) in entries.iter().enumerate() {
        if !window.holds(entry) {
            continue;
        }
        let add = capped.as_ref().map_or(entry.amount, |adds| adds[at]);
        let reached = until.is_some_and(|until| sum >= until);
        sum = sum.saturating_add(add);
        if add != 0 && !reached {
            made_by = Some(entry.place);
        }
    }
    Some((sum, made_by?))
}

fn best(rules: &Rules, entries: &[Counted], window: Window) -> Option<Mark> {
    let sign = sign(rules.direction);
    let inside = entries.iter().filter(|entry| window.holds(entry));
    let best = inside.min_by_key(|entry| (-sign * entry.amount, entry.place))?;
    Some(Mark {
        score: Score::whole(sign * best.amount),
        made_by: best.place,
    })
}

fn latest(rules: &Rules, entries: &[Counted], window: Window) -> Option<Mark> {
    let newest = newest(entries.iter().filter(|entry| window.holds(entry)))?;
    Some(Mark {
        score: Score::whole(sign(rules.direction) * newest.amount),
        made_by: newest.place,
    })
}

fn change(rules: &Rules, terms: Terms, entries: &[Counted], window: Window) -> Option<Mark> {
    let (newest, reference) = moved(terms, entries, window)?;
    let moved = sign(rules.direction) * (newest.amount - reference);
    let score = match rules.scoring {
        Scoring::PercentChange if reference <= 0 => None,
        Scoring::PercentChange => Score::ratio(moved, reference),
        _ => Some(Score::whole(moved)),
    };
    Some(Mark {
        score: score?,
        made_by: newest.place,
    })
}

/// The newest reading in the window and what it is measured against; none before there are two readings (or a start).
#[must_use]
pub fn moved(terms: Terms, entries: &[Counted], window: Window) -> Option<(Counted, i64)> {
    let newest = newest(entries.iter().filter(|entry| window.holds(entry)))?;
    let first = entries.first()?;
    let before = match window {
        Window::Whole => None,
        Window::Round {
            open_ms,
            first_place,
            ..
        } => self::newest(
            entries
                .iter()
                .filter(|entry| entry.effective_ms < open_ms && entry.place < first_place),
        ),
    };
    let alone = || {
        !entries
            .iter()
            .any(|entry| window.holds(entry) && entry.place != first.place)
    };
    if before.is_none() && terms.start.is_none() && alone() {
        return None;
    }
    let reference = before
        .map(|entry| entry.amount)
        .or(terms.start)
        .unwrap_or(first.amount);
    Some((*newest, reference))
}

fn goal_by_increments(
    rules: &Rules,
    terms: Terms,
    entries: &[Counted],
    window: Window,
) -> Option<Mark> {
    let goal = terms.goal?;
    match window {
        Window::Whole => {
            let (sum, made_by) = sum(rules, entries, window, Some(goal))?;
            Some(Mark {
                score: Score::ratio(sum, goal)?.capped(),
                made_by,
            })
        }
        Window::Round { .. } => {
            let (sum, made_by) = sum(rules, entries, window, None)?;
            Some(Mark {
                score: Score::ratio(sum, goal)?,
                made_by,
            })
        }
    }
}

fn goal_by_readings(terms: Terms, entries: &[Counted], window: Window) -> Option<Mark> {
    let goal = terms.goal?;
    let (newest, reference) = moved(terms, entries, window)?;
    let start = terms
        .start
        .or_else(|| entries.first().map(|first| first.amount))?;
    let score = Score::ratio(newest.amount - reference, goal - start)?;
    let score = if matches!(window, Window::Whole) {
        score.capped()
    } else {
        score
    };
    Some(Mark {
        score,
        made_by: newest.place,
    })
}

fn newest<'a>(entries: impl Iterator<Item = &'a Counted>) -> Option<&'a Counted> {
    entries.max_by_key(|entry| (entry.effective_ms, entry.place))
}

/// The first of these entries of each day (week, item), by that key.
fn firsts(entries: &[Counted], key: impl Fn(&Counted) -> i64) -> Vec<(i64, Counted)> {
    let mut firsts: Vec<(i64, Counted)> =
        entries.iter().map(|entry| (key(entry), *entry)).collect();
    firsts.sort_by_key(|(key, entry)| (*key, entry.place));
    firsts.dedup_by_key(|(key, _)| *key);
    firsts
}

fn distinct(firsts: &[(i64, Counted)], window: Window) -> Option<Mark> {
    let inside = firsts.iter().filter(|(_, entry)| window.holds(entry));
    let (n, made_by) = inside.fold((0, None), |(n, made_by), (_, entry)| {
        (n + 1, made_by.max(Some(entry.place)))
    });
    Some(Mark {
        score: Score::whole(n),
        made_by: made_by?,
    })
}

fn longest_run(firsts: &[(i64, Counted)], window: Window) -> Option<Mark> {
    let mut best: Option<Mark> = None;
    let mut run: Option<(i64, i64, u32)> = None;
    for (key, entry) in firsts.iter().filter(|(_, entry)| window.holds(entry)) {
        let (length, made_by) = match run {
            Some((last, length, made_by)) if last + 1 == *key => {
                (length + 1, made_by.max(entry.place))
            }
            _ => (1, entry.place),
        };
        run = Some((*key, length, made_by));
        let mark = Mark {
            score: Score::whole(length),
            made_by,
        };
        let better = best.is_none_or(|best| {
            mark.score > best.score || (mark.score == best.score && mark.made_by < best.made_by)
        });
        if better {
            best = Some(mark);
        }
    }
    best
}
