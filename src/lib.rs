//! Huzzah: Discord and Slack communities in one competition.

pub mod cards;
pub mod commands;
