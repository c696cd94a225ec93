//! The courier: takes posts that are due from the outbox and hands them to their platform, each once.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Engine, EngineError};
use crate::store::{DeliveryOutcome, DeliveryRow};
use crate::telemetry;

/// How long a post may take before it counts as unknown.
const LEASE_MS: i64 = 60_000;
/// Posts taken at a time.
const CLAIM: u32 = 16;

/// What became of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// It is visible; the platform's id of the message.
    Sent(String),
    /// There is nothing to post or nowhere to post it.
    Nowhere,
    /// The platform was not reached: try again at that time.
    Later(i64),
    /// It can't be told whether it is visible.
    Unknown,
}

/// Puts one delivery where it belongs; must be safe to be asked twice for the same key where the platform allows it.
pub type Post =
    Arc<dyn Fn(DeliveryRow) -> Pin<Box<dyn Future<Output = Posted> + Send>> + Send + Sync>;

/// The courier of one process.
#[derive(Clone)]
pub struct Courier {
    engine: Engine,
    post: Post,
    name: Arc<str>,
}

impl Courier {
    /// A courier that posts with `post`; `name` tells processes apart.
    #[must_use]
    pub fn new(engine: Engine, post: Post, name: &str) -> Self {
        Self {
            engine,
            post,
            name: name.into(),
        }
    }

    /// Delivers everything that is due now; how many were taken.
    ///
    /// # Errors
    /// If the store fails; what was taken then becomes unknown when its lease ends.
    pub async fn deliver_due(&self) -> Result<usize, EngineError> {
        let mut n_taken = 0;
        loop {
            let now_ms = self.engine.now_ms();
            let store = self.engine.store();
            let owner = format!("{}-{now_ms}-{n_taken}", self.name);
            let taken = store
                .claim_due_deliveries(now_ms, &owner, LEASE_MS, CLAIM)
                .await?;
            if taken.is_empty() {
                return Ok(n_taken);
            }
            n_taken += taken.len();
            for delivery in taken {
                telemetry::delivery_lagged(now_ms - delivery.due_ms);
                let key = delivery.key.clone();
                let posted = (self.post)(delivery).await;
                let (outcome, state) = match &posted {
                    Posted::Sent(message) => (DeliveryOutcome::Sent(Some(message)), "sent"),
                    Posted::Nowhere => (DeliveryOutcome::Failed, "failed"),
                    Posted::Later(at_ms) => (DeliveryOutcome::Later(*at_ms), "later"),
                    Posted::Unknown => (DeliveryOutcome::Unknown, "unknown"),
                };
                telemetry::delivered(state);
                let mut tx = store.begin().await?;
                match tx.report_delivery(&key, &owner, outcome).await {
                    Ok(_) => tx.commit().await?,
                    Err(error) => {
                        tx.rollback().await?;
                        return Err(error.into());
                    }
                }
            }
        }
    }

    /// Runs until dropped.
    pub async fn run(self) {
        loop {
            if let Err(error) = self.deliver_due().await {
                tracing::warn!(%error, "the courier tries again in a second");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            let next_ms = self.engine.store().next_delivery_due().await.ok().flatten();
            let until_ms = next_ms.unwrap_or(i64::MAX);
            tokio::select! {
                () = self.engine.clock().sleep_until(until_ms) => {}
                () = self.engine.inner.post.notified() => {}
                () = tokio::time::sleep(Duration::from_secs(2)) => {}
            }
        }
    }
}
