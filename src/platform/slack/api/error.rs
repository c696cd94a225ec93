//! What came of a call: Slack's answers and the network's, sorted by what is known afterwards.

use std::time::Duration;

use serde_json::Value;
use slack_morphism::errors::SlackClientError;

use crate::platform::fault::connection_fault;

/// How long to wait when Slack does not say.
const DEFAULT_WAIT: Duration = Duration::from_secs(30);
/// The longest wait that is believed.
const LONGEST_WAIT: Duration = Duration::from_hours(1);
/// The longest word that is taken for one of Slack's.
const LONGEST_WORD: usize = 64;

/// What came of a call that did not succeed. No variant holds a token or a message's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Slack said no; its word, such as `not_in_channel`.
    #[error("Slack said {0}")]
    Refused(String),
    /// Slack wants us to wait; nothing was done.
    #[error("Slack asks to wait {0:?}")]
    Busy(Duration),
    /// The request did not leave this machine; nothing was done.
    #[error("Slack was not reached: {0}")]
    NotSent(String),
    /// It can't be told whether it was done.
    #[error("Slack's answer was lost: {0}")]
    Unknown(String),
}

impl CallError {
    /// Slack's own word for a refusal, where it is one.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Refused(word) => Some(word),
            _ => None,
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

    /// What slack-morphism says. Its own words are dropped: they quote bodies.
    pub(super) fn of(error: SlackClientError) -> Self {
        match error {
            SlackClientError::ApiError(error) => Self::said(&error.code),
            SlackClientError::RateLimitError(error) => Self::busy(error.retry_after),
            SlackClientError::HttpError(error) => {
                let body = error.http_response_body.unwrap_or_default();
                Self::of_status(error.status_code.as_u16(), &body)
            }
            SlackClientError::HttpProtocolError(error) => match error.cause {
                Some(cause) => {
                    match cause.downcast_ref::<hyper_util::client::legacy::Error>() {
                        Some(error) => Self::of_hyper(error),
                        // The address or a header could not be written.
                        None => Self::NotSent("the request could not be written".to_owned()),
                    }
                }
                None => Self::unreadable(),
            },
            _ => Self::unreadable(),
        }
    }

    /// What the connection says.
    pub(super) fn of_hyper(error: &hyper_util::client::legacy::Error) -> Self {
        if error.is_connect() {
            Self::NotSent(connection_fault(error))
        } else {
            Self::Unknown("the connection broke".to_owned())
        }
    }

    /// A status other than 200 and 429. A request that HTTP itself refused was not carried out.
    pub(super) fn of_status(status: u16, body: &str) -> Self {
        match status {
            300..=407 | 409..=428 | 430..=499 => {
                Self::Refused(word_in(body).unwrap_or_else(|| format!("http_{status}")))
            }
            _ => Self::Unknown(format!("HTTP status {status}")),
        }
    }

    /// To wait as long as `Retry-After` says, within reason.
    pub(super) fn busy(wait: Option<Duration>) -> Self {
        let wait = wait.unwrap_or(DEFAULT_WAIT);
        Self::Busy(wait.clamp(Duration::from_secs(1), LONGEST_WAIT))
    }

    /// `"ok": false` with this word.
    pub(super) fn said(word: &str) -> Self {
        match word {
            // "It's possible some aspect of the operation succeeded before the error was raised", says
            // docs.slack.dev/reference/methods/chat.postMessage of the first two.
            "internal_error" | "fatal_error" | "service_unavailable" => {
                Self::Unknown(format!("Slack said {word}"))
            }
            "ratelimited" | "rate_limited" | "team_added_to_org" => Self::busy(None),
            // The body arrived cut (same page), so nothing was done.
            "request_timeout" => Self::NotSent("the request was cut on its way".to_owned()),
            word => Self::Refused(plain_word(word).unwrap_or("an_unreadable_word").to_owned()),
        }
    }
}

/// An answer that came with status 200: itself when it is `ok`.
pub(super) fn when_ok(answer: Value) -> Result<Value, CallError> {
    match (answer["ok"].as_bool(), answer["error"].as_str()) {
        (Some(true), _) => Ok(answer),
        (Some(false), Some(word)) => Err(CallError::said(word)),
        _ => Err(CallError::unreadable()),
    }
}

/// What `Retry-After` says; an odd value says nothing.
pub(super) fn retry_after(header: &str) -> Option<Duration> {
    let seconds = header.trim().parse::<f64>().ok()?;
    Duration::try_from_secs_f64(seconds.ceil()).ok()
}

/// The word in a refusal's body, which is JSON or the bare word.
fn word_in(body: &str) -> Option<String> {
    if let Ok(answer) = serde_json::from_str::<Value>(body) {
        let word = answer["error"].as_str().or(answer.as_str())?;
        return plain_word(word).map(str::to_owned);
    }
    plain_word(body.trim()).map(str::to_owned)
}

/// The word itself where it looks like one of Slack's: nothing that somebody wrote gets through.
fn plain_word(word: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let begins = word.starts_with(|c: char| c.is_ascii_lowercase());
    (begins && word.len() <= LONGEST_WORD && word.chars().all(plain)).then_some(word)
}
