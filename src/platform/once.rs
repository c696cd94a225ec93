//! Each errand once: what a platform delivers again, or somebody presses twice, is recognised while it is fresh.
//!
//! This spares the asker a second answer. That nothing is *counted* twice, also after a restart or by two processes, is
//! the engine's promise, by the same delivery id.

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;

use crate::platform::slot::Slot;

/// So long is what was done remembered: Slack tries an event again after a minute and after five
/// (<https://docs.slack.dev/apis/events-api>), Discord when a session is resumed, within minutes
/// (<https://docs.discord.com/developers/events/gateway>).
const KEEP_MS: i64 = 10 * 60_000;
/// So many are remembered at most.
const MOST: usize = 100_000;

/// What is under way or was done lately; `A` is what a door answers.
pub(crate) struct Once<A>(Mutex<HashMap<String, Seen<A>>>);

enum Seen<A> {
    /// Its word comes, or is, here.
    UnderWay(Arc<Slot<A>>),
    /// It ended then. Its word was heard; it may be long, and is not kept.
    Done(i64),
}

/// Whose turn it is.
pub(crate) enum Turn<A> {
    /// The errand is to be run, and its word left here.
    First(Arc<Slot<A>>),
    /// It is under way; its word is here.
    Again(Arc<Slot<A>>),
    /// It was done before.
    Done,
}

/// What an errand is recognised by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    /// The platform's id of the delivery, with whose and where.
    pub(crate) delivery: Option<String>,
    /// The button and what it is on, while the press is under way: a double click has two delivery ids.
    pub(crate) press: Option<String>,
}

impl<A> Default for Once<A> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<A: Clone> Once<A> {
    /// Begins an errand, unless the same one is under way or was done lately.
    pub(crate) fn begin(&self, keys: Keys, now_ms: i64) -> Turn<A> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = [keys.delivery, keys.press];
        for key in keys.iter().flatten() {
            match seen.get(key) {
                Some(Seen::UnderWay(slot)) => return Turn::Again(Arc::clone(slot)),
                Some(Seen::Done(done_ms)) if now_ms - done_ms < KEEP_MS => return Turn::Done,
                Some(Seen::Done(_)) | None => {}
            }
        }
        if seen.len() >= MOST {
            let is_fresh = |seen: &Seen<A>, keep_ms| match seen {
                Seen::UnderWay(_) => true,
                Seen::Done(done_ms) => now_ms - done_ms < keep_ms,
            };
            seen.retain(|_, seen| is_fresh(seen, KEEP_MS));
            if seen.len() >= MOST {
                seen.retain(|_, seen| is_fresh(seen, KEEP_MS / 10));
            }
        }
        let slot = Arc::new(Slot::new());
        for key in keys.into_iter().flatten() {
            seen.insert(key, Seen::UnderWay(Arc::clone(&slot)));
        }
        Turn::First(slot)
    }

    /// Ends an errand. Its delivery is remembered, unless it broke: then it may be tried again.
    pub(crate) fn end(&self, keys: &Keys, done: bool, now_ms: i64) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(press) = &keys.press {
            seen.remove(press);
        }
        let Some(delivery) = &keys.delivery else {
            return;
        };
        if !done {
            seen.remove(delivery);
        } else if let Some(seen) = seen.get_mut(delivery) {
            *seen = Seen::Done(now_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(delivery: &str) -> Keys {
        Keys {
            delivery: Some(delivery.to_owned()),
            press: None,
        }
    }

    fn press(delivery: &str, on: &str) -> Keys {
        Keys {
            press: Some(on.to_owned()),
            ..line(delivery)
        }
    }

    fn is_first(once: &Once<()>, keys: &Keys, now_ms: i64) -> bool {
        matches!(once.begin(keys.clone(), now_ms), Turn::First(_))
    }

    #[test]
    fn a_delivery_is_recognised_until_no_platform_repeats_it() {
        let once = Once::default();
        let line = line("T1/U1/1.2.3");
        assert!(is_first(&once, &line, 0));
        assert!(!is_first(&once, &line, 0));
        once.end(&line, true, 10);
        assert!(!is_first(&once, &line, KEEP_MS));
        assert!(is_first(&once, &line, KEEP_MS + 10));
    }

    #[test]
    fn what_broke_may_be_tried_again_and_what_has_no_id_always() {
        let once = Once::default();
        let line = line("1.2.3");
        assert!(is_first(&once, &line, 0));
        once.end(&line, false, 0);
        assert!(is_first(&once, &line, 0));
        let nameless = Keys {
            delivery: None,
            press: None,
        };
        assert!(is_first(&once, &nameless, 0));
        assert!(is_first(&once, &nameless, 0));
    }

    #[test]
    fn a_double_click_is_one_press_and_a_later_one_is_another() {
        let once = Once::default();
        assert!(is_first(&once, &press("1", "5.1"), 0));
        assert!(!is_first(&once, &press("2", "5.1"), 0));
        assert!(is_first(&once, &press("3", "5.2"), 0));
        once.end(&press("1", "5.1"), true, 0);
        assert!(is_first(&once, &press("4", "5.1"), 0));
        assert!(!is_first(&once, &press("1", "5.1"), 0));
    }
}
