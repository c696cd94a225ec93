//! Everything the Discord knows: guilds, channels, people, interactions, commands, sessions, and what it was asked.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Instant;

use huzzah::clock::Clock;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::deliver::Door;
use super::gateway::Sessions;
use super::guild::{Channel, Guild, Message, User};
use super::pace::Pace;
use super::signed::hex;
use super::trouble::Trouble;

/// The first millisecond of Discord's ids (`reference`, snowflakes).
const EPOCH_MS: i64 = 1_420_070_400_000;

/// The state of a Discord.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) app: App,
    pub(crate) guilds: BTreeMap<String, Guild>,
    /// Channels, threads and direct conversations by id.
    pub(crate) channels: BTreeMap<String, Channel>,
    pub(crate) users: BTreeMap<String, User>,
    /// By token.
    pub(crate) interactions: BTreeMap<String, Interaction>,
    /// Registered commands: global ones under an empty id, others by guild.
    pub(crate) commands: BTreeMap<String, Vec<Value>>,
    pub(crate) sessions: Sessions,
    pub(crate) calls: Vec<Call>,
    pub(crate) faults: Vec<String>,
    pub(crate) troubles: Vec<Trouble>,
    pub(crate) pace: Pace,
    pub(crate) door: Door,
    /// Where REST and the gateway are.
    pub(crate) address: SocketAddr,
    n_made: u64,
    n_ids: i64,
}

/// The app, as the developers' portal would show it.
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) key: Ed25519KeyPair,
}

/// What somebody did that waits for an answer.
#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    pub(crate) id: String,
    pub(crate) token: String,
    /// Its kind: 2 command, 3 component, 4 completion, 5 modal.
    pub(crate) kind: u64,
    pub(crate) guild: Option<String>,
    pub(crate) channel: String,
    pub(crate) user: String,
    /// When it was sent, by the moved clock and by a real one: an answer is good for three seconds of either.
    pub(crate) made_ms: i64,
    pub(crate) sent: Instant,
    /// The message whose component was used, or from which the modal came.
    pub(crate) pressed: Option<String>,
    /// The first answer, once it was given.
    pub(crate) answered: Option<Value>,
    /// The message that the first answer made, or is to make.
    pub(crate) original: Option<String>,
    pub(crate) n_follow_ups: u32,
}

/// A request that the bot made.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// When it came in the order of everything, and by the moved clock.
    pub(crate) seq: u64,
    pub(crate) at_ms: i64,
    /// What it is called here: `message.post`.
    pub(crate) route: &'static str,
    pub(crate) path: String,
    pub(crate) body: Value,
    pub(crate) headers: BTreeMap<String, String>,
    /// What was answered; 0 where nothing was.
    pub(crate) status: u16,
    /// Discord's code of a refusal, 0 for others.
    pub(crate) code: u64,
}

impl World {
    pub(crate) fn new(clock: Clock, address: SocketAddr) -> Self {
        let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]);
        let mut world = Self {
            clock,
            app: App {
                id: "1000000000000000001".to_owned(),
                name: "Huzzah".to_owned(),
                token: "MTAwMDAwMDAwMDAwMDAwMDAwMQ.tests.only-a-token-of-tests".to_owned(),
                key: key.expect("a seed of 32 bytes"),
            },
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            users: BTreeMap::new(),
            interactions: BTreeMap::new(),
            commands: BTreeMap::new(),
            sessions: Sessions::default(),
            calls: Vec::new(),
            faults: Vec::new(),
            troubles: Vec::new(),
            pace: Pace::default(),
            door: Door::default(),
            address,
            n_made: 0,
            n_ids: 0,
        };
        let bot = User {
            id: world.app.id.clone(),
            name: "Huzzah".to_owned(),
            bot: true,
            ..User::default()
        };
        world.users.insert(bot.id.clone(), bot);
        world
    }

    /// The app's public key, as the portal shows it: 64 hexadecimal digits.
    pub(crate) fn public_key(&self) -> String {
        hex(self.app.key.public_key().as_ref())
    }

    /// A number that was never given out.
    pub(crate) fn number(&mut self) -> u64 {
        self.n_made += 1;
        self.n_made
    }

    /// How much has happened so far; what happens later has a higher number.
    pub(crate) fn mark(&self) -> u64 {
        self.n_made
    }

    /// An id, which tells when it was made by the moved clock; never given twice.
    pub(crate) fn snowflake(&mut self) -> String {
        self.n_ids += 1;
        let made_ms = self.clock.now_ms() - EPOCH_MS;
        ((made_ms << 22) + self.n_ids).to_string()
    }

    pub(crate) fn guild(&self, id: &str) -> &Guild {
        self.guilds.get(id).expect("the guild exists")
    }

    pub(crate) fn guild_mut(&mut self, id: &str) -> &mut Guild {
        self.guilds.get_mut(id).expect("the guild exists")
    }

    pub(crate) fn channel(&self, id: &str) -> &Channel {
        self.channels.get(id).expect("the channel exists")
    }

    pub(crate) fn channel_mut(&mut self, id: &str) -> &mut Channel {
        self.channels.get_mut(id).expect("the channel exists")
    }

    /// A message, wherever it is; deleted ones too.
    pub(crate) fn message_mut(&mut self, channel: &str, id: &str) -> Option<&mut Message> {
        let messages = &mut self.channels.get_mut(channel)?.messages;
        messages.iter_mut().find(|message| message.id == id)
    }

    pub(crate) fn message(&self, channel: &str, id: &str) -> Option<&Message> {
        let messages = &self.channels.get(channel)?.messages;
        messages.iter().find(|message| message.id == id)
    }

    pub(crate) fn fault(&mut self, what: String) {
        self.faults.push(what);
    }

    /// Puts a message into a channel; its id.
    pub(crate) fn say(&mut self, channel: &str, message: Message) -> String {
        let message = Message {
            seq: self.number(),
            id: self.snowflake(),
            at_ms: self.clock.now_ms(),
            ..message
        };
        let id = message.id.clone();
        self.channel_mut(channel).messages.push(message);
        id
    }

    /// The direct conversation with a person, made where there is none.
    pub(crate) fn direct(&mut self, user: &str) -> String {
        let found = self
            .channels
            .values()
            .find(|channel| channel.recipient.as_deref() == Some(user));
        if let Some(found) = found {
            return found.id.clone();
        }
        let id = self.snowflake();
        let channel = Channel {
            id: id.clone(),
            kind: 1,
            recipient: Some(user.to_owned()),
            ..Channel::default()
        };
        self.channels.insert(id.clone(), channel);
        id
    }

    /// Whether the bot and a person are in one guild.
    pub(crate) fn meets(&self, user: &str) -> bool {
        let mut guilds = self.guilds.values();
        guilds.any(|guild| guild.bot_is_in && guild.members.contains_key(user))
    }

    /// The last things that happened, for a test that waits in vain.
    pub(crate) fn recent(&self) -> String {
        let calls: Vec<String> = self
            .calls
            .iter()
            .rev()
            .take(12)
            .map(|call| {
                let body: String = call.body.to_string().chars().take(300).collect();
                format!(
                    "{} {} {body} → {} {}",
                    call.route, call.path, call.status, call.code
                )
            })
            .collect();
        let shown = json!({ "newest calls first": calls, "faults": self.faults });
        serde_json::to_string_pretty(&shown).expect("it is JSON")
    }
}

/// The instant of an id, in milliseconds since 1970.
pub(crate) fn made_ms(snowflake: &str) -> i64 {
    let number: i64 = snowflake.parse().expect("an id of Discord's");
    (number >> 22) + EPOCH_MS
}
