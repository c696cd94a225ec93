//! The ids under which commands are registered, once they are known.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Discord's ids of the registered commands, by the name that comes first; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Known(Arc<RwLock<BTreeMap<String, String>>>);

impl Known {
    /// Knows these ids from now on, and no others.
    pub fn learn(&self, ids: BTreeMap<String, String>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = ids;
    }

    /// The id of a command, so that a message can show it to be pressed.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<String> {
        let ids = self.0.read().unwrap_or_else(PoisonError::into_inner);
        ids.get(name).cloned()
    }
}
