//! Platforms: payload to invocation, card to payload; nothing is decided here.

pub mod lounge;
mod neutral;
pub mod slack;
