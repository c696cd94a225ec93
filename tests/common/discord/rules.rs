//! Discord's rules that its own description does not know, written down a second time and from the other side; and what
//! our messages promise beyond them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::contract;

/// Made of components (`resources/message`, flags).
const COMPONENTS: u64 = 1 << 15;

/// What is wrong.
#[derive(Default)]
struct Found(Vec<String>);

/// Everything that is wrong with a message of ours; beside what it is made of only `more` may stand there.
pub(crate) fn message(message: &Value, more: &[&str]) -> Vec<String> {
    let mut found = Found::default();
    let known = ["flags", "components", "allowed_mentions", "attachments"];
    found.has_only(message, &[&known[..], more].concat());
    let flags = message["flags"].as_u64().unwrap_or(0);
    found.must(flags & COMPONENTS != 0, || {
        "it is not made of components".to_owned()
    });
    let allowed = COMPONENTS | 1 << 6 | 1 << 12 | 1 << 2;
    found.must(flags & !allowed == 0, || format!("flags {flags}"));
    let mut seen = Seen::default();
    for one in list(&message["components"]) {
        seen.component(one, &mut found);
    }
    found.must(seen.n_components <= 40, || {
        format!("{} components", seen.n_components)
    });
    let least = usize::from(seen.urls.is_empty());
    found.must((least..=4_000).contains(&seen.units), || {
        format!("{} units of text", seen.units)
    });
    found.must(seen.bytes <= 9_000, || {
        format!("{} bytes of text", seen.bytes)
    });
    found.must(seen.n_primary <= 1, || {
        format!("{} buttons that most people want", seen.n_primary)
    });
    found.mentions(&message["allowed_mentions"], &seen.text);
    found.attachments(message, &seen.urls);
    found.0
}

/// Everything that is wrong with a modal.
pub(crate) fn modal(data: &Value) -> Vec<String> {
    let mut found = Found::default();
    found.has_only(data, &["custom_id", "title", "components"]);
    found.id(data);
    found.within("title", &data["title"], 1, 45);
    let rows = list(&data["components"]);
    found.must((1..=5).contains(&rows.len()), || {
        format!("{} rows", rows.len())
    });
    let mut ids = BTreeSet::new();
    for row in rows {
        // The library drops what stands in a label (type 18) when it comes back by the gateway.
        found.has_only(row, &["type", "components"]);
        found.must(row["type"] == 1, || format!("no row of inputs: {row}"));
        let inputs = list(&row["components"]);
        found.must(inputs.len() == 1, || "one input a row".to_owned());
        for input in inputs {
            found.input(input, &mut ids);
        }
    }
    found.0
}

/// Everything that is wrong with an overwrite of an application's commands.
pub(crate) fn commands(commands: &Value) -> Vec<String> {
    let mut found = Found::default();
    let mut names = BTreeSet::new();
    for command in list(commands) {
        let kind = command["type"].as_u64().unwrap_or(1);
        let name = command["name"].as_str().unwrap_or_default();
        found.must(names.insert((kind, name)), || {
            format!("/{name} is there twice")
        });
        if kind == 1 {
            found.within("description", &command["description"], 1, 100);
            found.name(name);
            found.options(name, list(&command["options"]));
        } else {
            found.within("name", &command["name"], 1, 32);
            found.must(
                command.get("description").is_none() && command.get("options").is_none(),
                || format!("{name} of a menu has more than a name"),
            );
        }
        let size = weight(command);
        found.must(size <= 8_000, || format!("/{name} has {size} characters"));
    }
    for (kind, most) in [(1, 100), (2, 15), (3, 15)] {
        let n_commands = names.iter().filter(|(one, _)| *one == kind).count();
        found.must(n_commands <= most, || {
            format!("{n_commands} commands of type {kind}")
        });
    }
    found.0
}

/// Everything that is wrong with what is offered while somebody types.
pub(crate) fn choices(data: &Value) -> Vec<String> {
    let mut found = Found::default();
    found.has_only(data, &["choices"]);
    let choices = list(&data["choices"]);
    found.must(choices.len() <= 25, || format!("{} choices", choices.len()));
    for choice in choices {
        found.within("choice", &choice["name"], 1, 100);
        found.within("value", &choice["value"], 1, 100);
    }
    found.0
}

/// Everything that is wrong with the first answer to an interaction.
pub(crate) fn answer(answer: &Value) -> Vec<String> {
    let mut found = Found::default();
    found.has_only(answer, &["type", "data"]);
    let data = &answer["data"];
    let more = match answer["type"].as_u64() {
        Some(4 | 7) => message(data, &[]),
        Some(8) => choices(data),
        Some(9) => modal(data),
        Some(5) => {
            if !data.is_null() {
                found.has_only(data, &["flags"]);
                let flags = data["flags"].as_u64().unwrap_or(0);
                found.must(flags & !(1 << 6) == 0, || {
                    format!("a deferral carries flags {flags}")
                });
            }
            Vec::new()
        }
        Some(1 | 6) => {
            found.must(data.is_null(), || format!("it carries {data}"));
            Vec::new()
        }
        other => vec![format!("an answer of type {other:?}")],
    };
    found.0.extend(more);
    found.0
}

/// Fails where Discord would refuse a message, or show less than we mean.
#[track_caller]
pub(crate) fn check_message(sent: &Value) {
    for (method, path) in [
        ("POST", "/channels/1/messages"),
        ("PATCH", "/channels/1/messages/2"),
        ("PATCH", "/webhooks/1/token/messages/@original"),
    ] {
        let faults = contract::faults(method, path, sent);
        assert!(faults.is_empty(), "{method} {path}: {}", faults.join("\n"));
    }
    let answer = serde_json::json!({ "type": 4, "data": sent });
    holds(&contract::unlike(
        "CreateMessageInteractionCallbackRequest",
        &answer,
    ));
    holds(&message(sent, &[]));
}

/// Fails where Discord would refuse a modal.
#[track_caller]
pub(crate) fn check_modal(data: &Value) {
    let answer = serde_json::json!({ "type": 9, "data": data });
    holds(&contract::unlike(
        "ModalInteractionCallbackRequest",
        &answer,
    ));
    holds(&modal(data));
}

/// Fails where Discord would refuse the overwrite of an application's commands.
#[track_caller]
pub(crate) fn check_commands(sent: &Value) {
    for path in [
        "/applications/1/commands",
        "/applications/1/guilds/2/commands",
    ] {
        let faults = contract::faults("PUT", path, sent);
        assert!(faults.is_empty(), "{path}: {}", faults.join("\n"));
    }
    holds(&commands(sent));
}

#[track_caller]
fn holds(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a message is made of.
#[derive(Default)]
struct Seen {
    n_components: usize,
    units: usize,
    bytes: usize,
    n_primary: usize,
    ids: BTreeSet<String>,
    text: String,
    urls: Vec<String>,
}

impl Seen {
    fn component(&mut self, one: &Value, found: &mut Found) {
        self.n_components += 1;
        match one["type"].as_u64().unwrap_or(0) {
            1 => {
                found.has_only(one, &["type", "components"]);
                let inner = list(&one["components"]);
                let is_menu = |one: &Value| one["type"] != 2;
                let is_right = if inner.iter().any(is_menu) {
                    inner.len() == 1
                } else {
                    (1..=5).contains(&inner.len())
                };
                found.must(is_right, || format!("a row of {}", inner.len()));
            }
            2 => self.button(one, found),
            3 | 5..=8 => self.menu(one, found),
            10 => self.display(one, found),
            12 => {
                found.has_only(one, &["type", "items"]);
                let items = list(&one["items"]);
                found.must((1..=10).contains(&items.len()), || {
                    format!("{} pictures", items.len())
                });
                let urls = items
                    .iter()
                    .filter_map(|item| item["media"]["url"].as_str());
                self.urls.extend(urls.map(str::to_owned));
            }
            13 => {
                found.has_only(one, &["type", "file"]);
                self.urls
                    .extend(one["file"]["url"].as_str().map(str::to_owned));
            }
            14 => found.has_only(one, &["type", "divider", "spacing"]),
            17 => {
                found.has_only(one, &["type", "id", "accent_color", "components"]);
                let colour = one["accent_color"].as_u64();
                found.must(colour.is_none_or(|colour| colour <= 0x00ff_ffff), || {
                    format!("colour {colour:?}")
                });
            }
            other => found
                .0
                .push(format!("a component of type {other} is not ours")),
        }
        for inner in list(&one["components"]) {
            self.component(inner, found);
        }
    }

    fn display(&mut self, one: &Value, found: &mut Found) {
        found.has_only(one, &["type", "id", "content"]);
        found.number(one);
        let content = one["content"].as_str().unwrap_or_default();
        found.must(!content.trim().is_empty(), || "an empty display".to_owned());
        self.units += content.encode_utf16().count();
        self.bytes += content.len() + 12;
        self.text.push_str(content);
        self.text.push('\n');
    }

    fn button(&mut self, one: &Value, found: &mut Found) {
        let is_link = one["style"] == 5;
        let carries = if is_link { "url" } else { "custom_id" };
        found.has_only(one, &["type", "style", "label", "disabled", carries]);
        found.within("label", &one["label"], 1, 80);
        if is_link {
            found.within("url", &one["url"], 1, 512);
            return;
        }
        found.must(
            [1, 2, 3, 4].contains(&one["style"].as_u64().unwrap_or(0)),
            || format!("a button of style {}", one["style"]),
        );
        self.taken(one, found);
        self.n_primary += usize::from(one["style"] == 1);
    }

    fn menu(&mut self, one: &Value, found: &mut Found) {
        let known = [
            "type",
            "custom_id",
            "options",
            "channel_types",
            "default_values",
            "placeholder",
            "min_values",
            "max_values",
            "disabled",
        ];
        found.has_only(one, &known);
        self.taken(one, found);
        found.within("placeholder", &one["placeholder"], 0, 150);
        if one["type"] == 3 {
            let options = list(&one["options"]);
            found.must((1..=25).contains(&options.len()), || {
                format!("{} options", options.len())
            });
            for option in options {
                found.within("option", &option["label"], 1, 100);
                found.within("value", &option["value"], 1, 100);
                found.within("description", &option["description"], 0, 100);
            }
        }
    }

    fn taken(&mut self, one: &Value, found: &mut Found) {
        found.id(one);
        let id = one["custom_id"].as_str().unwrap_or_default();
        let is_new = self.ids.insert(id.to_owned());
        found.must(is_new, || format!("{id} is there twice"));
    }
}

impl Found {
    fn must(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.0.push(what());
        }
    }

    /// Nobody is pinged but those whom the message names, and each by our own mark.
    fn mentions(&mut self, mentions: &Value, text: &str) {
        self.has_only(mentions, &["parse", "users"]);
        self.must(mentions["parse"] == serde_json::json!([]), || {
            format!("what is parsed for pings is not ruled out: {mentions}")
        });
        let users = list(&mentions["users"]);
        self.must(users.len() <= 100, || format!("{} are pinged", users.len()));
        let different: BTreeSet<String> = users.iter().map(Value::to_string).collect();
        self.must(different.len() == users.len(), || {
            format!("somebody is pinged twice: {mentions}")
        });
        for user in users {
            let user = user.as_str().unwrap_or("no id");
            self.must(text.contains(&format!("<@{user}>")), || {
                format!("{user} is not named")
            });
        }
    }

    /// What is attached is shown, and what is shown is attached.
    fn attachments(&mut self, message: &Value, urls: &[String]) {
        let attached = list(&message["attachments"]);
        self.must(attached.len() <= 10, || format!("{} files", attached.len()));
        for one in attached {
            self.within("alt text", &one["description"], 0, 1_024);
            let name = one["filename"].as_str();
            let url = name.map(|name| format!("attachment://{name}"));
            self.must(url.is_none_or(|url| urls.contains(&url)), || {
                format!("{name:?} is attached but not shown")
            });
        }
    }

    fn input<'a>(&mut self, input: &'a Value, ids: &mut BTreeSet<&'a str>) {
        let known = [
            "type",
            "custom_id",
            "style",
            "label",
            "value",
            "placeholder",
            "required",
            "min_length",
            "max_length",
        ];
        self.has_only(input, &known);
        self.must(input["type"] == 4, || format!("no text input: {input}"));
        self.id(input);
        let id = input["custom_id"].as_str().unwrap_or_default();
        self.must(ids.insert(id), || format!("{id} is there twice"));
        self.within("label", &input["label"], 1, 45);
        self.within("placeholder", &input["placeholder"], 0, 100);
        self.within("value", &input["value"], 0, 4_000);
    }

    fn options(&mut self, path: &str, options: &[Value]) {
        self.must(options.len() <= 25, || {
            format!("/{path} has {} options", options.len())
        });
        let mut names = BTreeSet::new();
        let mut is_optional = false;
        for option in options {
            let name = option["name"].as_str().unwrap_or_default();
            self.name(name);
            self.must(names.insert(name), || format!("{name} is there twice"));
            self.within("description", &option["description"], 1, 100);
            if option["type"] == 1 || option["type"] == 2 {
                self.options(&format!("{path} {name}"), list(&option["options"]));
                continue;
            }
            let required = option["required"] == true;
            self.must(!(required && is_optional), || {
                format!("/{path} {name}: needed ones come first")
            });
            is_optional |= !required;
            let choices = list(&option["choices"]);
            self.must(choices.len() <= 25, || format!("{} choices", choices.len()));
            self.must(
                choices.is_empty() || option.get("autocomplete").is_none(),
                || format!("/{path} {name}: both choices and completion"),
            );
            for choice in choices {
                self.within("choice", &choice["name"], 1, 100);
                if choice["value"].is_string() {
                    self.within("value", &choice["value"], 1, 100);
                }
            }
        }
    }

    /// `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, in lowercase.
    fn name(&mut self, name: &str) {
        let is_good = |c: char| c.is_alphanumeric() || "-_'".contains(c);
        self.must(
            (1..=32).contains(&name.chars().count())
                && name.chars().all(is_good)
                && name == name.to_lowercase(),
            || format!("{name} is no name of a command"),
        );
    }

    /// 1 to 100 characters; bytes, to be safe.
    fn id(&mut self, one: &Value) {
        let id = one["custom_id"].as_str().unwrap_or_default();
        self.must((1..=100).contains(&id.len()), || {
            format!("custom_id {id:?}")
        });
    }

    /// Against a field that Discord does not know, and would overlook.
    fn has_only(&mut self, value: &Value, known: &[&str]) {
        let Some(fields) = value.as_object() else {
            self.0.push(format!("{value} is no object"));
            return;
        };
        for key in fields.keys().filter(|key| !known.contains(&key.as_str())) {
            self.0.push(format!("{key} in {value}"));
        }
    }

    /// A component's own number has 32 bits with a sign; 0 counts as none.
    fn number(&mut self, one: &Value) {
        let number = one.get("id").map(Value::as_i64);
        let is_good = |number: i64| (1..=i64::from(i32::MAX)).contains(&number);
        self.must(
            number.is_none_or(|number| number.is_some_and(is_good)),
            || format!("a component's id {number:?}"),
        );
    }

    fn within(&mut self, name: &str, text: &Value, least: usize, most: usize) {
        let length = text.as_str().map_or(0, |text| text.encode_utf16().count());
        let is_blank = least > 0 && text.as_str().is_some_and(|text| text.trim().is_empty());
        self.must((least..=most).contains(&length) && !is_blank, || {
            format!("{name} has {length} characters: {text}")
        });
    }
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

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
