//! Who sits at the page: sessions and their cookie.

use std::collections::HashSet;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};

use crate::commands::Asker;
use crate::platform::lounge::Lounge;
use crate::platform::lounge::name::{Name, key};
use crate::platform::lounge::trouble::Trouble;
use crate::store::lounge::LoungeSession;

/// The cookie of a demo: one name for all demos, since each has a database of its own.
const DEMO_COOKIE: &str = "huzzah_demo";
/// What the cookie of a lounge that lasts is called; its database's own number follows. Older releases said only this.
const COOKIE: &str = "huzzah_lounge";

/// Somebody who has entered, with what the settings say about her.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// Her seat.
    pub(crate) session: LoungeSession,
    /// Whether she moderates.
    pub(crate) moderator: bool,
}

impl Visitor {
    /// Who she is to the commands.
    pub(crate) fn asker(&self) -> Asker {
        Asker {
            user: self.session.user_id.clone(),
            name: self.session.name.clone(),
            zone: self.session.zone.clone(),
            locale: self.session.locale.clone(),
            moderator: self.moderator,
        }
    }
}

impl Lounge {
    /// The user ids of everybody who moderates here and has a seat.
    pub(crate) async fn moderators(&self) -> anyhow::Result<Vec<String>> {
        let names: Vec<String> = self
            .0
            .options
            .moderators
            .iter()
            .map(|name| key(name))
            .collect();
        Ok(self.0.store.lounge_moderators(&names).await?)
    }

    /// Whose browser sent these headers, if anybody's.
    pub(crate) async fn visitor(&self, headers: &HeaderMap) -> anyhow::Result<Option<Visitor>> {
        for name in [self.cookie_name().await?, COOKIE] {
            if let Some(token) = cookie_token(headers, name)
                && let Some(session) = self.0.store.lounge_session(&hash(token)).await?
            {
                return Ok(Some(self.seated(session)));
            }
        }
        Ok(None)
    }

    /// The cookie that keeps a name for its browser.
    ///
    /// Browsers don't tell ports apart in cookies: each database has a name of its own, so that a demo or a second
    /// lounge on the same machine takes nobody's seat away.
    pub(crate) async fn cookie_name(&self) -> anyhow::Result<&str> {
        if self.0.options.visitor_moderates {
            return Ok(DEMO_COOKIE);
        }
        let named = async {
            let fresh: i64 = u32::from_be_bytes(random()).into();
            let mut tx = self.0.store.begin().await?;
            let number = tx.lounge_own_number(fresh).await?;
            tx.commit().await?;
            anyhow::Ok(format!("{COOKIE}_{number:x}"))
        };
        let name = self.0.cookie.get_or_try_init(|| named).await?;
        Ok(name)
    }

    /// A session with what the settings say about it.
    pub(crate) fn seated(&self, session: LoungeSession) -> Visitor {
        let options = &self.0.options;
        let named: HashSet<String> = options.moderators.iter().map(|name| key(name)).collect();
        let moderator =
            session.came_first || options.visitor_moderates || named.contains(&session.name_key);
        Visitor { session, moderator }
    }
}

impl FromRequestParts<Lounge> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, lounge: &Lounge) -> Result<Self, Trouble> {
        lounge
            .visitor(&parts.headers)
            .await?
            .ok_or_else(Trouble::stranger)
    }
}

/// A new seat for a name, and the token that its browser keeps.
pub(crate) fn new_session(name: Name, entered_ms: i64) -> (LoungeSession, String) {
    let token = random_hex::<32>();
    let session = LoungeSession {
        user_id: random_hex::<12>(),
        name: name.shown,
        name_key: name.key,
        token_hash: hash(&token),
        came_first: true,
        zone: None,
        locale: None,
        entered_ms,
    };
    (session, token)
}

/// Random bytes in hexadecimal.
pub(crate) fn random_hex<const N: usize>() -> String {
    hex(&random::<N>())
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| {
            [
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]
        })
        .map(char::from)
        .collect()
}

fn cookie_token<'h>(headers: &'h HeaderMap, wanted: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, token)| token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_kept_only_as_its_hash() {
        let (session, token) = new_session(Name::read("Ana").expect("a name"), 0);
        assert_eq!(token.len(), 64);
        assert_eq!(session.token_hash, hash(&token));
        assert_ne!(session.token_hash, token);
        assert_eq!(
            hash("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
