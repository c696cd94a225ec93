//! Interactions, shaped as Discord shapes them (`interactions/receiving-and-responding`).

use std::time::Instant;

use serde_json::{Value, json};

use super::guild::Message;
use super::permits::in_channel;
use super::shape;
use super::world::{Interaction, World};

/// Something that somebody did, ready to be delivered.
#[derive(Debug, Clone)]
pub(crate) struct Envelope {
    pub(crate) payload: Value,
    pub(crate) token: String,
    pub(crate) guild: Option<String>,
    pub(crate) channel: String,
    pub(crate) user: String,
    /// What happens later has a higher number.
    pub(crate) mark: u64,
}

/// Who did something, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'a> {
    pub(crate) guild: Option<&'a str>,
    pub(crate) channel: &'a str,
    pub(crate) user: &'a str,
}

impl Spot<'_> {
    /// A command, typed or from a menu; `data` as Discord sends it.
    pub(crate) fn command(&self, world: &mut World, data: Value) -> Envelope {
        self.envelope(world, 2, data, None)
    }

    /// A command that is being typed.
    pub(crate) fn typing(&self, world: &mut World, data: Value) -> Envelope {
        self.envelope(world, 4, data, None)
    }

    /// A press of a message's button, or a choice in its menu.
    pub(crate) fn press(&self, world: &mut World, message: &Message, data: Value) -> Envelope {
        self.envelope(world, 3, data, Some(message))
    }

    /// A modal, sent; with the message whose button opened it.
    pub(crate) fn submission(
        &self,
        world: &mut World,
        data: Value,
        message: Option<&Message>,
    ) -> Envelope {
        self.envelope(world, 5, data, message)
    }

    fn envelope(
        &self,
        world: &mut World,
        kind: u64,
        data: Value,
        message: Option<&Message>,
    ) -> Envelope {
        let mark = world.mark();
        let id = world.snowflake();
        let token = format!("aW50ZXJhY3Rpb24{}x{id}", world.number());
        let payload = self.payload(world, kind, (&id, &token), data, message);
        let interaction = Interaction {
            id,
            token: token.clone(),
            kind,
            guild: self.guild.map(str::to_owned),
            channel: self.channel.to_owned(),
            user: self.user.to_owned(),
            made_ms: world.clock.now_ms(),
            sent: Instant::now(),
            pressed: message.map(|message| message.id.clone()),
            answered: None,
            original: None,
            n_follow_ups: 0,
        };
        world.interactions.insert(token.clone(), interaction);
        Envelope {
            payload,
            token,
            guild: self.guild.map(str::to_owned),
            channel: self.channel.to_owned(),
            user: self.user.to_owned(),
            mark,
        }
    }

    fn payload(
        &self,
        world: &World,
        kind: u64,
        (id, token): (&str, &str),
        data: Value,
        message: Option<&Message>,
    ) -> Value {
        let channel = world.channel(self.channel);
        let user = &world.users[self.user];
        let mut payload = json!({
            "id": id, "application_id": world.app.id, "type": kind, "token": token, "version": 1,
            "data": data, "channel_id": self.channel, "locale": user.locale, "entitlements": [],
            "channel": shape::partial_channel(world, channel, self.user),
            "app_permissions": in_channel(world, channel, &world.app.id).to_string(),
            "entitlement_sku_ids": [], "attachment_size_limit": 10_485_760,
        });
        match self.guild {
            Some(guild) => {
                let found = world.guild(guild);
                payload["guild_id"] = json!(guild);
                payload["guild"] = json!({ "id": guild, "locale": found.locale, "features": [] });
                payload["guild_locale"] = json!(found.locale);
                payload["member"] = shape::acting(world, found, channel, self.user);
                payload["authorizing_integration_owners"] = json!({ "0": guild });
                payload["context"] = json!(0);
            }
            None => {
                payload["user"] = shape::user(user);
                payload["authorizing_integration_owners"] = json!({ "0": "0" });
                payload["context"] = json!(1);
            }
        }
        if let Some(message) = message {
            payload["message"] = shape::message(world, self.channel, message);
        }
        payload
    }
}
