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

/// Without control characters, direction overrides and invisible marks; spaces folded. A joiner between two pictographs
/// stays: it makes one picture of them, such as a family.
#[must_use]
pub fn clean(typed: &str) -> String {
    let mut visible = String::with_capacity(typed.len());
    let mut next = typed.chars().peekable();
    while let Some(c) = next.next() {
        let joins = c == JOINER
            && visible.chars().next_back().is_some_and(is_pictograph)
            && next
                .peek()
                .is_some_and(|c| *c != COLOUR && is_pictograph(*c));
        if c.is_whitespace() {
            visible.push(' ');
        } else if joins || !is_hidden(c) {
            visible.push(c);
        }
    }
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The zero-width joiner.
const JOINER: char = '\u{200d}';
/// Asks for the picture before it in colour.
const COLOUR: char = '\u{fe0f}';

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
}

/// Whether a character is a picture, or says how the picture before it looks: the blocks of symbols and pictographs, tones
/// of skin among them (<https://www.unicode.org/reports/tr51>).
fn is_pictograph(c: char) -> bool {
    matches!(c, COLOUR | '\u{2190}'..='\u{21ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_stay_joined_and_nothing_else_is() {
        for whole in ["👩‍👩‍👧‍👦 crew", "🏃🏽‍♀️ run", "❤️‍🔥"] {
            assert_eq!(clean(whole), whole);
        }
        assert_eq!(clean("a\u{200d}n\u{200b}a"), "ana");
        assert_eq!(clean("👩\u{200d}ana\u{200d}👧\u{200d}"), "👩ana👧");
        assert_eq!(clean("👩\u{200d}\u{200d}👧"), "👩\u{200d}👧");
        assert_eq!(clean("👩\u{200d}\u{fe0f}"), "👩\u{fe0f}");
    }
}
