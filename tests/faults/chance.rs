//! Chance that depends on its seed alone (`SplitMix64`).

pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below `end`, which is positive.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }

    /// One of so many things.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        let place = self.below(len.try_into().expect("it fits"));
        place.try_into().expect("it fits")
    }
}
