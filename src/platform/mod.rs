//! Platforms: payload to invocation, card to payload; nothing is decided here.

pub mod discord;
mod forms;
pub mod lounge;
mod neutral;
mod post;
pub mod slack;
