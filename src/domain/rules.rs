//! What a challenge is: its metric, how it scores, when it runs, and every bound a moderator may set.

use serde::{Deserialize, Serialize};

use crate::domain::amount::{Dimension, Unit};
use crate::domain::calendar::{Closing, Rhythm};

/// One hour in milliseconds.
pub const HOUR_MS: i64 = 3_600_000;
/// Look-back where a moderator names none.
pub const LOOK_BACK_MS: i64 = 48 * HOUR_MS;
/// Grace after a challenge's own end where a moderator names none.
pub const GRACE_MS: i64 = 24 * HOUR_MS;
/// Longest look-back and longest grace that are accepted.
pub const LONGEST_SPAN_MS: i64 = 366 * 24 * HOUR_MS;
/// Longest title, in graphemes (a thread's name must hold it with a date).
pub const TITLE_MAX: usize = 90;

/// The unit of what is counted where nothing is measured: being there is enough.
pub const CHECK_INS: &str = "check-ins";

/// The rules of one challenge, as its rule card shows them.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch that a moderator sets by name"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Its name, unique among the community's unfinished challenges.
    pub title: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// What the winners get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prize: Option<String>,
    /// The unit that amounts are shown in; its dimension is what is measured.
    pub unit: Unit,
    /// How a score is made.
    pub scoring: Scoring,
    /// Which way is better.
    pub direction: Direction,
    /// What an entry's amount is.
    pub kind: Kind,
    /// When it starts, in milliseconds UTC; at its opening when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_ms: Option<i64>,
    /// When it ends, in milliseconds UTC (exclusive); never by itself when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_ms: Option<i64>,
    /// How its rounds are cut; no rounds when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<Rounds>,
    /// How many places win.
    pub winners: u32,
    /// What equal scores mean.
    pub tie: Tie,
    /// How long ago an entry may have happened, and may be undone.
    pub look_back_ms: i64,
    /// The most that one local day counts, in micro units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_cap_micro: Option<i64>,
    /// Above it an entry is held, in micro units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_max_micro: Option<i64>,
    /// The checklist of `completion`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Until when new members may join, in milliseconds UTC; to the end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join_until_ms: Option<i64>,
    /// Raw amounts go to their member and a judging moderator alone.
    #[serde(default)]
    pub sensitive: bool,
    /// Entries are confirmed privately.
    #[serde(default)]
    pub quiet: bool,
    /// How long after the end late entries, undo, void and accept still work.
    pub grace_ms: i64,
    /// Whether a streak counts weeks instead of days.
    #[serde(default)]
    pub weeks: bool,
    /// Whether entries carry an amount; otherwise each is a check-in or an item.
    #[serde(default = "yes")]
    pub measured: bool,
}

fn yes() -> bool {
    true
}

/// How rounds are cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounds {
    /// Daily, weekly, monthly.
    pub rhythm: Rhythm,
    /// The civil time of the closes.
    pub closes: Closing,
}

/// How a score is made from a member's accepted entries in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// Sum of amounts.
    Total,
    /// The single best amount.
    Best,
    /// The newest reading.
    Latest,
    /// How far the newest reading has moved in the wanted direction.
    Change,
    /// The same move as a part of where it began.
    PercentChange,
    /// The part of the own goal that is reached.
    Goal,
    /// Distinct local days with an entry.
    ActiveDays,
    /// Longest run of consecutive local days (or weeks) with an entry.
    Streak,
    /// Distinct checklist items done.
    Completion,
    /// Tickets; winners are drawn.
    Draw,
}

impl Scoring {
    /// Every scoring with the word members use for it.
    pub const WORDS: [(&'static str, Self); 10] = [
        ("total", Self::Total),
        ("best", Self::Best),
        ("latest", Self::Latest),
        ("change", Self::Change),
        ("percent_change", Self::PercentChange),
        ("goal", Self::Goal),
        ("active_days", Self::ActiveDays),
        ("streak", Self::Streak),
        ("completion", Self::Completion),
        ("draw", Self::Draw),
    ];

    /// The word members use for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, scoring)| *scoring == self)
            .map_or("total", |(word, _)| word)
    }

    /// Whether scores are parts of a hundred.
    #[must_use]
    pub fn is_percent(self) -> bool {
        matches!(self, Self::PercentChange | Self::Goal)
    }

    /// Whether scores count days, weeks, items or tickets, whatever was measured.
    #[must_use]
    pub fn is_counted(self) -> bool {
        matches!(
            self,
            Self::ActiveDays | Self::Streak | Self::Completion | Self::Draw
        )
    }

    /// Whether a score is a move away from an earlier reading.
    #[must_use]
    pub fn is_move(self) -> bool {
        matches!(self, Self::Change | Self::PercentChange)
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    More,
    /// Less is better.
    Less,
}

/// What an entry's amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What was added since the last entry.
    Increments,
    /// What the scale showed.
    Readings,
}

/// What equal scores mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// They share the place.
    Shared,
    /// Who recorded it first has the better place.
    Earliest,
}

impl Rules {
    /// What is measured.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.unit.dimension()
    }

    /// The unit of scores in `simulate` and exports: `days`, `weeks`, `items`, `tickets`, `percent` or the metric's own.
    #[must_use]
    pub fn score_unit(&self) -> &str {
        match self.scoring {
            Scoring::PercentChange | Scoring::Goal => "percent",
            Scoring::Streak if self.weeks => "weeks",
            Scoring::ActiveDays | Scoring::Streak => "days",
            Scoring::Completion => "items",
            Scoring::Draw => "tickets",
            Scoring::Total | Scoring::Best | Scoring::Latest | Scoring::Change => {
                self.unit.symbol()
            }
        }
    }

    /// Whether a member must have a goal before entries count.
    #[must_use]
    pub fn needs_goal(&self) -> bool {
        self.scoring == Scoring::Goal
    }

    /// Whether the first reading is what later ones are measured against.
    #[must_use]
    pub fn has_baseline(&self) -> bool {
        self.scoring.is_move() || (self.scoring == Scoring::Goal && self.kind == Kind::Readings)
    }

    /// Whether entries add up to something the whole community made together.
    #[must_use]
    pub fn is_collective(&self) -> bool {
        self.measured && self.kind == Kind::Increments && !matches!(self.scoring, Scoring::Best)
    }

    /// Whether an entry without an amount is one check-in.
    #[must_use]
    pub fn takes_check_ins(&self) -> bool {
        matches!(
            self.scoring,
            Scoring::ActiveDays | Scoring::Streak | Scoring::Draw
        )
    }

    /// Whether an entry of that amount is a check-in: it carries none, where zero could not have been typed.
    #[must_use]
    pub fn is_check_in(&self, amount_micro: i64) -> bool {
        let nothing = !self.measured || (amount_micro == 0 && self.kind == Kind::Increments);
        self.takes_check_ins() && nothing
    }
}
