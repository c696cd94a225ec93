//! Platforms: payload to invocation, card to payload; nothing is decided here.

pub mod discord;
mod forms;
mod ledger;
pub mod lounge;
mod neutral;
mod once;
mod patience;
pub mod slack;
mod slot;
