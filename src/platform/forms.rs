//! What all platforms with modals do alike: the button that opens a form, and what is typed into its fields.

use crate::cards::say::say;
use crate::cards::{Action, Card, Field, Form, Style};
use crate::commands::write;

/// Fields that people fill with more than a few words.
const LONG: [&str; 5] = ["note", "reason", "purpose", "prize", "items"];

/// A card's buttons; where it has a form that none of them opens, first the one that does.
pub(crate) fn actions(card: &Card) -> Vec<Action> {
    let form = card.form.as_ref().filter(|form| {
        card.actions
            .iter()
            .all(|action| action.command != form.command)
    });
    let opens = form.map(|form| Action {
        label: say("form-open", &[]),
        command: opening(form),
        style: Style::Primary,
        ..Action::default()
    });
    opens
        .into_iter()
        .chain(card.actions.iter().cloned())
        .collect()
}

/// The command line that brings the form again: the command, and what it is about where it can't be asked otherwise.
fn opening(form: &Form) -> String {
    let about = form
        .fields
        .iter()
        .filter(|field| field.required && !field.choices.is_empty());
    let about = about.map(|field| (field.name.as_str(), field.value.as_str()));
    write::line(&form.command, about)
}

/// Whether a field has room for several lines.
pub(crate) fn is_long(field: &Field) -> bool {
    LONG.contains(&field.name.as_str())
}

/// What was typed into a field, as the command takes it: a checklist is typed an item a line as often as with semicolons
/// between them.
pub(crate) fn answer(name: &str, typed: &str) -> String {
    if name != "items" {
        return typed.to_owned();
    }
    let items = typed
        .lines()
        .map(|line| line.trim().trim_end_matches(';').trim_end());
    let items: Vec<&str> = items.filter(|item| !item.is_empty()).collect();
    items.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        let challenge = Field {
            name: "challenge".to_owned(),
            label: String::new(),
            hint: String::new(),
            value: "The \"big\" one".to_owned(),
            choices: vec!["The \"big\" one".to_owned()],
            required: true,
            ..Field::default()
        };
        Form {
            title: "Set your goal".to_owned(),
            command: "goal".to_owned(),
            fields: vec![challenge],
            submit: "Set".to_owned(),
        }
    }

    #[test]
    fn a_form_has_a_button_that_opens_it() {
        let card = Card {
            form: Some(form()),
            ..Card::default()
        };
        let [opens] = &actions(&card)[..] else {
            panic!("one button");
        };
        assert_eq!(opens.label, "Open the form");
        assert_eq!(opens.command, "goal challenge:«The \"big\" one»");
        let own = Action {
            command: "goal".to_owned(),
            ..Action::default()
        };
        let card = Card {
            actions: vec![own],
            ..card
        };
        assert_eq!(actions(&card), card.actions, "its own button is enough");
    }

    #[test]
    fn a_checklist_may_have_an_item_a_line() {
        assert_eq!(answer("items", "Intro;\n\n Module 1 \n"), "Intro; Module 1");
        assert_eq!(answer("note", "a\nb"), "a\nb");
    }
}
