//! What can go wrong with a command: the rules say no, or something broke.

use crate::domain::event::Unreadable;
use crate::domain::refusal::Refusal;
use crate::store::StoreError;

/// Why a command has no ordinary answer.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The rules say no, or ask; the member reads what to do next.
    #[error("refused")]
    Refused(Box<Refusal>),
    /// Nothing was saved: try again.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// It can't be told yet whether it was saved.
    #[error("the database has not said whether it saved: {0}")]
    Unknown(String),
    /// Too many commands wait: nothing was saved, try again.
    #[error("too many commands wait")]
    Busy,
    /// The community can't be read by this release, or its stream is damaged.
    #[error("{0}")]
    Broken(String),
    /// The stream and what was folded before it do not fit together.
    #[error("{0}")]
    Misfit(String),
    /// The decision looks at finished challenges that are away: nothing was decided; the engine recalls them and decides
    /// again.
    #[error("challenges {0:?} must be recalled first")]
    Away(Vec<u32>),
    /// A decision panicked: a bug; nothing was saved.
    #[error("a decision failed")]
    Panicked,
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::CommitUnknown(_) => Self::Unknown(error.to_string()),
            StoreError::Corrupt(_) | StoreError::Newer(_) => Self::Broken(error.to_string()),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<Unreadable> for EngineError {
    fn from(error: Unreadable) -> Self {
        match error {
            Unreadable::Misfit(_) => Self::Misfit(error.to_string()),
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl From<Refusal> for EngineError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
