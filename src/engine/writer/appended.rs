//! What a batch adds to a community, on its way from the decisions to the store.

use std::sync::Arc;

use crate::domain::act::{NewNote, NewSeed};
use crate::domain::event::Record;
use crate::engine::people::Known;
use crate::store::{Delivery, IdentityRow};

/// Everything that a batch adds to one community.
pub(super) struct Appended {
    pub community_id: i64,
    /// The events of each command, in order.
    pub records: Vec<Arc<[Record]>>,
    pub seq: u64,
    pub next_due_ms: Option<i64>,
    pub arrived: Vec<IdentityRow>,
    pub renamed: Vec<IdentityRow>,
    pub known: Vec<(u128, Known)>,
    pub notes: Vec<(u64, NewNote)>,
    pub seeds: Vec<NewSeed>,
    pub revealed: Vec<(u32, u32)>,
    pub deliveries: Vec<Delivery>,
    pub forgotten: Vec<u32>,
}

impl Appended {
    /// Nothing yet, after event `seq`, with room for that many commands.
    pub(super) fn new(community_id: i64, seq: u64, n_commands: usize) -> Self {
        Self {
            community_id,
            records: Vec::with_capacity(n_commands),
            seq,
            next_due_ms: None,
            arrived: Vec::new(),
            renamed: Vec::new(),
            known: Vec::new(),
            notes: Vec::new(),
            seeds: Vec::new(),
            revealed: Vec::new(),
            deliveries: Vec::new(),
            forgotten: Vec::new(),
        }
    }

    /// The events, in order.
    pub(super) fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().flat_map(|records| records.iter())
    }

    /// Takes in what was decided after it.
    pub(super) fn extend(&mut self, after: Self) {
        self.records.extend(after.records);
        self.seq = after.seq;
        self.next_due_ms = after.next_due_ms;
        self.arrived.extend(after.arrived);
        self.renamed.extend(after.renamed);
        self.known.extend(after.known);
        self.notes.extend(after.notes);
        self.seeds.extend(after.seeds);
        self.revealed.extend(after.revealed);
        self.deliveries.extend(after.deliveries);
        self.forgotten.extend(after.forgotten);
    }
}
