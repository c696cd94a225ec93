//! Settings: the defaults compiled in, then an optional file, then `HUZZAH_…` in the environment.

mod discord;
mod keys;
mod layers;
mod problem;
mod slack;
mod token_key;
mod values;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

pub use discord::{Discord, Shards, Transport};
pub use keys::table;
pub use layers::environment;
pub use problem::ConfigError;
pub use slack::Slack;
pub use token_key::TokenKey;
pub use values::DatabaseUrl;

/// Everything an operator decides, read once and checked: nothing in it can be half right.
///
/// A platform adds its own section: one struct, one field here, one part of `config/default.toml`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where everything is kept.
    pub database: Database,
    /// The web server.
    pub http: Http,
    /// The built-in web chat.
    pub lounge: Lounge,
    /// Slack workspaces.
    pub slack: Slack,
    /// Discord servers.
    pub discord: Discord,
    /// The log.
    pub log: Log,
    /// Where each setting that is not a default was set.
    #[serde(skip)]
    places: BTreeMap<String, String>,
}

/// The section `[database]`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// The database's address.
    pub url: DatabaseUrl,
}

/// The section `[http]`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// What the web server listens on.
    #[serde(deserialize_with = "values::address")]
    pub bind: SocketAddr,
}

/// The section `[lounge]`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lounge {
    /// Whether the lounge is open.
    pub enabled: bool,
    /// The name over its door: one line of 1 to 80 characters.
    #[serde(deserialize_with = "values::title")]
    pub name: String,
    /// Names of moderators: trimmed, none empty.
    #[serde(deserialize_with = "values::names")]
    pub moderators: Vec<String>,
    /// What people type at the door; `None` where none is set.
    #[serde(with = "values::secret")]
    pub access_code: Option<SecretString>,
}

/// The section `[log]`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// How the log is written.
    #[serde(deserialize_with = "values::log_format")]
    pub format: LogFormat,
    /// How much is logged: directives `LEVEL` and `TARGET=LEVEL`, separated by commas.
    #[serde(deserialize_with = "values::log_filter")]
    pub filter: String,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for a person to read.
    Human,
    /// One JSON object a line, for a log collector.
    Json,
}

impl Settings {
    /// Reads the three places, the later one winning, and checks every value.
    ///
    /// `env` is the environment (see [`environment`]); what does not begin with `HUZZAH_` is passed over.
    ///
    /// # Errors
    /// One line that names the setting, where it stands, and what to write instead.
    pub fn load(
        file: Option<&Path>,
        env: impl Iterator<Item = (String, String)>,
    ) -> Result<Settings, ConfigError> {
        let mut layers = layers::Layers::defaults();
        if let Some(path) = file {
            layers.add_file(path)?;
        }
        layers.add_environment(env)?;
        layers.settle()
    }

    /// What is in force, as TOML, and where it was set; no secret is in it.
    #[must_use]
    pub fn show(&self) -> String {
        let tree = serde_json::to_value(self).unwrap_or_default();
        let mut lines = Vec::new();
        let mut open = "";
        for entry in keys::entries() {
            if entry.section != open {
                lines.push(format!("\n[{}]", entry.section));
                open = entry.section;
            }
            // A JSON string, list, number or truth value is one in TOML as well.
            let value = &tree[entry.section][entry.name];
            let place = self.place(&entry.key());
            lines.push(format!("{} = {value} # {place}", entry.name));
        }
        lines.join("\n").trim_start().to_owned() + "\n"
    }

    /// Where the setting `key` (as in `http.bind`) was set: `default`, the file or the variable.
    #[must_use]
    pub fn place(&self, key: &str) -> &str {
        self.places.get(key).map_or("default", String::as_str)
    }
}

#[cfg(test)]
mod tests;
