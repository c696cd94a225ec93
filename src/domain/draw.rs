//! Draws that anyone can check.
//!
//! The commitment is published before the window opens, the seed and the tickets after it closes.
//! Every ticket's place is SHA-256 of the seed and its index, so nobody can choose who wins once the
//! commitment stands, and everybody can compute the winners again.

use std::collections::HashSet;
use std::fmt::{self, Write as _};

use sha2::{Digest, Sha256};

/// The 32 random bytes that decide a draw; secret until it is held, and so not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// A seed of these random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits in any case.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.trim().as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// Reveals it: 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// What is published before the draw: SHA-256 of the seed's bytes, in hexadecimal.
#[must_use]
pub fn commitment(seed: &Seed) -> String {
    hex(&Sha256::digest(seed.0))
}

/// The indexes of so many tickets in the order in which they are drawn: ascending by
/// SHA-256(seed ‖ index as 8 bytes big-endian).
#[must_use]
pub fn order(seed: &Seed, n_tickets: u64) -> Vec<u64> {
    let mut drawn: Vec<([u8; 32], u64)> = (0..n_tickets)
        .map(|index| (place(seed, index), index))
        .collect();
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, index)| index).collect()
}

/// The first `n` members in the order of the draw, without those excluded. `tickets` names the
/// member of each ticket in stream order; a member's first ticket drawn counts.
///
/// A redraw is the same draw with the earlier winners excluded.
#[must_use]
pub fn winners(seed: &Seed, tickets: &[u32], n: usize, excluded: &[u32]) -> Vec<u32> {
    let mut done: HashSet<u32> = excluded.iter().copied().collect();
    let mut drawn: Vec<([u8; 32], u32)> = (0_u64..)
        .zip(tickets)
        .map(|(index, &member)| (place(seed, index), member))
        .collect();
    drawn.sort_unstable();
    drawn
        .into_iter()
        .map(|(_, member)| member)
        .filter(|&member| done.insert(member))
        .take(n)
        .collect()
}

fn place(seed: &Seed, index: u64) -> [u8; 32] {
    Sha256::new()
        .chain_update(seed.0)
        .chain_update(index.to_be_bytes())
        .finalize()
        .into()
}

/// Bytes as lowercase hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a string takes any text");
            text
        })
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICKETS: [u32; 10] = [7, 7, 7, 3, 9, 3, 1, 7, 9, 2];

    fn counted() -> Seed {
        Seed::new(std::array::from_fn(|i| u8::try_from(i).expect("below 32")))
    }

    fn zeros() -> Seed {
        Seed::new([0; 32])
    }

    // The expected values come from Python: sorted(range(n), key=lambda i: sha256(seed + i.to_bytes(8, "big")).digest())
    #[test]
    fn the_draw_is_the_one_that_anybody_computes() {
        assert_eq!(
            commitment(&counted()),
            "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
        );
        assert_eq!(
            commitment(&zeros()),
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
        );
        assert_eq!(order(&counted(), 10), [6, 3, 1, 2, 4, 0, 5, 8, 9, 7]);
        assert_eq!(order(&zeros(), 10), [1, 6, 3, 0, 7, 4, 2, 9, 8, 5]);
        let many = order(&counted(), 100_000);
        assert_eq!(many[..4], [78045, 90373, 13402, 37669]);
        assert_eq!(many[99_998..], [26464, 83105]);
        assert!(order(&zeros(), 0).is_empty());
    }

    #[test]
    fn a_members_first_ticket_counts_and_a_redraw_goes_on() {
        assert_eq!(winners(&counted(), &TICKETS, 9, &[]), [1, 3, 7, 9, 2]);
        assert_eq!(winners(&zeros(), &TICKETS, 9, &[]), [7, 1, 3, 9, 2]);
        assert_eq!(winners(&counted(), &TICKETS, 2, &[]), [1, 3]);
        assert_eq!(winners(&counted(), &TICKETS, 2, &[1, 3]), [7, 9]);
        assert!(winners(&counted(), &TICKETS, 0, &[]).is_empty());
        assert!(winners(&counted(), &[], 3, &[]).is_empty());
    }

    #[test]
    fn a_seed_is_hidden_until_it_is_revealed() {
        let seed = counted();
        assert_eq!(format!("{seed:?}"), "Seed(…)");
        assert_eq!(
            seed.to_hex(),
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        );
        assert_eq!(Seed::from_hex(&seed.to_hex().to_uppercase()), Some(seed));
        for bad in ["", "00", &"g".repeat(64), &"é".repeat(32), &"0".repeat(65)] {
            assert_eq!(Seed::from_hex(bad), None);
        }
    }
}
