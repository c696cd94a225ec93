//! The signed door: Discord's interactions over HTTP, checked before anything in them is believed
//! (`interactions/overview`). Discord knocks with wrong signatures now and then, and takes its address back from whoever
//! lets them in.

mod sign;

use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::platform::discord::carry::{Ack, Take, Via};
use crate::platform::door::{MAX_BODY_BYTES, read, refused};
use sign::{Claim, Key};

/// An interaction that asks whether we are here, and the answer to it (`interactions/receiving-and-responding`).
const PING: u64 = 1;
const PONG: u64 = 1;

struct Door {
    key: Key,
    clock: Clock,
    take: Take,
}

/// The door's address. What comes in and is Discord's goes to `take`, which answers within three seconds.
///
/// # Errors
/// When the public key is none: then anybody could sign, or nobody.
pub fn routes(public_key: &str, clock: Clock, take: Take) -> anyhow::Result<Router> {
    let key = Key::read(public_key).context(
        "discord.public_key is no key that Discord can have handed out: copy the Public Key from General Information in the app's settings into HUZZAH_DISCORD__PUBLIC_KEY",
    )?;
    let door = Arc::new(Door { key, clock, take });
    Ok(Router::new()
        .route("/discord/interactions", post(knock))
        .with_state(door))
}

async fn knock(State(door): State<Arc<Door>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let claim = Claim::read(&parts.headers).filter(|claim| claim.is_timely(door.clock.now_ms()));
    let Some(claim) = claim else {
        return refused(StatusCode::UNAUTHORIZED);
    };
    let body = match read(&parts.headers, body, MAX_BODY_BYTES).await {
        Ok(body) => body,
        Err(status) => return refused(status),
    };
    if !door.key.signed(&claim, &body) {
        return refused(StatusCode::UNAUTHORIZED);
    }
    door.enter(&body).await
}

impl Door {
    /// Understands what was signed: the JSON that it begins with.
    async fn enter(&self, body: &[u8]) -> Response {
        let mut values = serde_json::Deserializer::from_slice(body).into_iter::<Value>();
        let Some(Ok(interaction)) = values.next() else {
            tracing::warn!(
                n_bytes = body.len(),
                "an interaction of Discord's could not be read"
            );
            return StatusCode::BAD_REQUEST.into_response();
        };
        if interaction["type"] == PING {
            return axum::Json(json!({ "type": PONG })).into_response();
        }
        match (self.take)(interaction, Via::Http).await {
            Ack::Body(body) => axum::Json(body).into_response(),
            // It was answered by the callback route, or needs no answer.
            Ack::Empty => StatusCode::ACCEPTED.into_response(),
        }
    }
}
