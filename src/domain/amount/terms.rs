//! The parts an amount is made of: `6 lb 4 oz`, `1h30`, `1 hour and 30 minutes`.

use super::number::{Number, read_number};
use super::ratio::Ratio;
use super::words::{Meaning, Named, Words};
use super::{Dimension, Unit, Unreadable};

/// A number and what it counts.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) number: Number,
    pub(super) meaning: Meaning,
}

/// One way to read the amount at a place: its parts, greatest first, and the place behind it.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) terms: Vec<Term>,
    pub(super) end: usize,
    pub(super) named: bool,
}

/// The units that a number without one counts behind another: `1h30`, `1st 4`.
const NEXT: &[(&str, &str, i128)] = &[
    ("h", "min", 60),
    ("min", "s", 60),
    ("st", "lb", 14),
    ("lb", "oz", 16),
    ("ft", "in", 12),
];

impl Words<'_> {
    /// Reads the amount whose number begins at a place: one reading, or the two it may have.
    ///
    /// With a currency named in front of it (then the reading's unit is that), another unit behind it is a note.
    pub(super) fn amount(&self, at: usize, is_priced: bool) -> Result<Vec<Reading>, Unreadable> {
        if let Some(readings) = self.clock(at)? {
            return if is_priced {
                Err(Unreadable::NotANumber)
            } else {
                Ok(readings)
            };
        }
        let metric = self.reading.unit;
        let number = read_number(self.glyphs, at, self.reading)?;
        let is_price = |named: &Named| {
            named
                .meanings
                .iter()
                .all(|it| it.unit.dimension() == Dimension::Money)
        };
        let named = self
            .unit_behind(number.end, metric.dimension())
            .filter(|named| !is_priced || is_price(named));
        let Some(Named {
            meanings,
            end,
            is_unit,
        }) = named
        else {
            self.check_bare_end(number.end)?;
            let meaning = Meaning {
                unit: metric.clone(),
                scale: Ratio::ONE,
            };
            let end = number.end;
            return Ok(vec![Reading {
                terms: vec![Term { number, meaning }],
                end,
                named: is_priced,
            }]);
        };
        let reading = |meaning| Reading {
            terms: vec![Term {
                number: number.clone(),
                meaning,
            }],
            end,
            named: is_unit || is_priced,
        };
        let mut readings: Vec<Reading> = meanings.into_iter().map(reading).collect();
        if let [only] = readings.as_mut_slice() {
            let other = self.add_smaller_parts(only)?;
            readings.extend(other);
        }
        for reading in &readings {
            self.check_named_end(reading.end)?;
        }
        Ok(readings)
    }

    /// Adds what follows in smaller units of the same dimension. Answers the reading in which a doubtful last
    /// number (`1 h 30 easy run`) belongs to the note.
    fn add_smaller_parts(&self, reading: &mut Reading) -> Result<Option<Reading>, Unreadable> {
        while reading.terms.len() < 5 {
            let Some(last) = reading
                .terms
                .last()
                .filter(|term| term.meaning.scale == Ratio::ONE)
            else {
                break;
            };
            let unit = last.meaning.unit.clone();
            if matches!(
                unit.dimension(),
                Dimension::Count | Dimension::Money | Dimension::Percent
            ) {
                break;
            }
            let (at, joint) = self.next_part(reading.end);
            if !self.number_begins(at) || self.is_clock(at) {
                break;
            }
            let Ok(number) = read_number(self.glyphs, at, self.reading) else {
                break;
            };
            let Some(next) = self.unit_behind(number.end, unit.dimension()) else {
                return self.add_unnamed_part(reading, &unit, number, at);
            };
            let Some(meaning) = next.meanings.into_iter().next().filter(|next| {
                next.scale == Ratio::ONE && next.unit.dimension() == unit.dimension()
            }) else {
                break;
            };
            let is_smaller = meaning.unit.micro().is_below(unit.micro());
            let is_last = self.skip_spaces(next.end) >= self.glyphs.len();
            match joint {
                Joint::Comma if !is_smaller || !is_last => break,
                _ if !is_smaller => return Err(Unreadable::SeveralNumbers),
                _ => {}
            }
            reading.terms.push(Term { number, meaning });
            reading.end = next.end;
        }
        Ok(None)
    }

    /// A number without a unit behind a part: the next smaller unit where it is glued (`1h30`) or the last word.
    fn add_unnamed_part(
        &self,
        reading: &mut Reading,
        unit: &Unit,
        number: Number,
        at: usize,
    ) -> Result<Option<Reading>, Unreadable> {
        let is_glued = at == reading.end;
        let refused = if is_glued {
            Err(Unreadable::NotANumber)
        } else {
            Ok(None)
        };
        let Some(&(_, smaller, limit)) = NEXT.iter().find(|(symbol, ..)| *symbol == unit.symbol())
        else {
            return refused;
        };
        let is_time = unit.dimension() == Dimension::Duration;
        let has_right_length = number
            .plain_digits
            .is_some_and(|n| if is_time { n == 2 } else { n <= 2 });
        let is_alone = self.check_bare_end(number.end).is_ok();
        if !has_right_length || !is_alone || !number.community.value.is_below(Ratio::new(limit, 1))
        {
            return refused;
        }
        let ends = !self.is_at(self.skip_spaces(number.end), char::is_alphanumeric);
        if !is_glued && !ends && !is_time {
            return Ok(None);
        }
        let without = (!is_glued && !ends).then(|| reading.clone());
        reading.end = number.end;
        reading.terms.extend(term(number, smaller));
        Ok(without)
    }

    /// Where the next part would begin, and what joins it to the one before.
    fn next_part(&self, end: usize) -> (usize, Joint) {
        let at = self.skip_spaces(end);
        match self.at(at) {
            Some(',') => (self.skip_spaces(at + 1), Joint::Comma),
            Some('&' | '+') => (self.skip_spaces(at + 1), Joint::Close),
            _ => match self.word(at) {
                Some((word, after)) if word == "and" => (self.skip_spaces(after), Joint::Close),
                _ => (at, Joint::Close),
            },
        }
    }
}

/// What stands between two parts.
#[derive(Clone, Copy)]
enum Joint {
    /// Nothing, a space, `and`, `&` or `+`.
    Close,
    /// A comma, which as often begins a note.
    Comma,
}

/// So many of the known unit of this symbol.
pub(super) fn term(number: Number, symbol: &'static str) -> Option<Term> {
    let unit = Unit::known(symbol)?;
    Some(Term {
        number,
        meaning: Meaning {
            unit,
            scale: Ratio::ONE,
        },
    })
}
