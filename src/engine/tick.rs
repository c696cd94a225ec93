//! The loop that waits for the next due instant, and keeps house between.

use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hashbrown::HashMap;

use crate::engine::{Engine, EngineError};

/// The longest sleep: another process may bring the next due time forward.
const SLEEP_MS: i64 = 5_000;
/// Communities looked at together.
const COMMUNITIES: u32 = 256;
/// A community that nobody has used for this long leaves memory.
const IDLE_MS: i64 = 30 * 60_000;
/// A community that can't be read is left alone for this long; it would be read again and again.
const BROKEN_MS: i64 = 60_000;
/// One whose database did not answer is tried again after this.
const AGAIN_MS: i64 = 1_000;

/// Communities in which what is due could not be done, each with when it is tried again.
#[derive(Default)]
pub(super) struct Troubled {
    until_ms: Mutex<HashMap<i64, i64>>,
}

impl Troubled {
    /// Those that are left alone now.
    fn now(&self, now_ms: i64) -> Vec<i64> {
        let mut until_ms = self.until_ms.lock().unwrap_or_else(PoisonError::into_inner);
        until_ms.retain(|_, until_ms| *until_ms > now_ms);
        until_ms.keys().copied().collect()
    }

    fn note(&self, community_id: i64, until_ms: i64) {
        let mut troubled = self.until_ms.lock().unwrap_or_else(PoisonError::into_inner);
        troubled.insert(community_id, until_ms);
    }

    /// When one is next tried again.
    fn next_ms(&self) -> Option<i64> {
        let until_ms = self.until_ms.lock().unwrap_or_else(PoisonError::into_inner);
        until_ms.values().copied().min()
    }
}

impl Engine {
    /// Carries out what is due, everywhere, until there is nothing more, and puts finished challenges away that nobody
    /// asks for; answers when the next is due.
    ///
    /// # Errors
    /// If the store fails, or what is due in a community could not be done: everything else is done first, and that
    /// community is left alone for a while.
    pub async fn catch_up_with_clock(&self) -> Result<Option<i64>, EngineError> {
        let next_ms = self.do_all_that_is_due().await;
        self.inner.put_resting_away();
        next_ms
    }

    async fn do_all_that_is_due(&self) -> Result<Option<i64>, EngineError> {
        let mut failed = None;
        loop {
            let now_ms = self.now_ms();
            let troubled = self.inner.troubled.now(now_ms);
            let n_troubled = u32::try_from(troubled.len()).unwrap_or(u32::MAX);
            let store = &self.inner.store;
            let mut due = store
                .due_communities(now_ms, COMMUNITIES.saturating_add(n_troubled))
                .await?;
            due.retain(|community_id| !troubled.contains(community_id));
            for community_id in &due {
                if let Err(error) = self.do_what_is_due(*community_id).await {
                    if self.inner.health.is_away() {
                        return Err(error);
                    }
                    tracing::warn!(community_id, %error, "what was due could not be done");
                    let pause_ms = match error {
                        EngineError::Unavailable(_) | EngineError::Unknown(_) => AGAIN_MS,
                        _ => BROKEN_MS,
                    };
                    let until_ms = now_ms.saturating_add(pause_ms);
                    self.inner.troubled.note(*community_id, until_ms);
                    failed = Some(error);
                }
            }
            if !due.is_empty() {
                continue;
            }
            if let Some(error) = failed {
                return Err(error);
            }
            // What is due by now belongs to those that are left alone.
            let next_ms = store.next_due_after(now_ms).await?;
            let again_ms = self.inner.troubled.next_ms();
            return Ok(next_ms.into_iter().chain(again_ms).min());
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
        let mut kept_house: Option<tokio::time::Instant> = None;
        loop {
            let sleeps_until_ms = &self.inner.sleeps_until_ms;
            sleeps_until_ms.store(i64::MAX, Ordering::Release);
            let next_ms = match self.do_all_that_is_due().await {
                Ok(next_ms) => next_ms,
                Err(error) => {
                    tracing::warn!(%error, "the clock's loop tries again in a second");
                    Some(self.now_ms().saturating_add(AGAIN_MS))
                }
            };
            if kept_house.is_none_or(|kept| kept.elapsed() >= Duration::from_secs(5)) {
                self.keep_house().await;
                kept_house = Some(tokio::time::Instant::now());
            }
            let until_ms = next_ms
                .unwrap_or(i64::MAX)
                .min(self.now_ms().saturating_add(SLEEP_MS));
            sleeps_until_ms.store(until_ms, Ordering::Release);
            let until_ms = until_ms.saturating_sub(self.inner.offset_ms.load(Ordering::Relaxed));
            tokio::select! {
                () = self.inner.clock.sleep_until(until_ms) => {}
                () = self.inner.due.notified() => {}
                () = tokio::time::sleep(Duration::from_secs(5)) => {}
            }
        }
    }

    /// What is worth doing now and then.
    async fn keep_house(&self) {
        self.inner.put_resting_away();
        if let Err(error) = self.correct_clock().await {
            tracing::debug!(%error, "the database server's clock could not be read");
        }
        self.let_idle_go();
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
            if home.used_ms.load(Ordering::Relaxed) >= since_ms {
                continue;
            }
            let (Ok(_storing), Ok(_writing)) = (home.storing.try_lock(), home.writing.try_lock())
            else {
                continue;
            };
            // Nothing is decided on it while it goes, and nothing after.
            let fold = home.fold_mut();
            if home.is_saved(fold.seq()) {
                home.drop_fold();
                self.inner.homes.evict(home.community_id);
            }
        }
    }
}
