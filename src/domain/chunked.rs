//! A growing array in shared chunks: cheap to copy whole (a snapshot takes the chunks as they are), cheap to change.

use std::sync::Arc;

/// Items in a chunk: a chunk of entries is 128 KiB.
pub const CHUNK: usize = 4096;

/// An array whose clone shares every chunk until one side changes it.
#[derive(Debug, Clone)]
pub struct Chunked<T> {
    chunks: Vec<Chunk<T>>,
    len: usize,
}

/// One chunk and the number of the event that last changed it.
#[derive(Debug, Clone)]
struct Chunk<T> {
    items: Arc<Vec<T>>,
    changed: u64,
}

impl<T> Default for Chunked<T> {
    fn default() -> Self {
        Self {
            chunks: Vec::new(),
            len: 0,
        }
    }
}

impl<T: Clone> Chunked<T> {
    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The item at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        self.chunks.get(index / CHUNK)?.items.get(index % CHUNK)
    }

    /// The item at `index`, to be changed by event `seq`.
    pub fn change(&mut self, index: usize, seq: u64) -> Option<&mut T> {
        let chunk = self.chunks.get_mut(index / CHUNK)?;
        chunk.changed = seq;
        Arc::make_mut(&mut chunk.items).get_mut(index % CHUNK)
    }

    /// Adds an item at the end, by event `seq`.
    pub fn push(&mut self, item: T, seq: u64) {
        if self.len.is_multiple_of(CHUNK) {
            self.chunks.push(Chunk {
                items: Arc::default(),
                changed: seq,
            });
        }
        let chunk = self
            .chunks
            .last_mut()
            .expect("a chunk was pushed when there was none");
        chunk.changed = seq;
        let items = Arc::make_mut(&mut chunk.items);
        if items.len() == items.capacity() {
            items.reserve_exact((items.len() / 4).clamp(4, CHUNK - items.len()));
        }
        items.push(item);
        self.len += 1;
    }

    /// All items in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.items.iter())
    }

    /// The items from `start` on, in order.
    pub fn iter_from(&self, start: usize) -> impl Iterator<Item = &T> {
        let first = (start / CHUNK).min(self.chunks.len());
        self.chunks[first..]
            .iter()
            .flat_map(|chunk| chunk.items.iter())
            .skip(start - first * CHUNK)
    }

    /// The chunks that changed after event `seq`: number and items.
    pub fn changed_since(&self, seq: u64) -> impl Iterator<Item = (usize, &[T])> {
        let chunks = self.chunks.iter().enumerate();
        chunks
            .filter(move |(_, chunk)| chunk.changed > seq)
            .map(|(number, chunk)| (number, chunk.items.as_slice()))
    }

    /// Changes what is not stored of an item, so that its chunk does not count as changed.
    pub fn restore_marks(&mut self, index: usize, change: impl FnOnce(&mut T)) {
        if let Some(chunk) = self.chunks.get_mut(index / CHUNK)
            && let Some(item) = Arc::make_mut(&mut chunk.items).get_mut(index % CHUNK)
        {
            change(item);
        }
    }

    /// Takes a chunk read from a snapshot of event `seq`; chunks come in order and all but the last are full.
    ///
    /// Returns `false`, and takes nothing, when it does not fit.
    #[must_use]
    pub fn restore(&mut self, items: Vec<T>, seq: u64) -> bool {
        if items.is_empty() || items.len() > CHUNK || !self.len.is_multiple_of(CHUNK) {
            return false;
        }
        self.len += items.len();
        self.chunks.push(Chunk {
            items: Arc::new(items),
            changed: seq,
        });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_it_was_and_says_what_changed() {
        let mut array = Chunked::default();
        for n in 0..10_000_u64 {
            array.push(n, n);
        }
        let copy = array.clone();
        *array.change(5_000, 20_000).expect("there are 10,000") = 7;
        assert_eq!(
            (copy.get(5_000), array.get(5_000)),
            (Some(&5_000), Some(&7))
        );
        let changed: Vec<usize> = array
            .changed_since(9_999)
            .map(|(number, _)| number)
            .collect();
        assert_eq!(changed, [1]);
        assert_eq!(
            array.iter_from(9_998).copied().collect::<Vec<_>>(),
            [9_998, 9_999]
        );
    }

    #[test]
    fn chunks_come_back_in_order() {
        let mut array = Chunked::default();
        for n in 0..5_000_u64 {
            array.push(n, n);
        }
        let mut back = Chunked::default();
        for (_, items) in array.changed_since(0) {
            assert!(back.restore(items.to_vec(), 5_000));
        }
        assert!(
            !back.restore(vec![1], 5_000),
            "nothing may follow a chunk that is not full"
        );
        assert!(array.iter().eq(back.iter()));
    }
}
