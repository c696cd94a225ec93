//! What Slack sends, as errands: who, from where, what. Pure; nothing is asked and nothing decided.
//!
//! Payloads are read field by field, each of which may be missing or of another kind than expected: a field that Slack
//! adds, leaves out or empties must not cost a member her entry. (slack-morphism's types, and a struct of our own for
//! each payload, refuse the whole payload for one field.)

mod action;
mod command;
mod event;
mod place;
#[cfg(test)]
mod tests;
pub mod typed;

use std::fmt;

use serde_json::Value;

use crate::platform::slack::blocks::{self, Context};
use crate::platform::slack::team::TeamKey;

/// What the `block_id` of buttons begins with whose message has done its work once one is pressed.
pub const SPENT: &str = "v1:once:";
/// The global shortcut's `callback_id`.
pub const LOG_PROGRESS: &str = "log_progress";
/// The `callback_id` of the message shortcut that logs progress into a message's thread.
pub const LOG_HERE: &str = "log_here";
/// The `callback_id` of the message shortcut that voids the entry which a message shows.
pub const VOID_ENTRY: &str = "void_entry";

/// One payload, understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Errand {
    /// Who sent it.
    pub who: Sender,
    /// The workspace in which the app is installed that it was sent to.
    pub team: TeamKey,
    /// Where it was sent from.
    pub spot: Spot,
    /// What makes it one errand however often it is delivered, over whichever transport; empty where Slack names none.
    pub delivery: String,
    /// When it happened, in milliseconds UTC, where the payload says so.
    pub sent_ms: Option<i64>,
    /// Where answers may be posted to.
    pub hook: Option<ResponseUrl>,
    /// What a modal can be opened with, within three seconds.
    pub trigger: Option<String>,
    /// What is wanted.
    pub what: What,
}

/// Who sent it, as far as the payload says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// `U…` or `W…`.
    pub user: String,
    /// A name to show until her profile is known.
    pub name: String,
}

/// Where something was sent from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// The channel's id; empty where there is none, as in App Home.
    pub channel: String,
    /// The thread that answers for everybody belong in.
    pub thread: Option<String>,
    /// Whether a thread is there already: a private answer in one that is not there would not be seen.
    pub in_thread: bool,
    /// Whether the channel is a direct message.
    pub direct: bool,
}

/// A `response_url`. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct ResponseUrl(pub String);

impl fmt::Debug for ResponseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseUrl(…)")
    }
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A command line without the slash, as it was typed.
    Line(String),
    /// What somebody wrote who mentioned the bot, as Slack sent it; and the bot's user id, where Slack says it.
    Mention(String, Option<String>),
    /// A pressed button.
    Press(blocks::Press, On),
    /// A form that was sent.
    Form(Box<Filled>),
    /// The form of `progress`, to be opened.
    LogProgress,
    /// The entry that a message shows, to be voided; the message's id.
    VoidEntry(String),
    /// Somebody looks at App Home.
    HomeOpened,
    /// The app was taken out of the workspace, or its token revoked.
    Gone,
    /// Nothing that anybody waits for.
    Nothing,
}

/// What a pressed button is on.
#[derive(Debug, Clone, PartialEq)]
pub enum On {
    /// A message.
    Message {
        /// Its id in the channel.
        ts: String,
        /// Whether only the presser sees it.
        ephemeral: bool,
        /// Whether it has done its work by this press.
        spent: bool,
    },
    /// A modal.
    Modal(Box<Modal>),
    /// App Home.
    Home,
}

/// A modal, as its payload shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Modal {
    /// Its id.
    pub id: String,
    /// What changes with every update of it.
    pub hash: Option<String>,
    /// What it remembers.
    pub context: Context,
    /// The whole view with what is filled in.
    pub view: Value,
}

/// A form that was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The command's path.
    pub command: String,
    /// The answers, those of earlier steps included.
    pub fields: Vec<(String, String)>,
    /// The modal.
    pub modal: Modal,
}

/// In which shape a payload came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A slash command's fields.
    Command,
    /// A button, a modal or a shortcut.
    Interactive,
    /// An event with what is wrapped round it.
    Event,
}

/// Reads a payload. Whatever can't be understood is an errand for nothing.
#[must_use]
pub fn read(shape: Shape, payload: &Value) -> Errand {
    match shape {
        Shape::Command => command::read(payload),
        Shape::Interactive => action::read(payload),
        Shape::Event => event::read(payload),
    }
}

impl Errand {
    /// An errand for nothing, with who and where filled in from a payload.
    fn from(payload: &Value, spot: Spot) -> Self {
        Self {
            who: place::sender_of(payload),
            team: place::team_of(payload),
            spot,
            delivery: text(payload, "/trigger_id").unwrap_or_default(),
            sent_ms: None,
            hook: text(payload, "/response_url").map(ResponseUrl),
            trigger: text(payload, "/trigger_id"),
            what: What::Nothing,
        }
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
