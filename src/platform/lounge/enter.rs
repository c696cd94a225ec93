//! Coming in: by name, and by the access code where there is one.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

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
    lounge.check_code(&entering.code, peer).await?;
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
pub(crate) struct Tries {
    wrong: Mutex<HashMap<IpAddr, (u32, i64)>>,
    row: tokio::sync::Mutex<()>,
}

const MAX_TRIES: u32 = 8;
const TRY_WINDOW_MS: i64 = 60_000;
const MAX_ADDRESSES: usize = 10_000;
const GUESS_TIME: Duration = Duration::from_millis(100);

impl Tries {
    fn are_used_up(&self, peer: IpAddr, now_ms: i64) -> bool {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.get(&peer).is_some_and(|(n_wrong, since_ms)| {
            *n_wrong >= MAX_TRIES && now_ms.saturating_sub(*since_ms) < TRY_WINDOW_MS
        })
    }

    /// Counts a wrong code; whether its address has more tries than these.
    fn note_wrong(&self, peer: IpAddr, now_ms: i64) -> bool {
        let is_fresh = |since_ms: i64| now_ms.saturating_sub(since_ms) < TRY_WINDOW_MS;
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if wrong.len() >= MAX_ADDRESSES && !wrong.contains_key(&peer) {
            wrong.retain(|_, (_, since_ms)| is_fresh(*since_ms));
            let oldest = wrong.iter().min_by_key(|(_, (_, since_ms))| *since_ms);
            if wrong.len() >= MAX_ADDRESSES
                && let Some(oldest) = oldest.map(|(peer, _)| *peer)
            {
                wrong.remove(&oldest);
            }
        }
        let entry = wrong.entry(peer).or_insert((0, now_ms));
        if !is_fresh(entry.1) {
            *entry = (0, now_ms);
        }
        entry.0 = entry.0.saturating_add(1);
        entry.0 <= MAX_TRIES
    }
}

impl Lounge {
    /// Checks an access code. The right one always opens, however many wrong ones came from the same address: behind a
    /// proxy everybody has one address. After many wrong ones the next tries wait in a row, so that guessing stays slow.
    async fn check_code(&self, code: &str, peer: IpAddr) -> Result<(), Trouble> {
        let Some(wanted) = &self.0.options.access_code else {
            return Ok(());
        };
        let now_ms = self.0.clock.now_ms();
        if self.0.tries.are_used_up(peer, now_ms) {
            let _turn = self.0.tries.row.lock().await;
            tokio::time::sleep(GUESS_TIME).await;
        }
        // The digests have one length whatever was typed, so the comparison tells nothing about the code's.
        let typed = Sha256::digest(code.trim().as_bytes());
        let wanted = Sha256::digest(wanted.expose_secret().trim().as_bytes());
        if bool::from(typed.as_slice().ct_eq(wanted.as_slice())) {
            return Ok(());
        }
        if !self.0.tries.note_wrong(peer, now_ms) {
            return Err(Trouble::refuse(
                StatusCode::TOO_MANY_REQUESTS,
                "Those were many wrong access codes; please wait a minute and try again.",
            ));
        }
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
            assert!(tries.note_wrong(peer, 0));
        }
        assert!(!tries.note_wrong(peer, 59_999));
        assert!(tries.note_wrong(IpAddr::from([127, 0, 0, 2]), 59_999));
        assert!(tries.note_wrong(peer, 60_000));
    }

    #[test]
    fn as_many_addresses_are_remembered_as_there_is_room_for() {
        let tries = Tries::default();
        for n in 0..u32::try_from(MAX_ADDRESSES).expect("it fits") + 9 {
            tries.note_wrong(IpAddr::from(n.to_be_bytes()), n.into());
        }
        let left = tries.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(left.len(), MAX_ADDRESSES);
        assert!(!left.contains_key(&IpAddr::from([0, 0, 0, 8])));
        assert!(left.contains_key(&IpAddr::from([0, 0, 0, 9])));
    }
}
