//! Who is who in a community: platforms' users by key, found without asking the store.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher as _;

/// Somebody who was seen lately.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Her number in the community.
    pub identity: u32,
    /// A hash of the name she had then, so that a new one is noticed.
    pub name: u32,
}

/// The people of a community who are known: 20 bytes each in the order of their numbers, and a table of numbers by key.
#[derive(Default)]
pub(super) struct People {
    rows: Vec<Row>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Changes whenever somebody is forgotten, so that what was read before is not taken for new.
    age: u64,
}

/// Somebody's key and name; a key of zeros where nobody is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Row {
    key: [u32; 4],
    name: u32,
}

impl People {
    /// Who has that key, if she is known.
    pub(super) fn find(&self, key: u128) -> Option<Known> {
        let key = words(key);
        let found = self
            .numbers
            .find(self.hasher.hash_one(key), |identity| {
                self.row(*identity).key == key
            })
            .copied()?;
        Some(Known {
            identity: found,
            name: self.row(found).name,
        })
    }

    /// Notes somebody under the name she has now.
    pub(super) fn know(&mut self, key: u128, known: Known) {
        let Some(at) = place(known.identity) else {
            return;
        };
        if self.rows.len() <= at {
            self.rows.resize(at + 1, Row::default());
        }
        let key = words(key);
        if self.rows[at].key != key {
            self.remove(known.identity);
        }
        let is_new = self.rows[at].key != key;
        self.rows[at] = Row {
            key,
            name: known.name,
        };
        if is_new {
            let Self {
                rows,
                numbers,
                hasher,
                ..
            } = self;
            let hash = |identity: &u32| hasher.hash_one(row(rows, *identity).key);
            numbers.insert_unique(hasher.hash_one(key), known.identity, hash);
        }
    }

    /// Notes people read from the store at `age`; whoever is known already is left as she is. False, and nobody is
    /// noted, where somebody was forgotten since.
    pub(super) fn learn(&mut self, age: u64, people: &[(u128, Known)]) -> bool {
        if age != self.age {
            return false;
        }
        for (key, known) in people {
            if self.row(known.identity) == Row::default() {
                self.know(*key, *known);
            }
        }
        true
    }

    /// Makes room for that many people.
    pub(super) fn reserve(&mut self, n: u32) {
        let more = (n as usize).saturating_sub(self.rows.len());
        self.rows.reserve_exact(more);
        let Self {
            rows,
            numbers,
            hasher,
            ..
        } = self;
        let more = (n as usize).saturating_sub(numbers.len());
        numbers.reserve(more, |identity| hasher.hash_one(row(rows, *identity).key));
    }

    /// Forgets one of them.
    pub(super) fn forget(&mut self, identity: u32) {
        self.age += 1;
        self.remove(identity);
    }

    fn remove(&mut self, identity: u32) {
        let known = self.row(identity);
        if known == Row::default() {
            return;
        }
        let found = self
            .numbers
            .find_entry(self.hasher.hash_one(known.key), |other| *other == identity);
        if let Ok(found) = found {
            found.remove();
        }
        if let Some(row) = place(identity).and_then(|at| self.rows.get_mut(at)) {
            *row = Row::default();
        }
    }

    /// Forgets them all.
    pub(super) fn forget_all(&mut self) {
        *self = Self {
            age: self.age + 1,
            ..Self::default()
        };
    }

    /// What [`People::learn`] wants to hear of what is read from now on.
    pub(super) fn age(&self) -> u64 {
        self.age
    }

    fn row(&self, identity: u32) -> Row {
        row(&self.rows, identity)
    }
}

fn row(rows: &[Row], identity: u32) -> Row {
    place(identity)
        .and_then(|at| rows.get(at))
        .copied()
        .unwrap_or_default()
}

fn place(identity: u32) -> Option<usize> {
    (identity as usize).checked_sub(1)
}

/// Four words need no room between rows where sixteen bytes that lie even do.
fn words(key: u128) -> [u32; 4] {
    [96, 64, 32, 0].map(|shift| u32::try_from(key >> shift & 0xffff_ffff).expect("32 bits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(identity: u32, name: u32) -> Known {
        Known { identity, name }
    }

    fn found(people: &People, key: u128) -> Option<(u32, u32)> {
        people.find(key).map(|known| (known.identity, known.name))
    }

    #[test]
    fn people_are_found_by_their_keys_until_they_are_forgotten() {
        let mut people = People::default();
        for identity in 1..1_000 {
            people.know(u128::from(identity) << 64, known(identity, 7));
        }
        people.know(5 << 64, known(5, 8));
        people.forget(6);
        assert_eq!(found(&people, 5 << 64), Some((5, 8)));
        assert_eq!(found(&people, 6 << 64), None);
        assert_eq!(found(&people, 999 << 64), Some((999, 7)));
        people.forget_all();
        assert_eq!(found(&people, 5 << 64), None);
    }

    #[test]
    fn what_was_read_before_somebody_was_forgotten_is_not_believed() {
        let mut people = People::default();
        let age = people.age();
        people.forget(2);
        assert!(!people.learn(age, &[(20, known(2, 1))]));
        assert_eq!(found(&people, 20), None);
    }

    #[test]
    fn what_is_read_never_replaces_a_newer_name() {
        let mut people = People::default();
        people.know(20, known(2, 9));
        assert!(people.learn(people.age(), &[(20, known(2, 1)), (30, known(3, 1))]));
        assert_eq!(found(&people, 20), Some((2, 9)));
        assert_eq!(found(&people, 30), Some((3, 1)));
    }
}
