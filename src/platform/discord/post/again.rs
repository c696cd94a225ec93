//! Posts that may be there or not: Discord is asked, so that each becomes visible once.
//!
//! For two minutes the same nonce is sent again, and brings back the message that is there. Later the channel is read
//! since the attempt: what is there is taken as posted, what is absent is posted again. Where the channel can't be read,
//! a moderator decides in `/posts`.

use serde_json::Value;
use serenity::http::Route;

use crate::commands::announce::Announcement;
use crate::engine::{DeliveryRow, Posted};
use crate::platform::discord::api::CallError;
use crate::platform::discord::post::Poster;
use crate::platform::discord::post::mark::Mark;
use crate::platform::discord::rights;
use crate::platform::discord::snowflake::known;
use crate::platform::discord::snowflake::{since, snowflake};

/// How long a nonce is surely remembered; Discord speaks of "the past few minutes" (`resources/message`).
const NONCE_MS: i64 = 120_000;
/// How far Discord's clock may be behind ours.
const SKEW_MS: i64 = 60_000;
/// Messages read at a time, and how often at most: more than that since one post is no channel for news.
const PAGE: usize = 100;
const PAGES: usize = 10;

/// What reading a channel says of a post.
enum Found {
    /// It is there; Discord's message.
    There(Value),
    /// It is not.
    Absent,
}

impl Poster {
    /// Finds out what became of a post.
    pub(super) async fn settle(
        &self,
        announcement: &Announcement,
        delivery: &DeliveryRow,
    ) -> Posted {
        let space = &announcement.space;
        let feed = space.feed.as_deref();
        let Some(channel) = feed.filter(|feed| snowflake(feed).is_some()) else {
            return Posted::Unknown;
        };
        // Words to moderators are begun once; whether they arrived nobody can see.
        if announcement.moderators_only {
            return Posted::Unknown;
        }
        let tried_ms = delivery.claimed_ms.unwrap_or(delivery.due_ms);
        let asked = if self.now_ms().saturating_sub(tried_ms) < NONCE_MS {
            let sent = self.send_news(announcement, channel).await;
            sent.map(Found::There)
        } else {
            self.look(announcement, channel, tried_ms).await
        };
        match asked {
            Ok(Found::There(message)) => self.sent(announcement, channel, &message).await,
            Ok(Found::Absent) => {
                tracing::info!(
                    space = space.platform_space,
                    seq = delivery.key.seq,
                    "a lost post is not there: it is posted again"
                );
                Posted::Later(self.now_ms())
            }
            Err(error) => {
                match error {
                    CallError::Busy(wait) => drop(self.busy(space, wait)),
                    CallError::Refused { status, .. } => self.struck(space, status),
                    CallError::NotSent(_) | CallError::Unknown(_) => {}
                }
                tracing::warn!(%error, space = space.platform_space, seq = delivery.key.seq, "a post may still be there or not");
                Posted::Unknown
            }
        }
    }

    /// Looks for a post among a channel's messages since an instant.
    async fn look(
        &self,
        announcement: &Announcement,
        channel: &str,
        since_ms: i64,
    ) -> Result<Found, CallError> {
        let mark = Mark::of(&announcement.key, channel);
        let unreadable = || CallError::Unknown("a channel that can't be read".to_owned());
        let channel_id = known(channel)?.into();
        let mut after = since(since_ms.saturating_sub(SKEW_MS));
        for _ in 0..PAGES {
            let route = Route::ChannelMessages { channel_id };
            let params = vec![("after", after.to_string()), ("limit", PAGE.to_string())];
            let answer = self.0.api.get(route, params).await?;
            let messages = answer.as_array().ok_or_else(unreadable)?;
            if let Some(found) = messages.iter().find(|message| mark.is_on(message)) {
                return Ok(Found::There(found.clone()));
            }
            if messages.is_empty() {
                // So answers Discord as well where we may not read what was written (`resources/message`).
                let guild = &announcement.space.platform_space;
                let held = rights::held(&self.0.api, guild, channel).await?;
                if held & rights::HISTORY == 0 {
                    return Err(unreadable());
                }
            }
            if messages.len() < PAGE {
                return Ok(Found::Absent);
            }
            let ids = messages.iter().filter_map(|message| message["id"].as_str());
            let newest = ids.filter_map(snowflake).max();
            after = newest.ok_or_else(unreadable)?.get();
        }
        Err(CallError::Unknown("more messages than are read".to_owned()))
    }
}
