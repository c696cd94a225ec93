//! Discord: Discord's payloads become invocations, cards become messages of components; nothing is decided here.

pub mod buttons;
pub mod register;
pub mod render;

/// Discord's id as a platform.
pub const PLATFORM: &str = "discord";
