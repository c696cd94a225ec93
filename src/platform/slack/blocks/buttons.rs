//! Buttons: an action's command line travels in the button's value and comes back when it is pressed.
//!
//! Payloads are signed or come through our own socket, so that a value is what we wrote; nothing in it is secret.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Press;
use super::limits::{
    self, ACTION_ELEMENTS, ACTIONS_WEIGHT, BUTTON_LABEL, BUTTON_TEXT, BUTTON_VALUE, CONFIRM_BUTTON,
    CONFIRM_TEXT, CONFIRM_TITLE, length,
};
use super::text::plain;
use crate::cards::say::say;
use crate::cards::{Action, Card, Style};
use crate::platform::neutral::neutral;

/// What ids of ours begin with; another version's buttons are known by another beginning.
pub(super) const VERSION: &str = "v1:";
/// The button that unfolds a form.
pub(super) const MORE: &str = "v1:more";
/// A label shorter than this says too little by itself to somebody who hears one button after the other.
const SHORT_LABEL: usize = 12;

/// What a button's value holds.
#[derive(Serialize, Deserialize)]
struct Held {
    #[serde(rename = "l")]
    line: String,
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    only_for: Option<String>,
}

/// The blocks of a card's buttons, and the actions for which there is no button.
pub(super) fn blocks<'a>(card: &'a Card, actions: &'a [Action]) -> (Vec<Value>, Vec<&'a Action>) {
    let title = card.title.to_string();
    let (mut buttons, mut without, mut weight) = (Vec::new(), Vec::new(), 0);
    let mut is_first_primary = true;
    for (n, action) in actions.iter().enumerate() {
        let primary = action.style == Style::Primary;
        let button = button(n, action, &title, is_first_primary);
        let size = button.as_ref().map_or(0, limits::weight);
        match button.filter(|_| weight + size <= ACTIONS_WEIGHT) {
            Some(button) => {
                weight += size;
                is_first_primary &= !primary;
                buttons.push(button);
            }
            None => without.push(action),
        }
    }
    let blocks = buttons.chunks(ACTION_ELEMENTS);
    let blocks = blocks.map(|elements| json!({ "type": "actions", "elements": elements }));
    (blocks.collect(), without)
}

/// Reads an element of `actions` of a `block_actions` payload.
pub(super) fn press(action: &Value) -> Press {
    if action["type"] != "button" || action.get("url").is_some() {
        return Press::Nothing;
    }
    let id = action["action_id"].as_str().unwrap_or_default();
    if id == MORE {
        return Press::More;
    }
    if !id.starts_with(VERSION) {
        return Press::Stale;
    }
    let held = action["value"].as_str();
    match held.and_then(|held| serde_json::from_str::<Held>(held).ok()) {
        Some(Held { line, only_for }) => Press::Run { line, only_for },
        None => Press::Stale,
    }
}

/// JSON in which Slack finds nothing to escape, so that it comes back as it was sent.
///
/// Texts in payloads come back with `&`, `<` and `>` escaped (github.com/slackapi/bolt-python, issue 513).
pub(super) fn unescaped(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("strings and lists become JSON");
    json.replace('&', "\\u0026")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
}

fn button(n: usize, action: &Action, title: &str, may_be_primary: bool) -> Option<Value> {
    let value = unescaped(&Held {
        line: action.command.clone(),
        only_for: action.only_for.clone(),
    });
    if length(&value) > BUTTON_VALUE {
        return None;
    }
    let mut button = json!({
        "type": "button",
        "action_id": format!("{VERSION}{n}"),
        "text": plain(&action.label, BUTTON_TEXT),
        "value": value,
    });
    match action.style {
        Style::Danger => button["style"] = json!("danger"),
        Style::Primary if may_be_primary => button["style"] = json!("primary"),
        Style::Primary | Style::Plain => {}
    }
    if length(&action.label) < SHORT_LABEL && !title.trim().is_empty() {
        let label = format!("{}: {title}", action.label);
        let label = limits::cut(neutral(&label).trim(), BUTTON_LABEL, str::to_owned);
        button["accessibility_label"] = json!(label);
    }
    if let Some(question) = &action.confirm {
        button["confirm"] = confirm(action, question);
    }
    Some(button)
}

/// The dialog before what can't be taken back.
fn confirm(action: &Action, question: &str) -> Value {
    let mut dialog = json!({
        "title": plain(&action.label, CONFIRM_TITLE),
        "text": plain(question, CONFIRM_TEXT),
        "confirm": plain(&action.label, CONFIRM_BUTTON),
        "deny": plain(&say("slack-cancel", &[]), CONFIRM_BUTTON),
    });
    if action.style == Style::Danger {
        dialog["style"] = json!("danger");
    }
    dialog
}
