//! What members and moderators can do: one file a verb, each a pure decision.
//!
//! `decide(community, moment, who, what)` answers with the events it would cause, or with why not. Nothing here waits,
//! reads a clock, draws a random number or knows a platform.

pub mod challenge;
pub mod clock;
pub mod draft;
pub mod edit;
pub mod entry;
pub mod find;
pub mod forget;
pub mod goal;
pub mod join;
pub mod leave;
pub mod outcome;
pub mod progress;
pub mod redraw;
pub mod settings;
pub mod setup;
pub mod terms;
pub mod undo;

use hashbrown::HashMap;
use sha2::{Digest, Sha256};

use crate::domain::draw::Seed;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;

/// The greatest amount of one entry, in micro units: a hundred billion grams, metres or steps.
pub const ENTRY_MAX_MICRO: i64 = 100_000_000_000_000_000;
/// The greatest sum of one member.
pub const SUM_MAX_MICRO: i64 = 4_000_000_000_000_000_000;

/// What a decision may know of the world beside the community: the time, some chance, and the seeds not yet revealed.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// Now, in milliseconds UTC, and never before the community's last event.
    pub now_ms: i64,
    /// Fresh random bytes.
    pub chance: [u8; 32],
    /// The seeds of draws that are running.
    pub secrets: &'a Secrets,
}

/// The seeds of running draws, by challenge and round (0 for the challenge's own).
pub type Secrets = HashMap<(u32, u32), Seed>;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// Her number in the community; one more than there are for somebody not seen before.
    pub identity: u32,
    /// Whether she may do what moderators do.
    pub moderator: bool,
}

/// What a command does when it is not refused.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// The events, in order.
    pub events: Vec<Event>,
    /// Words by or about a person, each beside one of the events.
    pub notes: Vec<NewNote>,
    /// Seeds that the events committed to.
    pub seeds: Vec<NewSeed>,
}

/// Words to be kept beside an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNote {
    /// Which of the decision's events, from 0.
    pub event: usize,
    /// What kind of words.
    pub kind: NoteKind,
    /// The person they are by or about.
    pub identity: u32,
    /// The words.
    pub words: String,
}

/// What kind of words a note holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// What a member typed after an amount.
    Note,
    /// The name she wants in a challenge.
    Alias,
    /// Why a moderator did something.
    Reason,
}

impl NoteKind {
    /// The kind's name in the store.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Alias => "alias",
            Self::Reason => "reason",
        }
    }
}

/// A seed to be kept secret until its draw.
#[derive(Debug, Clone)]
pub struct NewSeed {
    /// The challenge.
    pub challenge: u32,
    /// The round; 0 for the challenge's own draw.
    pub round: u32,
    /// The seed.
    pub seed: Seed,
}

impl Decision {
    /// A decision of one event.
    #[must_use]
    pub fn of(event: impl Into<Event>) -> Self {
        Self {
            events: vec![event.into()],
            ..Self::default()
        }
    }

    /// Adds an event.
    pub fn push(&mut self, event: impl Into<Event>) {
        self.events.push(event.into());
    }

    /// Keeps words beside the newest event.
    pub fn note(&mut self, kind: NoteKind, identity: u32, words: &str) {
        let Some(event) = self.events.len().checked_sub(1) else {
            return;
        };
        if !words.trim().is_empty() {
            self.notes.push(NewNote {
                event,
                kind,
                identity,
                words: words.trim().to_owned(),
            });
        }
    }
}

/// What every decision answers.
pub type Decided = Result<Decision, Refusal>;

/// A fresh seed for a draw, made of the moment's chance.
fn fresh_seed(moment: &Moment<'_>, challenge: u32, round: u32) -> NewSeed {
    let mut hash = Sha256::new();
    hash.update(moment.chance);
    hash.update(challenge.to_be_bytes());
    hash.update(round.to_be_bytes());
    NewSeed {
        challenge,
        round,
        seed: Seed::new(hash.finalize().into()),
    }
}
