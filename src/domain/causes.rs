//! Which deliveries have already had their effect: kept for three hours, so that a repeat gets the same answer.

use std::collections::VecDeque;

use hashbrown::HashMap;

use crate::domain::event::Cause;

/// How long a delivery is remembered: Slack's last ordinary retry comes after five minutes, its slowest after two hours.
pub const REMEMBERED_MS: i64 = 3 * 3_600_000;
/// How many are remembered at most.
pub const REMEMBERED_MOST: usize = 1 << 18;

/// The deliveries of the last three hours.
#[derive(Debug, Clone, Default)]
pub struct Causes {
    known: HashMap<Cause, u64>,
    order: VecDeque<(i64, Cause)>,
}

impl Causes {
    /// The first event that this delivery caused.
    #[must_use]
    pub fn event_of(&self, cause: Cause) -> Option<u64> {
        self.known.get(&cause).copied()
    }

    /// Remembers that `cause` led to event `seq` at `at_ms`, and forgets what is too old or too much.
    pub fn remember(&mut self, cause: Cause, seq: u64, at_ms: i64) {
        if self.known.contains_key(&cause) {
            return;
        }
        self.known.insert(cause, seq);
        self.order.push_back((at_ms, cause));
        while let Some((oldest_ms, oldest)) = self.order.front().copied() {
            if self.order.len() <= REMEMBERED_MOST
                && at_ms.saturating_sub(oldest_ms) <= REMEMBERED_MS
            {
                break;
            }
            self.order.pop_front();
            self.known.remove(&oldest);
        }
    }
}
