//! Stories about Slack alone: what only there can happen.

#[path = "common/slack/mod.rs"]
#[expect(dead_code, reason = "not every test needs all of it")]
mod slack;

#[path = "slack/fake.rs"]
mod fake;
