//! A card on its way: as a message that Discord takes once.

use serde_json::Value;
use serenity::http::Route;

use crate::cards::Card;
use crate::platform::discord::api::{CallError, Method};
use crate::platform::discord::post::Poster;
use crate::platform::discord::post::mark::Mark;
use crate::platform::discord::render;
use crate::platform::discord::snowflake::known;
use crate::store::StoreError;

/// How long a button's line is kept: as long as the messages of a long challenge are looked at.
const KEEP_LINES_MS: i64 = 60 * 86_400_000;

impl Poster {
    /// Sends a card into a channel, marked so that it is taken once.
    pub(super) async fn send(
        &self,
        channel: &str,
        card: &Card,
        mark: &Mark,
        plainly: bool,
    ) -> Result<Value, CallError> {
        let channel_id = known(channel)?.into();
        let mut body = match self.content(card, plainly).await {
            Ok(body) => body,
            Err(error) => return Err(CallError::NotSent(error.to_string())),
        };
        mark.set(&mut body);
        let route = Route::ChannelMessages { channel_id };
        self.0.api.call(Method::Post, route, Some(&body)).await
    }

    /// A card as the body of a message; lines too long for their buttons are kept first.
    pub(super) async fn content(&self, card: &Card, plainly: bool) -> Result<Value, StoreError> {
        let message = render::message(card, &|name| (self.0.command_id)(name));
        if plainly {
            return Ok(render::plain(&message));
        }
        if !message.kept.is_empty() {
            let now_ms = self.now_ms();
            let drop_before_ms = now_ms.saturating_sub(KEEP_LINES_MS);
            let mut tx = self.0.engine.store().begin().await?;
            for kept in &message.kept {
                tx.discord_keep_line(&kept.id, &kept.line, None, now_ms, drop_before_ms)
                    .await?;
            }
            tx.commit().await?;
        }
        Ok(message.json(0))
    }
}
