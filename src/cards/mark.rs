//! Marks inside a text for what each platform shows in its own way: people, instants, commands, channels,
//! mentions.
//!
//! A mark is a run between two private-use characters. What people type has those characters taken out at the door
//! ([`crate::domain::act::draft::clean`]), so nobody can type a mark.

use crate::cards::words::{Span, Words};

const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// A person, to be named when the card is sent: by her alias in `challenge`, where she has one.
#[must_use]
pub fn person(identity: u32, challenge: u32) -> String {
    format!("{OPEN}p{identity},{challenge}{CLOSE}")
}

/// An instant, and how it reads in the community's zone.
#[must_use]
pub fn instant(at_ms: i64, text: &str) -> String {
    format!("{OPEN}t{at_ms},{text}{CLOSE}")
}

/// A command to type, without the slash.
#[must_use]
pub fn command(line: &str) -> String {
    format!("{OPEN}c{line}{CLOSE}")
}

/// A channel, by the platform's id or name, without `#`.
#[must_use]
pub fn channel(id: &str) -> String {
    format!("{OPEN}#{id}{CLOSE}")
}

/// Somebody or a group by the platform's id, as between `<@` and `>`; for cards that one person alone reads.
#[must_use]
pub fn mention(id: &str) -> String {
    format!("{OPEN}@{id}{CLOSE}")
}

/// A person named by a mark: her number and the challenge whose alias counts (0 for none).
pub type Mention = (u32, u32);

/// All people marked in a text.
pub fn people(text: &str) -> impl Iterator<Item = Mention> + '_ {
    parts(text).filter_map(|part| match part {
        Part::Mark(mark) => read_person(mark),
        Part::Text(_) => None,
    })
}

/// The text with people named and everything else as it reads plainly.
#[must_use]
pub fn plain(text: &str, name: &impl Fn(Mention) -> String) -> String {
    words(text, name).to_string()
}

/// The text as words, with people named.
#[must_use]
pub fn words(text: &str, name: &impl Fn(Mention) -> String) -> Words {
    let mut spans: Vec<Span> = Vec::new();
    let mut add = |more: &str| match spans.last_mut() {
        Some(Span::Text { text }) => text.push_str(more),
        _ => spans.push(Span::Text {
            text: more.to_owned(),
        }),
    };
    let mut marks = Vec::new();
    for part in parts(text) {
        match part {
            Part::Text("") => {}
            Part::Text(text) => add(text),
            Part::Mark(mark) => match read_person(mark) {
                Some(mention) => add(&name(mention)),
                None => marks.push(mark),
            },
        }
    }
    if marks.is_empty() {
        return Words(spans);
    }
    // Texts with instants, commands or channels are rarer: they are put together span by span.
    let mut spans: Vec<Span> = Vec::new();
    for part in parts(text) {
        let span = match part {
            Part::Text("") => continue,
            Part::Text(text) => Span::Text {
                text: text.to_owned(),
            },
            Part::Mark(mark) => read_mark(mark, name),
        };
        match (spans.last_mut(), span) {
            (Some(Span::Text { text }), Span::Text { text: more }) => text.push_str(&more),
            (_, span) => spans.push(span),
        }
    }
    Words(spans)
}

enum Part<'a> {
    Text(&'a str),
    Mark(&'a str),
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    text.split(OPEN)
        .enumerate()
        .flat_map(|(n, piece)| match piece.split_once(CLOSE) {
            Some((mark, text)) if n > 0 => [Part::Mark(mark), Part::Text(text)],
            _ => [Part::Text(piece), Part::Text("")],
        })
}

fn read_person(mark: &str) -> Option<Mention> {
    let (identity, challenge) = mark.strip_prefix('p')?.split_once(',')?;
    Some((identity.parse().ok()?, challenge.parse().ok()?))
}

fn read_mark(mark: &str, name: &impl Fn(Mention) -> String) -> Span {
    if let Some(mention) = read_person(mark) {
        return Span::Text {
            text: name(mention),
        };
    }
    if let Some((at_ms, text)) = mark
        .strip_prefix('t')
        .and_then(|instant| instant.split_once(','))
        && let Ok(at_ms) = at_ms.parse()
    {
        return Span::Time {
            at_ms,
            text: text.to_owned(),
        };
    }
    if let Some(id) = mark.strip_prefix('#') {
        return Span::Channel { id: id.to_owned() };
    }
    if let Some(id) = mark.strip_prefix('@') {
        return Span::Mention { id: id.to_owned() };
    }
    match mark.strip_prefix('c') {
        Some(line) => Span::Command {
            line: line.to_owned(),
        },
        None => Span::Text {
            text: mark.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans_and_names() {
        let text = format!(
            "{} leads in {} until {}. Try {}!",
            person(7, 2),
            channel("C1"),
            instant(5, "Sun 20:00"),
            command("progress 3kg")
        );
        let named = words(&text, &|(identity, challenge)| {
            format!("ana{identity}{challenge}")
        });
        assert_eq!(
            named.to_string(),
            "ana72 leads in #C1 until Sun 20:00. Try /progress 3kg!"
        );
        assert_eq!(named.0.len(), 7);
        assert_eq!(
            named.0[1],
            Span::Channel {
                id: "C1".to_owned()
            }
        );
        assert_eq!(people(&text).collect::<Vec<_>>(), [(7, 2)]);
    }
}
