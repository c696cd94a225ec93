//! Carrying errands: each once, many at a time, and Discord is answered in time.
//!
//! An errand runs as a task of its own, to its end, although nobody waits any more; a panic costs only it. The door
//! waits for the errand's word while that is well within Discord's three seconds, then says that it comes later
//! (`interactions/receiving-and-responding`).

mod first;
mod keys;

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use serde_json::Value;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::commands::Desk;
use crate::platform::discord::api::Api;
use crate::platform::discord::envelope::{self, Errand, What};
use crate::platform::discord::people::People;
use crate::platform::once::{Once, Turn};
use crate::store::Store;
pub(super) use first::{First, Way};
use first::{Later, later, quiet};
use keys::keys;

/// How long a door waits for the errand's word.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// What happened longer ago is not carried out: whoever did it saw it fail, and has long done something else about it.
const OLD_MS: i64 = 2 * 3_600_000;

/// What Discord is answered at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Ack {
    /// Nothing: it was answered another way, or needs no answer.
    Empty,
    /// An interaction's response.
    Body(Value),
}

/// How an interaction came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// Over HTTP: the answer is in the response.
    Http,
    /// Over the gateway: the carrier itself answers, by the callback route.
    Gateway,
}

/// Takes an interaction and answers what Discord is to be answered, within 1.6 seconds.
pub type Take = Arc<dyn Fn(Value, Via) -> Pin<Box<dyn Future<Output = Ack> + Send>> + Send + Sync>;

/// The slot between one errand and its door.
pub(super) type Slot = crate::platform::slot::Slot<Value>;

/// Carries errands; clones share everything.
#[derive(Clone)]
pub struct Carrier(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) desk: Desk,
    pub(super) api: Api,
    pub(super) store: Store,
    pub(super) people: People,
    once: Once<Value>,
    n_under_way: watch::Sender<usize>,
}

impl Carrier {
    /// A carrier between Discord and a desk; `moderators` are the user ids that moderate everywhere.
    #[must_use]
    pub fn new(desk: Desk, api: Api, store: Store, moderators: &[String]) -> Self {
        Self(Arc::new(Inner {
            desk,
            api,
            store,
            people: People::new(moderators),
            once: Once::default(),
            n_under_way: watch::Sender::new(0),
        }))
    }

    /// The carrier as what a door hands interactions to.
    #[must_use]
    pub fn taker(&self) -> Take {
        let carrier = self.clone();
        Arc::new(move |interaction, via| {
            let carrier = carrier.clone();
            Box::pin(async move { carrier.take(&interaction, via).await })
        })
    }

    /// Takes an interaction: begins the errand, unless it is under way or done already, and waits for its word.
    pub async fn take(&self, interaction: &Value, via: Via) -> Ack {
        let errand = envelope::read(interaction);
        if errand.what == What::Nothing || errand.who.user.is_empty() {
            return Ack::Empty;
        }
        let now_ms = self.clock().now_ms();
        if errand
            .sent_ms
            .is_some_and(|sent_ms| now_ms - sent_ms > OLD_MS)
        {
            tracing::info!(
                interaction = errand.delivery,
                "an interaction came too late"
            );
            return Ack::Empty;
        }
        match self.0.once.begin(keys(&errand), now_ms) {
            Turn::First(slot) => self.begin(errand, via, slot).await,
            // A second click: Discord wants a word for it too.
            Turn::Again(_) | Turn::Done if matches!(errand.what, What::Press { .. }) => {
                self.hush(&errand, via).await
            }
            Turn::Again(slot) if via == Via::Http => {
                let word = slot.overheard(PATIENCE).await;
                Ack::Body(word.unwrap_or_else(|| later(&errand.what).body()))
            }
            Turn::Again(_) | Turn::Done => Ack::Empty,
        }
    }

    /// Waits until no errand is under way, at most that long; whether that is so.
    pub async fn finished(&self, patience: Duration) -> bool {
        let mut n_under_way = self.0.n_under_way.subscribe();
        let idle = n_under_way.wait_for(|n| *n == 0);
        tokio::time::timeout(patience, idle).await.is_ok()
    }

    pub(super) fn clock(&self) -> &Clock {
        self.0.desk.engine().clock()
    }

    /// Runs work that is waited for at the end.
    pub(super) fn go(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.0.n_under_way.send_modify(|n| *n += 1);
        let carrier = self.clone();
        tokio::spawn(async move {
            if AssertUnwindSafe(work).catch_unwind().await.is_err() {
                tracing::error!("an answer to Discord broke");
            }
            carrier.0.n_under_way.send_modify(|n| *n -= 1);
        });
    }

    async fn begin(&self, errand: Errand, via: Via, slot: Arc<Slot>) -> Ack {
        let (taken, is_taken) = watch::channel(None);
        let later = later(&errand.what);
        let id = errand.delivery.clone();
        let secret = errand.reply.token.clone();
        let first = Arc::new(First::new(Arc::clone(&slot), later, via, is_taken));
        self.spawn(errand, first);
        match via {
            Via::Http => {
                let word = first_word(&slot, later).await;
                taken.send_replace(Some(true));
                Ack::Body(word)
            }
            Via::Gateway => {
                let carrier = self.clone();
                self.go(async move {
                    let word = first_word(&slot, later).await;
                    let is_taken = carrier.call_back(&id, &secret, &word).await;
                    taken.send_replace(Some(is_taken));
                });
                Ack::Empty
            }
        }
    }

    fn spawn(&self, errand: Errand, first: Arc<First>) {
        let carrier = self.clone();
        self.go(async move {
            let (keys, what) = (keys(&errand), errand.what.clone());
            let work = carrier.run(errand, Arc::clone(&first));
            let done = AssertUnwindSafe(work).catch_unwind().await.is_ok();
            if !done {
                tracing::error!("an errand of Discord's broke");
                carrier.turn_away(&what, &first, "try-again");
            }
            first.end();
            carrier.0.once.end(&keys, done, carrier.clock().now_ms());
        });
    }

    /// Says that a press arrived, and nothing else.
    async fn hush(&self, errand: &Errand, via: Via) -> Ack {
        match via {
            Via::Http => Ack::Body(quiet()),
            Via::Gateway => {
                let (id, token) = (&errand.delivery, &errand.reply.token);
                self.call_back(id, token, &quiet()).await;
                Ack::Empty
            }
        }
    }
}

async fn first_word(slot: &Slot, later: Later) -> Value {
    slot.waited(PATIENCE).await.unwrap_or_else(|| later.body())
}
