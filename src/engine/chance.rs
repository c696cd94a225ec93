//! Where a decision's random bytes come from.

use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// Bytes of one draw.
const DRAW: usize = 32;
/// Bytes taken from the operating system at a time: asking it for each decision takes longer than most decisions.
const STOCK: usize = 128 * DRAW;

/// A source of random bytes.
pub(super) enum Chance {
    /// The operating system: a stock of its bytes, drawn from the end, each byte once.
    System(Mutex<Vec<u8>>),
    /// A chain of hashes from a seed, for `simulate --seed`.
    Seeded(Mutex<[u8; DRAW]>),
}

impl Chance {
    pub(super) fn system() -> Self {
        Self::System(Mutex::default())
    }

    pub(super) fn seeded(seed: u64) -> Self {
        let mut bytes = [0; DRAW];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self::Seeded(Mutex::new(bytes))
    }

    pub(super) fn draw(&self) -> [u8; DRAW] {
        match self {
            Self::System(stock) => {
                let mut stock = stock.lock().unwrap_or_else(PoisonError::into_inner);
                if stock.is_empty() {
                    stock.resize(STOCK, 0);
                    getrandom::fill(&mut stock).expect("the operating system gives random bytes");
                }
                let mut drawn = [0; DRAW];
                let rest = stock.len() - DRAW;
                drawn.copy_from_slice(&stock[rest..]);
                // A seed is a secret until its draw: it is kept where it is used, and nowhere else.
                stock[rest..].fill(0);
                stock.truncate(rest);
                drawn
            }
            Self::Seeded(state) => {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                *state = Sha256::digest(*state).into();
                *state
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_drawn_twice() {
        let chance = Chance::system();
        let mut drawn: Vec<_> = (0..1_000).map(|_| chance.draw()).collect();
        drawn.sort_unstable();
        drawn.dedup();
        assert_eq!(drawn.len(), 1_000);
        assert!(drawn.iter().all(|drawn| *drawn != [0; DRAW]));
    }
}
