//! How fast one person may talk: a burst at once, then a steady pace, so that nobody floods a channel.

use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;

/// Messages that may come at once.
const BURST: i64 = 10;
/// Afterwards one more in so many milliseconds.
const STEP_MS: i64 = 1_000;
/// People remembered before those who have been quiet are dropped.
const MAX_PEOPLE: usize = 10_000;

/// When each person's allowance is whole again.
#[derive(Default)]
pub(super) struct Pace(Mutex<HashMap<String, i64>>);

impl Pace {
    /// Takes one message from a person's allowance; false when it is used up.
    pub(super) fn may_talk(&self, user_id: &str, now_ms: i64) -> bool {
        let mut people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if people.len() >= MAX_PEOPLE {
            people.retain(|_, whole_ms| *whole_ms > now_ms);
        }
        let whole_ms = people.get(user_id).copied().unwrap_or(now_ms).max(now_ms);
        let then_ms = whole_ms.saturating_add(STEP_MS);
        let may = then_ms.saturating_sub(now_ms) <= BURST * STEP_MS;
        if may {
            people.insert(user_id.to_owned(), then_ms);
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_heard_and_a_flood_is_not() {
        let pace = Pace::default();
        for _ in 0..BURST {
            assert!(pace.may_talk("ana", 5));
        }
        assert!(!pace.may_talk("ana", 5));
        assert!(pace.may_talk("ben", 5));
        assert!(pace.may_talk("ana", 5 + STEP_MS));
        assert!(!pace.may_talk("ana", 5 + STEP_MS));
    }
}
