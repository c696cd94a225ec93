//! Payloads, shaped as Slack shapes them.

use serde_json::{Value, json};

use super::plain::escaped;
use super::team::{Channel, Message, Team};
use super::world::World;

/// Slash commands of the app; everything else goes by `/huzzah`.
const COMMANDS: &[&str] = &["/huzzah", "/progress", "/leaderboard", "/challenge"];

/// Something that happened at Slack, ready to be delivered.
#[derive(Debug, Clone)]
pub(crate) struct Envelope {
    /// `slash_commands`, `interactive` or `events_api`.
    pub(crate) sort: &'static str,
    pub(crate) payload: Value,
    pub(crate) team: String,
    pub(crate) channel: String,
    pub(crate) user: String,
    /// What happens later has a higher number.
    pub(crate) mark: u64,
}

/// Who did something, and where.
pub(crate) struct Spot<'a> {
    pub(crate) team: &'a str,
    pub(crate) channel: &'a str,
    pub(crate) user: &'a str,
    /// Where `response_url`s begin: `http://127.0.0.1:1234/hook/`.
    pub(crate) hooks: &'a str,
}

impl Spot<'_> {
    fn envelope(&self, world: &World, sort: &'static str, payload: Value) -> Envelope {
        Envelope {
            sort,
            payload,
            team: self.team.to_owned(),
            channel: self.channel.to_owned(),
            user: self.user.to_owned(),
            mark: world.mark(),
        }
    }

    fn hook(&self, world: &mut World, origin: Option<String>) -> String {
        let path = world.hook(self.team, self.channel, self.user, origin);
        format!("{}{path}", self.hooks)
    }

    /// What every interactive payload says.
    fn interactive(&self, world: &mut World, kind: &str) -> Value {
        let team = world.team(self.team);
        let person = team.people.get(self.user).expect("she is here");
        let handle = person.shown.to_lowercase().replace(' ', ".");
        let (home, team) = (person.home_team.clone(), team_info(team));
        let enterprise = world.team(self.team).enterprise.clone();
        let enterprise = enterprise.map(|id| json!({ "id": id, "name": "Org" }));
        json!({
            "type": kind, "team": team, "enterprise": enterprise, "is_enterprise_install": false,
            "user": { "id": self.user, "username": handle, "name": handle, "team_id": home },
            "api_app_id": world.app.id, "token": "deprecated",
            "trigger_id": world.trigger(self.team, self.user),
        })
    }

    fn channel_info(&self, world: &World) -> Value {
        let channel = world.team(self.team).channels.get(self.channel);
        json!({ "id": self.channel, "name": channel.map_or("directmessage", name_of) })
    }

    /// A slash command. Names and channels that exist come alive, as `should_escape` asks.
    pub(crate) fn command(&self, world: &mut World, line: &str) -> Envelope {
        let line = line.trim_start_matches('/');
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        let first = format!("/{first}");
        let (command, text) = if COMMANDS.contains(&first.as_str()) {
            (first, rest)
        } else {
            ("/huzzah".to_owned(), line)
        };
        let text = alive(world.team(self.team), text.trim(), true);
        let (response_url, trigger_id) =
            (self.hook(world, None), world.trigger(self.team, self.user));
        let team = world.team(self.team);
        let mut payload = json!({
            "token": "deprecated", "team_id": self.team, "team_domain": team.name,
            "channel_id": self.channel,
            "channel_name": team.channels.get(self.channel).map_or("directmessage", name_of),
            "user_id": self.user,
            "user_name": team.people.get(self.user).map(|person| person.shown.to_lowercase()),
            "command": command, "text": text, "api_app_id": world.app.id,
            "is_enterprise_install": "false", "response_url": response_url, "trigger_id": trigger_id,
        });
        if let Some(enterprise) = &team.enterprise {
            payload["enterprise_id"] = json!(enterprise);
            payload["enterprise_name"] = json!("Org");
        }
        self.envelope(world, "slash_commands", payload)
    }

    /// A press of a message's button, or a choice in its menu.
    pub(crate) fn press(&self, world: &mut World, message: &Message, action: &Value) -> Envelope {
        let mut payload = self.interactive(world, "block_actions");
        let ephemeral = message.only_for.is_some();
        payload["container"] = json!({
            "type": "message", "message_ts": message.ts, "channel_id": self.channel,
            "is_ephemeral": ephemeral,
        });
        payload["channel"] = self.channel_info(world);
        // What one person saw is not handed out again.
        if !ephemeral {
            payload["message"] = message_info(world, message);
        }
        payload["state"] = json!({ "values": {} });
        payload["response_url"] = json!(self.hook(world, Some(message.ts.clone())));
        payload["actions"] = json!([action]);
        self.envelope(world, "interactive", payload)
    }

    /// A press inside a modal or the Home tab.
    pub(crate) fn press_in_view(
        &self,
        world: &mut World,
        view: &Value,
        action: &Value,
    ) -> Envelope {
        let mut payload = self.interactive(world, "block_actions");
        payload["container"] = json!({ "type": "view", "view_id": view["id"] });
        payload["view"] = view.clone();
        payload["actions"] = json!([action]);
        self.envelope(world, "interactive", payload)
    }

    /// A modal, sent.
    pub(crate) fn submission(&self, world: &mut World, view: &Value) -> Envelope {
        let mut payload = self.interactive(world, "view_submission");
        // A modal is sent from the sender's own workspace; the view says where the app is.
        let home = &world.team(self.team).people[self.user].home_team;
        if home != self.team {
            payload["team"] = json!({ "id": home, "domain": "elsewhere" });
        }
        payload["view"] = view.clone();
        payload["response_urls"] = json!([]);
        self.envelope(world, "interactive", payload)
    }

    /// A global shortcut, or one on a message.
    pub(crate) fn shortcut(
        &self,
        world: &mut World,
        callback: &str,
        message: Option<&Message>,
    ) -> Envelope {
        let kind = if message.is_some() {
            "message_action"
        } else {
            "shortcut"
        };
        let mut payload = self.interactive(world, kind);
        payload["callback_id"] = json!(callback);
        payload["action_ts"] = json!(world.stamp());
        if let Some(message) = message {
            payload["channel"] = self.channel_info(world);
            payload["message"] = message_info(world, message);
            payload["message_ts"] = json!(message.ts);
            payload["response_url"] = json!(self.hook(world, None));
        }
        self.envelope(world, "interactive", payload)
    }

    /// An event, round what it is about.
    pub(crate) fn event(&self, world: &mut World, mut event: Value) -> Envelope {
        let n = world.number();
        let stamp = world.stamp();
        let team = world.team(self.team);
        if event.get("event_ts").is_none() {
            event["event_ts"] = json!(stamp);
        }
        let shared = team.channels.get(self.channel);
        // The outer ids are those of whoever did it; the authorizations say whose app is told.
        let person = team.people.get(self.user);
        let home = person.map_or(self.team, |person| person.home_team.as_str());
        let payload = json!({
            "token": "deprecated", "team_id": home, "enterprise_id": team.enterprise,
            "context_team_id": self.team, "context_enterprise_id": team.enterprise,
            "api_app_id": world.app.id, "event": event, "type": "event_callback",
            "event_id": format!("Ev{n:010}"), "event_time": world.clock.now_ms() / 1_000,
            "authorizations": [{
                "enterprise_id": team.enterprise, "team_id": self.team, "user_id": team.bot_user,
                "is_bot": true, "is_enterprise_install": false,
            }],
            "is_ext_shared_channel": shared.is_some_and(|channel| channel.shared),
            "event_context": format!("4-context-{n}"),
        });
        self.envelope(world, "events_api", payload)
    }
}

fn name_of(channel: &Channel) -> &str {
    if channel.name.is_empty() {
        "directmessage"
    } else {
        &channel.name
    }
}

fn team_info(team: &Team) -> Value {
    let mut info = json!({ "id": team.id, "domain": team.name });
    if let Some(enterprise) = &team.enterprise {
        info["enterprise_id"] = json!(enterprise);
        info["enterprise_name"] = json!("Org");
    }
    info
}

fn message_info(world: &World, message: &Message) -> Value {
    let mut info = json!({
        "type": "message", "user": message.author, "ts": message.ts, "text": message.text,
        "blocks": message.blocks,
    });
    if message.by_bot {
        info["bot_id"] = json!(format!("B{}", &message.author[1..]));
        info["app_id"] = json!(world.app.id);
    }
    if let Some(thread_ts) = &message.thread_ts {
        info["thread_ts"] = json!(thread_ts);
    }
    info
}

/// What a person typed, as Slack hands it over: escaped, with people, groups, channels and links come alive. A command's
/// text names people beside their ids, a message's does not.
pub(crate) fn alive(team: &Team, typed: &str, with_names: bool) -> String {
    let mut out = String::new();
    for (at, word) in typed.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(&alive_word(team, word, with_names));
    }
    out
}

fn alive_word(team: &Team, word: &str, with_names: bool) -> String {
    let end = |one: char| matches!(one, '"' | ',' | '.' | '!' | '?' | ')' | ':');
    let Some(start) = word.find(['@', '#']).or_else(|| word.find("http")) else {
        return escaped(word);
    };
    let (before, marked) = word.split_at(start);
    let name = marked[1..].trim_end_matches(end);
    let after = &marked[1 + name.len()..];
    let labelled = |mark: &str, id: &str| {
        if with_names {
            format!("<{mark}{id}|{name}>")
        } else {
            format!("<{mark}{id}>")
        }
    };
    let found = if marked.starts_with('@') {
        let person = team.people.values().find(|person| person.shown == name);
        let group = team.groups.iter().find(|(_, (handle, _))| handle == name);
        match (person, group) {
            (Some(person), _) => Some(labelled("@", &person.id)),
            (None, Some((id, _))) if with_names => Some(format!("<!subteam^{id}|@{name}>")),
            (None, Some((id, _))) => Some(format!("<!subteam^{id}>")),
            (None, None) => None,
        }
    } else if marked.starts_with('#') {
        let channel = team.channel_named(name).filter(|_| !name.is_empty());
        channel.map(|channel| format!("<#{}|{name}>", channel.id))
    } else {
        Some(format!("<{}>", escaped(marked.trim_end_matches(end))))
    };
    match found {
        Some(found) => format!("{}{found}{}", escaped(before), escaped(after)),
        None => escaped(word),
    }
}
