//! Slack's lengths and counts, which no schema knows, and what we promise beyond them.
//!
//! The figures are from Slack's pages on Block Kit, modals and formatting, and from the validators of its Python SDK.

mod element;

use std::collections::BTreeSet;

use serde_json::Value;

pub(crate) use element::{Text, text};

/// Blocks in a message, and in a view.
const MESSAGE_BLOCKS: usize = 50;
const VIEW_BLOCKS: usize = 100;
/// The longest text of a message, by our own promise for an edit too.
const TEXT: usize = 40_000;
/// A view's longest JSON, in bytes.
const VIEW_BYTES: usize = 250_000;
/// Characters in all `markdown` blocks of a message.
const MARKDOWN: usize = 12_000;
/// Characters in all cells of a `data_table`.
const TABLE_TEXT: usize = 10_000;

/// Adds what is too long, too many, or against a promise of ours.
pub(crate) fn check(method: &str, args: &Value, faults: &mut Vec<String>) {
    let say = |faults: &mut Vec<String>, what: &str| faults.push(what.to_owned());
    if let Some(text) = args["text"].as_str() {
        if text.chars().count() > TEXT {
            say(faults, "its text is longer than 40,000 characters");
        }
        if is_for_one(method, args) {
            // Where one person alone reads it, a group's name pings nobody.
            broadcast(&text.replace("<!subteam", ""), faults);
        } else {
            broadcast(text, faults);
        }
    }
    let message = matches!(
        method,
        "chat.postMessage"
            | "chat.update"
            | "chat.postEphemeral"
            | "response_url"
            | "acknowledgement"
    );
    if message && let Some(blocks) = args["blocks"].as_array() {
        if args["text"].as_str().unwrap_or_default().is_empty() && !blocks.is_empty() {
            say(
                faults,
                "blocks without a text: a screen reader reads nothing",
            );
        }
        if blocks.len() > MESSAGE_BLOCKS {
            say(faults, "more than 50 blocks");
        }
        check_blocks(blocks, false, faults);
        repeated(args["text"].as_str().unwrap_or_default(), blocks, faults);
    }
    if method == "chat.postMessage"
        && (args["unfurl_links"] != false || args["unfurl_media"] != false)
    {
        say(faults, "links would unfurl");
    }
    if !args["link_names"].is_null() {
        say(faults, "link_names turns what members typed into mentions");
    }
    if let Some(view) = args.get("view") {
        check_view(view, faults);
    }
}

fn check_view(view: &Value, faults: &mut Vec<String>) {
    let blocks = view["blocks"].as_array().cloned().unwrap_or_default();
    if blocks.len() > VIEW_BLOCKS {
        faults.push("a view of more than 100 blocks".to_owned());
    }
    if view.to_string().len() > VIEW_BYTES {
        faults.push("a view of more than 250 kB".to_owned());
    }
    for (name, max) in [("title", 24), ("submit", 24), ("close", 24)] {
        if let Some(label) = view.get(name) {
            text(label, &Text::plain(name, max), faults);
        }
    }
    for (name, max) in [
        ("private_metadata", 3_000),
        ("callback_id", 255),
        ("external_id", 255),
    ] {
        let length = view[name].as_str().map_or(0, |word| word.chars().count());
        if length > max {
            faults.push(format!("{name} is longer than {max} characters"));
        }
    }
    let asks = blocks.iter().any(|block| block["type"] == "input");
    if asks && view["type"] == "modal" && view.get("submit").is_none() {
        faults.push("a modal with inputs has no submit".to_owned());
    }
    check_blocks(&blocks, true, faults);
}

fn check_blocks(blocks: &[Value], in_view: bool, faults: &mut Vec<String>) {
    let mut ids = BTreeSet::new();
    let (mut markdown, mut n_tables) = (0, 0);
    for (at, block) in blocks.iter().enumerate() {
        let mut found = Vec::new();
        if let Some(id) = block["block_id"].as_str() {
            if id.chars().count() > 255 {
                found.push("its id is longer than 255 characters".to_owned());
            }
            if !ids.insert(id) {
                found.push(format!("the id {id} is there twice"));
            }
        }
        match block["type"].as_str().unwrap_or_default() {
            "markdown" => {
                markdown += block["text"].as_str().unwrap_or_default().chars().count();
                if in_view {
                    found.push("views have no markdown blocks".to_owned());
                }
            }
            "table" => n_tables += 1,
            "data_table" => data_table(block, &mut found),
            _ => {}
        }
        element::block(block, &mut found);
        let kind = block["type"].as_str().unwrap_or_default();
        faults.extend(
            found
                .into_iter()
                .map(|what| format!("block {at} ({kind}): {what}")),
        );
    }
    if markdown > MARKDOWN {
        faults.push("more than 12,000 characters of markdown".to_owned());
    }
    if n_tables > 1 {
        faults.push("more than one table".to_owned());
    }
}

fn data_table(block: &Value, faults: &mut Vec<String>) {
    let rows = block["rows"].as_array().cloned().unwrap_or_default();
    if rows.is_empty() || rows.len() > 101 {
        faults.push(format!("{} rows with the heading", rows.len()));
    }
    if block["caption"].as_str().unwrap_or_default().is_empty() {
        faults.push("it has no caption".to_owned());
    }
    let size = block["page_size"].as_u64().unwrap_or(5);
    if !(1..=100).contains(&size) {
        faults.push(format!("a page of {size} rows"));
    }
    let width = |row: &Value| row.as_array().map_or(0, Vec::len);
    if rows.iter().any(|row| width(row) != width(&rows[0])) {
        faults.push("rows of unequal length".to_owned());
    }
    if words(block).join(" ").chars().count() > TABLE_TEXT {
        faults.push("more than 10,000 characters".to_owned());
    }
}

/// Whether one person alone reads a message.
fn is_for_one(method: &str, args: &Value) -> bool {
    let channel = args["channel"].as_str().unwrap_or_default();
    method == "chat.postEphemeral"
        || args["response_type"] == "ephemeral"
        || (method == "chat.postMessage" && channel.starts_with(['U', 'W', 'D']))
}

/// Nobody but people named one by one may be pinged.
pub(crate) fn broadcast(text: &str, faults: &mut Vec<String>) {
    for mark in ["<!here", "<!channel", "<!everyone", "<!subteam"] {
        if text.contains(mark) {
            faults.push(format!("{mark}> would ping everybody"));
        }
    }
}

/// Whoever has only the text must have everything: each word of the blocks stands in it.
fn repeated(said: &str, blocks: &[Value], faults: &mut Vec<String>) {
    let said: BTreeSet<String> = split(said).collect();
    let all = blocks.iter().flat_map(words);
    let all: Vec<String> = all
        .flat_map(|text| split(&text).collect::<Vec<_>>())
        .collect();
    let lost: Vec<&str> = all
        .iter()
        .filter(|word| !said.contains(*word))
        .map(String::as_str)
        .take(5)
        .collect();
    if !lost.is_empty() {
        faults.push(format!("the text lacks what the blocks say: {lost:?}"));
    }
}

/// The words of a text as it is read: dates by their fallback.
fn split(text: &str) -> impl Iterator<Item = String> {
    let read = super::plain::plain(text, &|id| id.to_owned());
    let words: Vec<String> = read
        .split(|one: char| !one.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.into_iter()
}

/// What a block says, its buttons and fields left out.
fn words(block: &Value) -> Vec<String> {
    match block["type"].as_str().unwrap_or_default() {
        "actions" | "input" | "divider" => Vec::new(),
        "image" => strings(&block["alt_text"]),
        _ => {
            let told = ["text", "fields", "elements", "rows", "caption"];
            told.iter()
                .flat_map(|name| strings(&block[*name]))
                .collect()
        }
    }
}

/// All strings that are shown.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(strings).collect(),
        Value::Object(object) => {
            let shown = ["text", "elements", "alt_text", "value"];
            let shown = shown.iter().filter_map(|name| object.get(*name));
            shown.flat_map(strings).collect()
        }
        _ => Vec::new(),
    }
}
