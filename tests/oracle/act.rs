//! What a line of a history does.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::civil::Rounds;
use super::typed::{Typed, Unit};

/// The one who acts as moderator, and competes in nothing.
pub(crate) const MODERATOR: &str = "mod";

/// How a challenge scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scoring {
    Total,
    Best,
    Latest,
    Change,
    PercentChange,
    GoalByReadings,
    GoalByIncrements,
    ActiveDays,
    StreakOfDays,
    StreakOfWeeks,
    Completion,
    Draw,
}

impl Scoring {
    /// Whether entries are readings, so that the newest replaces the others.
    pub(crate) fn is_of_readings(self) -> bool {
        matches!(
            self,
            Self::Latest | Self::Change | Self::PercentChange | Self::GoalByReadings
        )
    }

    /// Whether the first reading is what later ones are measured against, where no start was given.
    pub(crate) fn measures_from_the_first_reading(self) -> bool {
        matches!(
            self,
            Self::Change | Self::PercentChange | Self::GoalByReadings
        )
    }

    /// Whether a member must name a goal on joining.
    pub(crate) fn needs_goal(self) -> bool {
        matches!(self, Self::GoalByReadings | Self::GoalByIncrements)
    }
}

/// What a challenge says about itself.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) title: &'static str,
    pub(crate) scoring: Scoring,
    /// None where entries are check-ins or items.
    pub(crate) unit: Option<Unit>,
    /// Whether less is better.
    pub(crate) less: bool,
    pub(crate) rounds: Rounds,
    pub(crate) starts: Option<NaiveDate>,
    pub(crate) ends: Option<NaiveDate>,
    pub(crate) look_back_h: i64,
    pub(crate) grace_h: i64,
    pub(crate) day_cap: Option<Typed>,
    pub(crate) entry_max: Option<Typed>,
    /// Whether equal scores are ranked by who was first.
    pub(crate) earliest: bool,
    pub(crate) items: &'static [&'static str],
}

/// When a report says that it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Now,
    Today,
    Yesterday,
    /// The word `yesterday` after the amount, without `when:`.
    YesterdayInWords,
    Date(NaiveDate),
    Civil(NaiveDateTime),
}

/// One `/progress`.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) title: &'static str,
    pub(crate) amount: Option<Typed>,
    pub(crate) item: Option<&'static str>,
    pub(crate) note: Option<&'static str>,
    pub(crate) when: When,
    pub(crate) again: bool,
}

/// What a line does.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Lets the clock run, nothing else.
    Clock,
    Setup {
        zone: Tz,
        day_ends: Option<NaiveTime>,
    },
    Zone(Tz),
    Create(Box<Rules>),
    Open(&'static str),
    Pause(&'static str),
    Resume(&'static str),
    End(&'static str),
    /// Moves the end to a later date.
    Extend(&'static str, NaiveDate),
    Join {
        title: &'static str,
        goal: Option<Typed>,
        start: Option<Typed>,
    },
    Leave(&'static str),
    Report(Report),
    Undo,
    Void(String),
    Accept(String),
    Reject(String),
}

/// One line of a history.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) at: i64,
    pub(crate) user: String,
    /// The delivery id, where one is given.
    pub(crate) id: Option<String>,
    pub(crate) act: Act,
}
