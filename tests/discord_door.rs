//! Discord's doors: who comes in by a signature, where our own requests go, and how limits are kept.

#[path = "discord_door/calls.rs"]
mod calls;
#[path = "common/database.rs"]
mod database;
#[path = "discord_door/gateway.rs"]
mod gateway;
#[path = "discord_door/guilds.rs"]
mod guilds;
#[path = "discord_door/host.rs"]
mod host;
#[path = "discord_door/signed.rs"]
mod signed;
