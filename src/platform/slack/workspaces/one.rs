//! One workspace by configuration: its token is the settings', the rest is what Slack says of it.

use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::platform::slack::api::{Api, CallError};
use crate::platform::slack::team::TeamKey;
use crate::platform::slack::workspaces::{NoWorkspace, Workspace, settled};
use crate::store::Store;

/// The one workspace.
pub(super) struct One {
    token: SecretString,
    api: Api,
    store: Store,
    known: OnceCell<Workspace>,
}

impl One {
    pub(super) fn new(token: SecretString, api: Api, store: Store) -> Self {
        let known = OnceCell::new();
        Self {
            token,
            api,
            store,
            known,
        }
    }

    /// The workspace; asked for until Slack has answered once.
    pub(super) async fn workspace(&self) -> Result<Workspace, NoWorkspace> {
        self.known.get_or_try_init(|| self.ask()).await.cloned()
    }

    async fn ask(&self) -> Result<Workspace, NoWorkspace> {
        let asked = self.api.call(&self.token, "auth.test", &json!({})).await;
        let answer = asked.map_err(|error| NoWorkspace::Failed(advice(&error)))?;
        if answer["is_enterprise_install"] == true {
            let advice = "the token of HUZZAH_SLACK__BOT_TOKEN is a whole organisation's: \
                          install the app in one workspace and take that token";
            return Err(NoWorkspace::Failed(advice.to_owned()));
        }
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        let key = TeamKey {
            enterprise: text("enterprise_id"),
            team: text("team_id"),
        };
        if key.team.is_empty() || !matches!(answer["user_id"], Value::String(_)) {
            let odd = "Slack did not say whose token it is".to_owned();
            return Err(NoWorkspace::Failed(odd));
        }
        Ok(Workspace {
            key: settled(&self.store, key).await?,
            token: self.token.clone(),
            bot_user: text("user_id"),
            app_id: String::new(),
            name: text("team"),
            installer: None,
        })
    }
}

/// What is wrong, and what an operator does about it.
fn advice(error: &CallError) -> String {
    match error {
        CallError::Refused(word) => format!(
            "Slack refuses the bot's token ({word}): copy it again from OAuth & Permissions in the app's settings \
             to HUZZAH_SLACK__BOT_TOKEN"
        ),
        other => other.to_string(),
    }
}
