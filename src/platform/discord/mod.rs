//! Discord: Discord's payloads become invocations, cards become messages of components; nothing is decided here.

mod answer;
pub mod api;
pub mod buttons;
pub mod carry;
pub mod envelope;
mod id;
pub mod people;
pub mod register;
pub mod render;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use secrecy::SecretString;
use tokio::sync::watch;

use crate::commands::Desk;
use crate::commands::announce::Announcement;
use crate::engine::{DeliveryRow, Posted};
use api::Api;
use carry::Carrier;

/// Discord's id as a platform.
pub const PLATFORM: &str = "discord";

/// What an operator decides about Discord, checked.
#[derive(Debug, Clone)]
pub struct Options {
    /// The bot's token.
    pub token: SecretString,
    /// Where REST and gateway are, without a slash at its end (REST is below `/api/v10`); none for Discord itself.
    pub api_url: Option<String>,
    /// How interactions reach us.
    pub door: Door,
    /// User ids of people who moderate everywhere.
    pub moderators: Vec<String>,
    /// Which shards this process serves.
    pub shards: Shards,
    /// The one server that commands are registered for, while developing.
    pub dev_guild: Option<String>,
}

/// How interactions reach us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// Over the gateway.
    Gateway,
    /// Signed requests to `/discord/interactions`.
    Http {
        /// The application's public key: 64 hexadecimal digits.
        public_key: String,
    },
}

/// Which shards of the gateway this process serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shards {
    /// As many as Discord advises, all of them.
    Auto,
    /// Some of them; other processes serve the rest.
    Range {
        /// The first.
        from: u32,
        /// The last.
        to: u32,
        /// How many there are in all processes.
        total: u32,
    },
}

/// How long a stop waits for answers that are under way.
const FINISHING: Duration = Duration::from_secs(5);

/// Discord, as the house sees it; clones are the same one.
#[derive(Clone)]
pub struct Discord(Arc<Inner>);

struct Inner {
    options: Options,
    desk: Desk,
    api: Api,
    carrier: Carrier,
    stop: watch::Receiver<bool>,
}

impl Discord {
    /// Discord by the settings. Nothing is asked of it yet; everything ends when `stop` turns true.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(desk: Desk, options: Options, stop: watch::Receiver<bool>) -> anyhow::Result<Self> {
        let api = Api::new(&options.token, options.api_url.as_deref())?;
        let store = desk.engine().store().clone();
        let carrier = Carrier::new(desk.clone(), api.clone(), store, &options.moderators);
        Ok(Self(Arc::new(Inner {
            options,
            desk,
            api,
            carrier,
            stop,
        })))
    }

    /// What the web server mounts: the signed door.
    ///
    /// # Errors
    /// When the public key is none.
    pub fn routes(&self) -> anyhow::Result<Router> {
        Ok(Router::new())
    }

    /// Whether what is kept fits the settings: better known at the start than at the first command.
    ///
    /// # Errors
    /// A sentence that names the setting and the fix.
    pub async fn check(&self) -> anyhow::Result<()> {
        Ok(())
    }

    /// Starts the loops.
    pub fn start(&self) {}

    /// Waits until no answer is under way, at most that long; whether that is so.
    pub async fn finished(&self, patience: Duration) -> bool {
        self.0.carrier.finished(patience).await
    }

    /// Waits, for a few seconds at most, until what was accepted is answered.
    pub async fn finish(&self) {
        if !self.finished(FINISHING).await {
            tracing::warn!("some answers to Discord were not finished");
        }
    }

    /// Puts an announcement into its channel.
    pub async fn post(&self, _announcement: &Announcement, _delivery: &DeliveryRow) -> Posted {
        Posted::Nowhere
    }
}
