//! Lengths and counts inside blocks: texts, buttons, menus, inputs.

use serde_json::Value;

use super::broadcast;

/// What a text must be.
pub(crate) struct Text<'a> {
    name: &'a str,
    max: usize,
    /// Whether only `plain_text` is taken.
    plain: bool,
}

impl<'a> Text<'a> {
    /// A text that takes no markup.
    pub(crate) fn plain(name: &'a str, max: usize) -> Self {
        Self {
            name,
            max,
            plain: true,
        }
    }

    fn any(name: &'a str, max: usize) -> Self {
        Self {
            name,
            max,
            plain: false,
        }
    }
}

/// Adds what is wrong with a text object.
pub(crate) fn text(value: &Value, must: &Text<'_>, faults: &mut Vec<String>) {
    let Text { name, max, plain } = must;
    let said = value["text"].as_str().unwrap_or_default();
    let length = said.chars().count();
    if length == 0 {
        faults.push(format!("{name} is empty"));
    }
    if length > *max {
        faults.push(format!("{name} is {length} characters, not {max}"));
    }
    if value["type"] == "mrkdwn" {
        if *plain {
            faults.push(format!("{name} takes no markup"));
        }
        if value["verbatim"] != true {
            faults.push(format!(
                "{name} is not verbatim: channels and names in it come alive"
            ));
        }
        broadcast(said, faults);
    }
}

/// Adds what is wrong with a block.
pub(crate) fn block(block: &Value, faults: &mut Vec<String>) {
    match block["type"].as_str().unwrap_or_default() {
        "section" => section(block, faults),
        "header" => text(&block["text"], &Text::plain("the header", 150), faults),
        "context" => {
            let elements = list(&block["elements"]);
            counted("elements", elements.len(), 10, faults);
            for one in elements.iter().filter(|one| one["type"] != "image") {
                text(one, &Text::any("an element", 3_000), faults);
            }
        }
        "actions" => {
            let elements = list(&block["elements"]);
            counted("elements", elements.len(), 25, faults);
            let mut ids: Vec<&str> = elements
                .iter()
                .filter_map(|one| one["action_id"].as_str())
                .collect();
            ids.sort_unstable();
            let n_ids = ids.len();
            ids.dedup();
            if ids.len() < n_ids {
                faults.push("two elements of one action_id".to_owned());
            }
            for one in elements {
                element(one, faults);
            }
        }
        "input" => {
            text(&block["label"], &Text::plain("the label", 2_000), faults);
            if let Some(hint) = block.get("hint") {
                text(hint, &Text::plain("the hint", 2_000), faults);
            }
            element(&block["element"], faults);
        }
        "image" => word("alt_text", &block["alt_text"], 2_000, faults),
        "table" => {
            let rows = list(&block["rows"]);
            counted("rows", rows.len(), 100, faults);
            for row in rows {
                counted("columns", list(row).len(), 20, faults);
            }
        }
        _ => {}
    }
}

fn section(block: &Value, faults: &mut Vec<String>) {
    if let Some(said) = block.get("text") {
        text(said, &Text::any("its text", 3_000), faults);
    }
    if let Some(fields) = block.get("fields") {
        let fields = list(fields);
        counted("fields", fields.len(), 10, faults);
        for field in fields {
            text(field, &Text::any("a field", 2_000), faults);
        }
    }
    if block.get("text").is_none() && block.get("fields").is_none() {
        faults.push("it says nothing".to_owned());
    }
    if let Some(accessory) = block.get("accessory") {
        element(accessory, faults);
    }
}

fn element(one: &Value, faults: &mut Vec<String>) {
    if let Some(id) = one["action_id"].as_str() {
        word("action_id", &Value::from(id), 255, faults);
    }
    if let Some(placeholder) = one.get("placeholder") {
        text(placeholder, &Text::plain("a placeholder", 150), faults);
    }
    if let Some(confirm) = one.get("confirm") {
        text(
            &confirm["title"],
            &Text::plain("the question's title", 100),
            faults,
        );
        text(&confirm["text"], &Text::any("the question", 300), faults);
        text(
            &confirm["confirm"],
            &Text::plain("the question's yes", 30),
            faults,
        );
        text(
            &confirm["deny"],
            &Text::plain("the question's no", 30),
            faults,
        );
    }
    match one["type"].as_str().unwrap_or_default() {
        "button" => {
            text(&one["text"], &Text::plain("a button", 75), faults);
            for (name, max) in [
                ("value", 2_000),
                ("url", 3_000),
                ("accessibility_label", 75),
            ] {
                if let Some(value) = one.get(name) {
                    word(name, value, max, faults);
                }
            }
        }
        "static_select" | "multi_static_select" => menu(one, 100, faults),
        "overflow" => menu(one, 5, faults),
        "radio_buttons" | "checkboxes" => menu(one, 10, faults),
        "plain_text_input" => {
            if let Some(value) = one.get("initial_value") {
                word("initial_value", value, 3_000, faults);
            }
            let max = one["max_length"].as_u64().unwrap_or(1);
            if !(1..=3_000).contains(&max) {
                faults.push(format!("an input of {max} characters"));
            }
        }
        _ => {}
    }
}

fn menu(one: &Value, max: usize, faults: &mut Vec<String>) {
    let groups = list(&one["option_groups"]).iter();
    let grouped = groups.flat_map(|group| list(&group["options"]));
    let options: Vec<&Value> = list(&one["options"]).iter().chain(grouped).collect();
    counted("options", options.len(), max, faults);
    for option in &options {
        text(&option["text"], &Text::any("an option", 75), faults);
        word("an option's value", &option["value"], 150, faults);
    }
    if let Some(initial) = one.get("initial_option")
        && !options.contains(&initial)
    {
        faults.push("what is chosen at first is no option".to_owned());
    }
}

fn word(name: &str, value: &Value, max: usize, faults: &mut Vec<String>) {
    let length = value.as_str().map_or(0, |word| word.chars().count());
    if length == 0 && name != "initial_value" {
        faults.push(format!("{name} is empty"));
    }
    if length > max {
        faults.push(format!("{name} is {length} characters, not {max}"));
    }
}

fn counted(name: &str, n: usize, max: usize, faults: &mut Vec<String>) {
    if n == 0 || n > max {
        faults.push(format!("{n} {name}, of 1 to {max}"));
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
