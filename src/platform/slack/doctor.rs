//! Slack's part of `/doctor`: the token, the scopes, the channel for news, how payloads reach us, user groups, and
//! commands that another app may own; each with the exact remedy.

mod channel;

use std::pin::Pin;
use std::sync::Arc;

use futures_util::future::join_all;
use serde_json::json;

use crate::cards::mark;
use crate::cards::say::say;
use crate::cards::settings::Check;
use crate::commands::{self, DoctorAsk};
use crate::platform::slack::api::{Api, CallError};
use crate::platform::slack::scopes::{OPTIONAL, REQUIRED};
use crate::platform::slack::team::TeamKey;
use crate::platform::slack::workspaces::{NoWorkspace, Workspace, Workspaces};

/// So many user groups are looked at.
const GROUPS: usize = 5;

/// How payloads reach us now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Over a socket that we keep open.
    Socket {
        /// Whether Slack has greeted us on it.
        connected: bool,
        /// What went wrong last: a word of Slack's, or ours.
        last_error: Option<String>,
    },
    /// As signed requests.
    Http {
        /// When one last came whose signature was right, in milliseconds UTC; none since the start when absent.
        last_ms: Option<i64>,
    },
}

/// Tells how payloads reach us now; nothing while the process goes down.
pub type AskReach = Arc<dyn Fn() -> Option<Reach> + Send + Sync>;

/// Looks at Slack from inside; clones look at the same.
#[derive(Clone)]
pub struct Doctor {
    api: Api,
    workspaces: Workspaces,
    reach: AskReach,
}

impl Doctor {
    /// A doctor for all workspaces.
    #[must_use]
    pub fn new(api: Api, workspaces: Workspaces, reach: AskReach) -> Self {
        Self {
            api,
            workspaces,
            reach,
        }
    }

    /// The same, as [`commands::Desk::doctor_of`] takes it.
    #[must_use]
    pub fn for_desk(self) -> commands::Doctor {
        Arc::new(move |ask| {
            let doctor = self.clone();
            let checks: Pin<Box<dyn Future<Output = Vec<Check>> + Send>> =
                Box::pin(async move { doctor.checks(&ask).await });
            checks
        })
    }

    /// Everything that can be looked at from here. Takes about as long as Slack takes to answer once, ten seconds at most.
    pub async fn checks(&self, ask: &DoctorAsk) -> Vec<Check> {
        let mut checks: Vec<Check> = (self.reach)().map(reached).into_iter().collect();
        let key = TeamKey::of_space(&ask.place.space);
        let workspace = match self.workspaces.of(&key).await {
            Ok(workspace) => workspace,
            Err(error) => {
                checks.push(not_here(&error));
                return checks;
            }
        };
        let feed = async {
            match ask.space.feed.as_deref() {
                Some(feed) => channel::checks(&self.api, &workspace, feed).await,
                None => Vec::new(),
            }
        };
        let groups = self.groups(&workspace, ask.space.moderators.as_deref());
        let scopes = self.api.scopes(&workspace.token);
        let (scopes, feed, groups) = tokio::join!(scopes, feed, groups);
        checks.extend(token(&scopes));
        checks.extend(feed);
        checks.extend(groups);
        checks.push(Check::remarked(
            say("slack-check-commands", &[]),
            say("slack-remark-commands", &[]),
        ));
        checks
    }

    /// Whether the members of groups that moderate can be read.
    async fn groups(&self, workspace: &Workspace, moderators: Option<&str>) -> Vec<Check> {
        let mentions = moderators.unwrap_or_default().split_whitespace();
        let groups = mentions.filter_map(|mention| mention.strip_prefix("<@&")?.strip_suffix('>'));
        let looks = groups
            .take(GROUPS)
            .map(|group| self.group(workspace, group));
        join_all(looks).await
    }

    async fn group(&self, workspace: &Workspace, group: &str) -> Check {
        let shown = mark::mention(&format!("&{group}"));
        let name = say("slack-check-group", &[]);
        let body = json!({"usergroup": group, "team_id": workspace.key.team});
        let (api, token) = (&self.api, &workspace.token);
        let fix = match api.call(token, "usergroups.users.list", &body).await {
            Ok(_) => {
                let which = say("slack-remark-group", &[("group", shown.into())]);
                return Check::remarked(name, which);
            }
            Err(CallError::Refused(word)) if word == "missing_scope" => {
                say("slack-fix-scope", &[("scope", "usergroups:read".into())])
            }
            Err(CallError::Refused(word)) => {
                let again = mark::command("setup moderators:\"@group\"");
                let puts = [
                    ("group", shown.into()),
                    ("word", word.into()),
                    ("command", again.into()),
                ];
                say("slack-fix-group", &puts)
            }
            Err(_) => say("slack-fix-later", &[]),
        };
        Check::new(name, false, fix)
    }
}

/// Whether payloads reach us.
fn reached(reach: Reach) -> Check {
    match reach {
        Reach::Socket {
            connected,
            last_error,
        } => {
            let word = last_error.unwrap_or_default();
            let fix = if word.is_empty() {
                say("slack-fix-socket", &[])
            } else {
                say("slack-fix-socket-word", &[("word", word.into())])
            };
            Check::new(say("slack-check-socket", &[]), connected, fix)
        }
        Reach::Http {
            last_ms: Some(last_ms),
        } => {
            let name = say("slack-check-requests", &[]);
            let time = mark::instant(last_ms, &say("slack-just-now", &[]));
            Check::remarked(name, say("slack-remark-requests", &[("time", time.into())]))
        }
        Reach::Http { last_ms: None } => Check::new(
            say("slack-check-requests", &[]),
            false,
            say("slack-fix-requests", &[]),
        ),
    }
}

/// What the token is good for: whether Slack takes it, and each scope that it lacks.
fn token(scopes: &Result<Vec<String>, CallError>) -> Vec<Check> {
    let name = say("slack-check-token", &[]);
    let held = match scopes {
        Ok(held) => held,
        Err(CallError::Refused(word)) => {
            let fix = say("slack-fix-token", &[("word", word.as_str().into())]);
            return vec![Check::new(name, false, fix)];
        }
        Err(_) => return vec![Check::new(name, false, say("slack-fix-later", &[]))],
    };
    let lacks = |scope: &&&str| !held.iter().any(|held| held == **scope);
    let mut checks = vec![Check::new(name, true, String::new())];
    let missing = REQUIRED.iter().filter(lacks).map(|scope| {
        let puts = [("scope", (*scope).into())];
        Check::new(
            say("slack-check-scope", &puts),
            false,
            say("slack-fix-scope", &puts),
        )
    });
    checks.extend(missing);
    if checks.len() == 1 {
        let name = say("slack-check-scopes", &[]);
        checks.push(Check::new(name, true, String::new()));
    }
    let less = OPTIONAL.iter().filter(lacks).map(|scope| {
        let name = say("slack-check-optional", &[("scope", (*scope).into())]);
        Check::remarked(name, without(scope))
    });
    checks.extend(less);
    checks
}

/// What is less good without an optional scope.
fn without(scope: &str) -> String {
    match scope {
        "files:write" | "im:write" => say("slack-without-files", &[]),
        "usergroups:read" => say("slack-without-groups", &[]),
        "groups:read" => say("slack-without-private", &[]),
        _ => say("slack-without-channels", &[]),
    }
}

fn not_here(error: &NoWorkspace) -> Check {
    let fix = match error {
        NoWorkspace::NotHere => say("slack-fix-install", &[]),
        NoWorkspace::Failed(_) => say("slack-fix-log", &[]),
    };
    tracing::warn!(%error, "the doctor can't look at a workspace");
    Check::new(say("slack-check-token", &[]), false, fix)
}
