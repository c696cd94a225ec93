//! Reading what a moderator typed for one option, whatever it means.

use crate::domain::act::draft::Wishes;
use crate::domain::calendar::read_span_ms;
use crate::domain::refusal::{Problem, Refusal};
use crate::domain::rules::{LONGEST_SPAN_MS, TITLE_MAX};

/// Longest purpose and prize, in characters.
const WORDS_MAX: usize = 300;

/// A title: one line, not too long.
///
/// # Errors
/// [`Refusal::Option`].
pub fn title(typed: &str) -> Result<String, Refusal> {
    let clean = clean(typed);
    let refused = |problem| {
        Err(Refusal::Option {
            name: "title",
            typed: clean.clone(),
            problem,
        })
    };
    match unicode_segmentation::UnicodeSegmentation::graphemes(clean.as_str(), true).count() {
        0 => refused(Problem::Empty),
        n if n > TITLE_MAX || clean.len() > TITLE_MAX * 8 => refused(Problem::Long(TITLE_MAX)),
        _ => Ok(clean),
    }
}

/// Without control characters, direction overrides and invisible marks; spaces folded.
#[must_use]
pub fn clean(typed: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
    };
    let visible: String = typed
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !hidden(*c))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Free words of a moderator, cleaned and bounded.
///
/// # Errors
/// [`Refusal::Option`].
pub fn words(wishes: &Wishes, name: &'static str) -> Result<Option<String>, Refusal> {
    let Some(typed) = wishes.option(name) else {
        return Ok(None);
    };
    let clean = clean(typed);
    if clean.chars().count() > WORDS_MAX {
        return Err(refused(name, wishes, Problem::Long(WORDS_MAX)));
    }
    Ok(Some(clean).filter(|clean| !clean.is_empty()))
}

/// A whole number within bounds.
///
/// # Errors
/// [`Refusal::Option`].
pub fn number(
    wishes: &Wishes,
    name: &'static str,
    default: u32,
    least: u32,
    most: u32,
) -> Result<u32, Refusal> {
    let Some(typed) = wishes.option(name) else {
        return Ok(default);
    };
    let read = typed
        .parse()
        .ok()
        .filter(|number| (least..=most).contains(number));
    read.ok_or_else(|| refused(name, wishes, Problem::Number { least, most }))
}

/// A refusal of an option as it was typed.
#[must_use]
pub fn refused(name: &'static str, wishes: &Wishes, problem: Problem) -> Refusal {
    Refusal::Option {
        name,
        typed: wishes.option(name).unwrap_or_default().to_owned(),
        problem,
    }
}

/// A date or date and time.
///
/// # Errors
/// [`Refusal::Option`].
pub(super) fn date(
    wishes: &Wishes,
    name: &'static str,
    read: impl Fn(&str) -> Option<i64>,
) -> Result<Option<i64>, Refusal> {
    match wishes.option(name) {
        None => Ok(None),
        Some("now") if name == "starts" => Ok(None),
        Some(typed) => read(typed)
            .map(Some)
            .ok_or_else(|| refused(name, wishes, Problem::Date)),
    }
}

pub(super) fn span(wishes: &Wishes, name: &'static str, default_ms: i64) -> Result<i64, Refusal> {
    let Some(typed) = wishes.option(name) else {
        return Ok(default_ms);
    };
    let read = read_span_ms(typed).filter(|span_ms| (0..=LONGEST_SPAN_MS).contains(span_ms));
    read.ok_or_else(|| refused(name, wishes, Problem::Span))
}
