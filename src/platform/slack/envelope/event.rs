//! Events: <https://docs.slack.dev/apis/events-api>.

use serde_json::Value;

use crate::platform::slack::envelope::place::spot;
use crate::platform::slack::envelope::{Errand, Spot, What, first, text};

/// Reads an event with what is wrapped round it.
pub(super) fn read(payload: &Value) -> Errand {
    let event = payload.get("event").unwrap_or(&Value::Null);
    let kind = text(event, "/type").unwrap_or_default();
    let errand = Errand {
        delivery: text(payload, "/event_id").unwrap_or_default(),
        sent_ms: payload
            .get("event_time")
            .and_then(Value::as_i64)
            .map(|s| s.saturating_mul(1_000)),
        ..Errand::from(payload, Spot::default())
    };
    match kind.as_str() {
        "app_mention" => mention(payload, event, errand),
        // Without a tab it is the Home tab of a time when there was no other.
        "app_home_opened" if text(event, "/tab").is_none_or(|tab| tab == "home") => Errand {
            what: What::HomeOpened,
            ..errand
        },
        "app_uninstalled" => Errand {
            what: What::Gone,
            ..errand
        },
        // Only the bot's token concerns us; people's own tokens come and go.
        "tokens_revoked" if event.pointer("/tokens/bot/0").is_some() => Errand {
            what: What::Gone,
            ..errand
        },
        _ => errand,
    }
}

/// A mention is answered in its thread, or starts one.
fn mention(payload: &Value, event: &Value, errand: Errand) -> Errand {
    let said = text(event, "/text");
    let ts = first(event, &["/ts", "/event_ts"]);
    let (Some(said), Some(ts)) = (said, ts) else {
        return errand;
    };
    // What bots write is nobody's entry, our own posts least of all.
    if text(event, "/bot_id").is_some() || errand.who.user.is_empty() {
        return errand;
    }
    let thread = text(event, "/thread_ts");
    let spot = Spot {
        in_thread: thread.is_some(),
        thread: Some(thread.unwrap_or_else(|| ts.clone())),
        ..spot(text(event, "/channel"), None)
    };
    let bot = text(payload, "/authorizations/0/user_id");
    Errand {
        // Slack has delivered one message under several event ids (`slackapi/node-slack-sdk#2141`), so the message
        // itself is what counts once.
        delivery: format!("mention:{}:{ts}", spot.channel),
        spot,
        what: What::Mention(said, bot),
        ..errand
    }
}
