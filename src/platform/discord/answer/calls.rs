//! Calls in a conversation: tried again while that does no harm.

use serde_json::Value;
use serenity::model::id::{ApplicationId, ChannelId, MessageId};

use crate::cards::Card;
use crate::platform::discord::answer::Talk;
use crate::platform::discord::api::{CallError, Method, Route};
use crate::platform::discord::buttons::Kept;
use crate::platform::discord::render::{self, Message};
use crate::platform::discord::snowflake::known;
use crate::platform::patience::{Again, patiently};

/// Attempts after the first; with the pauses between them about half a minute.
const ATTEMPTS: usize = 6;
/// Attempts after the first where the interaction's first answer may still be on its way.
const SOON: usize = 3;
/// Discord knows no such webhook: the interaction is over, or its first answer has not arrived yet.
const UNKNOWN_WEBHOOK: u64 = 10_015;
/// Discord knows no such message: it was deleted, or has not arrived yet.
pub(super) const UNKNOWN_MESSAGE: u64 = 10_008;
/// So long are lines of buttons kept: longer than their messages are looked at.
const KEEP_MS: i64 = 60 * 86_400_000;

/// A message that belongs to the interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// The first one: the answer, or what the pressed button is on.
    Original,
    /// A new one.
    New,
}

impl Talk {
    /// A card as a message for one reader.
    pub(super) async fn for_one(&self, card: &Card) -> Message {
        let commands = self.carrier.0.api.commands();
        let message = render::for_one(card, &|name| commands.get(name).cloned());
        self.keep(&message.kept).await;
        message
    }

    /// A card as a message for everybody.
    pub(super) async fn for_all(&self, card: &Card) -> Message {
        let commands = self.carrier.0.api.commands();
        let message = render::message(card, &|name| commands.get(name).cloned());
        self.keep(&message.kept).await;
        message
    }

    /// Keeps lines that are too long to travel in their buttons. A button whose line is not kept says that it is stale.
    pub(super) async fn keep(&self, kept: &[Kept]) {
        if kept.is_empty() {
            return;
        }
        let now_ms = self.carrier.clock().now_ms();
        let written = async {
            let mut tx = self.carrier.0.store.begin().await?;
            for one in kept {
                let drop_before_ms = now_ms - KEEP_MS;
                let user = Some(self.who.user.as_str());
                tx.discord_keep_line(&one.id, &one.line, user, now_ms, drop_before_ms)
                    .await?;
            }
            tx.commit().await
        };
        if let Err(error) = written.await {
            tracing::error!(%error, guild = self.guild, "a button's line is not kept");
        }
    }

    /// Calls a route that belongs to the interaction, with a file where there is one, once Discord has the first answer.
    pub(super) async fn own(
        &self,
        method: Method,
        own: Own,
        body: Option<&Value>,
        file: Option<(String, Vec<u8>)>,
    ) -> Result<Value, CallError> {
        if !self.first.is_taken().await {
            return Err(CallError::Refused {
                status: 404,
                code: UNKNOWN_WEBHOOK,
            });
        }
        let application_id = ApplicationId::from(known(&self.reply.application)?);
        let token = self.reply.token.as_str();
        let api = &self.carrier.0.api;
        let called = || {
            let route = match own {
                Own::Original => Route::WebhookOriginalInteractionResponse {
                    application_id,
                    token,
                },
                Own::New => Route::WebhookFollowupMessages {
                    application_id,
                    token,
                },
            };
            let file = file.clone();
            async move {
                match (file, body) {
                    (Some(file), Some(body)) => {
                        api.send_files(method, route, body, vec![file]).await
                    }
                    _ => api.call(method, route, body).await,
                }
            }
        };
        if self.first.may_be_on_its_way() {
            let early = |error: &CallError| match error.code() {
                UNKNOWN_WEBHOOK | UNKNOWN_MESSAGE => Again::Soon,
                _ => again(error),
            };
            return patiently(SOON, early, called).await;
        }
        patiently(ATTEMPTS, again, called).await
    }

    /// Calls a route of a channel.
    pub(super) async fn in_channel(
        &self,
        method: Method,
        channel: &str,
        message: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Value, CallError> {
        self.call_channel(method, channel, message, body, again)
            .await
    }

    /// Posts into a channel; a body with a nonce is posted once however often it is tried.
    pub(super) async fn send(&self, channel: &str, body: &Value) -> Result<Value, CallError> {
        self.call_channel(Method::Post, channel, None, Some(body), again_once)
            .await
    }

    async fn call_channel(
        &self,
        method: Method,
        channel: &str,
        message: Option<&str>,
        body: Option<&Value>,
        judge: fn(&CallError) -> Again,
    ) -> Result<Value, CallError> {
        let channel_id = ChannelId::from(known(channel)?);
        let message_id = message.map(known).transpose()?.map(MessageId::from);
        patiently(ATTEMPTS, judge, || {
            let route = match message_id {
                Some(message_id) => Route::ChannelMessage {
                    channel_id,
                    message_id,
                },
                None => Route::ChannelMessages { channel_id },
            };
            self.carrier.0.api.call(method, route, body)
        })
        .await
    }
}

/// What was surely not done is tried again.
pub(super) fn again(error: &CallError) -> Again {
    match error {
        CallError::NotSent(_) => Again::Soon,
        CallError::Busy(wait) => Again::After(*wait),
        CallError::Refused { .. } | CallError::Unknown(_) => Again::Never,
    }
}

/// What may have been done too: Discord recognises it by its nonce.
fn again_once(error: &CallError) -> Again {
    match error {
        CallError::Unknown(_) => Again::Soon,
        error => again(error),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_what_does_no_harm_is_tried_again() {
        let s = Duration::from_secs;
        let lost = CallError::Unknown("cut off".to_owned());
        let refused = CallError::Refused {
            status: 403,
            code: 50_013,
        };
        assert_eq!(again(&CallError::NotSent(String::new())), Again::Soon);
        assert_eq!(again(&CallError::Busy(s(3))), Again::After(s(3)));
        assert_eq!(again(&lost), Again::Never);
        assert_eq!(again_once(&lost), Again::Soon);
        assert_eq!(again_once(&refused), Again::Never);
    }
}
