//! The loop that waits for the next due instant, and keeps house between.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::engine::{Engine, EngineError};

/// The longest sleep: another process may bring the next due time forward.
const SLEEP_MS: i64 = 5_000;
/// Communities looked at together.
const COMMUNITIES: u32 = 256;
/// A community that nobody has used for this long leaves memory.
const IDLE_MS: i64 = 30 * 60_000;

impl Engine {
    /// Carries out what is due, everywhere, until there is nothing more, and puts finished challenges away that nobody
    /// asks for; answers when the next is due.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn catch_up_with_clock(&self) -> Result<Option<i64>, EngineError> {
        loop {
            let due = self
                .inner
                .store
                .due_communities(self.now_ms(), COMMUNITIES)
                .await?;
            let mut failed = None;
            for community_id in &due {
                if let Err(error) = self.do_what_is_due(*community_id).await {
                    tracing::warn!(community_id, %error, "what was due could not be done");
                    failed = Some(error);
                }
            }
            if let Some(error) = failed {
                return Err(error);
            }
            if due.is_empty() {
                self.inner.put_resting_away();
                return Ok(self.inner.store.next_due_overall().await?);
            }
        }
    }

    /// When something next happens by itself: something falls due in a community, or a post does that waits for its time.
    /// For whoever moves the clock by hand.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn next_happening(&self) -> Result<Option<i64>, EngineError> {
        let (store, now_ms) = (self.store(), self.now_ms());
        let post_ms = store.next_delivery_due(now_ms, &[]).await?;
        // A post whose time has come waits for its platform, which no clock tells.
        let post_ms = post_ms.filter(|post_ms| *post_ms > now_ms);
        let due_ms = store.next_due_overall().await?;
        Ok(due_ms.into_iter().chain(post_ms).min())
    }

    /// Runs until dropped: carries out what is due at its time, after downtime in order.
    pub async fn run_clock(self) {
        loop {
            let next_ms = match self.catch_up_with_clock().await {
                Ok(next_ms) => next_ms,
                Err(error) => {
                    tracing::warn!(%error, "the clock's loop tries again in a second");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    continue;
                }
            };
            if let Err(error) = self.correct_clock().await {
                tracing::debug!(%error, "the database server's clock could not be read");
            }
            self.let_idle_go();
            let until_ms = next_ms
                .unwrap_or(i64::MAX)
                .min(self.now_ms().saturating_add(SLEEP_MS));
            let until_ms = until_ms.saturating_sub(self.inner.offset_ms.load(Ordering::Relaxed));
            tokio::select! {
                () = self.inner.clock.sleep_until(until_ms) => {}
                () = self.inner.due.notified() => {}
                () = tokio::time::sleep(Duration::from_secs(5)) => {}
            }
        }
    }

    /// Lets communities go from memory that nobody has used for long.
    fn let_idle_go(&self) {
        let now_ms = self.now_ms();
        let since_ms = now_ms.saturating_sub(IDLE_MS);
        for home in self.inner.homes.open() {
            if home.used.swap(false, Ordering::Relaxed) {
                home.used_ms.store(now_ms, Ordering::Relaxed);
                continue;
            }
            let idle =
                home.used_ms.load(Ordering::Relaxed) < since_ms && home.storing.try_lock().is_ok();
            let resting = home.is_saved(home.fold().seq()) && home.writing.try_lock().is_ok();
            if idle && resting {
                self.inner.homes.evict(home.community_id);
            }
        }
    }
}
