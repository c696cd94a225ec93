//! What may stand behind an amount, and what shows that it is none.

use super::fold::SUPERSCRIPT;
use super::unit::is_letter;
use super::words::Words;
use super::{Unit, Unreadable};

impl Words<'_> {
    /// Refuses what a number without a unit can't be followed by.
    pub(super) fn check_bare_end(&self, end: usize) -> Result<(), Unreadable> {
        match self.at(end) {
            Some(c) if is_letter(c) => return Err(self.strange_word(end)),
            Some('-') if !self.is_at(end + 1, |c| c == ' ') && end + 1 < self.glyphs.len() => {
                return Err(Unreadable::NotANumber);
            }
            // Primes are feet or minutes here and inches or seconds there.
            Some('"' | '\'' | '′' | '″') if !self.is_quoted(end) => {
                return Err(Unreadable::NotANumber);
            }
            Some('.' | ',') if self.is_last_unit(self.skip_spaces(end + 1)) => {
                return Err(Unreadable::NotANumber);
            }
            _ => self.check_end(end)?,
        }
        let next = self.skip_spaces(end);
        if self.number_begins(next) {
            return Err(Unreadable::SeveralNumbers);
        }
        if self.at(next) == Some('-') && self.number_begins(self.skip_spaces(next + 1)) {
            return Err(Unreadable::NotANumber);
        }
        Ok(())
    }

    /// Refuses what a unit can't be followed by.
    pub(super) fn check_named_end(&self, end: usize) -> Result<(), Unreadable> {
        if self.at(end) == Some('/') {
            return Err(Unreadable::Rate);
        }
        self.check_end(end)
    }

    /// Refuses arithmetic, powers, rates and glued digits.
    fn check_end(&self, end: usize) -> Result<(), Unreadable> {
        let next = self.skip_spaces(end);
        let is_rate = |word: &str| matches!(word, "per" | "kmh" | "kph" | "mph");
        if self
            .word(next)
            .is_some_and(|(word, _)| is_rate(&word.to_lowercase()))
        {
            return Err(Unreadable::Rate);
        }
        let is_factor = self.is_at(next, |c| {
            matches!(c, 'x' | 'X' | '×' | '*' | '^' | '+' | '/' | '÷' | '=')
        }) && self.number_begins(self.skip_spaces(next + 1));
        let is_mark = |c| matches!(c, '.' | ',' | ';' | ':' | '-');
        let mut behind = end + 1;
        while self.is_at(end, is_mark) && self.is_at(behind, is_mark) {
            behind += 1;
        }
        let goes_on = self.is_at(behind, |c| c.is_ascii_digit());
        match self.at(end) {
            Some(SUPERSCRIPT) => Err(Unreadable::Superscript),
            _ if is_factor => Err(Unreadable::NotANumber),
            None | Some(' ' | '!' | '?' | ')' | '(' | ']' | '[' | '"') => Ok(()),
            Some(c) if is_mark(c) && !goes_on => Ok(()),
            Some(c) if c.is_ascii() || c.is_numeric() || is_letter(c) || goes_on => {
                Err(Unreadable::NotANumber)
            }
            Some(_) => Ok(()),
        }
    }

    /// Whether a quotation that ends here began before.
    fn is_quoted(&self, end: usize) -> bool {
        let before = self.glyphs.get(..end).unwrap_or_default();
        before.iter().any(|glyph| Some(glyph.c) == self.at(end))
    }

    /// Whether a unit is all that follows from there.
    fn is_last_unit(&self, at: usize) -> bool {
        self.word(at).is_some_and(|(word, end)| {
            Unit::from_word(&word).is_ok() && self.skip_spaces(end) >= self.glyphs.len()
        })
    }

    fn strange_word(&self, at: usize) -> Unreadable {
        match self.word(at) {
            Some((word, end)) if !self.is_at(end, |c| c.is_ascii_digit()) => {
                Unreadable::UnknownUnit(word.chars().take(32).collect())
            }
            _ => Unreadable::NotANumber,
        }
    }
}
