//! Platforms: payload to invocation, card to payload; nothing is decided here.

pub mod discord;
mod door;
mod fault;
mod forms;
mod gone;
mod ledger;
pub mod lounge;
mod neutral;
mod once;
mod patience;
mod post;
pub mod slack;
mod slot;
