//! What holds for any card.

use proptest::prelude::*;
use serde_json::Value;

use huzzah::cards::{Action, Card, Span};
use huzzah::platform::discord::buttons::{Press, pressed};
use huzzah::platform::discord::render::{Message, PRIVATE, message, texts};

use crate::{any, markdown, rules};

/// Half of the commands are registered already.
pub(crate) fn ids(name: &str) -> Option<String> {
    name.len()
        .is_multiple_of(2)
        .then(|| "1180000000000000001".to_owned())
}

/// What follows a text that was cut.
const MORE: &str = "-# …and more";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_card_keeps_to_what_discord_takes(card in any::card(), file in any::short()) {
        let mut message = message(&card, &ids);
        rules::check_message(&message.json(PRIVATE));
        markdown::check(&texts(&message.json(0)));
        check_buttons(&card, &message);
        message.attach("results.png", &file);
        message.attach(&file, "");
        rules::check_message(&message.json(0));
    }

    #[test]
    fn what_a_card_says_is_read_in_its_order(card in any::card()) {
        let read = texts(&message(&card, &ids).json(0));
        if read.contains(MORE) {
            return Ok(());
        }
        let read = letters(&read);
        let mut rest = read.as_str();
        for text in said(&card) {
            let letters = letters(&text);
            let Some(at) = rest.find(&letters) else {
                return Err(TestCaseError::fail(format!("{text:?} is not read, or too early, in {read}")));
            };
            rest = &rest[at + letters.len()..];
        }
    }

    #[test]
    fn what_is_pinged_is_what_the_card_says(card in any::card()) {
        let message = message(&card, &ids);
        prop_assert!(message.mentions.iter().all(|user| card.mentions.contains(user)));
        let good = card.mentions.iter().any(|user| {
            (1..=20).contains(&user.len()) && user.bytes().all(|byte| byte.is_ascii_digit())
        });
        prop_assert_eq!(good, !message.mentions.is_empty());
    }
}

/// Each button brings back its action's line and owner; what has no button stands in words, in full or cut.
#[track_caller]
fn check_buttons(card: &Card, message: &Message) {
    let mut actions: Vec<&Action> = card.actions.iter().collect();
    let ids = custom_ids(&message.components);
    for (at, id) in ids.iter().enumerate() {
        let (line, only_for) = match pressed(id) {
            Press::Run { line, only_for, .. } => (line, only_for),
            Press::Kept { id, only_for, .. } => {
                let kept = message.kept.iter().find(|kept| kept.id == id);
                (
                    kept.expect("a long line is handed over").line.clone(),
                    only_for,
                )
            }
            Press::Stale => panic!("{id} can't be read"),
        };
        let found = actions
            .iter()
            .position(|action| action.command == line && action.only_for == only_for);
        if let Some(found) = found {
            // Buttons stand in the order of their actions.
            actions.drain(..=found);
        } else {
            let form = card.form.as_ref().filter(|_| at == 0);
            let form = form.unwrap_or_else(|| panic!("{id} is nobody's"));
            assert!(line.starts_with(form.command.trim_end()), "{line}");
        }
    }
}

fn custom_ids(components: &[Value]) -> Vec<String> {
    let own = components
        .iter()
        .filter_map(|one| one["custom_id"].as_str());
    let mut found: Vec<String> = own.map(str::to_owned).collect();
    found.extend(
        components
            .iter()
            .flat_map(|one| custom_ids(rules::list(&one["components"]))),
    );
    found
}

/// Every text of a card in its order; commands and instants are shown in ways of their own.
fn said(card: &Card) -> Vec<String> {
    let mut said = Vec::new();
    let mut words = |spans: &[Span]| {
        for span in spans {
            if let Span::Text { text } = span {
                said.push(text.clone());
            }
        }
    };
    words(&card.title.0);
    card.lines.iter().for_each(|line| words(&line.0));
    if let Some(table) = &card.table {
        said.push(table.caption.clone());
        said.extend(table.columns.iter().map(|column| column.heading.clone()));
        for row in &table.rows {
            said.extend(row.cells.iter().cloned());
        }
    }
    for fact in &card.facts {
        // A label is cut where it is longer than anybody reads.
        said.push(fact.label.chars().take(90).collect());
        for span in &fact.value.0 {
            if let Span::Text { text } = span {
                said.push(text.clone());
            }
        }
    }
    said
}

/// Letters and digits alone: what may be hidden, joined or spaced otherwise is no loss.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
