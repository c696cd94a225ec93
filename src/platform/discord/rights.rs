//! What the bot may do in a channel, as Discord works it out (`topics/permissions`, "Permission Overwrites"), and what it
//! was last told about that with an interaction.

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;
use serde_json::Value;
use serenity::http::Route;

use crate::cards::say::say;
use crate::platform::discord::api::{Api, CallError, Method};
use crate::platform::discord::snowflake::known;

/// Everything, whatever a channel says.
const ADMINISTRATOR: u64 = 1 << 3;
/// To see a channel.
pub const VIEW: u64 = 1 << 10;
/// To write in it.
pub const SEND: u64 = 1 << 11;
/// To show links with a preview.
pub const LINKS: u64 = 1 << 14;
/// To send files.
pub const FILES: u64 = 1 << 15;
/// To read what was written before.
pub const HISTORY: u64 = 1 << 16;
/// To begin threads.
pub const THREADS: u64 = 1 << 35;
/// To write in threads.
pub const SEND_IN_THREADS: u64 = 1 << 38;
/// What the bot asks for when it is added to a server; nothing more.
pub const WANTED: u64 = VIEW | SEND | LINKS | FILES | HISTORY | THREADS | SEND_IN_THREADS;
const _: () = assert!(WANTED == 309_237_763_072);

/// The rights that a set lacks, by the names that Discord's settings give them, with commas.
#[must_use]
pub fn named(rights: u64) -> String {
    let words = [
        (VIEW, "discord-right-view"),
        (SEND, "discord-right-send"),
        (LINKS, "discord-right-links"),
        (FILES, "discord-right-files"),
        (HISTORY, "discord-right-history"),
        (THREADS, "discord-right-threads"),
        (SEND_IN_THREADS, "discord-right-send-in-threads"),
    ];
    let lacked = words.into_iter().filter(|(right, _)| rights & right != 0);
    let names: Vec<String> = lacked.map(|(_, name)| say(name, &[])).collect();
    names.join(", ")
}

/// What a member may do in a channel, from the server, the member and the channel as Discord tells them. For a thread give
/// the channel that it hangs on.
#[must_use]
pub fn of_member(guild: &Value, member: &Value, channel: &Value) -> u64 {
    let guild_id = guild["id"].as_str().unwrap_or_default();
    let user = member["user"]["id"].as_str().unwrap_or_default();
    if guild["owner_id"] == user && !user.is_empty() {
        return u64::MAX;
    }
    let held: Vec<&str> = list(&member["roles"]).filter_map(Value::as_str).collect();
    let counts = |role: &&Value| {
        let id = role["id"].as_str().unwrap_or_default();
        id == guild_id || held.contains(&id)
    };
    let roles = list(&guild["roles"]).filter(counts);
    let base = roles.fold(0, |all, role| all | bits(&role["permissions"]));
    if base & ADMINISTRATOR != 0 {
        return u64::MAX;
    }
    let overwrite = |id: &str| list(&channel["permission_overwrites"]).find(|one| one["id"] == id);
    let apply = |rights: u64, deny: u64, allow: u64| (rights & !deny) | allow;
    let mut rights = base;
    if let Some(all) = overwrite(guild_id) {
        rights = apply(rights, bits(&all["deny"]), bits(&all["allow"]));
    }
    let of_roles = held.iter().filter_map(|id| overwrite(id));
    let (deny, allow) = of_roles.fold((0, 0), |(deny, allow), one| {
        (deny | bits(&one["deny"]), allow | bits(&one["allow"]))
    });
    rights = apply(rights, deny, allow);
    if let Some(own) = overwrite(user) {
        rights = apply(rights, bits(&own["deny"]), bits(&own["allow"]));
    }
    // Who can't see a channel can do nothing in it.
    if rights & VIEW == 0 { 0 } else { rights }
}

/// What the bot may do in a channel or thread of a server, asked now.
///
/// # Errors
/// See [`CallError`].
pub async fn held(api: &Api, guild: &str, channel: &str) -> Result<u64, CallError> {
    let guild_id = known(guild)?.into();
    let at = |channel_id| Route::Channel { channel_id };
    let (me, server, place) = tokio::try_join!(
        api.call(Method::Get, Route::UserMe, None),
        api.call(Method::Get, Route::Guild { guild_id }, None),
        api.call(Method::Get, at(known(channel)?.into()), None)
    )?;
    let user_id = known(me["id"].as_str().unwrap_or_default())?.into();
    let route = Route::GuildMember { guild_id, user_id };
    let member = api.call(Method::Get, route, None).await?;
    let place = match place["parent_id"].as_str().filter(|_| is_thread(&place)) {
        Some(parent) => {
            api.call(Method::Get, at(known(parent)?.into()), None)
                .await?
        }
        None => place,
    };
    Ok(of_member(&server, &member, &place))
}

/// Whether a channel is a thread (`resources/channel`, "Channel Types").
#[must_use]
pub fn is_thread(channel: &Value) -> bool {
    matches!(channel["type"].as_u64(), Some(10..=12))
}

/// A set of rights as Discord writes it: digits in a text.
#[must_use]
pub fn bits(value: &Value) -> u64 {
    let text = value.as_str().and_then(|text| text.parse().ok());
    text.or(value.as_u64()).unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// More channels than this are not remembered.
const MOST_SEEN: usize = 4_096;

/// What interactions said last about the bot's rights, by channel; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Seen(Arc<Mutex<HashMap<String, u64>>>);

impl Seen {
    /// Notes what an interaction says of the bot's rights in its channel (`app_permissions`).
    pub fn note(&self, interaction: &Value) {
        let channel = interaction["channel_id"].as_str();
        let Some(channel) = channel.or(interaction["channel"]["id"].as_str()) else {
            return;
        };
        let told = &interaction["app_permissions"];
        if told.is_null() {
            return;
        }
        let held = bits(told);
        let rights = if held & ADMINISTRATOR == 0 {
            held
        } else {
            u64::MAX
        };
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST_SEEN && !seen.contains_key(channel) {
            seen.clear();
        }
        seen.insert(channel.to_owned(), rights);
    }

    /// What the last interaction in a channel said.
    #[must_use]
    pub fn of(&self, channel: &str) -> Option<u64> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(channel).copied()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn guild() -> Value {
        json!({
            "id": "1", "owner_id": "7",
            "roles": [
                {"id": "1", "permissions": (VIEW | SEND).to_string()},
                {"id": "2", "permissions": THREADS.to_string()},
                {"id": "3", "permissions": ADMINISTRATOR.to_string()},
            ],
        })
    }

    #[track_caller]
    fn check(roles: &[&str], overwrites: &Value, rights: u64) {
        let member = json!({"user": {"id": "9"}, "roles": roles});
        let channel = json!({ "permission_overwrites": overwrites });
        assert_eq!(of_member(&guild(), &member, &channel), rights);
    }

    #[test]
    fn rights_come_from_roles_and_then_from_the_channel() {
        let over = |id: &str, deny: u64, allow: u64| json!({"id": id, "deny": deny.to_string(), "allow": allow.to_string()});
        check(&[], &json!([]), VIEW | SEND);
        check(&["2"], &json!([]), VIEW | SEND | THREADS);
        check(&["3"], &json!([over("1", VIEW, 0)]), u64::MAX);
        check(&[], &json!([over("1", SEND, 0)]), VIEW);
        let role_again = json!([over("1", SEND, 0), over("2", 0, SEND)]);
        check(&["2"], &role_again, VIEW | SEND | THREADS);
        check(&[], &role_again, VIEW);
        let own_last = json!([over("2", SEND, 0), over("9", 0, SEND | FILES)]);
        check(&["2"], &own_last, VIEW | SEND | THREADS | FILES);
        check(&["2"], &json!([over("9", VIEW, 0)]), 0);
        let owner = json!({"user": {"id": "7"}, "roles": []});
        assert_eq!(of_member(&guild(), &owner, &Value::Null), u64::MAX);
    }

    #[test]
    fn what_an_interaction_says_is_remembered_by_channel() {
        let seen = Seen::default();
        seen.note(&json!({"channel_id": "5", "app_permissions": "1024"}));
        seen.note(&json!({"channel": {"id": "6"}, "app_permissions": "8"}));
        seen.note(&json!({"channel_id": "7"}));
        assert_eq!(
            [seen.of("5"), seen.of("6"), seen.of("7")],
            [Some(VIEW), Some(u64::MAX), None]
        );
    }

    #[test]
    fn what_is_missing_is_named_as_in_discords_settings() {
        assert_eq!(named(VIEW | SEND), "View Channel, Send Messages");
        assert_eq!(named(0), "");
    }
}
