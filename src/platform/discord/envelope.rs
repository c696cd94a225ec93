//! What Discord sends, as errands: who, from where, what. Pure; nothing is asked and nothing decided.
//!
//! Interactions are read field by field, each of which may be missing or of another kind than expected: a field that
//! Discord adds, leaves out or empties must not cost a member her entry. They come over HTTP as Discord wrote them and
//! over the gateway as serenity wrote them again, so that only what both have is read.
//!
//! The fields are those of `interactions/receiving-and-responding`.

mod person;
mod place;
mod press;
#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

use crate::platform::discord::buttons;
use crate::platform::discord::register::{self, Typing};
use crate::platform::discord::render;
use crate::platform::discord::snowflake::made_ms;

/// One interaction, understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Errand {
    /// Who did it.
    pub who: Sender,
    /// The server in which it was done; empty outside of servers.
    pub guild: String,
    /// Where in it.
    pub spot: Spot,
    /// The interaction's id: what makes it one errand however often it is delivered.
    pub delivery: String,
    /// When it happened, in milliseconds UTC; its id says so.
    pub sent_ms: Option<i64>,
    /// How it is answered.
    pub reply: ReplyTo,
    /// What is wanted.
    pub what: What,
}

/// Who did it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// The user's id.
    pub user: String,
    /// What the server calls her, else what she calls herself, else her account's name.
    pub name: String,
    /// Her language, such as `de`.
    pub locale: Option<String>,
    /// What she may do in that channel (`topics/permissions`).
    pub permissions: u64,
    /// The ids of her roles.
    pub roles: Vec<String>,
}

/// Where something was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// The channel's id; a thread has its own.
    pub channel: String,
    /// What the bot may do there, where Discord says so.
    pub permissions: Option<u64>,
    /// Whether it is a thread.
    pub is_thread: bool,
}

/// What an answer needs: good for a quarter of an hour. `Debug` does not show the token.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReplyTo {
    /// The application's id.
    pub application: String,
    /// The interaction's token.
    pub token: String,
}

impl fmt::Debug for ReplyTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReplyTo({}, …)", self.application)
    }
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A command, with its options by name.
    Command {
        /// Its path.
        path: String,
        /// Names and values.
        fields: Vec<(String, String)>,
    },
    /// How an option that is being typed could go on.
    Typing(Typing),
    /// A pressed button, or a menu in which something was chosen.
    Press {
        /// What its id says.
        press: buttons::Press,
        /// What was chosen, as it is typed; empty for a button.
        chosen: Vec<String>,
        /// What it is on.
        on: On,
    },
    /// A form that was sent.
    Form {
        /// The command's path.
        command: String,
        /// The answers.
        fields: Vec<(String, String)>,
    },
    /// A command, button or form of another version of ours.
    Stale,
    /// Nothing that anybody waits for.
    Nothing,
}

/// The message that a pressed button is on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct On {
    /// Its id.
    pub message: String,
    /// Whether only the presser sees it.
    pub private: bool,
    /// Whether it has done its work by this press.
    pub spent: bool,
}

/// Reads an interaction. One of a kind that we don't know is an errand for nothing.
#[must_use]
pub fn read(interaction: &Value) -> Errand {
    let data = interaction.get("data").unwrap_or(&Value::Null);
    let what = match interaction.get("type").and_then(Value::as_u64) {
        Some(2) => register::said(data).map(|(path, fields)| What::Command { path, fields }),
        Some(3) => press::read(interaction, data),
        Some(4) => Some(register::typing(data).map_or(What::Nothing, What::Typing)),
        Some(5) => render::filled(data).map(|(command, fields)| What::Form { command, fields }),
        _ => Some(What::Nothing),
    };
    let delivery = text(interaction, "/id").unwrap_or_default();
    Errand {
        who: person::sender(interaction),
        guild: text(interaction, "/guild_id").unwrap_or_default(),
        spot: place::spot(interaction),
        sent_ms: made_ms(&delivery),
        delivery,
        reply: ReplyTo {
            application: text(interaction, "/application_id").unwrap_or_default(),
            token: text(interaction, "/token").unwrap_or_default(),
        },
        what: what.unwrap_or(What::Stale),
    }
}

/// The text at a JSON pointer, unless it is missing, empty or no text.
fn text(payload: &Value, pointer: &str) -> Option<String> {
    let found = payload.pointer(pointer)?.as_str()?;
    (!found.is_empty()).then(|| found.to_owned())
}

/// The first text that is there.
fn first(payload: &Value, pointers: &[&str]) -> Option<String> {
    pointers.iter().find_map(|pointer| text(payload, pointer))
}

/// A set of permissions, which Discord writes as digits in a text.
fn bits(payload: &Value, pointer: &str) -> Option<u64> {
    let found = payload.pointer(pointer)?;
    found
        .as_u64()
        .or_else(|| found.as_str()?.trim().parse().ok())
}
