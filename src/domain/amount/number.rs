//! Reads a number as people of any locale write it: grouping, decimal marks, fractions.

use super::fold::{Glyph, SURE_DECIMAL, vulgar_fraction};
use super::ratio::Ratio;
use super::{Decimal, Reading, Unreadable};

/// More digits than this, without leading zeros, are no amount.
const MOST_DIGITS: usize = 24;

/// A number in one locale's reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) value: Ratio,
    /// Its digits without grouping, with a decimal point.
    pub(super) text: String,
}

/// A number at a place in a text.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) community: Written,
    /// How the member's locale reads it, where that is something else.
    pub(super) member: Option<Written>,
    /// The place behind it.
    pub(super) end: usize,
    /// How many digits it has, where it is written with digits alone.
    pub(super) plain_digits: Option<usize>,
}

/// A run of digits and the mark before it; the first has no mark.
struct Run {
    mark: char,
    digits: String,
}

/// Whether a number begins at a place.
pub(super) fn begins(glyphs: &[Glyph], at: usize) -> bool {
    let digit = |at: usize| glyphs.get(at).is_some_and(|glyph| glyph.c.is_ascii_digit());
    match glyphs.get(at).map(|glyph| glyph.c) {
        Some('.' | ',' | SURE_DECIMAL) => digit(at + 1),
        Some(c) => c.is_ascii_digit() || vulgar_fraction(c).is_some(),
        None => false,
    }
}

/// Reads the number that begins at a place where [`begins`] holds.
pub(super) fn read_number(
    glyphs: &[Glyph],
    at: usize,
    reading: &Reading,
) -> Result<Number, Unreadable> {
    if let Some(number) = simple_fraction(glyphs, at) {
        return Ok(number);
    }
    let (runs, mut end) = digit_runs(glyphs, at);
    let n_digits: usize = runs.iter().map(|run| run.digits.len()).sum();
    let n_zeros = runs[0].digits.chars().take_while(|&c| c == '0').count();
    if n_digits - n_zeros > MOST_DIGITS {
        return Err(Unreadable::TooManyDigits);
    }
    let mut community = interpret(&runs, reading.community).ok_or(Unreadable::NotANumber)?;
    let mut member = interpret(&runs, reading.member).filter(|written| *written != community);
    let mut plain_digits = (runs.len() == 1).then_some(n_digits);
    if let Some((fraction, after)) = fraction_after(glyphs, end, n_digits > 0) {
        if runs.last().is_some_and(|run| run.mark != '\0') {
            return Err(Unreadable::NotANumber);
        }
        let value = community
            .value
            .plus(fraction.value)
            .ok_or(Unreadable::TooManyDigits)?;
        let text = if n_digits == 0 {
            fraction.text
        } else {
            community.text + &fraction.text
        };
        (community, member, plain_digits, end) = (Written { value, text }, None, None, after);
    }
    Ok(Number {
        community,
        member,
        end,
        plain_digits,
    })
}

/// The digits from a place on, cut at grouping and decimal marks.
fn digit_runs(glyphs: &[Glyph], at: usize) -> (Vec<Run>, usize) {
    let mut digits = digits_at(glyphs, at);
    let mut end = at + digits.len();
    let mut runs = vec![Run { mark: '\0', digits }];
    while let Some(&Glyph { c: mark, .. }) = glyphs.get(end) {
        digits = digits_at(glyphs, end + 1);
        let is_mark = match mark {
            '.' | ',' | '\'' | SURE_DECIMAL => true,
            ' ' => {
                digits.len() == 3
                    && is_leading_group(&runs[0].digits)
                    && runs[1..].iter().all(|run| run.mark == ' ')
            }
            _ => false,
        };
        if !is_mark || digits.is_empty() {
            break;
        }
        end += 1 + digits.len();
        runs.push(Run { mark, digits });
    }
    (runs, end)
}

/// The digits that stand at a place.
fn digits_at(glyphs: &[Glyph], at: usize) -> String {
    let rest = glyphs.get(at..).unwrap_or_default();
    rest.iter()
        .map(|glyph| glyph.c)
        .take_while(char::is_ascii_digit)
        .collect()
}

/// What the runs mean where `decimal` is the decimal mark, if anything.
fn interpret(runs: &[Run], decimal: Decimal) -> Option<Written> {
    let (first, others) = runs.split_first()?;
    let (groups, fraction) = match others.split_last() {
        Some((last, before)) if is_decimal(first, before, last, decimal) => {
            (before, last.digits.as_str())
        }
        _ => (others, ""),
    };
    if !groups.is_empty() && !are_groups(&first.digits, groups) {
        return None;
    }
    let mut whole = first.digits.clone();
    whole.extend(groups.iter().map(|run| run.digits.as_str()));
    let scaled: i128 = format!("0{whole}{fraction}").parse().ok()?;
    let value = Ratio::new(
        scaled,
        10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?,
    );
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let text = if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    };
    Some(Written { value, text })
}

/// Whether the last mark is a decimal mark rather than one that groups.
fn is_decimal(first: &Run, before: &[Run], last: &Run, decimal: Decimal) -> bool {
    match last.mark {
        SURE_DECIMAL => true,
        '.' | ',' if before.iter().any(|run| run.mark == last.mark) => false,
        '.' | ','
            if !before.is_empty() || last.digits.len() != 3 || !is_leading_group(&first.digits) =>
        {
            true
        }
        '.' => decimal == Decimal::Point,
        ',' => decimal == Decimal::Comma,
        _ => false,
    }
}

/// Whether the digits can stand before a thousands separator.
fn is_leading_group(digits: &str) -> bool {
    (1..=3).contains(&digits.len()) && !digits.starts_with('0')
}

/// Whether the runs behind the first are groups of three (or, with commas, Indian: twos and a last three).
fn are_groups(first: &str, groups: &[Run]) -> bool {
    let mark = groups[0].mark;
    let Some((last, inner)) = groups.split_last() else {
        return true;
    };
    let all_have = |length: usize| inner.iter().all(|run| run.digits.len() == length);
    is_leading_group(first)
        && mark != SURE_DECIMAL
        && groups.iter().all(|run| run.mark == mark)
        && last.digits.len() == 3
        && (all_have(3) || (mark == ',' && first.len() <= 2 && all_have(2)))
}

/// `½` behind a whole number or alone, or ` 1/2` behind a whole number.
fn fraction_after(glyphs: &[Glyph], at: usize, has_whole: bool) -> Option<(Written, usize)> {
    let spaces = usize::from(has_whole && glyphs.get(at).is_some_and(|glyph| glyph.c == ' '));
    let at = at + spaces;
    let c = glyphs.get(at)?.c;
    if let Some((num, den)) = vulgar_fraction(c) {
        return Some((
            Written {
                value: Ratio::new(num, den),
                text: c.to_string(),
            },
            at + 1,
        ));
    }
    let Number {
        mut community, end, ..
    } = simple_fraction(glyphs, at).filter(|_| spaces == 1)?;
    community.text.insert(0, ' ');
    Some((community, end))
}

/// `3/4`: a proper fraction with a denominator that people measure in.
fn simple_fraction(glyphs: &[Glyph], at: usize) -> Option<Number> {
    let above = digits_at(glyphs, at);
    let slash = at + above.len();
    let below = digits_at(glyphs, slash + 1);
    let end = slash + 1 + below.len();
    if glyphs.get(slash)?.c != '/'
        || glyphs
            .get(end)
            .is_some_and(|glyph| matches!(glyph.c, '/' | '.' | ','))
    {
        return None;
    }
    let (num, den): (i128, i128) = (above.parse().ok()?, below.parse().ok()?);
    if num == 0 || num >= den || ![2, 3, 4, 8, 16].contains(&den) {
        return None;
    }
    let community = Written {
        value: Ratio::new(num, den),
        text: format!("{num}/{den}"),
    };
    Some(Number {
        community,
        member: None,
        end,
        plain_digits: None,
    })
}
