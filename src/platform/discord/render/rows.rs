//! Rows of buttons.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use super::limits::{LABEL, LABEL_SHOWN, ROW_BUTTONS, ROWS, cut};
use super::line::one_line;
use crate::cards::{Action, Style};
use crate::platform::discord::buttons::{Kept, Manner, custom_id};

/// A card's buttons.
#[derive(Default)]
pub(super) struct Buttons<'a> {
    /// Action rows.
    pub(super) rows: Vec<Value>,
    /// Lines to keep before the message is sent.
    pub(super) kept: Vec<Kept>,
    /// Actions for which there is no button.
    pub(super) without: Vec<&'a Action>,
}

/// What is special about a message's buttons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Looks {
    /// The message has done its work once one is pressed.
    pub(super) spends: bool,
    /// The first one opens a form.
    pub(super) opens_first: bool,
}

/// The rows of buttons for actions, in their order.
pub(super) fn rows(actions: &[Action], looks: Looks) -> Buttons<'_> {
    let (mut found, mut buttons) = (Buttons::default(), Vec::new());
    let (mut taken, mut is_first_primary) = (BTreeSet::new(), true);
    for (n, action) in actions.iter().enumerate() {
        let manner = if looks.opens_first && n == 0 {
            Manner::Form
        } else if action.confirm.is_some() {
            Manner::Sure
        } else {
            Manner::AtOnce
        };
        let id = (buttons.len() < ROWS * ROW_BUTTONS).then(|| {
            custom_id(
                &action.command,
                action.only_for.as_deref(),
                manner,
                looks.spends,
                &mut taken,
            )
        });
        let Some((id, kept)) = id.flatten() else {
            found.without.push(action);
            continue;
        };
        if let Some(kept) = kept.filter(|kept| !found.kept.contains(kept)) {
            found.kept.push(kept);
        }
        let style = match action.style {
            Style::Primary if is_first_primary => 1,
            Style::Primary | Style::Plain => 2,
            Style::Danger => 4,
        };
        is_first_primary &= style != 1;
        buttons.push(json!({
            "type": 2,
            "style": style,
            "label": label(&action.label),
            "custom_id": id,
        }));
    }
    let rows = buttons.chunks(ROW_BUTTONS);
    let rows = rows.map(|buttons| json!({ "type": 1, "components": buttons }));
    found.rows = rows.collect();
    found
}

/// A button's label, plain text: as much as a phone shows. A dash where there is nothing to read.
fn label(text: &str) -> String {
    let text = one_line(text);
    let text = text.trim();
    if text.is_empty() {
        return "–".to_owned();
    }
    match text.grapheme_indices(true).nth(LABEL_SHOWN - 1) {
        Some((end, last)) if end + last.len() < text.len() => {
            cut(&format!("{}…", text[..end].trim_end()), LABEL)
        }
        _ => cut(text, LABEL),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(label: &str, command: &str, style: Style) -> Action {
        Action {
            label: label.to_owned(),
            command: command.to_owned(),
            style,
            ..Action::default()
        }
    }

    #[test]
    fn one_button_stands_out_and_what_can_not_be_taken_back_is_red() {
        let actions = [
            action("Log", "progress", Style::Primary),
            action("Join", "join", Style::Primary),
            action("Forget", "forget-me", Style::Danger),
        ];
        let found = rows(&actions, Looks::default());
        let styles: Vec<&Value> = (0..3)
            .map(|n| &found.rows[0]["components"][n]["style"])
            .collect();
        assert_eq!(styles, [1, 2, 4]);
        assert!(found.without.is_empty() && found.kept.is_empty());
    }

    #[test]
    fn what_has_no_place_for_a_button_is_left_to_words() {
        let actions: Vec<Action> = (0..27)
            .map(|n| action(&format!("Answer {n}"), &format!("why {n}"), Style::Plain))
            .collect();
        let found = rows(&actions, Looks::default());
        assert_eq!(found.rows.len(), 5);
        assert_eq!(found.without.len(), 2);
        assert_eq!(found.without[0].label, "Answer 25");
    }

    #[test]
    fn a_label_is_what_a_phone_shows() {
        assert_eq!(label(" \u{202e}\n"), "–");
        assert_eq!(label("*Spring* cut"), "*Spring* cut");
        assert_eq!(label(&"x".repeat(34)), "x".repeat(34));
        assert_eq!(label(&"x".repeat(35)), format!("{}…", "x".repeat(33)));
        assert_eq!(label(&"👩‍👩‍👧".repeat(34)), format!("{}…", "👩‍👩‍👧".repeat(9)));
    }
}
