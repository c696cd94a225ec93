//! What is in the way of a post, by Slack's word for it, and what a moderator does about it
//! (<https://docs.slack.dev/reference/methods/chat.postMessage> lists the words).

use crate::cards::say::say;
use crate::cards::{Sheet, mark};
use crate::platform::post::trouble;
use crate::platform::slack::workspaces::Workspace;

/// What is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nobody has chosen a channel.
    NoFeed,
    /// The bot is not in the channel.
    NotIn,
    /// The channel is gone, or private and the bot not in it.
    Gone,
    /// It is archived.
    Archived,
    /// The app may not write.
    Scope,
    /// Not everybody may write there.
    Barred,
    /// The bot's token is good for nothing: nobody can be told either.
    Token(String),
    /// Something else.
    Else(String),
}

impl Trouble {
    /// The trouble behind a word.
    pub(super) fn of(word: &str) -> Self {
        match word {
            "not_in_channel" => Self::NotIn,
            "channel_not_found" | "is_inactive" => Self::Gone,
            "is_archived" => Self::Archived,
            "missing_scope" => Self::Scope,
            "account_inactive" | "token_revoked" | "token_expired" | "invalid_auth"
            | "not_authed" => Self::Token(word.to_owned()),
            "no_permission" | "posting_to_general_channel_denied" => Self::Barred,
            word if word.starts_with("restricted_action") => Self::Barred,
            word => Self::Else(word.to_owned()),
        }
    }

    /// What a moderator is told of once: the same trouble of the same channel has the same name.
    pub(super) fn subject(&self, feed: Option<&str>) -> String {
        let name = match self {
            Self::NoFeed => "no-feed",
            Self::NotIn => "not-in",
            Self::Gone => "gone",
            Self::Archived => "archived",
            Self::Scope => "scope",
            Self::Barred => "barred",
            Self::Token(word) | Self::Else(word) => word,
        };
        trouble::subject(feed, name)
    }

    /// What a moderator reads: which post did not go out, why, and exactly what to do.
    pub(super) fn card(&self, title: &str, feed: Option<&str>, workspace: &Workspace) -> Sheet {
        let feed = || ("feed", mark::channel(feed.unwrap_or_default()).into());
        let bot = || ("bot", mark::mention(&workspace.bot_user).into());
        let choose = || ("choose", mark::command("setup feed:#channel").into());
        let why = match self {
            Self::NoFeed => say("slack-trouble-no-feed", &[choose()]),
            Self::NotIn => say("slack-trouble-not-in", &[feed(), bot()]),
            Self::Gone => say("slack-trouble-gone", &[feed(), bot(), choose()]),
            Self::Archived => say("slack-trouble-archived", &[feed(), choose()]),
            Self::Scope => say("slack-trouble-scope", &[]),
            Self::Barred => say("slack-trouble-barred", &[feed(), choose()]),
            Self::Token(word) | Self::Else(word) => {
                say("slack-trouble-else", &[("word", word.as_str().into())])
            }
        };
        trouble::card(title, why)
    }
}

/// Whether Slack's word is about a message's blocks, so that it may go without.
pub(super) fn is_about_blocks(word: &str) -> bool {
    matches!(
        word,
        "invalid_blocks" | "invalid_blocks_format" | "msg_blocks_too_long" | "blocks_too_long"
    )
}
