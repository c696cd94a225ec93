//! Reading a line: which command it is, and what was given for each of its options.

use crate::commands::declare::Command;
use crate::commands::registry;
use crate::domain::refusal::Refusal;

/// The longest line that is read, in bytes; notes are cut to less.
const LINE_MOST: usize = 16 * 1024;

/// A line as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments {
    values: Vec<(&'static str, String)>,
}

impl Arguments {
    /// What was given for an option; none where it is absent or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// What was given for an option, as text of its own.
    #[must_use]
    pub fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// Whether a switch was given as on.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| {
            matches!(
                value.to_lowercase().as_str(),
                "yes" | "y" | "on" | "true" | "1"
            )
        })
    }

    /// All that was given, by the options' names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }

    fn set(&mut self, name: &'static str, value: String) {
        self.values.retain(|(known, _)| *known != name);
        self.values.push((name, value));
    }
}

/// Reads a line as typed, with or without the slash and the word `huzzah`.
///
/// # Errors
/// A refusal that says what comes near, or shows a right example.
pub fn line(typed: &str) -> Result<(&'static Command, Arguments), Refusal> {
    if typed.len() > LINE_MOST {
        return Err(Refusal::TooLong { most: LINE_MOST });
    }
    let (command, rest) = command(typed)?;
    let arguments = if command.free_text {
        free_text(command, rest)?
    } else {
        words(command, rest)?
    };
    check(command, &arguments)?;
    Ok((command, arguments))
}

/// Reads a command with named values, from a form or from typed options.
///
/// # Errors
/// As [`line()`].
pub fn fields(
    path: &str,
    fields: &[(String, String)],
) -> Result<(&'static Command, Arguments), Refusal> {
    let (command, _) = command(path)?;
    let mut arguments = Arguments::default();
    for (name, value) in fields {
        if value.len() > LINE_MOST {
            return Err(Refusal::TooLong { most: LINE_MOST });
        }
        let option = command
            .option(name)
            .ok_or_else(|| no_such_option(command, name))?;
        if !value.trim().is_empty() {
            arguments.set(option.name, value.clone());
        }
    }
    check(command, &arguments)?;
    Ok((command, arguments))
}

/// The command that a line begins with, and what follows.
///
/// # Errors
/// [`Refusal::NoSuchCommand`] with what comes near.
pub fn command(typed: &str) -> Result<(&'static Command, &str), Refusal> {
    let line = typed.trim().trim_start_matches('/').trim_start();
    let line = match first_word(line) {
        (word, rest) if word.eq_ignore_ascii_case("huzzah") => rest,
        _ => line,
    };
    let (first, rest) = first_word(line);
    if first.is_empty() {
        return Ok((registry::help(), ""));
    }
    let (second, after) = first_word(rest);
    let pair = format!("{first} {second}").to_lowercase();
    if let Some(command) = registry::find(&pair) {
        return Ok((command, after));
    }
    if let Some(command) = registry::find(&first.to_lowercase()) {
        return Ok((command, rest));
    }
    let typed = if registry::begins(&first.to_lowercase()) {
        pair.trim().to_owned()
    } else {
        first.to_lowercase()
    };
    Err(Refusal::NoSuchCommand {
        near: registry::near(&typed),
        typed: cut(&typed),
    })
}

/// Where the last word of a line begins that is still being typed, in bytes; a quotation that is open is one word. The end,
/// where a new word is about to begin.
pub(super) fn last_word(typed: &str) -> usize {
    let mut left = typed;
    loop {
        left = left.trim_start();
        let begin = typed.len() - left.len();
        let (word, _) = first_word(left);
        let named = word.split_once(':').filter(|(name, _)| is_name(name));
        let value_at = named.map_or(0, |(name, _)| name.len() + 1);
        match value(&left[value_at..]) {
            Ok((_, after)) if !after.is_empty() => left = after,
            _ => return begin,
        }
    }
}

/// Whether a word is a command, or begins the path of one.
#[must_use]
pub fn is_command(word: &str) -> bool {
    let word = word.to_lowercase();
    registry::find(&word).is_some() || registry::begins(&word)
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    match text.find(char::is_whitespace) {
        Some(end) => (&text[..end], text[end..].trim_start()),
        None => (text, ""),
    }
}

/// Only declared names before a colon are options; everything else is text, kept as it was typed.
fn free_text(command: &'static Command, rest: &str) -> Result<Arguments, Refusal> {
    let mut arguments = Arguments::default();
    let mut text = String::new();
    let mut left = rest;
    while !left.is_empty() {
        let trimmed = left.trim_start();
        let (word, _) = first_word(trimmed);
        let option = word
            .split_once(':')
            .and_then(|(name, _)| Some((command.option(name)?, name.len() + 1)));
        if let Some((option, length)) = option {
            let (value, after) = value(trimmed[length..].trim_start())?;
            arguments.set(option.name, value);
            left = after;
            continue;
        }
        if !text.is_empty() {
            text.push_str(&left[..left.len() - trimmed.len()]);
        }
        text.push_str(word);
        left = &trimmed[word.len()..];
    }
    if let Some(option) = command.options.iter().find(|option| option.positional)
        && !text.trim().is_empty()
    {
        let text = text.trim();
        let whole = value(text).ok().filter(|(_, after)| after.is_empty());
        let quoted = whole.filter(|(inner, _)| inner.len() < text.len());
        arguments.set(
            option.name,
            quoted.map_or_else(|| text.to_owned(), |(inner, _)| inner),
        );
    }
    Ok(arguments)
}

/// Positional words first, then `name:value` pairs, any kind of quotation marks round what holds spaces.
fn words(command: &'static Command, rest: &str) -> Result<Arguments, Refusal> {
    let mut arguments = Arguments::default();
    let mut places = command.options.iter().filter(|option| option.positional);
    let mut left = rest.trim_start();
    while !left.is_empty() {
        let (word, _) = first_word(left);
        let named = word.split_once(':').filter(|(name, _)| is_name(name));
        if let Some((name, _)) = named {
            match command.option(name) {
                Some(option) => {
                    let (value, after) = value(left[name.len() + 1..].trim_start())?;
                    arguments.set(option.name, value);
                    left = after.trim_start();
                    continue;
                }
                None if !looks_like_address(word) => return Err(no_such_option(command, name)),
                None => {}
            }
        }
        let (value, after) = value(left)?;
        let Some(option) = places.find(|option| arguments.get(option.name).is_none()) else {
            return Err(Refusal::TooManyWords {
                command: command.path.to_owned(),
                word: cut(&value),
                example: command
                    .examples
                    .first()
                    .copied()
                    .unwrap_or(command.path)
                    .to_owned(),
            });
        };
        arguments.set(option.name, value);
        left = after.trim_start();
    }
    Ok(arguments)
}

/// The value at the beginning of a text: quoted, or up to the next space; and what follows.
fn value(text: &str) -> Result<(String, &str), Refusal> {
    let mut chars = text.chars();
    let Some(close) = chars.next().and_then(closing) else {
        let (word, _) = first_word(text);
        return Ok((word.to_owned(), &text[word.len()..]));
    };
    let inner = chars.as_str();
    // A quotation mark closes where a space or the end follows, so that apostrophes inside do no harm.
    let ends = inner.char_indices().filter(|(_, c)| close.contains(c));
    let mut ends = ends.map(|(at, c)| (at, at + c.len_utf8()));
    let end = ends.find(|(_, after)| {
        inner[*after..]
            .chars()
            .next()
            .is_none_or(char::is_whitespace)
    });
    match end {
        Some((at, after)) => Ok((inner[..at].to_owned(), &inner[after..])),
        None if text.starts_with(['\'', '’', '‘']) => {
            let (word, _) = first_word(text);
            Ok((word.to_owned(), &text[word.len()..]))
        }
        None => Err(Refusal::OpenQuote),
    }
}

/// The characters that may close a quotation that begins with `open`.
fn closing(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' | '“' | '”' | '„' | '‟' | '＂' => &['"', '“', '”', '‟', '＂'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '\'' | '‘' | '’' | '‚' | '‛' => &['\'', '‘', '’', '‛'],
        '‹' => &['›'],
        '›' => &['‹', '›'],
        '「' => &['」'],
        '『' => &['』'],
        _ => return None,
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 32
        && name
            .chars()
            .all(|c| c.is_ascii_alphabetic() || c == '_' || c == '-')
}

fn looks_like_address(word: &str) -> bool {
    word.contains("://")
}

fn no_such_option(command: &'static Command, typed: &str) -> Refusal {
    let typed = typed.to_lowercase();
    let nearest = command
        .options
        .iter()
        .map(|option| (strsim::jaro_winkler(option.name, &typed), option.name));
    let nearest = nearest.max_by(|(one, _), (other, _)| one.total_cmp(other));
    Refusal::NoSuchOption {
        command: command.path.to_owned(),
        near: nearest
            .filter(|(likeness, _)| *likeness > 0.75)
            .map(|(_, name)| name.to_owned()),
        typed: cut(&typed),
        options: command
            .options
            .iter()
            .map(|option| option.name.to_owned())
            .collect(),
    }
}

fn check(command: &'static Command, arguments: &Arguments) -> Result<(), Refusal> {
    match command
        .options
        .iter()
        .find(|option| option.required && arguments.get(option.name).is_none())
    {
        None => Ok(()),
        Some(option) => Err(Refusal::Missing {
            command: command.path.to_owned(),
            name: option.name.to_owned(),
            example: command
                .examples
                .first()
                .copied()
                .unwrap_or(command.path)
                .to_owned(),
        }),
    }
}

/// At most so much of what was typed is said back.
fn cut(typed: &str) -> String {
    crate::domain::act::draft::clean(typed)
        .chars()
        .take(40)
        .collect()
}
