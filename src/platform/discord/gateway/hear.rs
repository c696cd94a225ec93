//! What is done with what is heard: interactions are answered, servers are noted.

use std::collections::HashSet;

use serde_json::{Value, json};
use serenity::model::application::Interaction;
use serenity::model::event::Event;
use tokio::sync::mpsc;

use crate::platform::discord::carry::Via;
use crate::platform::discord::gateway::Gateway;
use crate::platform::discord::gateway::ear::Heard;
use crate::platform::discord::guilds::Guilds;

/// What became of servers.
pub(super) enum News {
    /// The bot is in it, and it is called that.
    Here(String, String),
    /// The bot was taken out of it.
    Gone(String),
    /// All servers of a shard.
    All(u32, u32, HashSet<String>),
}

impl Gateway {
    /// Does what is to be done about an event; what takes time is done beside.
    pub(super) fn hear(&self, heard: Heard, news: &mpsc::UnboundedSender<News>) {
        let Heard { shard, event } = heard;
        let told = match event {
            Event::Ready(ready) => {
                tracing::info!(shard, "connected to Discord");
                self.connected(shard);
                let total = ready.ready.shard.map_or(1, |shard| shard.total);
                let guilds = ready.ready.guilds.iter();
                let ids = guilds.map(|guild| guild.id.to_string()).collect();
                News::All(shard, total, ids)
            }
            Event::Resumed(_) => return self.connected(shard),
            Event::GuildCreate(event) => News::Here(event.guild.id.to_string(), event.guild.name),
            Event::GuildUpdate(event) => News::Here(event.guild.id.to_string(), event.guild.name),
            // With `unavailable` it is out of order, no more (`events/gateway-events`).
            Event::GuildDelete(event) if !event.guild.unavailable => {
                News::Gone(event.guild.id.to_string())
            }
            Event::InteractionCreate(event) => {
                let gateway = self.clone();
                return self.go(async move { gateway.interact(&event.interaction).await });
            }
            _ => return,
        };
        if news.send(told).is_err() {
            tracing::error!("what became of servers is not noted any more");
        }
    }

    /// Hands an interaction over; whoever takes it answers it.
    async fn interact(&self, interaction: &Interaction) {
        if let Some(payload) = read(interaction) {
            (self.0.take)(payload, Via::Gateway).await;
        }
    }
}

/// An interaction as Discord sent it, as far as serenity keeps it: its rewriting leaves out the type.
fn read(interaction: &Interaction) -> Option<Value> {
    let kind = match interaction {
        Interaction::Command(_) => 2,
        Interaction::Component(_) => 3,
        Interaction::Autocomplete(_) => 4,
        Interaction::Modal(_) => 5,
        _ => return None,
    };
    match serde_json::to_value(interaction) {
        Ok(mut payload) => {
            payload["type"] = json!(kind);
            Some(payload)
        }
        Err(error) => {
            tracing::error!(%error, "an interaction could not be read");
            None
        }
    }
}

/// Notes what becomes of servers, in order, until nobody is left who could tell. What can't be noted is noted at the next
/// interaction of the server's, or the next session.
pub(super) async fn keep_books(guilds: Guilds, mut news: mpsc::UnboundedReceiver<News>) {
    while let Some(told) = news.recv().await {
        let noted = match told {
            News::Here(id, name) => guilds
                .came(&id, &name)
                .await
                .map_err(|error| error.to_string()),
            News::Gone(id) => guilds.went(&id).await.map_err(|error| error.to_string()),
            News::All(shard, total, ids) => guilds
                .all_of(shard, total, &ids)
                .await
                .map_err(|error| error.to_string()),
        };
        if let Err(error) = noted {
            tracing::warn!(error, "what became of a server is noted later");
        }
    }
}
