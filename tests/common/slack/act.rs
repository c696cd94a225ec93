//! People of a workspace, and what they do: type, press, fill in, open.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use serde_json::{Value, json};

use super::Slack;
use super::deliver::Deed;
use super::envelope::{Envelope, Spot, alive};
use super::see::{Button, Seen, buttons};
use super::team::{Channel, Kind, Message, Person, Team};
use super::world::{Code, World};

/// A workspace, to act in. The bot is in `general` and `feed`.
#[derive(Clone)]
pub(crate) struct Workspace {
    pub(crate) slack: Slack,
    pub(crate) team: String,
}

/// The user id of a person's name.
pub(crate) fn id_of(name: &str) -> String {
    let name = name.to_uppercase().replace(' ', "");
    format!("U0{name}")
}

impl Slack {
    /// Founds a workspace with two channels, in which the bot is.
    pub(crate) fn workspace(&self, team: &str) -> Workspace {
        self.with(|world| {
            let mut founded = Team {
                id: team.to_owned(),
                name: format!("{}-crew", team.to_lowercase()),
                bot_user: format!("U0BOT{team}"),
                ..Team::default()
            };
            for name in ["general", "feed"] {
                let channel = Channel {
                    id: format!("C0{}{team}", name.to_uppercase()),
                    name: name.to_owned(),
                    bot_is_in: true,
                    ..Channel::default()
                };
                founded.channels.insert(channel.id.clone(), channel);
            }
            world.teams.insert(team.to_owned(), founded);
        });
        let (slack, team) = (self.clone(), team.to_owned());
        Workspace { slack, team }
    }

    fn web_address(&self) -> SocketAddr {
        self.0.shared.web_address
    }
}

impl Workspace {
    /// Installs the app by hand, as its settings page does; the bot's token.
    pub(crate) fn installs(&self) -> String {
        self.slack.with(|world| world.grant(&self.team).token)
    }

    /// Somebody says yes to the app at Slack; the code that her browser brings back.
    pub(crate) fn approves(&self, who: &str) -> String {
        let installer = self.person(who);
        self.slack.with(|world| {
            let name = format!("code-{}", world.number());
            let code = Code {
                team: self.team.clone(),
                installer,
                until_ms: world.clock.now_ms() + 600_000,
                redirect: None,
                org_wide: false,
            };
            world.codes.insert(name.clone(), code);
            name
        })
    }

    /// The user id of a person, who comes in where nobody of that name is.
    pub(crate) fn person(&self, name: &str) -> String {
        let id = id_of(name);
        self.person_with(name, |_| ());
        id
    }

    /// The same, and something about her changed.
    pub(crate) fn person_with(&self, name: &str, change: impl FnOnce(&mut Person)) {
        let id = id_of(name);
        self.slack.with(|world| {
            let team = world.team_mut(&self.team);
            let person = team.people.entry(id.clone()).or_insert_with(|| Person {
                id,
                shown: name.to_owned(),
                home_team: self.team.clone(),
                ..Person::default()
            });
            change(person);
        });
    }

    /// The id of a channel, by its name.
    pub(crate) fn channel(&self, name: &str) -> String {
        self.slack.with(|world| {
            let team = world.team(&self.team);
            match team.channel_named(name) {
                Some(channel) => channel.id.clone(),
                None => name.to_owned(),
            }
        })
    }

    /// Changes a channel, which is made where there is none of that name.
    pub(crate) fn channel_with(&self, name: &str, change: impl FnOnce(&mut Channel)) -> String {
        self.slack.with(|world| {
            let team = world.team_mut(&self.team);
            let found = team.channel_named(name).map(|channel| channel.id.clone());
            let id = found.unwrap_or_else(|| format!("C0{}{}", name.to_uppercase(), self.team));
            let channel = team.channels.entry(id.clone()).or_insert_with(|| Channel {
                id: id.clone(),
                name: name.to_owned(),
                kind: Kind::Public,
                ..Channel::default()
            });
            change(channel);
            id
        })
    }

    /// A user group with its members.
    pub(crate) fn group(&self, id: &str, handle: &str, members: &[&str]) {
        let members: BTreeSet<String> = members.iter().map(|name| self.person(name)).collect();
        self.slack.with(|world| {
            let groups = &mut world.team_mut(&self.team).groups;
            groups.insert(id.to_owned(), (handle.to_owned(), members));
        });
    }

    /// Makes an envelope of what somebody does in a channel.
    pub(crate) fn envelope(
        &self,
        who: &str,
        channel: &str,
        make: impl FnOnce(&Spot<'_>, &mut World) -> Envelope,
    ) -> Envelope {
        let (user, channel) = (self.person(who), self.channel(channel));
        let hooks = format!("http://{}/hook/", self.slack.web_address());
        let spot = Spot {
            team: &self.team,
            channel: &channel,
            user: &user,
            hooks: &hooks,
        };
        self.slack.with(|world| make(&spot, world))
    }

    /// Somebody types a command.
    pub(crate) async fn types(&self, who: &str, channel: &str, line: &str) -> Deed {
        let typed = self.envelope(who, channel, |spot, world| spot.command(world, line));
        self.slack.deliver(typed).await
    }

    /// Somebody writes to the bot, in a thread where one is named; the message's `ts` is in the envelope.
    pub(crate) fn mention(
        &self,
        who: &str,
        channel: &str,
        thread: Option<&str>,
        text: &str,
    ) -> Envelope {
        self.envelope(who, channel, |spot, world| {
            let team = world.team(&self.team);
            let text = format!("<@{}> {}", team.bot_user, alive(team, text, false));
            let home = team.people[spot.user].home_team.clone();
            let message = Message {
                author: spot.user.to_owned(),
                text: text.clone(),
                thread_ts: thread.map(str::to_owned),
                ..Message::default()
            };
            let ts = world.say(&self.team, spot.channel, message);
            let mut event = json!({
                "type": "app_mention", "user": spot.user, "text": text, "ts": ts, "event_ts": ts,
                "team": home, "channel": spot.channel, "client_msg_id": format!("msg-{ts}"),
            });
            if home != self.team {
                event["user_team"] = json!(home);
                event["source_team"] = json!(home);
            }
            if let Some(thread) = thread {
                event["thread_ts"] = json!(thread);
            }
            spot.event(world, event)
        })
    }

    /// Somebody presses a button that she sees.
    pub(crate) async fn presses(&self, who: &str, seen: &Seen, label: &str) -> Deed {
        let found = seen.buttons.iter().find(|button| button.label == label);
        let button = found.unwrap_or_else(|| panic!("there is no button {label}: {}", seen.read()));
        let pressed = self.press(who, seen, button);
        self.slack.deliver(pressed).await
    }

    /// The envelope of such a press.
    pub(crate) fn press(&self, who: &str, seen: &Seen, button: &Button) -> Envelope {
        self.envelope(who, &seen.channel, |spot, world| {
            let channel = &world.team(spot.team).channels[spot.channel];
            let mut messages = channel.messages.iter();
            let message = messages.find(|message| message.ts == seen.ts);
            let message = message.expect("it was seen").clone();
            spot.press(world, &message, &button.action)
        })
    }

    /// Somebody presses a button in her topmost modal, into which she has typed, or where none is open in her Home tab.
    pub(crate) async fn presses_with(
        &self,
        who: &str,
        label: &str,
        typed: &[(&str, &str)],
    ) -> Deed {
        let user = self.person(who);
        let home = || {
            let person = |world: &mut World| world.person(&self.team, &user)?.home.clone();
            self.slack.with(person)
        };
        let mut view = self.modal(who).or_else(home).expect("a view is open");
        view["state"] = json!({ "values": state(&view, typed) });
        let all = buttons(view["blocks"].as_array().expect("blocks"));
        let found = all.iter().find(|button| button.label == label);
        let action = found.unwrap_or_else(|| panic!("no button {label} in {view}"));
        let pressed = self.envelope(who, "", |spot, world| {
            spot.press_in_view(world, &view, &action.action)
        });
        self.slack.deliver(pressed).await
    }

    /// The same, with nothing typed.
    pub(crate) async fn presses_in_view(&self, who: &str, label: &str) -> Deed {
        self.presses_with(who, label, &[]).await
    }

    /// Somebody fills in fields of her topmost modal, named by how their labels begin, and sends it.
    pub(crate) async fn submits(&self, who: &str, fields: &[(&str, &str)]) -> Deed {
        let mut view = self.modal(who).expect("a modal is open");
        view["state"] = json!({ "values": state(&view, fields) });
        let sent = self.envelope(who, "", |spot, world| spot.submission(world, &view));
        self.slack.deliver(sent).await
    }

    /// Somebody opens the app's Home tab.
    pub(crate) async fn opens_home(&self, who: &str) -> Deed {
        let opened = self.envelope(who, "", |spot, world| {
            let direct = world.direct(spot.team, spot.user);
            let mut event = json!({
                "type": "app_home_opened", "user": spot.user, "channel": direct, "tab": "home",
            });
            if let Some(home) = &world.team(spot.team).people[spot.user].home {
                event["view"] = home.clone();
            }
            spot.event(world, event)
        });
        self.slack.deliver(opened).await
    }

    /// Somebody uses a shortcut, on a message where one is named.
    pub(crate) async fn uses_shortcut(&self, who: &str, callback: &str, on: Option<&Seen>) -> Deed {
        let channel = on.map_or("", |seen| seen.channel.as_str());
        let used = self.envelope(who, channel, |spot, world| {
            let message = on.map(|seen| {
                let channel = &world.team(spot.team).channels[spot.channel];
                let mut messages = channel.messages.iter();
                let message = messages.find(|message| message.ts == seen.ts);
                message.expect("it was seen").clone()
            });
            spot.shortcut(world, callback, message.as_ref())
        });
        self.slack.deliver(used).await
    }

    /// Something happens to the app in this workspace: `app_uninstalled`, `tokens_revoked`.
    pub(crate) async fn befalls(&self, event: Value) -> Deed {
        let made = self.envelope("somebody", "", |spot, world| spot.event(world, event));
        self.slack.deliver(made).await
    }
}

/// What a modal's fields hold when it is sent: what was filled in, else what stood there.
fn state(view: &Value, filled: &[(&str, &str)]) -> Value {
    let mut values = json!({});
    let mut n_used = 0;
    for block in view["blocks"].as_array().into_iter().flatten() {
        if block["type"] != "input" {
            continue;
        }
        let label = block["label"]["text"].as_str().unwrap_or_default();
        let element = &block["element"];
        let given = filled.iter().find(|(name, _)| label.starts_with(name));
        n_used += usize::from(given.is_some());
        let value = field(element, given.map(|(_, value)| *value));
        let (block_id, action_id) = (&block["block_id"], &element["action_id"]);
        let (Some(block_id), Some(action_id)) = (block_id.as_str(), action_id.as_str()) else {
            continue;
        };
        values[block_id] = json!({ action_id: value });
    }
    assert_eq!(n_used, filled.len(), "fields {filled:?} of {view}");
    values
}

/// The state of one field.
fn field(element: &Value, given: Option<&str>) -> Value {
    let kind = element["type"].as_str().unwrap_or_default();
    match kind {
        "static_select" | "radio_buttons" => {
            let options = element["options"].as_array().cloned().unwrap_or_default();
            let chosen = given.map(|label| {
                let mut options = options.iter();
                let found = options.find(|option| option["text"]["text"] == label);
                found.unwrap_or_else(|| panic!("there is no choice {label}: {element}"))
            });
            let chosen = chosen.cloned().or(element.get("initial_option").cloned());
            json!({ "type": kind, "selected_option": chosen })
        }
        "datepicker" => {
            let date = given.or(element["initial_date"].as_str());
            json!({ "type": kind, "selected_date": date })
        }
        "channels_select" | "conversations_select" => {
            let (initial, selected) = if kind == "channels_select" {
                ("initial_channel", "selected_channel")
            } else {
                ("initial_conversation", "selected_conversation")
            };
            let channel = given.or(element[initial].as_str());
            json!({ "type": kind, selected: channel })
        }
        _ => {
            let text = given.or(element["initial_value"].as_str());
            json!({ "type": kind, "value": text.filter(|text| !text.is_empty()) })
        }
    }
}
