//! Stories about Discord alone: what only there can happen.

#[path = "common/bot.rs"]
mod bot;
#[path = "common/database.rs"]
mod database;
#[path = "common/discord/mod.rs"]
#[expect(dead_code, reason = "not every test needs all of it")]
mod discord;

#[path = "common/party.rs"]
mod party;
#[path = "common/slack/mod.rs"]
#[expect(dead_code, reason = "one story alone has a workspace")]
mod slack;

#[path = "discord/buttons.rs"]
mod buttons;
#[path = "discord/commands.rs"]
mod commands;
#[path = "discord/fake.rs"]
mod fake;
#[path = "discord/gateway.rs"]
mod gateway;
#[path = "discord/held.rs"]
mod held;
#[path = "discord/houses.rs"]
mod houses;
#[path = "discord/late.rs"]
mod late;
#[path = "discord/once.rs"]
mod once;
#[path = "discord/posts.rs"]
mod posts;
#[path = "discord/setup.rs"]
mod setup;
#[path = "discord/shards.rs"]
mod shards;
