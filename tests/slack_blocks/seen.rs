//! What a card says, and what somebody sees of its blocks and texts.

use serde_json::Value;

use huzzah::cards::{Action, Card, Span, Words};

/// Everything of a card that is to be read, in its order.
pub(crate) fn said(card: &Card, without_button: &[&Action], with_headings: bool) -> String {
    let mut lines = vec![read(&card.title)];
    lines.extend(card.lines.iter().map(read));
    if let Some(table) = &card.table {
        lines.push(table.caption.clone());
        if with_headings {
            lines.extend(table.columns.iter().map(|column| column.heading.clone()));
        }
        lines.extend(table.rows.iter().flat_map(|row| row.cells.clone()));
    }
    lines.extend(
        card.facts
            .iter()
            .map(|fact| format!("{}: {}", fact.label, read(&fact.value))),
    );
    let command = |action: &&Action| format!("{}: {}", action.label, command(&action.command));
    lines.extend(without_button.iter().map(command));
    lines.extend(card.mentions.iter().filter(|user| is_id(user)).cloned());
    lines.join("\n")
}

fn read(words: &Words) -> String {
    let span = |span: &Span| match span {
        Span::Text { text } | Span::Time { text, .. } => text.clone(),
        Span::Command { line } => command(line),
        Span::Channel { id } => format!("#{id}"),
        // What kind of mark it is says nothing to a reader.
        Span::Mention { id } => format!("@{id}"),
    };
    words.0.iter().map(span).collect()
}

fn command(line: &str) -> String {
    let short = ["progress", "leaderboard", "challenge"];
    let first = line.split_whitespace().next().unwrap_or_default();
    if short.contains(&first) {
        format!("/{line}")
    } else {
        format!("/huzzah {line}")
    }
}

fn is_id(user: &str) -> bool {
    user.starts_with(['U', 'W'])
        && user
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// A text in mrkdwn as somebody sees it.
pub(crate) fn seen(text: &str) -> String {
    let mut out = String::new();
    let mut left = text;
    while let Some((before, rest)) = left.split_once('<') {
        let (mark, rest) = rest.split_once('>').expect("a mark ends");
        out.push_str(before);
        let shown = mark.split_once('|').map_or(mark, |(_, fallback)| fallback);
        out.push_str(shown.trim_start_matches("!subteam^"));
        left = rest;
    }
    out.push_str(left);
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// What a block shows, buttons left out.
pub(crate) fn shown(block: &Value) -> String {
    match block["type"].as_str() {
        Some("actions") => String::new(),
        Some("header") => seen(block["text"]["text"].as_str().expect("a text")),
        Some("context") => {
            let elements = block["elements"].as_array().expect("elements");
            elements
                .iter()
                .filter_map(|element| element["text"].as_str())
                .map(seen)
                .collect()
        }
        Some("data_table") => {
            let rows = block["rows"].as_array().expect("rows");
            let cells = rows.iter().flat_map(|row| row.as_array().expect("cells"));
            let cells = cells.map(|cell| match cell["type"].as_str() {
                Some("rich_text") => shown(cell),
                _ => cell["text"].as_str().expect("a text").to_owned(),
            });
            let caption = block["caption"].as_str().expect("a caption").to_owned();
            std::iter::once(caption).chain(cells).collect()
        }
        _ => {
            let elements = block["elements"][0]["elements"]
                .as_array()
                .expect("elements");
            let text = |element: &Value| {
                let names = ["text", "fallback", "channel_id", "user_id", "usergroup_id"];
                let mut texts = names.iter().filter_map(|name| element[*name].as_str());
                texts.next().expect("something to read").to_owned()
            };
            elements.iter().map(text).collect()
        }
    }
}

/// Letters and digits alone: what may be hidden, joined or spaced otherwise is no loss.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The actions that have no button.
pub(crate) fn without_button<'a>(card: &'a Card, blocks: &[Value]) -> Vec<&'a Action> {
    let skip = usize::from(opens(card));
    let ids: Vec<&str> = buttons(blocks)
        .filter_map(|button| button["action_id"].as_str())
        .collect();
    let has_button = |n: usize| ids.contains(&format!("v1:{}", n + skip).as_str());
    let actions = card.actions.iter().enumerate();
    actions
        .filter(|(n, _)| !has_button(*n))
        .map(|(_, action)| action)
        .collect()
}

/// Whether the button that opens a form was too long.
pub(crate) fn lacks_form_button(card: &Card, blocks: &[Value]) -> bool {
    opens(card) && !buttons(blocks).any(|button| button["action_id"] == "v1:0")
}

/// Whether a card's first button is the one that opens its form.
pub(crate) fn opens(card: &Card) -> bool {
    let Some(form) = &card.form else { return false };
    card.actions
        .iter()
        .all(|action| action.command != form.command)
}

pub(crate) fn buttons(blocks: &[Value]) -> impl Iterator<Item = &Value> {
    let actions = blocks.iter().filter(|block| block["type"] == "actions");
    actions.flat_map(|block| block["elements"].as_array().expect("elements"))
}

/// All texts in mrkdwn among blocks.
pub(crate) fn mrkdwn(blocks: &[Value]) -> impl Iterator<Item = &str> {
    fn all<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(object) => {
                if value["type"] == "mrkdwn" {
                    found.extend(value["text"].as_str());
                }
                object.values().for_each(|inner| all(inner, found));
            }
            Value::Array(list) => list.iter().for_each(|inner| all(inner, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for block in blocks {
        all(block, &mut found);
    }
    found.into_iter()
}
