//! Huzzah: challenges for communities, logged with a command and announced by themselves, on any number of platforms.
//!
//! The map of the house, in reading order: what can happen and what the rules are ([`domain`]); how it is kept
//! ([`store`]); the shell that appends and moves with the clock ([`engine`]); what people read ([`cards`]) and type
//! ([`commands`]); where they do so ([`platform`], [`web`]); and the one place that knows everybody ([`app`]).

pub mod app;
pub mod cards;
pub mod clock;
pub mod commands;
pub mod config;
pub mod domain;
pub mod engine;
pub mod platform;
pub mod store;
pub mod telemetry;
pub mod web;

/// Entries are many small pieces that one thread makes and another lets go; this allocator is made for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
