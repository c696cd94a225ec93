//! Slack: Slack's payloads become invocations, cards become Block Kit; nothing is decided here.

mod answer;
pub mod api;
pub mod blocks;
pub mod carry;
pub mod envelope;
pub mod gone;
pub mod home;
pub mod http;
mod install;
pub mod manifest;
pub mod people;
pub mod post;
pub mod scopes;
pub mod seal;
pub mod socket;
pub mod team;
pub mod workspaces;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use backon::{BackoffBuilder as _, ExponentialBuilder};
use secrecy::SecretString;
use tokio::sync::watch;

use crate::commands::Desk;
use crate::commands::announce::Announcement;
use crate::config::TokenKey;
use crate::engine::{EngineError, Posted};
use api::Api;
use team::TeamKey;
use workspaces::Workspaces;

/// Slack's id as a platform.
pub const PLATFORM: &str = "slack";

/// What an operator decides about Slack, checked.
#[derive(Debug, Clone)]
pub struct Options {
    /// The Web API's base address, without a slash at its end.
    pub api_url: String,
    /// How payloads reach us.
    pub door: Door,
    /// Which workspaces are served.
    pub app: App,
    /// Slack user ids (`U…`) who moderate everywhere.
    pub moderators: Vec<String>,
}

/// How payloads reach us.
#[derive(Debug, Clone)]
pub enum Door {
    /// Socket Mode, with the app-level token.
    Socket {
        /// `xapp-…`
        app_token: SecretString,
    },
    /// Signed requests to `/slack/events`.
    Http {
        /// What Slack signs with.
        signing_secret: SecretString,
    },
}

/// Which workspaces are served.
#[derive(Debug, Clone)]
pub enum App {
    /// One, by its bot token.
    One {
        /// `xoxb-…`
        bot_token: SecretString,
    },
    /// All that install the app.
    Several {
        /// The app's client id.
        client_id: String,
        /// The app's client secret.
        client_secret: SecretString,
        /// The key that seals tokens at rest.
        token_key: TokenKey,
    },
}

/// The longest pause between two questions who the bot's token belongs to.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Slack, as the house sees it; clones are the same one.
#[derive(Clone)]
pub struct Slack(Arc<Inner>);

struct Inner {
    options: Options,
    desk: Desk,
    workspaces: Workspaces,
    stop: watch::Receiver<bool>,
}

impl Slack {
    /// Slack by the settings. Nothing is asked of it yet; everything ends when `stop` turns true.
    ///
    /// # Errors
    /// When the system has no root certificates.
    pub fn new(desk: Desk, options: Options, stop: watch::Receiver<bool>) -> anyhow::Result<Self> {
        let api = Api::new(&options.api_url)?;
        let engine = desk.engine();
        let (store, clock) = (engine.store().clone(), engine.clock().clone());
        let workspaces = Workspaces::new(&options, api, store, clock);
        Ok(Self(Arc::new(Inner {
            options,
            desk,
            workspaces,
            stop,
        })))
    }

    /// What the web server mounts: the signed door, and where workspaces install the app.
    ///
    /// # Errors
    /// When the signing secret is empty.
    pub fn routes(&self) -> anyhow::Result<Router> {
        Ok(install::routes(&self.0.workspaces))
    }

    /// Whether what is kept fits the settings: better known at the start than at the first command.
    ///
    /// # Errors
    /// A sentence that names the setting and the fix.
    pub async fn check(&self) -> anyhow::Result<()> {
        match self.0.workspaces.several() {
            Some(several) => several.check_key().await,
            None => Ok(()),
        }
    }

    /// Starts the loops.
    pub fn start(&self) {
        let (engine, stop) = (self.0.desk.engine().clone(), self.0.stop.clone());
        match &self.0.options.app {
            App::One { .. } => tokio::spawn(know(self.0.workspaces.clone(), stop)),
            App::Several { .. } => tokio::spawn(gone::watch(engine, stop)),
        };
    }

    /// Puts an announcement into its channel.
    pub async fn post(&self, announcement: &Announcement) -> Posted {
        let key = TeamKey::of_space(&announcement.space.platform_space);
        if let Err(error) = self.0.workspaces.of(&key).await {
            tracing::warn!(%error, "an announcement has nowhere to go");
        }
        Posted::Nowhere
    }

    /// The workspaces.
    #[must_use]
    pub fn workspaces(&self) -> &Workspaces {
        &self.0.workspaces
    }

    /// Deletes everything about workspaces that took the app out 30 days ago; how many there were. [`Slack::start`]
    /// does so every hour.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn purge_due(&self) -> Result<usize, EngineError> {
        gone::purge_due(self.0.desk.engine()).await
    }
}

/// Asks who the bot's token belongs to until Slack has said it.
async fn know(workspaces: Workspaces, mut stop: watch::Receiver<bool>) {
    let pauses = ExponentialBuilder::default()
        .with_max_delay(LONGEST_PAUSE)
        .with_jitter()
        .without_max_times();
    for pause in pauses.build() {
        match workspaces.only().await {
            Ok(Some(workspace)) => {
                tracing::info!(team_id = workspace.key.team, "serving a Slack workspace");
                return;
            }
            Ok(None) => return,
            Err(error) => tracing::warn!(%error, "Slack did not say whose workspace this is"),
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            // An error means that nobody is left who could say stop: the process is going down.
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}
