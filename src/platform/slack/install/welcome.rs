//! A word to whoever installed the app: what to do next.

use std::time::Duration;

use serde_json::json;

use crate::cards::say::say;
use crate::cards::{Action, Card, Style, mark};
use crate::clock::Clock;
use crate::platform::slack::api::{Api, CallError};
use crate::platform::slack::blocks;
use crate::platform::slack::workspaces::Workspace;

/// How often a busy Slack is asked again.
const TRIES: u32 = 3;

/// Tells the installer, in a direct message, what comes next.
pub(super) async fn greet(api: &Api, clock: &Clock, workspace: &Workspace) {
    let Some(installer) = &workspace.installer else {
        return;
    };
    let team_id = &workspace.key.team;
    let message = blocks::message(&card(&workspace.bot_user));
    let body = json!({
        "channel": installer,
        "text": message.text,
        "blocks": message.blocks,
        "unfurl_links": false,
        "unfurl_media": false,
    });
    for _ in 0..TRIES {
        match api.call(&workspace.token, "chat.postMessage", &body).await {
            Ok(_) => return,
            Err(CallError::Busy(wait)) => {
                let wait_ms = i64::try_from(wait.min(Duration::from_mins(5)).as_millis());
                let until_ms = clock.now_ms().saturating_add(wait_ms.unwrap_or(0));
                clock.sleep_until(until_ms).await;
            }
            Err(error) => {
                return tracing::warn!(%error, team_id, "whoever installed the app was not greeted");
            }
        }
    }
    tracing::warn!(
        team_id,
        "Slack was too busy to greet whoever installed the app"
    );
}

fn card(bot_user: &str) -> Card {
    let button = |label: String, command: &str, style| Action {
        label,
        command: command.to_owned(),
        style,
        ..Action::default()
    };
    let me = mark::mention(bot_user);
    let (setup, doctor) = (mark::command("setup"), mark::command("doctor"));
    let lines = [
        say("slack-welcome-invite", &[("me", me.into())]),
        say("slack-welcome-setup", &[("command", setup.into())]),
        say("slack-welcome-doctor", &[("command", doctor.into())]),
    ];
    Card {
        title: say("slack-welcome", &[]).into(),
        // There are no people in these lines who need a name.
        lines: lines
            .map(|line| mark::words(&line, &|_| String::new()))
            .into(),
        actions: vec![
            button(say("slack-welcome-button", &[]), "setup", Style::Primary),
            button(say("slack-welcome-help", &[]), "help", Style::Plain),
        ],
        ..Card::default()
    }
}
