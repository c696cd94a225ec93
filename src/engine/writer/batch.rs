//! A batch in the making: events get their numbers, are folded in, and what has to be written with them is noted.

use std::sync::Arc;

use crate::domain::act::{Decision, Secrets};
use crate::domain::community::Community;
use crate::domain::event::{Cause, Event, Record};
use crate::engine::writer::Group;
use crate::engine::writer::appended::Appended;
use crate::engine::{EngineError, Inner, announce};

/// A batch in the making for one community.
pub(super) struct Batch<'a> {
    pub(super) inner: &'a Inner,
    pub(super) group: &'a Group,
    pub(super) fold: &'a mut Community,
    pub(super) secrets: Secrets,
    pub(super) now_ms: i64,
    pub(super) append: Appended,
}

impl Batch<'_> {
    /// Randomness for the next event.
    pub(super) fn chance(&self) -> [u8; 32] {
        let next_seq = self.fold.seq() + 1;
        self.inner.chance.draw(self.append.community_id, next_seq)
    }

    /// Gives events their numbers, applies them, and notes what is to be written with them.
    pub(super) fn take(
        &mut self,
        decision: Decision,
        cause: Option<Cause>,
    ) -> Result<Arc<[Record]>, EngineError> {
        if let Some(challenge) = decision.events.iter().find_map(|event| self.undrawn(event)) {
            let community_id = self.append.community_id;
            tracing::error!(community_id, challenge, "the seed of a draw is missing");
            return Err(EngineError::Unavailable(format!(
                "the seed of a draw of challenge {challenge} is not here"
            )));
        }
        let mut records = Vec::with_capacity(decision.events.len());
        let first_seq = self.fold.seq() + 1;
        for event in decision.events {
            let record = Record {
                seq: self.fold.seq() + 1,
                at_ms: self.now_ms,
                cause,
                event,
            };
            self.fold.apply(&record)?;
            self.note_what_follows(&record.event);
            records.push(record);
        }
        for note in decision.notes {
            self.append
                .notes
                .push((first_seq + u64::try_from(note.event).unwrap_or(0), note));
        }
        for seed in decision.seeds {
            self.secrets
                .insert((seed.challenge, seed.round), seed.seed.clone());
            self.append.seeds.push(seed);
        }
        let posts = announce::deliveries(
            self.append.community_id,
            self.fold,
            &records,
            &self.group.spaces,
        );
        self.append.deliveries.extend(posts);
        let records: Arc<[Record]> = records.into();
        if !records.is_empty() {
            self.append.records.push(Arc::clone(&records));
        }
        Ok(records)
    }

    /// The challenge whose draw an event would close without winners, although its seed is promised.
    fn undrawn(&self, event: &Event) -> Option<u32> {
        let (number, outcome, whole) = match event {
            Event::RoundClosed(closed) => (closed.challenge, &closed.outcome, false),
            Event::ChallengeFinal(last) => (last.challenge, &last.outcome, true),
            _ => return None,
        };
        let head = &self.fold.challenge(number)?.head;
        let promised = if whole {
            head.commitment.is_some()
        } else {
            head.round_commitment.is_some()
        };
        (promised && outcome.draw.is_none()).then_some(number)
    }

    fn note_what_follows(&mut self, event: &Event) {
        match event {
            Event::RoundClosed(closed) if closed.outcome.draw.is_some() => {
                self.reveal(closed.challenge, closed.round);
            }
            Event::ChallengeFinal(last) if last.outcome.draw.is_some() => {
                self.reveal(last.challenge, 0);
            }
            Event::IdentityForgotten(gone) => {
                self.append.forgotten.push(gone.identity);
            }
            _ => {}
        }
    }

    fn reveal(&mut self, challenge: u32, round: u32) {
        self.secrets.remove(&(challenge, round));
        self.append.revealed.push((challenge, round));
    }
}
