//! Reads what a member types after `/progress`: words, sign, number, unit and note become exact amounts.

use super::fold::{SUPERSCRIPT, fold};
use super::plain::plain;
use super::ratio::Ratio;
use super::show::exact_number;
use super::terms::{self, Term};
use super::words::Words;
use super::{Amount, Dimension, Reading, Typed, TypedAmount, Unit, Unreadable};

/// No message on any platform is longer, in bytes.
const LONGEST: usize = 16 * 1024;

/// Reads an amount and its note.
///
/// Only the beginning of the text is searched for the amount; the note is kept whole. A unit of another dimension
/// than the challenge's is read as what it is: ask [`TypedAmount::fits`].
///
/// # Errors
/// When the text holds no amount that can be taken; blank text is no error but [`Typed::Nothing`].
pub fn read(typed: &str, reading: &Reading) -> Result<Typed, Unreadable> {
    match plain(typed, reading) {
        Some(amount) => Ok(Typed::Amount(amount)),
        None => read_with_care(typed, reading),
    }
}

/// Reads whatever people type.
pub(super) fn read_with_care(typed: &str, reading: &Reading) -> Result<Typed, Unreadable> {
    if typed.len() > LONGEST {
        return Err(Unreadable::TooLong);
    }
    let (glyphs, searched) = fold(typed);
    if glyphs.iter().all(|glyph| glyph.c == ' ') {
        return Ok(Typed::Nothing);
    }
    let opening = opening(&Words {
        glyphs: &glyphs,
        reading,
    })?;
    let unit = opening.currency.as_ref().unwrap_or(reading.unit);
    let words = Words {
        glyphs: &glyphs,
        reading: &Reading { unit, ..*reading },
    };
    let found = words.amount(opening.number_at, opening.currency.is_some())?;
    let byte = |at: usize| glyphs.get(at).map_or(searched, |glyph| glyph.at);
    let before = typed[..byte(opening.at)].trim();
    let mut amounts: Vec<Result<TypedAmount, Unreadable>> = Vec::new();
    for (terms, end, named, pick) in choices(&found) {
        let after = note_of(&typed[byte(end)..]);
        if !before.is_empty() && !named && !after.is_empty() {
            return Err(Unreadable::NoNumber);
        }
        let note = [before, after].join(" ").trim().to_owned();
        let amount = total(terms, pick, opening.is_negative, reading);
        amounts.push(amount.map(|amount| TypedAmount {
            named,
            note,
            before: before.len(),
            ..amount
        }));
    }
    one_or_two(amounts)
}

/// What stands before the number.
struct Opening {
    /// The place where its sign or currency begins.
    at: usize,
    number_at: usize,
    is_negative: bool,
    currency: Option<Unit>,
}

/// Whose decimal mark holds.
#[derive(Clone, Copy, PartialEq)]
enum Pick {
    Community,
    Member,
}

/// Finds the number: at the beginning, or behind at most four words.
fn opening(words: &Words) -> Result<Opening, Unreadable> {
    const NO_AMOUNT: &[&str] = &["nan", "inf", "infinity", "minus", "negative", "not"];
    let mut at = words.skip_spaces(0);
    for _ in 0..=4 {
        if let Some(opening) = signed_number(words, at) {
            return Ok(opening);
        }
        if words.at(at) == Some(SUPERSCRIPT) {
            return Err(Unreadable::Superscript);
        }
        let (word, mut end) = words.word(at).ok_or(Unreadable::NoNumber)?;
        if NO_AMOUNT.contains(&word.to_lowercase().as_str()) {
            return Err(Unreadable::NotANumber);
        }
        end += usize::from(words.is_at(end, |c| matches!(c, ',' | ':')));
        at = words.skip_spaces(end);
        if at == end {
            break;
        }
    }
    Err(Unreadable::NoNumber)
}

/// A number at a place with its sign and currency in front: `~3`, `-3`, `- €3`, `EUR 3`.
fn signed_number(words: &Words, at: usize) -> Option<Opening> {
    let is_sign = |c| c == '-' || c == '+';
    let about = usize::from(words.is_at(at, |c| c == '~' || c == '≈'));
    let mut sign = words.skip_spaces(at + about);
    let mut next = sign;
    if words.is_at(sign, is_sign) {
        next = words.skip_spaces(sign + 1);
    }
    let currency = words.currency(next).map(|(unit, end)| {
        next = words.skip_spaces(end);
        unit
    });
    if currency.is_some() && !words.is_at(sign, is_sign) && words.is_at(next, is_sign) {
        sign = next;
        next = words.skip_spaces(sign + 1);
    }
    let is_negative = words.at(sign) == Some('-');
    words.number_begins(next).then_some(Opening {
        at,
        number_at: next,
        is_negative,
        currency,
    })
}

/// The ways to read the amount: where units leave no doubt, the decimal mark may.
fn choices(found: &[terms::Reading]) -> Vec<(&[Term], usize, bool, Pick)> {
    let mut picks: Vec<_> = found
        .iter()
        .map(|one| (one.terms.as_slice(), one.end, one.named, Pick::Community))
        .collect();
    let is_doubtful = |term: &Term| {
        term.number.member.is_some() && term.meaning.unit.dimension() != Dimension::Count
    };
    if let [one] = found
        && one.terms.iter().any(is_doubtful)
    {
        picks.push((one.terms.as_slice(), one.end, one.named, Pick::Member));
    }
    picks
}

/// Adds up the parts exactly and rounds once.
fn total(
    terms: &[Term],
    pick: Pick,
    is_negative: bool,
    reading: &Reading,
) -> Result<TypedAmount, Unreadable> {
    let sum = terms.iter().try_fold(Ratio::new(0, 1), |sum, term| {
        let units = written(term, pick).value.times(term.meaning.scale)?;
        sum.plus(units.times(term.meaning.unit.micro())?)
    });
    let sum = sum.ok_or(Unreadable::TooBig)?;
    if is_negative && !reading.signed && !sum.is_zero() {
        return Err(Unreadable::Negative);
    }
    let micro = i64::try_from(sum.rounded()).map_err(|_| Unreadable::TooBig)?;
    if micro == 0 && !reading.zero_ok {
        return Err(Unreadable::Zero);
    }
    let unit = terms.last().map_or(reading.unit, |term| &term.meaning.unit);
    let number = match terms {
        [one] if one.meaning.scale == Ratio::ONE => written(one, pick).text.clone(),
        _ => sum
            .times(unit.micro().inverse())
            .and_then(Ratio::decimal)
            .unwrap_or_else(|| exact_number(i128::from(micro), unit)),
    };
    let sign = if is_negative && !sum.is_zero() {
        "-"
    } else {
        ""
    };
    let again = match terms {
        [_] => format!("{sign}{} {}", sure_digits(&number), unit.sure_word()),
        _ => format!("{sign}{}", parts_again(terms, pick)),
    };
    let amount = Amount::new(if is_negative { -micro } else { micro }, unit.dimension());
    let number = format!("{sign}{number}");
    Ok(TypedAmount {
        amount,
        number,
        unit: unit.clone(),
        named: false,
        note: String::new(),
        before: 0,
        again,
    })
}

fn written(term: &Term, pick: Pick) -> &super::number::Written {
    match &term.number.member {
        Some(member) if pick == Pick::Member => member,
        _ => &term.number.community,
    }
}

/// `1h30min`, `6 lb 4 oz`.
fn parts_again(terms: &[Term], pick: Pick) -> String {
    let is_time = terms
        .iter()
        .any(|term| term.meaning.unit.dimension() == Dimension::Duration);
    let (inside, between) = if is_time { ("", "") } else { (" ", " ") };
    let part = |term: &Term| {
        format!(
            "{}{inside}{}",
            sure_digits(&written(term, pick).text),
            term.meaning.unit.sure_word()
        )
    };
    terms.iter().map(part).collect::<Vec<_>>().join(between)
}

/// The digits, with a fourth decimal where three could be taken for thousands.
pub(super) fn sure_digits(number: &str) -> String {
    let has_three_decimals = number
        .split_once('.')
        .is_some_and(|(_, fraction)| fraction.len() == 3);
    format!("{number}{}", if has_three_decimals { "0" } else { "" })
}

/// The words behind the amount, without what joined them to it.
fn note_of(rest: &str) -> &str {
    let is_joint = |c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '-' | '–' | '—' | '|' | '•')
    };
    let note = rest.trim_start_matches(is_joint).trim_end();
    if note.chars().all(|c| c.is_ascii_punctuation()) {
        ""
    } else {
        note
    }
}

/// The one amount, or the two different ones that can be taken.
fn one_or_two(amounts: Vec<Result<TypedAmount, Unreadable>>) -> Result<Typed, Unreadable> {
    let mut refused = Unreadable::NoNumber;
    let mut taken: Vec<TypedAmount> = Vec::new();
    for amount in amounts.into_iter().rev() {
        match amount {
            Ok(amount)
                if taken
                    .iter()
                    .any(|other| other.amount == amount.amount && other.note == amount.note) =>
            {
                taken = vec![amount];
            }
            Ok(amount) => taken.insert(0, amount),
            Err(why) => refused = why,
        }
    }
    match <[TypedAmount; 2]>::try_from(taken) {
        Ok(both) => Ok(Typed::Either(Box::new(both))),
        Err(mut fewer) => fewer.pop().map(Typed::Amount).ok_or(refused),
    }
}
