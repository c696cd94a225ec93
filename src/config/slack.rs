//! The section `[slack]`, and what of it must stand together.

use secrecy::{ExposeSecret, SecretString};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::problem::one_line;
use super::token_key::TokenKey;
use super::values::{self, secret};

/// Where Slack's Web API is.
const SLACK: &str = "https://slack.com/api";

/// The section `[slack]`. It is on where `bot_token` or `client_id` is set.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Slack {
    /// The Web API's base address, without a slash at its end; empty for Slack's own.
    #[serde(deserialize_with = "api_url")]
    api_url: String,
    /// The one workspace's bot token: `xoxb-…`.
    #[serde(deserialize_with = "bot_token", serialize_with = "secret::serialize")]
    pub bot_token: Option<SecretString>,
    /// The app-level token for Socket Mode: `xapp-…`.
    #[serde(deserialize_with = "app_token", serialize_with = "secret::serialize")]
    pub app_token: Option<SecretString>,
    /// What Slack signs requests with.
    #[serde(deserialize_with = "word", serialize_with = "secret::serialize")]
    pub signing_secret: Option<SecretString>,
    /// The app's client id, for several workspaces; empty where none is set.
    #[serde(deserialize_with = "client_id")]
    pub client_id: String,
    /// The app's client secret.
    #[serde(deserialize_with = "word", serialize_with = "secret::serialize")]
    pub client_secret: Option<SecretString>,
    /// The key that seals tokens at rest.
    #[serde(deserialize_with = "token_key", serialize_with = "hidden_key")]
    pub token_key: Option<TokenKey>,
    /// Slack user ids of people who moderate everywhere.
    #[serde(deserialize_with = "members")]
    pub moderators: Vec<String>,
}

impl Slack {
    /// Whether Huzzah serves Slack.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.bot_token.is_some() || !self.client_id.is_empty()
    }

    /// The Web API's base address, without a slash at its end.
    #[must_use]
    pub fn api_url(&self) -> &str {
        if self.api_url.is_empty() {
            SLACK
        } else {
            &self.api_url
        }
    }

    /// What does not stand together: the name of a key that is set, and what to write.
    pub(super) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let several = !self.client_id.is_empty();
        let one = self.bot_token.is_some();
        let door = self.app_token.is_some() || self.signing_secret.is_some();
        let faults = [
            (
                one && several,
                (
                    "bot_token",
                    "can't stand beside slack.client_id: keep HUZZAH_SLACK__BOT_TOKEN for one workspace, or HUZZAH_SLACK__CLIENT_ID for several",
                ),
            ),
            (
                self.app_token.is_some() && !one && !several,
                (
                    "app_token",
                    "needs the bot's token beside it: set HUZZAH_SLACK__BOT_TOKEN, which begins with xoxb-",
                ),
            ),
            (
                self.signing_secret.is_some() && !one && !several,
                (
                    "signing_secret",
                    "needs the bot's token beside it: set HUZZAH_SLACK__BOT_TOKEN, which begins with xoxb-",
                ),
            ),
            (
                self.client_secret.is_some() && !several,
                (
                    "client_secret",
                    "needs the app's client id beside it: set HUZZAH_SLACK__CLIENT_ID",
                ),
            ),
            (
                self.token_key.is_some() && !several,
                (
                    "token_key",
                    "needs the app's client id beside it: set HUZZAH_SLACK__CLIENT_ID",
                ),
            ),
            (
                one && !door,
                (
                    "bot_token",
                    "needs a way in beside it: set HUZZAH_SLACK__APP_TOKEN for Socket Mode, or HUZZAH_SLACK__SIGNING_SECRET for signed requests",
                ),
            ),
            (
                several && self.client_secret.is_none(),
                (
                    "client_id",
                    "needs the app's client secret beside it: set HUZZAH_SLACK__CLIENT_SECRET",
                ),
            ),
            (
                several && self.token_key.is_none(),
                (
                    "client_id",
                    "needs a key that seals tokens beside it: set HUZZAH_SLACK__TOKEN_KEY to what `openssl rand -base64 32` prints",
                ),
            ),
            (
                several && !door,
                (
                    "client_id",
                    "needs a way in beside it: set HUZZAH_SLACK__SIGNING_SECRET for signed requests, or HUZZAH_SLACK__APP_TOKEN for Socket Mode",
                ),
            ),
        ];
        let fault = faults.into_iter().find(|(wrong, _)| *wrong);
        fault.map_or(Ok(()), |(_, fault)| Err(fault))
    }
}

/// An address of http or https with a host, and nothing behind its path.
fn api_url<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    values::base_url(from)?.ok_or_else(|| {
        D::Error::custom(
            "must be empty for Slack itself, or an address such as http://127.0.0.1:4000/api",
        )
    })
}

/// A secret that begins like those of its kind; never any of it is shown.
fn beginning<'de, D: Deserializer<'de>>(
    from: D,
    prefix: &str,
    fix: &str,
) -> Result<Option<SecretString>, D::Error> {
    let token = word(from)?;
    let sound = |token: &SecretString| {
        let rest = token.expose_secret().strip_prefix(prefix);
        rest.is_some_and(|rest| !rest.is_empty())
    };
    if token.as_ref().is_none_or(sound) {
        return Ok(token);
    }
    Err(D::Error::custom(format!("must begin with {prefix}: {fix}")))
}

fn bot_token<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SecretString>, D::Error> {
    let fix = "copy the Bot User OAuth Token from OAuth & Permissions in the app's settings";
    beginning(from, "xoxb-", fix)
}

fn app_token<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SecretString>, D::Error> {
    let fix = "make an App-Level Token with the scope connections:write under Basic Information in the app's settings";
    beginning(from, "xapp-", fix)
}

/// A secret of visible ASCII characters; space round it is passed over.
fn word<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SecretString>, D::Error> {
    let text = String::deserialize(from)?;
    let text = text.trim();
    if text.chars().all(|c| c.is_ascii_graphic()) {
        return Ok((!text.is_empty()).then(|| text.into()));
    }
    Err(D::Error::custom(
        "must be one word of plain letters, digits and signs: copy it again from the app's settings",
    ))
}

/// Two numbers with a dot between them.
fn client_id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let id = text.trim();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let sound = id
        .split_once('.')
        .is_some_and(|(one, two)| digits(one) && digits(two));
    if id.is_empty() || sound {
        return Ok(id.to_owned());
    }
    Err(D::Error::custom(
        "must be the Client ID under Basic Information in the app's settings, such as 1234567890.9876543210",
    ))
}

fn token_key<'de, D: Deserializer<'de>>(from: D) -> Result<Option<TokenKey>, D::Error> {
    let Some(text) = word(from)? else {
        return Ok(None);
    };
    let key = TokenKey::read(text.expose_secret());
    key.map(Some).ok_or_else(|| {
        D::Error::custom("must be 32 random bytes in base64 or hexadecimal: take what `openssl rand -base64 32` prints")
    })
}

#[expect(
    clippy::ref_option,
    reason = "serde calls it with a reference to the field"
)]
fn hidden_key<S: Serializer>(key: &Option<TokenKey>, to: S) -> Result<S::Ok, S::Error> {
    secret::show(key.is_some(), to)
}

/// Ids of Slack users; empty ones are passed over.
fn members<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let ids = values::names(from)?;
    let user = |id: &String| {
        id.len() > 1
            && id.starts_with(['U', 'W'])
            && id
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    match ids.iter().find(|id| !user(id)) {
        None => Ok(ids),
        Some(id) => {
            let shown = one_line(id);
            Err(D::Error::custom(format!(
                "has `{shown}`, but must be member ids such as U012AB3CD: open the person's profile in Slack, then ⋮ and Copy member ID"
            )))
        }
    }
}
