//! The courier: takes posts that are due from the outbox and hands them to their platform, each once.
//!
//! Spaces do not wait for each other: the posts of each go out in a lane of their own, in order. Where a post has to
//! wait, the later ones of its space wait with it.

mod carry;
mod lanes;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use crate::engine::{Engine, EngineError};
use crate::store::{DeliveryOutcome, DeliveryRow, StoreError};
use lanes::{Lanes, by_space};

/// How long claimed posts may take before they count as unknown. A post is only begun in the first half.
const LEASE_MS: i64 = 60_000;
/// Posts taken at a time.
const CLAIM: u32 = 16;
/// Spaces that are posted to at the same time.
const MOST_LANES: usize = 64;
/// How long a stop waits for what is on its way.
const STOP_MOST: Duration = Duration::from_secs(12);

/// What became of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// It is visible; the platform's id of the message.
    Sent(String),
    /// There is nowhere to post it.
    Nowhere,
    /// What it would have told is settled: nothing is posted, and nothing is missing.
    Nothing,
    /// It is surely not visible: try again at that time. Later posts of the space wait so long.
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

/// The courier of one process; clones are the same courier.
#[derive(Clone)]
pub struct Courier {
    engine: Engine,
    post: Post,
    name: Arc<str>,
    shared: Arc<Shared>,
}

struct Shared {
    /// Claims so far, so that each has a name of its own.
    n_claims: AtomicU64,
    /// Whether nothing more is to be begun.
    stopping: AtomicBool,
    /// Lanes under way, and those that are about to be begun.
    n_lanes: watch::Sender<usize>,
}

impl Courier {
    /// A courier that posts with `post`; `name` tells processes apart.
    #[must_use]
    pub fn new(engine: Engine, post: Post, name: &str) -> Self {
        let shared = Shared {
            n_claims: AtomicU64::new(0),
            stopping: AtomicBool::new(false),
            n_lanes: watch::Sender::new(0),
        };
        Self {
            engine,
            post,
            name: name.into(),
            shared: Arc::new(shared),
        }
    }

    /// Delivers everything that is due now; how many were taken.
    ///
    /// # Errors
    /// If the store fails; what was taken then is finished first.
    pub async fn deliver_due(&self) -> Result<usize, EngineError> {
        let mut lanes = Lanes::default();
        let mut n_taken = 0;
        loop {
            let taken = self.take(&mut lanes).await;
            if taken.is_err() {
                lanes.finish().await;
            }
            n_taken += taken?;
            if !lanes.one_ended().await {
                return Ok(n_taken);
            }
        }
    }

    /// Asks again about posts whose outcome was lost, and writes down what is known by now.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn settle_unknown(&self) -> Result<(), EngineError> {
        let mut lanes = Lanes::default();
        self.ask(&mut lanes).await?;
        lanes.finish().await;
        Ok(())
    }

    /// Runs until dropped.
    pub async fn run(self) {
        let (mut lanes, mut asked) = (Lanes::default(), Lanes::default());
        loop {
            if let Err(error) = self.round(&mut lanes, &mut asked).await {
                tracing::warn!(%error, "the courier tries again in a second");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            let (store, now_ms) = (self.engine.store(), self.engine.now_ms());
            let until_ms = if lanes.len() < MOST_LANES && !self.stopping() {
                let next_ms = store.next_delivery_due(now_ms, &lanes.spaces()).await;
                next_ms.ok().flatten().unwrap_or(i64::MAX)
            } else {
                // Nothing can be begun, however much is due.
                i64::MAX
            };
            tokio::select! {
                true = lanes.one_ended() => {}
                true = asked.one_ended() => {}
                () = self.engine.clock().sleep_until(until_ms) => {}
                () = self.engine.inner.post.notified() => {}
                () = tokio::time::sleep(Duration::from_secs(2)) => {}
            }
        }
    }

    /// Begins nothing more, and waits a while for what is on its way, so that it is known what became of it.
    pub async fn stop(&self) {
        self.shared.stopping.store(true, Ordering::Relaxed);
        let mut n_lanes = self.shared.n_lanes.subscribe();
        let ended = n_lanes.wait_for(|n_lanes| *n_lanes == 0);
        if tokio::time::timeout(STOP_MOST, ended).await.is_err() {
            tracing::warn!("a post is still on its way at the stop; it will count as unknown");
        }
    }

    /// Begins to deliver what is due, and to ask about what got lost.
    async fn round(&self, lanes: &mut Lanes, asked: &mut Lanes) -> Result<(), EngineError> {
        self.take(lanes).await?;
        self.ask(asked).await
    }

    /// Claims what is due in spaces without a lane, and begins a lane for each; how many posts were claimed.
    async fn take(&self, lanes: &mut Lanes) -> Result<usize, EngineError> {
        let mut n_taken = 0;
        // A stop waits also for what is being claimed, which would else be left claimed and count as unknown.
        let _counted = Counted::new(Arc::clone(&self.shared));
        while lanes.len() < MOST_LANES && !self.stopping() {
            let n_claims = self.shared.n_claims.fetch_add(1, Ordering::Relaxed);
            let owner = format!("{}-{n_claims}", self.name);
            let now_ms = self.engine.now_ms();
            let taken = self.claim(now_ms, &owner, &lanes.spaces()).await?;
            if taken.is_empty() {
                break;
            }
            n_taken += taken.len();
            for (space_id, deliveries) in by_space(taken) {
                let (courier, owner) = (self.clone(), owner.clone());
                let lane = async move { courier.carry(deliveries, &owner, now_ms).await };
                lanes.begin(space_id, self.counted(lane));
            }
        }
        Ok(n_taken)
    }

    async fn claim(
        &self,
        now_ms: i64,
        owner: &str,
        busy: &[i64],
    ) -> Result<Vec<DeliveryRow>, EngineError> {
        let store = self.engine.store();
        match store
            .claim_due_deliveries(now_ms, owner, LEASE_MS, CLAIM, busy)
            .await
        {
            // Nothing may be left claimed that was never tried: it would count as unknown.
            Err(StoreError::CommitUnknown(_)) => Ok(store.deliveries_held_by(owner).await?),
            claimed => Ok(claimed?),
        }
    }

    /// Begins to ask the platforms about posts whose outcome was lost.
    async fn ask(&self, lanes: &mut Lanes) -> Result<(), EngineError> {
        let now_ms = self.engine.now_ms();
        let busy = lanes.spaces();
        let unknown = self
            .engine
            .store()
            .unknown_deliveries(now_ms, CLAIM)
            .await?;
        for (space_id, deliveries) in by_space(unknown) {
            if !busy.contains(&space_id) && !self.stopping() {
                let courier = self.clone();
                let lane = async move { courier.ask_about(deliveries).await };
                lanes.begin(space_id, self.counted(lane));
            }
        }
        Ok(())
    }

    fn stopping(&self) -> bool {
        self.shared.stopping.load(Ordering::Relaxed)
    }

    /// A lane that a stop waits for.
    fn counted<F: Future<Output = ()> + Send>(
        &self,
        lane: F,
    ) -> impl Future<Output = ()> + Send + use<F> {
        let counted = Counted::new(Arc::clone(&self.shared));
        async move {
            let _counted = counted;
            lane.await;
        }
    }
}

/// A lane under way, or about to be begun; dropped when it ends, however it ends.
struct Counted(Arc<Shared>);

impl Counted {
    fn new(shared: Arc<Shared>) -> Self {
        shared.n_lanes.send_modify(|n_lanes| *n_lanes += 1);
        Self(shared)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.n_lanes.send_modify(|n_lanes| *n_lanes -= 1);
    }
}
