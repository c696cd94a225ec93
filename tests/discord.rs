//! Stories about Discord alone: what only there can happen.

#[path = "common/bot.rs"]
mod bot;
#[path = "common/database.rs"]
mod database;
#[path = "common/discord/mod.rs"]
#[expect(dead_code, reason = "not every test needs all of it")]
mod discord;

#[path = "discord/fake.rs"]
mod fake;
