//! How a card looks: heading, paragraphs, table, facts, who is pinged, buttons; and what gives way where it gets too long.

use serde_json::{Value, json};

use super::buttons;
use super::limits::{
    CONTEXT_ELEMENTS, HEADER, MESSAGE_BLOCKS, MESSAGE_WEIGHT, TEXT_OBJECT, VIEW_BLOCKS,
    VIEW_WEIGHT, length, weight,
};
use super::rich::{Look, Paragraphs};
use super::table;
use super::text::{escaped, pings, plain};
use crate::cards::say::say;
use crate::cards::{Action, Card, CardKind, Span, Words};
use crate::platform::neutral::neutral;

/// Where blocks are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surface {
    blocks: usize,
    weight: usize,
    has_tables: bool,
}

/// Messages: in channels, in direct messages, for one person alone.
pub(super) const MESSAGE: Surface = Surface {
    blocks: MESSAGE_BLOCKS,
    weight: MESSAGE_WEIGHT,
    has_tables: true,
};
/// Modals and the Home tab.
pub(super) const VIEW: Surface = Surface {
    blocks: VIEW_BLOCKS,
    weight: VIEW_WEIGHT,
    has_tables: false,
};

/// The blocks of a card, and those of `actions` that got no button.
pub(super) fn blocks<'a>(
    card: &'a Card,
    actions: &'a [Action],
    surface: Surface,
    with_title: bool,
) -> (Vec<Value>, Vec<&'a Action>) {
    let (buttons, without) = buttons::blocks(card, actions);
    let mut end: Vec<Value> = mentions(&card.mentions).into_iter().collect();
    end.extend(buttons);
    let content = content(card, &without, surface, with_title);
    (fitted(content, end, surface), without)
}

/// Whether words can stand where Slack takes plain text alone, in so many characters.
pub(super) fn is_plain(words: &Words, most: usize) -> bool {
    let is_text = |span: &Span| matches!(span, Span::Text { .. });
    let text = words.to_string();
    words.0.iter().all(is_text)
        && !text.contains('\n')
        && !text.trim().is_empty()
        && length(&escaped(&text)) <= most
}

/// Everything that is read, from top to bottom.
fn content(card: &Card, without: &[&Action], surface: Surface, with_title: bool) -> Vec<Value> {
    let mut blocks = Vec::new();
    let mut paragraphs = Paragraphs::default();
    if with_title {
        if has_header(card.kind) && is_plain(&card.title, HEADER) {
            let text = plain(&card.title.to_string(), HEADER);
            blocks.push(json!({ "type": "header", "text": text }));
        } else {
            // A remark of one line needs no heading.
            let alone = card.lines.is_empty() && card.table.is_none() && card.facts.is_empty();
            let look = if alone { Look::Plain } else { Look::Bold };
            paragraphs.words(&card.title, look);
        }
    }
    for line in &card.lines {
        paragraphs.line();
        paragraphs.words(line, Look::Plain);
    }
    if let Some(table) = &card.table {
        match table::data_table(table).filter(|_| surface.has_tables) {
            Some(block) => {
                blocks.append(&mut std::mem::take(&mut paragraphs).blocks());
                blocks.push(block);
            }
            None => table::lines(table, &mut paragraphs),
        }
    }
    for fact in &card.facts {
        paragraphs.line();
        paragraphs.text(&neutral(&fact.label), Look::Bold);
        paragraphs.text(": ", Look::Bold);
        paragraphs.words(&fact.value, Look::Plain);
    }
    for action in without {
        paragraphs.line();
        paragraphs.text(&neutral(&action.label), Look::Bold);
        paragraphs.text(": ", Look::Bold);
        let line = action.command.clone();
        paragraphs.words(&Words(vec![Span::Command { line }]), Look::Plain);
    }
    blocks.append(&mut paragraphs.blocks());
    blocks
}

/// What is a page gets a heading; what is a remark begins with a bold line.
fn has_header(kind: CardKind) -> bool {
    match kind {
        CardKind::Board
        | CardKind::Rules
        | CardKind::Winners
        | CardKind::Profile
        | CardKind::Help => true,
        CardKind::Notice | CardKind::Refusal | CardKind::Question | CardKind::Entry => false,
    }
}

/// Those who are pinged, in a line of their own; nobody else ever is.
fn mentions(users: &[String]) -> Option<Value> {
    let mut elements: Vec<String> = Vec::new();
    for ping in pings(users) {
        match elements.last_mut() {
            Some(text) if length(text) + length(&ping) < TEXT_OBJECT => {
                text.push(' ');
                text.push_str(&ping);
            }
            _ => elements.push(ping),
        }
    }
    elements.truncate(CONTEXT_ELEMENTS);
    let element = |text: &String| json!({ "type": "mrkdwn", "text": text, "verbatim": true });
    let elements: Vec<Value> = elements.iter().map(element).collect();
    (!elements.is_empty()).then(|| json!({ "type": "context", "elements": elements }))
}

/// As much of the content as fits before the end, and a word where something was left out.
fn fitted(content: Vec<Value>, end: Vec<Value>, surface: Surface) -> Vec<Value> {
    let more = plain(&say("slack-more", &[]), TEXT_OBJECT);
    let more = json!({ "type": "context", "elements": [more] });
    let weight = |block: &Value| weight(block) + 1;
    let end_weight: usize = end.iter().map(weight).sum();
    let whole: usize = content.iter().map(weight).sum();
    let mut blocks = content;
    if blocks.len() + end.len() > surface.blocks || whole + end_weight > surface.weight {
        let room = surface.weight.saturating_sub(end_weight + weight(&more));
        let mut taken = 0;
        let n_fit = blocks.iter().take_while(|block| {
            taken += weight(block);
            taken <= room
        });
        let n_fit = n_fit
            .count()
            .min(surface.blocks.saturating_sub(end.len() + 1));
        blocks.truncate(n_fit);
        blocks.push(more);
    }
    blocks.extend(end);
    blocks
}
