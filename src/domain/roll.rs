//! The roll of a finished challenge: who took part, in 16 bytes each. It stays where it is while entries, marks and
//! boards are away.

use crate::domain::chunked::{CHUNK, Chunked};

/// Bytes of a member in a snapshot.
pub const BYTES: usize = 16;

const LEFT: u64 = 1;
const FORGOTTEN: u64 = 2;
const ALIAS: u64 = 4;
const FLAG_BITS: u32 = 3;

/// A member on the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolled {
    identity: u32,
    n_entries: u32,
    /// The number in the stream of her (last) joining, and the flags in the low bits.
    joined: u64,
}

/// What is true of a member, beside her number.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// The number in the stream of her (last) joining, below 2^38.
    pub joined_seq: u64,
    /// How many entries she recorded.
    pub n_entries: u32,
    /// She left.
    pub left: bool,
    /// She was forgotten.
    pub forgotten: bool,
    /// An alias for her is in the notes of her joining.
    pub alias: bool,
}

impl Enrolled {
    /// A member of that number.
    #[must_use]
    pub fn new(identity: u32, facts: &Facts) -> Self {
        let flag = |is: bool, flag: u64| if is { flag } else { 0 };
        Self {
            identity,
            n_entries: facts.n_entries,
            joined: facts.joined_seq << FLAG_BITS
                | flag(facts.left, LEFT)
                | flag(facts.forgotten, FORGOTTEN)
                | flag(facts.alias, ALIAS),
        }
    }

    /// Who.
    #[must_use]
    pub fn identity(&self) -> u32 {
        self.identity
    }

    /// How many entries she recorded, whatever became of them.
    #[must_use]
    pub fn n_entries(&self) -> u32 {
        self.n_entries
    }

    /// Whether she neither left nor was forgotten.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        self.joined & (LEFT | FORGOTTEN) == 0
    }

    /// Whether she was forgotten.
    #[must_use]
    pub fn is_forgotten(&self) -> bool {
        self.joined & FORGOTTEN != 0
    }

    /// The event that has her alias beside it, where she goes by one.
    #[must_use]
    pub fn alias_seq(&self) -> Option<u64> {
        (self.joined & ALIAS != 0 && !self.is_forgotten()).then_some(self.joined >> FLAG_BITS)
    }

    /// The member as bytes, for a snapshot.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        bytes[..4].copy_from_slice(&self.identity.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.n_entries.to_le_bytes());
        bytes[8..].copy_from_slice(&self.joined.to_le_bytes());
        bytes
    }

    /// The member from a snapshot's bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; BYTES]) -> Self {
        let four =
            |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        Self {
            identity: four(0),
            n_entries: four(4),
            joined: u64::from_le_bytes(bytes[8..].try_into().expect("eight bytes")),
        }
    }
}

/// Everybody who took part in a finished challenge, by number.
#[derive(Debug, Clone, Default)]
pub struct Roll {
    members: Chunked<Enrolled>,
}

impl Roll {
    /// The roll of these, as event `seq` found them.
    #[must_use]
    pub fn of(mut members: Vec<Enrolled>, seq: u64) -> Self {
        members.sort_unstable_by_key(Enrolled::identity);
        let mut roll = Self::default();
        for few in members.chunks(CHUNK) {
            let fits = roll.restore(few.to_vec(), seq);
            debug_assert!(fits, "all chunks but the last are full");
        }
        roll
    }

    /// Takes a chunk read from a snapshot of event `seq`; `false` when it does not fit.
    #[must_use]
    pub fn restore(&mut self, members: Vec<Enrolled>, seq: u64) -> bool {
        self.members.restore(members, seq)
    }

    /// The chunks that changed after event `seq`: number and members.
    pub fn changed_since(&self, seq: u64) -> impl Iterator<Item = (usize, &[Enrolled])> {
        self.members.changed_since(seq)
    }

    /// How many took part.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether nobody did.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Everybody, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Enrolled> {
        self.members.iter()
    }

    /// The member of that number.
    #[must_use]
    pub fn member(&self, identity: u32) -> Option<&Enrolled> {
        let member = self.members.get(self.place(identity))?;
        (member.identity == identity).then_some(member)
    }

    /// Marks a member as forgotten by event `seq`.
    pub fn forget(&mut self, identity: u32, seq: u64) {
        if self.member(identity).is_some()
            && let Some(member) = self.members.change(self.place(identity), seq)
        {
            member.joined |= FORGOTTEN;
        }
    }

    /// Where a member of that number is, or would be.
    fn place(&self, identity: u32) -> usize {
        let (mut low, mut high) = (0, self.members.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.members.get(middle) {
                Some(member) if member.identity < identity => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_found_and_comes_back_from_bytes() {
        let facts = |n: u32| Facts {
            joined_seq: u64::from(n) << 6,
            n_entries: n,
            left: n.is_multiple_of(3),
            forgotten: n.is_multiple_of(5),
            alias: n.is_multiple_of(7),
        };
        let numbers = || (1..=10_000_u32).map(|n| n * 2);
        let members = numbers().rev().map(|n| Enrolled::new(n, &facts(n)));
        let mut roll = Roll::of(members.collect(), 9);
        for n in numbers() {
            let member = roll.member(n).expect("she took part");
            let facts = facts(n);
            assert_eq!((member.identity(), member.n_entries()), (n, n));
            assert_eq!(member.takes_part(), !facts.left && !facts.forgotten);
            let alias = (facts.alias && !facts.forgotten).then_some(facts.joined_seq);
            assert_eq!(member.alias_seq(), alias);
            assert_eq!(Enrolled::from_bytes(&member.to_bytes()), *member);
            assert!(roll.member(n + 1).is_none());
        }
        roll.forget(14, 10);
        roll.forget(15, 11);
        let member = roll.member(14).expect("she stays on the roll");
        assert!(member.is_forgotten() && member.alias_seq().is_none());
        assert_eq!(roll.changed_since(9).count(), 1, "one chunk has changed");
    }
}
