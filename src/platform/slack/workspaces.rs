//! The workspaces that Huzzah is in, and their tokens.

mod one;
mod rotate;
mod several;

use std::sync::Arc;

use secrecy::SecretString;

use crate::clock::Clock;
use crate::platform::slack::api::Api;
use crate::platform::slack::seal::Seal;
use crate::platform::slack::team::TeamKey;
use crate::platform::slack::{App, Options, PLATFORM};
use crate::store::{Store, StoreError};
use one::One;

pub(super) use rotate::tokens;
pub(super) use several::{Granted, Several};

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

impl From<StoreError> for NoWorkspace {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// All workspaces; clones share them.
#[derive(Clone)]
pub struct Workspaces(Arc<Source>);

enum Source {
    One(Box<One>),
    Several(Box<Several>),
}

impl Workspaces {
    /// Workspaces by the settings: the configured one, or all that installed the app.
    #[must_use]
    pub fn new(options: &Options, api: Api, store: Store, clock: Clock) -> Self {
        Self(Arc::new(match &options.app {
            App::One { bot_token } => {
                Source::One(Box::new(One::new(bot_token.clone(), api, store)))
            }
            App::Several {
                client_id,
                client_secret,
                token_key,
            } => Source::Several(Box::new(Several::new(
                (client_id.clone(), client_secret.clone()),
                Seal::new(token_key),
                (api, store, clock),
            ))),
        }))
    }

    /// The workspace of a payload or a space, with a token that is good for at least ten minutes more, or as long as
    /// Slack lets it live where it can't be renewed. With one workspace by configuration every key of that team means it.
    ///
    /// # Errors
    /// See [`NoWorkspace`].
    pub async fn of(&self, key: &TeamKey) -> Result<Workspace, NoWorkspace> {
        match &*self.0 {
            Source::One(one) => {
                let workspace = one.workspace().await?;
                if workspace.key.team == key.team {
                    Ok(workspace)
                } else {
                    Err(NoWorkspace::NotHere)
                }
            }
            Source::Several(several) => several.workspace(key).await,
        }
    }

    /// The one workspace by configuration (`auth.test`, asked once and remembered); `None` with several workspaces.
    ///
    /// # Errors
    /// See [`NoWorkspace`].
    pub async fn only(&self) -> Result<Option<Workspace>, NoWorkspace> {
        match &*self.0 {
            Source::One(one) => one.workspace().await.map(Some),
            Source::Several(_) => Ok(None),
        }
    }

    /// Those that install the app by themselves; `None` with one workspace by configuration.
    pub(super) fn several(&self) -> Option<&Several> {
        match &*self.0 {
            Source::One(_) => None,
            Source::Several(several) => Some(several),
        }
    }
}

/// The key under which a workspace is known here. One that joins an organisation keeps the space it had before.
async fn settled(store: &Store, key: TeamKey) -> Result<TeamKey, StoreError> {
    let bare = TeamKey {
        enterprise: String::new(),
        team: key.team.clone(),
    };
    let before = store.space_by_platform(PLATFORM, &bare.space()).await?;
    Ok(if before.is_some() { bare } else { key })
}
