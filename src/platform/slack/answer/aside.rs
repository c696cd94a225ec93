//! What comes with an answer: earlier messages that now read differently, words to others, files, and App Home.

use serde_json::json;

use crate::cards::say::say;
use crate::cards::{Card, mark};
use crate::commands::{Also, Reply, Told, read};
use crate::platform::slack::PLATFORM;
use crate::platform::slack::answer::public::Put;
use crate::platform::slack::answer::{About, Talk, body};
use crate::platform::slack::api::CallError;
use crate::platform::slack::blocks;
use crate::platform::slack::envelope::On;

/// Commands after which somebody's Home tab reads differently, beside those that log or void an entry.
const CHANGES: [&str; 4] = ["join", "leave", "goal", "settings"];

impl Talk {
    /// Does everything that comes with an answer.
    pub(super) async fn beside(&self, reply: &Reply) {
        if let Some((about, card)) = &reply.replaces {
            Box::pin(self.rewrite(*about, card)).await;
        }
        if reply.removes {
            Box::pin(self.remove()).await;
        }
        if let Some(also) = &reply.also {
            Box::pin(self.post_also(also)).await;
        }
        for told in &reply.tells {
            Box::pin(self.tell_other(told)).await;
        }
        if let Some(file) = &reply.file {
            Box::pin(self.hand_over(file)).await;
        }
        if reply.forgotten {
            Box::pin(self.forget()).await;
        }
        let changes = reply.about.is_some() || reply.replaces.is_some() || reply.forgotten;
        if changes || (!reply.refused && self.changes_home()) {
            let home = &self.carrier.0.home;
            home.publish(&self.workspace, &self.place(), &self.who);
        }
    }

    fn changes_home(&self) -> bool {
        let line = match &self.about {
            About::Typed => return false,
            About::Pressed(_, line) => line.as_str(),
            About::Sent(modal) => modal.context.command.as_str(),
        };
        read::command(line).is_ok_and(|(command, _)| CHANGES.contains(&command.path))
    }

    /// Makes every message about an entry read as a card.
    async fn rewrite(&self, about: u64, card: &Card) {
        let space = self.workspace.key.space();
        let seq = i64::try_from(about).unwrap_or(i64::MAX);
        let store = self.carrier.store();
        let messages = match store.messages_about(PLATFORM, &space, seq).await {
            Ok(messages) => messages,
            Err(error) => {
                tracing::error!(%error, space, "the messages about an entry can't be looked up");
                return;
            }
        };
        let mut content = body::content(card);
        let text = content["text"].as_str().map(blocks::update_text);
        content["text"] = json!(text);
        for message in &messages {
            let Some(ts) = &message.platform_message else {
                continue;
            };
            let mut body = json!({"channel": message.channel, "ts": ts, "text": content["text"]});
            body["blocks"] = content.get("blocks").cloned().unwrap_or_else(|| json!([]));
            match self.call("chat.update", &body).await {
                Ok(_) => {}
                // Somebody deleted it; there is nothing to correct.
                Err(CallError::Refused(word)) if word == "message_not_found" => {}
                Err(error) => {
                    tracing::warn!(%error, space, "a message about an entry was not corrected");
                }
            }
        }
        // A message that was posted by a response_url has no id of ours; a button on it still leads to it.
        if let About::Pressed(
            On::Message {
                ts,
                ephemeral: false,
                ..
            },
            line,
        ) = &self.about
            && messages
                .iter()
                .all(|message| message.platform_message.as_ref() != Some(ts))
            && line.trim() == format!("undo {about}")
        {
            self.respond(&body::replacing(card), card).await;
        }
    }

    /// Takes away the message whose button was pressed.
    async fn remove(&self) {
        let About::Pressed(On::Message { ts, ephemeral, .. }, _) = &self.about else {
            return;
        };
        if *ephemeral {
            return self.delete_original().await;
        }
        let body = json!({"channel": self.spot.channel, "ts": ts});
        if let Err(error) = self.call("chat.delete", &body).await
            && error != CallError::Refused("message_not_found".to_owned())
        {
            tracing::warn!(%error, "a message could not be taken away");
            self.delete_original().await;
        }
    }

    /// Posts something in a channel beside the answer; the asker hears where that can't be done.
    async fn post_also(&self, also: &Also) {
        let message = self.message("/also", &also.channel, None);
        let to = json!({"channel": also.channel});
        let bot = mark::mention(&self.workspace.bot_user);
        let channel = mark::channel(&also.channel);
        let text = match self.put(&message, &also.card, &to).await {
            Put::Done | Put::Before => return,
            Put::Unknown => say("slack-also-unknown", &[("channel", channel.into())]),
            Put::Not(_) => {
                let puts = [("channel", channel.into()), ("bot", bot.into())];
                say("slack-also-not", &puts)
            }
        };
        self.tell(&body::notice(&text)).await;
    }

    /// Tells somebody else something, directly, once.
    async fn tell_other(&self, told: &Told) {
        let message = self.message(&format!("/told/{}", told.user), &told.user, None);
        let to = json!({"channel": told.user});
        if let Put::Not(_) | Put::Unknown = self.put(&message, &told.card, &to).await {
            let space = self.workspace.key.space();
            tracing::warn!(
                space,
                user = told.user,
                "a member may not have been told of a judgement"
            );
        }
    }

    /// Forgets somebody whom the house has forgotten.
    async fn forget(&self) {
        self.carrier
            .0
            .people
            .forget(&self.workspace, &self.who.user);
        let space = self.workspace.key.space();
        let forgotten = async {
            let mut tx = self.carrier.store().begin().await?;
            tx.forget_asker(PLATFORM, &space, &self.who.user).await?;
            tx.commit().await
        };
        if let Err(error) = forgotten.await {
            tracing::error!(%error, space, "whose messages some are is still known");
        }
    }
}
