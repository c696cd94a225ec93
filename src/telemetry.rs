//! Telemetry: the log on standard error, and the counters that `/metrics` shows.

use std::io::IsTerminal;
use std::sync::OnceLock;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use thiserror::Error;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

const COMMANDS: &str = "huzzah_commands_total";
const REFUSALS: &str = "huzzah_refusals_total";
const APPEND_BATCH: &str = "huzzah_append_batch_commands";
const APPEND_SECONDS: &str = "huzzah_append_seconds";
const DELIVERIES: &str = "huzzah_deliveries_total";
const DELIVERY_LAG: &str = "huzzah_delivery_lag_seconds";
const DUE_LAG: &str = "huzzah_due_lag_seconds";
const SLACK_CONNECTED: &str = "huzzah_slack_connected";
const DISCORD_SHARDS: &str = "huzzah_discord_shards_connected";

/// How many commands one append holds, at most 512.
const BATCH_BUCKETS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];

/// From a millisecond to the five seconds after which a caller has long been told "I don't know".
const APPEND_BUCKETS: &[f64] = &[
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
];

/// From a tenth of a second to a day.
const LAG_BUCKETS: &[f64] = &[
    0.1, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 600.0, 3_600.0, 86_400.0,
];

/// Why the log or the counters cannot be set up.
#[derive(Debug, Error)]
pub enum TelemetryError {
    /// The filter is not made of `LEVEL` and `TARGET=LEVEL`.
    #[error("log.filter can't be read: write a level such as info, or info,sqlx=warn")]
    Filter,
    /// This process already writes a log.
    #[error("the log is already set up")]
    Log,
    /// The counters cannot be kept.
    #[error("the counters can't be set up: {0}")]
    Counters(#[from] BuildError),
}

/// Starts the log on standard error: lines of JSON, or lines for people to read.
///
/// `filter` is made of `LEVEL` and `TARGET=LEVEL`, separated by commas.
///
/// # Errors
/// If `filter` can't be read, or if this process already has a log.
pub fn init(json: bool, filter: &str) -> Result<(), TelemetryError> {
    let targets: Targets = filter.parse().map_err(|_| TelemetryError::Filter)?;
    // Below errors serenity writes whole requests and frames, with what members wrote and with tokens of interactions.
    let targets = targets.with_target("serenity", LevelFilter::ERROR);
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines = if json {
        lines.json().flatten_event(true).boxed()
    } else {
        lines.with_ansi(std::io::stderr().is_terminal()).boxed()
    };
    tracing_subscriber::registry()
        .with(lines.with_filter(targets))
        .try_init()
        .map_err(|_| TelemetryError::Log)
}

/// The counters of this process, as Prometheus reads them.
#[derive(Clone)]
pub struct Counters(PrometheusHandle);

impl Counters {
    /// The counters; from the first call on, everything below is counted.
    ///
    /// # Errors
    /// If the recorder cannot be built.
    pub fn install() -> Result<Counters, TelemetryError> {
        static INSTALLED: OnceLock<PrometheusHandle> = OnceLock::new();
        let recorder = builder()?.build_recorder();
        let handle = INSTALLED.get_or_init(|| {
            let handle = recorder.handle();
            // Somebody who embeds this crate may count elsewhere; then nothing is counted here.
            if metrics::set_global_recorder(recorder).is_ok() {
                describe();
            }
            handle
        });
        Ok(Counters(handle.clone()))
    }

    /// Everything counted so far, in Prometheus' text format.
    #[must_use]
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Puts single measurements into their buckets. Call it every few seconds: until then each
    /// measurement takes memory of its own.
    pub fn upkeep(&self) {
        self.0.run_upkeep();
    }
}

/// Counts a command that was run, whatever came of it.
pub fn command_ran(command: &'static str, platform: &'static str) {
    counter!(COMMANDS, "command" => command, "platform" => platform).increment(1);
}

/// Counts a command that the rules refused.
pub fn command_refused(command: &'static str) {
    counter!(REFUSALS, "command" => command).increment(1);
}

/// Counts one append to the stream: how many commands it held, and how long it took to be safe.
pub fn appended(n_commands: usize, seconds: f64) {
    histogram!(APPEND_BATCH).record(f64::from(u32::try_from(n_commands).unwrap_or(u32::MAX)));
    histogram!(APPEND_SECONDS).record(seconds);
}

/// Counts a delivery that came to `state` (sent, failed or unknown).
pub fn delivered(state: &'static str) {
    counter!(DELIVERIES, "state" => state).increment(1);
}

/// Notes how long after its due time a delivery was sent.
pub fn delivery_lagged(lag_ms: i64) {
    histogram!(DELIVERY_LAG).record(seconds(lag_ms));
}

/// Notes how long after its due time something (a close, an end, a draw) was decided.
pub fn due_lagged(lag_ms: i64) {
    histogram!(DUE_LAG).record(seconds(lag_ms));
}

/// Notes whether Slack's socket is open.
pub fn slack_connected(connected: bool) {
    gauge!(SLACK_CONNECTED).set(f64::from(u8::from(connected)));
}

/// Notes how many of this process's shards are connected to Discord's gateway.
pub fn discord_shards(n_connected: usize) {
    let n_connected = u32::try_from(n_connected).unwrap_or(u32::MAX);
    gauge!(DISCORD_SHARDS).set(f64::from(n_connected));
}

fn seconds(ms: i64) -> f64 {
    let ms = u64::try_from(ms).unwrap_or(0);
    std::time::Duration::from_millis(ms).as_secs_f64()
}

fn builder() -> Result<PrometheusBuilder, BuildError> {
    let full = |name: &str| Matcher::Full(name.to_owned());
    PrometheusBuilder::new()
        .set_buckets_for_metric(full(APPEND_BATCH), BATCH_BUCKETS)?
        .set_buckets_for_metric(full(APPEND_SECONDS), APPEND_BUCKETS)?
        .set_buckets_for_metric(full(DELIVERY_LAG), LAG_BUCKETS)?
        .set_buckets_for_metric(full(DUE_LAG), LAG_BUCKETS)
}

fn describe() {
    describe_counter!(COMMANDS, "Commands that were run, by command and platform");
    describe_counter!(REFUSALS, "Commands that the rules refused, by command");
    describe_gauge!(
        SLACK_CONNECTED,
        "Whether Slack's socket is open: 1 or 0; absent where there is none"
    );
    describe_gauge!(
        DISCORD_SHARDS,
        Unit::Count,
        "Shards of this process that are connected to Discord's gateway; absent where it has none"
    );
    describe_histogram!(
        APPEND_BATCH,
        Unit::Count,
        "Commands in one append to the stream"
    );
    describe_histogram!(
        APPEND_SECONDS,
        Unit::Seconds,
        "Time until one append was durable"
    );
    describe_counter!(DELIVERIES, "Deliveries that came to an end, by state");
    describe_histogram!(
        DELIVERY_LAG,
        Unit::Seconds,
        "Time from a delivery's due time until it was sent"
    );
    describe_histogram!(
        DUE_LAG,
        Unit::Seconds,
        "Time from a due instant until it was decided"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_shows_up_with_its_labels() {
        let counters = Counters::install().expect("the counters start");
        let again = Counters::install().expect("and start again");
        command_ran("progress", "lounge");
        command_refused("progress");
        appended(3, 0.004);
        delivered("sent");
        delivery_lagged(1_500);
        due_lagged(i64::MIN);
        counters.upkeep();
        let text = again.render();
        for line in [
            r#"huzzah_commands_total{command="progress",platform="lounge"} 1"#,
            r#"huzzah_refusals_total{command="progress"} 1"#,
            r#"huzzah_append_batch_commands_bucket{le="4"} 1"#,
            r#"huzzah_append_seconds_bucket{le="0.005"} 1"#,
            r#"huzzah_deliveries_total{state="sent"} 1"#,
            r#"huzzah_delivery_lag_seconds_bucket{le="2"} 1"#,
            r#"huzzah_due_lag_seconds_bucket{le="0.1"} 1"#,
            "# HELP huzzah_commands_total",
        ] {
            assert!(text.contains(line), "{line} is not in:\n{text}");
        }
    }

    #[test]
    fn a_filter_that_cannot_be_read_is_refused() {
        assert!(matches!(
            init(false, "huzzah=loud"),
            Err(TelemetryError::Filter)
        ));
    }
}
