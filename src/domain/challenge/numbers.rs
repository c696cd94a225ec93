//! Which participant an identity is: a list by identity where many of a community take part, a map where few do.

use hashbrown::HashMap;

/// A list has room for at most so many identities a participant; a map takes about as much memory then.
const LIST_MOST: usize = 4;
/// Below so many participants a list is not worth it.
const LIST_LEAST: usize = 64;
/// Nobody has this number.
const NONE: u32 = u32::MAX;

/// The participants' numbers by identity, each below `u32::MAX`.
#[derive(Debug, Clone)]
pub(crate) enum Numbers {
    /// By identity.
    Map(HashMap<u32, u32>),
    /// At the identity's place; and how many there are.
    List(Vec<u32>, usize),
}

impl Default for Numbers {
    fn default() -> Self {
        Self::Map(HashMap::new())
    }
}

impl Numbers {
    /// The numbers of participants in the order of their identities given, from 0 on.
    pub(crate) fn of(identities: impl ExactSizeIterator<Item = u32> + Clone) -> Self {
        let n = identities.len();
        let most = identities.clone().max().unwrap_or(0) as usize;
        let numbered = identities.zip(0..);
        if n < LIST_LEAST || most >= LIST_MOST * n {
            return Self::Map(numbered.collect());
        }
        let mut list = vec![NONE; most + 1];
        for (identity, number) in numbered {
            list[identity as usize] = number;
        }
        Self::List(list, n)
    }

    /// Her number.
    pub(crate) fn get(&self, identity: u32) -> Option<u32> {
        match self {
            Self::Map(map) => map.get(&identity).copied(),
            Self::List(list, _) => {
                let number = list.get(identity as usize).copied();
                number.filter(|number| *number != NONE)
            }
        }
    }

    /// Gives somebody a number who has none.
    pub(crate) fn insert(&mut self, identity: u32, number: u32) {
        let at = identity as usize;
        match self {
            Self::Map(map) => {
                map.insert(identity, number);
                // Looked at now and then, since it looks at everybody.
                let n = map.len();
                if n >= LIST_LEAST && n.is_power_of_two() {
                    self.become_list();
                }
            }
            Self::List(list, n) if at < 2 * LIST_MOST * (*n + 1) => {
                if at >= list.len() {
                    list.resize(at + 1, NONE);
                }
                list[at] = number;
                *n += 1;
            }
            Self::List(list, _) => {
                let known = (0..).zip(list.iter().copied());
                let mut map: HashMap<u32, u32> =
                    known.filter(|(_, number)| *number != NONE).collect();
                map.insert(identity, number);
                *self = Self::Map(map);
            }
        }
    }

    fn become_list(&mut self) {
        let Self::Map(map) = self else { return };
        let most = map.keys().copied().max().unwrap_or(0) as usize;
        if most >= LIST_MOST * map.len() {
            return;
        }
        let mut list = vec![NONE; most + 1];
        for (identity, number) in &*map {
            list[*identity as usize] = *number;
        }
        *self = Self::List(list, map.len());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_answers_as_a_map_does(
            runs in prop::collection::vec((1_u32..4000, 1_u32..6, 1_u32..300), 1..12),
        ) {
            let (mut numbers, mut map) = (Numbers::default(), HashMap::new());
            let mut order = Vec::new();
            for (from, by, n) in runs {
                for identity in (0..n).map(|step| from + step * by) {
                    if !map.contains_key(&identity) {
                        let number = u32::try_from(order.len()).expect("few");
                        map.insert(identity, number);
                        numbers.insert(identity, number);
                        order.push(identity);
                    }
                }
            }
            let anew = Numbers::of(order.iter().copied());
            for identity in 0..6000 {
                prop_assert_eq!(numbers.get(identity), map.get(&identity).copied());
                prop_assert_eq!(anew.get(identity), map.get(&identity).copied());
            }
        }
    }

    #[test]
    fn a_list_is_made_where_many_take_part_and_given_up_where_few_do() {
        let mut numbers = Numbers::default();
        for identity in 1..=64 {
            assert!(matches!(numbers, Numbers::Map(_)));
            numbers.insert(identity, identity - 1);
        }
        assert!(matches!(numbers, Numbers::List(_, 64)));
        numbers.insert(2_000_000, 64);
        assert!(matches!(numbers, Numbers::Map(_)));
        assert_eq!(
            (numbers.get(64), numbers.get(2_000_000)),
            (Some(63), Some(64))
        );
        assert_eq!((numbers.get(0), numbers.get(65)), (None, None));
    }
}
