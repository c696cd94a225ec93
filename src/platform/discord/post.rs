//! The courier's door to Discord: an announcement becomes a message in the channel for news.
//!
//! Nothing is posted twice: every post carries a nonce, with which Discord takes it once, and a number by which it is
//! found again; see `again`. What Discord refuses ends in one clear word to a moderator, and in `/posts`.

mod again;
mod circuit;
mod feed;
mod mark;
mod send;
mod strikes;
pub mod trouble;
mod word;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::cards::Card;
use crate::commands::announce::Announcement;
use crate::engine::{DeliveryRow, DeliveryState, Engine, Posted, SpaceRow};
use crate::platform::discord::PLATFORM;
use crate::platform::discord::api::{Api, CallError};
use crate::platform::discord::threads::{self, Threads};
use crate::platform::post::pace::{self, Pace};
use crate::platform::post::plain::Plainly;
use crate::platform::post::word::Words;
use crate::store::StoreError;
pub use circuit::Circuits;
use feed::Nowhere;
use mark::Mark;
use strikes::Strikes;
use trouble::Trouble;

/// An earlier post is corrected so often at most before the new one goes out all the same.
const CORRECT_MOST: u32 = 3;

/// The id of a command as Discord knows it, by its name.
pub type CommandId = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Posts announcements; clones share what is known about pace and troubles.
#[derive(Clone)]
pub struct Poster(Arc<Inner>);

struct Inner {
    api: Api,
    engine: Engine,
    command_id: CommandId,
    words: Words,
    threads: Threads,
    circuits: Circuits,
    strikes: Strikes,
    pace: Pace,
    /// Keys of posts whose components Discord did not take: they go as words alone.
    plainly: Plainly,
}

impl Poster {
    /// A poster; `moderators` are the user ids that moderate everywhere.
    #[must_use]
    pub fn new(
        api: Api,
        engine: Engine,
        command_id: CommandId,
        threads: Threads,
        moderators: &[String],
    ) -> Self {
        let words = Words::new(engine.clone(), PLATFORM, moderators);
        Self(Arc::new(Inner {
            api,
            engine,
            command_id,
            words,
            threads,
            circuits: Circuits::default(),
            strikes: Strikes::default(),
            pace: Pace::default(),
            plainly: Plainly::default(),
        }))
    }

    /// The channels in which nothing is tried for a while.
    #[must_use]
    pub fn circuits(&self) -> Circuits {
        self.0.circuits.clone()
    }

    /// Posts an announcement in its server's channel for news, or directly to moderators where it is for them alone.
    ///
    /// Answers [`Posted::Later`] where the channel was posted to within a second, Discord asks to wait, or it was not
    /// reached; [`Posted::Unknown`] for what was begun before and may be there, as long as nothing else is known.
    pub async fn post(&self, announcement: &Announcement, delivery: &DeliveryRow) -> Posted {
        let space = &announcement.space;
        let guild = &space.platform_space;
        match self.is_here(guild).await {
            Ok(true) => {}
            Ok(false) if delivery.state == DeliveryState::Unknown => return Posted::Unknown,
            Ok(false) => {
                let space = guild;
                tracing::info!(space, "nothing is posted in a server that we are not in");
                return Posted::Nowhere;
            }
            Err(error) => {
                tracing::warn!(%error, space = guild, "a post waits");
                return match delivery.state {
                    DeliveryState::Unknown => Posted::Unknown,
                    _ => self.later(delivery.attempts),
                };
            }
        }
        let held = self.0.pace.held_until(guild, self.now_ms());
        if delivery.state == DeliveryState::Unknown {
            return match held {
                Some(_) => Posted::Unknown,
                None => self.settle(announcement, delivery).await,
            };
        }
        if let Some(at_ms) = held {
            return Posted::Later(at_ms);
        }
        if announcement.moderators_only {
            return self.tell_moderators(announcement, delivery).await;
        }
        let channel = match self.channel(space).await {
            Ok(channel) => channel,
            Err(Nowhere::Trouble(trouble)) => return self.lost(announcement, trouble).await,
            Err(Nowhere::Failed(error)) => return self.failed(announcement, delivery, error).await,
        };
        if let Some(at_ms) = self.0.pace.next(guild, &channel, self.now_ms()) {
            return Posted::Later(at_ms);
        }
        if let Some(held_back) = self.held_back(announcement, &channel).await {
            return held_back;
        }
        if let Some((message, card)) = &announcement.corrects
            && let Some(later) = self.correct(space, message, card, delivery).await
        {
            return later;
        }
        self.publish(announcement, &channel, delivery).await
    }

    async fn publish(
        &self,
        announcement: &Announcement,
        channel: &str,
        delivery: &DeliveryRow,
    ) -> Posted {
        match self.send_news(announcement, channel).await {
            Ok(answer) => self.sent(announcement, channel, &answer).await,
            Err(error) => self.failed(announcement, delivery, error).await,
        }
    }

    async fn send_news(
        &self,
        announcement: &Announcement,
        channel: &str,
    ) -> Result<Value, CallError> {
        let mark = Mark::of(&announcement.key, channel);
        let plainly = self.0.plainly.has(&announcement.key);
        let sent = self.send(channel, &announcement.card, &mark, plainly).await;
        let guild = &announcement.space.platform_space;
        self.0.pace.posted(guild, channel, self.now_ms());
        sent
    }

    /// What becomes of a post that did not go out.
    async fn failed(
        &self,
        announcement: &Announcement,
        delivery: &DeliveryRow,
        error: CallError,
    ) -> Posted {
        let space = &announcement.space;
        match error {
            CallError::Busy(wait) => self.busy(space, wait),
            error @ CallError::NotSent(_) => {
                tracing::warn!(%error, space = space.platform_space, "a post is tried again");
                self.later(delivery.attempts)
            }
            error @ CallError::Unknown(_) => {
                tracing::warn!(%error, space = space.platform_space, seq = delivery.key.seq, "a post may be there or not");
                Posted::Unknown
            }
            CallError::Refused { status, code }
                if trouble::is_about_content(status, code)
                    && self.0.plainly.note(&announcement.key) =>
            {
                tracing::warn!(
                    status,
                    code,
                    kind = announcement.kind,
                    "Discord does not take a post's components: it goes without"
                );
                Posted::Later(self.now_ms())
            }
            CallError::Refused { status, code } => {
                self.struck(space, status);
                self.lost(announcement, Trouble::of(status, code)).await
            }
        }
    }

    /// Notes that a post went out: what was in the way of earlier ones is over.
    async fn sent(&self, announcement: &Announcement, channel: &str, answer: &Value) -> Posted {
        let space = &announcement.space;
        self.0.words.forget_troubles(space).await;
        self.0.circuits.mend(channel);
        let message = answer["id"].as_str().unwrap_or_default();
        let title = announcement.card.title.to_string();
        let begun = self
            .0
            .threads
            .begin(&announcement.kind, channel, message, &title)
            .await;
        if let Err(CallError::Refused { status, .. }) = begun {
            self.struck(space, status);
        }
        Posted::Sent(format!("{channel}:{message}"))
    }

    /// Makes an earlier post read as a card. What can't be corrected does not stand in the way of the new post, except
    /// for a while where Discord was not reached: answers then when to try again.
    async fn correct(
        &self,
        space: &SpaceRow,
        message: &str,
        card: &Card,
        delivery: &DeliveryRow,
    ) -> Option<Posted> {
        let (channel, message) = message.rsplit_once(':')?;
        let Ok(body) = self.content(card, false).await else {
            return Some(self.later(delivery.attempts));
        };
        let done = threads::edit(&self.0.api, channel, message, &body).await;
        let is_early = delivery.attempts <= CORRECT_MOST;
        match done {
            Ok(_) => None,
            Err(CallError::Busy(wait)) if is_early => Some(self.busy(space, wait)),
            Err(CallError::NotSent(_) | CallError::Unknown(_)) if is_early => {
                Some(self.later(delivery.attempts))
            }
            Err(error) => {
                if let CallError::Refused { status, .. } = error {
                    self.struck(space, status);
                }
                tracing::warn!(%error, space = space.platform_space, "an earlier post was not corrected");
                None
            }
        }
    }

    /// Whether the bot is in a server, as far as is known.
    async fn is_here(&self, guild: &str) -> Result<bool, StoreError> {
        let known = self.0.engine.store().discord_guild(guild).await?;
        Ok(known.is_none_or(|known| known.here))
    }

    /// Holds a server back, and no other.
    fn busy(&self, space: &SpaceRow, wait: Duration) -> Posted {
        let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(pace::PAUSE_MOST_MS);
        let guild = &space.platform_space;
        let now_ms = self.now_ms();
        let until_ms = now_ms.saturating_add(wait_ms);
        let until_ms = until_ms.max(self.0.strikes.note(guild, now_ms));
        self.0.pace.hold(guild, until_ms);
        Posted::Later(until_ms)
    }

    /// Notes a refusal: those that Discord counts against us make the server wait.
    fn struck(&self, space: &SpaceRow, status: u16) {
        if matches!(status, 401 | 403) {
            let guild = &space.platform_space;
            let until_ms = self.0.strikes.note(guild, self.now_ms());
            self.0.pace.hold(guild, until_ms);
        }
    }

    /// To be tried again after a pause that grows.
    fn later(&self, attempts: u32) -> Posted {
        Posted::Later(pace::again_ms(self.now_ms(), attempts))
    }

    fn now_ms(&self) -> i64 {
        self.0.engine.now_ms()
    }
}
