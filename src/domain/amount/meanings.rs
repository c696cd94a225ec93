//! Unit words that mean something else in every challenge: thousands, calories, cents and tons.

use super::ratio::Ratio;
use super::words::{Meaning, Named, Words};
use super::{Dimension, Unit};

impl Words<'_> {
    /// Thousands (or millions): of the unit that follows, else of the challenge's; `5k` where distance is measured is 5 km.
    pub(super) fn scaled(&self, word: &str, end: usize) -> Option<Named> {
        let metric = self.reading.unit;
        let scale = Ratio::new(if word == "million" { 1_000_000 } else { 1_000 }, 1);
        let thousands = |unit: Unit| Meaning { unit, scale };
        if let Some((unit, end)) = self.unit_of_thousands(end) {
            return Some(Named {
                meanings: vec![thousands(unit)],
                end,
                is_unit: true,
            });
        }
        let kilo = |symbol| {
            Unit::known(symbol).map(|unit| Meaning {
                unit,
                scale: Ratio::ONE,
            })
        };
        let meanings = match metric.dimension() {
            Dimension::Mass if word == "k" => vec![kilo("kg")?, thousands(metric.clone())],
            Dimension::Distance | Dimension::Duration | Dimension::Percent if word == "k" => {
                vec![kilo("km")?]
            }
            _ => vec![thousands(metric.clone())],
        };
        let is_unit = meanings[0].scale == Ratio::ONE;
        Some(Named {
            meanings,
            end,
            is_unit,
        })
    }

    /// The unit that thousands are of, where it is clear that it is one: `5k steps`, `10k €`.
    fn unit_of_thousands(&self, end: usize) -> Option<(Unit, usize)> {
        let at = self.skip_spaces(end);
        if let Some(named) = self.own_unit(at) {
            return Some((self.reading.unit.clone(), named.end));
        }
        let (word, after) = self.word(at)?;
        let unit = self.find(&word, self.reading.unit.dimension())?;
        let is_clear = match unit.dimension() {
            Dimension::Percent | Dimension::Duration => false,
            Dimension::Distance => word.len() > 3,
            Dimension::Money => true,
            _ => word.len() > 1,
        };
        is_clear.then_some((unit, after))
    }

    /// `cal`: whoever types it mostly means the kilocalories on the packet, so where energy is measured we ask.
    pub(super) fn calories(&self, end: usize) -> Named {
        let metric = self.reading.unit;
        if metric.symbol() == "cal" {
            return Named::one(metric.clone(), end);
        }
        let meaning = |scale| Unit::known("kcal").map(|unit| Meaning { unit, scale });
        let both = [Ratio::ONE, Ratio::new(1, 1_000)];
        let n_meanings = if metric.dimension() == Dimension::Energy {
            2
        } else {
            1
        };
        Named {
            meanings: both
                .into_iter()
                .take(n_meanings)
                .filter_map(meaning)
                .collect(),
            end,
            is_unit: true,
        }
    }

    /// Hundredths of the challenge's currency.
    pub(super) fn cents(&self, word: &str, end: usize) -> Option<Named> {
        let currency = self.reading.unit;
        let is_hundredth = match currency.symbol() {
            "JPY" | "KRW" | "HUF" => false,
            "GBP" => ["p", "pence", "penny"].contains(&word),
            "CHF" => ["rp", "rappen", "centimes"].contains(&word),
            _ => ["cent", "cents", "ct", "c", "¢"].contains(&word),
        };
        let meanings = vec![Meaning {
            unit: currency.clone(),
            scale: Ratio::new(1, 100),
        }];
        (is_hundredth && currency.dimension() == Dimension::Money).then_some(Named {
            meanings,
            end,
            is_unit: true,
        })
    }
}

/// Tons are tonnes in most of the world and 2,000 lb in the United States, so we ask.
pub(super) fn tons(end: usize) -> Named {
    let tonne = Unit::known("t").map(|unit| Meaning {
        unit,
        scale: Ratio::ONE,
    });
    let short_ton = Unit::known("lb").map(|unit| Meaning {
        unit,
        scale: Ratio::new(2_000, 1),
    });
    Named {
        meanings: tonne.into_iter().chain(short_ton).collect(),
        end,
        is_unit: true,
    }
}
