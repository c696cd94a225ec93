//! Whether the store takes writes. While it does not, commands are refused before they are decided.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::clock::Clock;
use crate::engine::{EngineError, Inner};
use crate::store::Store;

/// How often a store that is away is asked again.
const ASK_EVERY: Duration = Duration::from_millis(250);
/// How long one question may take.
const ASK_MOST: Duration = Duration::from_secs(1);

/// What is known of the store's health.
pub(super) struct Health {
    away: watch::Sender<bool>,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            away: watch::Sender::new(false),
        }
    }
}

impl Health {
    /// Whether the store was away when it was last asked.
    pub(super) fn is_away(&self) -> bool {
        *self.away.borrow()
    }

    /// Waits until the store is back.
    pub(super) async fn back(&self) {
        let mut away = self.away.subscribe();
        // The sender is here.
        drop(away.wait_for(|away| !away).await);
    }
}

/// What those are told who come while the store is away.
pub(super) fn away() -> EngineError {
    EngineError::Unavailable("it was away when it was last asked".to_owned())
}

impl Inner {
    /// Asks the store, after something failed, whether it takes writes. If not it counts as away from now on, and is
    /// asked until it does.
    pub(super) async fn store_answers(&self) -> bool {
        if self.health.is_away() {
            return false;
        }
        if answers(&self.store, &self.clock).await {
            return true;
        }
        let newly = self
            .health
            .away
            .send_if_modified(|away| !std::mem::replace(away, true));
        if newly {
            tracing::warn!("the database is away: commands are refused until it is back");
            let asking = ask(
                Arc::clone(&self.health),
                self.store.clone(),
                self.clock.clone(),
            );
            tokio::spawn(asking);
        }
        false
    }
}

/// Asks until the store answers, or nobody wants to know any more.
async fn ask(health: Arc<Health>, store: Store, clock: Clock) {
    while Arc::strong_count(&health) > 1 {
        tokio::time::sleep(ASK_EVERY).await;
        if answers(&store, &clock).await {
            health.away.send_replace(false);
            tracing::info!("the database is back");
            return;
        }
    }
}

async fn answers(store: &Store, clock: &Clock) -> bool {
    let probe = tokio::time::timeout(ASK_MOST, store.probe(clock.now_ms()));
    matches!(probe.await, Ok(Ok(())))
}
