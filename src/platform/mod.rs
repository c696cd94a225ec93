//! Platforms: payload to invocation, card to payload; nothing is decided here.

pub mod discord;
mod door;
mod forms;
mod gone;
pub mod lounge;
mod neutral;
mod post;
mod ledger;
mod once;
mod patience;
pub mod slack;
mod slot;
