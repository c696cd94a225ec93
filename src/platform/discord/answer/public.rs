//! What everybody may read: posted once a delivery by the bot, beside the private answer, so that an undo finds it.

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::cards::say::say;
use crate::cards::{Card, mark};
use crate::commands::Reply;
use crate::platform::discord::PLATFORM;
use crate::platform::discord::answer::{Talk, body};
use crate::platform::discord::api::CallError;
use crate::platform::discord::people::ADMINISTRATOR;
use crate::platform::discord::rights::{SEND, SEND_IN_THREADS, VIEW};
use crate::platform::door::hex;
use crate::platform::ledger::Ledger;
use crate::store::Message;

/// Bytes of a hash that a nonce tells, two signs each: it may have 25 (`resources/message`).
const NONCE_BYTES: usize = 12;

/// What came of a post.
pub(super) enum Put {
    /// It is there.
    Done,
    /// It was there before: the delivery came again.
    Before,
    /// It may be there.
    Unknown,
    /// It is not there; whether the bot may not write there.
    Not {
        /// It may not.
        barred: bool,
    },
}

impl Talk {
    /// Posts an answer where it was asked for, and says so to the asker; `spent` where that takes the place of the message
    /// whose button was pressed.
    pub(super) async fn post(&self, reply: &Reply, spent: bool) {
        if !self.may_post() {
            let card = barred(&reply.card);
            if spent {
                self.change(&card).await;
            } else {
                self.tell(&card).await;
            }
            return;
        }
        let posted = body::notice(&say("discord-posted", &[]));
        if spent {
            self.change(&posted).await;
        } else {
            self.tell(&posted).await;
        }
        let about_seq = reply.about.and_then(|about| i64::try_from(about).ok());
        let message = self.row("", &self.spot.channel, about_seq);
        match self.put(&message, &reply.card).await {
            Put::Done | Put::Before => {}
            Put::Unknown => {
                let unknown = say("discord-post-unknown", &[]);
                self.amend(&body::with_line(&reply.card, &unknown)).await;
            }
            Put::Not { barred: true } => {
                self.amend(&barred(&reply.card)).await;
            }
            Put::Not { barred: false } => {
                let not = say("discord-not-posted", &[]);
                self.amend(&body::with_line(&reply.card, &not)).await;
            }
        }
    }

    /// Posts a card, once however often it is tried. What was surely not posted leaves no trace.
    pub(super) async fn put(&self, message: &Message, card: &Card) -> Put {
        let ledger = Ledger::new(&self.carrier.0.store);
        match ledger.begin(message).await {
            Ok(true) => {}
            Ok(false) => return Put::Before,
            Err(error) => {
                tracing::error!(%error, "a message is not posted, since it can't be noted that it is");
                return Put::Not { barred: false };
            }
        }
        let mut body = self.for_all(card).await.json(0);
        body["nonce"] = json!(nonce(&message.message_key));
        body["enforce_nonce"] = json!(true);
        match self.send(&message.channel, &body).await {
            Ok(answer) => {
                let id = answer["id"].as_str();
                ledger.note(message, &message.channel, id).await;
                Put::Done
            }
            Err(CallError::Unknown(error)) => {
                tracing::warn!(error, "it can't be told whether a message was posted");
                ledger.note(message, &message.channel, None).await;
                Put::Unknown
            }
            Err(error) => {
                let channel = message.channel.as_str();
                tracing::warn!(%error, guild = self.guild, channel, "a message was not posted");
                ledger.drop(message).await;
                Put::Not {
                    barred: is_barred(&error),
                }
            }
        }
    }

    /// The row of a message that answers this delivery; `part` tells several of one delivery apart.
    pub(super) fn row(&self, part: &str, channel: &str, about_seq: Option<i64>) -> Message {
        Message {
            platform: PLATFORM.to_owned(),
            message_key: format!("{}/{}/{}{part}", self.guild, self.who.user, self.delivery),
            platform_space: self.guild.clone(),
            channel: channel.to_owned(),
            platform_message: None,
            user_id: Some(self.who.user.clone()),
            about_seq,
            made_ms: self.carrier.clock().now_ms(),
        }
    }

    /// Whether the bot may write where it was asked. Discord says so with every interaction, which spares a refused call:
    /// too many of those, and nobody would be answered for a while (`topics/rate-limits`).
    fn may_post(&self) -> bool {
        let Some(may) = self.spot.permissions else {
            return true;
        };
        let send = if self.spot.is_thread {
            SEND_IN_THREADS
        } else {
            SEND
        };
        let needed = VIEW | send;
        may & ADMINISTRATOR != 0 || may & needed == needed
    }
}

/// What is told the asker where the bot may not write.
fn barred(card: &Card) -> Card {
    let puts = [("command", mark::command("doctor").into())];
    body::with_line(card, &say("discord-barred", &puts))
}

/// The same for the same key, in at most 25 signs.
fn nonce(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes())[..NONCE_BYTES])
}

/// Whether a refusal means that the bot may not write there (`topics/opcodes-and-status-codes`): no access, no permission,
/// no such channel, an archived or locked thread.
pub(super) fn is_barred(error: &CallError) -> bool {
    matches!(error.code(), 50_001 | 50_013 | 10_003 | 50_083 | 160_005)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_short_and_the_same_for_the_same_key() {
        let nonce_of_it = nonce("1/2/3");
        assert_eq!(nonce_of_it.len(), 24);
        assert_eq!(nonce_of_it, nonce("1/2/3"));
        assert_ne!(nonce_of_it, nonce("1/2/3/also"));
    }
}
