//! Everything the Slack knows: workspaces, tokens, triggers, one-time addresses, and what it was asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use huzzah::clock::Clock;
use serde_json::{Value, json};

use super::deliver::Door;
use super::team::{Channel, Kind, Message, Person, Team};
use super::trouble::Trouble;

/// A token's lifetime where tokens rotate.
pub(crate) const TOKEN_LIFE_S: i64 = 43_200;

/// The state of a Slack.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) app: App,
    pub(crate) teams: BTreeMap<String, Team>,
    pub(crate) grants: Vec<Grant>,
    /// Codes of OAuth: which workspace approved, until when, with which redirect.
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) hooks: HashMap<String, Hook>,
    pub(crate) triggers: HashMap<String, Trigger>,
    pub(crate) uploads: HashMap<String, Upload>,
    /// One-time tickets for a socket.
    pub(crate) tickets: BTreeSet<String>,
    pub(crate) calls: Vec<Call>,
    pub(crate) faults: Vec<String>,
    pub(crate) troubles: Vec<Trouble>,
    /// Whether the limit of one post a second and channel holds.
    pub(crate) strict: bool,
    pub(crate) last_posts: HashMap<String, i64>,
    pub(crate) door: Door,
    n_made: u64,
    last_ts_us: i64,
}

/// The app, as its settings page would show it.
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) signing_secret: String,
    pub(crate) socket_token: String,
    pub(crate) scopes: BTreeSet<String>,
    /// Whether its tokens rotate.
    pub(crate) rotates: bool,
}

/// A bot token and what it is good for.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) token: String,
    pub(crate) team: String,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) expires_ms: Option<i64>,
    pub(crate) refresh: Option<String>,
    pub(crate) revoked: bool,
}

/// A code that an approved installation hands over.
pub(crate) struct Code {
    pub(crate) team: String,
    pub(crate) installer: String,
    pub(crate) until_ms: i64,
    pub(crate) redirect: Option<String>,
    /// Whether a whole organisation is approved.
    pub(crate) org_wide: bool,
}

/// A `response_url`.
#[derive(Debug, Clone)]
pub(crate) struct Hook {
    pub(crate) team: String,
    pub(crate) channel: String,
    pub(crate) user: String,
    pub(crate) n_uses: u32,
    pub(crate) made_ms: i64,
    /// The message whose button was pressed.
    pub(crate) origin: Option<String>,
}

/// A `trigger_id`.
pub(crate) struct Trigger {
    pub(crate) team: String,
    pub(crate) user: String,
    pub(crate) made_ms: i64,
    pub(crate) used: bool,
}

/// A file on its way.
pub(crate) struct Upload {
    pub(crate) team: String,
    pub(crate) name: String,
    pub(crate) length: usize,
    pub(crate) content: Option<String>,
}

/// A request that the bot made.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// When it came in the order of everything.
    pub(crate) seq: u64,
    /// The method, or `response_url`.
    pub(crate) method: String,
    pub(crate) team: String,
    pub(crate) args: Value,
    /// `ok`, Slack's word of refusal, or what was done to it.
    pub(crate) outcome: String,
}

impl World {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            app: App {
                id: "A0HUZZAH".to_owned(),
                client_id: "111.222".to_owned(),
                client_secret: "client-secret-0123456789".to_owned(),
                signing_secret: "8f742231b10e8888abcd99yyyzzz85a5".to_owned(),
                socket_token: "xapp-1-A0HUZZAH-3-socket".to_owned(),
                // What its manifests ask for.
                scopes: huzzah::platform::slack::scopes::all()
                    .map(str::to_owned)
                    .collect(),
                rotates: false,
            },
            teams: BTreeMap::new(),
            grants: Vec::new(),
            codes: HashMap::new(),
            hooks: HashMap::new(),
            triggers: HashMap::new(),
            uploads: HashMap::new(),
            tickets: BTreeSet::new(),
            calls: Vec::new(),
            faults: Vec::new(),
            troubles: Vec::new(),
            strict: false,
            last_posts: HashMap::new(),
            door: Door::default(),
            n_made: 0,
            last_ts_us: 0,
        }
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

    /// A message's id: its time in microseconds, never given twice.
    pub(crate) fn stamp(&mut self) -> String {
        let now_us = self.clock.now_ms().saturating_mul(1_000);
        self.last_ts_us = now_us.max(self.last_ts_us + 1);
        let (seconds, micros) = (self.last_ts_us / 1_000_000, self.last_ts_us % 1_000_000);
        format!("{seconds}.{micros:06}")
    }

    pub(crate) fn team(&self, id: &str) -> &Team {
        self.teams.get(id).expect("the workspace exists")
    }

    pub(crate) fn team_mut(&mut self, id: &str) -> &mut Team {
        self.teams.get_mut(id).expect("the workspace exists")
    }

    pub(crate) fn fault(&mut self, what: String) {
        self.faults.push(what);
    }

    /// Puts a message into a channel; its id.
    pub(crate) fn say(&mut self, team: &str, channel: &str, message: Message) -> String {
        let (seq, ts) = (self.number(), self.stamp());
        let mut message = Message {
            seq,
            ts: ts.clone(),
            ..message
        };
        with_block_ids(&mut message.blocks, seq);
        let found = self.team_mut(team).channel_mut(channel);
        found.expect("the channel exists").messages.push(message);
        ts
    }

    /// The direct conversation with a person, made where there is none.
    pub(crate) fn direct(&mut self, team: &str, user: &str) -> String {
        let kind = Kind::Direct {
            user: user.to_owned(),
        };
        let channels = &self.team(team).channels;
        if let Some(found) = channels.values().find(|channel| channel.kind == kind) {
            return found.id.clone();
        }
        let id = format!("D{:08}", self.number());
        let direct = Channel {
            id: id.clone(),
            kind,
            bot_is_in: true,
            ..Channel::default()
        };
        self.team_mut(team).channels.insert(id.clone(), direct);
        id
    }

    /// A fresh `trigger_id`.
    pub(crate) fn trigger(&mut self, team: &str, user: &str) -> String {
        let n = self.number();
        let id = format!("{}.{}.{n:032x}", 9_000_000_000_000 + n, 8_000_000 + n);
        let trigger = Trigger {
            team: team.to_owned(),
            user: user.to_owned(),
            made_ms: self.clock.now_ms(),
            used: false,
        };
        self.triggers.insert(id.clone(), trigger);
        id
    }

    /// A fresh `response_url`'s path.
    pub(crate) fn hook(
        &mut self,
        team: &str,
        channel: &str,
        user: &str,
        origin: Option<String>,
    ) -> String {
        let path = format!("{team}/{}/{:024x}", self.number(), self.number());
        let hook = Hook {
            team: team.to_owned(),
            channel: channel.to_owned(),
            user: user.to_owned(),
            n_uses: 0,
            made_ms: self.clock.now_ms(),
            origin,
        };
        self.hooks.insert(path.clone(), hook);
        path
    }

    /// Gives the bot a token for a workspace.
    pub(crate) fn grant(&mut self, team: &str) -> Grant {
        let n = self.number();
        let (mut expires_ms, mut refresh) = (None, None);
        let mut kind = "xoxb";
        if self.app.rotates {
            kind = "xoxe.xoxb";
            expires_ms = Some(self.clock.now_ms() + TOKEN_LIFE_S * 1_000);
            refresh = Some(format!("xoxe-1-{team}-{n}-refresh"));
        }
        let grant = Grant {
            token: format!("{kind}-{team}-{n}-secret"),
            team: team.to_owned(),
            scopes: self.app.scopes.clone(),
            expires_ms,
            refresh,
            revoked: false,
        };
        self.grants.push(grant.clone());
        grant
    }

    /// A person who can be seen from a workspace.
    pub(crate) fn person(&self, team: &str, user: &str) -> Option<&Person> {
        self.teams.get(team)?.people.get(user)
    }

    /// The last things that happened, for a test that waits in vain.
    pub(crate) fn recent(&self) -> String {
        let calls: Vec<String> = self
            .calls
            .iter()
            .rev()
            .take(12)
            .map(|call| format!("{} {} → {}", call.method, call.args, call.outcome))
            .collect();
        let shown = json!({ "newest calls first": calls, "faults": self.faults });
        serde_json::to_string_pretty(&shown).expect("it is JSON")
    }
}

/// Blocks without an id are given one.
pub(crate) fn with_block_ids(blocks: &mut [Value], n: u64) {
    for (at, block) in blocks.iter_mut().enumerate() {
        if block.get("block_id").is_none() {
            block["block_id"] = json!(format!("b{n}-{at}"));
        }
    }
}
