//! A command on its way to the writer, and what comes back.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

use crate::domain::act::{Decided, Moment, Who};
use crate::domain::community::Community;
use crate::domain::event::{Cause, Record};
use crate::engine::EngineError;

/// A decision to be made under the community's lock; it may be made again when a commit fails.
pub type Decide = Arc<dyn Fn(&Community, &Moment<'_>, Who) -> Decided + Send + Sync>;

/// Who asks, as her platform knows her.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Her space.
    pub space_id: i64,
    /// Her id there.
    pub user: Arc<str>,
    /// Her name there.
    pub name: Arc<str>,
    /// Her locale, where the platform knows it.
    pub locale: Option<Arc<str>>,
    /// Her zone, where the platform knows it.
    pub zone: Option<Arc<str>>,
    /// Whether she may do what moderators do.
    pub moderator: bool,
}

/// What became of a command that was not refused.
#[derive(Debug, Clone)]
pub struct Done {
    /// The events it caused, in order.
    pub records: Arc<[Record]>,
    /// Her number in the community.
    pub identity: u32,
    /// Her ranks in the challenges of her new entries, before them: by challenge.
    pub ranks_before: Arc<[(u32, u32)]>,
    /// Whether words may be kept beside its events.
    pub noted: bool,
    /// Whether this delivery had had its effect before.
    pub repeated: bool,
}

/// An order.
pub(super) struct Order {
    pub community_id: i64,
    pub task: Task,
}

/// What an order wants.
pub(super) enum Task {
    /// A command.
    Command(Command),
    /// What is due, and nothing else.
    Due(oneshot::Sender<Result<(), EngineError>>),
}

pub(super) struct Command {
    pub asking: Asking,
    /// The key under which the person is remembered.
    pub person: u128,
    pub cause: Cause,
    pub decide: Decide,
    pub reply: oneshot::Sender<Result<Done, EngineError>>,
}

/// The key under which a platform's user in a space is remembered.
pub(super) fn person_key(space_id: i64, user: &str) -> u128 {
    cause("", &space_id.to_string(), user, "").0
}

/// A delivery's fingerprint: 128 bits of SHA-256 over platform, space, user and the platform's id of the delivery.
#[must_use]
pub fn cause(platform: &str, space: &str, user: &str, delivery: &str) -> Cause {
    let mut hash = Sha256::new();
    for part in [platform, space, user, delivery] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let bytes: [u8; 32] = hash.finalize().into();
    let half: [u8; 16] = bytes[..16].try_into().expect("16 of 32 bytes");
    Cause(u128::from_be_bytes(half))
}
