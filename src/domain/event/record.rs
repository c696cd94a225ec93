//! An event with its place in the stream, and why a stored one can't be read.

use std::fmt;

use crate::domain::event::Event;

/// One event with its place in the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number in the community's stream, from 1 without gaps.
    pub seq: u64,
    /// When it was recorded, milliseconds UTC; never before the event before it.
    pub at_ms: i64,
    /// The delivery that caused it; none for what the clock did.
    pub cause: Option<Cause>,
    /// What happened.
    pub event: Event,
}

/// A delivery's fingerprint: 128 bits of SHA-256 over platform, space, user and delivery id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cause(pub u128);

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Why a stored event can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The kind is unknown to this release.
    #[error("this release does not know events of the kind `{0}`: start a newer one")]
    Kind(String),
    /// The version is unknown to this release.
    #[error("this release does not know version {0} of an event: start a newer one")]
    Version(u32),
    /// The body does not fit the kind.
    #[error("an event's body can't be read: {0}")]
    Body(String),
    /// An event that can't follow on what was before it.
    #[error("event {0} does not fit the stream before it")]
    Misfit(u64),
    /// An event about a challenge whose entries are away: it is recalled, and the event folded in then.
    #[error("challenge {0} must be recalled first")]
    Away(u32),
}
