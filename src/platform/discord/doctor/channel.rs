//! The channel for news: whether it is there, takes posts, and what the bot may do in it.

use serde_json::Value;
use serenity::http::Route;

use super::without;
use crate::cards::mark;
use crate::cards::say::say;
use crate::cards::settings::Check;
use crate::platform::discord::api::{Api, CallError, Method};
use crate::platform::discord::post::trouble::Trouble;
use crate::platform::discord::rights::{self, Seen};
use crate::platform::discord::snowflake::known;
use crate::platform::discord::snowflake::snowflake;

/// Channels that take messages: text, announcements, and the three kinds of threads (`resources/channel`, "Channel Types").
const TAKE_MESSAGES: [u64; 5] = [0, 5, 10, 11, 12];

/// What can be said of the channel; `feed` is its id, or a name that somebody typed.
pub(super) async fn checks(
    api: &Api,
    seen: &Seen,
    guild: &Value,
    member: &Value,
    feed: &str,
) -> Vec<Check> {
    let is_in = || say("discord-check-channel", &[]);
    let needs = |fix: String| vec![Check::new(is_in(), false, fix)];
    if snowflake(feed).is_none() {
        return needs(Trouble::Name.why(Some(feed)));
    }
    let channel = match look(api, feed).await {
        Ok(channel) => channel,
        Err(CallError::Refused { status, code }) => {
            return needs(Trouble::of(status, code).why(Some(feed)));
        }
        Err(_) => return needs(say("discord-fix-later", &[])),
    };
    let kind = channel["type"].as_u64().unwrap_or_default();
    if !TAKE_MESSAGES.contains(&kind) {
        return needs(Trouble::NotText.why(Some(feed)));
    }
    let is_thread = rights::is_thread(&channel);
    if is_thread && channel["thread_metadata"]["locked"] == true {
        return needs(Trouble::Locked.why(Some(feed)));
    }
    let held = match seen.of(feed) {
        // Discord's own word for it came with the last interaction there.
        Some(told) => told,
        None if is_thread => {
            let parent = channel["parent_id"].as_str().unwrap_or_default();
            let parent = look(api, parent).await.unwrap_or(channel);
            rights::of_member(guild, member, &parent)
        }
        None => rights::of_member(guild, member, &channel),
    };
    let write = if is_thread {
        rights::SEND_IN_THREADS
    } else {
        rights::SEND
    };
    let lacking = rights::WANTED & !held;
    let blocking = lacking & (rights::VIEW | write);
    if blocking != 0 {
        return needs(allow(feed, blocking));
    }
    let which = say(
        "discord-remark-channel",
        &[("feed", mark::channel(feed).into())],
    );
    let mut checks = vec![Check::remarked(is_in(), which)];
    let lacking = if is_thread {
        // No thread hangs on a thread.
        lacking & !(rights::THREADS | rights::SEND)
    } else {
        lacking
    };
    checks.extend(without(lacking));
    checks
}

/// Whether answers for everybody can be posted where the moderator asks.
pub(super) fn here(channel: &str, held: u64) -> Check {
    let name = say(
        "discord-check-here",
        &[("feed", mark::channel(channel).into())],
    );
    let lacking = rights::VIEW & !held;
    let may_send = held & (rights::SEND | rights::SEND_IN_THREADS) != 0;
    let lacking = if may_send {
        lacking
    } else {
        lacking | rights::SEND
    };
    Check::new(name, lacking == 0, allow(channel, lacking))
}

/// Which rights to give the bot in a channel, and how.
fn allow(channel: &str, lacking: u64) -> String {
    let rights = rights::named(lacking);
    let choose = mark::command("setup feed:#channel");
    say(
        "discord-fix-rights",
        &[
            ("feed", mark::channel(channel).into()),
            ("rights", rights.into()),
            ("choose", choose.into()),
        ],
    )
}

async fn look(api: &Api, channel: &str) -> Result<Value, CallError> {
    let channel_id = known(channel)?.into();
    api.call(Method::Get, Route::Channel { channel_id }, None)
        .await
}
