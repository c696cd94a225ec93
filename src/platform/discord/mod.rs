//! Discord: Discord's payloads become invocations, cards become messages of components; nothing is decided here.

mod answer;
pub mod api;
pub mod buttons;
pub mod carry;
pub mod doctor;
pub mod envelope;
pub mod gateway;
pub mod guilds;
pub mod http;
pub mod invite;
pub mod people;
pub mod post;
pub mod register;
pub mod render;
pub mod rights;
pub mod snowflake;
pub mod threads;

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
use crate::engine::{DeliveryRow, Posted};
use crate::store::Store;
use api::Api;
use carry::{Carrier, Take};
use doctor::{AskReach, Doctor, Reach};
use gateway::Gateway;
use guilds::Guilds;
use post::{CommandId, Poster};
use rights::Seen;
use threads::Threads;

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
/// The longest pause between two tries to register the commands.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// Discord, as the house sees it; clones are the same one.
#[derive(Clone)]
pub struct Discord(Arc<Inner>);

struct Inner {
    options: Options,
    desk: Desk,
    api: Api,
    carrier: Carrier,
    poster: Poster,
    guilds: Guilds,
    /// Where interactions come over the gateway.
    gateway: Option<Gateway>,
    /// When a request last came whose signature was right; 0 before the first.
    heard_ms: Arc<AtomicI64>,
    /// What interactions said of the bot's rights.
    seen: Seen,
    stop: watch::Receiver<bool>,
}

impl Discord {
    /// Discord by the settings. Nothing is asked of it yet; everything ends when `stop` turns true.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(desk: Desk, options: Options, stop: watch::Receiver<bool>) -> anyhow::Result<Self> {
        let api = Api::new(&options.token, options.api_url.as_deref())?;
        let engine = desk.engine().clone();
        let store = engine.store().clone();
        let named = &options.moderators;
        let guilds = Guilds::new(engine.clone(), api.clone());
        let carrier = Carrier::new(desk.clone(), api.clone(), store, named);
        let seen = Seen::default();
        let gateway = match options.door {
            Door::Http { .. } => None,
            Door::Gateway => {
                let take = met(carrier.taker(), guilds.clone(), seen.clone());
                let shards = options.shards;
                Some(Gateway::new(api.clone(), shards, take, guilds.clone()))
            }
        };
        let threads = Threads::new(api.clone(), engine.clock().clone());
        let known = api.clone();
        let ids: CommandId = Arc::new(move |name| known.commands().get(name).cloned());
        let poster = Poster::new(api.clone(), engine, ids, threads.clone(), named);
        let inner = Arc::new(Inner {
            options,
            desk,
            api,
            carrier,
            poster,
            guilds,
            gateway,
            heard_ms: Arc::default(),
            seen,
            stop,
        });
        // The desk holds the doctor, and what is here holds the desk: a strong hold both ways would never let go.
        let here = Arc::downgrade(&inner);
        let reach: AskReach = Arc::new(move || here.upgrade().map(|inner| inner.reach()));
        let doctor = Doctor {
            api: inner.api.clone(),
            reach,
            seen: inner.seen.clone(),
            circuits: inner.poster.circuits(),
            threads,
            dev_guild: inner.options.dev_guild.clone(),
        };
        inner.desk.doctor_of(PLATFORM, doctor.for_desk());
        Ok(Self(inner))
    }

    /// What the web server mounts: the signed door.
    ///
    /// # Errors
    /// When the public key is none.
    pub fn routes(&self) -> anyhow::Result<Router> {
        let Door::Http { public_key } = &self.0.options.door else {
            return Ok(Router::new());
        };
        let clock = self.0.desk.engine().clock().clone();
        let Inner { guilds, seen, .. } = &*self.0;
        let take = met(self.0.carrier.taker(), guilds.clone(), seen.clone());
        let take = heard(take, clock.clone(), &self.0.heard_ms);
        http::routes(public_key, clock, take)
    }

    /// Starts the loops.
    pub fn start(&self) {
        let Inner {
            options,
            desk,
            api,
            guilds,
            gateway,
            stop,
            ..
        } = &*self.0;
        let store = desk.engine().store().clone();
        let dev_guild = options.dev_guild.clone();
        tokio::spawn(register(api.clone(), store, dev_guild, stop.clone()));
        // Over the gateway Discord tells at every connection which servers there are.
        let asks = gateway.is_none();
        tokio::spawn(guilds.clone().watch(asks, stop.clone()));
        if let Some(gateway) = gateway {
            tokio::spawn(gateway.clone().run(stop.clone()));
        }
    }

    /// Waits until no answer is under way, at most that long; whether that is so.
    pub async fn finished(&self, patience: Duration) -> bool {
        self.0.carrier.finished(patience).await
    }

    /// Waits, for a few seconds at most, until what was accepted is answered.
    pub async fn finish(&self) {
        let handed_over = async {
            if let Some(gateway) = &self.0.gateway {
                gateway.quiet().await;
            }
        };
        let handed_over = tokio::time::timeout(FINISHING, handed_over).await;
        let answered = self.finished(FINISHING).await;
        if !answered || handed_over.is_err() {
            tracing::warn!("some answers to Discord were not finished");
        }
    }

    /// Puts an announcement into its channel.
    pub async fn post(&self, announcement: &Announcement, delivery: &DeliveryRow) -> Posted {
        self.0.poster.post(announcement, delivery).await
    }

    /// The gateway, where interactions come over it.
    #[must_use]
    pub fn gateway(&self) -> Option<&Gateway> {
        self.0.gateway.as_ref()
    }

    /// The servers.
    #[must_use]
    pub fn guilds(&self) -> &Guilds {
        &self.0.guilds
    }

    /// When a request last came whose signature was right; none before the first.
    #[must_use]
    pub fn heard_ms(&self) -> Option<i64> {
        let heard_ms = self.0.heard_ms.load(Ordering::Relaxed);
        (heard_ms > 0).then_some(heard_ms)
    }
}

impl Inner {
    /// How interactions reach us, for the doctor.
    fn reach(&self) -> Reach {
        if let Some(gateway) = &self.gateway {
            let state = gateway.state();
            let wanted = usize::try_from(state.wanted).unwrap_or(usize::MAX);
            return Reach::Gateway {
                connected: wanted > 0 && state.connected.len() >= wanted,
                last_error: state.last_error,
            };
        }
        let heard_ms = self.heard_ms.load(Ordering::Relaxed);
        Reach::Http {
            last_ms: (heard_ms > 0).then_some(heard_ms),
        }
    }
}

/// The same taker, which knows the server first, and what the bot may do in the channel.
fn met(take: Take, guilds: Guilds, seen: Seen) -> Take {
    Arc::new(move |interaction, via| {
        let (take, guilds) = (Arc::clone(&take), guilds.clone());
        seen.note(&interaction);
        Box::pin(async move {
            if let Some(guild_id) = interaction["guild_id"].as_str() {
                guilds.meet(guild_id).await;
            }
            take(interaction, via).await
        })
    })
}

/// The same taker, which notes when something last came.
fn heard(take: Take, clock: Clock, heard_ms: &Arc<AtomicI64>) -> Take {
    let heard_ms = Arc::clone(heard_ms);
    Arc::new(move |interaction, via| {
        heard_ms.store(clock.now_ms(), Ordering::Relaxed);
        take(interaction, via)
    })
}

/// Registers the commands and says how to add the bot, trying until Discord has heard.
async fn register(
    api: Api,
    store: Store,
    dev_guild: Option<String>,
    mut stop: watch::Receiver<bool>,
) {
    let pauses = ExponentialBuilder::default()
        .with_max_delay(LONGEST_PAUSE)
        .with_jitter()
        .without_max_times();
    for pause in pauses.build() {
        match register::ensure(&api, &store, dev_guild.as_deref()).await {
            Ok(sent) => {
                tracing::info!(sent, "Discord knows the commands");
                break;
            }
            Err(error) => tracing::warn!(%error, "the commands are registered with Discord later"),
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            // An error means that nobody is left who could say stop: the process is going down.
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
    if let Ok(application_id) = api.application_id().await {
        let link = invite::link(&application_id);
        tracing::info!("add Huzzah to a Discord server: {link}");
    }
}
