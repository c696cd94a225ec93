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
    /// There is nowhere to post it.
    Nowhere,
    /// What it would have told is settled: nothing is posted, and nothing is missing.
    Nothing,
    /// The platform was not reached: try again at that time.
    Later(i64),
    /// It can't be told whether it is visible.
    Unknown,
}

impl Posted {
    /// What to write down, and the state's name for the counters.
    fn outcome(&self) -> (DeliveryOutcome<'_>, &'static str) {
        match self {
            Self::Sent(message) => (DeliveryOutcome::Sent(Some(message)), "sent"),
            Self::Nowhere => (DeliveryOutcome::Failed, "failed"),
            Self::Nothing => (DeliveryOutcome::Sent(None), "settled"),
            Self::Later(at_ms) => (DeliveryOutcome::Later(*at_ms), "later"),
            Self::Unknown => (DeliveryOutcome::Unknown, "unknown"),
        }
    }
}

/// Puts one delivery where it belongs. A delivery whose state is unknown may be visible already: it is posted only where
/// the platform takes the same key once, and else answered with [`Posted::Unknown`].
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
                let (outcome, state) = posted.outcome();
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

    /// Asks again about posts whose outcome was lost, and writes down what is known by now.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn settle_unknown(&self) -> Result<(), EngineError> {
        let store = self.engine.store();
        for delivery in store.unknown_deliveries(CLAIM).await? {
            let key = delivery.key.clone();
            let posted = (self.post)(delivery).await;
            if posted == Posted::Unknown {
                continue;
            }
            let (outcome, state) = posted.outcome();
            telemetry::delivered(state);
            let mut tx = store.begin().await?;
            match tx.settle_unknown_delivery(&key, outcome).await {
                Ok(_) => tx.commit().await?,
                Err(error) => {
                    tx.rollback().await?;
                    return Err(error.into());
                }
            }
        }
        Ok(())
    }

    /// Delivers what is due, and looks once more for what got lost.
    async fn round(&self) -> Result<(), EngineError> {
        self.deliver_due().await?;
        self.settle_unknown().await
    }

    /// Runs until dropped.
    pub async fn run(self) {
        loop {
            if let Err(error) = self.round().await {
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
