//! Slack's signature: HMAC-SHA256 over `v0:{timestamp}:{body}`, compared in constant time
//! (<https://docs.slack.dev/authentication/verifying-requests-from-slack>).

use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use crate::platform::door::{Stamp, only, unhex};

/// Checks signatures with the app's secret.
pub(super) struct Signer(Hmac<Sha256>);

/// What a request says of its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    stamp: Stamp,
    signature: [u8; 32],
}

impl Signer {
    /// A signer; none for an empty secret.
    pub(super) fn new(secret: &SecretString) -> Option<Self> {
        let secret = secret.expose_secret().as_bytes();
        if secret.is_empty() {
            return None;
        }
        let mac = Hmac::new_from_slice(secret).expect("HMAC takes keys of any length");
        Some(Self(mac))
    }

    /// Whether that body was signed so.
    pub(super) fn signed(&self, claim: &Claim, body: &[u8]) -> bool {
        let mut mac = self.0.clone();
        mac.update(b"v0:");
        mac.update(claim.stamp.text.as_bytes());
        mac.update(b":");
        mac.update(body);
        mac.verify_slice(&claim.signature).is_ok()
    }
}

impl Claim {
    /// Reads the headers; none where one is missing, stands there twice, or can't be what Slack sends.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let signature = only(headers, "x-slack-signature")?.strip_prefix("v0=")?;
        Some(Self {
            stamp: Stamp::read(headers, "x-slack-request-timestamp")?,
            signature: unhex(signature)?,
        })
    }

    /// Whether it was signed less than five minutes and a second ago, or ahead.
    pub(super) fn is_timely(&self, now_ms: i64) -> bool {
        self.stamp.is_timely(now_ms)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::Value;

    use super::*;

    /// Vectors that others published: secret, timestamp, body, signature.
    pub(in crate::platform::slack::http) fn vectors() -> Vec<(SecretString, i64, String, String)> {
        let read: Vec<Value> =
            serde_json::from_str(include_str!("../../../../tests/slack/vectors.json"))
                .expect("the vectors are readable");
        let text = |one: &Value, name: &str| one[name].as_str().expect("a text").to_owned();
        read.iter()
            .map(|one| {
                let timestamp = one["timestamp"].as_i64().expect("a number");
                let secret = SecretString::from(text(one, "secret"));
                (secret, timestamp, text(one, "body"), text(one, "signature"))
            })
            .collect()
    }

    fn headers(timestamp: &str, signature: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-slack-request-timestamp",
            timestamp.parse().expect("a header"),
        );
        headers.insert("x-slack-signature", signature.parse().expect("a header"));
        headers
    }

    #[test]
    fn published_vectors_hold_and_nothing_near_them() {
        assert!(vectors().len() >= 5);
        for (secret, timestamp, body, signature) in vectors() {
            let signer = Signer::new(&secret).expect("no secret is empty");
            let claim = Claim::read(&headers(&timestamp.to_string(), &signature)).expect("a claim");
            assert!(signer.signed(&claim, body.as_bytes()));
            let upper = format!("v0={}", signature[3..].to_uppercase());
            let same = Claim::read(&headers(&timestamp.to_string(), &upper)).expect("a claim");
            assert!(signer.signed(&same, body.as_bytes()));
            assert!(!signer.signed(&claim, format!("{body} ").as_bytes()));
            assert!(!signer.signed(&claim, b""));
            let later =
                Claim::read(&headers(&(timestamp + 1).to_string(), &signature)).expect("a claim");
            assert!(!signer.signed(&later, body.as_bytes()));
            let other = Signer::new(&SecretString::from("another")).expect("it is not empty");
            assert!(!other.signed(&claim, body.as_bytes()));
        }
    }

    #[test]
    fn garbled_headers_claim_nothing() {
        let good = format!("v0={}", "ab".repeat(32));
        assert!(Claim::read(&headers("1531420618", &good)).is_some());
        for timestamp in [
            "",
            "-1531420618",
            "+1531420618",
            "1531420618.5",
            "yesterday",
            "99999999999999999999",
        ] {
            assert_eq!(Claim::read(&headers(timestamp, &good)), None, "{timestamp}");
        }
        let short = format!("v0={}", "ab".repeat(31));
        let long = format!("v0={}", "ab".repeat(33));
        let odd = format!("v0={}g", "a".repeat(63));
        let plain = "ab".repeat(32);
        for signature in ["", "v0=", "v1=abab", &short, &long, &odd, &plain] {
            assert_eq!(
                Claim::read(&headers("1531420618", signature)),
                None,
                "{signature}"
            );
        }
        let mut twice = headers("1531420618", &good);
        twice.append("x-slack-signature", good.parse().expect("a header"));
        assert_eq!(Claim::read(&twice), None);
        assert_eq!(Claim::read(&HeaderMap::new()), None);
        assert!(Signer::new(&SecretString::from("")).is_none());
    }
}
