//! Requests to the app's address, signed and encoded as Slack does it.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use sha2::Sha256;

use super::deliver::ACK;
use super::envelope::Envelope;
use super::{Shared, Slack};

/// The client that deliveries go by.
pub(crate) struct Mail(Client<HttpConnector, Body>);

impl Default for Mail {
    fn default() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }
}

/// How a request is signed.
pub(crate) struct Sign<'a> {
    pub(crate) secret: &'a str,
    /// Seconds since 1970.
    pub(crate) at_s: i64,
}

/// The signature of a body: `v0=` and the HMAC-SHA256 of `v0:{seconds}:{body}` in hex.
pub(crate) fn sign(with: &Sign<'_>, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(with.secret.as_bytes()).expect("any key will do");
    mac.update(format!("v0:{}:{body}", with.at_s).as_bytes());
    let mut signature = "v0=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").expect("strings take all text");
    }
    signature
}

/// A body and its content type, as Slack encodes each sort of payload.
pub(crate) fn encoded(envelope: &Envelope) -> (String, &'static str) {
    const FORM: &str = "application/x-www-form-urlencoded";
    match envelope.sort {
        "slash_commands" => {
            let fields = envelope.payload.as_object().expect("an object");
            let pairs: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name}={}", form(value.as_str().unwrap_or_default())))
                .collect();
            (pairs.join("&"), FORM)
        }
        "interactive" => {
            let json = envelope.payload.to_string();
            (format!("payload={}", form(&json)), FORM)
        }
        _ => (envelope.payload.to_string(), "application/json"),
    }
}

/// A value of a form.
pub(crate) fn form(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => write!(out, "%{byte:02X}").expect("strings take all text"),
        }
    }
    out
}

/// Delivers one payload, for an event its nth retry; the answer's status and body, unless there was none in time.
pub(crate) async fn deliver(
    shared: &Arc<Shared>,
    address: SocketAddr,
    envelope: &Envelope,
    n_retry: u32,
) -> Option<(u16, Value)> {
    let (body, kind) = encoded(envelope);
    let (secret, at_s) = shared.with(|world| {
        (
            world.app.signing_secret.clone(),
            world.clock.now_ms() / 1_000,
        )
    });
    let signature = sign(
        &Sign {
            secret: &secret,
            at_s,
        },
        &body,
    );
    let path = match envelope.sort {
        "slash_commands" => "/slack/commands",
        "interactive" => "/slack/interactivity",
        _ => "/slack/events",
    };
    let mut request = Request::post(format!("http://{address}{path}"))
        .header(header::CONTENT_TYPE, kind)
        .header(header::ACCEPT, "application/json,*/*")
        .header(
            header::USER_AGENT,
            "Slackbot 1.0 (+https://api.slack.com/robots)",
        )
        .header("x-slack-request-timestamp", at_s)
        .header("x-slack-signature", signature);
    if n_retry > 0 {
        request = request
            .header("x-slack-retry-num", n_retry)
            .header("x-slack-retry-reason", "http_timeout");
    }
    let request = request.body(Body::from(body)).expect("a right request");
    let answered = tokio::time::timeout(ACK, shared.mail.0.request(request)).await;
    let response = answered.ok()?.ok()?;
    let status = response.status().as_u16();
    let body = Body::new(response.into_body());
    let body = axum::body::to_bytes(body, 1 << 20).await.ok()?;
    let text = String::from_utf8_lossy(&body).into_owned();
    let body = match serde_json::from_str(&text) {
        Ok(body) => body,
        Err(_) if text.is_empty() => Value::Null,
        Err(_) => Value::String(text),
    };
    Some((status, body))
}

/// What a browser is answered.
pub(crate) struct Browsed {
    pub(crate) status: u16,
    /// Where it is sent, or nothing.
    pub(crate) location: String,
    /// The cookie it is given, or nothing.
    pub(crate) cookie: String,
}

impl Slack {
    /// A browser looks at an address of the house, with its cookie.
    pub(crate) async fn browses(&self, house: SocketAddr, path: &str, cookie: &str) -> Browsed {
        let request = Request::get(format!("http://{house}{path}"))
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .expect("a right request");
        let answer = self.0.shared.mail.0.request(request).await;
        let answer = answer.expect("the house answers");
        let header = |name: header::HeaderName| {
            let value = answer.headers().get(name);
            let text = value.and_then(|value| value.to_str().ok());
            text.unwrap_or_default().to_owned()
        };
        let cookie = header(header::SET_COOKIE);
        Browsed {
            status: answer.status().as_u16(),
            location: header(header::LOCATION),
            cookie: cookie.split(';').next().unwrap_or_default().to_owned(),
        }
    }
}

impl Slack {
    /// Somebody posts a body to the house with these headers; the status, and what the answer says.
    pub(crate) async fn knocks(
        &self,
        house: SocketAddr,
        path: &str,
        headers: &[(&str, String)],
        body: &str,
    ) -> (u16, String) {
        let mut request = Request::post(format!("http://{house}{path}"));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(body.to_owned()));
        let request = request.expect("a right request");
        let answer = self.0.shared.mail.0.request(request).await;
        let answer = answer.expect("the house answers");
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(Body::new(answer.into_body()), 1 << 20).await;
        let body = body.expect("a body").to_vec();
        (status, String::from_utf8(body).expect("text"))
    }
}
