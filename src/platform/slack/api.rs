//! Calls to Slack's Web API: bounded, and honest about what is known afterwards.
//!
//! Methods that take JSON go through slack-morphism's client. What it does not do goes through a plain client beside it:
//! it logs whole addresses (a `response_url` is a secret), drops the answer's headers (the scopes held), and knows no
//! form-encoded bodies, which Slack's reading methods insist on.

mod error;
mod form;
mod hook;
mod plain;
mod upload;

pub use error::CallError;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::client::legacy::connect::HttpConnector;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use slack_morphism::prelude::SlackClientHyperConnector;
use slack_morphism::{SlackApiToken, SlackApiTokenValue, SlackClient};

use plain::Plain;

/// How long a call may take in all.
const PATIENCE: Duration = Duration::from_secs(10);

type Connector = hyper_rustls::HttpsConnector<HttpConnector>;

/// The Web API; clones share connections.
#[derive(Clone)]
pub struct Api {
    client: Arc<SlackClient<SlackClientHyperConnector<Connector>>>,
    plain: Plain,
    base: Arc<str>,
    /// [`PATIENCE`]; shorter in tests.
    patience: Duration,
}

impl Api {
    /// An API at a base address such as `https://slack.com/api`, without a slash at its end.
    ///
    /// # Errors
    /// When the address can't be read or the system has no root certificates.
    pub fn new(api_url: &str) -> anyhow::Result<Self> {
        let connector = plain::connector(api_url)?;
        let hyper = SlackClientHyperConnector::with_connector(connector.clone())
            .with_slack_api_url(api_url);
        Ok(Self {
            client: Arc::new(SlackClient::new(hyper)),
            plain: Plain::new(connector),
            base: api_url.into(),
            patience: PATIENCE,
        })
    }

    /// Calls a method; the whole answer when it is `ok`. Takes at most ten seconds.
    ///
    /// The body is an object. It is sent as JSON, or as a form to those methods that read nothing else.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn call(
        &self,
        token: &SecretString,
        method: &'static str,
        body: &Value,
    ) -> Result<Value, CallError> {
        if form::READS.contains(&method) {
            let form = form::encode(body);
            return Ok(self.send_form(Some(token), method, &form).await?.body);
        }
        let token = SlackApiToken::new(SlackApiTokenValue(token.expose_secret().to_owned()));
        let session = self.client.open_session(&token);
        let sent = session.http_session_api.http_post(method, body, None);
        match tokio::time::timeout(self.patience, sent).await {
            Ok(Ok(answer)) => error::when_ok(answer),
            Ok(Err(error)) => Err(CallError::of(error)),
            Err(_) => Err(CallError::late()),
        }
    }

    /// The site that people see, such as `https://slack.com`.
    #[must_use]
    pub fn site(&self) -> &str {
        self.base.trim_end_matches("/api")
    }

    /// The scopes that a token holds, from the header `x-oauth-scopes`.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn scopes(&self, token: &SecretString) -> Result<Vec<String>, CallError> {
        let answer = self.send_form(Some(token), "auth.test", "").await?;
        let scopes = answer.scopes.split(',').map(str::trim);
        Ok(scopes
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect())
    }

    /// Exchanges a code or a refresh token for tokens (`oauth.v2.access`); the fields hold the app's id and secret.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn exchange(&self, fields: &[(&str, &str)]) -> Result<Value, CallError> {
        let form = form::pairs(fields);
        let answer = self.send_form(None, "oauth.v2.access", &form).await?;
        Ok(answer.body)
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Api({})", self.base)
    }
}

#[cfg(test)]
mod tests;
