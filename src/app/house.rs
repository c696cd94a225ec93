//! The house: store, engine, desk, platforms and web wired together, with its loops.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::post;
use crate::clock::Clock;
use crate::commands::{Desk, Features};
use crate::engine::{Courier, Engine};
use crate::platform::discord::{self, Discord};
use crate::platform::lounge::{self, ARENA, Door, Lounge, Options};
use crate::platform::slack::{self, Slack};
use crate::store::Store;
use crate::telemetry::Counters;
use crate::web;

/// How often histograms are tidied.
const UPKEEP: Duration = Duration::from_secs(5);

/// A house that stands: everything but its port.
pub struct House {
    /// The engine.
    pub engine: Engine,
    /// The desk.
    pub desk: Desk,
    /// The lounge, served or not.
    pub lounge: Lounge,
    /// Slack, where the settings turn it on.
    pub slack: Option<Slack>,
    /// Discord, where the settings turn it on.
    pub discord: Option<Discord>,
    /// The courier.
    pub courier: Courier,
    stop: watch::Sender<bool>,
}

impl House {
    /// Builds a house on a store and a clock.
    #[must_use]
    pub fn build(store: Store, clock: Clock, options: Options) -> Self {
        Self::on(Engine::new(store, clock), options)
    }

    /// Builds a house round an engine.
    #[must_use]
    pub fn on(engine: Engine, options: Options) -> Self {
        let desk = Desk::new(
            engine.clone(),
            Features {
                lounge_feed: ARENA.to_owned(),
            },
        );
        let (stop, stopped) = watch::channel(false);
        let lounge = Lounge::new(
            desk.clone(),
            engine.store().clone(),
            engine.clock().clone(),
            options,
            stopped,
        );
        let post = post::by_platform(&desk, &lounge, None, None);
        let courier = Courier::new(engine.clone(), post, &process_name());
        Self {
            engine,
            desk,
            lounge,
            slack: None,
            discord: None,
            courier,
            stop,
        }
    }

    /// The same house with Slack in it.
    ///
    /// # Errors
    /// When the system has no root certificates.
    pub fn with_slack(self, options: slack::Options) -> anyhow::Result<Self> {
        let slack = Slack::new(self.desk.clone(), options, self.stop.subscribe())?;
        let house = Self {
            slack: Some(slack),
            ..self
        };
        Ok(house.with_courier())
    }

    /// The same house with Discord in it.
    ///
    /// # Errors
    /// When no client can be made, or Discord's public key is none.
    pub fn with_discord(self, options: discord::Options) -> anyhow::Result<Self> {
        let discord = Discord::new(self.desk.clone(), options, self.stop.subscribe())?;
        let house = Self {
            discord: Some(discord),
            ..self
        };
        Ok(house.with_courier())
    }

    /// A courier for whoever is in the house.
    fn with_courier(self) -> Self {
        let (slack, discord) = (self.slack.as_ref(), self.discord.as_ref());
        let post = post::by_platform(&self.desk, &self.lounge, slack, discord);
        Self {
            courier: Courier::new(self.engine.clone(), post, &process_name()),
            ..self
        }
    }

    /// Starts the loops: the clock's, the courier's, and the lookouts for other processes.
    pub fn start(&self) {
        tokio::spawn(self.engine.clone().run_clock());
        tokio::spawn(self.engine.clone().run_followers());
        tokio::spawn(self.courier.clone().run());
        tokio::spawn(self.lounge.clone().watch_others());
        if let Some(slack) = &self.slack {
            slack.start();
        }
        if let Some(discord) = &self.discord {
            discord.start();
        }
    }

    /// Serves on a port until `told`, then finishes what was accepted.
    ///
    /// # Errors
    /// When the port fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        door: &Door,
        told: impl Future<Output = ()> + Send + 'static,
    ) -> anyhow::Result<()> {
        let counters = Counters::install().context("count what happens")?;
        let mount = match door {
            Door::Open => self.lounge.routes(),
            Door::Closed(_) => lounge::closed(),
        };
        let mut mounts = vec![mount];
        if let Some(slack) = &self.slack {
            mounts.push(slack.routes()?);
        }
        if let Some(discord) = &self.discord {
            mounts.push(discord.routes()?);
        }
        let (engine, rendered, tidied) = (self.engine.clone(), counters.clone(), counters);
        let parts = web::Parts {
            ready: Arc::new(move || {
                let engine = engine.clone();
                Box::pin(async move { engine.probe().await.map_err(|error| error.to_string()) })
            }),
            metrics: Arc::new(move || rendered.render()),
            mounts,
        };
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(UPKEEP).await;
                tidied.upkeep();
            }
        });
        let stop = self.stop.clone();
        tokio::spawn(async move {
            told.await;
            tracing::info!("stopping: what was accepted is finished first");
            stop.send_replace(true);
        });
        web::serve(listener, web::router(parts), self.stop.subscribe())
            .await
            .context("serve")?;
        if let Some(slack) = &self.slack {
            slack.finish().await;
        }
        if let Some(discord) = &self.discord {
            discord.finish().await;
        }
        self.courier.stop().await;
        self.engine.finish().await;
        self.engine.store().close().await;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Tells processes apart in the outbox.
fn process_name() -> String {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    format!("{}-{:08x}", std::process::id(), u32::from_be_bytes(bytes))
}
