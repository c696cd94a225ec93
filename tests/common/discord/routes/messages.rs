//! Messages of the bot in channels, threads and direct conversations (`resources/message`).

use serde_json::{Value, json};

use super::{Asked, Done, No, no_access, no_channel, no_message, no_permission, nothing, ok};
use crate::discord::guild::{Channel, Message};
use crate::discord::permits::{
    ATTACH_FILES, MANAGE_MESSAGES, MANAGE_THREADS, READ_MESSAGE_HISTORY, SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS, VIEW_CHANNEL, in_channel,
};
use crate::discord::shape;
use crate::discord::world::World;

/// For how long a nonce is remembered: "the past few minutes".
const NONCE_MS: i64 = 180_000;

/// The channel that the bot may see, and what it may do there.
pub(super) fn seen<'a>(world: &'a World, id: &str) -> Result<(&'a Channel, u64), No> {
    let channel = world.channels.get(id).ok_or_else(no_channel)?;
    if let Some(guild) = &channel.guild {
        let guild = world.guild(guild);
        if !guild.bot_is_in {
            return Err(no_access());
        }
    }
    let permissions = in_channel(world, channel, &world.app.id);
    if permissions & VIEW_CHANNEL == 0 {
        return Err(no_access());
    }
    Ok((channel, permissions))
}

pub(super) fn post(world: &mut World, asked: &Asked, id: &str) -> Done {
    let (channel, permissions) = seen(world, id)?;
    if matches!(channel.kind, 4 | 15 | 16) {
        return Err(No::new(400, 50_008));
    }
    let needed = if channel.is_thread() {
        SEND_MESSAGES_IN_THREADS
    } else {
        SEND_MESSAGES
    };
    if permissions & needed == 0 || (!asked.files.is_empty() && permissions & ATTACH_FILES == 0) {
        return Err(no_permission());
    }
    if let Some(user) = &channel.recipient
        && (world.users[user].closed || !world.meets(user))
    {
        return Err(No::new(403, 50_007));
    }
    if let Some(thread) = &channel.thread
        && thread.locked
        && permissions & MANAGE_THREADS == 0
    {
        // Only whoever may unlock it may wake it.
        return Err(No::new(
            if thread.archived { 400 } else { 403 },
            if thread.archived { 50_083 } else { 160_005 },
        ));
    }
    let now_ms = world.clock.now_ms();
    let nonce = asked.body["nonce"].as_str().map(str::to_owned);
    if asked.body["enforce_nonce"] == true {
        let Some(nonce) = &nonce else {
            return Err(No::form("enforce_nonce without a nonce"));
        };
        let same = |message: &&Message| {
            message.nonce.as_ref() == Some(nonce) && message.at_ms + NONCE_MS > now_ms
        };
        if let Some(known) = channel.messages.iter().find(same) {
            return ok(shape::message(world, id, known));
        }
    }
    let message = Message {
        author: world.app.id.clone(),
        nonce,
        ..made(asked)
    };
    let made = world.say(id, message);
    if let Some(thread) = &mut world.channel_mut(id).thread {
        thread.archived = false;
    }
    let message = world.message(id, &made).expect("it was just said");
    ok(shape::message(world, id, message))
}

pub(super) fn edit(world: &mut World, asked: &Asked, id: &str, message: &str) -> Done {
    let (channel, _) = seen(world, id)?;
    if channel
        .thread
        .as_ref()
        .is_some_and(|thread| thread.archived)
    {
        return Err(No::new(400, 50_083));
    }
    let bot = world.app.id.clone();
    let now_ms = world.clock.now_ms();
    let found = world
        .channel_mut(id)
        .lasting(message)
        .ok_or_else(no_message)?;
    if found.author != bot {
        return Err(No::new(403, 50_005));
    }
    change(found, asked, now_ms);
    let found = world.message(id, message).expect("it was just changed");
    ok(shape::message(world, id, found))
}

pub(super) fn delete(world: &mut World, id: &str, message: &str) -> Done {
    let (_, permissions) = seen(world, id)?;
    let bot = world.app.id.clone();
    let found = world
        .channel_mut(id)
        .lasting(message)
        .ok_or_else(no_message)?;
    if found.author != bot && permissions & MANAGE_MESSAGES == 0 {
        return Err(no_permission());
    }
    found.deleted = true;
    nothing()
}

pub(super) fn get(world: &mut World, id: &str, message: &str) -> Done {
    let (_, permissions) = seen(world, id)?;
    if permissions & READ_MESSAGE_HISTORY == 0 {
        return Err(no_permission());
    }
    let found = world
        .channel_mut(id)
        .lasting(message)
        .ok_or_else(no_message)?
        .clone();
    ok(without_words(world, shape::message(world, id, &found)))
}

/// Newest first, as the real one; without the right to read history there are none.
pub(super) fn list(world: &mut World, asked: &Asked, id: &str) -> Done {
    let (channel, permissions) = seen(world, id)?;
    if permissions & READ_MESSAGE_HISTORY == 0 {
        return ok(json!([]));
    }
    let number = |name: &str| {
        let value = asked.query.get(name);
        value.and_then(|value| value.parse::<u64>().ok())
    };
    let limit = number("limit").unwrap_or(50);
    if !(1..=100).contains(&limit) {
        return Err(No::form("limit is 1 to 100"));
    }
    let (after, before) = (number("after"), number("before"));
    let mut found: Vec<&Message> = channel
        .messages
        .iter()
        .filter(|message| {
            let id = message.id.parse::<u64>().unwrap_or(0);
            !message.deleted
                && message.only_for.is_none()
                && after.is_none_or(|after| id > after)
                && before.is_none_or(|before| id < before)
        })
        .collect();
    found.sort_by_key(|message| message.id.parse::<u64>().unwrap_or(0));
    let limit = usize::try_from(limit).unwrap_or(100);
    if after.is_some() {
        found.truncate(limit);
    } else {
        found.drain(..found.len().saturating_sub(limit));
    }
    let shown = found.iter().rev();
    let shown = shown.map(|message| without_words(world, shape::message(world, id, message)));
    ok(json!(shown.collect::<Vec<_>>()))
}

/// Without the intent of message content, what others wrote comes empty (`events/gateway`). Nobody promises that a nonce
/// comes back with a message that is read later, so here it does not.
fn without_words(world: &World, mut message: Value) -> Value {
    if let Some(fields) = message.as_object_mut() {
        fields.remove("nonce");
    }
    if message["author"]["id"] != world.app.id.as_str() {
        message["content"] = json!("");
        for name in ["embeds", "components", "attachments"] {
            message[name] = json!([]);
        }
    }
    message
}

/// What a request says of a message.
pub(super) fn made(asked: &Asked) -> Message {
    made_of(&asked.body, &asked.files)
}

/// A message of that content.
pub(super) fn made_of(body: &Value, files: &[(usize, String, Vec<u8>)]) -> Message {
    let text = |content: &[u8]| String::from_utf8_lossy(content).into_owned();
    let mentions = shape::list(&body["allowed_mentions"]["users"]);
    Message {
        body: body.clone(),
        mentions: mentions
            .iter()
            .filter_map(|id| id.as_str().map(str::to_owned))
            .collect(),
        files: files
            .iter()
            .map(|(_, name, content)| (name.clone(), text(content)))
            .collect(),
        ..Message::default()
    }
}

/// Changes a message as a request says: what is not named stays.
pub(super) fn change(message: &mut Message, asked: &Asked, now_ms: i64) {
    for name in ["content", "embeds", "components", "attachments"] {
        if let Some(value) = asked.body.get(name) {
            message.body[name] = value.clone();
        }
    }
    let flags = message.flags() | asked.body["flags"].as_u64().unwrap_or(0) & (1 << 15);
    message.body["flags"] = json!(flags);
    let made = made(asked);
    if !made.files.is_empty() || asked.body.get("attachments").is_some() {
        message.files = made.files;
    }
    message.thinking = false;
    message.edited_ms = Some(now_ms);
    message.n_edits += 1;
}
