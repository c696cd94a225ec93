//! `huzzah run`: one process that serves the lounge and moves with the clock, until it is told to stop.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::post;
use crate::clock::Clock;
use crate::commands::{Desk, Features};
use crate::config::{LogFormat, Settings, Shards, Transport};
use crate::engine::{Courier, Engine};
use crate::platform::discord::{self, Discord};
use crate::platform::lounge::{self, ARENA, Door, Lounge, Options};
use crate::platform::slack::{self, Slack};
use crate::store::Store;
use crate::telemetry::{self, Counters};
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

/// Serves what the settings say until SIGTERM or Ctrl-C.
///
/// # Errors
/// A sentence that says what is in the way of the start.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    telemetry::init(settings.log.format == LogFormat::Json, &settings.log.filter)
        .context("start the log")?;
    let store = Store::open(settings.database.url.expose())
        .await
        .with_context(|| {
            format!(
                "open the database {} ({})",
                settings.database.url,
                settings.place("database.url")
            )
        })?;
    let mut house = House::build(store, Clock::wall(), lounge_options(settings));
    house.engine.correct_clock().await?;
    if let Some(options) = slack_options(settings) {
        house = house.with_slack(options).context("start Slack")?;
    }
    if let Some(options) = discord_options(settings) {
        house = house.with_discord(options).context("start Discord")?;
    }
    if let Some(slack) = &house.slack {
        slack.check().await.context("start Slack")?;
    }
    let listener = bind(settings).await?;
    let door = door(settings);
    announce_door(settings, &door, &listener);
    house.start();
    tokio::spawn(end_when_told_twice());
    house.serve(listener, &door, told_to_stop()).await
}

/// Binds the port that the settings name.
///
/// # Errors
/// A sentence that names the setting.
pub async fn bind(settings: &Settings) -> anyhow::Result<TcpListener> {
    let bind = settings.http.bind;
    TcpListener::bind(bind).await.with_context(|| {
        format!(
            "listen on {bind}: is it in use? Set http.bind (HUZZAH_HTTP__BIND) to another address"
        )
    })
}

/// What the settings say about the lounge.
#[must_use]
pub fn lounge_options(settings: &Settings) -> Options {
    Options {
        name: settings.lounge.name.clone(),
        access_code: settings.lounge.access_code.clone(),
        moderators: settings.lounge.moderators.clone(),
        visitor_moderates: false,
    }
}

/// What the settings say about Slack; none where it is off.
#[must_use]
pub fn slack_options(settings: &Settings) -> Option<slack::Options> {
    let set = &settings.slack;
    let door = match (&set.app_token, &set.signing_secret) {
        (Some(app_token), _) => slack::Door::Socket {
            app_token: app_token.clone(),
        },
        (None, Some(signing_secret)) => slack::Door::Http {
            signing_secret: signing_secret.clone(),
        },
        (None, None) => return None,
    };
    let app = match (&set.bot_token, &set.client_secret, &set.token_key) {
        (Some(bot_token), ..) => slack::App::One {
            bot_token: bot_token.clone(),
        },
        (None, Some(client_secret), Some(token_key)) => slack::App::Several {
            client_id: set.client_id.clone(),
            client_secret: client_secret.clone(),
            token_key: token_key.clone(),
        },
        _ => return None,
    };
    Some(slack::Options {
        api_url: set.api_url().to_owned(),
        door,
        app,
        moderators: set.moderators.clone(),
    })
}

/// What the settings say about Discord; none where it is off.
#[must_use]
pub fn discord_options(settings: &Settings) -> Option<discord::Options> {
    let set = &settings.discord;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Some(discord::Options {
        token: set.token.clone()?,
        api_url: set.api_url().map(str::to_owned),
        door: match set.transport {
            Transport::Gateway => discord::Door::Gateway,
            Transport::Http => discord::Door::Http {
                public_key: set.public_key.clone(),
            },
        },
        moderators: set.moderators.clone(),
        shards: match set.shards {
            Shards::Auto => discord::Shards::Auto,
            Shards::Range { from, to, total } => discord::Shards::Range { from, to, total },
        },
        dev_guild: some(&set.dev_guild),
    })
}

/// Whether the lounge opens under these settings.
#[must_use]
pub fn door(settings: &Settings) -> Door {
    lounge::lounge_door(
        settings.lounge.enabled,
        settings.lounge.access_code.is_some(),
        settings.http.bind,
    )
}

/// Says where the lounge is, or why it is closed.
pub fn announce_door(settings: &Settings, door: &Door, listener: &TcpListener) {
    let address = listener.local_addr().unwrap_or(settings.http.bind);
    match door {
        Door::Open => {
            println!("Huzzah is at http://{address} — open it in a browser. Ctrl-C stops it.");
        }
        Door::Closed(reason) => tracing::warn!("{reason}"),
    }
}

/// Resolves when the process is told to stop.
pub async fn told_to_stop() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Ends the process at once when it is told to stop for the second time: whoever says so has no time to wait.
async fn end_when_told_twice() {
    told_to_stop().await;
    told_to_stop().await;
    tracing::warn!("told twice to stop: what is under way is left");
    std::process::exit(1);
}

/// Tells processes apart in the outbox.
fn process_name() -> String {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    format!("{}-{:08x}", std::process::id(), u32::from_be_bytes(bytes))
}
