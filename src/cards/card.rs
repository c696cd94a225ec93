//! The platform-free card: what somebody reads, before a platform gives it its own shape.

use serde::{Deserialize, Serialize};

use crate::cards::words::Words;

/// One message to people. A platform turns it into its own payload; nothing in it is platform-specific.
///
/// [`Card::text`] is always complete: whoever reads only that has read everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What kind of card it is, for a platform's colours and for tests.
    pub kind: CardKind,
    /// One line that stands alone in a notification.
    pub title: Words,
    /// Paragraphs, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Words>,
    /// At most one table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Table>,
    /// Label and value pairs, shown after the table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// A picture's slot; its words repeat what it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Buttons, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// A form to fill in, where the platform has forms; the lines say the same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Platform user ids of those who may be pinged by this card; nobody else ever is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<String>,
}

/// What a card is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// Something worth knowing.
    #[default]
    Notice,
    /// A refusal: what was wrong and what to type instead.
    Refusal,
    /// A question with its possible answers as actions.
    Question,
    /// An entry as it was understood.
    Entry,
    /// A leaderboard.
    Board,
    /// What a challenge publishes about itself.
    Rules,
    /// Winners.
    Winners,
    /// A member's own page.
    Profile,
    /// Help.
    Help,
}

/// A table with a caption and one header row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What the table shows, read first by a screen reader.
    pub caption: String,
    /// One heading a column.
    pub columns: Vec<Column>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Row>,
    /// The column whose cell names its row.
    pub row_header: usize,
}

/// A table's column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Whether its cells are figures, set flush right.
    pub numeric: bool,
}

/// A table's row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The cells, in the columns' order.
    pub cells: Vec<String>,
    /// Whether this row is about the reader.
    pub mine: bool,
    /// Whether rows were left out directly before this one.
    pub gap_before: bool,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The label, without a colon.
    pub label: String,
    /// The value.
    pub value: Words,
}

/// A picture to be drawn later; only its words exist now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// What the picture shows, at most 1,000 characters.
    pub alt: String,
}

/// A button: a label and the command line it stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What the button says: a verb first, at most 30 characters.
    pub label: String,
    /// The command line that pressing it runs, without the slash.
    pub command: String,
    /// How it looks.
    #[serde(default)]
    pub style: Style,
    /// What to ask before it runs, for acts that can't be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
    /// Only this platform user may press it; anyone who sees it, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_for: Option<String>,
}

/// How a button looks; the words carry the meaning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// One of several.
    #[default]
    Plain,
    /// The one most people want.
    Primary,
    /// What can't be taken back.
    Danger,
}

/// A form (a modal): its answers come back as named arguments of `command`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// At most 24 characters.
    pub title: String,
    /// The command that the answers belong to, without the slash.
    pub command: String,
    /// The fields, in order.
    pub fields: Vec<Field>,
    /// What the button that sends it says.
    pub submit: String,
}

/// One field of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The argument's name.
    pub name: String,
    /// What the field asks, at most 45 characters.
    pub label: String,
    /// Help under the field, at most 100 characters.
    pub hint: String,
    /// What it is filled with at first.
    #[serde(default)]
    pub value: String,
    /// The choices, where only these are allowed; any text when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Whether it asks for a channel: a platform may offer its own to choose from.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub channel: bool,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether most people leave it as it is: a platform may fold it away.
    pub advanced: bool,
}
