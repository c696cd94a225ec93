//! A sorted list that knows every key's place: boards with ranks, for one member or a million.
//!
//! Keys lie sorted in chunks of up to 128; a Fenwick tree over the chunks' lengths tells how many
//! keys lie before a chunk. Finding a place or changing a key touches one chunk and a dozen counts.

use std::cmp::Ordering;

/// A chunk that is full is split in two.
const CHUNK_MAX: usize = 128;

/// A chunk with fewer keys is merged into a neighbour that has room.
const CHUNK_MIN: usize = 32;

/// Neighbours are merged up to this length, which leaves room to grow.
const MERGED_MAX: usize = 96;

/// A chunk grows by so many keys at most, and keeps no more than twice as much room unused.
const SPARE: usize = 16;

/// Distinct keys in ascending order, each with its place counted from 0.
#[derive(Clone, Debug)]
pub struct Ranked<K> {
    /// None is empty; every key of a chunk is less than every key of the next.
    chunks: Vec<Vec<K>>,
    /// For each chunk a bound: no key of it is greater, every key of the next is. They lie together, so that a search
    /// looks into one chunk only.
    bounds: Vec<K>,
    /// Node `i` counts the keys of the `lowest set bit of i + 1` chunks that end with chunk `i`.
    counts: Vec<u32>,
    len: usize,
}

impl<K> Default for Ranked<K> {
    fn default() -> Self {
        Self {
            chunks: Vec::new(),
            bounds: Vec::new(),
            counts: Vec::new(),
            len: 0,
        }
    }
}

impl<K: Ord + Copy> Ranked<K> {
    /// An empty list. It holds no memory before its first key.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The list of these keys, which should be sorted: others are sorted, doubles dropped.
    #[must_use]
    pub fn from_sorted(mut keys: Vec<K>) -> Self {
        if !keys.is_sorted() {
            keys.sort_unstable();
        }
        keys.dedup();
        let mut ranked = Self {
            chunks: keys.chunks(MERGED_MAX).map(<[K]>::to_vec).collect(),
            bounds: keys
                .chunks(MERGED_MAX)
                .filter_map(|chunk| chunk.last().copied())
                .collect(),
            counts: Vec::new(),
            len: keys.len(),
        };
        ranked.recount();
        ranked
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a key; false if it is there already.
    pub fn insert(&mut self, key: K) -> bool {
        if self.chunks.is_empty() {
            self.chunks.push(Vec::new());
            self.bounds.push(key);
            self.counts.push(0);
        }
        let at = self.chunk_of(&key).min(self.chunks.len() - 1);
        self.bounds[at] = self.bounds[at].max(key);
        let chunk = &mut self.chunks[at];
        let Err(place) = chunk.binary_search(&key) else {
            return false;
        };
        if chunk.len() == chunk.capacity() {
            chunk.reserve_exact(chunk.len().clamp(2, SPARE));
        }
        chunk.insert(place, key);
        self.len += 1;
        if self.chunks[at].len() < CHUNK_MAX {
            self.add(at, 1);
        } else {
            self.split(at);
        }
        true
    }

    /// Takes a key away; false if it is not there.
    pub fn remove(&mut self, key: &K) -> bool {
        let at = self.chunk_of(key);
        let Some(chunk) = self.chunks.get_mut(at) else {
            return false;
        };
        let Ok(place) = chunk.binary_search(key) else {
            return false;
        };
        chunk.remove(place);
        self.len -= 1;
        if chunk.capacity() > chunk.len() + 2 * SPARE {
            chunk.shrink_to(chunk.len() + SPARE);
        }
        if chunk.len() >= CHUNK_MIN || !self.merge(at) {
            self.add(at, -1);
        }
        true
    }

    /// The place of a key that is there.
    #[must_use]
    pub fn position(&self, key: &K) -> Option<usize> {
        let at = self.chunk_of(key);
        let place = self.chunks.get(at)?.binary_search(key).ok()?;
        Some(self.before(at) + place)
    }

    /// How many keys fulfil a predicate that holds for the first ones and for none after those.
    pub fn count_while(&self, mut holds: impl FnMut(&K) -> bool) -> usize {
        let at = self.bounds.partition_point(&mut holds);
        self.before(at)
            + self
                .chunks
                .get(at)
                .map_or(0, |chunk| chunk.partition_point(holds))
    }

    /// The key at a place.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&K> {
        let (at, place) = self.locate(place)?;
        self.chunks[at].get(place)
    }

    /// The keys from a place on, in ascending order; none where the list is shorter.
    pub fn iter_from(&self, place: usize) -> impl Iterator<Item = &K> + use<'_, K> {
        let (at, place) = self.locate(place).unwrap_or((self.chunks.len(), 0));
        let (head, tail) = self.chunks[at..]
            .split_first()
            .map_or((&[][..], &[][..]), |(head, tail)| (&head[place..], tail));
        head.iter().chain(tail.iter().flatten())
    }

    /// All keys in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = &K> + use<'_, K> {
        self.chunks.iter().flatten()
    }

    /// The only chunk that may hold the key.
    fn chunk_of(&self, key: &K) -> usize {
        self.bounds.partition_point(|bound| bound < key)
    }

    /// Moves the upper half of a full chunk into a chunk of its own.
    fn split(&mut self, at: usize) {
        let chunk = &mut self.chunks[at];
        let upper = chunk[CHUNK_MAX / 2..].to_vec();
        chunk.truncate(CHUNK_MAX / 2);
        chunk.shrink_to_fit();
        if let Some(last) = self.chunks[at].last().copied() {
            self.bounds.insert(at, last);
        }
        self.chunks.insert(at + 1, upper);
        self.recount();
    }

    /// Merges a small chunk into the smaller neighbour, or drops it if it is empty; false if no
    /// neighbour has room.
    fn merge(&mut self, at: usize) -> bool {
        if self.chunks[at].is_empty() {
            self.chunks.remove(at);
            self.bounds.remove(at);
            self.recount();
            return true;
        }
        let room = |i: &usize| self.chunks.get(*i).map_or(usize::MAX, Vec::len);
        let neighbour = [at.wrapping_sub(1), at + 1].into_iter().min_by_key(room);
        let Some(left) = neighbour.map(|neighbour| neighbour.min(at)) else {
            return false;
        };
        let Some([lower, upper]) = self.chunks.get(left..left + 2) else {
            return false;
        };
        if lower.len() + upper.len() > MERGED_MAX {
            return false;
        }
        let upper = self.chunks.remove(left + 1);
        self.bounds.remove(left);
        let lower = &mut self.chunks[left];
        lower.reserve_exact(upper.len());
        lower.extend(upper);
        self.recount();
        true
    }

    /// Counts all chunks again, after one came or went.
    fn recount(&mut self) {
        self.counts.clear();
        self.counts.extend(
            self.chunks
                .iter()
                .map(|chunk| u32::try_from(chunk.len()).expect("a chunk is short")),
        );
        for node in 0..self.counts.len() {
            let parent = node | (node + 1);
            if parent < self.counts.len() {
                self.counts[parent] += self.counts[node];
            }
        }
        if self.chunks.capacity() > 4 * self.chunks.len() {
            self.chunks.shrink_to(2 * self.chunks.len());
            self.counts.shrink_to(2 * self.chunks.len());
            self.bounds.shrink_to(2 * self.chunks.len());
        }
    }

    /// Counts one key more or less in a chunk.
    fn add(&mut self, mut at: usize, change: i32) {
        while let Some(count) = self.counts.get_mut(at) {
            *count = count.wrapping_add_signed(change);
            at |= at + 1;
        }
    }

    /// How many keys lie before a chunk.
    fn before(&self, mut end: usize) -> usize {
        let mut before = 0;
        while end > 0 {
            before += self.counts[end - 1] as usize;
            end &= end - 1;
        }
        before
    }

    /// The chunk that holds a place, and the place within it.
    fn locate(&self, mut place: usize) -> Option<(usize, usize)> {
        if place >= self.len {
            return None;
        }
        let mut at = 0;
        let mut step = self
            .counts
            .len()
            .checked_ilog2()
            .map_or(0, |bits| 1 << bits);
        while step > 0 {
            if let Some(&count) = self.counts.get(at + step - 1) {
                let count = count as usize;
                if count.cmp(&place) != Ordering::Greater {
                    place -= count;
                    at += step;
                }
            }
            step /= 2;
        }
        Some((at, place))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// What a test does to a list: a run of keys, so that chunks fill, split and empty.
    #[derive(Clone, Debug)]
    enum Step {
        Insert { from: u32, by: u32, n: u32 },
        Remove { from: u32, by: u32, n: u32 },
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let run = (0..6000_u32, 1..8_u32, 0..900_u32);
        let step = (any::<bool>(), run).prop_map(|(insert, (from, by, n))| {
            if insert {
                Step::Insert { from, by, n }
            } else {
                Step::Remove { from, by, n }
            }
        });
        prop::collection::vec(step, 0..24)
    }

    fn bytes_unused(ranked: &Ranked<u64>) -> usize {
        ranked
            .chunks
            .iter()
            .map(|chunk| chunk.capacity() - chunk.len())
            .sum::<usize>()
            * size_of::<u64>()
    }

    #[track_caller]
    fn check(ranked: &Ranked<u32>, model: &BTreeSet<u32>) {
        let keys: Vec<u32> = model.iter().copied().collect();
        assert_eq!(ranked.len(), keys.len());
        assert_eq!(ranked.is_empty(), keys.is_empty());
        assert!(ranked.iter().eq(&keys));
        assert!(
            ranked
                .chunks
                .iter()
                .all(|chunk| !chunk.is_empty() && chunk.len() < CHUNK_MAX)
        );
        for place in (0..=keys.len() + 1).step_by(7) {
            assert_eq!(ranked.get(place), keys.get(place));
            assert!(ranked.iter_from(place).eq(keys.iter().skip(place)));
        }
        for key in (0..12_400).step_by(61) {
            assert_eq!(ranked.position(&key), keys.binary_search(&key).ok());
            assert_eq!(
                ranked.count_while(|other| *other < key),
                keys.partition_point(|other| *other < key)
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn it_keeps_what_a_sorted_list_keeps(steps in steps()) {
            let mut ranked = Ranked::new();
            let mut model = BTreeSet::new();
            for step in steps {
                match step {
                    Step::Insert { from, by, n } => {
                        for key in (0..n).map(|i| from + i * by) {
                            prop_assert_eq!(ranked.insert(key), model.insert(key));
                        }
                    }
                    Step::Remove { from, by, n } => {
                        for key in (0..n).map(|i| from + i * by) {
                            prop_assert_eq!(ranked.remove(&key), model.remove(&key));
                        }
                    }
                }
                check(&ranked, &model);
            }
            let built = Ranked::from_sorted(model.iter().copied().collect());
            check(&built, &model);
        }
    }

    #[test]
    fn an_empty_list_holds_nothing() {
        let mut ranked: Ranked<u64> = Ranked::new();
        assert_eq!((ranked.chunks.capacity(), ranked.counts.capacity()), (0, 0));
        assert!(!ranked.remove(&1) && ranked.get(0).is_none() && ranked.position(&1).is_none());
        assert_eq!(
            (ranked.count_while(|_| true), ranked.iter_from(0).count()),
            (0, 0)
        );
        ranked.insert(1);
        assert!(bytes_unused(&ranked) <= 8);
        assert!(ranked.remove(&1) && ranked.is_empty());
        assert_eq!(
            Ranked::from_sorted(vec![3, 1, 3])
                .iter()
                .copied()
                .collect::<Vec<_>>(),
            [1, 3]
        );
    }

    #[test]
    fn it_wastes_little_and_gives_memory_back() {
        let mut ranked = Ranked::new();
        // The finish of SplitMix64 makes random keys of a count.
        let keys = || {
            (1..=1_u64 << 17).map(|i| {
                let mixed = i.wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB)
            })
        };
        for key in keys() {
            ranked.insert(key);
        }
        assert!(bytes_unused(&ranked) * 100 < ranked.len() * size_of::<u64>() * 35);
        let n = ranked.len();
        for key in keys().take(n - 1000) {
            ranked.remove(&key);
        }
        assert_eq!(ranked.len(), 1000);
        assert!(ranked.chunks.len() < 40 && ranked.chunks.capacity() < 160);
    }
}
