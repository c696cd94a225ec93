//! What Slack's folder writes about workspaces: coming, going, tokens, and installations under way.

use crate::store::slack::SlackInstallation;
use crate::store::value::values;
use crate::store::{StoreError, Tx};

impl Tx {
    /// Writes an installation, over an earlier one of the same workspace.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_install(
        &mut self,
        installation: &SlackInstallation,
    ) -> Result<(), StoreError> {
        let state = if installation.here { "here" } else { "gone" };
        self.execute(
            "insert into slack_installation
               (enterprise_id, team_id, name, app_id, bot_user, installer, scopes, token, refresh, expires_ms, state,
                state_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (enterprise_id, team_id) do update
             set name = excluded.name,
                 app_id = excluded.app_id,
                 bot_user = excluded.bot_user,
                 installer = excluded.installer,
                 scopes = excluded.scopes,
                 token = excluded.token,
                 refresh = excluded.refresh,
                 expires_ms = excluded.expires_ms,
                 state = excluded.state,
                 state_ms = excluded.state_ms",
            values![
                &installation.enterprise_id,
                &installation.team_id,
                &installation.name,
                &installation.app_id,
                &installation.bot_user,
                installation.installer.as_deref(),
                &installation.scopes,
                installation.token.as_deref(),
                installation.refresh.as_deref(),
                installation.expires_ms,
                state,
                installation.state_ms
            ],
        )
        .await
        .map(drop)
    }

    /// Replaces rotated tokens, only where `refresh_before` is still the sealed refresh token; says whether it was.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_rotate(
        &mut self,
        enterprise_id: &str,
        team_id: &str,
        refresh_before: &str,
        token: &str,
        refresh: &str,
        expires_ms: i64,
    ) -> Result<bool, StoreError> {
        let n_rotated = self
            .execute(
                "update slack_installation
                 set token = $4, refresh = $5, expires_ms = $6
                 where enterprise_id = $1 and team_id = $2 and refresh = $3 and state = 'here'",
                values![
                    enterprise_id,
                    team_id,
                    refresh_before,
                    token,
                    refresh,
                    expires_ms
                ],
            )
            .await?;
        Ok(n_rotated == 1)
    }

    /// Marks a workspace as gone and drops its tokens; repeating changes nothing. Says whether it was here.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_go(
        &mut self,
        enterprise_id: &str,
        team_id: &str,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let n_gone = self
            .execute(
                "update slack_installation
                 set state = 'gone', state_ms = $3, token = null, refresh = null, expires_ms = null
                 where enterprise_id = $1 and team_id = $2 and state = 'here'",
                values![enterprise_id, team_id, now_ms],
            )
            .await?;
        Ok(n_gone == 1)
    }

    /// Forgets a workspace that went before `gone_before_ms`: its installation and everything in Slack's tables about
    /// its space. Says false, and forgets nothing, where it has come back or is forgotten already.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_purge(
        &mut self,
        enterprise_id: &str,
        team_id: &str,
        platform_space: &str,
        gone_before_ms: i64,
    ) -> Result<bool, StoreError> {
        let n_purged = self
            .execute(
                "delete from slack_installation
                 where enterprise_id = $1 and team_id = $2 and state = 'gone' and state_ms < $3",
                values![enterprise_id, team_id, gone_before_ms],
            )
            .await?;
        if n_purged == 0 {
            return Ok(false);
        }
        self.purge_messages("slack", platform_space).await?;
        Ok(true)
    }

    /// Keeps the hash of an OAuth `state`, and drops those made before `drop_before_ms`. Says false, and keeps nothing,
    /// where `most` are kept already.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_keep_state(
        &mut self,
        state_hash: &str,
        made_ms: i64,
        drop_before_ms: i64,
        most: u32,
    ) -> Result<bool, StoreError> {
        self.execute(
            "delete from slack_state where made_ms < $1",
            values![drop_before_ms],
        )
        .await?;
        let n_kept = self
            .execute(
                "insert into slack_state (state_hash, made_ms)
                 select $1, $2
                 where (select count(*) from slack_state) < $3",
                values![state_hash, made_ms, most],
            )
            .await?;
        Ok(n_kept == 1)
    }

    /// Takes an OAuth `state` out, once; says whether it was there and made after `made_after_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_take_state(
        &mut self,
        state_hash: &str,
        made_after_ms: i64,
    ) -> Result<bool, StoreError> {
        let rows = self
            .fetch(
                "delete from slack_state where state_hash = $1 returning made_ms",
                values![state_hash],
            )
            .await?;
        let made_ms = rows.first().map(|row| row.int(0)).transpose()?;
        Ok(made_ms.is_some_and(|made_ms| made_ms > made_after_ms))
    }
}
