//! What a value must be: each reader returns the typed value, or what is wrong and what to write.

use std::fmt;
use std::net::SocketAddr;

use secrecy::{ExposeSecret, SecretString};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::LogFormat;
use super::problem::one_line;

/// What is shown of a secret.
const HIDDEN: &str = "(hidden)";

/// What is shown of a secret that nobody set.
const NOT_SET: &str = "(not set)";

/// The address of a database of a known kind. Shown, it hides its password.
#[derive(Clone)]
pub struct DatabaseUrl(SecretString);

impl DatabaseUrl {
    /// Reads `sqlite://PATH` or `postgres://…` (also `postgresql://…`).
    ///
    /// # Errors
    /// What to write instead; never any of `text`, which may hold a password.
    pub fn read(text: &str) -> Result<DatabaseUrl, String> {
        let rest = ["sqlite://", "postgres://", "postgresql://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        let plain = !text.chars().any(|c| c.is_control() || c.is_whitespace());
        match rest {
            Some(rest) if plain && !rest.is_empty() && !rest.starts_with('?') => {
                Ok(DatabaseUrl(text.into()))
            }
            _ => Err(
                "must be sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME without spaces, \
                 such as sqlite://data/huzzah.db"
                    .to_owned(),
            ),
        }
    }

    /// The whole address, password included: for opening the database only.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether it names a file of SQLite; else it names a PostgreSQL server.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.expose().starts_with("sqlite://")
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.expose();
        if self.is_sqlite() {
            return f.write_str(url);
        }
        // Whatever stands between the first colon and the last `@` may be a password, and so may
        // any parameter: rather too much is hidden than too little.
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let (login, place) = rest.rsplit_once('@').unwrap_or(("", rest));
        let (place, query) = place.split_once('?').unwrap_or((place, ""));
        write!(f, "{scheme}://")?;
        match login.split_once(':') {
            Some((user, _)) => write!(f, "{user}:{HIDDEN}@")?,
            None if login.is_empty() => {}
            None => write!(f, "{login}@")?,
        }
        f.write_str(place)?;
        if !query.is_empty() {
            write!(f, "?{HIDDEN}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DatabaseUrl {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        DatabaseUrl::read(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// An address and a port.
pub(super) fn address<'de, D: Deserializer<'de>>(from: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(from)?;
    text.trim().parse().map_err(|_| {
        let shown = one_line(&text);
        D::Error::custom(format!(
            "is `{shown}`, but must be an address and a port, such as 127.0.0.1:8080"
        ))
    })
}

/// Nothing, or an address of http or https with a host and no more than a path behind it; without a slash at its end.
/// None where it is another thing.
pub(super) fn base_url<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    let url = text.trim().trim_end_matches('/');
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    let plain = |c: char| c.is_ascii_graphic() && !"@?#\"<>\\^`{|}".contains(c);
    let host = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
    let sound = url.is_empty() || rest.is_some_and(|rest| host(rest) && rest.chars().all(plain));
    Ok(sound.then(|| url.to_owned()))
}

/// One line of 1 to 80 characters.
pub(super) fn title<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let title = text.trim();
    if title.is_empty() || title.chars().count() > 80 || title.chars().any(char::is_control) {
        let fix = "must be one line of 1 to 80 characters, such as The lounge";
        return Err(D::Error::custom(fix));
    }
    Ok(title.to_owned())
}

/// A list of names; empty ones are passed over.
pub(super) fn names<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    let names = names.iter().map(|name| name.trim());
    let names: Vec<String> = names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if names.iter().any(|name| name.chars().any(char::is_control)) {
        return Err(D::Error::custom(
            "must be names without line breaks, such as Ana,Ben",
        ));
    }
    Ok(names)
}

/// The log's form.
pub(super) fn log_format<'de, D: Deserializer<'de>>(from: D) -> Result<LogFormat, D::Error> {
    let text = String::deserialize(from)?;
    match text.trim() {
        "human" => Ok(LogFormat::Human),
        "json" => Ok(LogFormat::Json),
        other => {
            let shown = one_line(other);
            Err(D::Error::custom(format!(
                "is `{shown}`, but must be human or json"
            )))
        }
    }
}

/// Directives `LEVEL` and `TARGET=LEVEL`, separated by commas.
pub(super) fn log_filter<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let level = |word: &str| {
        ["off", "error", "warn", "info", "debug", "trace"].contains(&word.to_lowercase().as_str())
    };
    let target = |word: &str| {
        let named = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
        !word.is_empty() && word.chars().all(named)
    };
    let directive = |part: &str| match part.split_once('=') {
        Some((name, word)) => target(name) && level(word),
        None => level(part),
    };
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    match parts.iter().find(|part| !directive(part)) {
        None => Ok(parts.join(",")),
        Some(part) => {
            let shown = one_line(part);
            Err(D::Error::custom(format!(
                "has `{shown}`, but must be error, warn, info, debug or trace, \
                 with others for parts of the program after commas, such as info,sqlx=warn"
            )))
        }
    }
}

/// Secrets: an empty one is none, and none is ever shown.
pub(super) mod secret {
    use super::{Deserialize, Deserializer, Error, HIDDEN, NOT_SET, SecretString, Serializer};

    /// Reads a secret on one line.
    pub(in crate::config) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<SecretString>, D::Error> {
        let text = String::deserialize(from)?;
        if text.chars().any(char::is_control) {
            return Err(D::Error::custom(
                "must be one line without control characters",
            ));
        }
        Ok((!text.is_empty()).then(|| text.into()))
    }

    /// Shows only whether it is set.
    #[expect(
        clippy::ref_option,
        reason = "serde calls it with a reference to the field"
    )]
    pub(in crate::config) fn serialize<S: Serializer>(
        secret: &Option<SecretString>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        show(secret.is_some(), to)
    }

    /// Shows a secret that is set or not.
    pub(in crate::config) fn show<S: Serializer>(is_set: bool, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(if is_set { HIDDEN } else { NOT_SET })
    }
}
