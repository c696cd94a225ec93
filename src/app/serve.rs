//! `huzzah run`: one process that serves the lounge and moves with the clock, until it is told to stop.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::commands::{Desk, Features};
use crate::config::{LogFormat, Settings};
use crate::engine::{Courier, DeliveryRow, Engine, Post, Posted};
use crate::platform::lounge::{self, ARENA, Door, Lounge, Options};
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
        let courier = Courier::new(engine.clone(), post(&desk, &lounge), &process_name());
        Self {
            engine,
            desk,
            lounge,
            courier,
            stop,
        }
    }

    /// Starts the loops: the clock's, the courier's, and the lookouts for other processes.
    pub fn start(&self) {
        tokio::spawn(self.engine.clone().run_clock());
        tokio::spawn(self.engine.clone().run_followers());
        tokio::spawn(self.courier.clone().run());
        tokio::spawn(self.lounge.clone().watch_others());
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
        let (engine, rendered, tidied) = (self.engine.clone(), counters.clone(), counters);
        let parts = web::Parts {
            ready: Arc::new(move || {
                let engine = engine.clone();
                Box::pin(async move { engine.probe().await.map_err(|error| error.to_string()) })
            }),
            metrics: Arc::new(move || rendered.render()),
            mounts: vec![mount],
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
    let house = House::build(store, Clock::wall(), lounge_options(settings));
    house.engine.correct_clock().await?;
    let listener = bind(settings).await?;
    let door = door(settings);
    announce_door(settings, &door, &listener);
    house.start();
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

/// How the courier posts: by the platform of the space.
fn post(desk: &Desk, lounge: &Lounge) -> Post {
    let (desk, lounge) = (desk.clone(), lounge.clone());
    Arc::new(move |delivery: DeliveryRow| {
        let (desk, lounge) = (desk.clone(), lounge.clone());
        Box::pin(async move {
            let retry_ms = desk.engine().now_ms().saturating_add(2_000);
            let announcement = match desk.announcement(&delivery).await {
                Ok(Some(announcement)) => announcement,
                Ok(None) => return Posted::Nothing,
                Err(error) => {
                    tracing::warn!(%error, "an announcement is made later");
                    return Posted::Later(retry_ms);
                }
            };
            if announcement.space.platform != lounge::PLATFORM {
                return Posted::Nowhere;
            }
            let channel = announcement.space.feed.as_deref().unwrap_or(ARENA);
            if let Some((message, card)) = &announcement.corrects
                && let Err(error) = lounge.edit(message, card).await
            {
                tracing::warn!(%error, "an earlier post could not be corrected");
                return Posted::Later(retry_ms);
            }
            if announcement.moderators_only {
                return match lounge.tell_moderators(&announcement).await {
                    Ok(()) => Posted::Nothing,
                    Err(error) => {
                        tracing::warn!(%error, "moderators are told later");
                        Posted::Later(retry_ms)
                    }
                };
            }
            // The lounge takes a key once, so a post whose outcome was lost may simply be tried again.
            let (kind, key, card) = (&announcement.kind, &announcement.key, &announcement.card);
            match lounge
                .post(channel, kind, key, announcement.due_ms, card)
                .await
            {
                Ok(message) => Posted::Sent(message),
                Err(error) => {
                    tracing::warn!(%error, "a post in the lounge is tried again");
                    Posted::Later(retry_ms)
                }
            }
        })
    })
}

/// Tells processes apart in the outbox.
fn process_name() -> String {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    format!("{}-{:08x}", std::process::id(), u32::from_be_bytes(bytes))
}
