//! What one person alone is told: in the acknowledgement, by the `response_url`, in the channel, or directly.

use serde_json::{Value, json};

use crate::cards::Card;
use crate::platform::slack::answer::{Talk, body};
use crate::platform::slack::api::CallError;
use crate::platform::slack::carry::Ack;

impl Talk {
    /// Tells her alone, over the first way that works; whether one did.
    ///
    /// Where the answer to a way is lost, the next is tried: to be told twice is better than not at all.
    pub(super) async fn tell(&self, card: &Card) -> bool {
        if self.carries_message && self.slot.give(Ack::Body(body::private(card, None))) {
            return true;
        }
        self.acknowledge();
        let thread = self.spot.thread.as_deref().filter(|_| self.spot.in_thread);
        Box::pin(self.respond(&body::private(card, thread), card)).await
            || Box::pin(self.tell_in_channel(card, thread)).await
            || Box::pin(self.tell_directly(card)).await
    }

    /// Puts a card in the place of the message whose button was pressed, else beside it.
    pub(super) async fn replace_original(&self, card: &Card) {
        if !self.respond(&body::replacing(card), card).await {
            self.tell(card).await;
        }
    }

    /// Takes the message away whose button was pressed, where only the presser sees it.
    pub(super) async fn delete_original(&self) {
        let deleted = self.hook_post(&json!({"delete_original": true})).await;
        if !matches!(deleted, Some(Ok(()))) {
            tracing::debug!("a message that has done its work stays");
        }
    }

    /// Tells her in her conversation with the bot.
    pub(super) async fn tell_directly(&self, card: &Card) -> bool {
        let to = json!({"channel": self.who.user});
        match self.send("chat.postMessage", card, &to).await {
            Ok(_) => true,
            Err(error) => {
                let space = self.workspace.key.space();
                tracing::warn!(%error, space, user = self.who.user, "somebody could not be answered");
                false
            }
        }
    }

    /// Posts to the `response_url`; `card` is what is sent without blocks where Slack does not take them.
    pub(super) async fn respond(&self, message: &Value, card: &Card) -> bool {
        let posted = match self.hook_post(message).await {
            Some(Err(CallError::Refused(word))) if body::is_about_blocks(&word) => {
                let mut plain = message.clone();
                if let Some(plain) = plain.as_object_mut() {
                    plain.remove("blocks");
                }
                plain["text"] = body::plain(card)["text"].clone();
                self.hook_post(&plain).await
            }
            posted => posted,
        };
        match posted {
            Some(Ok(())) => true,
            Some(Err(error)) => {
                tracing::debug!(%error, "a response_url did not take an answer");
                false
            }
            None => false,
        }
    }

    /// Posts to the `response_url`; none where there is none that is still good.
    pub(super) async fn hook_post(&self, message: &Value) -> Option<Result<(), CallError>> {
        let now_ms = self.carrier.clock().now_ms();
        let hook = self.hook.as_ref()?;
        self.carrier
            .0
            .hooks
            .post(&self.carrier.0.api, hook, message, now_ms)
            .await
    }

    /// Tells her in the channel, where nobody else sees it (<https://docs.slack.dev/reference/methods/chat.postEphemeral>).
    async fn tell_in_channel(&self, card: &Card, thread: Option<&str>) -> bool {
        if self.spot.channel.is_empty() || self.spot.direct {
            return false;
        }
        let mut to = json!({"channel": self.spot.channel, "user": self.who.user});
        if let Some(thread) = thread {
            to["thread_ts"] = json!(thread);
        }
        match self.send("chat.postEphemeral", card, &to).await {
            Ok(_) => true,
            Err(error) => {
                tracing::debug!(%error, "an answer could not be given in the channel");
                false
            }
        }
    }
}
