//! The folded text under the reader's eye: its words, and the unit that stands at a place.

use super::fold::Glyph;
use super::meanings::tons;
use super::number;
use super::ratio::Ratio;
use super::unit::is_letter;
use super::{Dimension, Reading, Unit};

/// A folded text and how it is to be read.
pub(super) struct Words<'a> {
    pub(super) glyphs: &'a [Glyph],
    pub(super) reading: &'a Reading<'a>,
}

/// One thing a unit word may mean: so many of a unit.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    pub(super) unit: Unit,
    pub(super) scale: Ratio,
}

/// A unit at a place: what it means (one or two things) and the place behind it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) meanings: Vec<Meaning>,
    pub(super) end: usize,
    /// Whether it names a unit, and not just how many thousands.
    pub(super) is_unit: bool,
}

impl Named {
    pub(super) fn one(unit: Unit, end: usize) -> Self {
        Self {
            meanings: vec![Meaning {
                unit,
                scale: Ratio::ONE,
            }],
            end,
            is_unit: true,
        }
    }
}

impl Words<'_> {
    pub(super) fn at(&self, at: usize) -> Option<char> {
        self.glyphs.get(at).map(|glyph| glyph.c)
    }

    pub(super) fn is_at(&self, at: usize, wanted: impl Fn(char) -> bool) -> bool {
        self.at(at).is_some_and(wanted)
    }

    /// The place of the next character that is no space.
    pub(super) fn skip_spaces(&self, mut at: usize) -> usize {
        while self.at(at) == Some(' ') {
            at += 1;
        }
        at
    }

    pub(super) fn number_begins(&self, at: usize) -> bool {
        number::begins(self.glyphs, at)
    }

    /// The word at a place: at most 48 letters, with hyphens and apostrophes inside, or a sign such as `US$`.
    pub(super) fn word(&self, at: usize) -> Option<(String, usize)> {
        const LONGEST: usize = 48;
        let mut end = at;
        while end < at + LONGEST {
            match self.at(end) {
                Some(c) if is_letter(c) => end += 1,
                Some('-' | '\'') if end > at && self.is_at(end + 1, is_letter) => end += 1,
                _ => break,
            }
        }
        if end < at + 3 && self.at(end) == Some('$') || end == at && self.is_at(at, is_unit_sign) {
            end += 1;
        }
        (end > at && !self.is_at(end, is_letter)).then(|| (self.text(at, end), end))
    }

    pub(super) fn text(&self, from: usize, to: usize) -> String {
        let glyphs = self.glyphs.get(from..to).unwrap_or_default();
        glyphs.iter().map(|glyph| glyph.c).collect()
    }

    /// The unit behind a number that ends at a place, where one is named there.
    ///
    /// `dimension` is what the parts before measured, or the challenge.
    pub(super) fn unit_behind(&self, number_end: usize, dimension: Dimension) -> Option<Named> {
        let mut at = self.skip_spaces(number_end);
        if self.at(at) == Some('-') && self.is_at(at + 1, is_letter) && at == number_end {
            at += 1;
        }
        let glued = at == number_end;
        if let Some(named) = self.own_unit(at) {
            return Some(named);
        }
        let (word, end) = self.word(at)?;
        self.unit_called(&word, end, glued, dimension).or_else(|| {
            let (first, _) = word.split_once('-').filter(|_| glued)?;
            self.unit_called(first, at + first.chars().count(), glued, dimension)
        })
    }

    /// The unit that a word, ending at a place, names.
    fn unit_called(
        &self,
        word: &str,
        end: usize,
        glued: bool,
        dimension: Dimension,
    ) -> Option<Named> {
        let lower = word.to_lowercase();
        match lower.as_str() {
            "k" | "thousand" | "million" => return self.scaled(&lower, end),
            "in" if !glued && self.is_preposition(end, dimension) => return None,
            "st" if glued
                && dimension != Dimension::Mass
                && !self.number_begins(self.skip_spaces(end)) =>
            {
                return None;
            }
            "w" if self.at(end) == Some('/') => return None,
            "cal" | "cals" => return Some(self.calories(end)),
            "ton" | "tons" if self.reading.unit.symbol() != "t" => return Some(tons(end)),
            _ => {}
        }
        self.phrase(word, end, dimension)
            .or_else(|| self.find(word, dimension).map(|unit| Named::one(unit, end)))
            .or_else(|| self.cents(word, end))
    }

    /// The currency at a place in front of a number, as a sign or a code.
    pub(super) fn currency(&self, at: usize) -> Option<(Unit, usize)> {
        let (word, end) = self.word(at)?;
        let unit = self
            .find(&word, Dimension::Money)
            .filter(|unit| unit.dimension() == Dimension::Money)?;
        let is_code =
            word.eq_ignore_ascii_case(unit.symbol()) || !word.chars().all(char::is_alphabetic);
        is_code.then_some((unit, end))
    }

    pub(super) fn find(&self, word: &str, dimension: Dimension) -> Option<Unit> {
        Unit::find(word, self.reading.unit, dimension)
    }

    /// The challenge's own counted word, also written apart (`push ups`).
    pub(super) fn own_unit(&self, at: usize) -> Option<Named> {
        let own = self.reading.unit;
        let mut end = at;
        for _ in 0..3 {
            let Some((_, after)) = self
                .word(self.skip_spaces(end))
                .filter(|_| own.dimension() == Dimension::Count)
            else {
                break;
            };
            end = after;
            if own.is_called(&self.text(at, end)) {
                return Some(Named::one(own.clone(), end));
            }
        }
        None
    }

    /// A unit of two words: `fl oz`, `fl. oz`, `nautical miles`.
    fn phrase(&self, word: &str, end: usize, dimension: Dimension) -> Option<Named> {
        let dot = usize::from(self.at(end) == Some('.'));
        let second = self.skip_spaces(end + dot);
        let (other, end) = self.word(second).filter(|_| second > end)?;
        self.find(&format!("{word} {other}"), dimension)
            .map(|unit| Named::one(unit, end))
    }

    /// Whether `in` is the English word rather than inches: something follows and nothing says inches.
    fn is_preposition(&self, end: usize, dimension: Dimension) -> bool {
        let next = self.skip_spaces(end);
        let goes_on = self.is_at(next, is_letter) || self.number_begins(next);
        goes_on
            && self.reading.unit.symbol() != "in"
            && !(dimension == Dimension::Distance && self.after_feet(end))
    }

    /// Whether the inches that end at a place follow feet: `5 ft 10 in`.
    fn after_feet(&self, end: usize) -> bool {
        let before = self.text(0, end).to_lowercase();
        ["ft", "foot", "feet"]
            .iter()
            .any(|feet| before.contains(feet))
    }
}

/// A character that is a unit by itself.
fn is_unit_sign(c: char) -> bool {
    matches!(
        c,
        '%' | '¢' | '£' | '¥' | '$' | '฿' | '\u{20a0}'..='\u{20cf}'
    )
}
