//! Stories about Slack alone: what only there can happen.

#[path = "common/crew.rs"]
mod crew;
#[path = "common/database.rs"]
mod database;
#[path = "common/slack/mod.rs"]
#[expect(dead_code, reason = "not every test needs all of it")]
mod slack;

#[path = "slack/entries.rs"]
mod entries;
#[path = "slack/fake.rs"]
mod fake;
