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
    /// Bytes made of a seed and the place in the stream, for `simulate --seed`: however often something is decided there,
    /// it is decided alike.
    Seeded(u64),
}

impl Chance {
    pub(super) fn system() -> Self {
        Self::System(Mutex::default())
    }

    /// Bytes for a decision whose first event would take the number `next_seq` in a community's stream.
    pub(super) fn draw(&self, community_id: i64, next_seq: u64) -> [u8; DRAW] {
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
            Self::Seeded(seed) => Sha256::new()
                .chain_update(seed.to_le_bytes())
                .chain_update(community_id.to_le_bytes())
                .chain_update(next_seq.to_le_bytes())
                .finalize()
                .into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_drawn_twice() {
        let chance = Chance::system();
        let mut drawn: Vec<_> = (0..1_000).map(|_| chance.draw(1, 1)).collect();
        drawn.sort_unstable();
        drawn.dedup();
        assert_eq!(drawn.len(), 1_000);
        assert!(drawn.iter().all(|drawn| *drawn != [0; DRAW]));
    }

    #[test]
    fn a_seed_gives_the_same_at_the_same_place_however_often_it_is_asked() {
        let [one, same, other] = [7, 7, 8].map(Chance::Seeded);
        assert_eq!(one.draw(1, 5), one.draw(1, 5));
        assert_eq!(one.draw(1, 5), same.draw(1, 5));
        for elsewhere in [one.draw(1, 6), one.draw(2, 5), other.draw(1, 5)] {
            assert_ne!(one.draw(1, 5), elsewhere);
        }
    }
}
