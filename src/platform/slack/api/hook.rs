//! Answers by `response_url`: an address that Slack handed out, and that is never logged.

use axum::http::Uri;
use axum::http::uri::Authority;
use serde_json::Value;

use crate::platform::slack::api::{Api, CallError};

impl Api {
    /// Answers by a `response_url`. An empty answer with status 200 counts as done.
    ///
    /// # Errors
    /// See [`CallError`]; an address that is not Slack's is [`CallError::NotSent`].
    pub async fn respond(&self, response_url: &str, body: &Value) -> Result<(), CallError> {
        let Some(uri) = hook(response_url, &self.base) else {
            let fault = "the address to answer to is not Slack's";
            return Err(CallError::NotSent(fault.to_owned()));
        };
        let body = body.to_string().into_bytes();
        let sent = self.post(&uri, None, "application/json", body);
        let (_, said) = sent.await?;
        match serde_json::from_str::<Value>(&said) {
            Ok(answer) if answer["ok"] == false => Err(CallError::said(
                answer["error"].as_str().unwrap_or_default(),
            )),
            _ => Ok(()),
        }
    }
}

/// The address as a URI where it is Slack's: `hooks.` before the host of the API, or the API's own origin.
fn hook(address: &str, api_url: &str) -> Option<Uri> {
    let (uri, api): (Uri, Uri) = (address.parse().ok()?, api_url.parse().ok()?);
    let host = uri.authority().and_then(plain_host)?;
    let of_slack = format!("hooks.{}", api.host()?.trim_start_matches("www."));
    let hooks = uri.scheme_str() == Some("https")
        && host == of_slack
        && matches!(uri.port_u16(), None | Some(443));
    (hooks || same_origin(&uri, &api)).then_some(uri)
}

/// Whether two addresses have scheme, host and port in common.
pub(super) fn same_origin(one: &Uri, other: &Uri) -> bool {
    let port = |uri: &Uri| match (uri.port_u16(), uri.scheme_str()) {
        (Some(port), _) => port,
        (None, Some("http")) => 80,
        (None, _) => 443,
    };
    let host = |uri: &Uri| uri.authority().and_then(plain_host);
    one.scheme_str() == other.scheme_str()
        && host(one).is_some()
        && host(one) == host(other)
        && port(one) == port(other)
}

/// The host in lower case; none where a name or password stands before it.
fn plain_host(authority: &Authority) -> Option<String> {
    let plain = !authority.as_str().contains('@');
    plain.then(|| authority.host().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, api_url: &str, taken: bool) {
        assert_eq!(
            hook(address, api_url).is_some(),
            taken,
            "{address} for {api_url}"
        );
    }

    #[test]
    fn only_slacks_own_addresses_are_answered() {
        let slack = "https://slack.com/api";
        check("https://hooks.slack.com/commands/T1/2/x", slack, true);
        check("https://HOOKS.slack.com:443/actions/x", slack, true);
        check("https://slack.com/x", slack, true);
        for foreign in [
            "",
            "x",
            "/commands/1",
            "http://hooks.slack.com/x",
            "https://hooks.slack.com:8443/x",
            "https://hooks.slack.com.evil.example/x",
            "https://hooks.slack.com@evil.example/x",
            "https://u:p@hooks.slack.com/x",
            "https://evil.example/hooks.slack.com",
            "https://xhooks.slack.com/x",
            "http://slack.com/x",
            "http://127.0.0.1/x",
            "file:///etc/passwd",
        ] {
            check(foreign, slack, false);
        }
    }

    #[test]
    fn a_stand_in_for_slack_answers_at_its_own_origin() {
        let stand_in = "http://127.0.0.1:4000/api";
        check("http://127.0.0.1:4000/hooks/1", stand_in, true);
        for foreign in [
            "http://127.0.0.1:4001/hooks/1",
            "https://127.0.0.1:4000/hooks/1",
            "http://localhost:4000/hooks/1",
            "https://hooks.slack.com/x",
        ] {
            check(foreign, stand_in, false);
        }
        check(
            "https://hooks.slack-gov.com/x",
            "https://slack-gov.com/api",
            true,
        );
    }
}
