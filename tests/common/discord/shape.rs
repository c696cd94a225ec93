//! Guilds, channels, people and messages as Discord writes them in JSON.

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use super::guild::{Channel, Guild, Member, Message, Role, User};
use super::permits::{ASKED, in_channel, in_guild};
use super::world::{Interaction, World};

/// An instant as Discord writes it.
pub(crate) fn time(at_ms: i64) -> String {
    let at = DateTime::from_timestamp_millis(at_ms).expect("an instant of our times");
    at.to_rfc3339_opts(SecondsFormat::Micros, false)
}

pub(crate) fn user(user: &User) -> Value {
    let mut shape = json!({
        "id": user.id, "username": user.name, "global_name": user.shown, "discriminator": "0",
        "avatar": null, "avatar_decoration_data": null, "banner": null, "accent_color": null,
        "public_flags": 0, "flags": 0, "primary_guild": null, "collectibles": null,
    });
    if user.bot {
        shape["bot"] = json!(true);
    }
    shape
}

/// The bot itself, as it may see it.
pub(crate) fn me(world: &World) -> Value {
    let mut shape = user(&world.users[&world.app.id]);
    shape["mfa_enabled"] = json!(true);
    shape["locale"] = json!("en-US");
    shape["verified"] = json!(true);
    shape["email"] = json!(null);
    shape
}

pub(crate) fn app(world: &World) -> Value {
    json!({
        "id": world.app.id, "name": world.app.name, "icon": null, "description": "", "type": null,
        "bot": user(&world.users[&world.app.id]), "summary": "", "bot_public": true,
        "bot_require_code_grant": false, "verify_key": world.public_key(), "flags": 0, "flags_new": "0",
        "redirect_uris": [], "interactions_endpoint_url": null,
        "role_connections_verification_url": null, "owner": user(&User {
            id: "1000000000000000009".to_owned(), name: "owner".to_owned(), ..User::default()
        }),
        "approximate_guild_count": world.guilds.len(), "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": null,
        "eligible_oauth2_scopes": [], "hook": true, "install_params": {
            "scopes": ["bot", "applications.commands"], "permissions": ASKED.to_string(),
        },
    })
}

pub(crate) fn role(role: &Role) -> Value {
    json!({
        "id": role.id, "name": role.name, "permissions": role.permissions.to_string(),
        "position": role.position, "color": 0, "hoist": false, "managed": role.managed,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
    })
}

pub(crate) fn member(world: &World, id: &str, member: &Member) -> Value {
    json!({
        "user": user(&world.users[id]), "nick": member.nick, "avatar": null, "banner": null,
        "communication_disabled_until": null, "flags": 0, "joined_at": time(1_700_000_000_000),
        "pending": false, "premium_since": null, "roles": member.roles, "mute": false, "deaf": false,
    })
}

pub(crate) fn guild(guild: &Guild) -> Value {
    let roles: Vec<Value> = guild.roles.values().map(role).collect();
    json!({
        "id": guild.id, "name": guild.name, "icon": null, "description": null, "home_header": null,
        "splash": null, "discovery_splash": null, "features": ["COMMUNITY"], "banner": null,
        "owner_id": guild.owner, "application_id": null, "region": "deprecated",
        "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null,
        "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": null,
        "verification_level": 1, "roles": roles, "default_message_notifications": 0, "mfa_level": 0,
        "explicit_content_filter": 0, "max_presences": null, "max_members": 500_000,
        "max_stage_video_channel_users": 50, "max_video_channel_users": 25, "vanity_url_code": null,
        "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": guild.locale,
        "rules_channel_id": null, "safety_alerts_channel_id": null, "public_updates_channel_id": null,
        "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": [],
        "stickers": [], "incidents_data": null,
    })
}

/// A guild as the gateway hands it over to an app with `GUILDS` alone: no members but the bot, no messages.
pub(crate) fn guild_create(world: &World, id: &str) -> Value {
    let found = world.guild(id);
    let mut shape = guild(found);
    let channels = |threads: bool| -> Vec<Value> {
        let own = world.channels.values().filter(|channel| {
            channel.guild.as_deref() == Some(id) && channel.is_thread() == threads
        });
        own.map(|one| channel(world, one)).collect()
    };
    let bot = found
        .members
        .get(&world.app.id)
        .map(|bot| member(world, &world.app.id, bot));
    let extra = json!({
        "joined_at": time(1_700_000_000_000), "large": false, "unavailable": false,
        "member_count": found.members.len(), "voice_states": [],
        "members": bot.into_iter().collect::<Vec<_>>(), "channels": channels(false),
        "threads": channels(true), "presences": [], "stage_instances": [],
        "guild_scheduled_events": [], "soundboard_sounds": [],
    });
    let fields = extra.as_object().expect("an object").clone();
    shape.as_object_mut().expect("an object").extend(fields);
    shape
}

pub(crate) fn channel(world: &World, channel: &Channel) -> Value {
    let last = channel
        .messages
        .iter()
        .rev()
        .find(|message| message.only_for.is_none());
    let last = last.map(|message| message.id.clone());
    if let Some(recipient) = &channel.recipient {
        return json!({
            "id": channel.id, "type": 1, "flags": 0, "last_message_id": last,
            "recipients": [user(&world.users[recipient])],
        });
    }
    let mut shape = json!({
        "id": channel.id, "type": channel.kind, "flags": 0, "guild_id": channel.guild,
        "name": channel.name, "parent_id": channel.parent, "last_message_id": last,
        "rate_limit_per_user": 0,
    });
    if let Some(thread) = &channel.thread {
        let n_messages = channel
            .messages
            .iter()
            .filter(|message| !message.deleted)
            .count();
        shape["owner_id"] = json!(thread.owner);
        shape["message_count"] = json!(n_messages);
        shape["total_message_sent"] = json!(n_messages);
        shape["member_count"] = json!(1);
        shape["thread_metadata"] = json!({
            "archived": thread.archived, "auto_archive_duration": thread.auto_archive,
            "archive_timestamp": time(thread.changed_ms), "locked": thread.locked,
            "create_timestamp": time(thread.changed_ms),
        });
        return shape;
    }
    let overwrites = channel.overwrites.iter().map(|one| {
        json!({
            "id": one.id, "type": u8::from(!one.is_role), "allow": one.allow.to_string(),
            "deny": one.deny.to_string(),
        })
    });
    shape["position"] = json!(0);
    shape["permission_overwrites"] = json!(overwrites.collect::<Vec<_>>());
    shape["nsfw"] = json!(false);
    shape["topic"] = json!(null);
    shape
}

/// A channel as an interaction tells of it.
pub(crate) fn partial_channel(world: &World, found: &Channel, user: &str) -> Value {
    let mut shape = channel(world, found);
    let permissions = in_channel(world, found, user);
    shape["permissions"] = json!(permissions.to_string());
    shape["app_permissions"] = json!(in_channel(world, found, &world.app.id).to_string());
    shape
}

/// A member as an interaction tells of her, with what she may do there.
pub(crate) fn acting(world: &World, guild: &Guild, channel: &Channel, id: &str) -> Value {
    let mut shape = member(world, id, &guild.members[id]);
    let permissions = in_channel(world, channel, id).max(in_guild(guild, id) & (1 << 3 | 1 << 5));
    shape["permissions"] = json!(permissions.to_string());
    shape
}

pub(crate) fn message(world: &World, channel: &str, message: &Message) -> Value {
    let mentions = message.mentions.iter().filter_map(|id| world.users.get(id));
    let attachments: Vec<Value> = message
        .files
        .iter()
        .enumerate()
        .map(|(at, (name, content))| {
            json!({
                "id": format!("{}{at}", &message.id), "filename": name, "size": content.len(),
                "url": format!("https://cdn.example/{name}"), "proxy_url": format!("https://cdn.example/{name}"),
                "content_type": "text/plain",
            })
        })
        .collect();
    let mut shape = json!({
        "id": message.id, "channel_id": channel, "type": kind(message),
        "content": message.body["content"].as_str().unwrap_or_default(),
        "author": user(&world.users[&message.author]), "timestamp": time(message.at_ms),
        "edited_timestamp": message.edited_ms.map(time), "flags": message.flags() | u64::from(message.thinking) << 7,
        "mentions": mentions.map(user).collect::<Vec<_>>(), "mention_roles": [],
        "mention_everyone": false, "tts": false, "pinned": false, "attachments": attachments,
        "embeds": list(&message.body["embeds"]),
        "components": components(&message.body["components"], &mut 0),
    });
    if message.author == world.app.id {
        shape["application_id"] = json!(world.app.id);
    }
    if let Some(nonce) = &message.nonce {
        shape["nonce"] = json!(nonce);
    }
    if let Some(thread) = message
        .thread
        .as_ref()
        .and_then(|id| world.channels.get(id))
    {
        shape["thread"] = self::channel(world, thread);
    }
    if let Some(interaction) = message
        .interaction
        .as_ref()
        .and_then(|token| world.interactions.get(token))
    {
        shape["webhook_id"] = json!(world.app.id);
        shape["interaction_metadata"] = metadata(world, interaction);
    }
    shape
}

fn metadata(world: &World, interaction: &Interaction) -> Value {
    let mut shape = json!({
        "id": interaction.id, "type": interaction.kind, "user": user(&world.users[&interaction.user]),
        "authorizing_integration_owners": { "0": interaction.guild },
    });
    match interaction.kind {
        3 => shape["interacted_message_id"] = json!(interaction.pressed),
        5 => {
            shape["triggering_interaction_metadata"] = json!({
                "id": interaction.id, "type": 2, "user": user(&world.users[&interaction.user]),
                "authorizing_integration_owners": { "0": interaction.guild },
            })
        }
        _ => {}
    }
    shape
}

/// 20 answers a command, 0 is any other.
fn kind(message: &Message) -> u8 {
    if message.interaction.is_some() { 20 } else { 0 }
}

/// Components as they come back: numbered, with what was left out at its default.
fn components(sent: &Value, n: &mut u64) -> Vec<Value> {
    let shaped = |one: &Value| {
        *n += 1;
        let mut one = one.clone();
        // An id of the app's own stays; 0 counts as none.
        if one["id"].as_u64().unwrap_or(0) == 0 {
            one["id"] = json!(*n);
        }
        if one["components"].is_array() {
            one["components"] = json!(components(&one["components"], n));
        }
        defaults(&mut one);
        one
    };
    list(sent).iter().map(shaped).collect()
}

/// Fills in what was left out.
fn defaults(one: &mut Value) {
    let fill = |one: &mut Value, name: &str, value: Value| {
        if one.get(name).is_none() {
            one[name] = value;
        }
    };
    match one["type"].as_u64() {
        Some(3 | 5..=8) => {
            fill(one, "min_values", json!(1));
            fill(one, "max_values", json!(1));
        }
        Some(17) => {
            fill(one, "accent_color", json!(null));
            fill(one, "spoiler", json!(false));
        }
        Some(14) => {
            fill(one, "divider", json!(true));
            fill(one, "spacing", json!(1));
        }
        Some(12) => {
            for item in one["items"].as_array_mut().into_iter().flatten() {
                item["media"] = media(&item["media"]);
                fill(item, "description", json!(null));
                fill(item, "spoiler", json!(false));
            }
        }
        Some(13) => {
            one["file"] = media(&one["file"]);
            fill(one, "name", json!("file"));
            fill(one, "size", json!(1));
            fill(one, "spoiler", json!(false));
        }
        _ => {}
    }
}

/// A file in a component, once Discord has it.
fn media(sent: &Value) -> Value {
    let name = sent["url"].as_str().unwrap_or_default();
    let name = name.trim_start_matches("attachment://");
    json!({
        "url": format!("https://cdn.example/{name}"), "proxy_url": format!("https://cdn.example/{name}"),
        "id": "1000000000000000077", "content_type": "text/plain", "loading_state": 2, "height": null, "width": null,
        "flags": 0,
    })
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
