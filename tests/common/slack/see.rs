//! What people see: messages, modals and the Home tab, read back as plain text.

use serde_json::Value;

use super::act::Workspace;
use super::plain::{plain, unescaped};
use super::team::{Channel, Kind, Message};
use super::world::World;

/// A message as one person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The channel's id.
    pub(crate) channel: String,
    pub(crate) ts: String,
    pub(crate) text: String,
    pub(crate) buttons: Vec<Button>,
    /// Whether everybody in a channel sees it.
    pub(crate) public: bool,
    pub(crate) thread: Option<String>,
    pub(crate) files: Vec<(String, String)>,
    /// The headings of its table, two spaces between them.
    pub(crate) headings: Option<String>,
    /// When it came in the order of everything.
    pub(crate) seq: u64,
}

/// A button or a menu's choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Button {
    pub(crate) label: String,
    /// The command it stands for, without the slash; empty for others.
    pub(crate) line: String,
    /// What Slack asks before it is pressed.
    pub(crate) asks: Option<String>,
    /// What pressing it sends.
    pub(crate) action: Value,
}

impl Seen {
    /// Its text, and its buttons as `[label] /line`.
    pub(crate) fn read(&self) -> String {
        let mut lines = Vec::new();
        if !self.text.is_empty() {
            lines.push(self.text.clone());
        }
        let buttons = self.buttons.iter();
        lines.extend(buttons.map(|button| format!("[{}] /{}", button.label, button.line)));
        let files = self.files.iter();
        lines.extend(files.map(|(name, content)| format!("{name}:\n{content}")));
        lines.join("\n")
    }
}

impl Workspace {
    /// Everything that a person sees of what happened after `mark`, oldest first: what the bot wrote.
    pub(crate) fn sees_since(&self, who: &str, mark: u64) -> Vec<Seen> {
        self.seen_by(&self.person(who), mark)
    }

    /// The same by her user id.
    pub(crate) fn seen_by(&self, user: &str, mark: u64) -> Vec<Seen> {
        self.slack.with(|world| {
            let visible = world.team(&self.team).visible_to(user);
            let fresh = visible
                .into_iter()
                .filter(|(_, message)| message.by_bot && message.seq > mark);
            fresh
                .map(|(channel, message)| seen(world, &self.team, channel, message))
                .collect()
        })
    }

    /// Everything that a person sees.
    pub(crate) fn sees(&self, who: &str) -> Vec<Seen> {
        self.sees_since(who, 0)
    }

    /// A message as it is now.
    pub(crate) fn again(&self, before: &Seen) -> Seen {
        self.slack.with(|world| {
            let channel = &world.team(&self.team).channels[&before.channel];
            let mut messages = channel.messages.iter();
            let message = messages.find(|message| message.ts == before.ts);
            seen(world, &self.team, channel, message.expect("it was seen"))
        })
    }

    /// What the people here are called, by their ids.
    pub(crate) fn names(&self) -> Vec<(String, String)> {
        self.slack.with(|world| {
            let people = world.team(&self.team).people.values();
            people
                .map(|person| (person.id.clone(), person.shown.clone()))
                .collect()
        })
    }

    /// What everybody sees in a channel, oldest first.
    pub(crate) fn history(&self, channel: &str) -> Vec<Seen> {
        let channel = self.channel(channel);
        self.slack.with(|world| {
            let channel = &world.team(&self.team).channels[&channel];
            let lasting = channel
                .messages
                .iter()
                .filter(|message| !message.deleted && message.only_for.is_none() && message.by_bot);
            lasting
                .map(|message| seen(world, &self.team, channel, message))
                .collect()
        })
    }

    /// A person's topmost modal, if one is open.
    pub(crate) fn modal(&self, who: &str) -> Option<Value> {
        let user = self.person(who);
        self.slack
            .with(|world| world.person(&self.team, &user)?.modals.last().cloned())
    }

    /// A person's Home tab, as text and buttons.
    pub(crate) fn home(&self, who: &str) -> Option<String> {
        let user = self.person(who);
        let view = self
            .slack
            .with(|world| world.person(&self.team, &user)?.home.clone())?;
        Some(self.read_view(&view))
    }

    /// What a view says, line by line, with its fields as `label: value` and its buttons.
    pub(crate) fn read_view(&self, view: &Value) -> String {
        self.slack.with(|world| {
            let mut lines = Vec::new();
            if let Some(title) = view["title"]["text"].as_str() {
                lines.push(title.to_owned());
            }
            for block in view["blocks"].as_array().into_iter().flatten() {
                lines.extend(block_lines(world, &self.team, block));
            }
            let buttons = buttons(view["blocks"].as_array().map_or(&[], Vec::as_slice));
            lines.extend(
                buttons
                    .iter()
                    .map(|button| format!("[{}] /{}", button.label, button.line)),
            );
            lines.join("\n")
        })
    }
}

fn seen(world: &World, team: &str, channel: &Channel, message: &Message) -> Seen {
    Seen {
        channel: channel.id.clone(),
        ts: message.ts.clone(),
        text: read(world, team, &message.text),
        buttons: buttons(&message.blocks),
        public: message.only_for.is_none() && !matches!(channel.kind, Kind::Direct { .. }),
        thread: message.thread_ts.clone(),
        files: message.files.clone(),
        headings: message.blocks.iter().find_map(headings),
        seq: message.seq,
    }
}

/// A text in markup as it is read in a workspace.
fn read(world: &World, team: &str, markup: &str) -> String {
    let name = |id: &str| {
        let team = world.team(team);
        let person = team.people.get(id).map(|person| person.shown.clone());
        let channel = team.channels.get(id).map(|channel| channel.name.clone());
        person.or(channel).unwrap_or_else(|| id.to_owned())
    };
    plain(markup, &name)
}

fn block_lines(world: &World, team: &str, block: &Value) -> Vec<String> {
    let text = |value: &Value| match value["type"].as_str() {
        Some("mrkdwn") => read(world, team, value["text"].as_str().unwrap_or_default()),
        _ => unescaped(value["text"].as_str().unwrap_or_default()),
    };
    match block["type"].as_str().unwrap_or_default() {
        "section" | "header" => {
            let fields = block["fields"].as_array().into_iter().flatten();
            let told = block.get("text").into_iter().chain(fields);
            told.map(text).collect()
        }
        "context" => block["elements"]
            .as_array()
            .into_iter()
            .flatten()
            .map(text)
            .collect(),
        "input" => {
            let element = &block["element"];
            let value = element["initial_value"]
                .as_str()
                .or(element["initial_option"]["text"]["text"].as_str());
            vec![format!(
                "{}: {}",
                text(&block["label"]),
                value.unwrap_or_default()
            )]
        }
        "rich_text" => {
            let sections = block["elements"].as_array().into_iter().flatten();
            let told: Vec<String> = sections.map(rich).collect();
            told.join("\n").lines().map(str::to_owned).collect()
        }
        "data_table" | "table" => table_lines(block),
        _ => Vec::new(),
    }
}

/// A section of rich text, or a list of them.
fn rich(section: &Value) -> String {
    let elements = section["elements"].as_array().into_iter().flatten();
    let told = elements.map(
        |element| match element["type"].as_str().unwrap_or_default() {
            "date" => element["fallback"]
                .as_str()
                .unwrap_or("a date without a fallback")
                .to_owned(),
            "user" => format!("@{}", element["user_id"].as_str().unwrap_or_default()),
            "channel" => format!("#{}", element["channel_id"].as_str().unwrap_or_default()),
            "rich_text_section" => rich(element),
            _ => element["text"].as_str().unwrap_or_default().to_owned(),
        },
    );
    told.collect()
}

/// The headings of a table.
fn headings(block: &Value) -> Option<String> {
    let rows = block["rows"].as_array()?;
    rows.first().map(cells)
}

fn table_lines(block: &Value) -> Vec<String> {
    let rows = block["rows"].as_array().into_iter().flatten().map(cells);
    let caption = block["caption"].as_str().map(str::to_owned);
    caption.into_iter().chain(rows).collect()
}

/// A row of a table, two spaces between its cells.
fn cells(row: &Value) -> String {
    let cell = |cell: &Value| match &cell["text"] {
        Value::String(text) => text.clone(),
        other => other["text"].as_str().unwrap_or_default().to_owned(),
    };
    let cells: Vec<String> = row.as_array().into_iter().flatten().map(cell).collect();
    cells.join("  ")
}

/// The buttons and choices of blocks, in order.
pub(crate) fn buttons(blocks: &[Value]) -> Vec<Button> {
    let mut found = Vec::new();
    for block in blocks {
        let elements = block["elements"].as_array().into_iter().flatten();
        for element in elements.chain(block.get("accessory")) {
            match element["type"].as_str().unwrap_or_default() {
                "button" => found.push(button(block, element)),
                "static_select" | "overflow" => {
                    let options = element["options"].as_array().into_iter().flatten();
                    found.extend(options.map(|option| choice(block, element, option)));
                }
                _ => {}
            }
        }
    }
    found
}

fn button(block: &Value, element: &Value) -> Button {
    let mut action = serde_json::json!({
        "type": "button", "block_id": block["block_id"], "action_id": element["action_id"],
        "text": element["text"], "action_ts": "1700000000.000001",
    });
    if let Some(value) = element.get("value") {
        action["value"] = value.clone();
    }
    Button {
        label: label(&element["text"]),
        line: line_of(&element["value"]),
        asks: element["confirm"]["text"]["text"]
            .as_str()
            .map(str::to_owned),
        action,
    }
}

fn choice(block: &Value, element: &Value, option: &Value) -> Button {
    Button {
        label: label(&option["text"]),
        line: line_of(&option["value"]),
        asks: None,
        action: serde_json::json!({
            "type": element["type"], "block_id": block["block_id"],
            "action_id": element["action_id"], "selected_option": option,
            "action_ts": "1700000000.000001",
        }),
    }
}

fn label(text: &Value) -> String {
    unescaped(text["text"].as_str().unwrap_or_default())
}

/// The command line in a button's value.
fn line_of(value: &Value) -> String {
    let read = serde_json::from_str::<Value>(value.as_str().unwrap_or_default());
    let read = read.unwrap_or_default();
    read["l"].as_str().unwrap_or_default().to_owned()
}
