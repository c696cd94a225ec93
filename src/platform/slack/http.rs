//! The signed door: Slack's requests over HTTP, checked before anything in them is believed.
//!
//! All three addresses are the same door. What is not signed is refused before it is read wherever its headers tell,
//! and never read beyond the limit: slack-morphism's own layer reads a whole body before it checks the signature.

mod sign;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use secrecy::SecretString;
use serde_json::{Map, Value, json};

use crate::clock::Clock;
use crate::platform::door::{MAX_BODY_BYTES, length, read, refused};
use crate::platform::slack::carry::{Ack, Take, Via};
use crate::platform::slack::envelope::Shape;
use sign::{Claim, Signer};

/// The most bytes that an unsigned request may have: Slack's check of a certificate is one.
const MAX_UNSIGNED_BYTES: usize = 1024;

struct Door {
    signer: Signer,
    clock: Clock,
    take: Take,
}

/// The door's addresses. What comes in and is Slack's goes to `take`, which answers within three seconds.
///
/// # Errors
/// When the signing secret is empty: then anybody could sign.
pub fn routes(signing_secret: &SecretString, clock: Clock, take: Take) -> anyhow::Result<Router> {
    let signer = Signer::new(signing_secret).context("the signing secret is empty")?;
    let door = Arc::new(Door {
        signer,
        clock,
        take,
    });
    Ok(Router::new()
        .route("/slack/events", post(knock))
        .route("/slack/commands", post(knock))
        .route("/slack/interactivity", post(knock))
        .with_state(door))
}

async fn knock(State(door): State<Arc<Door>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(claim) = Claim::read(&parts.headers) else {
        return unsigned(&parts.headers, body).await;
    };
    if !claim.is_timely(door.clock.now_ms()) {
        return refused(StatusCode::UNAUTHORIZED);
    }
    let body = match read(&parts.headers, body, MAX_BODY_BYTES).await {
        Ok(body) => body,
        Err(status) => return refused(status),
    };
    if !door.signer.signed(&claim, &body) {
        return refused(StatusCode::UNAUTHORIZED);
    }
    door.enter(&body).await
}

impl Door {
    /// Understands what was signed. Whatever it is, Slack is told that it arrived: sending it again would not help.
    async fn enter(&self, body: &[u8]) -> Response {
        let (shape, payload) = match Entered::read(body) {
            Entered::Payload(shape, payload) => (shape, payload),
            Entered::Challenge(challenge) => return answered(&json!({"challenge": challenge})),
            Entered::Nothing => return StatusCode::OK.into_response(),
            Entered::Unreadable => {
                tracing::warn!(
                    n_bytes = body.len(),
                    "a payload of Slack's could not be read"
                );
                return StatusCode::OK.into_response();
            }
        };
        match (self.take)(shape, payload, Via::Http).await {
            Ack::Empty => StatusCode::OK.into_response(),
            Ack::Body(body) => answered(&body),
        }
    }
}

/// What came through the door.
#[derive(Debug, PartialEq)]
enum Entered {
    Payload(Shape, Value),
    /// Slack makes sure that the address is ours.
    Challenge(Value),
    /// A check that asks for nothing but an answer.
    Nothing,
    Unreadable,
}

impl Entered {
    fn read(body: &[u8]) -> Self {
        if body.first() == Some(&b'{') {
            return match serde_json::from_slice::<Value>(body) {
                Ok(payload) if payload["type"] == "url_verification" => {
                    Self::Challenge(payload["challenge"].clone())
                }
                Ok(payload) => Self::Payload(Shape::Event, payload),
                Err(_) => Self::Unreadable,
            };
        }
        let fields: Map<String, Value> = form_urlencoded::parse(body)
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
            .collect();
        if let Some(payload) = fields.get("payload").and_then(Value::as_str) {
            return serde_json::from_str(payload).map_or(Self::Unreadable, |payload| {
                Self::Payload(Shape::Interactive, payload)
            });
        }
        if fields.contains_key("command") {
            Self::Payload(Shape::Command, Value::Object(fields))
        } else if is_check(&fields) {
            Self::Nothing
        } else {
            Self::Unreadable
        }
    }
}

/// Slack looks at a certificate now and then with a POST of `ssl_check=1`, which bears no signature
/// (<https://docs.slack.dev/interactivity/implementing-slash-commands>). It learns that somebody is here, no more.
async fn unsigned(headers: &HeaderMap, body: Body) -> Response {
    let form = headers.get(header::CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if form && length(headers).is_some_and(|length| length <= MAX_UNSIGNED_BYTES) {
        let body = read(headers, body, MAX_UNSIGNED_BYTES).await;
        if let Ok(body) = body
            && is_check(
                &form_urlencoded::parse(&body)
                    .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
                    .collect(),
            )
        {
            return StatusCode::OK.into_response();
        }
    }
    refused(StatusCode::UNAUTHORIZED)
}

fn is_check(fields: &Map<String, Value>) -> bool {
    fields.get("ssl_check").and_then(Value::as_str) == Some("1")
}

fn answered(body: &Value) -> Response {
    axum::Json(body).into_response()
}
