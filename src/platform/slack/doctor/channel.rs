//! The channel for news: whether it is there, takes posts, and the bot is in it.

use serde_json::json;

use crate::cards::mark;
use crate::cards::say::say;
use crate::cards::settings::Check;
use crate::platform::slack::api::{Api, CallError};
use crate::platform::slack::blocks;
use crate::platform::slack::workspaces::Workspace;

/// What can be said of the channel; `feed` is its id, or a name that somebody typed.
pub(super) async fn checks(api: &Api, workspace: &Workspace, feed: &str) -> Vec<Check> {
    let shown = || ("feed", mark::channel(feed).into());
    let bot = || ("bot", mark::mention(&workspace.bot_user).into());
    let choose = || ("choose", mark::command("setup feed:#channel").into());
    let is_in = || say("slack-check-channel", &[]);
    let needs = |fix: String| vec![Check::new(is_in(), false, fix)];
    if blocks::channel_id(feed).is_none() {
        return needs(say("slack-fix-channel-name", &[shown(), choose()]));
    }
    let body = json!({"channel": feed});
    let answer = match api
        .call(&workspace.token, "conversations.info", &body)
        .await
    {
        Ok(answer) => answer,
        Err(CallError::Refused(word)) => {
            return needs(match word.as_str() {
                "missing_scope" => say("slack-fix-channel-unseen", &[bot()]),
                "channel_not_found" => say("slack-trouble-gone", &[shown(), bot(), choose()]),
                _ => say("slack-trouble-else", &[("word", word.into())]),
            });
        }
        Err(_) => return needs(say("slack-fix-later", &[])),
    };
    let channel = &answer["channel"];
    if channel["is_archived"] == true {
        return needs(say("slack-trouble-archived", &[shown(), choose()]));
    }
    if channel["is_member"] == false {
        return needs(say("slack-trouble-not-in", &[shown(), bot()]));
    }
    let which = say("slack-remark-channel", &[shown()]);
    vec![Check::remarked(is_in(), which)]
}
