//! One lane: posts of one space, one after another, and what is written down about each.

use std::time::Duration;

use crate::engine::courier::{Courier, LEASE_MS, Posted};
use crate::store::{DeliveryKey, DeliveryOutcome, DeliveryRow, StoreError};
use crate::telemetry;

/// How long a platform may take over one post; begun in the first half of the lease, it ends within it.
const POST_MOST: Duration = Duration::from_secs(28);
/// The least and the most time between two questions about one unknown post.
const ASK_MS: (i64, i64) = (5_000, 6 * 3_600_000);
/// How often it is tried to write down what became of a post, and how long is waited before each time.
const WRITE_PAUSES_MS: [u64; 4] = [0, 200, 1_000, 5_000];

impl Courier {
    /// Delivers claimed posts of one space, one after another. What is not begun in time is handed back.
    pub(super) async fn carry(&self, deliveries: Vec<DeliveryRow>, owner: &str, claimed_ms: i64) {
        let mut deliveries = deliveries.into_iter();
        let mut in_time = true;
        while in_time && let Some(delivery) = deliveries.next() {
            let now_ms = self.engine.now_ms();
            if self.stopping() || now_ms.saturating_sub(claimed_ms) >= LEASE_MS / 2 {
                let rest: Vec<_> = std::iter::once(delivery).chain(deliveries).collect();
                return self.hand_back(&rest, owner).await;
            }
            telemetry::delivery_lagged(now_ms - delivery.due_ms);
            let key = delivery.key.clone();
            let posted = self.bounded(delivery).await;
            let (outcome, state) = posted.outcome();
            telemetry::delivered(state);
            self.write_down(&key, Some(owner), outcome).await;
            in_time = !matches!(posted, Posted::Later(_));
        }
        self.hand_back(deliveries.as_slice(), owner).await;
    }

    /// Asks about lost posts of one space, one after another.
    pub(super) async fn ask_about(&self, deliveries: Vec<DeliveryRow>) {
        for delivery in deliveries {
            let (key, due_ms) = (delivery.key.clone(), delivery.due_ms);
            match self.bounded(delivery).await {
                Posted::Unknown => {
                    let now_ms = self.engine.now_ms();
                    let pause_ms = now_ms.saturating_sub(due_ms).clamp(ASK_MS.0, ASK_MS.1);
                    self.ask_later(&key, now_ms.saturating_add(pause_ms)).await;
                }
                posted => {
                    let (outcome, state) = posted.outcome();
                    telemetry::delivered(state);
                    self.write_down(&key, None, outcome).await;
                }
            }
        }
    }

    /// Hands a delivery to its platform, and does not wait for ever.
    async fn bounded(&self, delivery: DeliveryRow) -> Posted {
        // A task of its own: if it panics, the lane goes on.
        let mut posting = tokio::spawn((self.post)(delivery));
        match tokio::time::timeout(POST_MOST, &mut posting).await {
            Ok(Ok(posted)) => posted,
            Ok(Err(error)) => {
                tracing::error!(%error, "a post failed half-way");
                Posted::Unknown
            }
            Err(_) => {
                posting.abort();
                Posted::Unknown
            }
        }
    }

    /// Writes down what became of a claimed post, or of an unknown one where there is no owner.
    async fn write_down(
        &self,
        key: &DeliveryKey,
        owner: Option<&str>,
        outcome: DeliveryOutcome<'_>,
    ) {
        for pause_ms in WRITE_PAUSES_MS {
            tokio::time::sleep(Duration::from_millis(pause_ms)).await;
            let written = async {
                let mut tx = self.engine.store().begin().await?;
                match owner {
                    Some(owner) => tx.report_delivery(key, owner, outcome).await?,
                    None => tx.settle_unknown_delivery(key, outcome).await?,
                };
                tx.commit().await
            };
            match written.await {
                Ok(()) => return,
                Err(error) => {
                    tracing::warn!(%error, seq = key.seq, "the outcome of a post is written later");
                }
            }
        }
        let (community, seq) = (key.community_id, key.seq);
        tracing::error!(
            community,
            seq,
            "the outcome of a post could not be written down"
        );
    }

    /// Lets claimed posts that were not tried wait again.
    async fn hand_back(&self, deliveries: &[DeliveryRow], owner: &str) {
        if deliveries.is_empty() {
            return;
        }
        let handed_back = async {
            let mut tx = self.engine.store().begin().await?;
            for delivery in deliveries {
                let back = DeliveryOutcome::Back;
                tx.report_delivery(&delivery.key, owner, back).await?;
            }
            tx.commit().await
        };
        let handed_back: Result<(), StoreError> = handed_back.await;
        if handed_back.is_err() {
            for delivery in deliveries {
                let back = DeliveryOutcome::Back;
                self.write_down(&delivery.key, Some(owner), back).await;
            }
        }
    }

    async fn ask_later(&self, key: &DeliveryKey, until_ms: i64) {
        let written = async {
            let mut tx = self.engine.store().begin().await?;
            tx.ask_delivery_later(key, until_ms).await?;
            tx.commit().await
        };
        let written: Result<(), StoreError> = written.await;
        if let Err(error) = written {
            tracing::warn!(%error, seq = key.seq, "a lost post is asked about again at once");
        }
    }
}
