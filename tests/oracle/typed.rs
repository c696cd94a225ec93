//! Amounts as people type them, each with the exact value that it must be read as.

use super::rng::Rng;

/// The display unit of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Kilogram,
    Pound,
    Kilometre,
    Mile,
    Minute,
    /// A counted unit of that name.
    Counted(&'static str),
}

impl Unit {
    /// The name as it is given to `unit:` and shown in standings.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Kilogram => "kg",
            Self::Pound => "lb",
            Self::Kilometre => "km",
            Self::Mile => "mi",
            Self::Minute => "min",
            Self::Counted(name) => name,
        }
    }

    /// Millionths of the dimension's base unit (gram, metre, second, item).
    pub(crate) fn micro(self) -> i128 {
        match self {
            Self::Kilogram | Self::Kilometre => 1_000_000_000,
            Self::Pound => 453_592_370,
            Self::Mile => 1_609_344_000,
            Self::Minute => 60_000_000,
            Self::Counted(_) => 1_000_000,
        }
    }
}

/// An amount as typed, and its exact value in millionths of the base unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) text: String,
    pub(crate) micro: i128,
}

/// So many whole units, written plainly.
pub(crate) fn plain(unit: Unit, count: i128) -> Typed {
    let text = match unit {
        Unit::Counted(_) => count.to_string(),
        _ => format!("{count}{}", unit.name()),
    };
    Typed {
        text,
        micro: count * unit.micro(),
    }
}

/// An amount between so many units of the challenge, typed in one of many ways.
pub(crate) fn any(rng: &mut Rng, unit: Unit, low: i128, high: i128) -> Typed {
    match unit {
        Unit::Counted(name) => {
            let count = rng.between(low, high);
            let text = match rng.below(4) {
                0 => format!("{count} {name}"),
                1 => format!("+{count}"),
                _ => count.to_string(),
            };
            Typed {
                text,
                micro: count * unit.micro(),
            }
        }
        Unit::Kilogram => match rng.below(8) {
            0 => decimal(rng, low * 2, high * 2, 453_592_370, &["lb", " lb", " lbs"]),
            1 => whole(rng, low * 1_000, high * 1_000, 1_000_000, &["g", " g"]),
            2 => half(rng, low, high, unit.micro(), " kg"),
            3 => decimal(rng, low, high, unit.micro(), &[""]),
            _ => decimal(rng, low, high, unit.micro(), &["kg", " kg", " KG"]),
        },
        Unit::Pound => match rng.below(6) {
            0 => decimal(
                rng,
                low.div_euclid(2) + 1,
                high / 2 + 1,
                1_000_000_000,
                &["kg", " kg"],
            ),
            1 => pounds_and_ounces(rng, low, high),
            2 => decimal(rng, low, high, unit.micro(), &[""]),
            _ => decimal(rng, low, high, unit.micro(), &["lb", " lb", " lbs"]),
        },
        Unit::Kilometre => match rng.below(7) {
            0 => decimal(rng, low, high, 1_609_344_000, &["mi", " mi", " miles"]),
            1 => whole(rng, low * 1_000, high * 1_000, 1_000_000, &[" m"]),
            2 => whole(rng, low, high, unit.micro(), &["k"]),
            3 => decimal(rng, low, high, unit.micro(), &[""]),
            _ => decimal(rng, low, high, unit.micro(), &["km", " km"]),
        },
        Unit::Mile => match rng.below(3) {
            0 => decimal(rng, low, high, 1_000_000_000, &["km", " km"]),
            1 => decimal(rng, low, high, unit.micro(), &[""]),
            _ => decimal(rng, low, high, unit.micro(), &["mi", " mi", " miles"]),
        },
        Unit::Minute => match rng.below(6) {
            0 => hours_and_minutes(rng, low, high),
            1 => whole(rng, 1, high / 60 + 1, 3_600_000_000, &["h", " h"]),
            2 => half(rng, 1, high / 60 + 1, 3_600_000_000, " hours"),
            3 => whole(rng, low, high, unit.micro(), &[""]),
            _ => decimal(rng, low, high, unit.micro(), &["min", " min"]),
        },
    }
}

/// A number with up to four decimals, never three: a separator before three digits may be asked about.
fn decimal(rng: &mut Rng, low: i128, high: i128, micro: i128, endings: &[&str]) -> Typed {
    let places = *rng.pick(&[0, 0, 0, 1, 1, 2, 4]);
    let scale = 10_i128.pow(places);
    let digits = rng.between((low * scale).max(1), high * scale);
    let mark = if places != 4 && rng.chance(20) {
        ','
    } else {
        '.'
    };
    let width = usize::try_from(places).expect("a few places");
    let number = match places {
        0 => digits.to_string(),
        _ => format!("{}{mark}{:0width$}", digits / scale, digits % scale),
    };
    Typed {
        text: format!("{number}{}", rng.pick(endings)),
        micro: round(digits * micro, scale),
    }
}

fn whole(rng: &mut Rng, low: i128, high: i128, micro: i128, endings: &[&str]) -> Typed {
    let count = rng.between(low.max(1), high);
    Typed {
        text: format!("{count}{}", rng.pick(endings)),
        micro: count * micro,
    }
}

fn half(rng: &mut Rng, low: i128, high: i128, micro: i128, ending: &str) -> Typed {
    let count = rng.between(low.max(1), high);
    Typed {
        text: format!("{count}½{ending}"),
        micro: round((count * 2 + 1) * micro, 2),
    }
}

fn pounds_and_ounces(rng: &mut Rng, low: i128, high: i128) -> Typed {
    let (pounds, ounces) = (rng.between(low.max(1), high), rng.between(1, 15));
    Typed {
        text: format!("{pounds} lb {ounces} oz"),
        micro: round((pounds * 16 + ounces) * 453_592_370, 16),
    }
}

fn hours_and_minutes(rng: &mut Rng, low: i128, high: i128) -> Typed {
    let minutes = rng.between(low.max(60), high.max(61));
    let (hours, rest) = (minutes / 60, minutes % 60);
    let text = match rng.below(3) {
        0 => format!("{hours}h{rest:02}"),
        1 => format!("{hours}h {rest}m"),
        _ => format!("{hours}:{rest:02}:00"),
    };
    Typed {
        text,
        micro: minutes * 60_000_000,
    }
}

/// Rounds once, half away from zero; both are positive here.
fn round(top: i128, bottom: i128) -> i128 {
    (top * 2 + bottom) / (bottom * 2)
}
