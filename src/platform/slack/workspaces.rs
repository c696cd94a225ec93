//! The workspaces that Huzzah is in, and their tokens.

use std::sync::Arc;

use secrecy::SecretString;

use crate::clock::Clock;
use crate::platform::slack::Options;
use crate::platform::slack::api::Api;
use crate::platform::slack::team::TeamKey;
use crate::store::Store;

/// One workspace, with a token that works now. `Debug` shows no token.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Which.
    pub key: TeamKey,
    /// The bot's token.
    pub token: SecretString,
    /// The bot's user id (`U…`).
    pub bot_user: String,
    /// The app's id (`A…`), where known.
    pub app_id: String,
    /// What the workspace is called.
    pub name: String,
    /// Who installed it (`U…`), where known.
    pub installer: Option<String>,
}

/// Why there is no workspace to act in.
#[derive(Debug, thiserror::Error)]
pub enum NoWorkspace {
    /// Huzzah is not installed there, or not any more.
    #[error("Huzzah is not installed in that workspace")]
    NotHere,
    /// The store or Slack failed.
    #[error("the workspace's token could not be read: {0}")]
    Failed(String),
}

/// All workspaces; clones share them.
#[derive(Clone)]
pub struct Workspaces(#[expect(dead_code, reason = "filled in next")] Arc<()>);

impl Workspaces {
    /// Workspaces by the settings: the configured one, or all that installed the app.
    #[must_use]
    pub fn new(_options: &Options, _api: Api, _store: Store, _clock: Clock) -> Self {
        unimplemented!()
    }

    /// The workspace of a payload or a space, with a token that is good for at least ten minutes more.
    /// With one workspace by configuration every key of that team means it.
    ///
    /// # Errors
    /// See [`NoWorkspace`].
    pub async fn of(&self, _key: &TeamKey) -> Result<Workspace, NoWorkspace> {
        unimplemented!()
    }

    /// The one workspace by configuration (`auth.test`, asked once and remembered); `None` with several workspaces.
    ///
    /// # Errors
    /// See [`NoWorkspace`].
    pub async fn only(&self) -> Result<Option<Workspace>, NoWorkspace> {
        unimplemented!()
    }
}
