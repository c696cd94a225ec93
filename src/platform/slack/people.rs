//! People as Slack knows them: name, zone, language, and whether they moderate.

mod profile;
mod shelf;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::clock::Clock;
use crate::commands::Asker;
use crate::platform::slack::api::{Api, CallError};
use crate::platform::slack::envelope::Sender;
use crate::platform::slack::workspaces::Workspace;
use profile::Profile;
use shelf::Shelf;

/// Somebody who is seen for the first time is waited for that long; then the payload's word must do.
const PATIENCE: Duration = Duration::from_millis(700);
/// A profile is asked for again after that long.
const PROFILE_MS: i64 = 3_600_000;
/// A group's members are asked for again after that long.
const GROUP_MS: i64 = 300_000;

/// The people of all workspaces; clones share what is known of them.
#[derive(Clone)]
pub struct People(Arc<Inner>);

struct Inner {
    api: Api,
    clock: Clock,
    /// Who moderates everywhere, by the settings.
    moderators: HashSet<String>,
    profiles: Shelf<Profile>,
    groups: Shelf<Arc<HashSet<String>>>,
}

impl People {
    /// Nobody is known yet; `moderators` are the user ids that moderate everywhere.
    #[must_use]
    pub fn new(api: Api, clock: Clock, moderators: &[String]) -> Self {
        Self(Arc::new(Inner {
            api,
            clock,
            moderators: moderators.iter().cloned().collect(),
            profiles: Shelf::new(PROFILE_MS),
            groups: Shelf::new(GROUP_MS),
        }))
    }

    /// Who asks. `named` are the moderators that the workspace chose: mentions of people and groups, as
    /// [`SpaceRow::moderators`](crate::engine::SpaceRow::moderators) keeps them.
    ///
    /// Takes at most seven tenths of a second, and as much again where a group has to be asked for.
    pub async fn asker(
        &self,
        workspace: &Workspace,
        sender: &Sender,
        named: Option<&str>,
    ) -> Asker {
        let profile = self.profile(workspace, &sender.user).await;
        let moderator = self.0.moderators.contains(&sender.user)
            || profile.as_ref().is_some_and(|profile| profile.moderates)
            || self.is_named(workspace, &sender.user, named).await;
        let profile = profile.unwrap_or_default();
        let name = if profile.name.is_empty() {
            sender.name.clone()
        } else {
            profile.name
        };
        Asker {
            user: sender.user.clone(),
            name,
            zone: profile.zone,
            locale: profile.locale,
            moderator,
        }
    }

    /// Forgets what is known of somebody.
    pub fn forget(&self, workspace: &Workspace, user: &str) {
        self.0
            .profiles
            .forget(&(workspace.key.space(), user.to_owned()));
    }

    async fn profile(&self, workspace: &Workspace, user: &str) -> Option<Profile> {
        let key = (workspace.key.space(), user.to_owned());
        let (api, workspace, asked) = (self.0.api.clone(), workspace.clone(), user.to_owned());
        let fetch = async move {
            let body = json!({"user": asked, "include_locale": true});
            let answer = api.call(&workspace.token, "users.info", &body).await;
            let answer = told(answer, "users.info")?;
            Some(Profile::read(answer.get("user")?, &workspace.key))
        };
        let now_ms = self.0.clock.now_ms();
        self.0.profiles.look(key, now_ms, PATIENCE, fetch).await
    }

    /// Whether the workspace named somebody, by herself or by a group of hers. A group that can't be read names nobody;
    /// `/doctor` says which scope is missing.
    async fn is_named(&self, workspace: &Workspace, user: &str, named: Option<&str>) -> bool {
        let mut groups = Vec::new();
        for mention in named.unwrap_or_default().split_whitespace() {
            let Some(id) = mention
                .strip_prefix("<@")
                .and_then(|rest| rest.strip_suffix('>'))
            else {
                continue;
            };
            match id.strip_prefix('&') {
                Some(group) => groups.push(group),
                None if id == user => return true,
                None => {}
            }
        }
        for group in groups {
            let members = self.members(workspace, group).await;
            if members.is_some_and(|members| members.contains(user)) {
                return true;
            }
        }
        false
    }

    async fn members(&self, workspace: &Workspace, group: &str) -> Option<Arc<HashSet<String>>> {
        let key = (workspace.key.space(), group.to_owned());
        let (api, workspace, group) = (self.0.api.clone(), workspace.clone(), group.to_owned());
        let fetch = async move {
            // In an organisation-wide installation the token alone does not say which workspace is meant.
            let body = json!({"usergroup": group, "team_id": workspace.key.team});
            let answer = api
                .call(&workspace.token, "usergroups.users.list", &body)
                .await;
            let answer = told(answer, "usergroups.users.list")?;
            let users = answer.get("users")?.as_array()?.iter();
            let users = users.filter_map(Value::as_str).map(str::to_owned);
            Some(Arc::new(users.collect()))
        };
        let now_ms = self.0.clock.now_ms();
        self.0.groups.look(key, now_ms, PATIENCE, fetch).await
    }
}

/// The answer, or a word in the log.
fn told(answer: Result<Value, CallError>, method: &'static str) -> Option<Value> {
    match answer {
        Ok(answer) => Some(answer),
        Err(error) => {
            tracing::warn!(%error, method, "Slack did not say who somebody is");
            None
        }
    }
}
