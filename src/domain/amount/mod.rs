//! Exact amounts and units: what people type is read, converted as a whole, and shown again.
//!
//! An amount is a signed count of millionths of its dimension's base unit. Factors are exact fractions and the
//! one rounding is half away from zero; there is no binary float here. What is typed is read by [`read()`], and
//! its rules are:
//!
//! - A word that several units share means the challenge's own unit, else one of its dimension, else the first
//!   of mass, distance, duration… (`m` is minutes where duration is measured, `$` the challenge's dollar).
//! - What could honestly mean two things is asked ([`Typed::Either`]): `1:30`, `200 cal` where kilocalories are
//!   measured, `5 tons`, `5k` where mass is, and `1,500 km` where community and member read it differently.
//! - A mark before exactly three digits is what the community's locale says; counts are never asked about. It is
//!   surely decimal behind a zero or more than three digits, surely grouping when it comes twice.
//! - Parts add up when their units get smaller: `1st 4lb`, `1 h and 30 min`. Two amounts side by side that do
//!   not (`5 km 3 km`), sums, products, ranges, dates and rates are refused rather than half read.
//! - `cents` are hundredths of the challenge's currency; words with a hyphen (`5km-run`) are cut there.
//! - An unknown word after a space starts the note; an unknown word glued to the number is refused.
//! - Words before the number (`ran 5 km`) join the note when a unit was named or the text ends there.

mod clock;
mod ends;
mod fold;
#[cfg(test)]
mod laws;
mod meanings;
mod number;
mod plain;
mod ratio;
mod read;
mod show;
mod table;
mod terms;
#[cfg(test)]
mod tests;
mod unit;
mod words;

use serde::{Deserialize, Serialize};

pub use read::read;
pub use show::{show, show_exact, show_number, show_whole};
pub use unit::{BadUnit, Unit};

/// What kind of thing is measured; amounts of different dimensions never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Base unit: the gram.
    Mass,
    /// Base unit: the metre.
    Distance,
    /// Base unit: the second.
    Duration,
    /// Base unit: one item of whatever is counted.
    Count,
    /// Base unit: the litre.
    Volume,
    /// Base unit: the joule.
    Energy,
    /// Base unit: one of the currency.
    Money,
    /// Base unit: one percent.
    Percent,
}

impl Dimension {
    /// Its name in lower case, the same as in stored facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mass => "mass",
            Self::Distance => "distance",
            Self::Duration => "duration",
            Self::Count => "count",
            Self::Volume => "volume",
            Self::Energy => "energy",
            Self::Money => "money",
            Self::Percent => "percent",
        }
    }
}

/// An exact amount: millionths of the dimension's base unit (µg for mass).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    micro: i64,
    dimension: Dimension,
}

impl Amount {
    /// The amount of so many millionths of the base unit.
    #[must_use]
    pub fn new(micro: i64, dimension: Dimension) -> Self {
        Self { micro, dimension }
    }

    /// Millionths of the base unit.
    #[must_use]
    pub fn micro(self) -> i64 {
        self.micro
    }

    /// What it is an amount of.
    #[must_use]
    pub fn dimension(self) -> Dimension {
        self.dimension
    }
}

/// Which mark a locale writes before the decimals; the other one groups thousands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimal {
    /// `1,234.5`
    #[default]
    Point,
    /// `1.234,5`
    Comma,
}

impl Decimal {
    /// What a locale such as `de`, `pt-BR` or `es_MX` writes; an unknown one writes a point.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        const COMMA: &[&str] = &[
            "af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi",
            "fo", "fr", "gl", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "ky", "lb", "lt",
            "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr",
            "sv", "tr", "uk", "uz", "vi",
        ];
        const POINT_HERE: &[&str] = &[
            "de-ch", "de-li", "es-419", "es-do", "es-gt", "es-hn", "es-mx", "es-ni", "es-pa",
            "es-pe", "es-pr", "es-sv", "es-us", "it-ch",
        ];
        // Most communities never change theirs.
        if locale == "en" {
            return Self::Point;
        }
        let tag: String = locale
            .chars()
            .take(16)
            .collect::<String>()
            .to_lowercase()
            .replace('_', "-");
        let tag = tag.split(['.', '@']).next().unwrap_or_default();
        let language = tag.split('-').next().unwrap_or_default();
        if COMMA.contains(&language) && !POINT_HERE.contains(&tag) {
            Self::Comma
        } else {
            Self::Point
        }
    }
}

/// How typed text is to be read: the challenge's unit and whose habits count.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The challenge's display unit, which a bare number is in.
    pub unit: &'a Unit,
    /// Whether amounts below zero are taken.
    pub signed: bool,
    /// Whether zero is taken.
    pub zero_ok: bool,
    /// The community's decimal mark, which decides.
    pub community: Decimal,
    /// The member's decimal mark; where it disagrees about something that is not counted, we ask.
    pub member: Decimal,
}

/// One amount as it was typed, and what it is exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedAmount {
    /// The exact amount, in the dimension of the unit typed.
    pub amount: Amount,
    /// How many of `unit`: the digits as typed, without grouping and with a decimal point; `1⅓` and `1 1/2` stay
    /// as they are; parts (`1h30`) are added up in the smallest unit named.
    pub number: String,
    /// The unit in which it was typed: the challenge's where none was.
    pub unit: Unit,
    /// Whether a unit was typed.
    pub named: bool,
    /// The words around the amount, trimmed, as typed.
    pub note: String,
    /// How many bytes of the note stood before the amount.
    pub before: usize,
    /// A way to type exactly this amount that nobody's locale reads otherwise: `1h30min`, `1500 km`.
    pub again: String,
}

impl TypedAmount {
    /// Whether a challenge with this display unit can take it.
    #[must_use]
    pub fn fits(&self, metric: &Unit) -> bool {
        self.unit.fits(metric)
    }

    /// The words before the amount, and those behind it.
    #[must_use]
    pub fn around(&self) -> (&str, &str) {
        let (before, after) = self.note.split_at(self.before);
        (before.trim_end(), after.trim_start())
    }
}

/// What was read from what a member typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Nothing but blanks.
    Nothing,
    /// One amount.
    Amount(TypedAmount),
    /// Two different amounts it could be; the community's own reading comes first.
    Either(Box<[TypedAmount; 2]>),
}

/// Why typed text is not an amount; the words for it are made where cards are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is no number where one is looked for.
    NoNumber,
    /// It is below zero and the metric takes no signed amounts.
    Negative,
    /// It is zero, or rounds to it, and zero is not taken.
    Zero,
    /// More digits than any amount has.
    TooManyDigits,
    /// More than an amount can hold.
    TooBig,
    /// A raised, lowered or circled digit.
    Superscript,
    /// It begins like a number but is none: a power, a sum, a range, a date.
    NotANumber,
    /// Longer than any message.
    TooLong,
    /// A speed or another rate (`8 km/h`) where an amount is wanted.
    Rate,
    /// Two numbers side by side that do not make one amount.
    SeveralNumbers,
    /// Letters glued to the number that are no unit, at most 32 of them.
    UnknownUnit(String),
}
