//! Views: a card as a modal or as the Home tab, and what a modal remembers.

use serde_json::{Value, json};

use super::Context;
use super::buttons::unescaped;
use super::limits::{METADATA, VIEW_TITLE, length};
use super::look::{self, VIEW};
use super::text::plain;
use crate::cards::Card;
use crate::cards::say::say;
use crate::platform::forms;

/// The callback id of forms.
pub(super) const FORM: &str = "v1:form";
/// The callback id of cards.
const CARD: &str = "v1:card";

/// A card as a modal. A title that is too long for a modal's head stands above the rest.
pub(super) fn of_card(card: &Card, context: &Context) -> Value {
    let is_short = look::is_plain(&card.title, VIEW_TITLE);
    let title = if is_short {
        card.title.to_string()
    } else {
        say("slack-name", &[])
    };
    let actions = forms::actions(card);
    let (blocks, _) = look::blocks(card, &actions, VIEW, !is_short);
    let mut view = modal(&title, &say("slack-close", &[]), &blocks, context);
    view["callback_id"] = json!(CARD);
    view
}

/// A card as the Home tab.
pub(super) fn home(card: &Card) -> Value {
    let actions = forms::actions(card);
    let (blocks, _) = look::blocks(card, &actions, VIEW, true);
    json!({ "type": "home", "blocks": blocks })
}

/// A modal that remembers its context.
pub(super) fn modal(title: &str, close: &str, blocks: &[Value], context: &Context) -> Value {
    json!({
        "type": "modal",
        "title": plain(title, VIEW_TITLE),
        "close": plain(close, VIEW_TITLE),
        "blocks": blocks,
        "private_metadata": remembered(context),
    })
}

/// What a view remembers; nothing where it is not one of ours.
pub(super) fn context(view: &Value) -> Option<Context> {
    serde_json::from_str(view["private_metadata"].as_str()?).ok()
}

/// The context as JSON. Where it is longer than Slack keeps, the longest of the earlier answers goes first: the place and
/// the command are needed most.
fn remembered(context: &Context) -> String {
    let mut context = context.clone();
    loop {
        let json = unescaped(&context);
        if length(&json) <= METADATA {
            return json;
        }
        let kept = context.kept.iter().enumerate();
        match kept.max_by_key(|(_, (name, value))| name.len() + value.len()) {
            Some((longest, _)) => {
                context.kept.remove(longest);
            }
            None if context.hook.is_some() => context.hook = None,
            None => return unescaped(&Context::default()),
        }
    }
}
