//! One line of a simulation.

use anyhow::{Context as _, bail};
use serde::Deserialize;

/// A line as understood.
pub(super) struct Line {
    pub at_ms: i64,
    pub space: Option<String>,
    pub id: Option<String>,
    pub moderator: bool,
    pub wants: Wants,
}

/// What a line wants.
pub(super) enum Wants {
    /// Let the clock run.
    Nothing,
    /// Type a line.
    Type { user: String, line: String },
    /// Press the newest button of that label.
    Press { user: String, label: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    at: String,
    user: Option<String>,
    line: Option<String>,
    press: Option<String>,
    id: Option<String>,
    #[serde(default)]
    moderator: bool,
    space: Option<String>,
}

const EXAMPLE: &str = r#"{"at":"2027-01-04T09:00:00Z","user":"u1","line":"/progress 3kg"}"#;

impl Line {
    /// Reads a line.
    pub(super) fn read(text: &str) -> anyhow::Result<Self> {
        let written: Written = serde_json::from_str(text)
            .with_context(|| format!("this is not a line such as {EXAMPLE}"))?;
        let at = chrono::DateTime::parse_from_rfc3339(&written.at).with_context(|| {
            format!(
                "`{}` is not a time such as 2027-01-04T09:00:00Z",
                written.at
            )
        })?;
        let wants = match (written.user, written.line, written.press) {
            (None, None, None) => Wants::Nothing,
            (Some(user), Some(line), None) if !user.is_empty() => Wants::Type { user, line },
            (Some(user), None, Some(label)) if !user.is_empty() => Wants::Press { user, label },
            _ => bail!("a line has a user and either `line` or `press`, as in {EXAMPLE}"),
        };
        Ok(Self {
            at_ms: at.timestamp_millis(),
            space: written.space,
            id: written.id,
            moderator: written.moderator,
            wants,
        })
    }
}
