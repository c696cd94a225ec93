//! A card's words, from top to bottom, and what gives way where they get too long.

use super::limits::PINGS;
use super::line::{Line, Look, Room};
use super::words::{self, CommandIds};
use super::{line, table};
use crate::cards::say::say;
use crate::cards::{Action, Card, CardKind};
use crate::platform::discord::buttons::is_snowflake;

/// The longest label of a fact, in UTF-16 units; a longer one is cut.
const FACT_LABEL: usize = 200;

/// The text displays of a card, and who is pinged by them; there is always something to read.
///
/// Pings have their room whatever else there is; a text that is too long ends with a word for it.
pub(super) fn texts(
    card: &Card,
    without: &[&Action],
    ids: CommandIds<'_>,
) -> (Vec<String>, Vec<String>) {
    let mut room = Room::WHOLE;
    let (pings, mentions) = pings(&card.mentions);
    if !pings.is_empty() {
        room.open_display();
        room.take(&pings);
    }
    let mut sections = vec![head(card, ids)];
    sections.extend(card.table.as_ref().map(table::lines));
    sections.push(facts(card, without, ids));
    for section in &mut sections {
        section.retain(|line| !line.is_empty());
    }
    sections.retain(|section| !section.is_empty());
    let mut texts = fitted(&sections, room);
    if texts.is_empty() && pings.is_empty() {
        texts.push("–".to_owned());
    }
    texts.extend(Some(pings).filter(|pings| !pings.is_empty()));
    (texts, mentions)
}

/// The title and the paragraphs.
fn head(card: &Card, ids: CommandIds<'_>) -> Vec<Line> {
    let mut title = Line::new(if is_page(card.kind) {
        Look::Heading
    } else {
        Look::Bold
    });
    words::add(&mut title, &card.title, ids);
    let lines = card.lines.iter().map(|words| {
        let mut line = Line::default();
        words::add(&mut line, words, ids);
        line
    });
    std::iter::once(title).chain(lines).collect()
}

/// What is a page gets a heading; what is a remark begins with a bold line.
fn is_page(kind: CardKind) -> bool {
    match kind {
        CardKind::Board
        | CardKind::Rules
        | CardKind::Winners
        | CardKind::Profile
        | CardKind::Help => true,
        CardKind::Notice | CardKind::Refusal | CardKind::Question | CardKind::Entry => false,
    }
}

/// Facts; what is to be known before a button is pressed; and buttons that have no place, as commands.
fn facts(card: &Card, without: &[&Action], ids: CommandIds<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for fact in &card.facts {
        let mut line = labelled(&fact.label);
        words::add(&mut line, &fact.value, ids);
        lines.push(line);
    }
    for action in &card.actions {
        if let Some(question) = &action.confirm {
            let mut line = labelled(&action.label);
            line.typed(question);
            lines.push(line);
        }
    }
    for action in without {
        let mut line = labelled(&action.label);
        words::command(&mut line, &action.command, ids);
        lines.push(line);
    }
    lines
}

/// A line that begins with a label.
fn labelled(label: &str) -> Line {
    let mut bold = Line::new(Look::Bold);
    bold.typed(&super::limits::cut(&line::one_line(label), FACT_LABEL));
    bold.typed(":");
    let mut line = Line::default();
    line.markup(&bold.whole());
    line.markup(" ");
    line
}

/// Those who are pinged, as one line and by their ids; what is no Discord user's id is left out.
fn pings(users: &[String]) -> (String, Vec<String>) {
    let (mut line, mut mentions) = (String::new(), Vec::new());
    for user in users.iter().filter(|user| is_snowflake(user)) {
        let ping = format!("<@{user}>");
        if line.len() + ping.len() >= PINGS {
            break;
        }
        if mentions.contains(user) {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&ping);
        mentions.push(user.clone());
    }
    (line, mentions)
}

/// A text display for each section; where there is no room for all, as much as fits and a word for the rest.
fn fitted(sections: &[Vec<Line>], room: Room) -> Vec<String> {
    let mut left = room;
    let mut whole = Vec::new();
    for section in sections {
        left.open_display();
        let lines: Vec<String> = section.iter().map(Line::whole).collect();
        if !lines.iter().all(|line| left.take(line)) {
            return shortened(sections, room);
        }
        whole.push(lines.join("\n"));
    }
    whole
}

fn shortened(sections: &[Vec<Line>], mut room: Room) -> Vec<String> {
    let mut more = Line::new(Look::Small);
    more.typed(&say("discord-more", &[]));
    let more = more.whole();
    room.take(&more);
    let mut texts = Vec::new();
    for section in sections {
        room.open_display();
        let mut lines: Vec<String> = Vec::new();
        for line in section {
            let whole = line.whole();
            if room.take(&whole) {
                lines.push(whole);
                continue;
            }
            lines.extend(line.cut(&room));
            lines.push(more);
            texts.push(lines.join("\n"));
            return texts;
        }
        texts.push(lines.join("\n"));
    }
    texts
}
