//! How fast may be posted: about one message a second and channel, and not at all in a space that its platform asks to
//! wait. Slack says so of its channels (<https://docs.slack.dev/apis/web-api/rate-limits>); Discord takes five in five
//! seconds and tells it in headers, so that a second is kind there too.

use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;

/// The time between two posts in a channel: a second, and a little for what the network adds and takes.
const APART_MS: i64 = 1_100;
/// More entries than this are looked through for those that are over.
const TIDY_AT: usize = 4_096;

/// The first pause after a platform was not reached; it doubles with each attempt, up to [`PAUSE_MOST_MS`].
const PAUSE_MS: i64 = 2_000;
/// The longest pause before another attempt, milliseconds.
pub(crate) const PAUSE_MOST_MS: i64 = 300_000;

/// When to try again after so many attempts: after a pause that grows.
pub(crate) fn again_ms(now_ms: i64, attempts: u32) -> i64 {
    let doubled = PAUSE_MS.saturating_mul(1 << attempts.saturating_sub(1).min(16));
    now_ms.saturating_add(doubled.min(PAUSE_MOST_MS))
}

/// When may be posted next, by space, and by space and channel.
#[derive(Default)]
pub(crate) struct Pace(Mutex<Free>);

#[derive(Default)]
struct Free {
    spaces: HashMap<String, i64>,
    channels: HashMap<(String, String), i64>,
}

impl Pace {
    /// Until when a space is held back, where it is.
    pub(crate) fn held_until(&self, space: &str, now_ms: i64) -> Option<i64> {
        let free = self.lock();
        free.spaces
            .get(space)
            .copied()
            .filter(|until_ms| *until_ms > now_ms)
    }

    /// When a channel may be posted to, where that is not now.
    pub(crate) fn next(&self, space: &str, channel: &str, now_ms: i64) -> Option<i64> {
        let key = (space.to_owned(), channel.to_owned());
        let free = self.lock();
        free.channels
            .get(&key)
            .copied()
            .filter(|free_ms| *free_ms > now_ms)
    }

    /// Notes that a channel was just posted to.
    pub(crate) fn posted(&self, space: &str, channel: &str, now_ms: i64) {
        let mut free = self.lock();
        if free.channels.len() >= TIDY_AT {
            free.channels.retain(|_, free_ms| *free_ms > now_ms);
            free.spaces.retain(|_, until_ms| *until_ms > now_ms);
        }
        let key = (space.to_owned(), channel.to_owned());
        free.channels.insert(key, now_ms.saturating_add(APART_MS));
    }

    /// Holds a space back until then.
    pub(crate) fn hold(&self, space: &str, until_ms: i64) {
        self.lock().spaces.insert(space.to_owned(), until_ms);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Free> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_posted_to_once_a_second_and_a_held_space_holds_no_other() {
        let pace = Pace::default();
        assert_eq!(pace.next("T1", "C1", 1_000), None);
        pace.posted("T1", "C1", 1_000);
        assert_eq!(pace.next("T1", "C1", 1_999), Some(2_100));
        assert_eq!(pace.next("T1", "C2", 1_999), None);
        assert_eq!(pace.next("T2", "C1", 1_999), None);
        assert_eq!(pace.next("T1", "C1", 2_100), None);
        pace.hold("T1", 9_000);
        assert_eq!(pace.held_until("T1", 8_999), Some(9_000));
        assert_eq!(pace.held_until("T1", 9_000), None);
        assert_eq!(pace.held_until("T2", 2_000), None);
    }

    #[test]
    fn pauses_grow_to_five_minutes() {
        let pauses = [1, 2, 3, 8, 9, 60].map(|attempts| again_ms(1_000, attempts) - 1_000);
        assert_eq!(pauses, [2_000, 4_000, 8_000, 256_000, 300_000, 300_000]);
        assert_eq!(again_ms(0, 0), 2_000);
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let pace = Pace::default();
        for n in 0..10_000 {
            pace.posted("T1", &format!("C{n}"), n * 10);
        }
        assert!(pace.lock().channels.len() <= TIDY_AT);
    }
}
