//! REST's routes: what each is called here, who may ask it, and where it is carried out.

mod channels;
mod commands;
mod guilds;
pub(crate) mod interactions;
mod messages;
mod users;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::world::World;
use super::{rules, shape};

/// A request, read.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Below the version: `/channels/1/messages`.
    pub(crate) path: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) authorization: String,
    pub(crate) has_body: bool,
    pub(crate) body: Value,
    /// The number in `files[n]`, the file's name, its content.
    pub(crate) files: Vec<(usize, String, Vec<u8>)>,
}

/// What a request is answered with, when it was done.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    /// Null for none.
    pub(crate) body: Value,
}

/// Why nothing was done.
#[derive(Debug)]
pub(crate) struct No {
    pub(crate) status: u16,
    pub(crate) code: u64,
    body: Option<Value>,
}

pub(crate) type Done = Result<Answered, No>;

impl No {
    /// A refusal with Discord's code (`topics/opcodes-and-status-codes`).
    pub(crate) fn new(status: u16, code: u64) -> Self {
        Self {
            status,
            code,
            body: None,
        }
    }

    pub(crate) fn whole(status: u16, body: Value) -> Self {
        Self {
            status,
            code: 0,
            body: Some(body),
        }
    }

    /// 50035 Invalid Form Body.
    pub(crate) fn form(what: &str) -> Self {
        let body = json!({ "message": format!("Invalid Form Body: {what}"), "code": 50_035 });
        Self::whole(400, body)
    }

    pub(crate) fn body(&self) -> Value {
        let told = json!({ "message": word(self.status, self.code), "code": self.code });
        self.body.clone().unwrap_or(told)
    }
}

/// 10003 Unknown Channel.
pub(super) fn no_channel() -> No {
    No::new(404, 10_003)
}

/// 10008 Unknown Message.
pub(super) fn no_message() -> No {
    No::new(404, 10_008)
}

/// 50001 Missing Access: it can't even be seen.
pub(super) fn no_access() -> No {
    No::new(403, 50_001)
}

/// 50013 Missing Permissions.
pub(super) fn no_permission() -> No {
    No::new(403, 50_013)
}

pub(super) fn ok(body: Value) -> Done {
    Ok(Answered { status: 200, body })
}

pub(super) fn nothing() -> Done {
    let body = Value::Null;
    Ok(Answered { status: 204, body })
}

fn word(status: u16, code: u64) -> &'static str {
    match (status, code) {
        (401, 0) => "401: Unauthorized",
        (404, 0) => "404: Not Found",
        (_, 10_003) => "Unknown Channel",
        (_, 10_004) => "Unknown Guild",
        (_, 10_007) => "Unknown Member",
        (_, 10_008) => "Unknown Message",
        (_, 10_011) => "Unknown Role",
        (_, 10_015) => "Unknown Webhook",
        (_, 10_062) => "Unknown interaction",
        (_, 40_060) => "Interaction has already been acknowledged.",
        (_, 50_001) => "Missing Access",
        (_, 50_005) => "Cannot edit a message authored by another user",
        (_, 50_007) => "Cannot send messages to this user",
        (_, 50_008) => "Cannot send messages in a non-text channel",
        (_, 50_013) => "Missing Permissions",
        (_, 50_024) => "Cannot execute action on this channel type",
        (_, 50_027) => "Invalid Webhook Token",
        (_, 50_083) => "Thread is archived",
        (_, 160_004) => "A thread has already been created for this message",
        (_, 160_005) => "Thread is locked",
        _ => "Refused",
    }
}

/// What a route is called here.
pub(crate) fn name(asked: &Asked) -> &'static str {
    match (asked.method.as_str(), &parts(&asked.path)[..]) {
        ("GET", ["gateway"]) => "gateway.get",
        ("GET", ["gateway", "bot"]) => "gateway.bot",
        ("GET", ["users", "@me"]) => "me.get",
        ("GET", ["users", "@me", "guilds"]) => "guilds.mine",
        ("DELETE", ["users", "@me", "guilds", _]) => "guild.leave",
        ("POST", ["users", "@me", "channels"]) => "direct.open",
        ("GET", ["users", _]) => "user.get",
        ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => "app.get",
        ("PUT", ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"]) => {
            "commands.put"
        }
        ("GET", ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"]) => {
            "commands.get"
        }
        ("POST", ["interactions", _, _, "callback"]) => "interaction.callback",
        ("POST", ["webhooks", _, _]) => "reply.follow",
        ("GET", ["webhooks", _, _, "messages", _]) => "reply.get",
        ("PATCH", ["webhooks", _, _, "messages", _]) => "reply.edit",
        ("DELETE", ["webhooks", _, _, "messages", _]) => "reply.delete",
        ("GET", ["channels", _]) => "channel.get",
        ("PATCH", ["channels", _]) => "channel.edit",
        ("GET", ["channels", _, "messages"]) => "messages.get",
        ("POST", ["channels", _, "messages"]) => "message.post",
        ("GET", ["channels", _, "messages", _]) => "message.get",
        ("PATCH", ["channels", _, "messages", _]) => "message.edit",
        ("DELETE", ["channels", _, "messages", _]) => "message.delete",
        ("POST", ["channels", _, "messages", _, "threads"]) => "thread.start",
        ("POST", ["channels", _, "threads"]) => "thread.make",
        ("GET", ["guilds", _]) => "guild.get",
        ("GET", ["guilds", _, "channels"]) => "guild.channels",
        ("GET", ["guilds", _, "roles"]) => "guild.roles",
        ("GET", ["guilds", _, "threads", "active"]) => "guild.threads",
        ("GET", ["guilds", _, "members", _]) => "member.get",
        ("PUT", ["guilds", _, "members", _, "roles", _]) => "role.give",
        ("DELETE", ["guilds", _, "members", _, "roles", _]) => "role.take",
        _ => "unknown",
    }
}

pub(super) fn parts(path: &str) -> Vec<&str> {
    path.trim_start_matches('/').split('/').collect()
}

/// Rules that the description misses, for what a route is sent.
pub(crate) fn rules(route: &str, asked: &Asked) -> Vec<String> {
    match route {
        "message.post" => rules::message(&asked.body, &["nonce", "enforce_nonce"]),
        "message.edit" | "reply.edit" | "reply.follow" => rules::message(&asked.body, &[]),
        "interaction.callback" => rules::answer(&asked.body),
        "commands.put" => rules::commands(&asked.body),
        "unknown" => vec![format!("{} {} is not known here", asked.method, asked.path)],
        _ => Vec::new(),
    }
}

/// The place that a route's bucket goes with, and whether it edits a message of more than an hour.
pub(crate) fn place(world: &World, route: &str, asked: &Asked) -> (String, bool) {
    const HOUR_MS: i64 = 3_600_000;
    let parts = parts(&asked.path);
    let place = match parts[0] {
        "webhooks" | "interactions" => parts.get(2),
        "channels" | "guilds" => parts.get(1),
        _ => None,
    };
    let is_old = route == "message.edit" && {
        let message = world.message(parts[1], parts[3]);
        message.is_some_and(|message| message.at_ms + HOUR_MS < world.clock.now_ms())
    };
    (
        place.map(|&place| place.to_owned()).unwrap_or_default(),
        is_old,
    )
}

/// Checks who asks, and does it.
pub(crate) fn carry_out(world: &mut World, route: &str, asked: &Asked) -> Done {
    let path = asked.path.clone();
    let parts = parts(&path);
    // Whoever has an interaction's token needs no other.
    match route {
        "interaction.callback" => return interactions::callback(world, asked, parts[1], parts[2]),
        "reply.follow" => return interactions::follow_up(world, asked, parts[1], parts[2]),
        "reply.get" | "reply.edit" | "reply.delete" => {
            return interactions::reply(world, asked, parts[1], parts[2], parts[4]);
        }
        _ => {}
    }
    if asked.authorization != format!("Bot {}", world.app.token) {
        return Err(No::new(401, 0));
    }
    match route {
        "gateway.get" => ok(json!({ "url": format!("ws://{}", world.address) })),
        "gateway.bot" => ok(world.gateway_bot()),
        "me.get" => ok(shape::me(world)),
        "app.get" => ok(shape::app(world)),
        "user.get" => users::user(world, parts[1]),
        "guilds.mine" => Ok(users::guilds(world)),
        "guild.leave" => users::leave(world, parts[3]),
        "direct.open" => users::open_direct(world, &asked.body),
        "commands.put" => commands::overwrite(world, asked, &parts),
        "commands.get" => commands::list(world, &parts),
        "channel.get" => channels::get(world, parts[1]),
        "channel.edit" => channels::edit(world, asked, parts[1]),
        "thread.start" => channels::start_thread(world, asked, parts[1], Some(parts[3])),
        "thread.make" => channels::start_thread(world, asked, parts[1], None),
        "messages.get" => messages::list(world, asked, parts[1]),
        "message.get" => messages::get(world, parts[1], parts[3]),
        "message.post" => messages::post(world, asked, parts[1]),
        "message.edit" => messages::edit(world, asked, parts[1], parts[3]),
        "message.delete" => messages::delete(world, parts[1], parts[3]),
        "guild.get" | "guild.channels" | "guild.roles" | "guild.threads" => {
            guilds::about(world, route, parts[1])
        }
        "member.get" => guilds::member(world, parts[1], parts[3]),
        "role.give" => guilds::role(world, &parts, true),
        "role.take" => guilds::role(world, &parts, false),
        _ => Err(No::new(404, 0)),
    }
}
