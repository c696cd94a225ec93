//! A message as one person's page shows it.

use serde::Serialize;
use serde_json::{Value, json};

use crate::cards::{Card, Span, Words};
use crate::platform::lounge::text::neutral;
use crate::store::lounge::LoungeMessage;

/// The kind of message that holds what a person said.
pub(crate) const CHAT: &str = "chat";
/// The kind of message that answers a command.
pub(crate) const REPLY: &str = "reply";

/// A message as JSON for one viewer.
#[derive(Debug, Serialize)]
pub(crate) struct View {
    id: i64,
    change: i64,
    gone: bool,
    at_ms: i64,
    channel: String,
    parent: Option<i64>,
    /// Who said it; for a card, whom it answers.
    name: Option<String>,
    mine: bool,
    private: bool,
    kind: String,
    line: Option<String>,
    text: Option<String>,
    card: Option<Value>,
    n_replies: i64,
}

/// What this viewer may see of a message.
pub(crate) fn view(message: LoungeMessage, viewer: &str) -> View {
    let is_chat = message.kind == CHAT;
    let card = (!message.gone && !is_chat)
        .then(|| serde_json::from_str::<Card>(&message.body).ok())
        .flatten()
        .map(|card| card_view(&card, viewer));
    View {
        id: message.message_id,
        change: message.last_change,
        gone: message.gone,
        at_ms: message.at_ms,
        channel: message.channel,
        parent: message.parent_id,
        mine: message.user_id.as_deref() == Some(viewer),
        name: message.name,
        private: message.only_for.is_some(),
        kind: message.kind,
        line: message.line,
        text: (is_chat && !message.gone).then_some(message.body),
        card,
        n_replies: message.n_replies,
    }
}

/// A card as JSON for one viewer: only the buttons that she may press, each with its index, and no form.
pub(crate) fn card_view(card: &Card, viewer: &str) -> Value {
    let actions: Vec<Value> = card
        .actions
        .iter()
        .enumerate()
        .filter(|(_, action)| action.only_for.as_deref().is_none_or(|user| user == viewer))
        .map(|(index, action)| {
            json!({
                "index": index,
                "label": action.label,
                "command": action.command,
                "style": action.style,
                "confirm": action.confirm,
            })
        })
        .collect();
    let facts: Vec<Value> = card
        .facts
        .iter()
        .map(|fact| json!({ "label": neutral(&fact.label), "value": words(&fact.value) }))
        .collect();
    let table = card.table.clone().map(|mut table| {
        for cell in table.rows.iter_mut().flat_map(|row| row.cells.iter_mut()) {
            *cell = neutral(cell).into_owned();
        }
        table
    });
    json!({
        "kind": card.kind,
        "title": words(&card.title),
        "lines": card.lines.iter().map(words).collect::<Vec<_>>(),
        "table": table,
        "facts": facts,
        "picture": card.picture,
        "actions": actions,
        "mentions_me": card.mentions.iter().any(|user| user == viewer),
    })
}

fn words(words: &Words) -> Words {
    let spans = words.0.iter().map(|span| match span {
        Span::Text { text } => Span::Text {
            text: neutral(text).into_owned(),
        },
        Span::Time { at_ms, text } => Span::Time {
            at_ms: *at_ms,
            text: text.clone(),
        },
        Span::Command { line } => Span::Command {
            line: neutral(line).into_owned(),
        },
        Span::Channel { id } => Span::Channel {
            id: neutral(id).into_owned(),
        },
        Span::Mention { id } => Span::Mention {
            id: neutral(id).into_owned(),
        },
    });
    Words(spans.collect())
}
