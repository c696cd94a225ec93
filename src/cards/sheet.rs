//! A card in the making: texts may hold marks for people, instants, commands and channels.

use crate::cards::card::{Action, Card, CardKind, Fact, Form, Row, Table};
use crate::cards::mark::{self, Mention};
use crate::domain::calendar::show_local;
use crate::domain::community::Community;

/// What a card is made from: the community, and who will read it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The community.
    pub community: &'a Community,
    /// Now, in milliseconds UTC.
    pub now_ms: i64,
    /// Who reads it; 0 for everybody.
    pub reader: u32,
    /// Whether the reader is a moderator.
    pub moderator: bool,
}

impl View<'_> {
    /// An instant as a mark: the reader's platform shows it in her zone, plain text in the community's, zone named.
    #[must_use]
    pub fn time(&self, at_ms: i64) -> String {
        let zone = self.community.settings().tz();
        mark::instant(
            at_ms,
            &format!("{} ({})", show_local(zone, at_ms), zone.name()),
        )
    }
}

/// A card in which people are still marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What kind of card it is.
    pub kind: CardKind,
    /// One line that stands alone.
    pub title: String,
    /// Paragraphs.
    pub lines: Vec<String>,
    /// At most one table; cells may hold marks.
    pub table: Option<Table>,
    /// Labels and values; values may hold marks.
    pub facts: Vec<(String, String)>,
    /// Buttons.
    pub actions: Vec<Action>,
    /// A form.
    pub form: Option<Form>,
    /// Those who may be pinged.
    pub mentions: Vec<u32>,
}

impl Sheet {
    /// A card of that kind and title.
    #[must_use]
    pub fn new(kind: CardKind, title: impl Into<String>) -> Self {
        Self {
            kind,
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a paragraph; an empty one is left out.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        let line = line.into();
        if !line.is_empty() {
            self.lines.push(line);
        }
        self
    }

    /// Adds a label and its value; an empty value is left out.
    #[must_use]
    pub fn fact(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.facts.push((label.into(), value));
        }
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    /// Everybody whose name the card needs.
    #[must_use]
    pub fn people(&self) -> Vec<Mention> {
        let mut people: Vec<Mention> = Vec::new();
        let texts = std::iter::once(&self.title)
            .chain(&self.lines)
            .chain(self.facts.iter().map(|(_, value)| value));
        people.extend(texts.flat_map(|text| mark::people(text)));
        if let Some(table) = &self.table {
            people.extend(mark::people(&table.caption));
            people.extend(
                table
                    .rows
                    .iter()
                    .flat_map(|row| &row.cells)
                    .flat_map(|cell| mark::people(cell)),
            );
        }
        people.extend(self.mentions.iter().map(|identity| (*identity, 0)));
        people.sort_unstable();
        people.dedup();
        people
    }

    /// The finished card: `name` gives a person's name, `user` her platform's id where she may be pinged.
    #[must_use]
    pub fn named(
        self,
        name: &impl Fn(Mention) -> String,
        user: &impl Fn(u32) -> Option<String>,
    ) -> Card {
        let words = |text: &str| mark::words(text, name);
        let cell = |text: &String| mark::plain(text, name);
        Card {
            kind: self.kind,
            title: words(&self.title),
            lines: self.lines.iter().map(|line| words(line)).collect(),
            table: self.table.map(|table| Table {
                caption: cell(&table.caption),
                rows: table
                    .rows
                    .iter()
                    .map(|row| Row {
                        cells: row.cells.iter().map(cell).collect(),
                        ..row.clone()
                    })
                    .collect(),
                ..table
            }),
            facts: self
                .facts
                .into_iter()
                .map(|(label, value)| Fact {
                    label,
                    value: words(&value),
                })
                .collect(),
            picture: None,
            actions: self.actions,
            form: self.form,
            mentions: self
                .mentions
                .iter()
                .filter_map(|identity| user(*identity))
                .collect(),
        }
    }
}

impl Card {
    /// The whole card as plain text: for notifications, screen readers and terminals.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.to_string()];
        lines.extend(self.lines.iter().map(ToString::to_string));
        if let Some(table) = &self.table {
            lines.push(table.caption.clone());
            for row in &table.rows {
                if row.gap_before {
                    lines.push("…".to_owned());
                }
                let cells: Vec<&str> = row
                    .cells
                    .iter()
                    .map(String::as_str)
                    .filter(|cell| !cell.is_empty())
                    .collect();
                lines.push(cells.join("  "));
            }
        }
        lines.extend(
            self.facts
                .iter()
                .map(|fact| format!("{}: {}", fact.label, fact.value)),
        );
        lines.retain(|line| !line.trim().is_empty());
        lines.join("\n")
    }
}
