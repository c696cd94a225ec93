//! Slack's tables: installations, and those under way. Read by `platform::slack` alone.
//!
//! Reading hangs on [`Store`](crate::store::Store), writing on [`Tx`](crate::store::Tx), as everywhere in the store.

mod read;
mod write;

use std::fmt;

/// A workspace that installed the app. Tokens are sealed texts; nothing here can open them.
#[derive(Clone, PartialEq, Eq)]
pub struct SlackInstallation {
    /// The organisation's id, or empty.
    pub enterprise_id: String,
    /// The workspace's id.
    pub team_id: String,
    /// What it is called.
    pub name: String,
    /// The app's id.
    pub app_id: String,
    /// The bot's user id.
    pub bot_user: String,
    /// Who installed it.
    pub installer: Option<String>,
    /// The scopes granted, separated by commas.
    pub scopes: String,
    /// The sealed token; none once gone.
    pub token: Option<String>,
    /// The sealed refresh token, where tokens rotate.
    pub refresh: Option<String>,
    /// When the token ends, where tokens rotate.
    pub expires_ms: Option<i64>,
    /// Whether it is still installed.
    pub here: bool,
    /// When it came or went.
    pub state_ms: i64,
}

impl fmt::Debug for SlackInstallation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            enterprise_id,
            team_id,
            here,
            state_ms,
            ..
        } = self;
        let state = if *here { "here" } else { "gone" };
        write!(
            f,
            "SlackInstallation({enterprise_id}/{team_id}, {state} since {state_ms} ms)"
        )
    }
}
