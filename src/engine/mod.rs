//! The shell round the decisions: opens communities, appends what was decided, moves with the clock, delivers.
//!
//! Nothing here knows a rule, a word or a platform. A command handed to the engine runs to its end although the caller
//! is gone; an answer is given only once it is durable.

mod announce;
mod chance;
mod courier;
mod depart;
mod error;
mod filing;
mod forget;
mod growth;
mod health;
mod home;
mod load;
mod meet;
mod names;
mod order;
mod patience;
mod people;
mod places;
mod read;
mod rest;
mod snapshots;
mod stuck;
mod submit;
mod tick;
pub mod verify;
mod writer;

pub use announce::{ENTRIES_WAITING, announced_ms, announcement};
pub use courier::{Courier, Post, Posted};
pub use depart::Claim;
pub use error::EngineError;
pub use growth::{Growing, still};
pub use names::Names;
pub use order::{Asking, Decide, Done, cause};
pub use patience::{Later, Waited, patiently, reference};
pub use read::FrozenTable;
#[cfg(debug_assertions)]
pub use snapshots::snapshot_after;

pub use crate::store::{DeliveryKey, DeliveryRow, DeliveryState, IdentityRow, NoteRow, SpaceRow};

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tokio::sync::{Notify, mpsc};

use crate::clock::Clock;
use crate::store::{Kind, Store};
use chance::Chance;
use home::Homes;
use order::Order;

/// Commands that wait at most; more are refused at once.
const QUEUE: usize = 4096;

/// The engine; clones share it.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Clock,
    /// What is added to this machine's clock to agree with the database server's.
    offset_ms: AtomicI64,
    homes: Homes,
    growth: growth::Growth,
    places: places::Places,
    queue: mpsc::Sender<Order>,
    /// Wakes the loop that waits for the next due instant.
    due: Notify,
    /// Wakes the courier.
    post: Notify,
    chance: Chance,
    /// Whether the store takes writes.
    health: Arc<health::Health>,
    /// Until when the clock's loop sleeps; the end of time while it is awake.
    sleeps_until_ms: AtomicI64,
    /// Communities in which what is due could not be done, each with when it is tried again.
    troubled: tick::Troubled,
}

impl Engine {
    /// An engine on a store. Its writer runs until every clone is dropped and all orders are carried out.
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> Self {
        Self::with_chance(store, clock, Chance::system())
    }

    /// The same, with all randomness taken from a seed.
    #[must_use]
    pub fn seeded(store: Store, clock: Clock, seed: u64) -> Self {
        Self::with_chance(store, clock, Chance::Seeded(seed))
    }

    fn with_chance(store: Store, clock: Clock, chance: Chance) -> Self {
        let (queue, orders) = mpsc::channel(QUEUE);
        let inner = Arc::new(Inner {
            store,
            clock,
            offset_ms: AtomicI64::new(0),
            homes: Homes::default(),
            growth: growth::Growth::default(),
            places: places::Places::default(),
            queue,
            due: Notify::new(),
            post: Notify::new(),
            chance,
            health: Arc::default(),
            sleeps_until_ms: AtomicI64::new(i64::MAX),
            troubled: tick::Troubled::default(),
        });
        writer::spawn(&inner, orders);
        Self { inner }
    }

    /// Now, in milliseconds UTC: this machine's clock, or the database server's where several processes share one.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.inner.now_ms()
    }

    /// Whether this process can do its work: its writer runs, and the database takes writes.
    ///
    /// # Errors
    /// [`EngineError::Unavailable`] with what is wrong.
    pub async fn probe(&self) -> Result<(), EngineError> {
        if self.inner.queue.is_closed() {
            return Err(EngineError::Broken("the writer has stopped".to_owned()));
        }
        self.inner.store.probe(self.now_ms()).await?;
        match self.inner.homes.closed() {
            Some(reason) => Err(EngineError::Broken(reason)),
            None => Ok(()),
        }
    }

    /// Measures how far this machine's clock is from the database server's, on PostgreSQL with the wall clock.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn correct_clock(&self) -> Result<(), EngineError> {
        if self.inner.store.kind() == Kind::Postgres && self.inner.clock.is_wall() {
            let now_ms = || self.inner.clock.now_ms();
            let measured = self.inner.store.server_clock_offset_ms(now_ms).await?;
            if let Some(offset_ms) = measured {
                self.inner.offset_ms.store(offset_ms, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// Whether several processes may share the database.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.inner.store.kind() == Kind::Postgres
    }

    /// The store, for what a platform keeps of its own.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }
}

impl Inner {
    fn now_ms(&self) -> i64 {
        self.clock
            .now_ms()
            .saturating_add(self.offset_ms.load(Ordering::Relaxed))
    }
}
