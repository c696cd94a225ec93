//! What may stand behind an amount, and what shows that it is none.

use super::Unreadable;
use super::fold::SUPERSCRIPT;
use super::unit::is_letter;
use super::words::Words;

impl Words<'_> {
    /// Refuses what a number without a unit can't be followed by.
    pub(super) fn check_bare_end(&self, end: usize) -> Result<(), Unreadable> {
        match self.at(end) {
            Some(c) if is_letter(c) => return Err(self.strange_word(end)),
            Some('-') if !self.is_at(end + 1, |c| c == ' ') && end + 1 < self.glyphs.len() => {
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
        let next_is_digit = self.is_at(end + 1, |c| c.is_ascii_digit());
        match self.at(end) {
            Some(SUPERSCRIPT) => Err(Unreadable::Superscript),
            _ if is_factor => Err(Unreadable::NotANumber),
            None | Some(' ' | '!' | '?' | ')' | '(' | ']' | '[' | '"') => Ok(()),
            Some('.' | ',' | ';' | ':' | '-') if !next_is_digit => Ok(()),
            Some(c) if c.is_ascii() || c.is_numeric() || is_letter(c) => {
                Err(Unreadable::NotANumber)
            }
            Some(_) => Ok(()),
        }
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
