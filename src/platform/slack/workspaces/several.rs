//! Any number of workspaces, each of which installed the app: their tokens lie sealed in the store.

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;
use secrecy::SecretString;

use crate::clock::Clock;
use crate::platform::slack::api::Api;
use crate::platform::slack::seal::{Kind, Seal, SealError};
use crate::platform::slack::team::TeamKey;
use crate::platform::slack::workspaces::rotate::{Gate, RENEW_MS};
use crate::platform::slack::workspaces::{NoWorkspace, Workspace, settled};
use crate::store::slack::SlackInstallation;
use crate::store::{Store, StoreError};

/// For how long what was read of an installation is believed; another process may have changed it since.
const BELIEVED_MS: i64 = 30_000;

/// The workspaces that installed the app.
pub(in crate::platform::slack) struct Several {
    pub(in crate::platform::slack) client_id: String,
    pub(in crate::platform::slack) client_secret: SecretString,
    pub(super) seal: Seal,
    pub(in crate::platform::slack) api: Api,
    pub(in crate::platform::slack) store: Store,
    pub(in crate::platform::slack) clock: Clock,
    known: Mutex<HashMap<TeamKey, Known>>,
    pub(super) gates: Mutex<HashMap<TeamKey, Arc<Gate>>>,
}

/// What was read of an installation.
struct Known {
    workspace: Workspace,
    read_ms: i64,
    /// Until when the token need not be renewed.
    good_ms: i64,
}

/// What Slack grants when the app is installed.
pub(in crate::platform::slack) struct Granted {
    /// The workspace.
    pub key: TeamKey,
    /// What it is called.
    pub name: String,
    /// The app's id.
    pub app_id: String,
    /// The bot's user id.
    pub bot_user: String,
    /// Who installed it.
    pub installer: Option<String>,
    /// The scopes, separated by commas.
    pub scopes: String,
    /// The bot's token.
    pub token: SecretString,
    /// The refresh token and when the token ends, where tokens rotate.
    pub rotates: Option<(SecretString, i64)>,
}

impl Several {
    pub(super) fn new(
        (client_id, client_secret): (String, SecretString),
        seal: Seal,
        (api, store, clock): (Api, Store, Clock),
    ) -> Self {
        Self {
            client_id,
            client_secret,
            seal,
            api,
            store,
            clock,
            known: Mutex::default(),
            gates: Mutex::default(),
        }
    }

    /// The workspace, with a token renewed in time.
    pub(super) async fn workspace(&self, key: &TeamKey) -> Result<Workspace, NoWorkspace> {
        if let Some(workspace) = self.known(key) {
            return Ok(workspace);
        }
        let found = self.store.slack_installations_of(&key.team).await?;
        let Some(found) = found.into_iter().find(|found| found.here) else {
            return Err(NoWorkspace::NotHere);
        };
        let found = self.in_time(found).await?;
        let workspace = self.opened(&found)?;
        let read_ms = self.clock.now_ms();
        let good_ms = found.expires_ms.map_or(i64::MAX, |ends| ends - RENEW_MS);
        let known = Known {
            workspace: workspace.clone(),
            read_ms,
            good_ms,
        };
        self.all_known().insert(key.clone(), known);
        Ok(workspace)
    }

    /// Keeps what was granted, over what an earlier installation left; the workspace comes back to the space it had.
    ///
    /// # Errors
    /// If the store fails.
    pub(in crate::platform::slack) async fn install(
        &self,
        granted: Granted,
    ) -> Result<Workspace, NoWorkspace> {
        let before = self.store.slack_installations_of(&granted.key.team).await?;
        let key = match before.first() {
            Some(before) => key_of(before),
            None => settled(&self.store, granted.key.clone()).await?,
        };
        let close = |kind, token| self.seal.close(&key, kind, token);
        let rotates = granted.rotates.as_ref();
        let installation = SlackInstallation {
            enterprise_id: key.enterprise.clone(),
            team_id: key.team.clone(),
            name: granted.name,
            app_id: granted.app_id,
            bot_user: granted.bot_user,
            installer: granted.installer,
            scopes: granted.scopes,
            token: Some(close(Kind::Token, &granted.token)),
            refresh: rotates.map(|(refresh, _)| close(Kind::Refresh, refresh)),
            expires_ms: rotates.map(|(_, ends)| *ends),
            here: true,
            state_ms: self.clock.now_ms(),
        };
        let mut tx = self.store.begin().await?;
        if let Err(error) = tx.slack_install(&installation).await {
            // It failed and keeps nothing; how it ends adds no news.
            tx.rollback().await.ok();
            return Err(error.into());
        }
        tx.commit().await?;
        self.doubt(&key.team);
        self.opened(&installation)
    }

    /// Notes that a workspace went, and drops its tokens; says whether it was here. Word of an earlier installation, by
    /// when this one was made, is passed over.
    ///
    /// # Errors
    /// If the store fails.
    pub(in crate::platform::slack) async fn go(
        &self,
        key: &TeamKey,
        late: impl Fn(i64) -> bool,
    ) -> Result<bool, StoreError> {
        let found = self.store.slack_installations_of(&key.team).await?;
        let here = found.iter().find(|found| found.here);
        let Some(here) = here.filter(|found| !late(found.state_ms)) else {
            self.doubt(&key.team);
            return Ok(false);
        };
        let (enterprise, team) = (&here.enterprise_id, &here.team_id);
        let mut tx = self.store.begin().await?;
        let went = match tx.slack_go(enterprise, team, self.clock.now_ms()).await {
            Ok(went) => went,
            Err(error) => {
                // As in `install`.
                tx.rollback().await.ok();
                return Err(error);
            }
        };
        tx.commit().await?;
        self.doubt(&key.team);
        Ok(went)
    }

    /// Whether the operator's key opens what is kept: better known at the start than at the first command.
    ///
    /// # Errors
    /// A sentence that names the setting, or the store's.
    pub(in crate::platform::slack) async fn check_key(&self) -> anyhow::Result<()> {
        let found = self.store.slack_installations_here("", 1).await?;
        if let Some(found) = found.first() {
            self.open(found, Kind::Token)?;
        }
        Ok(())
    }

    /// The installation's token or refresh token; none where there is none.
    pub(super) fn open(
        &self,
        found: &SlackInstallation,
        kind: Kind,
    ) -> Result<Option<SecretString>, SealError> {
        let sealed = match kind {
            Kind::Token => &found.token,
            Kind::Refresh => &found.refresh,
        };
        let open = |sealed: &String| self.seal.open(&key_of(found), kind, sealed);
        sealed.as_ref().map(open).transpose()
    }

    fn opened(&self, found: &SlackInstallation) -> Result<Workspace, NoWorkspace> {
        let token = self.open(found, Kind::Token);
        let token = token.map_err(|error| NoWorkspace::Failed(error.to_string()))?;
        Ok(Workspace {
            key: key_of(found),
            token: token.ok_or(NoWorkspace::NotHere)?,
            bot_user: found.bot_user.clone(),
            app_id: found.app_id.clone(),
            name: found.name.clone(),
            installer: found.installer.clone(),
        })
    }

    fn known(&self, key: &TeamKey) -> Option<Workspace> {
        let now_ms = self.clock.now_ms();
        let all = self.all_known();
        let known = all.get(key)?;
        let believed = (known.read_ms..known.read_ms + BELIEVED_MS).contains(&now_ms);
        (believed && now_ms < known.good_ms).then(|| known.workspace.clone())
    }

    /// What is known of a workspace is not believed any more.
    fn doubt(&self, team: &str) {
        self.all_known().retain(|key, _| key.team != team);
    }

    fn all_known(&self) -> std::sync::MutexGuard<'_, HashMap<TeamKey, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key under which an installation is kept.
pub(super) fn key_of(found: &SlackInstallation) -> TeamKey {
    TeamKey {
        enterprise: found.enterprise_id.clone(),
        team: found.team_id.clone(),
    }
}
