//! What comes with an answer: earlier messages that now read differently, words to others, and files.

use serde_json::json;

use crate::cards::say::say;
use crate::cards::{Card, mark};
use crate::commands::{Also, Reply, Told};
use crate::platform::discord::PLATFORM;
use crate::platform::discord::answer::calls::{UNKNOWN_MESSAGE, again};
use crate::platform::discord::answer::public::Put;
use crate::platform::discord::answer::{About, Talk, body};
use crate::platform::discord::api::{CallError, Method, Route};
use crate::platform::discord::envelope::On;
use crate::platform::discord::threads;
use crate::platform::patience::patiently;

/// Attempts after the first to open a conversation with somebody.
const ATTEMPTS: usize = 6;

impl Talk {
    /// Does everything that comes with an answer.
    pub(super) async fn beside(&self, reply: &Reply) {
        if let Some((about, card)) = &reply.replaces {
            self.rewrite(*about, card).await;
        }
        if reply.removes {
            self.remove().await;
        }
        if let Some(also) = &reply.also {
            self.post_also(also).await;
        }
        for told in &reply.tells {
            self.tell_other(told).await;
        }
        if let Some(file) = &reply.file {
            self.hand_over(file).await;
        }
        if reply.forgotten {
            self.forget().await;
        }
    }

    /// Makes every message about an entry read as a card.
    async fn rewrite(&self, about: u64, card: &Card) {
        let guild = self.guild.as_str();
        let seq = i64::try_from(about).unwrap_or(i64::MAX);
        let store = &self.carrier.0.store;
        let messages = match store.messages_about(PLATFORM, guild, seq).await {
            Ok(messages) => messages,
            Err(error) => {
                tracing::error!(%error, guild, "the messages about an entry can't be looked up");
                return;
            }
        };
        let body = self.for_all(card).await.json(0);
        for message in &messages {
            let Some(id) = &message.platform_message else {
                continue;
            };
            let channel = message.channel.as_str();
            let edited = threads::edit(&self.carrier.0.api, channel, id, &body);
            match edited.await {
                Ok(_) => {}
                // Somebody deleted it; there is nothing to correct.
                Err(error) if error.code() == UNKNOWN_MESSAGE => {}
                Err(error) => {
                    tracing::warn!(%error, guild, channel, "a message about an entry was not corrected");
                }
            }
        }
    }

    /// Takes away the message whose button was pressed; in the place of a private one the answer stands already.
    async fn remove(&self) {
        let About::Pressed(On {
            message,
            private: false,
            ..
        }) = &self.about
        else {
            return;
        };
        let channel = self.spot.channel.as_str();
        let deleted = self.in_channel(Method::Delete, channel, Some(message), None);
        if let Err(error) = deleted.await
            && error.code() != UNKNOWN_MESSAGE
        {
            tracing::warn!(%error, guild = self.guild, "a message could not be taken away");
        }
    }

    /// Posts something in a channel beside the answer; the asker hears where that can't be done.
    async fn post_also(&self, also: &Also) {
        let row = self.row("/also", &also.channel, None);
        let puts = [("channel", mark::channel(&also.channel).into())];
        let text = match self.put(&row, &also.card).await {
            Put::Done | Put::Before => return,
            Put::Unknown => say("discord-also-unknown", &puts),
            Put::Not { .. } => say("discord-also-not", &puts),
        };
        self.tell(&body::notice(&text)).await;
    }

    /// Tells somebody else something, directly, once.
    async fn tell_other(&self, told: &Told) {
        let (guild, user) = (self.guild.as_str(), told.user.as_str());
        let put = match self.conversation(user).await {
            Ok(channel) => {
                let row = self.row(&format!("/told/{user}"), &channel, None);
                self.put(&row, &told.card).await
            }
            Err(error) => {
                tracing::warn!(%error, guild, user, "no conversation with a member could be opened");
                Put::Not { barred: true }
            }
        };
        if let Put::Not { .. } | Put::Unknown = put {
            tracing::warn!(
                guild,
                user,
                "a member may not have been told of a judgement"
            );
        }
    }

    /// The channel of the bot's conversation with somebody.
    async fn conversation(&self, user: &str) -> Result<String, CallError> {
        let body = json!({ "recipient_id": user });
        let api = &self.carrier.0.api;
        let opened = patiently(ATTEMPTS, again, || {
            api.call(Method::Post, Route::UserMeDmChannels, Some(&body))
        });
        let opened = opened.await?;
        let id = opened["id"].as_str().map(str::to_owned);
        id.ok_or_else(|| CallError::Unknown("no channel in the answer".to_owned()))
    }

    /// Forgets somebody whom the house has forgotten.
    async fn forget(&self) {
        let (guild, user) = (self.guild.as_str(), self.who.user.as_str());
        let forgotten = async {
            let mut tx = self.carrier.0.store.begin().await?;
            tx.forget_asker(PLATFORM, guild, user).await?;
            tx.discord_forget_lines(user).await?;
            tx.commit().await
        };
        if let Err(error) = forgotten.await {
            tracing::error!(%error, guild, "whose messages some are is still known");
        }
    }
}
