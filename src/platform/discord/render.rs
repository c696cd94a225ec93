//! Cards and forms as Discord's components (v2), within Discord's limits. Pure: values in, JSON out.
//!
//! A card is one container: its colour goes with its kind, its words say the kind as well. Everything stands in the order
//! in which it is read: title, paragraphs, table, facts, who is pinged, buttons. What people typed is escaped; nobody is
//! pinged but [`Card::mentions`].

mod body;
mod form;
mod limits;
mod line;
mod menus;
mod rows;
mod table;
mod words;

use serde_json::{Value, json};

use crate::cards::say::say;
use crate::cards::{Action, Card, CardKind, Form, Style};
use crate::platform::discord::buttons::Kept;
use crate::platform::forms;
use rows::Looks;
pub use words::CommandIds;

/// Only the person whom an interaction answers sees the message (`resources/message`, flags).
pub const PRIVATE: u64 = 1 << 6;
/// The message is made of components; it can't be taken back from a message (same page).
const COMPONENTS: u64 = 1 << 15;

/// A message's content.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// What is shown; at most 40 components, nested ones too.
    pub components: Vec<Value>,
    /// Discord's ids of those who are pinged, each named in the text; at most 100.
    pub mentions: Vec<String>,
    /// What is told of the files that go with it, in their order.
    pub attachments: Vec<Value>,
    /// Lines too long for their buttons: to be kept before the message is sent.
    pub kept: Vec<Kept>,
}

/// A card as a message.
#[must_use]
pub fn message(card: &Card, ids: CommandIds<'_>) -> Message {
    made(card, &forms::actions(card), Looks::default(), ids)
}

/// A card as a message for one reader. Where it has done its work once a button is pressed (a question, a preview, a
/// page), its buttons say so: Discord does not send back what such a message says.
#[must_use]
pub fn for_one(card: &Card, ids: CommandIds<'_>) -> Message {
    let spends = matches!(
        card.kind,
        CardKind::Question | CardKind::Rules | CardKind::Board
    );
    let looks = Looks {
        spends,
        opens_first: false,
    };
    let mut message = made(card, &forms::actions(card), looks, ids);
    let menus = card.form.iter().flat_map(menus::rows);
    if let Some(rows) = message.components[0]["components"].as_array_mut() {
        rows.extend(menus);
    }
    message
}

/// Whether a form has questions that are better answered from menus than in a modal: then its card is shown first.
#[must_use]
pub fn has_menus(form: &Form) -> bool {
    menus::has_menus(form)
}

/// A card that refuses a form, with a button that opens it again for `user`; `filled` is what the button brings back.
#[must_use]
pub fn asking_again(card: &Card, filled: &str, user: &str, ids: CommandIds<'_>) -> Message {
    let opens = Action {
        label: say("form-open", &[]),
        command: filled.to_owned(),
        style: Style::Primary,
        confirm: None,
        only_for: Some(user.to_owned()),
    };
    let actions: Vec<Action> = std::iter::once(opens)
        .chain(card.actions.iter().cloned())
        .collect();
    let looks = Looks {
        spends: false,
        opens_first: true,
    };
    made(card, &actions, looks, ids)
}

/// A message without any words: for a file.
#[must_use]
pub fn bare() -> Message {
    Message {
        components: Vec::new(),
        mentions: Vec::new(),
        attachments: Vec::new(),
        kept: Vec::new(),
    }
}

/// Whether a text is as long as Discord takes it, and not empty.
pub(super) fn fits(text: &str, most: usize) -> bool {
    (1..=most).contains(&limits::length(text))
}

/// The text when it is short enough, else its beginning and an ellipsis.
pub(super) fn cut(text: &str, most: usize) -> String {
    limits::cut(text, most)
}

fn made(card: &Card, actions: &[Action], looks: Looks, ids: CommandIds<'_>) -> Message {
    let rows = rows::rows(actions, looks);
    let (texts, mentions) = body::texts(card, &rows.without, ids);
    let mut components: Vec<Value> = texts.iter().map(|text| display(text)).collect();
    components.extend(rows.rows);
    let container = json!({
        "type": 17,
        "accent_color": colour(card.kind),
        "components": components,
    });
    Message {
        components: vec![container],
        mentions,
        attachments: Vec::new(),
        kept: rows.kept,
    }
}

impl Message {
    /// The message as Discord takes it, with more flags: for a post, an edit, a follow-up, or the `data` of an answer.
    #[must_use]
    pub fn json(&self, flags: u64) -> Value {
        let mut mentions = json!({ "parse": [] });
        if !self.mentions.is_empty() {
            mentions["users"] = json!(self.mentions);
        }
        let mut message = json!({
            "flags": COMPONENTS | flags,
            "components": self.components,
            "allowed_mentions": mentions,
        });
        if !self.attachments.is_empty() {
            message["attachments"] = json!(self.attachments);
        }
        message
    }

    /// Adds a file, and answers how it must be called: it is sent beside the JSON as `files[n]`, in order. A message of
    /// components shows no other files than those (`components/reference`). `alt` says what a picture shows.
    pub fn attach(&mut self, name: &str, alt: &str) -> String {
        let id = self.attachments.len();
        let mut name = file_name(name);
        if self.attachments.iter().any(|one| one["filename"] == *name) {
            name = format!("{id}-{name}");
        }
        let alt = limits::cut(line::one_line(alt).trim(), limits::ALT);
        let url = format!("attachment://{name}");
        let mut attachment = json!({ "id": id.to_string(), "filename": name });
        let mut item = json!({ "media": { "url": url } });
        if !alt.is_empty() {
            attachment["description"] = json!(alt);
            item["description"] = json!(alt);
        }
        self.attachments.push(attachment);
        self.components.push(if is_picture(&name) {
            json!({ "type": 12, "items": [item] })
        } else {
            json!({ "type": 13, "file": { "url": url } })
        });
        name
    }
}

/// A form as a modal, the `data` of a callback of type 9, with the answers given so far by the fields' names.
///
/// None where it asks nothing or its id would be too long: then the card says all in words.
#[must_use]
pub fn modal(form: &Form, given: &[(String, String)]) -> Option<Value> {
    form::modal(form, given)
}

/// The command and the answers of a modal that was sent (an interaction's `data`); empty answers are there, and empty. None
/// where it is no form of ours.
#[must_use]
pub fn filled(data: &Value) -> Option<(String, Vec<(String, String)>)> {
    form::filled(data)
}

/// A message's words alone, where Discord does not take what it is made of.
#[must_use]
pub fn plain(message: &Message) -> Value {
    let words = limits::cut(&texts(&message.json(0)), limits::PLAIN);
    let plain = Message {
        components: vec![display(&words)],
        mentions: message.mentions.clone(),
        ..bare()
    };
    plain.json(0)
}

/// Everything that can be read in a message of ours, sent or received: the text of its displays from top to bottom.
#[must_use]
pub fn texts(message: &Value) -> String {
    fn all<'a>(components: &'a Value, found: &mut Vec<&'a str>) {
        for one in components.as_array().into_iter().flatten() {
            if one["type"] == 10 {
                found.extend(one["content"].as_str());
            }
            all(&one["components"], found);
        }
    }
    let mut found = Vec::new();
    all(&message["components"], &mut found);
    found.join("\n")
}

fn display(text: &str) -> Value {
    json!({ "type": 10, "content": text })
}

/// The colour of a card's edge; the words say the same.
fn colour(kind: CardKind) -> u32 {
    match kind {
        CardKind::Notice => 0x64_748b,
        CardKind::Refusal => 0xd9_7706,
        CardKind::Question => 0x25_63eb,
        CardKind::Entry => 0x16_a34a,
        CardKind::Board => 0x7c_3aed,
        CardKind::Rules => 0x0d_9488,
        CardKind::Winners => 0xea_b308,
        CardKind::Profile => 0xdb_2777,
        CardKind::Help => 0x08_91b2,
    }
}

/// A file's name as `attachment://` takes it: letters and digits of ASCII, `-`, `_` and `.` (`components/reference`).
fn file_name(name: &str) -> String {
    let is_good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name: String = name
        .chars()
        .map(|c| if is_good(c) { c } else { '_' })
        .take(100)
        .collect();
    if name.trim_matches(['.', '_']).is_empty() {
        "file".to_owned()
    } else {
        name
    }
}

fn is_picture(name: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| ["png", "jpg", "jpeg", "gif", "webp"].contains(&ending.as_str()))
}
