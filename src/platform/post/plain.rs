//! Posts whose looks a platform did not take: they go out as plain text from then on.

use std::sync::{Mutex, MutexGuard, PoisonError};

use hashbrown::HashSet;

/// So many posts at most are remembered; then all are forgotten, and at worst one is refused once more.
const MOST: usize = 1_000;

/// The keys of posts that go out plainly.
#[derive(Debug, Default)]
pub(crate) struct Plainly(Mutex<HashSet<String>>);

impl Plainly {
    /// Whether that post goes out plainly.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.keys().contains(key)
    }

    /// Notes that a post goes out plainly from now on; false where that was tried.
    pub(crate) fn note(&self, key: &str) -> bool {
        let mut keys = self.keys();
        if keys.len() >= MOST {
            keys.clear();
        }
        keys.insert(key.to_owned())
    }

    fn keys(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
