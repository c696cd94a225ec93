//! Workspaces that take the app out: nothing is posted there from that moment, their data waits for a month, and then
//! nothing of it is left. Whoever comes back in time finds everything as it was.

use tokio::sync::watch;

use crate::engine::{Claim, Engine, EngineError};
use crate::platform::slack::PLATFORM;
use crate::platform::slack::team::TeamKey;
use crate::platform::slack::workspaces::{NoWorkspace, Workspaces};

/// How long the data of a workspace that took the app out is kept: 30 days.
pub const KEPT_MS: i64 = 30 * 24 * 3_600_000;
/// How often is looked for workspaces whose time is over.
const LOOK_MS: i64 = 3_600_000;
/// An event that is older than the installation by more than this tells of an earlier one. Clocks may differ so much.
const SKEW_MS: i64 = 60_000;

impl Workspaces {
    /// Notes that the app was taken out of a workspace or its token revoked, at an instant where that is known. Either
    /// may be told first, and both again.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn went(&self, key: &TeamKey, at_ms: Option<i64>) -> Result<(), NoWorkspace> {
        let team_id = key.team.as_str();
        let Some(several) = self.several() else {
            tracing::warn!(
                team_id,
                "Slack says that the app was taken out of the workspace: install it again from the app's settings"
            );
            return Ok(());
        };
        let late = |installed_ms: i64| at_ms.is_some_and(|at_ms| at_ms + SKEW_MS < installed_ms);
        if several.go(key, late).await? {
            tracing::info!(
                team_id,
                "the app was taken out of a workspace: its data is deleted in 30 days"
            );
        }
        Ok(())
    }
}

/// Deletes everything about workspaces that went 30 days ago; how many there were.
///
/// # Errors
/// If the store fails; what is left is deleted another time.
pub async fn purge_due(engine: &Engine) -> Result<usize, EngineError> {
    let before_ms = engine.now_ms().saturating_sub(KEPT_MS);
    let mut n_purged = 0;
    for gone in engine.store().slack_gone_before(before_ms).await? {
        let (enterprise, team) = (gone.enterprise_id.clone(), gone.team_id.clone());
        let key = TeamKey { enterprise, team };
        let space = key.space();
        // It may have come back while we looked; then it keeps everything.
        let claim: Claim = Box::new(move |tx| {
            Box::pin(async move {
                let space = key.space();
                tx.slack_purge(&key.enterprise, &key.team, &space, before_ms)
                    .await
            })
        });
        if engine.forget_space(PLATFORM, &space, claim).await? {
            n_purged += 1;
            tracing::info!(team_id = gone.team_id, "a workspace's data was deleted");
        }
    }
    Ok(n_purged)
}

/// Looks every hour for workspaces whose time is over, until told to stop.
pub(super) async fn watch(engine: Engine, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = purge_due(&engine).await {
            tracing::warn!(%error, "a workspace's data is deleted later");
        }
        let next_ms = engine.clock().now_ms().saturating_add(LOOK_MS);
        tokio::select! {
            () = engine.clock().sleep_until(next_ms) => {}
            // An error means that nobody is left who could say stop: the process is going down.
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}
