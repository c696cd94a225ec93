//! What one person alone is told, by the interaction.

use serde_json::Value;

use crate::cards::Card;
use crate::platform::discord::answer::Talk;
use crate::platform::discord::answer::calls::Own;
use crate::platform::discord::api::{CallError, Method};
use crate::platform::discord::carry::Way;
use crate::platform::discord::render::{Message, PRIVATE};

impl Talk {
    /// Tells her alone; whether that is on its way.
    pub(super) async fn tell(&self, card: &Card) -> bool {
        let message = self.for_one(card).await;
        self.tell_message(&message).await
    }

    /// The same with a message that is made already.
    pub(super) async fn tell_message(&self, message: &Message) -> bool {
        let way = self.first.say(&message.json(PRIVATE));
        self.follow(way, message).await
    }

    /// Puts a card in the place of the private message whose button was pressed.
    pub(super) async fn change(&self, card: &Card) -> bool {
        let message = self.for_one(card).await;
        let way = self.first.change(&message.json(0));
        self.follow(way, &message).await
    }

    /// Puts a card in the place of the answer that she has; beside it where that can't be.
    pub(super) async fn amend(&self, card: &Card) -> bool {
        let message = self.for_one(card).await;
        if self.first.is_ours() && self.follow(Way::Original, &message).await {
            return true;
        }
        self.tell_message(&message).await
    }

    async fn follow(&self, way: Way, message: &Message) -> bool {
        let sent: Result<Value, CallError> = match way {
            Way::First => return true,
            Way::Original => {
                let body = message.json(0);
                self.own(Method::Patch, Own::Original, Some(&body), None)
                    .await
            }
            Way::Beside => {
                let body = message.json(PRIVATE);
                self.own(Method::Post, Own::New, Some(&body), None).await
            }
        };
        match sent {
            Ok(_) => true,
            Err(error) => {
                let guild = self.guild.as_str();
                tracing::info!(%error, guild, user = self.who.user, "an answer went nowhere");
                false
            }
        }
    }
}
