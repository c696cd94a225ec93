//! Tokens that end after twelve hours, renewed in time (docs.slack.dev/authentication/using-token-rotation).
//!
//! A refresh token is good once. Within a process one renews and the others wait or go on with the old token; between
//! processes the store takes the first one's tokens, and whoever came too late reads them there.

use std::sync::{Arc, PoisonError};

use backon::{ExponentialBuilder, Retryable as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::platform::slack::seal::Kind;
use crate::platform::slack::workspaces::NoWorkspace;
use crate::platform::slack::workspaces::several::{Several, key_of};
use crate::store::StoreError;
use crate::store::slack::SlackInstallation;

/// A token is renewed when it has no more than this left.
pub(super) const RENEW_MS: i64 = 10 * 60_000;
/// A token with more than this left serves while somebody else renews it.
const SERVES_MS: i64 = 60_000;
/// After a renewal that failed the next one waits so long.
const AGAIN_MS: i64 = 30_000;
/// How often new tokens that the store does not take are offered again: one, two, four seconds later.
const KEEPING: usize = 3;

/// Lets one renew at a time; inside is when the next try may be.
pub(super) type Gate = tokio::sync::Mutex<i64>;

impl Several {
    /// The installation with a token that is good for a while: this one, or as it stands after a renewal.
    pub(super) async fn in_time(
        &self,
        found: SlackInstallation,
    ) -> Result<SlackInstallation, NoWorkspace> {
        if !self.ends_within(&found, RENEW_MS) {
            return Ok(found);
        }
        let gate = self.gate(&found);
        let mut next_ms = match gate.try_lock() {
            Ok(next_ms) => next_ms,
            Err(_) if !self.ends_within(&found, SERVES_MS) => return Ok(found),
            Err(_) => gate.lock().await,
        };
        let found = self.again(found).await?;
        if !self.ends_within(&found, RENEW_MS) {
            return Ok(found);
        }
        let found = if self.clock.now_ms() < *next_ms {
            found
        } else {
            let renewed = self.renew(found).await?;
            if self.ends_within(&renewed, RENEW_MS) {
                *next_ms = self.clock.now_ms() + AGAIN_MS;
            }
            renewed
        };
        if self.ends_within(&found, 0) {
            let ended = "it has ended and could not be renewed; if this lasts, the app must be installed there again";
            return Err(NoWorkspace::Failed(ended.to_owned()));
        }
        Ok(found)
    }

    /// Asks Slack for new tokens and keeps them; the installation as it stands then.
    async fn renew(&self, found: SlackInstallation) -> Result<SlackInstallation, NoWorkspace> {
        let refresh = self.open(&found, Kind::Refresh);
        let refresh = refresh.map_err(|error| NoWorkspace::Failed(error.to_string()))?;
        let (Some(refresh), Some(sealed)) = (refresh, found.refresh.clone()) else {
            return Ok(found);
        };
        let fields = [
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.expose_secret()),
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.expose_secret()),
        ];
        let answer = self.api.exchange(&fields).await;
        let team_id = found.team_id.as_str();
        match answer
            .as_ref()
            .map(|answer| tokens(answer, self.clock.now_ms()))
        {
            Ok(Some(new)) => {
                self.keep(&found, &sealed, new).await?;
                tracing::info!(team_id, "a workspace's token was renewed");
            }
            Ok(None) => tracing::error!(team_id, "Slack's answer to a renewal holds no tokens"),
            // Another process may have been first, and what it got is in the store by now.
            Err(error) => tracing::warn!(team_id, %error, "a token could not be renewed"),
        }
        self.again(found).await
    }

    /// Keeps new tokens, unless somebody else kept theirs first. The old ones are used up, so it is tried for a while.
    async fn keep(
        &self,
        found: &SlackInstallation,
        refresh_before: &str,
        (token, refresh, ends_ms): (SecretString, SecretString, i64),
    ) -> Result<(), StoreError> {
        let key = key_of(found);
        let token = self.seal.close(&key, Kind::Token, &token);
        let refresh = self.seal.close(&key, Kind::Refresh, &refresh);
        let keep = || async {
            let mut tx = self.store.begin().await?;
            let kept = tx.slack_rotate(
                &key.enterprise,
                &key.team,
                refresh_before,
                &token,
                &refresh,
                ends_ms,
            );
            if let Err(error) = kept.await {
                // It failed and keeps nothing; how it ends adds no news.
                tx.rollback().await.ok();
                return Err(error);
            }
            tx.commit().await
        };
        // Kept twice is kept once: the second time finds another refresh token.
        keep.retry(ExponentialBuilder::default().with_max_times(KEEPING))
            .await
    }

    /// The installation as the store has it now.
    async fn again(&self, found: SlackInstallation) -> Result<SlackInstallation, NoWorkspace> {
        let (enterprise, team) = (&found.enterprise_id, &found.team_id);
        let found = self.store.slack_installation(enterprise, team).await?;
        let here = found.filter(|found| found.here);
        here.ok_or(NoWorkspace::NotHere)
    }

    fn ends_within(&self, found: &SlackInstallation, within_ms: i64) -> bool {
        let left = |ends: i64| ends.saturating_sub(self.clock.now_ms());
        found.expires_ms.is_some_and(|ends| left(ends) <= within_ms)
    }

    fn gate(&self, found: &SlackInstallation) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(key_of(found)).or_default())
    }
}

/// The tokens in an answer of `oauth.v2.access` and when the first ends, where tokens rotate.
pub(in crate::platform::slack) fn tokens(
    answer: &Value,
    now_ms: i64,
) -> Option<(SecretString, SecretString, i64)> {
    let token = answer["access_token"].as_str()?;
    let refresh = answer["refresh_token"].as_str()?;
    let seconds = answer["expires_in"].as_i64()?;
    let ends_ms = now_ms.saturating_add(seconds.saturating_mul(1_000));
    Some((token.into(), refresh.into(), ends_ms))
}
