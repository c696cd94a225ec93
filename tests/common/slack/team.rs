//! Who and what is in a workspace.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// A workspace.
#[derive(Debug, Clone, Default)]
pub(crate) struct Team {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The organisation it belongs to, if any.
    pub(crate) enterprise: Option<String>,
    pub(crate) people: BTreeMap<String, Person>,
    pub(crate) channels: BTreeMap<String, Channel>,
    /// User groups by id, with their members.
    pub(crate) groups: BTreeMap<String, (String, BTreeSet<String>)>,
    /// The bot's user id.
    pub(crate) bot_user: String,
}

/// A person, as `users.info` tells of her.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) shown: String,
    pub(crate) zone: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) admin: bool,
    pub(crate) guest: bool,
    pub(crate) deactivated: bool,
    /// The workspace she belongs to; another one's people come in shared channels.
    pub(crate) home_team: String,
    /// Her Home tab, as it was published.
    pub(crate) home: Option<Value>,
    /// Her open modals, the topmost last.
    pub(crate) modals: Vec<Value>,
}

/// What kind of conversation it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    #[default]
    Public,
    Private,
    /// Between the bot and one person.
    Direct {
        user: String,
    },
}

/// A conversation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Channel {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) bot_is_in: bool,
    pub(crate) archived: bool,
    /// Whether people of other workspaces are in it.
    pub(crate) shared: bool,
    pub(crate) messages: Vec<Message>,
}

/// A message.
#[derive(Debug, Clone, Default)]
pub(crate) struct Message {
    /// When it came in the order of everything that happened.
    pub(crate) seq: u64,
    pub(crate) ts: String,
    /// Whether the bot wrote it.
    pub(crate) by_bot: bool,
    pub(crate) author: String,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Value>,
    pub(crate) thread_ts: Option<String>,
    /// The one person who sees it; everybody in the channel, when absent.
    pub(crate) only_for: Option<String>,
    /// Names and contents of attached files.
    pub(crate) files: Vec<(String, String)>,
    pub(crate) n_edits: u32,
    pub(crate) deleted: bool,
}

impl Team {
    /// The conversation of that id, or the direct one with that user.
    pub(crate) fn channel_mut(&mut self, id: &str) -> Option<&mut Channel> {
        self.channels.get_mut(id)
    }

    /// The id of the conversation of that name.
    pub(crate) fn channel_named(&self, name: &str) -> Option<&Channel> {
        self.channels.values().find(|channel| channel.name == name)
    }

    /// Everything a person may see, in the order in which it happened.
    pub(crate) fn visible_to(&self, user: &str) -> Vec<(&Channel, &Message)> {
        let mut seen: Vec<(&Channel, &Message)> = Vec::new();
        for channel in self.channels.values() {
            let may = match &channel.kind {
                Kind::Direct { user: other } => other == user,
                Kind::Public | Kind::Private => true,
            };
            let messages = channel.messages.iter().filter(|message| {
                may && !message.deleted && message.only_for.as_ref().is_none_or(|one| one == user)
            });
            seen.extend(messages.map(|message| (channel, message)));
        }
        seen.sort_by_key(|(_, message)| message.seq);
        seen
    }
}

impl Channel {
    /// The message of that `ts`, unless it is gone or was for one person alone.
    pub(crate) fn lasting(&mut self, ts: &str) -> Option<&mut Message> {
        let found = self.messages.iter_mut().find(|message| message.ts == ts);
        found.filter(|message| !message.deleted && message.only_for.is_none())
    }

    /// What `conversations.info` says.
    pub(crate) fn info(&self) -> Value {
        let direct = matches!(self.kind, Kind::Direct { .. });
        let mut info = json!({
            "id": self.id, "name": self.name, "is_channel": !direct, "is_im": direct,
            "is_private": self.kind == Kind::Private, "is_archived": self.archived,
            "is_member": self.bot_is_in, "is_ext_shared": self.shared, "num_members": 3,
        });
        if let Kind::Direct { user } = &self.kind {
            info["user"] = json!(user);
        }
        info
    }
}

impl Person {
    /// What `users.info` says.
    pub(crate) fn info(&self, team: &str, with_locale: bool) -> Value {
        let handle = self.shown.to_lowercase().replace(' ', ".");
        let mut info = json!({
            "id": self.id, "team_id": self.home_team, "name": handle, "deleted": self.deactivated,
            "real_name": self.shown, "is_bot": false, "is_app_user": false, "updated": 1_700_000_000,
            "profile": {
                "real_name": self.shown, "display_name": self.shown,
                "real_name_normalized": self.shown, "display_name_normalized": self.shown,
            },
        });
        if self.home_team == team {
            info["is_admin"] = json!(self.admin);
            info["is_owner"] = json!(false);
            info["is_primary_owner"] = json!(false);
            info["is_restricted"] = json!(self.guest);
            info["is_ultra_restricted"] = json!(false);
        } else {
            // Little is told of people of other workspaces.
            info["is_stranger"] = json!(true);
        }
        if let Some(zone) = &self.zone {
            info["tz"] = json!(zone);
            info["tz_offset"] = json!(0);
        }
        if let Some(locale) = self.locale.as_ref().filter(|_| with_locale) {
            info["locale"] = json!(locale);
        }
        info
    }
}
