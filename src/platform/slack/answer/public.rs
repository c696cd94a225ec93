//! What everybody may read: posted once a delivery, by a method that says which message it became, so that a thread can
//! hang on it and an undo finds it.

use serde_json::{Value, json};

use crate::cards::say::say;
use crate::cards::{Card, mark};
use crate::commands::Reply;
use crate::platform::ledger::Ledger;
use crate::platform::slack::PLATFORM;
use crate::platform::slack::answer::{Talk, body};
use crate::platform::slack::api::CallError;
use crate::store::Message;

/// What came of a post.
pub(super) enum Put {
    /// It is there.
    Done,
    /// It was there before: the delivery came again.
    Before,
    /// It may be there.
    Unknown,
    /// It is not there; Slack's word for why, where Slack said one.
    Not(Option<String>),
}

impl Talk {
    /// Posts an answer where it was asked for.
    pub(super) async fn post(&self, reply: &Reply) {
        let about_seq = reply.about.and_then(|about| i64::try_from(about).ok());
        let message = self.message("", &self.spot.channel, about_seq);
        let mut to = json!({"channel": self.spot.channel});
        if let Some(thread) = &self.spot.thread {
            to["thread_ts"] = json!(thread);
        }
        let put = if self.spot.channel.is_empty() {
            Put::Not(None)
        } else {
            self.put(&message, &reply.card, &to).await
        };
        match put {
            Put::Done | Put::Before => {}
            Put::Unknown => self.tell_unknown(&reply.card).await,
            Put::Not(word) => self.post_otherwise(&message, &reply.card, word).await,
        }
    }

    /// Posts a card, once however often it is tried. What was surely not posted leaves no trace.
    pub(super) async fn put(&self, message: &Message, card: &Card, to: &Value) -> Put {
        match self.ledger().begin(message).await {
            Ok(true) => {}
            Ok(false) => return Put::Before,
            Err(error) => {
                tracing::error!(%error, "a message is not posted, since it can't be noted that it is");
                return Put::Not(None);
            }
        }
        match self.send("chat.postMessage", card, to).await {
            Ok(answer) => {
                let channel = answer["channel"].as_str().unwrap_or(&message.channel);
                self.ledger()
                    .note(message, channel, answer["ts"].as_str())
                    .await;
                Put::Done
            }
            Err(CallError::Unknown(error)) => {
                tracing::warn!(error, "it can't be told whether a message was posted");
                self.ledger().note(message, &message.channel, None).await;
                Put::Unknown
            }
            Err(error) => {
                let space = self.workspace.key.space();
                tracing::warn!(%error, space, channel = message.channel, "a message was not posted");
                self.ledger().drop(message).await;
                Put::Not(match error {
                    CallError::Refused(word) => Some(word),
                    _ => None,
                })
            }
        }
    }

    /// The row of a message that answers this delivery; `part` tells several of one delivery apart.
    pub(super) fn message(&self, part: &str, channel: &str, about_seq: Option<i64>) -> Message {
        let space = self.workspace.key.space();
        Message {
            platform: PLATFORM.to_owned(),
            message_key: format!("{space}/{}/{}{part}", self.who.user, self.delivery),
            platform_space: space,
            channel: channel.to_owned(),
            platform_message: None,
            user_id: Some(self.who.user.clone()),
            about_seq,
            made_ms: self.carrier.clock().now_ms(),
        }
    }

    /// Where the bot may not write: the `response_url` reaches every channel, but tells no message id; then directly.
    async fn post_otherwise(&self, message: &Message, card: &Card, word: Option<String>) {
        let begun = match self.ledger().begin(message).await {
            Ok(false) => return,
            begun => begun.is_ok(),
        };
        let hooked = body::public(card, self.spot.thread.as_deref());
        match self.hook_post(&hooked).await {
            Some(Ok(())) => return self.ledger().note(message, &message.channel, None).await,
            Some(Err(CallError::Unknown(_))) => {
                self.ledger().note(message, &message.channel, None).await;
                return self.tell_unknown(card).await;
            }
            Some(Err(_)) | None => {}
        }
        if begun {
            self.ledger().drop(message).await;
        }
        if word.as_deref().is_some_and(is_barred) {
            let puts = [("bot", mark::mention(&self.workspace.bot_user).into())];
            let barred = say("slack-not-in-channel", &puts);
            self.tell(&with_line(card, &barred)).await;
        } else {
            self.tell(card).await;
        }
    }

    fn ledger(&self) -> Ledger<'_> {
        Ledger::new(self.carrier.store())
    }

    /// Tells the asker what everybody may have read, and that this is not known.
    async fn tell_unknown(&self, card: &Card) {
        let unknown = say("slack-post-unknown", &[]);
        self.tell(&with_line(card, &unknown)).await;
    }
}

/// Whether Slack's word means that the bot may not write there (<https://docs.slack.dev/reference/methods/chat.postMessage>).
pub(super) fn is_barred(word: &str) -> bool {
    matches!(
        word,
        "not_in_channel"
            | "channel_not_found"
            | "no_permission"
            | "restricted_action"
            | "is_archived"
    )
}

/// A card with one more paragraph.
fn with_line(card: &Card, line: &str) -> Card {
    let mut card = card.clone();
    card.lines.push(body::marked(line));
    card
}
