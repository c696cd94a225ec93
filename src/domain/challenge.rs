//! One challenge as the fold keeps it: its life, its participants, its entries and its two boards.

mod head;
mod members;
mod numbers;
mod reckon;
mod rest;
mod standings;

use std::sync::Arc;

use crate::domain::away::Kept;
use crate::domain::board::Ranked;
use crate::domain::chunked::Chunked;
use crate::domain::entry::{Entry, State};
use crate::domain::event::ChallengeDrafted;
use crate::domain::participant::Participant;
use crate::domain::roll::Roll;
use crate::domain::rules::Rules;
use crate::domain::score::Key;
use crate::domain::scoring::{Counted, Terms};

pub(crate) use numbers::Numbers;

pub use head::{Board, Closed, Frozen, Head, OwnJudgement, Phase, Standing};
pub use rest::Recalling;

/// A challenge.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// What is written down about it in a snapshot as it is.
    pub head: Head,
    pub(crate) participants: Kept<Chunked<Participant>>,
    pub(crate) index: Kept<Numbers>,
    pub(crate) entries: Kept<Chunked<Entry>>,
    pub(crate) board: Kept<Ranked<Key>>,
    pub(crate) round_board: Kept<Ranked<Key>>,
    /// Who took part, once it is finished; nobody before.
    pub(crate) roll: Roll,
    /// Tables of closed rounds that are not filed yet.
    pub(crate) frozen: Vec<Arc<Frozen>>,
}

impl Challenge {
    /// A challenge just written down by event `seq`.
    #[must_use]
    pub fn drafted(drafted: &ChallengeDrafted, seq: u64) -> Self {
        Self::restored(Head {
            challenge: drafted.challenge,
            rules: drafted.rules.clone(),
            phase: Phase::Draft,
            first_seq: seq,
            last_seq: seq,
            finished_seq: 0,
            drafted_by: drafted.by,
            starts_ms: None,
            ended_ms: None,
            final_ms: None,
            round: 0,
            round_open_ms: 0,
            round_close_ms: None,
            round_first_place: 0,
            closed: Vec::new(),
            together: 0,
            round_together: 0,
            held: Vec::new(),
            commitment: None,
            round_commitment: None,
            drawn: Vec::new(),
            own_judgements: Vec::new(),
        })
    }

    /// A challenge from a snapshot's head, without its participants and entries yet.
    #[must_use]
    pub fn restored(head: Head) -> Self {
        Self {
            head,
            participants: Kept::default(),
            index: Kept::default(),
            entries: Kept::default(),
            board: Kept::default(),
            round_board: Kept::default(),
            roll: Roll::default(),
            frozen: Vec::new(),
        }
    }

    /// Its rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.head.rules
    }

    /// Its number in the community.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.head.challenge
    }

    /// Where in its life it is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.head.phase
    }

    /// The live board.
    #[must_use]
    pub fn board(&self, board: Board) -> &Ranked<Key> {
        match board {
            Board::Whole => &self.board,
            Board::Round => &self.round_board,
        }
    }

    /// The participant of that identity.
    #[must_use]
    pub fn participant(&self, identity: u32) -> Option<&Participant> {
        self.participants.get(self.index.get(identity)? as usize)
    }

    /// Everybody who takes part or took part.
    pub fn participants(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter()
    }

    /// The entry with that number in the stream, and its place.
    #[must_use]
    pub fn entry(&self, seq: u64) -> Option<(u32, &Entry)> {
        let (mut low, mut high) = (0, self.entries.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.entries.get(middle)?.seq() < seq {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let entry = self.entries.get(low)?;
        (entry.seq() == seq).then(|| (u32::try_from(low).unwrap_or(u32::MAX), entry))
    }

    /// The entry at that place.
    #[must_use]
    pub fn entry_at(&self, place: u32) -> Option<&Entry> {
        self.entries.get(place as usize)
    }

    /// How many entries were recorded.
    #[must_use]
    pub fn n_entries(&self) -> usize {
        self.entries.len()
    }

    /// A member's entries, newest recording first, with their places.
    pub fn entries_of(&self, identity: u32) -> impl Iterator<Item = (u32, &Entry)> {
        self.entries_from(self.participant(identity).and_then(Participant::last))
    }

    /// A list of entries, newest recording first, from a place on.
    fn entries_from(&self, last: Option<u32>) -> impl Iterator<Item = (u32, &Entry)> {
        let mut next = last;
        std::iter::from_fn(move || {
            let place = next?;
            let entry = self.entries.get(place as usize)?;
            next = entry.previous();
            Some((place, entry))
        })
    }

    /// A member's accepted entries in order of recording.
    #[must_use]
    pub fn counted(&self, identity: u32) -> Vec<Counted> {
        let participant = self.participant(identity);
        let mut counted = Vec::new();
        self.counted_into(participant.and_then(Participant::last), &mut counted);
        counted
    }

    /// The accepted entries of a list in order of recording, in place of what is in `counted`.
    pub(crate) fn counted_into(&self, last: Option<u32>, counted: &mut Vec<Counted>) {
        let accepted = self
            .entries_from(last)
            .filter(|(_, entry)| entry.state() == State::Accepted);
        counted.clear();
        counted.extend(accepted.map(|(place, entry)| count(place, entry)));
        counted.reverse();
    }

    /// Tables of closed rounds that are not filed yet.
    #[must_use]
    pub fn frozen(&self) -> &[Arc<Frozen>] {
        &self.frozen
    }

    /// Forgets a table that has been filed.
    pub fn filed(&mut self, round: u32) {
        self.frozen.retain(|frozen| frozen.round != round);
    }

    /// What a member brought along.
    #[must_use]
    pub fn terms(&self, identity: u32) -> Terms {
        self.participant(identity)
            .map(Participant::terms)
            .unwrap_or_default()
    }
}

/// An entry as scoring sees it.
fn count(place: u32, entry: &Entry) -> Counted {
    Counted {
        place,
        amount: entry.amount(),
        effective_ms: entry.effective_ms(),
        day: entry.day(),
        round: entry.round(),
    }
}
