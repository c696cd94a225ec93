//! The plainest way to type an amount, as most reports are: digits, perhaps a point, and the challenge's own unit.

use super::ratio::divide_rounded;
use super::read::sure_digits;
use super::{Amount, Decimal, Dimension, Reading, TypedAmount};

/// More digits than this on either side of the point are read with care.
const MOST_DIGITS: usize = 9;

/// Reads `5 km` or `5.25km` where kilometres are measured, exactly as the careful reader does; leaves it everything
/// else, and whatever could be asked about or refused.
pub(super) fn plain(typed: &str, reading: &Reading) -> Option<TypedAmount> {
    let unit = reading.unit;
    let is_plain = match unit.dimension() {
        Dimension::Mass | Dimension::Distance | Dimension::Duration | Dimension::Volume => {
            !matches!(unit.symbol(), "in" | "st" | "t" | "w" | "fl oz")
        }
        Dimension::Count | Dimension::Energy | Dimension::Money | Dimension::Percent => false,
    };
    if !is_plain || (reading.community, reading.member) != (Decimal::Point, Decimal::Point) {
        return None;
    }
    let number = typed.strip_suffix(unit.symbol())?;
    let number = number.strip_suffix(' ').unwrap_or(number);
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (digits(whole)?, digits(fraction)?),
        None => (digits(number)?, ""),
    };
    let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    let typed = whole.parse::<i128>().ok()? * scale;
    let typed = typed + fraction.parse::<i128>().unwrap_or(0);
    let (num, den) = unit.micro_ratio();
    let micro = divide_rounded(typed.checked_mul(num)?, scale.checked_mul(den)?);
    let micro = i64::try_from(micro).ok().filter(|micro| *micro != 0)?;
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let number = match fraction {
        "" => whole.to_owned(),
        _ => [whole, fraction].join("."),
    };
    Some(TypedAmount {
        amount: Amount::new(micro, unit.dimension()),
        again: [&sure_digits(&number), unit.sure_word()].join(" "),
        number,
        unit: unit.clone(),
        named: true,
        note: String::new(),
        before: 0,
    })
}

/// A few digits and nothing else.
fn digits(text: &str) -> Option<&str> {
    let are_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (are_digits && (1..=MOST_DIGITS).contains(&text.len())).then_some(text)
}
