//! Coming in: by name, and by the access code where there is one.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::platform::lounge::name::Name;
use crate::platform::lounge::person::{self, Visitor};
use crate::platform::lounge::trouble::Trouble;
use crate::platform::lounge::{CHANNELS, Lounge, MAX_TEXT_GRAPHEMES};
use crate::store::lounge::LoungeSession;

/// What the door page sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Entering {
    name: String,
    #[serde(default)]
    code: String,
    zone: Option<String>,
    locale: Option<String>,
}

/// Who this browser is here, and what the page needs to begin.
pub(crate) async fn me(
    State(lounge): State<Lounge>,
    headers: HeaderMap,
) -> Result<Json<Value>, Trouble> {
    let Some(visitor) = lounge.visitor(&headers).await? else {
        return Ok(Json(
            json!({ "entered": false, "lounge": lounge.0.options.name, "code_needed": lounge.0.options.access_code.is_some() }),
        ));
    };
    let last_change = lounge
        .0
        .store
        .lounge_last_change()
        .await
        .map_err(anyhow::Error::from)?;
    Ok(Json(about(&lounge, &visitor, last_change)))
}

/// Lets somebody in.
pub(crate) async fn enter(
    State(lounge): State<Lounge>,
    Peer(peer): Peer,
    headers: HeaderMap,
    entering: Result<Json<Entering>, JsonRejection>,
) -> Result<Response, Trouble> {
    let Json(entering) = entering?;
    lounge.check_code(&entering.code, peer)?;
    let name = Name::read(&entering.name)
        .map_err(|sentence| Trouble::refuse(StatusCode::BAD_REQUEST, sentence))?;
    if let Some(visitor) = lounge.visitor(&headers).await? {
        if visitor.session.name_key != name.key {
            return Err(Trouble::seated_as(&visitor.session.name));
        }
        let last_change = lounge
            .0
            .store
            .lounge_last_change()
            .await
            .map_err(anyhow::Error::from)?;
        return Ok(Json(about(&lounge, &visitor, last_change)).into_response());
    }
    let shown = name.shown.clone();
    let (session, token) = person::new_session(name, lounge.0.clock.now_ms());
    let session = LoungeSession {
        zone: short(entering.zone),
        locale: short(entering.locale),
        ..session
    };
    let entered = lounge.let_in(&session).await?;
    let Some(session) = entered else {
        return Err(Trouble::refuse(
            StatusCode::CONFLICT,
            format!(
                "Somebody called \u{201C}{shown}\u{201D} is already here. If that is you, come back with the browser \
                 you first used; else choose another name."
            ),
        ));
    };
    let visitor = lounge.seated(session);
    tracing::info!(
        user = visitor.session.user_id,
        moderator = visitor.moderator,
        "somebody entered the lounge"
    );
    let last_change = lounge
        .0
        .store
        .lounge_last_change()
        .await
        .map_err(anyhow::Error::from)?;
    let cookie = cookie(lounge.cookie_name().await?, &token, is_https(&headers));
    Ok((
        [(header::SET_COOKIE, cookie)],
        Json(about(&lounge, &visitor, last_change)),
    )
        .into_response())
}

/// Wrong access codes per address, for a minute each.
#[derive(Debug, Default)]
pub(crate) struct Tries(Mutex<HashMap<IpAddr, (u32, i64)>>);

const MAX_TRIES: u32 = 8;
const TRY_WINDOW_MS: i64 = 60_000;
const MAX_ADDRESSES: usize = 10_000;

impl Tries {
    fn are_used_up(&self, peer: IpAddr, now_ms: i64) -> bool {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.get(&peer).is_some_and(|(n_wrong, since_ms)| {
            *n_wrong >= MAX_TRIES && now_ms.saturating_sub(*since_ms) < TRY_WINDOW_MS
        })
    }

    fn note_wrong(&self, peer: IpAddr, now_ms: i64) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MAX_ADDRESSES {
            tries.retain(|_, (_, since_ms)| now_ms.saturating_sub(*since_ms) < TRY_WINDOW_MS);
        }
        let entry = tries.entry(peer).or_insert((0, now_ms));
        if now_ms.saturating_sub(entry.1) >= TRY_WINDOW_MS {
            *entry = (0, now_ms);
        }
        entry.0 = entry.0.saturating_add(1);
    }
}

impl Lounge {
    fn check_code(&self, code: &str, peer: IpAddr) -> Result<(), Trouble> {
        let Some(wanted) = &self.0.options.access_code else {
            return Ok(());
        };
        let now_ms = self.0.clock.now_ms();
        if self.0.tries.are_used_up(peer, now_ms) {
            return Err(Trouble::refuse(
                StatusCode::TOO_MANY_REQUESTS,
                "That were many wrong access codes; please wait a minute and try again.",
            ));
        }
        // The digests have one length whatever was typed, so the comparison tells nothing about the code's.
        let typed = Sha256::digest(code.trim().as_bytes());
        let wanted = Sha256::digest(wanted.expose_secret().trim().as_bytes());
        if bool::from(typed.as_slice().ct_eq(wanted.as_slice())) {
            return Ok(());
        }
        self.0.tries.note_wrong(peer, now_ms);
        let sentence = "That is not this lounge's access code; ask whoever invited you for it.";
        Err(Trouble::refuse(StatusCode::FORBIDDEN, sentence))
    }
}

/// The address at the other end; the unspecified one where none is known.
pub(crate) struct Peer(IpAddr);

impl FromRequestParts<Lounge> for Peer {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &Lounge) -> Result<Self, Trouble> {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(info.map_or(Ipv6Addr::UNSPECIFIED.into(), |info| {
            info.0.ip().to_canonical()
        })))
    }
}

fn about(lounge: &Lounge, visitor: &Visitor, last_change: i64) -> Value {
    let channels: Vec<Value> = CHANNELS
        .iter()
        .map(|(id, about)| json!({ "id": id, "about": about }))
        .collect();
    json!({
        "entered": true,
        "lounge": lounge.0.options.name,
        "name": visitor.session.name,
        "moderator": visitor.moderator,
        "channels": channels,
        "last_change": last_change,
        "max_graphemes": MAX_TEXT_GRAPHEMES,
    })
}

fn cookie(name: &str, token: &str, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={token}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict{secure}")
}

fn is_https(headers: &HeaderMap) -> bool {
    headers
        .get(header::ORIGIN)
        .is_some_and(|origin| origin.as_bytes().starts_with(b"https://"))
}

fn short(told: Option<String>) -> Option<String> {
    told.filter(|told| {
        !told.is_empty() && told.len() <= 64 && told.bytes().all(|b| b.is_ascii_graphic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_codes_are_counted_for_a_minute() {
        let (tries, peer) = (Tries::default(), IpAddr::from([127, 0, 0, 1]));
        for _ in 0..MAX_TRIES {
            assert!(!tries.are_used_up(peer, 0));
            tries.note_wrong(peer, 0);
        }
        assert!(tries.are_used_up(peer, 59_999));
        assert!(!tries.are_used_up(peer, 60_000));
        assert!(!tries.are_used_up(IpAddr::from([127, 0, 0, 2]), 0));
    }
}
