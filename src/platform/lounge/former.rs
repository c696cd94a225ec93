//! Taking a forgotten person's name out of the cards that were posted with it.

use crate::cards::say::say;
use crate::cards::{Card, Span, Words};
use crate::platform::lounge::Lounge;

/// Cards read at a time.
const CARDS: i64 = 200;

impl Lounge {
    /// Makes every posted card that names somebody say "a former member" instead.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn unname(&self, name: &str) -> anyhow::Result<()> {
        let former = say("former-member", &[]);
        let mut after = 0;
        loop {
            let cards = self.0.store.lounge_cards_after(after, CARDS).await?;
            let Some((last, _)) = cards.last() else {
                return Ok(());
            };
            after = *last;
            for (message_id, body) in cards {
                let Ok(mut card) = serde_json::from_str::<Card>(&body) else {
                    continue;
                };
                if unname(&mut card, name, &former) {
                    let mut tx = self.0.store.begin().await?;
                    tx.lounge_edit(message_id, &serde_json::to_string(&card)?)
                        .await?;
                    tx.commit().await?;
                }
            }
        }
    }
}

/// Replaces a name wherever a card has it as words of its own; whether it had.
fn unname(card: &mut Card, name: &str, former: &str) -> bool {
    let mut any = replace_in(&mut card.title, name, former);
    for line in &mut card.lines {
        any |= replace_in(line, name, former);
    }
    for fact in &mut card.facts {
        any |= replace_in(&mut fact.value, name, former);
    }
    if let Some(table) = &mut card.table {
        let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
        for text in cells.chain(std::iter::once(&mut table.caption)) {
            any |= replace(text, name, former);
        }
    }
    any
}

fn replace_in(words: &mut Words, name: &str, former: &str) -> bool {
    let mut any = false;
    for span in &mut words.0 {
        if let Span::Text { text } = span {
            any |= replace(text, name, former);
        }
    }
    any
}

/// Replaces a name where no letter or digit touches it.
fn replace(text: &mut String, name: &str, former: &str) -> bool {
    if name.is_empty() || !text.contains(name) {
        return false;
    }
    let mut changed = String::with_capacity(text.len());
    let mut any = false;
    let mut left = text.as_str();
    while let Some(at) = left.find(name) {
        let (before, after) = (&left[..at], &left[at + name.len()..]);
        let touched = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let previous = before
            .chars()
            .next_back()
            .or_else(|| changed.chars().next_back());
        let alone = !touched(previous) && !touched(after.chars().next());
        changed.push_str(before);
        changed.push_str(if alone { former } else { name });
        any |= alone;
        left = after;
    }
    changed.push_str(left);
    *text = changed;
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_and_other_words_stay() {
        let mut card = Card {
            title: "Ana wins with 3 kg, before Anastasia".into(),
            lines: vec!["1. Ana – 3 kg".into(), "Bananas for all".into()],
            ..Card::default()
        };
        assert!(unname(&mut card, "Ana", "a former member"));
        assert_eq!(
            card.text(),
            "a former member wins with 3 kg, before Anastasia\n1. a former member – 3 kg\nBananas for all"
        );
        assert!(!unname(&mut card, "Ana", "a former member"));
    }
}
