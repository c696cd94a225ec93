//! What is in the way of a post, by Discord's number for it, and what a moderator does about it
//! (`topics/opcodes-and-status-codes` lists the numbers).

use crate::cards::say::say;
use crate::cards::{Sheet, mark};
use crate::platform::post::trouble;

/// What is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody has chosen a channel.
    NoFeed,
    /// The channel is known only by a name, and there is none of that name.
    Name,
    /// The bot can't see the channel.
    Hidden,
    /// The bot may not write in it.
    Barred,
    /// It is gone.
    Gone,
    /// It is a thread that is locked, or archived for good.
    Locked,
    /// It takes no messages: a forum, a category.
    NotText,
    /// The bot's token is good for nothing: nobody can be told either.
    Token,
    /// Something else, by Discord's number, or the status of HTTP where there is none.
    Else(u64),
}

impl Trouble {
    /// The trouble behind a refusal.
    #[must_use]
    pub fn of(status: u16, code: u64) -> Self {
        match (status, code) {
            (401, _) => Self::Token,
            (_, 50_001) => Self::Hidden,
            (_, 50_013) => Self::Barred,
            (_, 10_003 | 10_004) => Self::Gone,
            (_, 50_083 | 160_005) => Self::Locked,
            (_, 50_008 | 50_024) => Self::NotText,
            (status, 0) => Self::Else(u64::from(status)),
            (_, code) => Self::Else(code),
        }
    }

    /// Whether it stands in the way of every post in that channel, and not of one.
    pub(super) fn is_of_channel(self) -> bool {
        !matches!(self, Self::NoFeed | Self::Name | Self::Else(_))
    }

    /// What a moderator is told of once: the same trouble of the same channel has the same name.
    pub(super) fn subject(self, feed: Option<&str>) -> String {
        let name = match self {
            Self::NoFeed => "no-feed",
            Self::Name => "name",
            Self::Hidden => "hidden",
            Self::Barred => "barred",
            Self::Gone => "gone",
            Self::Locked => "locked",
            Self::NotText => "not-text",
            Self::Token => "token",
            Self::Else(number) => return trouble::subject(feed, &number.to_string()),
        };
        trouble::subject(feed, name)
    }

    /// Why nothing can be posted there, and exactly what to do.
    #[must_use]
    pub fn why(self, feed: Option<&str>) -> String {
        let feed = || ("feed", mark::channel(feed.unwrap_or_default()).into());
        let choose = || ("choose", mark::command("setup feed:#channel").into());
        match self {
            Self::NoFeed => say("discord-trouble-no-feed", &[choose()]),
            Self::Name => say("discord-trouble-name", &[feed(), choose()]),
            Self::Hidden => say("discord-trouble-hidden", &[feed(), choose()]),
            Self::Barred => say("discord-trouble-barred", &[feed(), choose()]),
            Self::Gone => say("discord-trouble-gone", &[feed(), choose()]),
            Self::Locked => say("discord-trouble-locked", &[feed(), choose()]),
            Self::NotText => say("discord-trouble-not-text", &[feed(), choose()]),
            Self::Token => say("discord-trouble-token", &[]),
            Self::Else(number) => say(
                "discord-trouble-else",
                &[("number", number.to_string().into())],
            ),
        }
    }

    /// What a moderator reads: which post did not go out, why, and exactly what to do.
    pub(super) fn card(self, title: &str, feed: Option<&str>) -> Sheet {
        trouble::card(title, self.why(feed))
    }
}

/// Whether a refusal is about what a message is made of, so that it may go plainly: `Invalid Form Body`, an empty message,
/// or a bad request without a number.
pub(super) fn is_about_content(status: u16, code: u64) -> bool {
    matches!((status, code), (400, 0 | 50_006 | 50_035))
}
