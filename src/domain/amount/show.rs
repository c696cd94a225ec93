//! Amounts as text: exactly for machines, kindly for people.

use super::ratio::{decimal, divide_rounded};
use super::{Decimal, Dimension, Unit};

/// The shortest number that reads back to exactly this amount in `unit`, with a point and without grouping:
/// `3.5 kg`, `1.5 h`, `20 pushups`, `3%`.
#[must_use]
pub fn show_exact(micro: i64, unit: &Unit) -> String {
    with_unit(&exact_number(i128::from(micro), unit), unit)
}

/// An amount for people: at most two decimals, thousands grouped, hours and minutes apart.
///
/// `12,500 steps`, `1,240 kg`, `1 h 30 min`, `11 st 4 lb`, `12.50 EUR`; rounded half away from zero.
#[must_use]
pub fn show(micro: i128, unit: &Unit, decimal: Decimal) -> String {
    let parts = parts_of(unit);
    match parts {
        [] => with_unit(&show_number(micro, unit, decimal), unit),
        parts => show_parts(micro, unit, parts, decimal),
    }
}

/// An amount for people with every decimal that it has, in `unit` alone: `3.125 km`, `1,234.5678 mi`.
#[must_use]
pub fn show_whole(micro: i64, unit: &Unit, decimal: Decimal) -> String {
    let number = exact_number(i128::from(micro), unit);
    let (digits, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits),
    };
    let (group, mark) = marks(decimal);
    let mut text = format!("{sign}{}", in_groups(digits, group));
    if !fraction.is_empty() {
        text.push(mark);
        text.push_str(fraction);
    }
    with_unit(&text, unit)
}

/// The number of [`show`] without its unit, in `unit` alone: `1.5` for an hour and a half in hours.
#[must_use]
pub fn show_number(micro: i128, unit: &Unit, decimal: Decimal) -> String {
    let hundredths = hundredths(micro, unit.micro_ratio());
    grouped(hundredths, decimal, unit.dimension() == Dimension::Money)
}

/// The number of [`show_exact`] without its unit.
pub(super) fn exact_number(micro: i128, unit: &Unit) -> String {
    let (num, den) = unit.micro_ratio();
    let shortest = (0..=15).find_map(|places| {
        let power = 10_i128.checked_pow(places)?;
        let scaled = divide_rounded(micro.checked_mul(den)?.checked_mul(power)?, num);
        let back = divide_rounded(scaled.checked_mul(num)?, den.checked_mul(power)?);
        (back == micro).then(|| decimal(scaled, places))
    });
    shortest.unwrap_or_else(|| decimal(divide_rounded(micro.saturating_mul(1_000_000), num), 6))
}

fn with_unit(number: &str, unit: &Unit) -> String {
    match unit.symbol() {
        "%" => format!("{number}%"),
        _ => format!("{number} {}", unit.word_for(matches!(number, "1" | "-1"))),
    }
}

/// A unit in a row of smaller ones, and how many hundredths of the last of the row make one.
type Part = (&'static str, i128);

/// The parts in which people say amounts of a unit, greatest first; none where they say one number.
fn parts_of(unit: &Unit) -> &'static [Part] {
    const WEEKS: &[Part] = &[
        ("w", 60_480_000),
        ("d", 8_640_000),
        ("h", 360_000),
        ("min", 6_000),
        ("s", 100),
    ];
    match unit.symbol() {
        "w" => WEEKS,
        "d" => &WEEKS[1..],
        "h" | "min" | "s" | "ms" => &WEEKS[2..],
        "st" => &[("st", 1_400), ("lb", 100)],
        _ => &[],
    }
}

fn show_parts(micro: i128, unit: &Unit, parts: &[Part], decimal: Decimal) -> String {
    let last = parts.last().map_or("", |part| part.0);
    let ratio = Unit::known(last).map_or((1_000_000, 1), |unit| unit.micro_ratio());
    let total = hundredths(micro, ratio);
    let mut rest = total.unsigned_abs();
    let mut shown = Vec::with_capacity(parts.len());
    for &(symbol, size) in parts {
        let size = size.unsigned_abs();
        let count = if symbol == last {
            rest
        } else {
            rest / size * 100
        };
        rest %= size;
        if count > 0 {
            let count = i128::try_from(count).unwrap_or(i128::MAX);
            shown.push(format!("{} {symbol}", grouped(count, decimal, false)));
        }
    }
    let sign = if total < 0 { "-" } else { "" };
    if shown.is_empty() {
        format!("0 {unit}")
    } else {
        format!("{sign}{}", shown.join(" "))
    }
}

/// How many hundredths of a unit, rounded half away from zero; what would overflow stays at the limit.
fn hundredths(micro: i128, (num, den): (i128, i128)) -> i128 {
    let (whole, rest) = (micro / num, micro % num);
    let rest = divide_rounded(rest.saturating_mul(den).saturating_mul(100), num);
    whole
        .saturating_mul(den)
        .saturating_mul(100)
        .saturating_add(rest)
}

/// Hundredths with a locale's marks, decimals only where there are any (or, for money, both or none).
fn grouped(hundredths: i128, decimal: Decimal, both_decimals: bool) -> String {
    let (group, mark) = marks(decimal);
    let digits = (hundredths.unsigned_abs() / 100).to_string();
    let sign = if hundredths < 0 { "-" } else { "" };
    let mut text = format!("{sign}{}", in_groups(&digits, group));
    let fraction = format!("{:02}", hundredths.unsigned_abs() % 100);
    let fraction = if both_decimals {
        fraction.as_str()
    } else {
        fraction.trim_end_matches('0')
    };
    if !matches!(fraction, "" | "00") {
        text.push(mark);
        text.push_str(fraction);
    }
    text
}

/// A locale's marks: between thousands, and before decimals.
fn marks(decimal: Decimal) -> (char, char) {
    match decimal {
        Decimal::Point => (',', '.'),
        Decimal::Comma => ('.', ','),
    }
}

fn in_groups(digits: &str, group: char) -> String {
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}
