//! What `config/default.toml` declares: the names of all settings, their defaults and meanings.

/// The defaults, as compiled in; also the reference of every setting.
pub(super) const DEFAULTS: &str = include_str!("../../config/default.toml");

/// The prefix of every variable of ours.
pub(super) const PREFIX: &str = "HUZZAH_";

/// One setting as `config/default.toml` declares it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The section it is in.
    pub(super) section: &'static str,
    /// Its name in the section.
    pub(super) name: &'static str,
    /// Its default, as TOML.
    pub(super) default: &'static str,
    /// The comment above it, on one line.
    pub(super) meaning: String,
}

impl Entry {
    /// Section and name, as in `http.bind`.
    pub(super) fn key(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }

    /// The variable that sets it, as in `HUZZAH_HTTP__BIND`.
    pub(super) fn variable(&self) -> String {
        format!("{PREFIX}{}__{}", self.section, self.name).to_uppercase()
    }
}

/// All settings, in the order of `config/default.toml`.
pub(super) fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut section = "";
    let mut meaning = String::new();
    for line in DEFAULTS.lines() {
        if let Some(words) = line.strip_prefix("# ") {
            if !meaning.is_empty() {
                meaning.push(' ');
            }
            meaning += words;
        } else if let Some((name, default)) = line.split_once(" = ") {
            entries.push(Entry {
                section,
                name,
                default,
                meaning: std::mem::take(&mut meaning),
            });
        } else {
            meaning.clear();
            if let Some(head) = line.strip_prefix('[') {
                section = head.trim_end_matches(']');
            }
        }
    }
    entries
}

/// The settings as a Markdown table, for the README.
#[must_use]
pub fn table() -> String {
    let mut rows = vec![
        "| setting | environment | default | meaning |".to_owned(),
        "| --- | --- | --- | --- |".to_owned(),
    ];
    for entry in entries() {
        let (key, variable) = (entry.key(), entry.variable());
        let meaning = entry.meaning.replace('|', "\\|");
        let default = entry.default;
        rows.push(format!(
            "| `{key}` | `{variable}` | `{default}` | {meaning} |"
        ));
    }
    rows.join("\n") + "\n"
}

/// The one of `known` that someone who typed `typed` most likely meant, if any is near.
pub(super) fn nearest(typed: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let typed = plain(typed);
    known
        .map(|name| {
            let likeness = strsim::normalized_damerau_levenshtein(&typed, &plain(&name));
            (likeness, name)
        })
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

/// What tells one name from another: letters and digits in lower case, without our prefix, and no
/// more of them than any name has.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let letters = letters.take(60).collect::<String>().to_ascii_lowercase();
    letters.trim_start_matches("huzzah").to_owned()
}
