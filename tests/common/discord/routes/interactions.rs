//! Answers to interactions: the first within three seconds, others within fifteen minutes
//! (`interactions/receiving-and-responding`).

use std::time::Duration;

use serde_json::{Value, json};

use super::messages::{change, made, made_of};
use super::{Asked, Done, No, no_message, nothing, ok};
use crate::discord::guild::Message;
use crate::discord::shape;
use crate::discord::world::{Interaction, World};

/// For how long the first answer is waited for.
pub(crate) const FIRST: Duration = Duration::from_secs(3);

/// For how long a token is good.
const TOKEN_MS: i64 = 900_000;

/// Only the person who did it sees the answer.
const PRIVATE: u64 = 1 << 6;

/// The first answer, by a request of its own.
pub(super) fn callback(world: &mut World, asked: &Asked, id: &str, token: &str) -> Done {
    let found = world.interactions.get(token).filter(|one| one.id == id);
    if found.is_none() {
        return Err(No::new(404, 10_062));
    }
    take(world, token, &asked.body, &asked.files)?;
    if asked
        .query
        .get("with_response")
        .is_none_or(|with| with != "true")
    {
        return nothing();
    }
    let interaction = world.interactions[token].clone();
    let shown = interaction
        .original
        .as_ref()
        .filter(|_| matches!(asked.body["type"].as_u64(), Some(4 | 5 | 7)));
    let shown = shown.and_then(|id| world.message(&interaction.channel, id));
    let mut body = json!({ "interaction": {
        "id": id, "type": interaction.kind, "response_message_id": interaction.original,
        "response_message_loading": asked.body["type"] == 5,
        "response_message_ephemeral": shown.is_some_and(|message| message.only_for.is_some()),
        "channel_id": interaction.channel, "guild_id": interaction.guild,
    } });
    if let Some(message) = shown {
        body["resource"] = json!({
            "type": asked.body["type"],
            "message": shape::message(world, &interaction.channel, message),
        });
    }
    ok(body)
}

/// Takes the first answer, however it came.
pub(crate) fn take(
    world: &mut World,
    token: &str,
    answer: &Value,
    files: &[(usize, String, Vec<u8>)],
) -> Result<(), No> {
    let interaction = world.interactions[token].clone();
    let late_ms = i64::try_from(FIRST.as_millis()).expect("three seconds");
    if interaction.answered.is_some() {
        return Err(No::new(400, 40_060));
    }
    if interaction.sent.elapsed() > FIRST
        || world.clock.now_ms() > interaction.made_ms.saturating_add(late_ms)
    {
        return Err(No::new(404, 10_062));
    }
    let kind = answer["type"].as_u64().unwrap_or(0);
    let fits: &[u64] = match interaction.kind {
        2 => &[4, 5, 9],
        3 => &[4, 5, 6, 7, 9],
        4 => &[8],
        5 if interaction.pressed.is_some() => &[4, 5, 6, 7],
        _ => &[4, 5],
    };
    if !fits.contains(&kind) {
        world.fault(format!(
            "an interaction of kind {} is answered with type {kind}",
            interaction.kind
        ));
        return Err(No::form("type"));
    }
    let data = &answer["data"];
    let original = match kind {
        4 | 5 => {
            let message = Message {
                thinking: kind == 5,
                ..made_of(data, files)
            };
            Some(says(
                world,
                &interaction,
                message,
                data["flags"].as_u64().unwrap_or(0),
            ))
        }
        6 | 7 => {
            if kind == 7 {
                let body = data.clone();
                updates(world, &interaction, &body, files);
            }
            interaction.pressed.clone()
        }
        _ => None,
    };
    if kind == 9 {
        let user = world.users.get_mut(&interaction.user).expect("she is here");
        user.modal = Some(data.clone());
        user.modal_from.clone_from(&interaction.pressed);
        user.modal_channel.clone_from(&interaction.channel);
    } else if interaction.kind == 5 {
        let user = world.users.get_mut(&interaction.user).expect("she is here");
        user.modal = None;
    }
    let kept = world.interactions.get_mut(token).expect("it was found");
    kept.answered = Some(answer.clone());
    kept.original = original;
    Ok(())
}

/// Puts an answer where it was asked.
fn says(world: &mut World, interaction: &Interaction, message: Message, flags: u64) -> String {
    let message = Message {
        author: world.app.id.clone(),
        only_for: (flags & PRIVATE != 0).then(|| interaction.user.clone()),
        interaction: Some(interaction.token.clone()),
        ..message
    };
    world.say(&interaction.channel, message)
}

/// Changes the message whose button was pressed: whoever pressed sees it as news.
fn updates(
    world: &mut World,
    interaction: &Interaction,
    body: &Value,
    files: &[(usize, String, Vec<u8>)],
) {
    let (seq, now_ms) = (world.number(), world.clock.now_ms());
    let asked = Asked {
        method: String::new(),
        path: String::new(),
        query: std::collections::BTreeMap::new(),
        authorization: String::new(),
        has_body: true,
        body: body.clone(),
        files: files.to_vec(),
    };
    let pressed = interaction.pressed.as_deref().unwrap_or_default();
    if let Some(message) = world.message_mut(&interaction.channel, pressed) {
        change(message, &asked, now_ms);
        message.seq = seq;
    }
}

/// The interaction of a token that is still good for more.
fn open(world: &World, app: &str, token: &str) -> Result<Interaction, No> {
    let found = world
        .interactions
        .get(token)
        .filter(|_| app == world.app.id);
    let found = found.ok_or_else(|| No::new(404, 10_015))?;
    if world.clock.now_ms() > found.made_ms.saturating_add(TOKEN_MS) {
        return Err(No::new(401, 50_027));
    }
    if found.answered.is_none() {
        return Err(No::new(404, 10_015));
    }
    Ok(found.clone())
}

/// One more message; after a deferral the first one takes its place, and who sees it stays as it was.
pub(super) fn follow_up(world: &mut World, asked: &Asked, app: &str, token: &str) -> Done {
    let interaction = open(world, app, token)?;
    let original = interaction.original.clone().unwrap_or_default();
    let now_ms = world.clock.now_ms();
    let thinks = world.message_mut(&interaction.channel, &original);
    let thinking = thinks.filter(|message| message.thinking && !message.deleted);
    let id = if let Some(thinking) = thinking {
        change(thinking, asked, now_ms);
        original
    } else {
        let flags = asked.body["flags"].as_u64().unwrap_or(0);
        says(world, &interaction, made(asked), flags)
    };
    let kept = world.interactions.get_mut(token).expect("it was found");
    kept.n_follow_ups += 1;
    let message = world
        .message(&interaction.channel, &id)
        .expect("it was just said");
    ok(shape::message(world, &interaction.channel, message))
}

/// Looks at, changes or deletes an answer.
pub(super) fn reply(world: &mut World, asked: &Asked, app: &str, token: &str, id: &str) -> Done {
    let interaction = open(world, app, token)?;
    let (id, is_original) = match id {
        "@original" => (interaction.original.clone().ok_or_else(no_message)?, true),
        id => (id.to_owned(), false),
    };
    let (seq, now_ms) = (world.number(), world.clock.now_ms());
    let found = world.message_mut(&interaction.channel, &id);
    let found = found
        .filter(|message| !message.deleted)
        .ok_or_else(no_message)?;
    let is_own = found.interaction.as_deref() == Some(token);
    if !is_own && !is_original {
        return Err(no_message());
    }
    match asked.method.as_str() {
        "DELETE" => {
            found.deleted = true;
            return nothing();
        }
        "PATCH" => {
            change(found, asked, now_ms);
            if !is_own {
                found.seq = seq;
            }
        }
        _ => {}
    }
    let message = world
        .message(&interaction.channel, &id)
        .expect("it was found");
    ok(shape::message(world, &interaction.channel, message))
}
