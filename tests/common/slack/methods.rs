//! The Web API's methods: who may call them, and what they do.

pub(crate) mod chat;
pub(crate) mod files;
pub(crate) mod hook;
pub(crate) mod oauth;
pub(crate) mod people;
pub(crate) mod views;

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::rules;
use super::world::{Grant, World};

/// A call, read.
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) token: String,
    /// A `Basic` authorization in base64.
    pub(crate) basic: Option<String>,
    pub(crate) args: Value,
    pub(crate) web: SocketAddr,
    pub(crate) socket: SocketAddr,
}

/// What a call is answered with.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) scopes: Option<String>,
    pub(crate) retry_after_s: Option<u64>,
}

/// Why a method did nothing: Slack's word, and what else it says.
pub(crate) struct No(pub(crate) &'static str, pub(crate) Value);

impl From<&'static str> for No {
    fn from(word: &'static str) -> Self {
        Self(word, json!({}))
    }
}

pub(crate) type Done = Result<Value, No>;

/// The scope that a method needs, where it is the same for all its uses.
fn scope_of(method: &str) -> Option<&'static str> {
    Some(match method {
        "chat.postMessage" | "chat.update" | "chat.delete" | "chat.postEphemeral" => "chat:write",
        "users.info" => "users:read",
        "conversations.open" => "im:write",
        "usergroups.users.list" | "usergroups.list" => "usergroups:read",
        "files.getUploadURLExternal" | "files.completeUploadExternal" => "files:write",
        _ => return None,
    })
}

/// Checks a call against everything and does it.
pub(crate) fn carry_out(world: &mut World, asked: &Asked) -> Answered {
    let method = asked.method.as_str();
    for fault in rules::check(method, &asked.args) {
        world.fault(format!("{method}: {fault}\n    in {}", asked.args));
    }
    let plain = |done: Done| answered(done, None);
    match method {
        "apps.connections.open" => return plain(open_socket(world, asked)),
        "oauth.v2.access" => return plain(oauth::access(world, asked)),
        _ => {}
    }
    let grant = match grant(world, &asked.token) {
        Ok(grant) => grant,
        Err(no) => return plain(Err(no)),
    };
    let scopes: Vec<String> = grant.scopes.iter().cloned().collect();
    let scopes = Some(scopes.join(","));
    if let Some(needed) = scope_of(method)
        && !grant.scopes.contains(needed)
    {
        return answered(Err(missing(&grant, needed)), scopes);
    }
    if method == "chat.postMessage"
        && let Some(retry_after_s) = chat::too_fast(world, &asked.args)
    {
        let body = json!({ "ok": false, "error": "ratelimited" });
        return Answered {
            status: 429,
            body,
            scopes,
            retry_after_s: Some(retry_after_s),
        };
    }
    let args = &asked.args;
    let done = match method {
        "auth.revoke" => oauth::revoke(world, &grant),
        "auth.test" => Ok(people::auth_test(world, &grant)),
        "chat.postMessage" => chat::post(world, &grant, args),
        "chat.postEphemeral" => chat::post_ephemeral(world, &grant, args),
        "chat.update" => chat::update(world, &grant, args),
        "chat.delete" => chat::delete(world, &grant, args),
        "conversations.info" => people::conversation(world, &grant, args),
        "conversations.open" => people::open_direct(world, &grant, args),
        "files.completeUploadExternal" => files::complete(world, &grant, args),
        "files.getUploadURLExternal" => files::begin(world, &grant, args, asked.web),
        "team.info" => Ok(people::team(world, &grant)),
        "usergroups.list" => Ok(people::groups(world, &grant)),
        "usergroups.users.list" => people::group_members(world, &grant, args),
        "users.info" => people::user(world, &grant, args),
        "views.open" => views::open(world, &grant, args),
        "views.publish" => views::publish(world, &grant, args),
        "views.push" => views::push(world, &grant, args),
        "views.update" => views::update(world, &grant, args),
        _ => Err("unknown_method".into()),
    };
    answered(done, scopes)
}

fn answered(done: Done, scopes: Option<String>) -> Answered {
    let body = match done {
        Ok(mut body) => {
            body["ok"] = json!(true);
            body
        }
        Err(No(word, mut body)) => {
            body["ok"] = json!(false);
            body["error"] = json!(word);
            body
        }
    };
    Answered {
        status: 200,
        body,
        scopes,
        retry_after_s: None,
    }
}

/// What a token is good for.
fn grant(world: &World, token: &str) -> Result<Grant, No> {
    if token.is_empty() {
        return Err("not_authed".into());
    }
    if token == world.app.socket_token {
        return Err("not_allowed_token_type".into());
    }
    let found = world.grants.iter().find(|grant| grant.token == token);
    let grant = found.ok_or("invalid_auth")?;
    if grant.revoked {
        return Err("token_revoked".into());
    }
    if grant
        .expires_ms
        .is_some_and(|at_ms| at_ms <= world.clock.now_ms())
    {
        return Err("token_expired".into());
    }
    Ok(grant.clone())
}

/// The refusal of a token without a scope.
pub(crate) fn missing(grant: &Grant, needed: &str) -> No {
    let provided: Vec<&str> = grant.scopes.iter().map(String::as_str).collect();
    No(
        "missing_scope",
        json!({ "needed": needed, "provided": provided.join(",") }),
    )
}

fn open_socket(world: &mut World, asked: &Asked) -> Done {
    if asked.token != world.app.socket_token {
        let known = world.grants.iter().any(|grant| grant.token == asked.token);
        return Err(if known {
            "not_allowed_token_type"
        } else {
            "invalid_auth"
        }
        .into());
    }
    let ticket = format!("ticket-{}", world.number());
    world.tickets.insert(ticket.clone());
    Ok(
        json!({ "url": format!("ws://{}/link/?ticket={ticket}&app_id={}", asked.socket, world.app.id) }),
    )
}
