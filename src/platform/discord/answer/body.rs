//! Small cards of a sentence.

use crate::cards::{Card, CardKind, Words, mark};

/// A card of one sentence; commands and channels may be marks in it.
pub(super) fn notice(text: &str) -> Card {
    Card {
        kind: CardKind::Notice,
        title: marked(text),
        ..Card::default()
    }
}

/// A card with one more paragraph.
pub(super) fn with_line(card: &Card, line: &str) -> Card {
    let mut card = card.clone();
    card.lines.push(marked(line));
    card
}

/// A sentence with marks, none of them of people here.
fn marked(text: &str) -> Words {
    mark::words(text, &|_| String::new())
}
