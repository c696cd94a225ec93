//! How fast may be posted: about one message a second and channel, and not at all in a workspace that Slack asks to wait
//! (<https://docs.slack.dev/apis/web-api/rate-limits>).

use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;

/// The time between two posts in a channel: a second, and a little for what the network adds and takes.
const APART_MS: i64 = 1_100;
/// More entries than this are looked through for those that are over.
const TIDY_AT: usize = 4_096;

/// When may be posted next, by space, and by space and channel.
#[derive(Default)]
pub(super) struct Pace(Mutex<Free>);

#[derive(Default)]
struct Free {
    spaces: HashMap<String, i64>,
    channels: HashMap<(String, String), i64>,
}

impl Pace {
    /// Until when a workspace is held back, where it is.
    pub(super) fn held_until(&self, space: &str, now_ms: i64) -> Option<i64> {
        let free = self.lock();
        free.spaces
            .get(space)
            .copied()
            .filter(|until_ms| *until_ms > now_ms)
    }

    /// When a channel may be posted to, where that is not now.
    pub(super) fn next(&self, space: &str, channel: &str, now_ms: i64) -> Option<i64> {
        let key = (space.to_owned(), channel.to_owned());
        let free = self.lock();
        free.channels
            .get(&key)
            .copied()
            .filter(|free_ms| *free_ms > now_ms)
    }

    /// Notes that a channel was just posted to.
    pub(super) fn posted(&self, space: &str, channel: &str, now_ms: i64) {
        let mut free = self.lock();
        if free.channels.len() >= TIDY_AT {
            free.channels.retain(|_, free_ms| *free_ms > now_ms);
            free.spaces.retain(|_, until_ms| *until_ms > now_ms);
        }
        let key = (space.to_owned(), channel.to_owned());
        free.channels.insert(key, now_ms.saturating_add(APART_MS));
    }

    /// Holds a workspace back until then.
    pub(super) fn hold(&self, space: &str, until_ms: i64) {
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
    fn a_channel_is_posted_to_once_a_second_and_a_held_workspace_holds_no_other() {
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
    fn what_is_over_is_forgotten() {
        let pace = Pace::default();
        for n in 0..10_000 {
            pace.posted("T1", &format!("C{n}"), n * 10);
        }
        assert!(pace.lock().channels.len() <= TIDY_AT);
    }
}
