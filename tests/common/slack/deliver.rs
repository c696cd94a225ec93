//! Hands over what happened, by socket or by signed request, and does what the acknowledgement says.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::envelope::Envelope;
use super::methods::{hook, views};
use super::world::{Hook, World};
use super::{Slack, limits, rules, signed, socket};

/// How long Slack waits for an acknowledgement, in real time.
pub(crate) const ACK: Duration = Duration::from_secs(3);

/// Where the app is reached, as its settings page would say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Door {
    /// By its sockets.
    #[default]
    Socket,
    /// By signed requests to that address.
    Http(SocketAddr),
}

/// What a delivery was acknowledged with.
#[derive(Debug, Clone)]
pub(crate) struct Acked {
    /// In real time.
    pub(crate) took: Duration,
    /// 200 by socket.
    pub(crate) status: u16,
    /// Null when there is none; a text when it is no JSON.
    pub(crate) body: Value,
}

/// Something somebody did, as it was delivered.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    pub(crate) envelope: Envelope,
    /// Nothing, where nobody was there or took too long.
    pub(crate) acked: Option<Acked>,
}

impl Slack {
    /// Chooses the door by which deliveries go from now on.
    pub(crate) fn reaches(&self, door: Door) {
        self.with(|world| world.door = door);
    }

    /// Delivers by the app's door, and does what the acknowledgement says.
    pub(crate) async fn deliver(&self, envelope: Envelope) -> Deed {
        let door = self.with(|world| world.door);
        self.deliver_by(door, envelope).await
    }

    /// Delivers by a certain door.
    pub(crate) async fn deliver_by(&self, door: Door, envelope: Envelope) -> Deed {
        self.try_again(door, envelope, 0).await
    }

    /// Delivers by a certain door and says that it was tried that often before.
    pub(crate) async fn try_again(&self, door: Door, envelope: Envelope, n_tries: u32) -> Deed {
        let started = Instant::now();
        let acked = match door {
            Door::Socket => socket::deliver(&self.0.shared, &envelope, n_tries).await,
            Door::Http(address) => {
                signed::deliver(&self.0.shared, address, &envelope, n_tries).await
            }
        };
        let acked = acked.map(|(status, body)| Acked {
            took: started.elapsed(),
            status,
            body,
        });
        if let Some(acked) = acked.as_ref().filter(|acked| acked.status == 200) {
            self.with(|world| take(world, &envelope, &acked.body));
        }
        Deed { envelope, acked }
    }

    /// Delivers the same once more, as after a lost acknowledgement.
    pub(crate) async fn redeliver(&self, deed: &Deed) -> Deed {
        let mark = self.with(|world| world.mark());
        let envelope = Envelope {
            mark,
            ..deed.envelope.clone()
        };
        self.deliver(envelope).await
    }
}

/// Does what an acknowledgement says.
fn take(world: &mut World, envelope: &Envelope, body: &Value) {
    let kind = envelope.payload["type"].as_str().unwrap_or_default();
    match (envelope.sort, kind) {
        ("slash_commands", _) => answer_command(world, envelope, body),
        ("interactive", "view_submission") => answer_submission(world, envelope, body),
        ("interactive", _) if !body.is_null() => {
            world.fault(format!(
                "{kind} was acknowledged with {body}, which Slack ignores"
            ));
        }
        _ => {}
    }
}

fn answer_command(world: &mut World, envelope: &Envelope, body: &Value) {
    let args = match body {
        Value::Null => return,
        Value::String(text) => json!({ "text": text }),
        body => body.clone(),
    };
    for fault in rules::check("acknowledgement", &args) {
        world.fault(format!("acknowledgement: {fault}\n    in {args}"));
    }
    let hook = Hook {
        team: envelope.team.clone(),
        channel: envelope.channel.clone(),
        user: envelope.user.clone(),
        n_uses: 0,
        made_ms: 0,
        origin: None,
    };
    hook::answer(world, &hook, &args);
}

fn answer_submission(world: &mut World, envelope: &Envelope, body: &Value) {
    let sent = envelope.payload["view"]["id"].clone();
    if !body.is_null() {
        for fault in rules::check("view_submission's answer", body) {
            world.fault(format!("view_submission: {fault}\n    in {body}"));
        }
    }
    let fresh =
        (!body["view"].is_null()).then(|| views::kept(world, &envelope.team, &body["view"]));
    let mut faults = Vec::new();
    let people = &mut world.team_mut(&envelope.team).people;
    let Some(person) = people.get_mut(&envelope.user) else {
        return;
    };
    let Some(at) = person.modals.iter().position(|view| view["id"] == sent) else {
        return;
    };
    match (body["response_action"].as_str(), fresh) {
        (None, _) => {
            person.modals.remove(at);
        }
        (Some("clear"), _) => person.modals.clear(),
        (Some("update"), Some(fresh)) => views::replace(&mut person.modals[at], fresh),
        (Some("push"), Some(fresh)) if person.modals.len() < 3 => person.modals.push(fresh),
        (Some("errors"), _) => {
            note_errors(&mut person.modals[at], &body["errors"], &mut faults);
        }
        (Some(action), _) => faults.push(format!("{action} lacks its view, or is one too many")),
    }
    world.faults.extend(faults);
}

/// Shows what is wrong at the fields that it names.
fn note_errors(view: &mut Value, errors: &Value, faults: &mut Vec<String>) {
    let fields = view["blocks"].as_array().cloned().unwrap_or_default();
    let named = errors.as_object().cloned().unwrap_or_default();
    if named.is_empty() {
        faults.push("errors without a field".to_owned());
    }
    for (field, what) in &named {
        let is_field = |block: &Value| block["type"] == "input" && block["block_id"] == **field;
        if !fields.iter().any(is_field) {
            faults.push(format!("an error at {field}, which is no field"));
        }
        if what.as_str().is_none_or(str::is_empty) {
            faults.push(format!("an error without words at {field}"));
        }
        limits::broadcast(what.as_str().unwrap_or_default(), faults);
    }
    view["errors"] = errors.clone();
}
