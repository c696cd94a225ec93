//! Slack: Slack's payloads become invocations, cards become Block Kit; nothing is decided here.

mod answer;
pub mod api;
pub mod blocks;
pub mod carry;
pub mod doctor;
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
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use backon::{BackoffBuilder as _, ExponentialBuilder};
use secrecy::SecretString;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::commands::Desk;
use crate::commands::announce::Announcement;
use crate::config::TokenKey;
use crate::engine::{DeliveryRow, EngineError, Posted};
use api::Api;
use carry::{Carrier, Take};
use doctor::{AskReach, Doctor, Reach};
use post::Poster;
use socket::Socket;
use workspaces::{NoWorkspace, Workspaces};

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
/// How long a stop waits for answers that are under way.
const FINISHING: Duration = Duration::from_secs(5);

/// Slack, as the house sees it; clones are the same one.
#[derive(Clone)]
pub struct Slack(Arc<Inner>);

struct Inner {
    options: Options,
    desk: Desk,
    workspaces: Workspaces,
    carrier: Carrier,
    poster: Poster,
    /// Where payloads come over a socket.
    socket: Option<Socket>,
    /// When a request last came whose signature was right; 0 before the first.
    heard_ms: Arc<AtomicI64>,
    stop: watch::Receiver<bool>,
}

impl Slack {
    /// Slack by the settings. Nothing is asked of it yet; everything ends when `stop` turns true.
    ///
    /// # Errors
    /// When the system has no root certificates.
    pub fn new(desk: Desk, options: Options, stop: watch::Receiver<bool>) -> anyhow::Result<Self> {
        let api = Api::new(&options.api_url)?;
        let engine = desk.engine().clone();
        let (store, clock) = (engine.store().clone(), engine.clock().clone());
        let workspaces = Workspaces::new(&options, api.clone(), store, clock.clone());
        let named = &options.moderators;
        let carrier = Carrier::new(desk.clone(), api.clone(), workspaces.clone(), named);
        let poster = Poster::new(api.clone(), workspaces.clone(), engine, named);
        let socket = match &options.door {
            Door::Http { .. } => None,
            Door::Socket { app_token } => {
                let (token, take) = (app_token.clone(), carrier.taker());
                Some(Socket::new(
                    api.clone(),
                    &options.api_url,
                    token,
                    clock,
                    take,
                ))
            }
        };
        let inner = Arc::new(Inner {
            options,
            desk,
            workspaces,
            carrier,
            poster,
            socket,
            heard_ms: Arc::default(),
            stop,
        });
        // The desk holds the doctor, and what is here holds the desk: a strong hold both ways would never let go.
        let here = Arc::downgrade(&inner);
        let reach: AskReach = Arc::new(move || here.upgrade().map(|inner| inner.reach()));
        let doctor = Doctor::new(api, inner.workspaces.clone(), reach);
        inner.desk.doctor_of(PLATFORM, doctor.for_desk());
        Ok(Self(inner))
    }

    /// What the web server mounts: the signed door, and where workspaces install the app.
    ///
    /// # Errors
    /// When the signing secret is empty.
    pub fn routes(&self) -> anyhow::Result<Router> {
        let install = install::routes(&self.0.workspaces);
        let Door::Http { signing_secret } = &self.0.options.door else {
            return Ok(install);
        };
        let clock = self.0.desk.engine().clock().clone();
        let take = heard(self.0.carrier.taker(), clock.clone(), &self.0.heard_ms);
        let door = http::routes(signing_secret, clock, take)?;
        Ok(install.merge(door))
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
        let workspaces = self.0.workspaces.clone();
        match &self.0.options.app {
            App::One { .. } => tokio::spawn(know(workspaces, stop.clone())),
            App::Several { .. } => {
                tracing::info!("workspaces install the app at /slack/install");
                tokio::spawn(gone::watch(engine, workspaces, stop.clone()))
            }
        };
        if let Some(socket) = &self.0.socket {
            tokio::spawn(socket.clone().run(stop));
        }
    }

    /// Waits until no answer is under way, at most that long; whether that is so.
    pub async fn finished(&self, patience: Duration) -> bool {
        self.0.carrier.finished(patience).await
    }

    /// Waits, for a few seconds at most, until what was accepted is answered.
    pub async fn finish(&self) {
        let acknowledged = async {
            if let Some(socket) = &self.0.socket {
                socket.ended().await;
            }
        };
        let (answered, acknowledged) = tokio::join!(
            self.finished(FINISHING),
            tokio::time::timeout(FINISHING, acknowledged)
        );
        if !answered || acknowledged.is_err() {
            tracing::warn!("some answers to Slack were not finished");
        }
    }

    /// Puts an announcement into its channel.
    pub async fn post(&self, announcement: &Announcement, delivery: &DeliveryRow) -> Posted {
        self.0.poster.post(announcement, delivery).await
    }

    /// The socket, where payloads come over one.
    #[must_use]
    pub fn socket(&self) -> Option<&Socket> {
        self.0.socket.as_ref()
    }

    /// The workspaces.
    #[must_use]
    pub fn workspaces(&self) -> &Workspaces {
        &self.0.workspaces
    }

    /// Asks Slack about every workspace, for those that went while nobody could tell us; how many did. [`Slack::start`]
    /// does so every day.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn look_after(&self) -> Result<usize, NoWorkspace> {
        gone::look_after(&self.0.workspaces).await
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

impl Inner {
    /// How payloads reach us, for the doctor.
    fn reach(&self) -> Reach {
        if let Some(socket) = &self.socket {
            let state = socket.state();
            return Reach::Socket {
                connected: state.connected,
                last_error: state.last_error,
            };
        }
        let heard_ms = self.heard_ms.load(Ordering::Relaxed);
        Reach::Http {
            last_ms: (heard_ms > 0).then_some(heard_ms),
        }
    }
}

/// The same taker, which notes when something last came.
fn heard(take: Take, clock: Clock, heard_ms: &Arc<AtomicI64>) -> Take {
    let heard_ms = Arc::clone(heard_ms);
    Arc::new(move |shape, payload, via| {
        heard_ms.store(clock.now_ms(), Ordering::Relaxed);
        take(shape, payload, via)
    })
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
