//! The section `[discord]`, and what of it must stand together.

use secrecy::SecretString;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::problem::one_line;
use super::values::{self, secret};

/// The most shards that all processes together may have; Discord's largest bots have fewer.
const MOST_SHARDS: u32 = 100_000;

/// The section `[discord]`. It is on where `token` is set.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Discord {
    /// The base address of REST and gateway, without a slash at its end; empty for Discord's own.
    #[serde(deserialize_with = "api_url")]
    api_url: String,
    /// The bot's token.
    #[serde(deserialize_with = "token", serialize_with = "secret::serialize")]
    pub token: Option<SecretString>,
    /// How interactions reach us.
    #[serde(deserialize_with = "transport")]
    pub transport: Transport,
    /// The application's public key, 64 hexadecimal digits; empty where none is set.
    #[serde(deserialize_with = "public_key")]
    pub public_key: String,
    /// Discord user ids of people who moderate everywhere.
    #[serde(deserialize_with = "members")]
    pub moderators: Vec<String>,
    /// Which shards this process serves.
    #[serde(deserialize_with = "shards")]
    pub shards: Shards,
    /// The id of the one server that commands are registered for; empty for all.
    #[serde(deserialize_with = "dev_guild")]
    pub dev_guild: String,
}

/// How interactions reach us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Over the gateway.
    Gateway,
    /// As signed requests.
    Http,
}

/// Which shards this process serves: `auto`, or `FROM-TO/TOTAL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shards {
    /// All that Discord advises.
    Auto,
    /// These, both ends in it, of so many.
    Range {
        /// The first.
        from: u32,
        /// The last.
        to: u32,
        /// How many there are in all processes.
        total: u32,
    },
}

impl Discord {
    /// Whether Huzzah serves Discord.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.token.is_some()
    }

    /// The base address of REST and gateway, where it is not Discord's own.
    #[must_use]
    pub fn api_url(&self) -> Option<&str> {
        (!self.api_url.is_empty()).then_some(&*self.api_url)
    }

    /// What does not stand together: the name of a key that is set, and what to write.
    pub(super) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let http = self.transport == Transport::Http;
        let range = self.shards != Shards::Auto;
        let faults = [
            (
                http && self.token.is_none(),
                (
                    "transport",
                    "needs the bot's token beside it: set HUZZAH_DISCORD__TOKEN to the one under Bot in the app's settings",
                ),
            ),
            (
                http && self.public_key.is_empty(),
                (
                    "transport",
                    "is http, and needs the app's public key beside it: set HUZZAH_DISCORD__PUBLIC_KEY to the one under General Information in the app's settings",
                ),
            ),
            (
                !http && !self.public_key.is_empty(),
                (
                    "public_key",
                    "is for signed requests: set HUZZAH_DISCORD__TRANSPORT=http beside it, or leave it out for the gateway",
                ),
            ),
            (
                http && range,
                (
                    "shards",
                    "is for the gateway: leave it out where HUZZAH_DISCORD__TRANSPORT is http",
                ),
            ),
        ];
        let fault = faults.into_iter().find(|(wrong, _)| *wrong);
        fault.map_or(Ok(()), |(_, fault)| Err(fault))
    }
}

/// An address of http or https with a host and nothing behind it.
fn api_url<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    values::base_url(from)?.ok_or_else(|| {
        D::Error::custom(
            "must be empty for Discord itself, or an address such as http://127.0.0.1:4000",
        )
    })
}

/// Three parts with dots between them; never any of it is shown.
fn token<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SecretString>, D::Error> {
    let text = String::deserialize(from)?;
    let text = text.trim();
    let text = text.strip_prefix("Bot ").unwrap_or(text);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=".contains(c);
    let part = |part: &str| !part.is_empty() && part.chars().all(plain);
    let parts: Vec<&str> = text.split('.').collect();
    if text.is_empty() || (parts.len() == 3 && parts.iter().all(|one| part(one))) {
        return Ok((!text.is_empty()).then(|| text.into()));
    }
    Err(D::Error::custom(
        "must be three parts with dots between them: press Reset Token under Bot in the app's settings and copy what it shows",
    ))
}

fn transport<'de, D: Deserializer<'de>>(from: D) -> Result<Transport, D::Error> {
    let text = String::deserialize(from)?;
    match text.trim() {
        "gateway" => Ok(Transport::Gateway),
        "http" => Ok(Transport::Http),
        other => {
            let shown = one_line(other);
            Err(D::Error::custom(format!(
                "is `{shown}`, but must be gateway or http"
            )))
        }
    }
}

fn public_key<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let key = text.trim();
    let digits = key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    if key.is_empty() || digits {
        return Ok(key.to_owned());
    }
    Err(D::Error::custom(
        "must be the Public Key under General Information in the app's settings: 64 digits and letters from a to f",
    ))
}

/// Whether a text is an id of Discord's.
fn is_id(text: &str) -> bool {
    (15..=20).contains(&text.len())
        && !text.starts_with('0')
        && text.parse::<u64>().is_ok()
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Ids of Discord users; empty ones are passed over.
fn members<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let ids = values::names(from)?;
    match ids.iter().find(|id| !is_id(id)) {
        None => Ok(ids),
        Some(id) => {
            let shown = one_line(id);
            Err(D::Error::custom(format!(
                "has `{shown}`, but must be user ids such as 80351110224678912: switch on Developer Mode in Discord's settings, then right-click the person and Copy User ID"
            )))
        }
    }
}

fn dev_guild<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let id = text.trim();
    if id.is_empty() || is_id(id) {
        return Ok(id.to_owned());
    }
    let shown = one_line(id);
    Err(D::Error::custom(format!(
        "is `{shown}`, but must be a server's id such as 197038439483310086: switch on Developer Mode in Discord's settings, then right-click the server and Copy Server ID"
    )))
}

fn shards<'de, D: Deserializer<'de>>(from: D) -> Result<Shards, D::Error> {
    let text = String::deserialize(from)?;
    Shards::read(text.trim()).ok_or_else(|| {
        let shown = one_line(&text);
        D::Error::custom(format!(
            "is `{shown}`, but must be auto, or this process's shards and how many there are in all, such as 0-3/16"
        ))
    })
}

impl Shards {
    fn read(text: &str) -> Option<Self> {
        if text == "auto" {
            return Some(Self::Auto);
        }
        let number = |digits: &str| {
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| plain)
        };
        let (range, total) = text.split_once('/')?;
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        let (from, to, total) = (number(from)?, number(to)?, number(total)?);
        let sound = from <= to && to < total && total <= MOST_SHARDS;
        sound.then_some(Self::Range { from, to, total })
    }
}

impl Serialize for Shards {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Auto => to.serialize_str("auto"),
            Self::Range {
                from,
                to: last,
                total,
            } => to.collect_str(&format_args!("{from}-{last}/{total}")),
        }
    }
}
