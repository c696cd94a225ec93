//! Tokens at rest: sealed with the operator's key, so that a copy of the database opens nothing.
//!
//! ChaCha20-Poly1305 of *ring*, which the TLS connections use anyhow, with a random nonce for each seal: a workspace's
//! tokens are sealed a few times a day, far from where random nonces of 96 bits could meet. What is sealed is bound to
//! its workspace and kind, so that a row copied onto another one does not open.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use secrecy::{ExposeSecret as _, SecretString};

use crate::config::TokenKey;
use crate::platform::slack::team::TeamKey;

/// How a sealed text of today begins.
const VERSION: &str = "v1:";

/// What is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The bot's token.
    Token,
    /// The token that the next one is asked for with.
    Refresh,
}

/// Why a sealed text does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Sealed with another key, or tampered with.
    #[error(
        "a workspace's token was sealed with another key: set slack.token_key (HUZZAH_SLACK__TOKEN_KEY) to the key \
         it was sealed with, or have the app installed there again"
    )]
    OtherKey,
    /// Sealed in a form that this release does not know.
    #[error("a workspace's token was sealed by a newer release: start that release or a later one")]
    Newer,
}

/// Seals and opens with one key.
#[derive(Clone)]
pub struct Seal(LessSafeKey);

impl Seal {
    /// A seal with the operator's key.
    #[must_use]
    pub fn new(key: &TokenKey) -> Self {
        let key = UnboundKey::new(&CHACHA20_POLY1305, key.expose());
        Self(LessSafeKey::new(
            key.expect("the key has the length of this cipher's"),
        ))
    }

    /// A token as text that only this key opens, only for this workspace and kind.
    #[must_use]
    pub fn close(&self, team: &TeamKey, kind: Kind, token: &SecretString) -> String {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).expect("the operating system gives random bytes");
        let mut sealed = token.expose_secret().as_bytes().to_vec();
        let nonce_used = Nonce::assume_unique_for_key(nonce);
        self.0
            .seal_in_place_append_tag(nonce_used, bound_to(team, kind), &mut sealed)
            .expect("a token is far shorter than this cipher's limit");
        let whole = [&nonce[..], &sealed].concat();
        format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(whole))
    }

    /// The token that was sealed.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn open(
        &self,
        team: &TeamKey,
        kind: Kind,
        sealed: &str,
    ) -> Result<SecretString, SealError> {
        let body = sealed.strip_prefix(VERSION).ok_or(SealError::Newer)?;
        let whole = URL_SAFE_NO_PAD.decode(body);
        let mut whole = whole.map_err(|_| SealError::OtherKey)?;
        let (nonce, sealed) = whole
            .split_first_chunk_mut::<NONCE_LEN>()
            .ok_or(SealError::OtherKey)?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.0.open_in_place(nonce, bound_to(team, kind), sealed);
        let opened = opened.map_err(|_| SealError::OtherKey)?;
        let token = std::str::from_utf8(opened).map_err(|_| SealError::OtherKey)?;
        Ok(token.into())
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal(hidden)")
    }
}

fn bound_to(team: &TeamKey, kind: Kind) -> Aad<String> {
    let kind = match kind {
        Kind::Token => "token",
        Kind::Refresh => "refresh",
    };
    Aad::from(format!("{}/{}/{kind}", team.enterprise, team.team))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(byte: &str) -> Seal {
        Seal::new(&TokenKey::read(&byte.repeat(32)).expect("a key"))
    }

    fn team(enterprise: &str, team: &str) -> TeamKey {
        TeamKey {
            enterprise: enterprise.to_owned(),
            team: team.to_owned(),
        }
    }

    #[test]
    fn what_is_sealed_opens_for_its_own_workspace_and_kind_alone() {
        let (key, here) = (seal("0f"), team("E1", "T1"));
        let sealed = key.close(&here, Kind::Token, &"xoxb-hunter2".into());
        assert!(sealed.starts_with("v1:") && !sealed.contains("hunter2"));
        let opened = key.open(&here, Kind::Token, &sealed).expect("opens");
        assert_eq!(opened.expose_secret(), "xoxb-hunter2");
        let again = key.close(&here, Kind::Token, &"xoxb-hunter2".into());
        assert_ne!(sealed, again, "no nonce is used twice");
        let elsewhere = [
            key.open(&here, Kind::Refresh, &sealed),
            key.open(&team("E1", "T2"), Kind::Token, &sealed),
            key.open(&team("", "T1"), Kind::Token, &sealed),
            seal("1f").open(&here, Kind::Token, &sealed),
        ];
        for opened in elsewhere {
            assert_eq!(opened.expect_err("stays shut"), SealError::OtherKey);
        }
    }

    #[test]
    fn what_was_tampered_with_stays_shut() {
        let (key, here) = (seal("0f"), team("", "T1"));
        let sealed = key.close(&here, Kind::Token, &"xoxb-1".into());
        for at in VERSION.len()..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("is ASCII");
            let opened = key.open(&here, Kind::Token, &changed);
            assert_eq!(opened.expect_err("stays shut"), SealError::OtherKey, "{at}");
            let opened = key.open(&here, Kind::Token, &sealed[..at]);
            assert_eq!(opened.expect_err("stays shut"), SealError::OtherKey, "{at}");
        }
        let opened = key.open(&here, Kind::Token, "v2:AAAA");
        assert_eq!(opened.expect_err("stays shut"), SealError::Newer);
        assert_eq!(format!("{key:?}"), "Seal(hidden)");
    }
}
