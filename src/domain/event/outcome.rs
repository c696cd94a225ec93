//! What a close decided.

use serde::{Deserialize, Serialize};

/// What a close decided: everything its post says, without a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The podium: at most ten.
    pub winners: Vec<Winner>,
    /// How many have a winning place, named or not.
    pub n_winners: u32,
    /// How many are ranked.
    pub n_ranked: u32,
    /// How many members have entries but no rank yet.
    #[serde(default)]
    pub n_started: u32,
    /// SHA-256 of the whole table, in hex.
    pub digest: String,
    /// The sum that the community made together in the window, in micro units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together_micro: Option<i64>,
    /// The greatest rise over the own previous round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_improved: Option<Rise>,
    /// The longest run of local days up to this close.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_streak: Option<Run>,
    /// Some of those whose first entry fell in the window.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first_timers: Vec<u32>,
    /// How many those are.
    #[serde(default)]
    pub n_first_timers: u32,
    /// How many entries were waiting for a moderator.
    #[serde(default)]
    pub n_held: u32,
    /// Entries voided or accepted by a moderator who competes herself, by number: one for each judgement that no earlier
    /// post has listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own_judgements: Vec<u64>,
    /// The numbers in the stream of these judgements, in the same order; none where they were not yet kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judgements: Vec<u64>,
    /// The draw's seed in hex and the number of tickets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<Reveal>,
}

/// A place on the podium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Winner {
    /// Who.
    pub identity: u32,
    /// Her rank, or the order in which she was drawn.
    pub rank: u32,
    /// Her score's numerator.
    pub num: i64,
    /// Her score's denominator.
    pub den: i64,
}

/// A rise over the own previous round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rise {
    /// Who.
    pub identity: u32,
    /// The rise, as a fraction.
    pub num: i64,
    /// Its denominator.
    pub den: i64,
}

/// A run of local days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Who.
    pub identity: u32,
    /// How many days.
    pub days: u32,
}

/// What makes a draw checkable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// The seed, in hex.
    pub seed: String,
    /// How many tickets took part.
    pub n_tickets: u64,
    /// SHA-256 of the ordered ticket list (each ticket's identity as decimal text and a line feed), in hex.
    pub tickets_digest: String,
}
