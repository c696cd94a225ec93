//! Numbers that look like chance and are the same each time.

/// A chain of numbers.
pub(super) struct Chance(u64);

impl Chance {
    /// A chain from a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `n`, or 0 where `n` is 0.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u32::try_from(mixed >> 32).unwrap_or_default();
        high.checked_rem(n).unwrap_or(0)
    }

    /// Whether something happens that happens in so many of a hundred cases.
    pub(super) fn happens(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(super) fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let n_words = u32::try_from(words.len()).unwrap_or(1);
        let at = usize::try_from(self.below(n_words)).unwrap_or(0);
        words.get(at).copied().unwrap_or_default()
    }
}
