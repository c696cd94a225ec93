//! Who and what is in a guild.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// What @everyone may do in a fresh guild, as far as it matters here: see, write, read, use commands, write in threads.
const EVERYBODY: u64 =
    1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 35 | 1 << 38;

/// A guild (`resources/guild`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Guild {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) locale: String,
    pub(crate) bot_is_in: bool,
    /// An outage.
    pub(crate) unavailable: bool,
    /// By id; the guild's own id is @everyone.
    pub(crate) roles: BTreeMap<String, Role>,
    /// By user id, the bot too.
    pub(crate) members: BTreeMap<String, Member>,
    /// Whether its administrators let everybody see commands that are for moderators by default.
    pub(crate) all_commands: bool,
}

/// A role.
#[derive(Debug, Clone, Default)]
pub(crate) struct Role {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) position: u64,
    pub(crate) permissions: u64,
    pub(crate) managed: bool,
}

/// A member of a guild.
#[derive(Debug, Clone, Default)]
pub(crate) struct Member {
    pub(crate) nick: Option<String>,
    pub(crate) roles: BTreeSet<String>,
}

/// A user.
#[derive(Debug, Clone, Default)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) shown: Option<String>,
    pub(crate) locale: String,
    pub(crate) bot: bool,
    /// Whether direct messages of bots are refused.
    pub(crate) closed: bool,
    /// Her open modal, as the bot sent it.
    pub(crate) modal: Option<Value>,
    /// The interaction that opened it: kind, and the message whose button it was.
    pub(crate) modal_from: Option<String>,
    pub(crate) modal_channel: String,
}

/// A channel, a thread, or a direct conversation (`resources/channel`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Channel {
    pub(crate) id: String,
    /// 0 text, 1 direct, 2 voice, 5 announcement, 11 public thread, 12 private thread, 15 forum.
    pub(crate) kind: u64,
    pub(crate) guild: Option<String>,
    pub(crate) name: String,
    /// Of a thread.
    pub(crate) parent: Option<String>,
    pub(crate) recipient: Option<String>,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) thread: Option<Thread>,
    pub(crate) messages: Vec<Message>,
}

/// What is different for a role or a member in one channel.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overwrite {
    pub(crate) id: String,
    pub(crate) is_role: bool,
    pub(crate) allow: u64,
    pub(crate) deny: u64,
}

/// What only threads have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Thread {
    pub(crate) owner: String,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    /// Minutes.
    pub(crate) auto_archive: u64,
    pub(crate) changed_ms: i64,
}

/// A message (`resources/message`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Message {
    /// When it came in the order of everything that happened.
    pub(crate) seq: u64,
    pub(crate) id: String,
    pub(crate) at_ms: i64,
    pub(crate) author: String,
    /// `content`, `embeds`, `components`, `attachments`, `flags`, as they were sent.
    pub(crate) body: Value,
    pub(crate) mentions: Vec<String>,
    pub(crate) files: Vec<(String, String)>,
    /// The one person who sees it; everybody who sees the channel, when absent.
    pub(crate) only_for: Option<String>,
    /// The interaction that it answers.
    pub(crate) interaction: Option<String>,
    /// Whether it still says that the bot is thinking.
    pub(crate) thinking: bool,
    pub(crate) nonce: Option<String>,
    pub(crate) thread: Option<String>,
    pub(crate) edited_ms: Option<i64>,
    pub(crate) n_edits: u32,
    pub(crate) deleted: bool,
}

impl Guild {
    /// A guild of that owner, with nobody else in it.
    pub(crate) fn founded(id: &str, name: &str, owner: &str) -> Self {
        let everyone = Role {
            id: id.to_owned(),
            name: "@everyone".to_owned(),
            permissions: EVERYBODY,
            ..Role::default()
        };
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            owner: owner.to_owned(),
            locale: "en-US".to_owned(),
            roles: BTreeMap::from([(id.to_owned(), everyone)]),
            ..Self::default()
        }
    }

    /// The highest place among somebody's roles.
    pub(crate) fn rank(&self, user: &str) -> u64 {
        let roles = self.members.get(user).map(|member| &member.roles);
        let ranks = roles.into_iter().flatten();
        let ranks = ranks.filter_map(|role| Some(self.roles.get(role)?.position));
        ranks.max().unwrap_or(0)
    }
}

impl Channel {
    pub(crate) fn is_thread(&self) -> bool {
        matches!(self.kind, 10..=12)
    }

    /// The message of that id, unless it is gone or was for one person alone.
    pub(crate) fn lasting(&mut self, id: &str) -> Option<&mut Message> {
        let found = self.messages.iter_mut().find(|message| message.id == id);
        found.filter(|message| !message.deleted && message.only_for.is_none())
    }
}

impl Message {
    pub(crate) fn flags(&self) -> u64 {
        self.body["flags"].as_u64().unwrap_or(0)
    }
}
