//! Spaces that take the bot out, on any platform: their data waits for a month, and then nothing of it is left. Whoever
//! comes back in time finds everything as it was.

use std::pin::Pin;

use tokio::sync::watch;

use crate::clock::Clock;
use crate::engine::{Claim, Engine, EngineError};

/// How long the data of a space that took the bot out is kept: 30 days.
pub(crate) const KEPT_MS: i64 = 30 * 24 * 3_600_000;
/// How often is looked for spaces whose time is over.
const LOOK_MS: i64 = 3_600_000;
/// How often a platform is asked about spaces that are here.
const LOOK_AFTER_MS: i64 = 24 * 3_600_000;

/// A space whose time is over.
pub(crate) struct Gone {
    /// The platform's id of it.
    pub(crate) space: String,
    /// Whether that still holds when it comes to it: it may have come back while we looked.
    pub(crate) claim: Claim,
}

/// Forgets spaces whose time is over; how many there were.
///
/// # Errors
/// If the store fails; what is left is deleted another time.
pub(crate) async fn purge(
    engine: &Engine,
    platform: &'static str,
    gone: Vec<Gone>,
) -> Result<usize, EngineError> {
    let mut n_purged = 0;
    for Gone { space, claim } in gone {
        if engine.forget_space(platform, &space, claim).await? {
            n_purged += 1;
            tracing::info!(platform, space, "the data of a space was deleted");
        }
    }
    Ok(n_purged)
}

/// Work that says whether it was done.
pub(crate) type Job = Box<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// Looks every hour for spaces whose time is over, and every day (every hour until it is done) for those that went
/// unseen, until told to stop.
pub(crate) async fn watch(
    clock: Clock,
    look_after: Job,
    purge_due: Job,
    mut stop: watch::Receiver<bool>,
) {
    let mut look_ms = 0;
    loop {
        if clock.now_ms() >= look_ms && look_after().await {
            look_ms = clock.now_ms().saturating_add(LOOK_AFTER_MS);
        }
        purge_due().await;
        let next_ms = clock.now_ms().saturating_add(LOOK_MS);
        tokio::select! {
            () = clock.sleep_until(next_ms) => {}
            // An error means that nobody is left who could say stop: the process is going down.
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}
