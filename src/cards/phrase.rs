//! Small turns of phrase that many cards share: lists, cut texts, buttons, commands that name a challenge.

use unicode_segmentation::UnicodeSegmentation;

use crate::cards::card::{Action, Style};
use crate::cards::mark;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::domain::act::draft::clean;
use crate::domain::amount::Decimal;
use crate::domain::challenge::Challenge;

/// Longest announcement, in characters.
pub(crate) const POST_MAX: usize = 1800;
/// Longest label of a button, in graphemes.
const LABEL_MAX: usize = 30;
/// What a name is taken for where lengths are reckoned before names are known.
const NAME_LENGTH: usize = 40;

/// At most `most` graphemes (and four times as many characters), with an ellipsis where something was cut.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let mut kept = String::new();
    let mut n_chars = 0_usize;
    let mut ends = Vec::with_capacity(most.min(128));
    for (n, grapheme) in text.graphemes(true).enumerate() {
        n_chars = n_chars.saturating_add(grapheme.chars().count());
        if n >= most || n_chars > most.saturating_mul(4) {
            let end = if n >= most {
                ends.pop().unwrap_or(0)
            } else {
                kept.len()
            };
            kept.truncate(end);
            return format!("{}…", kept.trim_end());
        }
        ends.push(kept.len());
        kept.push_str(grapheme);
    }
    kept
}

/// What somebody typed, safe to be repeated: one line, no marks, no hidden characters, not long.
pub(crate) fn typed(text: &str) -> String {
    let bounded: String = text.chars().take(400).collect();
    cut(&clean(&bounded), 60)
}

/// A challenge's title.
pub(crate) fn title(challenge: &Challenge) -> String {
    cut(&challenge.rules().title, 90)
}

/// How a command names a challenge, whatever its title holds.
pub(crate) fn reference(challenge: u32) -> String {
    format!("\"#{challenge}\"")
}

/// How a command that people read names a challenge: by its title, where that can be typed.
pub(crate) fn spoken(challenge: &Challenge) -> String {
    let title = &challenge.rules().title;
    if is_typable(title) {
        format!("\"{title}\"")
    } else {
        reference(challenge.number())
    }
}

/// Whether a name can be typed between quotation marks as it is shown.
pub(super) fn is_typable(name: &str) -> bool {
    let typable = |c: char| c.is_alphanumeric() || " -_.,!?&+/()%".contains(c);
    name.chars().count() <= 60 && name.chars().all(typable)
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => say(
            "list-and",
            &[("first", first.join(", ").into()), ("last", last.into())],
        ),
    }
}

/// The same with `more` that are not named.
pub(crate) fn list_and_more(items: &[String], more: usize) -> String {
    if more == 0 {
        list(items)
    } else {
        say(
            "list-more",
            &[("first", items.join(", ").into()), ("more", more.into())],
        )
    }
}

/// What may be chosen: `a`, `a or b`, `a, b or c`.
pub(crate) fn choice(items: &[String]) -> String {
    match items {
        [first @ .., last] if !first.is_empty() => say(
            "list-or",
            &[("first", first.join(", ").into()), ("last", last.into())],
        ),
        few => list(few),
    }
}

/// The same with `more` that are not named.
pub(crate) fn choice_and_more(items: &[String], more: usize) -> String {
    if more == 0 {
        choice(items)
    } else {
        say(
            "list-or-more",
            &[("first", items.join(", ").into()), ("more", more.into())],
        )
    }
}

/// A button.
pub(crate) fn button(label: &str, command: impl Into<String>) -> Action {
    let (label, command) = (cut(label, LABEL_MAX), command.into());
    Action {
        label,
        command,
        style: Style::Plain,
        confirm: None,
        only_for: None,
    }
}

/// The button that most people want.
pub(crate) fn primary(label: &str, command: impl Into<String>) -> Action {
    Action {
        style: Style::Primary,
        ..button(label, command)
    }
}

/// The button that joins a challenge.
pub(crate) fn join_button(challenge: u32) -> Action {
    primary(
        &say("button-join", &[]),
        format!("join {}", reference(challenge)),
    )
}

/// A command to type, as a mark; what was typed in it can't make another mark.
pub(crate) fn command(line: &str) -> String {
    mark::command(&cut(&clean(line), 200))
}

/// How the reader writes numbers: as she said, else as the community does.
pub(crate) fn decimal(view: &View<'_>) -> Decimal {
    let own = view
        .community
        .person(view.reader)
        .and_then(|person| person.decimal);
    own.unwrap_or_else(|| view.community.settings().decimal())
}

/// The view that everybody shares: no reader, no moderator.
pub(crate) fn public<'a>(view: &View<'a>) -> View<'a> {
    View {
        reader: 0,
        moderator: false,
        ..*view
    }
}

/// A paragraph and how soon it may go where a post gets too long: 0 stays, the greatest goes first.
pub(crate) type Section = (u8, String);

/// The sheet with as many sections as fit into a post, in their order.
pub(crate) fn fitted(sheet: Sheet, mut sections: Vec<Section>) -> Sheet {
    sections.retain(|(_, line)| !line.is_empty());
    let taken = length(&sheet.title)
        + sheet
            .facts
            .iter()
            .map(|(label, value)| label.len() + length(value) + 3)
            .sum::<usize>();
    loop {
        let total = taken
            + sections
                .iter()
                .map(|(_, line)| length(line) + 1)
                .sum::<usize>();
        let least = sections
            .iter()
            .enumerate()
            .filter(|(_, (keep, _))| *keep > 0)
            .max_by_key(|(_, (keep, _))| *keep);
        match least {
            Some((at, _)) if total > POST_MAX => sections.remove(at),
            _ => break,
        };
    }
    sections
        .into_iter()
        .fold(sheet, |sheet, (_, line)| sheet.line(line))
}

/// How long a text will be once names are known.
pub(crate) fn length(text: &str) -> usize {
    mark::plain(text, &|_| "n".repeat(NAME_LENGTH))
        .chars()
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_graphemes() {
        assert_eq!(cut("Spring cut", 30), "Spring cut");
        assert_eq!(cut("Spring cut", 7), "Spring…");
        assert_eq!(cut("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2), "👩‍👩‍👧…");
        assert_eq!(
            cut(&"e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}".repeat(9), 4)
                .chars()
                .count(),
            15
        );
        assert_eq!(cut("anything", 0), "…");
        assert_eq!(typed("a\u{e000}p5,0\u{e001}\u{202e}b\nc"), "ap5,0b c");
    }

    #[test]
    fn lists_read_like_speech() {
        let names = ["ana", "bob", "cem"].map(str::to_owned);
        assert_eq!(list(&names), "ana, bob and cem");
        assert_eq!(list(&names[..1]), "ana");
        assert_eq!(list_and_more(&names, 30), "ana, bob, cem and 30 more");
        assert_eq!(choice(&names), "ana, bob or cem");
        assert_eq!(
            choice_and_more(&names, 30),
            "ana, bob, cem or one of 30 more"
        );
    }
}
