//! What can be wrong with the settings, each told in one line that names the setting and the fix.

use std::path::Path;

use thiserror::Error;

/// Why the settings cannot be used. Shown, it is one line without any secret.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file named on the command line cannot be read.
    #[error("{file} can't be read ({reason}): check the path given with --config")]
    Unreadable {
        /// The file's path.
        file: String,
        /// What the operating system said.
        reason: String,
    },
    /// The file is not TOML.
    #[error("{file} is not TOML: {reason}")]
    NotToml {
        /// The file's path.
        file: String,
        /// Line and reason.
        reason: String,
    },
    /// A name that is no setting.
    #[error("{place} is not a setting: {fix}")]
    Unknown {
        /// The name, and the file it stands in.
        place: String,
        /// The name that was probably meant, or where they are listed.
        fix: String,
    },
    /// A value that the setting can't have.
    #[error("{place} {fix}")]
    Bad {
        /// The name, and the file it stands in.
        place: String,
        /// What is wrong and what to write.
        fix: String,
    },
}

impl ConfigError {
    /// `name` is no setting; `meant` is the nearest one.
    pub(super) fn unknown(place: String, meant: Option<&str>) -> ConfigError {
        let fix = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "config/default.toml lists them all".to_owned(),
        };
        ConfigError::Unknown { place, fix }
    }

    /// The file is not TOML; `message` is what the parser said, which may quote the file.
    pub(super) fn not_toml(path: &Path, message: &str) -> ConfigError {
        let mut reason = String::new();
        // "TOML parse error at line 1, column 2", a picture of the line (left out, since it may
        // hold a secret), then the reason.
        for line in message.lines() {
            let picture = line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
            if picture.starts_with('|') || line.trim().is_empty() {
                continue;
            }
            if !reason.is_empty() {
                reason += ", ";
            }
            reason += line.trim_start_matches("TOML parse error ");
        }
        ConfigError::NotToml {
            file: one_line(&path.display().to_string()),
            reason: one_line(&reason),
        }
    }
}

/// `text` with everything escaped that could break or forge a line, and cut when it is long.
pub(super) fn one_line(text: &str) -> String {
    let mut line: String = text.chars().take(120).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    let plain = |c: char| !c.is_control() && (c.is_ascii() || c.is_alphanumeric() || c == '…');
    if line.chars().all(plain) {
        return line;
    }
    line.escape_debug()
        .to_string()
        .replace("\\\"", "\"")
        .replace("\\'", "'")
}
