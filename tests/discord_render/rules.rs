//! Discord's rules that its own description does not know, written down a second time and from the other side.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::contract;

/// Fails where Discord would refuse a message, or show less than we mean.
#[track_caller]
pub(crate) fn check_message(message: &Value) {
    for (method, path) in [
        ("POST", "/channels/1/messages"),
        ("PATCH", "/channels/1/messages/2"),
        ("PATCH", "/webhooks/1/token/messages/@original"),
    ] {
        let faults = contract::faults(method, path, message);
        assert!(faults.is_empty(), "{method} {path}: {}", faults.join("\n"));
    }
    let answer = serde_json::json!({ "type": 4, "data": message });
    let faults = contract::unlike("CreateMessageInteractionCallbackRequest", &answer);
    assert!(faults.is_empty(), "{}", faults.join("\n"));

    has_only(
        message,
        &["flags", "components", "allowed_mentions", "attachments"],
    );
    assert_eq!(
        message["flags"].as_u64().expect("flags") & (1 << 15),
        1 << 15
    );
    let mut seen = Seen::default();
    list(&message["components"])
        .iter()
        .for_each(|one| seen.component(one));
    assert!(seen.n_components <= 40, "{} components", seen.n_components);
    assert!(
        (1..=4_000).contains(&seen.units),
        "{} units of text",
        seen.units
    );
    assert!(seen.bytes <= 9_000, "{} bytes of text", seen.bytes);
    assert!(
        seen.n_primary <= 1,
        "{} buttons that most people want",
        seen.n_primary
    );
    check_mentions(&message["allowed_mentions"], &seen.text);
}

/// Nobody is pinged but those whom the message names, and each by our own mark.
#[track_caller]
fn check_mentions(mentions: &Value, text: &str) {
    has_only(mentions, &["parse", "users"]);
    assert_eq!(
        mentions["parse"],
        serde_json::json!([]),
        "nothing is parsed"
    );
    let users = list(&mentions["users"]);
    assert!(users.len() <= 100);
    assert_eq!(
        users
            .iter()
            .map(Value::to_string)
            .collect::<BTreeSet<_>>()
            .len(),
        users.len()
    );
    for user in users {
        let user = user.as_str().expect("an id");
        assert!(text.contains(&format!("<@{user}>")), "{user} is not named");
    }
}

#[derive(Default)]
struct Seen {
    n_components: usize,
    units: usize,
    bytes: usize,
    n_primary: usize,
    ids: BTreeSet<String>,
    text: String,
}

impl Seen {
    #[track_caller]
    fn component(&mut self, one: &Value) {
        self.n_components += 1;
        match one["type"].as_u64().expect("a component has a type") {
            1 => {
                has_only(one, &["type", "components"]);
                assert!((1..=5).contains(&list(&one["components"]).len()));
            }
            2 => self.button(one),
            10 => {
                has_only(one, &["type", "content"]);
                let content = one["content"].as_str().expect("a text");
                assert!(!content.trim().is_empty(), "an empty display is refused");
                self.units += content.encode_utf16().count();
                self.bytes += content.len() + 12;
                self.text.push_str(content);
                self.text.push('\n');
            }
            12 => has_only(one, &["type", "items"]),
            13 => has_only(one, &["type", "file"]),
            17 => {
                has_only(one, &["type", "accent_color", "components"]);
                assert!(
                    one["accent_color"]
                        .as_u64()
                        .is_some_and(|colour| colour <= 0x00ff_ffff)
                );
            }
            other => panic!("a component of type {other} is not ours"),
        }
        list(&one["components"])
            .iter()
            .for_each(|inner| self.component(inner));
    }

    #[track_caller]
    fn button(&mut self, one: &Value) {
        has_only(one, &["type", "style", "label", "custom_id"]);
        let label = one["label"].as_str().expect("a button has a label");
        assert!((1..=80).contains(&label.encode_utf16().count()), "{label}");
        assert!(!label.trim().is_empty());
        let id = one["custom_id"].as_str().expect("a button has an id");
        assert!((1..=100).contains(&id.len()), "{id}");
        assert!(self.ids.insert(id.to_owned()), "{id} is there twice");
        assert!([1, 2, 4].contains(&one["style"].as_u64().expect("a style")));
        self.n_primary += usize::from(one["style"] == 1);
    }
}

/// Fails where Discord would refuse a modal.
#[track_caller]
pub(crate) fn check_modal(data: &Value) {
    let answer = serde_json::json!({ "type": 9, "data": data });
    let faults = contract::unlike("ModalInteractionCallbackRequest", &answer);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    has_only(data, &["custom_id", "title", "components"]);
    assert!((1..=100).contains(&data["custom_id"].as_str().map_or(0, str::len)));
    within("title", &data["title"], 1, 45);
    let rows = list(&data["components"]);
    assert!((1..=5).contains(&rows.len()), "{} rows", rows.len());
    let mut ids = BTreeSet::new();
    for row in rows {
        has_only(row, &["type", "components"]);
        assert_eq!(row["type"], 1);
        let [input] = list(&row["components"]) else {
            panic!("one input a row");
        };
        has_only(
            input,
            &[
                "type",
                "custom_id",
                "style",
                "label",
                "value",
                "placeholder",
                "required",
                "max_length",
            ],
        );
        assert_eq!(input["type"], 4);
        let id = input["custom_id"].as_str().expect("an input has an id");
        assert!(
            (1..=100).contains(&id.len()) && ids.insert(id),
            "{id} twice or too long"
        );
        within("label", &input["label"], 1, 45);
        within("placeholder", &input["placeholder"], 0, 100);
        within("value", &input["value"], 0, 4_000);
    }
}

/// Fails where Discord would refuse the overwrite of an application's commands.
#[track_caller]
pub(crate) fn check_commands(commands: &Value) {
    for path in [
        "/applications/1/commands",
        "/applications/1/guilds/2/commands",
    ] {
        let faults = contract::faults("PUT", path, commands);
        assert!(faults.is_empty(), "{path}: {}", faults.join("\n"));
    }
    let mut names = BTreeSet::new();
    for command in list(commands) {
        let kind = command["type"].as_u64().expect("a command has a type");
        let name = command["name"].as_str().expect("a command has a name");
        assert!(names.insert((kind, name)), "{name} is there twice");
        if kind == 1 {
            within("description", &command["description"], 1, 100);
            check_name(name);
            check_options(name, list(&command["options"]));
        } else {
            assert!(command.get("description").is_none() && command.get("options").is_none());
        }
        let size = weight(command);
        assert!(size <= 8_000, "/{name} has {size} characters");
    }
    assert!(names.iter().filter(|(kind, _)| *kind == 1).count() <= 100);
    assert!(names.iter().filter(|(kind, _)| *kind == 2).count() <= 15);
}

#[track_caller]
fn check_options(path: &str, options: &[Value]) {
    assert!(options.len() <= 25, "/{path} has {} options", options.len());
    let mut names = BTreeSet::new();
    let mut is_optional = false;
    for option in options {
        let name = option["name"].as_str().expect("an option has a name");
        check_name(name);
        assert!(names.insert(name), "{name} is there twice");
        within("description", &option["description"], 1, 100);
        if option["type"] == 1 {
            check_options(&format!("{path} {name}"), list(&option["options"]));
            continue;
        }
        let required = option["required"] == true;
        assert!(
            !(required && is_optional),
            "/{path} {name}: needed ones come first"
        );
        is_optional |= !required;
        let choices = list(&option["choices"]);
        assert!(choices.len() <= 25);
        assert!(choices.is_empty() || option.get("autocomplete").is_none());
        for choice in choices {
            within("choice", &choice["name"], 1, 100);
            within("value", &choice["value"], 1, 100);
        }
    }
}

/// `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, in lowercase.
#[track_caller]
fn check_name(name: &str) {
    assert!((1..=32).contains(&name.chars().count()), "{name}");
    let is_good = |c: char| c.is_alphanumeric() || "-_'".contains(c);
    assert!(name.chars().all(is_good), "{name}");
    assert_eq!(name, name.to_lowercase());
}

/// Characters of all names, descriptions and values; of several languages the longest counts.
fn weight(value: &Value) -> usize {
    let own = ["name", "description", "value"].into_iter().map(|key| {
        let default = value[key].as_str().map_or(0, |text| text.chars().count());
        let others = value[format!("{key}_localizations")].as_object();
        let others = others
            .into_iter()
            .flatten()
            .filter_map(|(_, text)| text.as_str());
        let longest = others.map(|text| text.chars().count()).max();
        default.max(longest.unwrap_or(0))
    });
    let inner = ["options", "choices"]
        .into_iter()
        .flat_map(|key| list(&value[key]));
    own.sum::<usize>() + inner.map(weight).sum::<usize>()
}

/// Fails for a field that Discord does not know, and would overlook.
#[track_caller]
fn has_only(value: &Value, known: &[&str]) {
    for key in value.as_object().expect("an object").keys() {
        assert!(known.contains(&key.as_str()), "{key} in {value}");
    }
}

#[track_caller]
fn within(name: &str, text: &Value, least: usize, most: usize) {
    let length = text.as_str().map_or(0, |text| text.encode_utf16().count());
    assert!(
        (least..=most).contains(&length),
        "{name} has {length} characters: {text}"
    );
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
