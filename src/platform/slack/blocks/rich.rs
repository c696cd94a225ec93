//! Paragraphs as rich text: Slack shows its texts as they are, whatever signs of markup are in them.
//!
//! What people type stands here rather than in sections with mrkdwn, which has no escape for its signs.

use serde_json::{Value, json};

use super::limits::{self, RICH_TEXT, length};
use super::text::{DATE_FORMAT, Mentioned, channel, command, mentioned, seconds};
use crate::cards::{Span, Words};
use crate::platform::neutral::neutral;

/// How a run of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Bold,
    Code,
}

/// Paragraphs in the making; where they get too long for one block they go on in the next.
#[derive(Default)]
pub(super) struct Paragraphs {
    blocks: Vec<Value>,
    runs: Vec<Run>,
    length: usize,
}

enum Run {
    Text {
        text: String,
        look: Look,
    },
    Date {
        at_ms: i64,
        fallback: String,
        look: Look,
    },
    /// Something that Slack shows by its name: the element's type, its field, the id.
    Name {
        of: (&'static str, &'static str),
        id: String,
        look: Look,
    },
}

impl Paragraphs {
    /// Begins a new line, unless this is the first.
    pub(super) fn line(&mut self) {
        if !self.runs.is_empty() {
            self.text("\n", Look::Plain);
        }
    }

    /// Adds words to the line.
    pub(super) fn words(&mut self, words: &Words, look: Look) {
        for span in &words.0 {
            match span {
                Span::Text { text } => self.text(&neutral(text), look),
                Span::Time { at_ms, text } => self.date(*at_ms, text, look),
                Span::Command { line } => self.text(&command(line), Look::Code),
                Span::Channel { id } => match channel(id) {
                    Some(id) => self.name("channel", "channel_id", id, look),
                    None => self.text(&neutral(&format!("#{id}")), look),
                },
                Span::Mention { id } => match mentioned(id) {
                    Some(Mentioned::User(id)) => self.name("user", "user_id", id, look),
                    Some(Mentioned::Group(id)) => self.name("usergroup", "usergroup_id", id, look),
                    None => self.text(&neutral(&format!("@{id}")), look),
                },
            }
        }
    }

    /// Adds a text to the line, as it is.
    pub(super) fn text(&mut self, text: &str, look: Look) {
        let mut left = text;
        while length(left) > RICH_TEXT - self.length {
            let (fits, rest) = limits::fit(left, RICH_TEXT - self.length, str::to_owned);
            if fits.is_empty() {
                self.close();
                continue;
            }
            self.run(&fits, look);
            left = rest;
        }
        if !left.is_empty() {
            self.run(left, look);
        }
    }

    /// Adds a text that fits.
    fn run(&mut self, text: &str, look: Look) {
        self.length += length(text);
        match self.runs.last_mut() {
            Some(Run::Text {
                text: run,
                look: last,
            }) if *last == look => run.push_str(text),
            _ => self.runs.push(Run::Text {
                text: text.to_owned(),
                look,
            }),
        }
    }

    fn date(&mut self, at_ms: i64, text: &str, look: Look) {
        let fallback = limits::cut(&neutral(text), RICH_TEXT / 2, str::to_owned);
        if self.length + length(&fallback) > RICH_TEXT {
            self.close();
        }
        self.length += length(&fallback);
        self.runs.push(Run::Date {
            at_ms,
            fallback,
            look,
        });
    }

    fn name(&mut self, kind: &'static str, field: &'static str, id: &str, look: Look) {
        if self.length + length(id) > RICH_TEXT {
            self.close();
        }
        self.length += length(id);
        let (of, id) = ((kind, field), id.to_owned());
        self.runs.push(Run::Name { of, id, look });
    }

    /// The blocks; none where nothing can be read.
    pub(super) fn blocks(mut self) -> Vec<Value> {
        self.close();
        self.blocks
    }

    fn close(&mut self) {
        self.length = 0;
        let runs = std::mem::take(&mut self.runs);
        let readable = |run: &Run| match run {
            Run::Text { text, .. } => !text.trim().is_empty(),
            Run::Date { .. } | Run::Name { .. } => true,
        };
        if runs.iter().any(readable) {
            self.blocks
                .push(block(&runs.iter().map(element).collect::<Vec<_>>()));
        }
    }
}

/// One text as a cell of a table.
pub(super) fn cell(text: &str, look: Look) -> Value {
    let text = text.to_owned();
    block(&[element(&Run::Text { text, look })])
}

fn block(elements: &[Value]) -> Value {
    json!({
        "type": "rich_text",
        "elements": [{ "type": "rich_text_section", "elements": elements }],
    })
}

fn element(run: &Run) -> Value {
    let (mut element, look) = match run {
        Run::Text { text, look } => (json!({ "type": "text", "text": text }), look),
        Run::Date {
            at_ms,
            fallback,
            look,
        } => {
            let date = json!({
                "type": "date",
                "timestamp": seconds(*at_ms),
                "format": DATE_FORMAT,
                "fallback": fallback,
            });
            (date, look)
        }
        Run::Name { of, id, look } => {
            let (kind, field) = of;
            (json!({ "type": kind, *field: id }), look)
        }
    };
    match look {
        Look::Plain => {}
        Look::Bold => element["style"] = json!({ "bold": true }),
        Look::Code => element["style"] = json!({ "code": true }),
    }
    element
}
