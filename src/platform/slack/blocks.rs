//! Cards and forms as Block Kit, within Slack's limits. Pure: values in, JSON out.

use serde_json::Value;

use crate::cards::{Card, Form};

/// A message's content: the blocks, and a text that says the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Everything that is read, for notifications and screen readers (mrkdwn, escaped).
    pub text: String,
    /// At most 50 blocks.
    pub blocks: Vec<Value>,
}

/// What a view (modal) remembers, in its `private_metadata`.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Context {
    /// The channel in which it began.
    #[serde(default)]
    pub channel: String,
    /// The thread in which it began.
    #[serde(default)]
    pub thread: Option<String>,
    /// A response_url that is still good, and until when.
    #[serde(default)]
    pub hook: Option<(String, i64)>,
    /// The command of a form, or empty for a card.
    #[serde(default)]
    pub command: String,
    /// Answers given on earlier steps.
    #[serde(default)]
    pub kept: Vec<(String, String)>,
}

/// A pressed button, as read from its `action_id` and `value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// The command line to run, and the only user who may.
    Run {
        /// Without the slash.
        line: String,
        /// Slack user id; anybody when absent.
        only_for: Option<String>,
    },
    /// A link or something of ours that needs no answer.
    Nothing,
    /// A button of another version.
    Stale,
}

/// A card as a message.
#[must_use]
pub fn message(_card: &Card) -> Message {
    unimplemented!()
}

/// A card as a modal, with its buttons.
#[must_use]
pub fn card_view(_card: &Card, _context: &Context) -> Value {
    unimplemented!()
}

/// A form as a modal.
#[must_use]
pub fn form_view(_form: &Form, _context: &Context) -> Value {
    unimplemented!()
}

/// A card as an App Home tab.
#[must_use]
pub fn home_view(_card: &Card) -> Value {
    unimplemented!()
}

/// Reads an element of `actions` of a `block_actions` payload.
#[must_use]
pub fn press(_action: &Value) -> Press {
    unimplemented!()
}

/// Reads the command and answers of a `view_submission`'s view.
#[must_use]
pub fn filled(_view: &Value) -> Option<(String, Vec<(String, String)>)> {
    unimplemented!()
}

/// `response_action: errors` for field errors, keyed by block id; an error of an unknown field goes to the first one.
#[must_use]
pub fn field_errors(_view: &Value, _errors: &[(String, String)]) -> Value {
    unimplemented!()
}
