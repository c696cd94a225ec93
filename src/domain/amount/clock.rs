//! Times written with colons: `1:30:00`, `1:30.5`, and `1:30`, which is asked.

use super::number::{Number, Written, read_number};
use super::ratio::Ratio;
use super::terms::{Reading, term};
use super::words::Words;
use super::{Dimension, Unreadable};

impl Words<'_> {
    /// `1:30:00`, `1:30.5`, and `1:30`, which is asked unless a unit follows.
    pub(super) fn clock(&self, at: usize) -> Result<Option<Vec<Reading>>, Unreadable> {
        let mut numbers = Vec::new();
        let mut end = at;
        loop {
            let number = if self.number_begins(end) {
                self.digits(end)?
            } else {
                None
            };
            let Some(number) = number else { break };
            end = number.end;
            numbers.push(number);
            if !(self.at(end) == Some(':') && self.is_at(end + 1, |c| c.is_ascii_digit())) {
                break;
            }
            end += 1;
        }
        if numbers.len() < 2 {
            return Ok(None);
        }
        let has_fraction = self.is_at(end, |c| matches!(c, '.' | ','))
            && self.is_at(end + 1, |c| c.is_ascii_digit());
        if has_fraction {
            let last = numbers.pop().ok_or(Unreadable::NotANumber)?;
            let start = last.end - last.plain_digits.unwrap_or(0);
            let exact = self.decimal_seconds(start)?;
            end = exact.end;
            numbers.push(exact);
        }
        let is_sixtieth = |number: &Number| {
            number.plain_digits == Some(2) && number.community.value.is_below(Ratio::new(60, 1))
        };
        if numbers.len() > 3 || !numbers[1..].iter().all(is_sixtieth) {
            return Err(Unreadable::NotANumber);
        }
        let unit = self.unit_behind(end, Dimension::Duration);
        let named = unit
            .as_ref()
            .and_then(|named| Some((named.meanings.first()?.unit.symbol().to_owned(), named.end)));
        let (rows, end): (Vec<&[&'static str]>, usize) = match (numbers.len(), named) {
            (3, Some((symbol, end))) if symbol == "h" => (vec![&["h", "min", "s"]], end),
            (2, Some((symbol, end))) if symbol == "h" && !has_fraction => {
                (vec![&["h", "min"]], end)
            }
            (2, Some((symbol, end))) if symbol == "min" => (vec![&["min", "s"]], end),
            (3, None) => (vec![&["h", "min", "s"]], end),
            (_, None) if has_fraction => (vec![&["min", "s"]], end),
            (_, None) => (vec![&["h", "min"], &["min", "s"]], end),
            _ => return Err(Unreadable::NotANumber),
        };
        self.check_named_end(end)?;
        let reading = |row: &[&'static str]| {
            let terms = numbers
                .iter()
                .zip(row)
                .filter_map(|(number, symbol)| term(number.clone(), symbol));
            Reading {
                terms: terms.collect(),
                end,
                named: true,
            }
        };
        Ok(Some(rows.into_iter().map(reading).collect()))
    }

    /// A number of digits alone, cut off at whatever follows them.
    fn digits(&self, at: usize) -> Result<Option<Number>, Unreadable> {
        let mut end = at;
        while self.is_at(end, |c| c.is_ascii_digit()) {
            end += 1;
        }
        if end == at || end - at > 9 {
            return Ok(None);
        }
        read_number(&self.glyphs[..end], at, self.reading).map(Some)
    }

    /// Seconds with a fraction: whichever mark stands there, it is a decimal mark.
    fn decimal_seconds(&self, at: usize) -> Result<Number, Unreadable> {
        let mut number = read_number(self.glyphs, at, self.reading)?;
        let text = self.text(at, number.end).replace(',', ".");
        let (whole, fraction) = text.split_once('.').ok_or(Unreadable::NotANumber)?;
        let places = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
        let scaled = format!("{whole}{fraction}")
            .parse()
            .map_err(|_| Unreadable::NotANumber)?;
        let power = 10_i128
            .checked_pow(places)
            .ok_or(Unreadable::TooManyDigits)?;
        number.plain_digits = Some(whole.len());
        number.community = Written {
            value: Ratio::new(scaled, power),
            text,
        };
        number.member = None;
        Ok(number)
    }

    pub(super) fn is_clock(&self, mut at: usize) -> bool {
        while self.is_at(at, |c| c.is_ascii_digit()) {
            at += 1;
        }
        self.at(at) == Some(':')
    }
}
