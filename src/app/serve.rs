//! `huzzah run`: one process that serves the lounge, Slack and Discord and moves with the clock, until it is told to stop.

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::app::options::{discord_options, slack_options};
use crate::clock::Clock;
use crate::config::{LogFormat, Settings};
use crate::platform::lounge::{self, Door};
use crate::store::Store;
use crate::telemetry;

pub use crate::app::house::House;
pub use crate::app::options::lounge_options;

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
