//! Slack's lengths and counts, which no schema knows, written down a second time and from the other side.

use std::collections::BTreeSet;

use serde_json::Value;

/// Fails where Slack would refuse or cut a message's blocks.
#[track_caller]
pub(crate) fn check_message(text: &str, blocks: &[Value]) {
    assert!(!text.trim().is_empty(), "a message says something");
    assert!(text.chars().count() <= 40_000, "a text of {}", text.len());
    assert!(blocks.len() <= 50, "{} blocks", blocks.len());
    let weight = Value::from(blocks).to_string().encode_utf16().count();
    assert!(weight <= 12_000, "blocks of {weight} characters");
    let tables = blocks.iter().filter(|block| block["type"] == "data_table");
    assert!(tables.count() <= 1, "one table a message");
    check_blocks(blocks);
}

/// Fails where Slack would refuse a view.
#[track_caller]
pub(crate) fn check_view(view: &Value) {
    let blocks = list(&view["blocks"]);
    assert!(blocks.len() <= 100, "{} blocks", blocks.len());
    assert!(view.to_string().len() <= 250_000, "more than 250 kB");
    if view["type"] == "modal" {
        within("title", &view["title"], 24);
        within("close", &view["close"], 24);
        let asks = blocks.iter().any(|block| block["type"] == "input");
        assert!(
            !asks || view["submit"].is_object(),
            "a form is sent by a button"
        );
        if view["submit"].is_object() {
            within("submit", &view["submit"], 24);
        }
        assert!(size(&view["private_metadata"]) <= 3_000);
    }
    let tables = ["table", "data_table"];
    let has_table = |block: &Value| tables.contains(&block["type"].as_str().unwrap_or_default());
    assert!(!blocks.iter().any(has_table), "modals have no tables");
    check_blocks(blocks);
}

#[track_caller]
fn check_blocks(blocks: &[Value]) {
    let (mut ids, mut n_primary) = (BTreeSet::new(), 0);
    for block in blocks {
        if let Some(id) = block["block_id"].as_str() {
            assert!(
                id.len() <= 255 && ids.insert(id.to_owned()),
                "{id} twice or too long"
            );
        }
        match block["type"].as_str().expect("a block has a type") {
            "header" => within("header", &block["text"], 150),
            "context" => {
                let elements = list(&block["elements"]);
                assert!((1..=10).contains(&elements.len()));
                for element in elements {
                    within("context", element, 3_000);
                }
            }
            "actions" => n_primary += check_buttons(list(&block["elements"])),
            "rich_text" => check_rich_text(block),
            "data_table" => check_table(block),
            "input" => check_input(block),
            other => panic!("a block of type {other} is not ours"),
        }
    }
    assert!(n_primary <= 1, "{n_primary} buttons that most people want");
}

/// How many are primary.
#[track_caller]
fn check_buttons(buttons: &[Value]) -> usize {
    assert!(
        (1..=25).contains(&buttons.len()),
        "{} buttons",
        buttons.len()
    );
    let mut ids = BTreeSet::new();
    for button in buttons {
        let id = button["action_id"].as_str().expect("a button has an id");
        assert!(id.len() <= 255 && ids.insert(id), "{id} twice or too long");
        within("button", &button["text"], 75);
        assert!(size(&button["value"]) <= 2_000);
        assert!(size(&button["accessibility_label"]) <= 75);
        if let Some(confirm) = button.get("confirm") {
            within("title", &confirm["title"], 100);
            within("question", &confirm["text"], 300);
            within("yes", &confirm["confirm"], 30);
            within("no", &confirm["deny"], 30);
        }
    }
    buttons
        .iter()
        .filter(|button| button["style"] == "primary")
        .count()
}

#[track_caller]
fn check_rich_text(block: &Value) {
    let sections = list(&block["elements"]);
    let elements: Vec<&Value> = sections
        .iter()
        .flat_map(|one| list(&one["elements"]))
        .collect();
    assert!(!elements.is_empty(), "nothing to read");
    let length: usize = elements.iter().map(|element| size(&element["text"])).sum();
    assert!(length <= 3_000, "{length} characters of rich text");
    for element in elements {
        match element["type"].as_str() {
            Some("text") => assert_ne!(element["text"], "", "an empty text is refused"),
            Some("date") => assert!(element["timestamp"].is_i64()),
            Some("channel" | "user" | "usergroup") => {}
            other => panic!("{other:?} in rich text"),
        }
    }
}

#[track_caller]
fn check_table(block: &Value) {
    let rows = list(&block["rows"]);
    assert!((2..=101).contains(&rows.len()), "{} rows", rows.len());
    let n_columns = list(&rows[0]).len();
    assert!((1..=20).contains(&n_columns));
    assert!(rows.iter().all(|row| list(row).len() == n_columns));
    let header = block["row_header_column_index"]
        .as_u64()
        .expect("rows have names");
    assert!(usize::try_from(header).is_ok_and(|at| at < n_columns));
    assert_ne!(block["caption"], "");
    assert!(
        block["page_size"]
            .as_u64()
            .is_some_and(|size| (1..=100).contains(&size))
    );
    let mut length = 0;
    for cell in rows.iter().flat_map(list) {
        let text = cell["text"].as_str();
        let text = text.or_else(|| cell["elements"][0]["elements"][0]["text"].as_str());
        let text = text.expect("a cell has a text");
        assert!(!text.is_empty(), "an empty cell is refused");
        length += text.encode_utf16().count();
    }
    assert!(length <= 10_000, "{length} characters in a table");
    let is_raw = |cell: &Value| cell["type"] == "raw_text";
    assert!(list(&rows[0]).iter().all(is_raw), "headings are raw text");
}

#[track_caller]
fn check_input(block: &Value) {
    within("label", &block["label"], 2_000);
    if block.get("hint").is_some() {
        within("hint", &block["hint"], 2_000);
    }
    let element = &block["element"];
    assert!(size(&element["action_id"]) <= 255);
    match element["type"].as_str() {
        Some("plain_text_input") => assert!(size(&element["initial_value"]) <= 3_000),
        Some("static_select") => {
            let options = list(&element["options"]);
            assert!((1..=100).contains(&options.len()));
            for option in options {
                within("option", &option["text"], 75);
                assert!((1..=150).contains(&size(&option["value"])));
            }
            let chosen = element.get("initial_option");
            assert!(chosen.is_none_or(|chosen| options.contains(chosen)));
        }
        Some("conversations_select") => {}
        other => panic!("an input of {other:?}"),
    }
}

#[track_caller]
fn within(name: &str, text: &Value, most: usize) {
    let length = size(&text["text"]);
    assert!(
        (1..=most).contains(&length),
        "{name} has {length} characters: {text}"
    );
    if text["type"] == "mrkdwn" {
        assert_eq!(text["verbatim"], true, "{name} would come alive");
    } else {
        assert_eq!(
            text["emoji"], false,
            "{name} would turn words into pictures"
        );
    }
}

/// Characters, counted the way that gives more.
fn size(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.encode_utf16().count())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
