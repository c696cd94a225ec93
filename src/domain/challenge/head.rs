//! What is small about a challenge: where in its life it is, what was closed, and how a standing looks.

use serde::{Deserialize, Serialize};

use crate::domain::rules::Rules;
use crate::domain::score::Score;

/// What is small about a challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its number in the community.
    pub challenge: u32,
    /// Its rules.
    pub rules: Rules,
    /// Where in its life it is.
    pub phase: Phase,
    /// The event that wrote it down.
    pub first_seq: u64,
    /// The last event about it so far.
    pub last_seq: u64,
    /// The event that finished it; 0 before.
    pub finished_seq: u64,
    /// The moderator who wrote it down.
    pub drafted_by: u32,
    /// When it starts or started.
    pub starts_ms: Option<i64>,
    /// When it ended.
    pub ended_ms: Option<i64>,
    /// When it becomes or became final.
    pub final_ms: Option<i64>,
    /// The running round, from 1; 0 when none runs.
    pub round: u32,
    /// When the running round opened.
    pub round_open_ms: i64,
    /// When it closes.
    pub round_close_ms: Option<i64>,
    /// How many entries there were when it opened.
    pub round_first_place: u32,
    /// What was closed, in order.
    pub closed: Vec<Closed>,
    /// The sum of accepted amounts.
    pub together: i128,
    /// The same in the running round.
    pub round_together: i128,
    /// The entries that wait for a moderator, by place.
    pub held: Vec<u32>,
    /// The commitment of the challenge's own draw.
    pub commitment: Option<String>,
    /// The commitment of the running round's draw.
    pub round_commitment: Option<String>,
    /// The challenge's own draw winners, redraws included, in order.
    pub drawn: Vec<u32>,
    /// Judgements by moderators who compete, since the last close.
    pub own_judgements: Vec<OwnJudgement>,
}

/// An entry voided or accepted by a moderator who competes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnJudgement {
    /// The entry's number in the stream.
    pub entry: u64,
    /// The judgement's.
    pub seq: u64,
}

/// Where in its life a challenge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Written down, seen by moderators.
    Draft,
    /// Can be joined; entries are refused until it starts.
    Open,
    /// Entries count.
    Running,
    /// Entries are refused; rounds close as usual.
    Paused,
    /// Over; in its grace.
    Ended,
    /// Over for good.
    Final,
    /// Called off, without winners.
    Cancelled,
}

/// What the fold remembers of a closed round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The round; 0 for the challenge as a whole.
    pub round: u32,
    /// When it was due to close.
    pub due_ms: i64,
    /// The close's number in the stream.
    pub seq: u64,
    /// How many were ranked.
    pub n_ranked: u32,
    /// Its draw's winners, redraws included, in order.
    pub drawn: Vec<u32>,
}

/// The whole table of a closed round, or of a final challenge (round 0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The round; 0 for the challenge as a whole.
    pub round: u32,
    /// The close's number in the stream.
    pub seq: u64,
    /// The rows, in order of rank.
    pub rows: Vec<Standing>,
    /// The tickets in stream order, as identities, where winners are drawn.
    pub tickets: Vec<u32>,
}

/// The place of a member in a challenge or a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub identity: u32,
    /// The rank, from 1.
    pub rank: u32,
    /// The score.
    pub score: Score,
}

/// Which of a challenge's two live boards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Board {
    /// The challenge so far.
    Whole,
    /// The running round.
    Round,
}

impl Phase {
    /// Whether it is over, or was never to be.
    #[must_use]
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Final | Self::Cancelled)
    }

    /// Whether it has started and is not over.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}
