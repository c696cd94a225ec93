//! `chat.*`: what the bot says in channels and directly.

use serde_json::{Value, json};

use super::{Done, No, missing};
use crate::slack::team::{Kind, Message};
use crate::slack::world::{Grant, World};

/// The longest text of a post, and of an edit.
const TEXT_MAX: usize = 40_000;
const EDIT_MAX: usize = 4_000;

/// How long to wait, where a channel was posted to less than a second ago and the limit holds.
pub(crate) fn too_fast(world: &mut World, args: &Value) -> Option<u64> {
    let channel = args["channel"].as_str()?.to_owned();
    let now_ms = world.clock.now_ms();
    let last_ms = world.last_posts.get(&channel).copied();
    if world.strict && last_ms.is_some_and(|last_ms| now_ms - last_ms < 1_000) {
        return Some(1);
    }
    world.last_posts.insert(channel, now_ms);
    None
}

/// The conversation that a post goes to, if the bot may post there.
fn destination(world: &mut World, grant: &Grant, channel: &str) -> Result<String, No> {
    let team = grant.team.as_str();
    if channel.starts_with('U') || channel.starts_with('W') {
        let person = world.person(team, channel).ok_or("channel_not_found")?;
        if person.deactivated {
            return Err("user_disabled".into());
        }
        return Ok(world.direct(team, channel));
    }
    // "An encoded ID or channel name", says the method's page.
    let team = world.team(team);
    let named = channel.strip_prefix('#').unwrap_or(channel);
    let found = team.channels.get(channel);
    let found = found.or_else(|| team.channel_named(named));
    let found = found.ok_or("channel_not_found")?;
    match found.kind {
        Kind::Private if !found.bot_is_in => return Err("channel_not_found".into()),
        _ if found.archived => return Err("is_archived".into()),
        Kind::Public if !found.bot_is_in && !grant.scopes.contains("chat:write.public") => {
            return Err("not_in_channel".into());
        }
        _ => {}
    }
    Ok(found.id.clone())
}

/// The content of a message, checked.
fn content(args: &Value, text_max: usize) -> Result<(String, Vec<Value>), No> {
    let text = args["text"].as_str().unwrap_or_default().to_owned();
    let blocks = args["blocks"].as_array().cloned().unwrap_or_default();
    if text.is_empty() && blocks.is_empty() {
        return Err("no_text".into());
    }
    if text.chars().count() > text_max {
        return Err("msg_too_long".into());
    }
    Ok((text, blocks))
}

pub(crate) fn post(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let asked = args["channel"].as_str().ok_or("channel_not_found")?;
    let channel = destination(world, grant, asked)?;
    let (text, blocks) = content(args, TEXT_MAX)?;
    let thread_ts = args["thread_ts"].as_str().map(str::to_owned);
    let place = world.team_mut(&grant.team).channel_mut(&channel);
    let place = place.expect("it was just found");
    if let Some(parent) = &thread_ts
        && place.lasting(parent).is_none()
    {
        return Err("thread_not_found".into());
    }
    let author = world.team(&grant.team).bot_user.clone();
    let message = Message {
        by_bot: true,
        author: author.clone(),
        text: text.clone(),
        blocks,
        thread_ts,
        ..Message::default()
    };
    let ts = world.say(&grant.team, &channel, message);
    let message = json!({ "type": "message", "user": author, "text": text, "ts": ts, "app_id": world.app.id });
    Ok(json!({ "channel": channel, "ts": ts, "message": message }))
}

pub(crate) fn post_ephemeral(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let asked = args["channel"].as_str().ok_or("channel_not_found")?;
    let user = args["user"].as_str().ok_or("user_not_in_channel")?;
    if world.person(&grant.team, user).is_none() {
        return Err("user_not_in_channel".into());
    }
    let channel = destination(world, grant, asked)?;
    let (text, blocks) = content(args, TEXT_MAX)?;
    let message = Message {
        by_bot: true,
        author: world.team(&grant.team).bot_user.clone(),
        text,
        blocks,
        thread_ts: args["thread_ts"].as_str().map(str::to_owned),
        only_for: Some(user.to_owned()),
        ..Message::default()
    };
    let ts = world.say(&grant.team, &channel, message);
    Ok(json!({ "message_ts": ts }))
}

/// A message of the bot's own that everybody sees.
fn own<'w>(
    world: &'w mut World,
    grant: &Grant,
    args: &Value,
    foreign: &'static str,
) -> Result<&'w mut Message, No> {
    let channel = args["channel"].as_str().unwrap_or_default();
    let ts = args["ts"].as_str().unwrap_or_default();
    let place = world.team_mut(&grant.team).channel_mut(channel);
    let place = place.ok_or("channel_not_found")?;
    if place.archived {
        return Err("is_archived".into());
    }
    let message = place.lasting(ts).ok_or("message_not_found")?;
    if message.by_bot {
        Ok(message)
    } else {
        Err(foreign.into())
    }
}

pub(crate) fn update(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let (text, blocks) = content(args, EDIT_MAX)?;
    let message = own(world, grant, args, "cant_update_message")?;
    message.text.clone_from(&text);
    message.blocks = blocks;
    message.n_edits += 1;
    Ok(json!({ "channel": args["channel"], "ts": args["ts"], "text": text }))
}

pub(crate) fn delete(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let message = own(world, grant, args, "cant_delete_message")?;
    message.deleted = true;
    Ok(json!({ "channel": args["channel"], "ts": args["ts"] }))
}

/// The refusal of a look at a channel that the bot's scopes do not cover.
pub(crate) fn may_look(grant: &Grant, kind: &Kind) -> Result<(), No> {
    let needed = match kind {
        Kind::Public => "channels:read",
        Kind::Private => "groups:read",
        Kind::Direct { .. } => "im:read",
    };
    if grant.scopes.contains(needed) {
        Ok(())
    } else {
        Err(missing(grant, needed))
    }
}
