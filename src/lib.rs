//! Huzzah: Discord and Slack communities in one competition.

pub mod cards;
pub mod clock;
pub mod commands;
pub mod config;
pub mod domain;
pub mod engine;
pub mod store;
pub mod telemetry;
