//! The challenges of a season: one of every scoring, and what members type in each.

use chrono::{Days, NaiveDate, NaiveTime, Weekday};

use super::act::{Act, Report, Rules, Scoring, When};
use super::civil::Rounds;
use super::rng::Rng;
use super::typed::{self, Unit};

/// A challenge with the range of its amounts, in its own unit.
pub(crate) struct Planned {
    pub(crate) rules: Rules,
    low: i128,
    high: i128,
    /// The range of goals.
    goals: (i128, i128),
}

/// One challenge of every scoring, some scorings twice, with random rules.
pub(crate) fn season(rng: &mut Rng, first_day: NaiveDate, n_days: i64) -> Vec<Planned> {
    let masses = [Unit::Kilogram, Unit::Pound];
    let ways = [Unit::Kilometre, Unit::Mile];
    let pushups = Unit::Counted("pushups");
    let (total, capped) = (*rng.pick(&masses), *rng.pick(&ways));
    let (best, latest) = (*rng.pick(&[Unit::Minute, pushups]), *rng.pick(&masses));
    let pages = Unit::Counted("pages");
    let change = *rng.pick(&[Unit::Kilogram, pages]);
    let mut season = vec![
        measured(rng, "Litter picked", Scoring::Total, total, (1, 9)),
        measured(rng, "Miles together", Scoring::Total, capped, (1, 12)),
        measured(rng, "Plank", Scoring::Best, best, (1, 20)),
        measured(rng, "Latest weight", Scoring::Latest, latest, (60, 90)),
        measured(rng, "Further", Scoring::Change, change, (61, 95)),
        measured(
            rng,
            "Spring cut",
            Scoring::PercentChange,
            Unit::Kilogram,
            (61, 95),
        ),
        measured(
            rng,
            "To the goal",
            Scoring::GoalByReadings,
            Unit::Kilogram,
            (66, 95),
        ),
        measured(
            rng,
            "Long way",
            Scoring::GoalByIncrements,
            Unit::Kilometre,
            (1, 15),
        ),
        measured(
            rng,
            "Active with km",
            Scoring::ActiveDays,
            Unit::Kilometre,
            (1, 9),
        ),
        checked_in(rng, "Active", Scoring::ActiveDays),
        checked_in(rng, "Streak", Scoring::StreakOfDays),
        checked_in(rng, "Weeks in a row", Scoring::StreakOfWeeks),
        checked_in(rng, "Course", Scoring::Completion),
        checked_in(rng, "Lottery", Scoring::Draw),
    ];
    let pages_cap = rng.between(8, 20);
    season[1].rules.day_cap = Some(typed::plain(capped, pages_cap));
    season[6].goals = (55, 63);
    season[7].goals = (30, 200);
    for planned in &mut season {
        let rules = &mut planned.rules;
        let after = |n_days: i64| first_day + Days::new(u64::try_from(n_days).expect("forward"));
        if rng.chance(20) {
            rules.starts = Some(after(rng.seconds(9, 20)));
        }
        if rng.chance(75) {
            rules.ends = Some(after(rng.seconds(30, n_days + 8)));
        }
    }
    season
}

impl Planned {
    /// A report as a member types it.
    pub(crate) fn report(&self, rng: &mut Rng, when: When) -> Report {
        let amount = self.rules.unit.map(|unit| {
            if !self.rules.scoring.is_of_readings() && rng.chance(1) {
                return typed::plain(unit, *rng.pick(&[0, -3]));
            }
            typed::any(rng, unit, self.low, self.high)
        });
        let takes_note = amount.as_ref().is_some_and(|amount| {
            let unit = amount
                .text
                .trim_start_matches(|c: char| !c.is_ascii_alphabetic());
            ["kg", "lb", "km", "mi", "min", "miles", "lbs", "hours"].contains(&unit)
        });
        let note = takes_note && when != When::YesterdayInWords && rng.chance(10);
        Report {
            title: self.rules.title,
            amount,
            item: (!self.rules.items.is_empty()).then(|| *rng.pick(self.rules.items)),
            note: note.then_some("easy one before work"),
            when,
            again: rng.chance(3),
        }
    }

    /// How a member joins.
    pub(crate) fn join(&self, rng: &mut Rng) -> Act {
        let rules = &self.rules;
        let unit = rules.unit.unwrap_or(Unit::Kilogram);
        let goal = rules.scoring.needs_goal().then(|| {
            let count = rng.between(self.goals.0, self.goals.1);
            typed::plain(unit, count)
        });
        let takes_start = matches!(
            rules.scoring,
            Scoring::Change | Scoring::PercentChange | Scoring::GoalByReadings
        );
        let start = (takes_start && rng.chance(50)).then(|| {
            let count = rng.between(self.low, self.high);
            typed::plain(unit, count)
        });
        Act::Join {
            title: rules.title,
            goal,
            start,
        }
    }
}

fn measured(
    rng: &mut Rng,
    title: &'static str,
    scoring: Scoring,
    unit: Unit,
    (low, high): (i128, i128),
) -> Planned {
    let mut planned = checked_in(rng, title, scoring);
    let may_be_less = matches!(
        scoring,
        Scoring::Best | Scoring::Latest | Scoring::Change | Scoring::PercentChange
    );
    planned.rules.unit = Some(unit);
    planned.rules.less = may_be_less && rng.chance(50);
    planned.rules.entry_max = rng.chance(60).then(|| typed::plain(unit, high * 9 / 10));
    planned.low = low;
    planned.high = high;
    planned
}

fn checked_in(rng: &mut Rng, title: &'static str, scoring: Scoring) -> Planned {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time");
    let close = *rng.pick(&[time(20, 0), time(20, 0), time(2, 30), time(0, 0)]);
    let rounds = match rng.below(8) {
        0 => Rounds::Never,
        1 => Rounds::Daily(close),
        2 => Rounds::Monthly(*rng.pick(&[1, 15, 30, 31]), close),
        _ => Rounds::Weekly(
            *rng.pick(&[Weekday::Sun, Weekday::Sun, Weekday::Wed]),
            close,
        ),
    };
    let items: &[&str] = match scoring {
        Scoring::Completion => &["Intro", "Module 1", "Module 2", "Lab", "Talk", "Finale"],
        _ => &[],
    };
    Planned {
        rules: Rules {
            title,
            scoring,
            unit: None,
            less: false,
            rounds,
            starts: None,
            ends: None,
            look_back_h: *rng.pick(&[48, 48, 72, 12, 36]),
            grace_h: *rng.pick(&[24, 24, 12, 48, 0]),
            day_cap: None,
            entry_max: None,
            earliest: rng.chance(50),
            items,
        },
        low: 1,
        high: 1,
        goals: (0, 0),
    }
}
