//! Calls to Slack's Web API: bounded, and honest about what is known afterwards.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;

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

/// The Web API; clones share connections.
#[derive(Clone)]
pub struct Api;

impl Api {
    /// An API at a base address such as `https://slack.com/api`, without a slash at its end.
    ///
    /// # Errors
    /// When the address can't be read or the system has no root certificates.
    pub fn new(_api_url: &str) -> anyhow::Result<Self> {
        unimplemented!()
    }

    /// Calls a method with a JSON body; the whole answer when it is `ok`. Takes at most ten seconds.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn call(
        &self,
        _token: &SecretString,
        _method: &'static str,
        _body: &Value,
    ) -> Result<Value, CallError> {
        unimplemented!()
    }

    /// Answers by a `response_url`. An empty answer with status 200 counts as done.
    ///
    /// # Errors
    /// See [`CallError`]; an address that is not Slack's is [`CallError::NotSent`].
    pub async fn respond(&self, _response_url: &str, _body: &Value) -> Result<(), CallError> {
        unimplemented!()
    }

    /// The scopes that a token holds, from the header `x-oauth-scopes`.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn scopes(&self, _token: &SecretString) -> Result<Vec<String>, CallError> {
        unimplemented!()
    }

    /// Puts a file into a channel or a direct message (a user's id as channel is opened first).
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn upload(
        &self,
        _token: &SecretString,
        _channel: &str,
        _name: &str,
        _content: &str,
        _comment: &str,
    ) -> Result<(), CallError> {
        unimplemented!()
    }
}
