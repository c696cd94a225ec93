//! `response_url`: five answers within thirty minutes to what somebody did.

use serde_json::Value;

use crate::slack::rules;
use crate::slack::team::Message;
use crate::slack::world::{Hook, World};

const USES_MAX: u32 = 5;
const LIFE_MS: i64 = 30 * 60_000;

/// Does what was sent to a `response_url`; Slack's word, when it does not.
pub(crate) fn respond(world: &mut World, path: &str, args: &Value) -> Result<(), &'static str> {
    for fault in rules::check("response_url", args) {
        world.fault(format!("response_url: {fault}\n    in {args}"));
    }
    let now_ms = world.clock.now_ms();
    let hook = world.hooks.get_mut(path).ok_or("invalid_url")?;
    if now_ms - hook.made_ms > LIFE_MS {
        return Err("expired_url");
    }
    if hook.n_uses >= USES_MAX {
        return Err("used_url");
    }
    hook.n_uses += 1;
    let hook = hook.clone();
    answer(world, &hook, args);
    Ok(())
}

/// Shows an answer where the hook points: a new message, or the pressed one changed or gone.
pub(crate) fn answer(world: &mut World, hook: &Hook, args: &Value) {
    let replaces = args["replace_original"] == true;
    let deletes = args["delete_original"] == true;
    let public = args["response_type"] == "in_channel";
    if replaces || deletes {
        if hook.origin.is_none() {
            world.fault("a command has no original that could be replaced".to_owned());
            return;
        }
        change(world, hook, args, deletes, public);
        return;
    }
    let text = args["text"].as_str().unwrap_or_default();
    let blocks = args["blocks"].as_array().cloned().unwrap_or_default();
    if text.is_empty() && blocks.is_empty() {
        world.fault("an answer without text and blocks".to_owned());
        return;
    }
    let message = Message {
        by_bot: true,
        author: world.team(&hook.team).bot_user.clone(),
        text: text.to_owned(),
        blocks,
        thread_ts: args["thread_ts"].as_str().map(str::to_owned),
        only_for: (!public).then(|| hook.user.clone()),
        ..Message::default()
    };
    world.say(&hook.team, &hook.channel, message);
}

fn change(world: &mut World, hook: &Hook, args: &Value, deletes: bool, public: bool) {
    let seq = world.number();
    let team = world.team_mut(&hook.team);
    let origin = hook.origin.as_deref().unwrap_or_default();
    let found = team.channel_mut(&hook.channel).and_then(|channel| {
        let messages = channel.messages.iter_mut();
        messages.into_iter().find(|message| message.ts == origin)
    });
    let Some(message) = found else { return };
    if deletes {
        message.deleted = true;
        return;
    }
    if public && message.only_for.is_some() {
        world.fault("what one person saw can't become public by its response_url".to_owned());
        return;
    }
    args["text"]
        .as_str()
        .unwrap_or_default()
        .clone_into(&mut message.text);
    message.blocks = args["blocks"].as_array().cloned().unwrap_or_default();
    message.n_edits += 1;
    // It is read again, since it reads otherwise.
    message.seq = seq;
}
