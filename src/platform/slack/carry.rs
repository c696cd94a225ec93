//! Carrying errands: each once, many at a time, and Slack is told in time that they arrived.
//!
//! An errand runs as a task of its own, to its end, although nobody waits any more; a panic costs only it. The door
//! waits for the errand's word so long as Slack is not kept waiting, then acknowledges without one.

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
use crate::platform::once::{Once, Turn};
use crate::platform::slack::answer::hook::Hooks;
use crate::platform::slack::api::Api;
use crate::platform::slack::envelope::{self, Errand, Shape, What};
use crate::platform::slack::home::{Home, Page};
use crate::platform::slack::people::People;
use crate::platform::slack::workspaces::Workspaces;
use crate::store::Store;
use keys::keys;

/// The slot between one errand and its door.
pub(super) type Slot = crate::platform::slot::Slot<Ack>;

/// How long an acknowledgement waits for what is acknowledged to be committed or refused.
const PATIENCE: Duration = Duration::from_secs(1);
/// The same for a form that was sent: an empty answer would close it and lose what was typed, so it may take as long as
/// Slack's three seconds safely allow (<https://docs.slack.dev/surfaces/modals>).
const FORM_PATIENCE: Duration = Duration::from_millis(2_200);

/// What Slack is answered at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Ack {
    /// That it arrived.
    Empty,
    /// That, and a message or what becomes of a modal.
    Body(Value),
}

/// How a payload came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// Over HTTP: any answer may be in the response.
    Http,
    /// Over a socket: the acknowledgement may say what becomes of a modal, where `payload` says so.
    Socket {
        /// `accepts_response_payload` of the envelope.
        payload: bool,
    },
}

/// Takes a payload and answers what Slack is to be answered, within two and a half seconds.
pub type Take =
    Arc<dyn Fn(Shape, Value, Via) -> Pin<Box<dyn Future<Output = Ack> + Send>> + Send + Sync>;

/// Carries errands; clones share everything.
#[derive(Clone)]
pub struct Carrier(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) desk: Desk,
    pub(super) api: Api,
    pub(super) workspaces: Workspaces,
    pub(super) people: People,
    pub(super) home: Home,
    pub(super) hooks: Hooks,
    once: Once<Ack>,
    n_under_way: watch::Sender<usize>,
}

/// Somebody's own page, as the desk makes it.
fn page(desk: &Desk) -> Page {
    let desk = desk.clone();
    Arc::new(move |place, who| {
        let desk = desk.clone();
        Box::pin(async move { desk.home(&place, &who).await })
    })
}

impl Carrier {
    /// A carrier between workspaces and a desk; `moderators` are the user ids that moderate everywhere.
    #[must_use]
    pub fn new(desk: Desk, api: Api, workspaces: Workspaces, moderators: &[String]) -> Self {
        let clock = desk.engine().clock().clone();
        Self(Arc::new(Inner {
            people: People::new(api.clone(), clock.clone(), moderators),
            home: Home::new(page(&desk), api.clone(), clock),
            desk,
            api,
            workspaces,
            hooks: Hooks::default(),
            once: Once::default(),
            n_under_way: watch::Sender::new(0),
        }))
    }

    /// The carrier as what a door hands payloads to.
    #[must_use]
    pub fn taker(&self) -> Take {
        let carrier = self.clone();
        Arc::new(move |shape, payload, via| {
            let carrier = carrier.clone();
            Box::pin(async move { carrier.take(shape, &payload, via).await })
        })
    }

    /// Takes a payload: begins the errand, unless it is under way or done already, and waits for its word.
    pub async fn take(&self, shape: Shape, payload: &Value, via: Via) -> Ack {
        let errand = envelope::read(shape, payload);
        let patience = match errand.what {
            What::Nothing => return Ack::Empty,
            // Somebody does everything else; without her there is nobody to answer.
            ref what if *what != What::Gone && errand.who.user.is_empty() => return Ack::Empty,
            What::Form(_) => FORM_PATIENCE,
            _ => PATIENCE,
        };
        match self.0.once.begin(keys(&errand), self.clock().now_ms()) {
            Turn::Done => Ack::Empty,
            Turn::Again(slot) => slot.overheard(patience).await.unwrap_or(Ack::Empty),
            Turn::First(slot) => {
                self.spawn(errand, via, Arc::clone(&slot));
                slot.waited(patience).await.unwrap_or(Ack::Empty)
            }
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

    pub(super) fn store(&self) -> &Store {
        self.0.desk.engine().store()
    }

    /// Runs work that is waited for at the end.
    pub(super) fn go(&self, work: impl Future<Output = ()> + Send + 'static) {
        // Whoever waits waits for none to be under way.
        self.0.n_under_way.send_if_modified(|n| {
            *n += 1;
            false
        });
        let carrier = self.clone();
        tokio::spawn(async move {
            if AssertUnwindSafe(work).catch_unwind().await.is_err() {
                tracing::error!("an answer to Slack broke");
            }
            carrier.0.n_under_way.send_if_modified(|n| {
                *n -= 1;
                *n == 0
            });
        });
    }

    fn spawn(&self, errand: Errand, via: Via, slot: Arc<Slot>) {
        let carrier = self.clone();
        self.go(async move {
            let keys = keys(&errand);
            // What an errand holds while it waits is large, and would be moved about with the task.
            let work = Box::pin(carrier.run(errand, via, Arc::clone(&slot)));
            let done = AssertUnwindSafe(work).catch_unwind().await.is_ok();
            slot.give(Ack::Empty);
            if !done {
                tracing::error!("an errand of Slack's broke");
            }
            carrier.0.once.end(&keys, done, carrier.clock().now_ms());
        });
    }
}
