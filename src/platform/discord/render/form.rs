//! Forms as modals, and their answers.
//!
//! A field is a text input in an action row: serenity 0.12 drops the values of all newer components of a modal on its way
//! from the gateway. So choices are named in the placeholder, and a form has five fields at most: those that are needed,
//! then those that most people fill in; the title says where the others are.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::limits::{INPUT_LABEL, INPUT_TEXT, INPUTS, MODAL_TITLE, PLACEHOLDER, cut, fit, length};
use super::line::one_line;
use crate::cards::say::say;
use crate::cards::{Field, Form};
use crate::platform::discord::buttons::{ID_BYTES, VERSION};
use crate::platform::forms::{answer, is_long};
use crate::platform::neutral::neutral;

/// The mark of a modal's id, after the version.
const MODAL: &str = "m:";

/// A form as a modal (the `data` of a callback of type 9), with the answers given so far.
///
/// None where its command can't be kept in an id, or it asks nothing.
pub(super) fn modal(form: &Form, given: &[(String, String)]) -> Option<Value> {
    let given = |name: &str| {
        let found = given.iter().find(|(given, _)| given == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.trim().is_empty())
    };
    let fields = shown(form, &given);
    let rest = form
        .fields
        .iter()
        .filter(|field| !fields.iter().any(|shown| shown.name == field.name));
    let kept = rest.filter_map(|field| Some((field.name.as_str(), given(&field.name)?)));
    let id = custom_id(&form.command, kept);
    if fields.is_empty() || id.len() > ID_BYTES {
        return None;
    }
    let rows = fields.iter().map(|field| {
        let input = input(field, given(&field.name));
        json!({ "type": 1, "components": [input] })
    });
    Some(json!({
        "custom_id": id,
        "title": title(form, fields.len()),
        "components": rows.collect::<Vec<_>>(),
    }))
}

/// The command and the answers of a modal that was sent (an interaction's `data`), empty ones too; none where it is no form
/// of ours.
pub(super) fn filled(data: &Value) -> Option<(String, Vec<(String, String)>)> {
    let id = data["custom_id"].as_str()?;
    let (command, kept) = read_id(id.strip_prefix(VERSION)?.strip_prefix(MODAL)?)?;
    let mut typed = Vec::new();
    answers(&data["components"], &mut typed);
    let is_typed = |name: &str| typed.iter().any(|(typed, _)| typed == name);
    let kept = kept.into_iter().filter(|(name, _)| !is_typed(name));
    let all = kept.collect::<Vec<_>>().into_iter().chain(typed);
    Some((command, all.collect()))
}

/// Which fields have a place: what is needed, what was given, what most people fill in; in the form's order.
fn shown<'a>(form: &'a Form, given: &impl Fn(&str) -> Option<&'a str>) -> Vec<&'a Field> {
    let mut names = BTreeSet::new();
    let fields = form
        .fields
        .iter()
        .filter(|field| (1..=ID_BYTES).contains(&field.name.len()) && names.insert(&field.name));
    let fields: Vec<&Field> = fields.collect();
    let mut rank: Vec<(u8, usize)> = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        match field {
            field if field.required => rank.push((0, at)),
            field if given(&field.name).is_some() => rank.push((1, at)),
            field if !field.advanced => rank.push((2, at)),
            _ => {}
        }
    }
    rank.sort_unstable();
    rank.truncate(INPUTS);
    let mut places: Vec<usize> = rank.into_iter().map(|(_, at)| at).collect();
    places.sort_unstable();
    places.into_iter().map(|at| fields[at]).collect()
}

/// The form's title, and the command that has the options for which there is no field.
fn title(form: &Form, n_shown: usize) -> String {
    let title = one_line(&form.title);
    let title = match title.trim() {
        "" => "–",
        title => title,
    };
    let puts = [("title", title.into()), ("command", (&form.command).into())];
    let more = say("discord-form-more", &puts);
    if n_shown < form.fields.len() && length(&more) <= MODAL_TITLE {
        more
    } else {
        cut(title, MODAL_TITLE)
    }
}

fn input(field: &Field, given: Option<&str>) -> Value {
    let label = one_line(&field.label);
    let label = match label.trim() {
        "" => &field.name,
        label => label,
    };
    let mut input = json!({
        "type": 4,
        "custom_id": field.name,
        "style": if is_long(field) { 2 } else { 1 },
        "label": cut(label, INPUT_LABEL),
        "required": field.required,
        "max_length": INPUT_TEXT,
    });
    let is_choice = !field.choices.is_empty();
    // A text input shows its placeholder, and so the choices, only while it is empty; and empty means as before.
    let value = given.unwrap_or(if is_choice && !field.required {
        ""
    } else {
        &field.value
    });
    let value = neutral(value);
    let value = fit(&value, INPUT_TEXT);
    if !value.trim().is_empty() {
        input["value"] = json!(value);
    }
    let placeholder = if is_choice {
        choices(field)
    } else {
        one_line(&field.hint)
    };
    if !placeholder.trim().is_empty() {
        input["placeholder"] = json!(cut(placeholder.trim(), PLACEHOLDER));
    }
    input
}

/// The choices in words, as many as there is room for: first what an empty answer means.
fn choices(field: &Field) -> String {
    let is_default = |choice: &&String| **choice == field.value && !field.required;
    let default = field.choices.iter().find(is_default);
    let others = field.choices.iter().filter(|choice| !is_default(choice));
    let others: Vec<String> = others.map(|choice| one_line(choice)).collect();
    let sentence = |others: String| match default {
        Some(_) if others.is_empty() => one_line(&field.value),
        Some(value) => {
            let value = one_line(value);
            say(
                "discord-choices-or-empty",
                &[("value", value.into()), ("others", others.into())],
            )
        }
        None => say("discord-choices", &[("choices", others.into())]),
    };
    for n in (1..=others.len()).rev() {
        let more = if n < others.len() { ", …" } else { "" };
        let sentence = sentence(format!("{}{more}", others[..n].join(", ")));
        if length(&sentence) <= PLACEHOLDER {
            return sentence;
        }
    }
    sentence(others.first().cloned().unwrap_or_default())
}

/// The id of a modal: its command, and answers that have no field.
fn custom_id<'a>(command: &str, kept: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let kept: Vec<String> = kept
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    format!(
        "{VERSION}{MODAL}{}{mark}{}",
        escaped(command),
        kept.join("&")
    )
}

fn read_id(id: &str) -> Option<(String, Vec<(String, String)>)> {
    let (command, kept) = id.split_once('?').unwrap_or((id, ""));
    let kept = kept.split('&').filter(|pair| !pair.is_empty());
    let kept = kept.map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((unescaped(name), unescaped(value)))
    });
    Some((unescaped(command), kept.collect::<Option<_>>()?))
}

/// The signs that part an id, each with what stands for it inside of a value; the sign that begins those comes first.
const SIGNS: [(&str, &str); 4] = [("%", "%25"), ("?", "%3f"), ("&", "%26"), ("=", "%3d")];

fn escaped(text: &str) -> String {
    SIGNS.iter().fold(text.to_owned(), |text, (sign, code)| {
        text.replace(sign, code)
    })
}

fn unescaped(text: &str) -> String {
    SIGNS
        .iter()
        .rev()
        .fold(text.to_owned(), |text, (sign, code)| {
            text.replace(code, sign)
        })
}

/// What was typed or chosen anywhere among components.
fn answers(components: &Value, found: &mut Vec<(String, String)>) {
    match components {
        Value::Array(list) => list.iter().for_each(|inner| answers(inner, found)),
        Value::Object(one) => {
            if let Some(name) = one.get("custom_id").and_then(Value::as_str) {
                let chosen = one.get("values").and_then(Value::as_array).map(|values| {
                    let values = values.iter().filter_map(Value::as_str);
                    values.collect::<Vec<_>>().join(" ")
                });
                let typed = one.get("value").and_then(Value::as_str).map(str::to_owned);
                let typed = typed.or(chosen).unwrap_or_default();
                found.push((name.to_owned(), answer(name, &typed)));
            }
            for inner in ["components", "component"] {
                if let Some(inner) = one.get(inner) {
                    answers(inner, found);
                }
            }
        }
        _ => {}
    }
}
