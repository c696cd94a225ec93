//! The courier's door to Slack: an announcement becomes a message in the channel for news.
//!
//! Nothing is posted twice: what may have been posted counts as unknown and stays so until a moderator says otherwise.
//! What Slack refuses ends in one clear word to a moderator, and in `/posts`.

mod trouble;
mod word;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::cards::Card;
use crate::commands::announce::Announcement;
use crate::engine::{DeliveryRow, DeliveryState, Engine, EngineError, Posted, SpaceRow};
use crate::platform::post::pace::{self, Pace};
use crate::platform::post::plain::Plainly;
use crate::platform::post::word::Words;
use crate::platform::slack::PLATFORM;
use crate::platform::slack::api::{Api, CallError};
use crate::platform::slack::blocks::{self, Message};
use crate::platform::slack::team::TeamKey;
use crate::platform::slack::workspaces::{NoWorkspace, Workspace, Workspaces};
use trouble::Trouble;

/// An earlier post is corrected so often at most before the new one goes out all the same.
const CORRECT_MOST: u32 = 3;

/// Posts announcements; clones share what is known about the pace.
#[derive(Clone)]
pub struct Poster(Arc<Inner>);

struct Inner {
    api: Api,
    workspaces: Workspaces,
    engine: Engine,
    words: Words,
    pace: Pace,
    /// Keys of posts whose blocks Slack did not take.
    plainly: Plainly,
}

impl Poster {
    /// A poster; `moderators` are the user ids that moderate everywhere.
    #[must_use]
    pub fn new(api: Api, workspaces: Workspaces, engine: Engine, moderators: &[String]) -> Self {
        let words = Words::new(engine.clone(), PLATFORM, moderators);
        Self(Arc::new(Inner {
            api,
            workspaces,
            engine,
            words,
            pace: Pace::default(),
            plainly: Plainly::default(),
        }))
    }

    /// Posts an announcement in its workspace's channel for news, or directly to moderators where it is for them alone.
    ///
    /// Answers [`Posted::Later`] where the channel was posted to within a second, Slack asks to
    /// wait, or it was not reached; [`Posted::Unknown`] for what was begun before, without asking Slack.
    pub async fn post(&self, announcement: &Announcement, delivery: &DeliveryRow) -> Posted {
        if delivery.state == DeliveryState::Unknown {
            return Posted::Unknown;
        }
        let space = &announcement.space;
        let key = TeamKey::of_space(&space.platform_space);
        let workspace = match self.0.workspaces.of(&key).await {
            Ok(workspace) => workspace,
            Err(NoWorkspace::NotHere) => {
                tracing::info!(
                    space = space.platform_space,
                    "nothing is posted in a workspace that we are not in"
                );
                return Posted::Nowhere;
            }
            Err(error @ NoWorkspace::Failed(_)) => {
                tracing::warn!(%error, space = space.platform_space, "a post waits");
                return self.later(delivery.attempts);
            }
        };
        if let Some(at_ms) = self.0.pace.held_until(&space.platform_space, self.now_ms()) {
            return Posted::Later(at_ms);
        }
        if announcement.moderators_only {
            return self
                .tell_moderators(&workspace, announcement, delivery)
                .await;
        }
        let Some(feed) = space.feed.as_deref() else {
            return self.lost(&workspace, announcement, &Trouble::NoFeed).await;
        };
        if let Some(at_ms) = self.0.pace.next(&space.platform_space, feed, self.now_ms()) {
            return Posted::Later(at_ms);
        }
        if let Some((message, card)) = &announcement.corrects
            && let Some(later) = self
                .correct(&workspace, space, message, card, delivery)
                .await
        {
            return later;
        }
        self.publish(&workspace, announcement, feed, delivery).await
    }

    async fn publish(
        &self,
        workspace: &Workspace,
        announcement: &Announcement,
        feed: &str,
        delivery: &DeliveryRow,
    ) -> Posted {
        let space = &announcement.space;
        let message = if self.0.plainly.has(&announcement.key) {
            blocks::plain_message(&announcement.card)
        } else {
            blocks::message(&announcement.card)
        };
        // A channel of which somebody typed the name is found by that, with its sign.
        let channel = match blocks::channel_id(feed) {
            Some(id) => id.to_owned(),
            None => format!("#{feed}"),
        };
        let posted = self.send(workspace, &channel, message).await;
        self.0
            .pace
            .posted(&space.platform_space, feed, self.now_ms());
        match posted {
            Ok(answer) => self.sent(space, feed, &answer).await,
            Err(CallError::Busy(wait)) => self.busy(space, wait),
            Err(error @ CallError::NotSent(_)) => {
                tracing::warn!(%error, space = space.platform_space, "a post is tried again");
                self.later(delivery.attempts)
            }
            Err(error @ CallError::Unknown(_)) => {
                tracing::warn!(%error, space = space.platform_space, seq = delivery.key.seq, "a post may be there or not");
                Posted::Unknown
            }
            Err(CallError::Refused(word))
                if trouble::is_about_blocks(&word) && self.0.plainly.note(&announcement.key) =>
            {
                tracing::warn!(
                    word,
                    kind = announcement.kind,
                    "Slack does not take a post's blocks: it goes without"
                );
                Posted::Later(self.now_ms())
            }
            Err(CallError::Refused(word)) => {
                self.lost(workspace, announcement, &Trouble::of(&word))
                    .await
            }
        }
    }

    /// Notes that a post went out: what was in the way of earlier ones is over.
    async fn sent(&self, space: &SpaceRow, feed: &str, answer: &Value) -> Posted {
        let channel = answer["channel"].as_str().unwrap_or(feed);
        self.0.words.forget_troubles(space).await;
        if channel != feed
            && let Err(error) = self.identify(space, feed, channel).await
        {
            tracing::warn!(%error, space = space.platform_space, "a channel is still known by its name alone");
        }
        let ts = answer["ts"].as_str().unwrap_or_default();
        Posted::Sent(format!("{channel}:{ts}"))
    }

    /// Keeps the id of a channel of which somebody typed only the name: it stays when the channel is renamed.
    async fn identify(&self, space: &SpaceRow, name: &str, id: &str) -> Result<(), EngineError> {
        let engine = &self.0.engine;
        let now = engine.space_of_number(space.space_id).await?;
        match now.filter(|now| now.feed.as_deref() == Some(name)) {
            Some(now) => {
                engine
                    .set_feed(&now, Some(id), now.feed_by.as_deref())
                    .await
            }
            None => Ok(()),
        }
    }

    /// Makes an earlier post read as a card. What can't be corrected does not stand in the way of the new post, except
    /// for a while where Slack was not reached: answers then when to try again.
    async fn correct(
        &self,
        workspace: &Workspace,
        space: &SpaceRow,
        message: &str,
        card: &Card,
        delivery: &DeliveryRow,
    ) -> Option<Posted> {
        let (channel, ts) = message.rsplit_once(':')?;
        let Message { text, blocks } = blocks::message(card);
        let text = blocks::update_text(&text);
        let mut body = json!({"channel": channel, "ts": ts, "text": text, "blocks": blocks});
        let (api, token) = (&self.0.api, &workspace.token);
        let mut done = api.call(token, "chat.update", &body).await;
        if let Err(CallError::Refused(word)) = &done
            && trouble::is_about_blocks(word)
        {
            body["text"] = json!(blocks::update_text(&blocks::plain_message(card).text));
            body["blocks"] = json!([]);
            done = api.call(token, "chat.update", &body).await;
        }
        let is_early = delivery.attempts <= CORRECT_MOST;
        match done {
            Ok(_) => None,
            Err(CallError::Busy(wait)) if is_early => Some(self.busy(space, wait)),
            Err(CallError::NotSent(_) | CallError::Unknown(_)) if is_early => {
                Some(self.later(delivery.attempts))
            }
            Err(error) => {
                tracing::warn!(%error, space = space.platform_space, "an earlier post was not corrected");
                None
            }
        }
    }

    async fn send(
        &self,
        workspace: &Workspace,
        channel: &str,
        message: Message,
    ) -> Result<Value, CallError> {
        let Message { text, blocks } = message;
        let mut body = json!({
            "channel": channel, "text": text, "unfurl_links": false, "unfurl_media": false,
        });
        if !blocks.is_empty() {
            body["blocks"] = Value::Array(blocks);
        }
        let (api, token) = (&self.0.api, &workspace.token);
        api.call(token, "chat.postMessage", &body).await
    }

    /// Holds a workspace back, and no other.
    fn busy(&self, space: &SpaceRow, wait: Duration) -> Posted {
        let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(pace::PAUSE_MOST_MS);
        let until_ms = self.now_ms().saturating_add(wait_ms);
        self.0.pace.hold(&space.platform_space, until_ms);
        Posted::Later(until_ms)
    }

    /// To be tried again after a pause that grows.
    fn later(&self, attempts: u32) -> Posted {
        Posted::Later(pace::again_ms(self.now_ms(), attempts))
    }

    fn now_ms(&self) -> i64 {
        self.0.engine.now_ms()
    }
}
