//! Buttons, modals and shortcuts: <https://docs.slack.dev/reference/interaction-payloads>.

use serde_json::Value;

use crate::platform::slack::blocks::{self, Context, Press};
use crate::platform::slack::envelope::place::spot;
use crate::platform::slack::envelope::{
    Errand, Filled, LOG_HERE, LOG_PROGRESS, Modal, On, ResponseUrl, SPENT, Spot, VOID_ENTRY, What,
    first, text,
};

/// Reads an interaction.
pub(super) fn read(payload: &Value) -> Errand {
    match text(payload, "/type").as_deref() {
        Some("block_actions") => press(payload),
        Some("view_submission") => form(payload),
        Some("shortcut") => shortcut(payload),
        Some("message_action") => message_shortcut(payload),
        _ => Errand::from(payload, Spot::default()),
    }
}

fn press(payload: &Value) -> Errand {
    let actions = payload.get("actions").and_then(Value::as_array);
    let presses = actions.into_iter().flatten().map(blocks::press);
    let press = presses
        .into_iter()
        .find(|press| *press != Press::Nothing)
        .unwrap_or(Press::Nothing);
    let channel = first(payload, &["/channel/id", "/container/channel_id"]);
    let thread = first(payload, &["/message/thread_ts", "/container/thread_ts"]);
    let mut errand = Errand::from(payload, spot(channel, thread));
    let Some(on) = pressed_on(payload) else {
        return errand;
    };
    if let On::Modal(modal) = &on {
        recall(&mut errand, &modal.context);
    }
    if press != Press::Nothing {
        errand.what = What::Press(press, on);
    }
    errand
}

fn pressed_on(payload: &Value) -> Option<On> {
    if let Some(view) = payload.get("view").filter(|view| view.is_object()) {
        return match text(view, "/type").as_deref() {
            Some("home") => Some(On::Home),
            _ => modal(view).map(|modal| On::Modal(Box::new(modal))),
        };
    }
    let ts = first(payload, &["/container/message_ts", "/message/ts"])?;
    // Slack leaves out the content of a message that only one person sees.
    let ephemeral = payload
        .pointer("/container/is_ephemeral")
        .and_then(Value::as_bool)
        .unwrap_or_else(|| payload.get("message").is_none());
    let block = text(payload, "/actions/0/block_id").unwrap_or_default();
    Some(On::Message {
        ts,
        ephemeral,
        spent: ephemeral && block.starts_with(SPENT),
    })
}

fn form(payload: &Value) -> Errand {
    let mut errand = Errand::from(payload, Spot::default());
    let view = payload.get("view").unwrap_or(&Value::Null);
    let (Some(modal), Some((command, fields))) = (modal(view), blocks::filled(view)) else {
        return errand;
    };
    if errand.delivery.is_empty() {
        errand.delivery = format!("{}:{}", modal.id, modal.hash.as_deref().unwrap_or_default());
    }
    recall(&mut errand, &modal.context);
    errand.what = What::Form(Box::new(Filled {
        command,
        fields,
        modal,
    }));
    errand
}

/// Takes up the conversation in which a modal began.
fn recall(errand: &mut Errand, context: &Context) {
    if errand.spot.channel.is_empty() {
        let channel = Some(context.channel.clone());
        errand.spot = Spot {
            in_thread: false,
            ..spot(channel, context.thread.clone())
        };
    }
    if errand.hook.is_none() {
        errand.hook = context.hook.clone().map(|(url, _)| ResponseUrl(url));
    }
}

fn modal(view: &Value) -> Option<Modal> {
    Some(Modal {
        id: text(view, "/id")?,
        hash: text(view, "/hash"),
        context: blocks::context(view).unwrap_or_default(),
        view: view.clone(),
    })
}

fn shortcut(payload: &Value) -> Errand {
    let what = match text(payload, "/callback_id").as_deref() {
        Some(LOG_PROGRESS) => What::LogProgress,
        _ => What::Nothing,
    };
    Errand {
        what,
        ..Errand::from(payload, Spot::default())
    }
}

fn message_shortcut(payload: &Value) -> Errand {
    let ts = first(payload, &["/message_ts", "/message/ts"]).unwrap_or_default();
    let channel = text(payload, "/channel/id");
    let thread = text(payload, "/message/thread_ts");
    let errand = Errand::from(payload, spot(channel, thread.clone()));
    match text(payload, "/callback_id").as_deref() {
        Some(LOG_HERE) => Errand {
            spot: Spot {
                thread: thread.or_else(|| Some(ts).filter(|ts| !ts.is_empty())),
                ..errand.spot
            },
            what: What::LogProgress,
            ..errand
        },
        Some(VOID_ENTRY) if !ts.is_empty() => Errand {
            what: What::VoidEntry(ts),
            ..errand
        },
        _ => errand,
    }
}
