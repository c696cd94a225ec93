//! What people see: messages and modals, read back as plain text.

use huzzah::platform::discord::buttons::{Press, pressed};
use serde_json::Value;

use super::act::Server;
use super::guild::{Channel, Message};
use super::permits::{READ_MESSAGE_HISTORY, VIEW_CHANNEL, in_channel};
use super::plain::plain;
use super::shape::list;

/// A message as one person sees it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    /// The ids of the channel and of the message.
    pub(crate) channel: String,
    pub(crate) id: String,
    /// Instants read `<t:SECONDS>`: how they are shown depends on who looks.
    pub(crate) text: String,
    pub(crate) buttons: Vec<Button>,
    /// Menus, as they were sent.
    pub(crate) menus: Vec<Value>,
    /// Whether everybody in a channel sees it.
    pub(crate) public: bool,
    /// Whether it stands in a thread.
    pub(crate) in_thread: bool,
    pub(crate) files: Vec<(String, String)>,
    /// When it came in the order of everything.
    pub(crate) seq: u64,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Button {
    pub(crate) label: String,
    pub(crate) custom_id: String,
    /// The command it stands for, without the slash; `kept:` and an id where the house keeps it.
    pub(crate) line: String,
}

impl Seen {
    /// Its text, and its buttons as `[label] /line`.
    pub(crate) fn read(&self) -> String {
        let mut lines = Vec::new();
        if !self.text.is_empty() {
            lines.push(self.text.clone());
        }
        let buttons = self.buttons.iter();
        lines.extend(buttons.map(|button| format!("[{}] /{}", button.label, button.line)));
        let files = self.files.iter();
        lines.extend(files.map(|(name, content)| format!("{name}:\n{content}")));
        lines.join("\n")
    }
}

impl Server {
    /// Everything that a person sees of what the bot wrote after `mark`, oldest first; in her direct conversation too.
    pub(crate) fn sees_since(&self, who: &str, mark: u64) -> Vec<Seen> {
        let user = self.person(who);
        self.seen_by(&user, mark)
    }

    /// The same by her user id.
    pub(crate) fn seen_by(&self, user: &str, mark: u64) -> Vec<Seen> {
        self.discord.with(|world| {
            let channels = world.channels.values().filter(|channel| {
                let may = in_channel(world, channel, user);
                let is_here = channel
                    .guild
                    .as_ref()
                    .is_none_or(|guild| *guild == self.guild);
                is_here && may & VIEW_CHANNEL != 0 && may & READ_MESSAGE_HISTORY != 0
            });
            let messages = channels.flat_map(|channel| {
                let messages = channel.messages.iter();
                messages.map(move |message| (channel, message))
            });
            let mut fresh: Vec<(&Channel, &Message)> = messages
                .filter(|(_, message)| {
                    message.seq > mark
                        && !message.deleted
                        && !message.thinking
                        && message.author == world.app.id
                        && message.only_for.as_ref().is_none_or(|one| one == user)
                })
                .collect();
            fresh.sort_by_key(|(_, message)| message.seq);
            fresh
                .into_iter()
                .map(|(channel, message)| seen(channel, message))
                .collect()
        })
    }

    /// Everything that a person sees.
    pub(crate) fn sees(&self, who: &str) -> Vec<Seen> {
        self.sees_since(who, 0)
    }

    /// A message as it is now.
    pub(crate) fn again(&self, before: &Seen) -> Seen {
        self.discord.with(|world| {
            let channel = world.channel(&before.channel);
            let message = world.message(&before.channel, &before.id);
            seen(channel, message.expect("it was seen"))
        })
    }

    /// What everybody sees in a channel or thread, oldest first: what the bot wrote.
    pub(crate) fn history(&self, channel: &str) -> Vec<Seen> {
        let channel = self.channel(channel);
        self.discord.with(|world| {
            let found = world.channel(&channel);
            let lasting = found.messages.iter().filter(|message| {
                !message.deleted && message.only_for.is_none() && message.author == world.app.id
            });
            lasting.map(|message| seen(found, message)).collect()
        })
    }

    /// The ids and names of the threads here, oldest first.
    pub(crate) fn threads(&self) -> Vec<(String, String)> {
        self.discord.with(|world| {
            let channels = world.channels.values();
            let threads =
                channels.filter(|one| one.is_thread() && one.guild.as_ref() == Some(&self.guild));
            threads
                .map(|one| (one.id.clone(), one.name.clone()))
                .collect()
        })
    }

    /// What people and channels here are called, by their ids.
    pub(crate) fn names(&self) -> Vec<(String, String)> {
        self.discord.with(|world| {
            let guild = world.guild(&self.guild);
            let members = guild.members.iter().map(|(id, member)| {
                let user = &world.users[id];
                let shown = member.nick.as_ref().or(user.shown.as_ref());
                (id.clone(), shown.unwrap_or(&user.name).clone())
            });
            let channels = world.channels.values();
            let channels = channels.filter(|one| one.guild.as_ref() == Some(&self.guild));
            let channels = channels.map(|one| (one.id.clone(), one.name.clone()));
            members.chain(channels).collect()
        })
    }

    /// A person's open modal.
    pub(crate) fn modal(&self, who: &str) -> Option<Value> {
        let user = self.person(who);
        self.discord.with(|world| world.users[&user].modal.clone())
    }

    /// What her open modal says, line by line, with its fields as `label: value`.
    pub(crate) fn reads_modal(&self, who: &str) -> String {
        let modal = self.modal(who).expect("a modal is open");
        let mut lines = vec![modal["title"].as_str().unwrap_or_default().to_owned()];
        for row in list(&modal["components"]) {
            let input = &row["components"][0];
            let text = |name: &str| input[name].as_str().unwrap_or_default();
            lines.push(format!("{}: {}", text("label"), text("value")));
        }
        lines.join("\n")
    }

    /// How many answers still say that the bot is thinking.
    pub(crate) fn n_thinking(&self) -> usize {
        self.discord.with(|world| {
            let messages = world
                .channels
                .values()
                .flat_map(|channel| &channel.messages);
            messages
                .filter(|message| message.thinking && !message.deleted)
                .count()
        })
    }
}

fn seen(channel: &Channel, message: &Message) -> Seen {
    let mut found = (Vec::new(), Vec::new());
    used(&message.body["components"], &mut found);
    Seen {
        channel: channel.id.clone(),
        id: message.id.clone(),
        text: plain(&message.body, &|seconds| format!("<t:{seconds}>")),
        buttons: found.0,
        menus: found.1,
        public: message.only_for.is_none() && channel.recipient.is_none(),
        in_thread: channel.is_thread(),
        files: message.files.clone(),
        seq: message.seq,
    }
}

/// Buttons and menus among components, in reading order.
fn used(components: &Value, found: &mut (Vec<Button>, Vec<Value>)) {
    for one in list(components) {
        match one["type"].as_u64() {
            Some(2) => found.0.push(button(one)),
            Some(3 | 5..=8) => found.1.push(one.clone()),
            _ => {}
        }
        used(&one["components"], found);
    }
}

fn button(one: &Value) -> Button {
    let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let custom_id = text("custom_id");
    let line = match pressed(&custom_id) {
        Press::Run { line, .. } => line,
        Press::Kept { id, .. } => format!("kept:{id}"),
        Press::Stale => custom_id.clone(),
    };
    Button {
        label: text("label"),
        custom_id,
        line,
    }
}
