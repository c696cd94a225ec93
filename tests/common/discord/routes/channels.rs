//! Channels and threads (`resources/channel`, `topics/threads`).

use serde_json::{Value, json};

use super::messages::seen;
use super::{Answered, Asked, Done, No, no_message, no_permission, ok};
use crate::discord::guild::{Channel, Thread};
use crate::discord::permits::{CREATE_PUBLIC_THREADS, MANAGE_CHANNELS, MANAGE_THREADS};
use crate::discord::shape;
use crate::discord::world::World;

/// For how long a quiet thread may stay open, in minutes.
const AUTO_ARCHIVE: [u64; 4] = [60, 1_440, 4_320, 10_080];

pub(super) fn get(world: &World, id: &str) -> Done {
    let (channel, _) = seen(world, id)?;
    ok(shape::channel(world, channel))
}

/// A thread's state; its owner may archive and rename it, and nothing else.
pub(super) fn edit(world: &mut World, asked: &Asked, id: &str) -> Done {
    let (channel, permissions) = seen(world, id)?;
    let bot = world.app.id.clone();
    let Some(thread) = &channel.thread else {
        if permissions & MANAGE_CHANNELS == 0 {
            return Err(no_permission());
        }
        return Err(No::form("the tests' Discord changes threads alone"));
    };
    let manages = permissions & MANAGE_THREADS != 0;
    let wants_more =
        asked.body.get("locked").is_some() || asked.body.get("rate_limit_per_user").is_some();
    let wakes_locked = thread.locked && asked.body["archived"] == false;
    if !manages && (thread.owner != bot || wants_more || wakes_locked) {
        return Err(no_permission());
    }
    if thread.archived && asked.body["archived"] != false {
        return Err(No::new(400, 50_083));
    }
    let now_ms = world.clock.now_ms();
    let channel = world.channel_mut(id);
    if let Some(name) = asked.body["name"].as_str() {
        name.clone_into(&mut channel.name);
    }
    let thread = channel.thread.as_mut().expect("it is one");
    thread.archived = asked.body["archived"].as_bool().unwrap_or(thread.archived);
    thread.locked = asked.body["locked"].as_bool().unwrap_or(thread.locked);
    thread.changed_ms = now_ms;
    let channel = world.channel(id);
    ok(shape::channel(world, channel))
}

/// A thread from a message, or by itself.
pub(super) fn start_thread(
    world: &mut World,
    asked: &Asked,
    id: &str,
    message: Option<&str>,
) -> Done {
    let (channel, permissions) = seen(world, id)?;
    if !matches!(channel.kind, 0 | 5) {
        return Err(No::new(400, 50_024));
    }
    if permissions & CREATE_PUBLIC_THREADS == 0 {
        return Err(no_permission());
    }
    let (guild, owner) = (channel.guild.clone(), world.app.id.clone());
    let name = asked.body["name"].as_str().unwrap_or_default().to_owned();
    let length = name.encode_utf16().count();
    if !(1..=100).contains(&length) || name.trim().is_empty() {
        world.fault(format!("a thread's name has {length} characters: {name}"));
        return Err(No::form("name"));
    }
    let auto_archive = asked.body["auto_archive_duration"]
        .as_u64()
        .unwrap_or(1_440);
    if !AUTO_ARCHIVE.contains(&auto_archive) {
        world.fault(format!(
            "a thread that is archived after {auto_archive} minutes"
        ));
        return Err(No::form("auto_archive_duration"));
    }
    let thread = match message {
        None => {
            if asked.body["type"] != 11 {
                world.fault("a thread of its own without `type: 11` is private".to_owned());
            }
            world.snowflake()
        }
        Some(message) => {
            let found = world.channel_mut(id).lasting(message);
            let found = found.ok_or_else(no_message)?;
            if found.thread.is_some() {
                return Err(No::new(400, 160_004));
            }
            found.thread = Some(message.to_owned());
            message.to_owned()
        }
    };
    let now_ms = world.clock.now_ms();
    let made = Channel {
        id: thread.clone(),
        kind: 11,
        guild: guild.clone(),
        name,
        parent: Some(id.to_owned()),
        thread: Some(Thread {
            owner,
            auto_archive,
            changed_ms: now_ms,
            ..Thread::default()
        }),
        ..Channel::default()
    };
    world.channels.insert(thread.clone(), made);
    let mut body: Value = shape::channel(world, world.channel(&thread));
    let mut told = body.clone();
    told["newly_created"] = json!(true);
    world.happens(guild.as_deref(), "THREAD_CREATE", &told);
    body["member"] = json!({
        "id": thread, "user_id": world.app.id, "join_timestamp": shape::time(now_ms), "flags": 0,
    });
    Ok(Answered { status: 201, body })
}
