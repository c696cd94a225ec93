//! What comes back from a modal: answers by the fields' names, and errors to show at the fields.

use serde_json::{Value, json};

use super::buttons::VERSION;
use super::limits::{self, INPUT_LABEL};
use super::view;
use crate::platform::forms;
use crate::platform::neutral::neutral;

/// The command and the answers of a form that was sent; none where the view is no form of ours.
pub(super) fn filled(view: &Value) -> Option<(String, Vec<(String, String)>)> {
    let context = view::context(view).filter(|context| !context.command.is_empty())?;
    let typed = typed_in(view);
    let is_asked = |name: &str| typed.iter().any(|(asked, _)| asked == name);
    let kept = context.kept.into_iter().filter(|(name, _)| !is_asked(name));
    let kept: Vec<(String, String)> = kept.collect();
    let answers = kept.into_iter().chain(typed);
    Some((context.command, answers.collect()))
}

/// Everything that stands in a view's inputs, by the fields' names; empty ones too.
pub(super) fn typed_in(view: &Value) -> Vec<(String, String)> {
    let Some(blocks) = view["state"]["values"].as_object() else {
        return Vec::new();
    };
    let answers = blocks.iter().filter_map(|(block_id, elements)| {
        let name = block_id.strip_prefix(VERSION)?;
        let element = elements.get(block_id)?;
        Some((name.to_owned(), answer(name, element)))
    });
    answers.collect()
}

fn answer(name: &str, element: &Value) -> String {
    if let Some(value) = element["selected_option"]["value"].as_str() {
        return serde_json::from_str(value).unwrap_or_default();
    }
    if let Some(channel) = element["selected_conversation"].as_str() {
        return format!("<#{channel}>");
    }
    forms::answer(name, element["value"].as_str().unwrap_or_default())
}

/// The answer to a `view_submission` that shows errors at their fields; those of a field that is not shown go to the
/// first. Null where the view has no field at all.
pub(super) fn errors(view: &Value, errors: &[(String, String)]) -> Value {
    let blocks = view["blocks"].as_array().map_or(&[][..], Vec::as_slice);
    let inputs = blocks.iter().filter(|block| block["type"] == "input");
    let ids: Vec<&str> = inputs
        .filter_map(|block| block["block_id"].as_str())
        .collect();
    let Some(first) = ids.first() else {
        return Value::Null;
    };
    let mut shown = serde_json::Map::new();
    for (name, error) in errors {
        let id = format!("{VERSION}{name}");
        let id = ids.iter().find(|known| **known == id).unwrap_or(first);
        let error = limits::cut(&neutral(error), INPUT_LABEL, str::to_owned);
        let text = match shown.get(*id).and_then(Value::as_str) {
            Some(earlier) => {
                limits::cut(&format!("{earlier}\n{error}"), INPUT_LABEL, str::to_owned)
            }
            None => error,
        };
        shown.insert((*id).to_owned(), json!(text));
    }
    json!({ "response_action": "errors", "errors": shown })
}
