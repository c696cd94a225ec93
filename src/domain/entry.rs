//! One entry in 32 bytes: what every scoring can be recomputed from.

use crate::domain::calendar::Day;

/// 2000-01-01T00:00:00Z: instants are kept as 44 bits of milliseconds since then, until the year 2557.
const EPOCH_MS: i64 = 946_684_800_000;
const INSTANT_BITS: u32 = 44;
const INSTANT_MASK: u64 = (1 << INSTANT_BITS) - 1;
const ROUND_BITS: u32 = 14;
/// The highest round number there is: forty-four years of daily rounds.
pub const ROUND_MAX: u32 = (1 << ROUND_BITS) - 1;
/// Where an entry's list ends.
const NONE: u32 = u32::MAX;

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It counts.
    Accepted,
    /// It waits for a moderator.
    Held,
    /// It was taken back or voided.
    Voided,
    /// A moderator did not accept it.
    Rejected,
}

/// An entry as the fold keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    amount: i64,
    /// Recorded instant (44 bits), local day (16 bits), state (2 bits).
    recorded: u64,
    /// Effective instant (44 bits), round (14 bits), the number's high bits (6 bits).
    effective: u64,
    seq_low: u32,
    previous: u32,
}

/// What an entry is made of.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// Its number in the stream, below 2^38.
    pub seq: u64,
    /// Micro units; the item's number where the challenge is a checklist.
    pub amount: i64,
    /// When it was recorded.
    pub recorded_ms: i64,
    /// When it happened.
    pub effective_ms: i64,
    /// The local day it belongs to.
    pub day: Day,
    /// The round it counts for; 0 for none.
    pub round: u32,
    /// What became of it.
    pub state: State,
    /// The place of the member's entry before it.
    pub previous: Option<u32>,
}

impl Entry {
    /// Packs an entry; instants outside 2000–2557 are moved to the nearest that fits.
    #[must_use]
    pub fn new(parts: &Parts) -> Self {
        let high = (parts.seq >> 32) & 0x3f;
        Self {
            amount: parts.amount,
            recorded: pack(parts.recorded_ms)
                | u64::from(parts.day.0) << INSTANT_BITS
                | state_bits(parts.state) << 60,
            effective: pack(parts.effective_ms)
                | u64::from(parts.round.min(ROUND_MAX)) << INSTANT_BITS
                | high << (INSTANT_BITS + ROUND_BITS),
            seq_low: u32::try_from(parts.seq & u64::from(u32::MAX)).expect("masked to 32 bits"),
            previous: parts.previous.unwrap_or(NONE),
        }
    }

    /// Its number in the stream.
    #[must_use]
    pub fn seq(&self) -> u64 {
        u64::from(self.seq_low) | (self.effective >> (INSTANT_BITS + ROUND_BITS)) << 32
    }

    /// Micro units; the item's number where the challenge is a checklist.
    #[must_use]
    pub fn amount(&self) -> i64 {
        self.amount
    }

    /// When it was recorded.
    #[must_use]
    pub fn recorded_ms(&self) -> i64 {
        unpack(self.recorded)
    }

    /// When it happened.
    #[must_use]
    pub fn effective_ms(&self) -> i64 {
        unpack(self.effective)
    }

    /// The local day it belongs to.
    #[must_use]
    pub fn day(&self) -> Day {
        Day(u16::try_from((self.recorded >> INSTANT_BITS) & 0xffff).expect("masked to 16 bits"))
    }

    /// The round it counts for; 0 for none.
    #[must_use]
    pub fn round(&self) -> u32 {
        u32::try_from((self.effective >> INSTANT_BITS) & u64::from(ROUND_MAX))
            .expect("masked to 14 bits")
    }

    /// What became of it.
    #[must_use]
    pub fn state(&self) -> State {
        match self.recorded >> 60 & 3 {
            0 => State::Accepted,
            1 => State::Held,
            2 => State::Voided,
            _ => State::Rejected,
        }
    }

    /// The place of the member's entry before it.
    #[must_use]
    pub fn previous(&self) -> Option<u32> {
        (self.previous != NONE).then_some(self.previous)
    }

    /// Changes what became of it.
    pub fn set_state(&mut self, state: State) {
        self.recorded = self.recorded & !(3 << 60) | state_bits(state) << 60;
    }

    /// Changes the round it counts for.
    pub fn set_round(&mut self, round: u32) {
        let mask = u64::from(ROUND_MAX) << INSTANT_BITS;
        self.effective = self.effective & !mask | u64::from(round.min(ROUND_MAX)) << INSTANT_BITS;
    }

    /// Blanks the amount: the member was forgotten.
    pub fn blank(&mut self) {
        self.amount = 0;
    }

    /// The entry as bytes, for a snapshot.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&self.amount.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.recorded.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.effective.to_le_bytes());
        bytes[24..28].copy_from_slice(&self.seq_low.to_le_bytes());
        bytes[28..].copy_from_slice(&self.previous.to_le_bytes());
        bytes
    }

    /// The entry from a snapshot's bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        let eight = |at: usize| <[u8; 8]>::try_from(&bytes[at..at + 8]).expect("eight of 32 bytes");
        let four = |at: usize| <[u8; 4]>::try_from(&bytes[at..at + 4]).expect("four of 32 bytes");
        Self {
            amount: i64::from_le_bytes(eight(0)),
            recorded: u64::from_le_bytes(eight(8)),
            effective: u64::from_le_bytes(eight(16)),
            seq_low: u32::from_le_bytes(four(24)),
            previous: u32::from_le_bytes(four(28)),
        }
    }
}

/// Whether an instant can be kept exactly.
#[must_use]
pub fn can_keep(instant_ms: i64) -> bool {
    unpack(pack(instant_ms)) == instant_ms
}

fn pack(instant_ms: i64) -> u64 {
    u64::try_from(instant_ms.saturating_sub(EPOCH_MS))
        .unwrap_or(0)
        .min(INSTANT_MASK)
}

fn unpack(bits: u64) -> i64 {
    EPOCH_MS + i64::try_from(bits & INSTANT_MASK).expect("44 bits")
}

fn state_bits(state: State) -> u64 {
    match state {
        State::Accepted => 0,
        State::Held => 1,
        State::Voided => 2,
        State::Rejected => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn packing_loses_nothing(
            seq in 1_u64..1 << 38, amount: i64, recorded in 0_i64..1 << 44, effective in 0_i64..1 << 44,
            day: u16, round in 0..=ROUND_MAX, other in 0..=ROUND_MAX, previous in proptest::option::of(0_u32..NONE),
        ) {
            let (recorded_ms, effective_ms, day) = (EPOCH_MS + recorded, EPOCH_MS + effective, Day(day));
            let parts = Parts { seq, amount, recorded_ms, effective_ms, day, round, state: State::Held, previous };
            let mut entry = Entry::from_bytes(&Entry::new(&parts).to_bytes());
            prop_assert_eq!((entry.seq(), entry.amount(), entry.previous()), (seq, amount, previous));
            prop_assert_eq!((entry.recorded_ms(), entry.effective_ms()), (recorded_ms, effective_ms));
            prop_assert_eq!((entry.day(), entry.round(), entry.state()), (day, round, State::Held));
            entry.set_state(State::Rejected);
            entry.set_round(other);
            prop_assert_eq!((entry.day(), entry.round(), entry.state()), (day, other, State::Rejected));
            prop_assert_eq!((entry.seq(), entry.effective_ms(), entry.recorded_ms()), (seq, effective_ms, recorded_ms));
        }
    }
}
