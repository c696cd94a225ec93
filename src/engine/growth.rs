//! Who wants to know when a community's stream grows.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hashbrown::HashMap;
use tokio::sync::watch;

use crate::engine::Engine;

/// How often communities with followers are looked up in a shared database.
const LOOK: Duration = Duration::from_millis(250);

/// The number of a community's last saved event, as it grows.
pub type Growing = watch::Receiver<u64>;

/// The followers of communities.
#[derive(Default)]
pub(super) struct Growth {
    followed: Mutex<HashMap<i64, watch::Sender<u64>>>,
}

impl Growth {
    pub(super) fn grew(&self, community_id: i64, seq: u64) {
        let followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = followed.get(&community_id) {
            sender.send_if_modified(|known| {
                let newer = seq > *known;
                *known = seq.max(*known);
                newer
            });
        }
    }

    fn follow(&self, community_id: i64) -> Growing {
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        followed
            .entry(community_id)
            .or_insert_with(|| watch::Sender::new(0))
            .subscribe()
    }

    /// The communities that somebody follows now; those that nobody follows any more are let go.
    fn followed(&self) -> Vec<i64> {
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        followed.retain(|_, sender| sender.receiver_count() > 0);
        followed.keys().copied().collect()
    }
}

impl Engine {
    /// Follows a community: ticks whenever its saved stream has grown.
    #[must_use]
    pub fn follow(&self, community_id: i64) -> Growing {
        self.inner.growth.follow(community_id)
    }

    /// Runs until dropped: where processes share a database, looks for what the others appended.
    pub async fn run_followers(self) {
        if !self.is_shared() {
            return;
        }
        loop {
            tokio::time::sleep(LOOK).await;
            match self.store().heads_of(&self.inner.growth.followed()).await {
                Ok(heads) => {
                    for (community_id, head) in heads {
                        self.inner.growth.grew(community_id, head.last_seq);
                    }
                }
                Err(error) => {
                    tracing::debug!(%error, "could not look for what other processes appended");
                }
            }
        }
    }
}

/// A stream that never grows, for whoever could not be given a real one.
#[must_use]
pub fn still() -> Growing {
    watch::channel(0).1
}
