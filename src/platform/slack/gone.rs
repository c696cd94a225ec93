//! Workspaces that take the app out: nothing is posted there from that moment, their data waits for a month, and then
//! nothing of it is left. Whoever comes back in time finds everything as it was.

use serde_json::json;
use tokio::sync::watch;

use crate::engine::{Claim, Engine, EngineError};
use crate::platform::gone::{self, Gone, KEPT_MS};
use crate::platform::slack::PLATFORM;
use crate::platform::slack::api::CallError;
use crate::platform::slack::team::TeamKey;
use crate::platform::slack::workspaces::{NoWorkspace, Workspaces};

/// How many of them are read at a time.
const PAGE: u32 = 100;
/// What Slack says of a token whose workspace took the app out (docs.slack.dev/reference/methods/auth.test).
const GONE: [&str; 2] = ["account_inactive", "token_revoked"];
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
    let gone = engine.store().slack_gone_before(before_ms).await?;
    let gone = gone.into_iter().map(|gone| {
        let (enterprise, team) = (gone.enterprise_id, gone.team_id);
        let key = TeamKey { enterprise, team };
        let space = key.space();
        let claim: Claim = Box::new(move |tx| {
            Box::pin(async move {
                let space = key.space();
                tx.slack_purge(&key.enterprise, &key.team, &space, before_ms)
                    .await
            })
        });
        Gone { space, claim }
    });
    gone::purge(engine, PLATFORM, gone.collect()).await
}

/// Asks Slack about every workspace that is here: nobody tells a house that was down for hours who went meanwhile.
/// Answers how many went.
///
/// # Errors
/// If the store fails.
pub(super) async fn look_after(workspaces: &Workspaces) -> Result<usize, NoWorkspace> {
    let Some(several) = workspaces.several() else {
        return Ok(0);
    };
    let (mut n_gone, mut last) = (0, String::new());
    loop {
        let here = several.store.slack_installations_here(&last, PAGE).await?;
        let Some(end) = here.last() else {
            return Ok(n_gone);
        };
        last.clone_from(&end.team_id);
        for found in here {
            let (enterprise, team) = (found.enterprise_id, found.team_id);
            let key = TeamKey { enterprise, team };
            let asked_ms = several.clock.now_ms();
            // Whoever came back while we asked stays.
            let back = |installed_ms: i64| installed_ms >= asked_ms;
            if is_out(workspaces, &key).await && several.go(&key, back).await? {
                n_gone += 1;
                tracing::info!(
                    team_id = key.team,
                    "Slack says that the app is not in a workspace any more"
                );
            }
        }
    }
}

/// Whether Slack says of a workspace's token that the app was taken out.
async fn is_out(workspaces: &Workspaces, key: &TeamKey) -> bool {
    let (Some(several), Ok(workspace)) = (workspaces.several(), workspaces.of(key).await) else {
        return false;
    };
    let nothing = json!({});
    let asked = several.api.call(&workspace.token, "auth.test", &nothing);
    let error = asked.await.err();
    let word = error.as_ref().and_then(CallError::word);
    word.is_some_and(|word| GONE.contains(&word))
}

/// Looks every hour for workspaces whose time is over, and every day for those that went unseen, until told to stop.
pub(super) async fn watch(engine: Engine, workspaces: Workspaces, stop: watch::Receiver<bool>) {
    let clock = engine.clock().clone();
    let look_after: gone::Job = Box::new(move || {
        let workspaces = workspaces.clone();
        Box::pin(async move {
            let looked = look_after(&workspaces).await;
            if let Err(error) = &looked {
                tracing::warn!(%error, "workspaces are looked after later");
            }
            looked.is_ok()
        })
    });
    let purge_due: gone::Job = Box::new(move || {
        let engine = engine.clone();
        Box::pin(async move {
            let purged = purge_due(&engine).await;
            if let Err(error) = &purged {
                tracing::warn!(%error, "a workspace's data is deleted later");
            }
            purged.is_ok()
        })
    });
    gone::watch(clock, look_after, purge_due, stop).await;
}
