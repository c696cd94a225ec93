//! Bodies of messages: a card's content, and who sees it.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::cards::{Card, CardKind, Words, mark};
use crate::platform::door::hex;
use crate::platform::slack::blocks::{self, Message};
use crate::platform::slack::envelope::SPENT;

/// A card of one sentence; commands, channels and the bot may be marks in it.
pub(super) fn notice(text: &str) -> Card {
    Card {
        kind: CardKind::Notice,
        title: marked(text),
        ..Card::default()
    }
}

/// A sentence with marks, none of them of people here.
pub(super) fn marked(text: &str) -> Words {
    mark::words(text, &|_| String::new())
}

/// A card's content, links not unfolded.
pub(super) fn content(card: &Card) -> Value {
    of_message(blocks::message(card))
}

/// The same without blocks, for when Slack does not take them.
pub(super) fn plain(card: &Card) -> Value {
    of_message(blocks::plain_message(card))
}

fn of_message(message: Message) -> Value {
    let Message { text, blocks } = message;
    let mut body = json!({"text": text, "unfurl_links": false, "unfurl_media": false});
    if !blocks.is_empty() {
        body["blocks"] = Value::Array(blocks);
    }
    body
}

/// An answer that she alone sees, for an acknowledgement or a `response_url`.
pub(super) fn private(card: &Card, thread: Option<&str>) -> Value {
    respond(for_one(card), "ephemeral", thread)
}

/// A card's content for one reader. Where it has done its work once a button is pressed (a question, a preview, a page),
/// its buttons say so, since Slack does not send back what a message says that only one person sees.
pub(super) fn for_one(card: &Card) -> Value {
    let mut body = content(card);
    let spent = matches!(
        card.kind,
        CardKind::Question | CardKind::Rules | CardKind::Board
    );
    if let Some(blocks) = body["blocks"].as_array_mut().filter(|_| spent) {
        let buttons = blocks.iter_mut().filter(|block| block["type"] == "actions");
        for (n, block) in buttons.enumerate() {
            block["block_id"] = json!(format!("{SPENT}{n}"));
        }
    }
    body
}

/// An answer that everybody sees, for a `response_url`.
pub(super) fn public(card: &Card, thread: Option<&str>) -> Value {
    respond(content(card), "in_channel", thread)
}

/// An answer in the place of the message whose button was pressed.
pub(super) fn replacing(card: &Card) -> Value {
    let mut body = for_one(card);
    body["replace_original"] = json!(true);
    body
}

fn respond(mut body: Value, seen: &str, thread: Option<&str>) -> Value {
    body["response_type"] = json!(seen);
    body["replace_original"] = json!(false);
    if let Some(thread) = thread {
        body["thread_ts"] = json!(thread);
    }
    body
}

/// Whether Slack's word means that it does not take the blocks.
pub(super) fn is_about_blocks(word: &str) -> bool {
    word.starts_with("invalid_blocks")
        || matches!(
            word,
            "msg_blocks_too_long" | "msg_too_long" | "invalid_attachments"
        )
}

/// Twelve characters by which a line is known.
pub(super) fn digest(line: &str) -> String {
    hex(&Sha256::digest(line.as_bytes())[..6])
}
