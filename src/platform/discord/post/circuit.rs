//! Channels that Discord does not let us post in: after the first refusal nothing is tried there for a while.

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::{HashMap, HashSet};

use crate::platform::discord::post::trouble::Trouble;

/// How long a channel is left alone after a refusal.
const LEFT_ALONE_MS: i64 = 600_000;
/// More channels than this are looked through for those whose time is over.
const TIDY_AT: usize = 1_024;
/// So many posts are known to have been held back at most.
const KEYS: usize = 256;

/// The channels that are left alone; clones share them.
#[derive(Clone, Default)]
pub struct Circuits(Arc<Mutex<HashMap<String, Broken>>>);

struct Broken {
    trouble: Trouble,
    until_ms: i64,
    /// Whether somebody was told of it, or nobody can be.
    told: bool,
    /// The posts that were refused or held back.
    keys: HashSet<String>,
}

impl Circuits {
    /// What keeps a post out of a channel, and whether somebody was told of that; none where it may be tried. A post that
    /// was held back and comes again was asked for by a moderator, so it may.
    pub(super) fn of(&self, channel: &str, key: &str, now_ms: i64) -> Option<(Trouble, bool)> {
        let mut channels = self.lock();
        let broken = channels.get_mut(channel)?;
        let is_held = broken.until_ms > now_ms
            && broken.keys.len() < KEYS
            && broken.keys.insert(key.to_owned());
        is_held.then_some((broken.trouble, broken.told))
    }

    /// A post was refused: nothing more is tried in its channel for a while.
    pub(super) fn cut(&self, channel: &str, trouble: Trouble, key: &str, now_ms: i64) {
        let mut channels = self.lock();
        if channels.len() >= TIDY_AT {
            channels.retain(|_, broken| broken.until_ms > now_ms);
        }
        let broken = channels.entry_ref(channel).or_insert_with(|| Broken {
            trouble,
            until_ms: 0,
            told: false,
            keys: HashSet::new(),
        });
        broken.trouble = trouble;
        broken.until_ms = now_ms.saturating_add(LEFT_ALONE_MS);
        broken.keys.insert(key.to_owned());
    }

    /// Notes whether a channel's trouble was told to somebody.
    pub(super) fn told(&self, channel: &str, told: bool) {
        if let Some(broken) = self.lock().get_mut(channel) {
            broken.told = told;
        }
    }

    /// A channel takes posts again.
    pub fn mend(&self, channel: &str) {
        self.lock().remove(channel);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Broken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELD: Option<(Trouble, bool)> = Some((Trouble::Barred, false));

    #[test]
    fn a_channel_that_refused_is_left_alone_for_ten_minutes() {
        let circuits = Circuits::default();
        assert_eq!(circuits.of("1", "a", 0), None);
        circuits.cut("1", Trouble::Barred, "a", 0);
        assert_eq!(circuits.of("1", "b", 1), HELD);
        assert_eq!(circuits.of("2", "b", 1), None);
        circuits.told("1", true);
        let told = Some((Trouble::Barred, true));
        assert_eq!(circuits.of("1", "c", LEFT_ALONE_MS - 1), told);
        assert_eq!(circuits.of("1", "d", LEFT_ALONE_MS), None);
    }

    #[test]
    fn what_a_moderator_asks_for_again_is_tried() {
        let circuits = Circuits::default();
        circuits.cut("1", Trouble::Barred, "a", 0);
        assert_eq!(circuits.of("1", "a", 1), None, "refused before");
        assert_eq!(circuits.of("1", "b", 1), HELD);
        assert_eq!(circuits.of("1", "b", 2), None, "held before");
        assert_eq!(circuits.of("1", "c", 3), HELD);
        circuits.mend("1");
        assert_eq!(circuits.of("1", "d", 4), None);
    }
}
