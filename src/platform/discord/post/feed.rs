//! The channel for news: known by its id, or looked up by the name that somebody typed.

use serenity::http::Route;

use crate::engine::{EngineError, SpaceRow};
use crate::platform::discord::api::{CallError, Method};
use crate::platform::discord::post::Poster;
use crate::platform::discord::post::trouble::Trouble;
use crate::platform::discord::snowflake::{known, snowflake};

/// Why there is no channel to post in.
pub(super) enum Nowhere {
    /// A moderator has to do something.
    Trouble(Trouble),
    /// Discord did not say.
    Failed(CallError),
}

impl Poster {
    /// The channel for news. One of which somebody typed only the name is looked up, and known by its id from then on.
    pub(super) async fn channel(&self, space: &SpaceRow) -> Result<String, Nowhere> {
        let Some(feed) = space.feed.as_deref() else {
            return Err(Nowhere::Trouble(Trouble::NoFeed));
        };
        if snowflake(feed).is_some() {
            return Ok(feed.to_owned());
        }
        let nowhere = || Nowhere::Trouble(Trouble::Name);
        let guild_id = known(&space.platform_space)
            .map_err(Nowhere::Failed)?
            .into();
        let route = Route::GuildChannels { guild_id };
        let channels = self.0.api.call(Method::Get, route, None).await;
        let channels = channels.map_err(Nowhere::Failed)?;
        let mut named = channels.as_array().into_iter().flatten().filter(|one| {
            // Text and announcement channels (`resources/channel`).
            one["name"] == feed && matches!(one["type"].as_u64(), Some(0 | 5))
        });
        let channel = named.next().and_then(|one| one["id"].as_str());
        let channel = channel.ok_or_else(nowhere)?;
        if let Err(error) = self.identify(space, feed, channel).await {
            tracing::warn!(%error, space = space.platform_space, "a channel is still known by its name alone");
        }
        Ok(channel.to_owned())
    }

    /// Keeps the id of a channel of which somebody typed only the name: it stays when the channel is renamed.
    async fn identify(&self, space: &SpaceRow, name: &str, id: &str) -> Result<(), EngineError> {
        let engine = &self.0.engine;
        let now = engine.space_of_number(space.space_id).await?;
        match now.filter(|now| now.feed.as_deref() == Some(name)) {
            Some(now) => {
                let by = now.feed_by.clone();
                engine.set_feed(&now, Some(id), by.as_deref()).await
            }
            None => Ok(()),
        }
    }
}
