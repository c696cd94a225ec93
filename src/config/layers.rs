//! The three places settings come from, laid over each other and turned into [`Settings`].

use std::collections::BTreeMap;
use std::path::Path;

use config::{Config, File, FileFormat, Source, Value, ValueKind};

use super::keys::{DEFAULTS, Entry, PREFIX, entries, nearest};
use super::problem::one_line;
use super::{ConfigError, Settings};

/// The variables of ours in this process's environment.
///
/// A value that is not valid text comes with U+FFFD in it, which [`Settings::load`] refuses.
pub fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().map(|(name, value)| {
        let name = name.to_string_lossy().into_owned();
        (name, value.to_string_lossy().into_owned())
    })
}

/// Settings as they are laid over each other, by key; only known keys of the right kind are in it.
pub(super) struct Layers {
    entries: Vec<Entry>,
    values: BTreeMap<String, Value>,
    places: BTreeMap<String, String>,
}

impl Layers {
    /// The lowest layer: what `config/default.toml` says.
    pub(super) fn defaults() -> Layers {
        let tree = parse(DEFAULTS).expect("a test reads the defaults that are compiled in");
        let mut values = BTreeMap::new();
        for (section, value) in tree {
            if let ValueKind::Table(table) = value.kind {
                let keyed = table
                    .into_iter()
                    .map(|(name, value)| (format!("{section}.{name}"), value));
                values.extend(keyed);
            }
        }
        let places = BTreeMap::new();
        Layers {
            entries: entries(),
            values,
            places,
        }
    }

    /// Lays the file at `path` over what is there.
    pub(super) fn add_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let file = one_line(&path.display().to_string());
        let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
            file: file.clone(),
            reason: one_line(&error.to_string()),
        })?;
        let tree = parse(&text).map_err(|error| ConfigError::not_toml(path, &error.to_string()))?;
        for (section, value) in tree {
            let place = |key: &str| format!("{} in {file}", one_line(key));
            if !self.entries.iter().any(|entry| entry.section == section) {
                return Err(self.unknown_in_file(&place(&section), &section));
            }
            let ValueKind::Table(table) = value.kind else {
                let fix = format!("is a section: write [{section}] on a line of its own");
                return Err(ConfigError::Bad {
                    place: place(&section),
                    fix,
                });
            };
            for (name, value) in table {
                let key = format!("{section}.{name}");
                let Some(default) = self.values.get(&key) else {
                    return Err(self.unknown_in_file(&place(&key), &key));
                };
                if !same_kind(&default.kind, &value.kind) {
                    let fix = format!("must be {}", kind_in_toml(&default.kind));
                    return Err(ConfigError::Bad {
                        place: place(&key),
                        fix,
                    });
                }
                self.places.insert(key.clone(), place(&key));
                self.values.insert(key, value);
            }
        }
        Ok(())
    }

    /// Lays the environment over what is there.
    pub(super) fn add_environment(
        &mut self,
        env: impl Iterator<Item = (String, String)>,
    ) -> Result<(), ConfigError> {
        let ours = |name: &str| {
            let head = name.get(..PREFIX.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(PREFIX))
        };
        for (name, text) in env.filter(|(name, _)| ours(name)) {
            if is_service_link(&name, &text) {
                continue;
            }
            let Some(entry) = self.entries.iter().find(|entry| entry.variable() == name) else {
                let known = self.entries.iter().map(Entry::variable);
                let meant = nearest(&name, known);
                return Err(ConfigError::unknown(one_line(&name), meant.as_deref()));
            };
            let key = entry.key();
            let value = read_variable(&self.values[&key].kind, &text);
            let value = value.map_err(|fix| ConfigError::Bad {
                place: name.clone(),
                fix: fix.to_owned(),
            })?;
            self.values.insert(key.clone(), value);
            self.places.insert(key, name);
        }
        Ok(())
    }

    /// Checks every value and makes the settings of them.
    pub(super) fn settle(self) -> Result<Settings, ConfigError> {
        let Layers { values, places, .. } = self;
        let mut settings: Settings = values
            .into_iter()
            .try_fold(Config::builder(), |builder, (key, value)| {
                builder.set_override(key, value)
            })
            .and_then(|builder| builder.build()?.try_deserialize())
            .map_err(|error| bad_value(&error, &places))?;
        settings.places = places;
        let checked = [
            ("slack", settings.slack.check()),
            ("discord", settings.discord.check()),
        ];
        for (section, checked) in checked {
            if let Err((name, fix)) = checked {
                let key = format!("{section}.{name}");
                return Err(ConfigError::Bad {
                    place: settings.places.get(&key).cloned().unwrap_or(key),
                    fix: fix.to_owned(),
                });
            }
        }
        Ok(settings)
    }

    fn unknown_in_file(&self, place: &str, key: &str) -> ConfigError {
        let known = self.entries.iter().map(Entry::key);
        let sections = self.entries.iter().map(|entry| entry.section.to_owned());
        let meant = if key.contains('.') {
            nearest(key, known)
        } else {
            // A name above all sections: a section misspelt, or a key that forgot its section.
            let bare = self.entries.iter().find(|entry| entry.name == key);
            bare.map(Entry::key).or_else(|| nearest(key, sections))
        };
        ConfigError::unknown(place.to_owned(), meant.as_deref())
    }
}

/// What the check of one value said, told with the place where the value was set.
fn bad_value(error: &config::ConfigError, places: &BTreeMap<String, String>) -> ConfigError {
    let (key, fix) = match error {
        config::ConfigError::At {
            error,
            key: Some(key),
            ..
        } => (key.as_str(), error.to_string()),
        config::ConfigError::NotFound(key) => (key.as_str(), "is missing".to_owned()),
        other => ("settings", one_line(&other.to_string())),
    };
    let place = places.get(key).map_or(key, String::as_str);
    ConfigError::Bad {
        place: place.to_owned(),
        fix,
    }
}

/// A TOML text as a tree.
fn parse(text: &str) -> Result<config::Map<String, Value>, config::ConfigError> {
    File::from_str(text, FileFormat::Toml).collect()
}

/// Whether `given` may stand where the default is `default`.
fn same_kind(default: &ValueKind, given: &ValueKind) -> bool {
    match (default, given) {
        (ValueKind::Array(_), ValueKind::Array(items)) => items
            .iter()
            .all(|item| matches!(item.kind, ValueKind::String(_))),
        (default, given) => std::mem::discriminant(default) == std::mem::discriminant(given),
    }
}

/// What a value must be in a file, in words.
fn kind_in_toml(default: &ValueKind) -> &'static str {
    match default {
        ValueKind::Boolean(_) => "true or false, without quotes",
        ValueKind::I64(_) => "a whole number without quotes, such as 5",
        ValueKind::Array(_) => "a list of texts, such as [\"one\", \"two\"]",
        _ => "one text in quotes, such as \"text\"",
    }
}

/// The text of a variable as a value of the default's kind, or what it must be.
fn read_variable(default: &ValueKind, text: &str) -> Result<Value, &'static str> {
    if text.contains('\u{FFFD}') {
        return Err("is not readable text: write it in UTF-8");
    }
    let kind = match default {
        ValueKind::Boolean(_) => {
            let value = text.trim().parse().map_err(|_| "must be true or false")?;
            ValueKind::Boolean(value)
        }
        ValueKind::I64(_) => {
            let value = text
                .trim()
                .parse()
                .map_err(|_| "must be a whole number, such as 5")?;
            ValueKind::I64(value)
        }
        ValueKind::Array(_) => {
            let items = text.split(',').map(|item| Value::new(None, item));
            ValueKind::Array(items.collect())
        }
        _ => ValueKind::String(text.to_owned()),
    };
    Ok(Value::new(None, kind))
}

/// Whether a variable was set by a container host rather than by an operator: Kubernetes and old
/// Docker links describe a service called `huzzah…` by variables such as `HUZZAH_SERVICE_HOST`.
fn is_service_link(name: &str, text: &str) -> bool {
    let address = text.starts_with("tcp://") || text.starts_with("udp://");
    let service = name.ends_with("_SERVICE_HOST") || name.contains("_SERVICE_PORT");
    let port = name.contains("_PORT_") && (name.contains("_TCP") || name.contains("_UDP"));
    !name.contains("__") && (service || port || (name.ends_with("_PORT") && address))
}
