//! What an amount is counted in: a unit everybody knows, or a community's own word.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::Dimension;
use super::ratio::Ratio;
use super::table::{KNOWN, Known};

/// A unit of measure. Two units are equal when their symbols are; stored as its symbol.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Unit(Kind);

#[derive(Clone)]
enum Kind {
    Known(&'static Known),
    Own(Box<str>),
}

/// Why a word can't be a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadUnit {
    /// There is no word.
    #[error("no unit is named")]
    Empty,
    /// It has more than 32 characters.
    #[error("the name of the unit is too long")]
    TooLong,
    /// It is no single word of letters (hyphens and apostrophes may stand inside).
    #[error("a unit is named by one word of letters")]
    NotAWord,
}

impl Unit {
    /// Reads a unit as a moderator types it after `unit:`.
    ///
    /// A word that several units share means the first of mass, distance, duration and so on (`m` is the metre).
    /// An unknown word of letters is a counted unit of that name.
    ///
    /// # Errors
    /// When the word is empty, longer than 32 characters, or not one word of letters.
    pub fn from_word(word: &str) -> Result<Self, BadUnit> {
        const LONGEST: usize = 32;
        if word.len() > 8 * LONGEST {
            return Err(BadUnit::TooLong);
        }
        let word: String = word.trim().nfkc().collect();
        let words: Vec<&str> = word.split_whitespace().collect();
        if words.is_empty() {
            return Err(BadUnit::Empty);
        }
        if let Some(known) = find_among(&words.join(" "), |_| true) {
            return Ok(Self(Kind::Known(known)));
        }
        if word.graphemes(true).count() > LONGEST {
            return Err(BadUnit::TooLong);
        }
        if is_word(&word) {
            Ok(Self(Kind::Own(word.into())))
        } else {
            Err(BadUnit::NotAWord)
        }
    }

    /// The symbols of all units that everybody knows.
    pub fn symbols() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|known| known.symbol)
    }

    /// What it measures; a community's own word is counted.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        match &self.0 {
            Kind::Known(known) => known.dimension,
            Kind::Own(_) => Dimension::Count,
        }
    }

    /// How it is written: `kg`, `EUR`, `%`, `pushups`.
    #[must_use]
    pub fn symbol(&self) -> &str {
        match &self.0 {
            Kind::Known(known) => known.symbol,
            Kind::Own(word) => word,
        }
    }

    /// Whether it is a word that only this community gave a meaning.
    #[must_use]
    pub fn is_own_word(&self) -> bool {
        matches!(self.0, Kind::Own(_))
    }

    /// Millionths of the base unit in one of it: numerator and denominator, exact, both above zero.
    #[must_use]
    pub fn micro_ratio(&self) -> (i128, i128) {
        match &self.0 {
            Kind::Known(known) => known.micro,
            Kind::Own(_) => (1_000_000, 1),
        }
    }

    /// Whether amounts in this unit can be counted in a challenge that measures in `metric`: the same dimension,
    /// and for money the same currency, for counts the same word (singular or plural).
    #[must_use]
    pub fn fits(&self, metric: &Self) -> bool {
        match (self.dimension(), metric.dimension()) {
            (Dimension::Count, Dimension::Count) => self.is_called(metric.symbol()),
            (Dimension::Money, Dimension::Money) => self == metric,
            (one, other) => one == other,
        }
    }

    /// Whether a text begins with the community's own word for it, also written apart (`push ups`); never for a unit that
    /// everybody knows.
    #[must_use]
    pub fn begins(&self, text: &str) -> bool {
        let is_end = |c: char| !is_letter(c) && !matches!(c, '-' | '\'' | '’');
        let text = text.trim_start();
        let ends = text.char_indices().filter(|(_, c)| is_end(*c));
        let ends = ends.map(|(at, _)| at).chain([text.len()]);
        self.is_own_word()
            && ends
                .take(3)
                .any(|end| end > 0 && self.is_called(&text[..end]))
    }

    /// Whether `word` names it: in any case, singular or plural, with or without hyphens.
    pub(super) fn is_called(&self, word: &str) -> bool {
        let (one, other) = (bare(self.symbol()), bare(word));
        let (short, long) = if one.len() <= other.len() {
            (one, other)
        } else {
            (other, one)
        };
        let ending = long.strip_prefix(short.as_str());
        matches!(ending, Some("" | "s" | "es"))
            || short
                .strip_suffix('y')
                .is_some_and(|stem| long.strip_prefix(stem) == Some("ies"))
    }

    /// The known unit that `word` means in a challenge measured in `metric`: its own unit, else one of its
    /// dimension, else any.
    pub(super) fn find(word: &str, metric: &Self, dimension: Dimension) -> Option<Self> {
        find_among(word, |known| known.symbol == metric.symbol())
            .filter(|known| known.dimension == dimension)
            .or_else(|| find_among(word, |known| known.dimension == dimension))
            .or_else(|| find_among(word, |_| true))
            .map(|known| Self(Kind::Known(known)))
    }

    /// The known unit of this symbol.
    pub(super) fn known(symbol: &'static str) -> Option<Self> {
        KNOWN
            .iter()
            .find(|known| known.symbol == symbol)
            .map(|known| Self(Kind::Known(known)))
    }

    /// The word for it after a number: singular for one of a known counted thing.
    pub(super) fn word_for(&self, is_one: bool) -> &str {
        match &self.0 {
            Kind::Known(known) if is_one && known.dimension == Dimension::Count => {
                known.words.get(1).unwrap_or(&known.symbol)
            }
            _ => self.symbol(),
        }
    }

    /// A word for it that means it in every challenge, also before a note.
    pub(super) fn sure_word(&self) -> &str {
        match self.symbol() {
            "m" => "metres",
            "in" => "inches",
            symbol => symbol,
        }
    }

    pub(super) fn micro(&self) -> Ratio {
        let (num, den) = self.micro_ratio();
        Ratio::new(num, den)
    }
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.symbol() == other.symbol()
    }
}

impl Eq for Unit {}

impl Hash for Unit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.symbol().hash(state);
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit({})", self.symbol())
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

impl TryFrom<String> for Unit {
    type Error = BadUnit;

    fn try_from(symbol: String) -> Result<Self, BadUnit> {
        Self::from_word(&symbol)
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.symbol().to_owned()
    }
}

/// Whether a character may be part of a word.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

fn find_among(word: &str, wanted: impl Fn(&Known) -> bool) -> Option<&'static Known> {
    let lower = word.to_lowercase();
    let exactly = |known: &&Known| known.symbol == word || known.words.contains(&word);
    let loosely = |known: &&Known| known.words.contains(&lower.as_str());
    let candidates = || KNOWN.iter().filter(|known| wanted(known));
    candidates()
        .find(exactly)
        .or_else(|| candidates().find(loosely))
}

fn is_word(word: &str) -> bool {
    let is_joint = |c| matches!(c, '-' | '\'' | '’');
    word.starts_with(char::is_alphabetic)
        && word.ends_with(is_letter)
        && word.chars().all(|c| is_letter(c) || is_joint(c))
        && !word
            .chars()
            .zip(word.chars().skip(1))
            .any(|(one, next)| is_joint(one) && is_joint(next))
}

/// A word without what people leave out: case, hyphens, apostrophes, spaces.
fn bare(word: &str) -> String {
    let letters: String = word.nfkc().filter(|&c| is_letter(c)).collect();
    letters.to_lowercase()
}
