//! What Slack's folder reads: installations.

use crate::store::slack::SlackInstallation;
use crate::store::value::{Row, values};
use crate::store::{Store, StoreError};

macro_rules! select_installation {
    ($rest:literal) => {
        concat!(
            "select enterprise_id, team_id, name, app_id, bot_user, installer, scopes, token, refresh, expires_ms,
                    state, state_ms
             from slack_installation
             ",
            $rest
        )
    };
}

impl Store {
    /// The installation of a workspace, gone or here.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_installation(
        &self,
        enterprise_id: &str,
        team_id: &str,
    ) -> Result<Option<SlackInstallation>, StoreError> {
        let sql = select_installation!("where enterprise_id = $1 and team_id = $2");
        let rows = self.fetch(sql, values![enterprise_id, team_id]).await?;
        rows.first().map(installation).transpose()
    }

    /// The installations of a workspace in whichever organisation, those that are here first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_installations_of(
        &self,
        team_id: &str,
    ) -> Result<Vec<SlackInstallation>, StoreError> {
        let sql = select_installation!(
            "where team_id = $1
             order by case when state = 'here' then 0 else 1 end, state_ms desc, enterprise_id"
        );
        let rows = self.fetch(sql, values![team_id]).await?;
        rows.iter().map(installation).collect()
    }

    /// The installations that are here, after one of these ids, in order of their ids, at most `limit`; begin with "".
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_installations_here(
        &self,
        after_team_id: &str,
        limit: u32,
    ) -> Result<Vec<SlackInstallation>, StoreError> {
        let sql = select_installation!(
            "where state = 'here' and team_id > $1
             order by team_id
             limit $2"
        );
        let rows = self.fetch(sql, values![after_team_id, limit]).await?;
        rows.iter().map(installation).collect()
    }

    /// Installations that went before an instant and are not purged yet, those that went first first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_gone_before(
        &self,
        before_ms: i64,
    ) -> Result<Vec<SlackInstallation>, StoreError> {
        let sql = select_installation!(
            "where state = 'gone' and state_ms < $1
             order by state_ms, enterprise_id, team_id"
        );
        let rows = self.fetch(sql, values![before_ms]).await?;
        rows.iter().map(installation).collect()
    }
}

fn installation(row: &Row) -> Result<SlackInstallation, StoreError> {
    Ok(SlackInstallation {
        enterprise_id: row.text(0)?,
        team_id: row.text(1)?,
        name: row.text(2)?,
        app_id: row.text(3)?,
        bot_user: row.text(4)?,
        installer: row.maybe_text(5)?,
        scopes: row.text(6)?,
        token: row.maybe_text(7)?,
        refresh: row.maybe_text(8)?,
        expires_ms: row.maybe_int(9)?,
        here: row.text(10)? == "here",
        state_ms: row.int(11)?,
    })
}
