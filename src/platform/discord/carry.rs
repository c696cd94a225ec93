//! Carrying errands: each once, many at a time, and Discord is answered in time.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::commands::Desk;
use crate::platform::discord::api::Api;
use crate::store::Store;

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
    /// Over the gateway: the answer goes by the callback route.
    Gateway,
}

/// Takes an interaction and answers what Discord is to be answered, within 1.6 seconds.
pub type Take = Arc<dyn Fn(Value, Via) -> Pin<Box<dyn Future<Output = Ack> + Send>> + Send + Sync>;

/// Carries errands; clones share everything.
#[derive(Clone)]
pub struct Carrier;

impl Carrier {
    /// A carrier between Discord and a desk; `moderators` are the user ids that moderate everywhere.
    #[must_use]
    pub fn new(_desk: Desk, _api: Api, _store: Store, _moderators: &[String]) -> Self {
        Self
    }

    /// The carrier as what a door hands interactions to.
    #[must_use]
    pub fn taker(&self) -> Take {
        Arc::new(|_, _| Box::pin(async { Ack::Empty }))
    }

    /// Waits until no errand is under way, at most that long; whether that is so.
    pub async fn finished(&self, _patience: Duration) -> bool {
        true
    }
}
