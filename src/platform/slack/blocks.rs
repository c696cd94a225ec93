//! Cards and forms as Block Kit, within Slack's limits. Pure: values in, JSON out.
//!
//! What people typed stands in rich text and plain text, which Slack shows as they are; mrkdwn is left to the text of
//! notifications, where `text` takes the meaning of its signs. Only [`Card::mentions`](crate::cards::Card) may ping.

mod answers;
mod buttons;
mod form;
mod limits;
mod look;
mod rich;
mod table;
mod text;
mod view;

use serde_json::Value;

use crate::cards::{Card, Form};
use crate::platform::forms;

/// A message's content: the blocks, and a text that says the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Everything that is read, for notifications and screen readers (mrkdwn, escaped); never empty.
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
    /// A `response_url` that is still good, and until when.
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
    /// "More options" of a form: run the command of its [`context`] for the form, and show it by [`all_fields`].
    More,
    /// A link or something of ours that needs no answer.
    Nothing,
    /// A button of another version.
    Stale,
}

/// A card as a message.
#[must_use]
pub fn message(card: &Card) -> Message {
    let actions = forms::actions(card);
    let (blocks, without_button) = look::blocks(card, &actions, look::MESSAGE, true);
    Message {
        text: text::whole(card, &without_button),
        blocks,
    }
}

/// A card as a message without blocks, buttons as commands to type: for when Slack refuses the blocks (`invalid_blocks`,
/// `msg_blocks_too_long`), so that nothing is lost.
#[must_use]
pub fn plain_message(card: &Card) -> Message {
    let actions = forms::actions(card);
    Message {
        text: text::whole(card, &actions.iter().collect::<Vec<_>>()),
        blocks: Vec::new(),
    }
}

/// A message's text, short enough for `chat.update`, which refuses more than 4,000 characters.
#[must_use]
pub fn update_text(text: &str) -> String {
    text::shortened(text, limits::UPDATE_TEXT, str::len)
}

/// A conversation's id; none where it is only a name that somebody typed.
#[must_use]
pub fn channel_id(id: &str) -> Option<&str> {
    text::channel(id)
}

/// A card as a modal, with its buttons.
#[must_use]
pub fn card_view(card: &Card, context: &Context) -> Value {
    view::of_card(card, context)
}

/// A form as a modal. What most people leave as it is stands behind a button, "More options" ([`Press::More`]).
#[must_use]
pub fn form_view(form: &Form, context: &Context) -> Value {
    form::folded(form, context)
}

/// The form of an open modal (a payload's `view`) with all its fields, and with everything that was typed.
#[must_use]
pub fn all_fields(form: &Form, open: &Value) -> Value {
    form::unfolded(form, open)
}

/// A card as an App Home tab.
#[must_use]
pub fn home_view(card: &Card) -> Value {
    view::home(card)
}

/// What a payload's `view` remembers; none where it is not one of ours.
#[must_use]
pub fn context(view: &Value) -> Option<Context> {
    view::context(view)
}

/// Reads an element of `actions` of a `block_actions` payload.
#[must_use]
pub fn press(action: &Value) -> Press {
    buttons::press(action)
}

/// Reads the command and answers of a `view_submission`'s view; empty answers are there, and empty. None where the view is
/// no form of ours.
#[must_use]
pub fn filled(view: &Value) -> Option<(String, Vec<(String, String)>)> {
    answers::filled(view)
}

/// `response_action: errors` for field errors, keyed by block id; an error of an unknown field goes to the first one.
/// Null where the view has no field.
#[must_use]
pub fn field_errors(view: &Value, errors: &[(String, String)]) -> Value {
    answers::errors(view, errors)
}
