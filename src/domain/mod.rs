//! Facts and rules. Pure: no async, no I/O, no clock, no randomness, no SQL, no platform.

pub mod act;
pub mod amount;
pub mod away;
pub mod board;
pub mod calendar;
pub mod causes;
pub mod challenge;
pub mod chunked;
pub mod community;
pub mod draw;
pub mod entry;
pub mod event;
mod life;
pub mod line;
mod number;
pub mod participant;
pub mod refusal;
pub mod roll;
pub mod rules;
pub mod score;
pub mod scoring;
pub mod settings;
pub mod snapshot;
