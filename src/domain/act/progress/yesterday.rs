//! `yesterday` among what was typed: directly before or behind the amount, or first, it is when it was.

use crate::domain::amount::{self, Reading, Typed, TypedAmount, Unreadable};

/// The word for the local day before.
pub(super) const YESTERDAY: &str = "yesterday";

/// What was typed as an amount, and whether `yesterday` stood apart from it: first, or last behind a bare number.
pub(super) fn read_amount(typed: &str, reading: &Reading<'_>) -> (bool, Result<Typed, Unreadable>) {
    let (first, typed) = match without_first(typed) {
        Some(rest) => (true, rest),
        None => (false, typed),
    };
    let read = amount::read(typed, reading);
    if let (Err(Unreadable::NoNumber), Some(rest)) = (&read, without_last(typed))
        && let Ok(Typed::Amount(amount)) = amount::read(rest, reading)
        && amount.around().1.is_empty()
    {
        return (true, Ok(Typed::Amount(amount)));
    }
    (first, read)
}

/// Whether `yesterday` stood directly before or behind the amount, and the other words around it.
pub(super) fn words_around(amount: &TypedAmount) -> (bool, String) {
    let (before, after) = amount.around();
    let (is_yesterday, before, after) = match without_first(after) {
        Some(rest) => (true, before, rest),
        None => match without_last(before) {
            Some(rest) => (true, rest, after),
            None => (false, before, after),
        },
    };
    (is_yesterday, [before, after].join(" ").trim().to_owned())
}

/// What follows `yesterday` at the beginning of a text, where it stands there as a word of its own.
pub(super) fn without_first(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let word = text.split(is_joint).next()?;
    word.eq_ignore_ascii_case(YESTERDAY)
        .then(|| text[word.len()..].trim_start_matches(is_joint))
}

/// What stands before `yesterday` at the end of a text.
pub(super) fn without_last(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(is_joint);
    let word = text.rsplit(is_joint).next()?;
    word.eq_ignore_ascii_case(YESTERDAY)
        .then(|| text[..text.len() - word.len()].trim_end_matches(is_joint))
}

/// What may stand between a word and the next.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '.' | ':' | ';' | '!' | '?' | '…')
}
