//! A tiny deterministic source of chance (`SplitMix64`), so that a seed names a history for ever.

/// Chance that depends on its seed alone.
pub(crate) struct Rng(u64);

impl Rng {
    /// The source of this seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D))
    }

    /// A number below `end`, which must be positive.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i128, high: i128) -> i128 {
        let span = u64::try_from(high.max(low) - low + 1).expect("spans are small");
        low + i128::from(self.below(span))
    }

    /// A number of seconds from `low` to `high`, both included.
    pub(crate) fn seconds(&mut self, low: i64, high: i64) -> i64 {
        i64::try_from(self.between(low.into(), high.into())).expect("within the two")
    }

    /// True this many times in a hundred.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let place = self.below(choices.len() as u64);
        &choices[usize::try_from(place).expect("below a length")]
    }
}
