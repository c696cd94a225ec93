//! The house as the browser tests open it: `huzzah run` with a clock that is moved by lines on standard input.
//!
//! `advance MS` moves it on; the end of the input stops the house. `CLOCK_MS` says where the clock stands at first.

use anyhow::Context as _;
use huzzah::app::serve::{self, House};
use huzzah::clock::Clock;
use huzzah::config::{self, Settings};
use huzzah::store::Store;
use huzzah::telemetry;
use tokio::sync::oneshot;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let environment = config::environment();
    let start_ms = std::env::var("CLOCK_MS")
        .ok()
        .and_then(|ms| ms.parse().ok())
        .unwrap_or_else(|| Clock::wall().now_ms());
    let settings = Settings::load(None, environment)?;
    telemetry::init(false, "warn").context("start the log")?;
    let clock = Clock::moved(start_ms);
    let store = Store::open(settings.database.url.expose()).await?;
    let house = House::build(store, clock.clone(), serve::lounge_options(&settings));
    let listener = serve::bind(&settings).await?;
    let door = serve::door(&settings);
    house.start();
    house.serve(listener, &door, moved_by_hand(clock)).await
}

/// Moves the clock as the standard input says; resolves when it ends.
async fn moved_by_hand(clock: Clock) {
    let (end, ended) = oneshot::channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if let Some(ms) = line.strip_prefix("advance ").and_then(|ms| ms.parse().ok()) {
                clock.advance_ms(ms);
            }
        }
        // Nobody listens any more only when the house has stopped already.
        let _ = end.send(());
    });
    // An error means that the thread is gone, which is an end too.
    drop(ended.await);
}
