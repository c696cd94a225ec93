//! A run of text in which times and people are still what they are, so that each platform can show them its own way.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Text made of spans.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words(pub Vec<Span>);

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Span {
    /// Plain text; never markup, whatever is in it.
    Text {
        /// The text.
        text: String,
    },
    /// An instant, for platforms that show it in each reader's own zone.
    Time {
        /// Milliseconds since 1970 UTC.
        at_ms: i64,
        /// The same in the community's zone, with the zone named.
        text: String,
    },
    /// A command to type, without the slash.
    Command {
        /// For example `progress 3kg`.
        line: String,
    },
    /// A channel of the reader's platform; plain text shows `#` and the id.
    Channel {
        /// The platform's id of the channel, or its name where somebody typed only that.
        id: String,
    },
    /// Somebody or a group of the reader's platform who need not be known here; plain text shows `@` and the id. Only
    /// for cards that one person alone reads, since a platform may ping by it.
    Mention {
        /// As between `<@` and `>`: the platform's id of a person, or `&` and that of a group.
        id: String,
    },
}

impl Words {
    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self(Vec::new())
        } else {
            Self(vec![Span::Text { text }])
        }
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for span in &self.0 {
            match span {
                Span::Text { text } | Span::Time { text, .. } => f.write_str(text)?,
                Span::Command { line } => write!(f, "/{line}")?,
                Span::Channel { id } => write!(f, "#{id}")?,
                Span::Mention { id } => write!(f, "@{id}")?,
            }
        }
        Ok(())
    }
}
