//! Forms as modals: one input a field, by the field's name, so that answers and errors find their way back.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Context;
use super::answers::typed_in;
use super::buttons::{MORE, VERSION, unescaped};
use super::limits::{
    self, BUTTON_TEXT, ID, INPUT_LABEL, INPUT_TEXT, OPTION_TEXT, OPTION_VALUE, OPTIONS,
    VIEW_BLOCKS, VIEW_TITLE, length,
};
use super::text::plain;
use super::view;
use crate::cards::say::say;
use crate::cards::{Field, Form};
use crate::platform::forms::is_long;

/// A form as a modal; what most people leave as it is stands behind a button.
pub(super) fn folded(form: &Form, context: &Context) -> Value {
    let folds = |field: &&Field| field.advanced && !field.required;
    let mut blocks = inputs(form.fields.iter().filter(|field| !folds(field)), &[]);
    if form.fields.iter().any(|field| folds(&field)) {
        blocks.push(json!({
            "type": "actions",
            "block_id": MORE,
            "elements": [{
                "type": "button",
                "action_id": MORE,
                "text": plain(&say("slack-more-options", &[]), BUTTON_TEXT),
            }],
        }));
    }
    of_blocks(form, &blocks, context)
}

/// The form of an open modal with nothing folded, and with everything that was typed.
pub(super) fn unfolded(form: &Form, open: &Value) -> Value {
    let context = view::context(open).unwrap_or_default();
    let blocks = inputs(form.fields.iter(), &typed_in(open));
    of_blocks(form, &blocks, &context)
}

fn of_blocks(form: &Form, blocks: &[Value], context: &Context) -> Value {
    let context = Context {
        command: form.command.clone(),
        ..context.clone()
    };
    let mut view = view::modal(&form.title, &say("slack-cancel", &[]), blocks, &context);
    view["callback_id"] = json!(view::FORM);
    view["submit"] = plain(&form.submit, VIEW_TITLE);
    view
}

/// The inputs of fields, with what was typed into them before.
fn inputs<'a>(fields: impl Iterator<Item = &'a Field>, typed: &[(String, String)]) -> Vec<Value> {
    let mut names = BTreeSet::new();
    // Two inputs of one name would be one for Slack.
    let fields = fields.filter(|field| names.insert(&field.name) && length(&id(field)) <= ID);
    let mut inputs: Vec<Value> = fields
        .take(VIEW_BLOCKS - 1)
        .map(|field| {
            let before = typed.iter().find(|(name, _)| *name == field.name);
            input(
                field,
                before.map_or(field.value.as_str(), |(_, value)| value),
            )
        })
        .collect();
    if let Some(first) = inputs.first_mut() {
        first["element"]["focus_on_load"] = json!(true);
    }
    inputs
}

fn input(field: &Field, value: &str) -> Value {
    let mut input = json!({
        "type": "input",
        "block_id": id(field),
        "label": plain(&field.label, INPUT_LABEL),
        "element": element(field, value),
        "optional": !field.required,
    });
    if !field.hint.trim().is_empty() {
        input["hint"] = plain(&field.hint, INPUT_LABEL);
    }
    input
}

fn element(field: &Field, value: &str) -> Value {
    if field.channel {
        return conversations(field, value);
    }
    select(field, value).unwrap_or_else(|| text_input(field, value))
}

/// A menu of the channels that whoever fills it in is in or could join
/// (<https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#conversations_select>).
fn conversations(field: &Field, value: &str) -> Value {
    let mut element = json!({
        "type": "conversations_select",
        "action_id": id(field),
        "filter": { "include": ["public", "private"] },
    });
    let chosen = value
        .strip_prefix("<#")
        .and_then(|rest| rest.strip_suffix('>'));
    if let Some(channel) = chosen.filter(|id| !id.is_empty()) {
        element["initial_conversation"] = json!(channel);
    }
    element
}

/// The id of a field's block and of its element.
fn id(field: &Field) -> String {
    format!("{VERSION}{}", field.name)
}

fn text_input(field: &Field, value: &str) -> Value {
    let mut element = json!({
        "type": "plain_text_input",
        "action_id": id(field),
        "multiline": is_long(field),
        "max_length": INPUT_TEXT,
    });
    let (value, _) = limits::fit(value, INPUT_TEXT, str::to_owned);
    if !value.is_empty() {
        element["initial_value"] = json!(value);
    }
    element
}

/// A menu of the choices; none where there are too many for Slack, or one that its value can't hold: then any text is
/// taken, and the command's own reading decides.
fn select(field: &Field, value: &str) -> Option<Value> {
    let choices: BTreeSet<&String> = field.choices.iter().collect();
    let options: Vec<Value> = field.choices.iter().map(|choice| option(choice)).collect();
    let fits = |option: &Value| {
        option["value"]
            .as_str()
            .is_some_and(|value| length(value) <= OPTION_VALUE)
    };
    if !(1..=OPTIONS).contains(&options.len())
        || choices.len() < options.len()
        || !options.iter().all(fits)
    {
        return None;
    }
    let chosen = field.choices.iter().position(|choice| choice == value);
    let chosen = chosen.and_then(|at| options.get(at)).cloned();
    let mut element = json!({
        "type": "static_select",
        "action_id": id(field),
        "options": options,
    });
    if let Some(chosen) = chosen {
        element["initial_option"] = chosen;
    }
    Some(element)
}

/// A choice: its value holds the whole, although its text may be cut.
fn option(choice: &str) -> Value {
    json!({ "text": plain(choice, OPTION_TEXT), "value": unescaped(&choice) })
}
