//! What came of a call: Discord's answers and the network's, sorted by what is known afterwards.

use std::time::Duration;

use serde_json::Value;
use serenity::http::HttpError;

use crate::platform::fault::connection_fault;

/// How long to wait when Discord does not say.
const DEFAULT_WAIT: Duration = Duration::from_secs(5);
/// The longest wait that is believed.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// What came of a call that did not succeed. No variant holds a token or a message's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Discord said no; nothing was done.
    #[error("Discord said {status}, code {code}")]
    Refused {
        /// The status of HTTP.
        status: u16,
        /// Discord's own number (`topics/opcodes-and-status-codes`), 0 where it gave none.
        code: u64,
    },
    /// Discord wants us to wait; nothing was done.
    #[error("Discord asks to wait {0:?}")]
    Busy(Duration),
    /// The request did not leave this machine; nothing was done.
    #[error("Discord was not reached: {0}")]
    NotSent(String),
    /// It can't be told whether it was done.
    #[error("Discord's answer was lost: {0}")]
    Unknown(String),
}

impl CallError {
    /// Discord's number of a refusal; 0 where it is none or has none.
    #[must_use]
    pub fn code(&self) -> u64 {
        match self {
            Self::Refused { code, .. } => *code,
            _ => 0,
        }
    }

    /// No answer in time.
    pub(super) fn late() -> Self {
        Self::Unknown("it did not come in time".to_owned())
    }

    /// An answer that says nothing we can read.
    pub(super) fn unreadable() -> Self {
        Self::Unknown("it could not be read".to_owned())
    }

    /// A status that is no success, with the body it came with. A refusal's words are dropped: they may quote ours.
    pub(super) fn of_status(status: u16, retry_after: Option<f64>, body: &Value) -> Self {
        match status {
            429 => Self::busy(retry_after.or(body["retry_after"].as_f64())),
            // A request that HTTP itself refused was not carried out; 408 says that it was cut on its way.
            300..=499 => Self::Refused {
                status,
                code: body["code"].as_u64().unwrap_or_default(),
            },
            _ => Self::Unknown(format!("HTTP status {status}")),
        }
    }

    /// To wait as long as Discord says, in seconds, within reason.
    pub(super) fn busy(seconds: Option<f64>) -> Self {
        let wait = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Self::Busy(
            wait.unwrap_or(DEFAULT_WAIT)
                .clamp(Duration::from_millis(50), LONGEST_WAIT),
        )
    }

    /// What serenity says. Its own words are dropped: they quote addresses, and some of those are secrets.
    pub(super) fn of(error: &serenity::Error) -> Self {
        match error {
            serenity::Error::Http(HttpError::Request(error)) => Self::of_reqwest(error),
            serenity::Error::Http(
                HttpError::Url(_) | HttpError::InvalidHeader(_) | HttpError::InvalidScheme,
            )
            | serenity::Error::Json(_) => {
                Self::NotSent("the request could not be written".to_owned())
            }
            // A limit's header that can't be read.
            _ => Self::unreadable(),
        }
    }

    /// What the connection says.
    pub(super) fn of_reqwest(error: &reqwest::Error) -> Self {
        if error.is_connect() {
            Self::NotSent(connection_fault(error))
        } else if error.is_builder() {
            Self::NotSent("the request could not be written".to_owned())
        } else {
            Self::Unknown("the connection broke".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_answer_says_what_is_known() {
        let body = json!({"message": "Missing Permissions", "code": 50_013});
        let refused = CallError::of_status(403, None, &body);
        assert_eq!((refused.code(), refused.clone()), (50_013, refused));
        let bare = CallError::of_status(404, None, &Value::Null);
        assert_eq!(
            bare,
            CallError::Refused {
                status: 404,
                code: 0
            }
        );
        assert!(matches!(
            CallError::of_status(502, None, &Value::Null),
            CallError::Unknown(_)
        ));
    }

    #[test]
    fn the_wait_is_discords_within_reason() {
        let busy = |header, body| CallError::of_status(429, header, &body);
        let wait = |ms| CallError::Busy(Duration::from_millis(ms));
        assert_eq!(
            busy(Some(1.5), json!({"retry_after": 9})),
            wait(1_500),
            "the header goes first"
        );
        assert_eq!(busy(None, json!({"retry_after": 0.3})), wait(300));
        assert_eq!(busy(None, Value::Null), wait(5_000));
        assert_eq!(busy(Some(-1.0), Value::Null), wait(5_000));
        assert_eq!(busy(Some(0.0), Value::Null), wait(50));
        assert_eq!(busy(Some(1e9), Value::Null), wait(3_600_000));
    }
}
