//! mrkdwn and plain text: what is typed stays what was typed, instants and commands become Slack's own.

use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use super::limits::{self, length};
use crate::cards::say::say;
use crate::cards::{Action, Card, Span, Words};
use crate::platform::neutral::neutral;
use crate::platform::slack::manifest::SHORT_FORMS;

/// A word joiner: it can't be seen, and beside a sign of mrkdwn it takes the sign's meaning.
///
/// mrkdwn has no escape for its signs; they count only beside a space, punctuation or an end.
pub(super) const JOINER: char = '\u{2060}';
/// How an instant reads, by each reader's own clock (`docs.slack.dev/messaging/formatting-message-text`).
pub(super) const DATE_FORMAT: &str = "{date_short_pretty} {time}";

/// A text with Slack's three control characters escaped; nothing else has a meaning outside mrkdwn (same page).
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A text object that is never markup, at most that long; a dash where there is nothing to read.
pub(super) fn plain(text: &str, most: usize) -> Value {
    let text = neutral(text);
    let text = match text.trim() {
        "" => "–".to_owned(),
        text => limits::cut(text, most, escaped),
    };
    json!({ "type": "plain_text", "text": text, "emoji": false })
}

/// What somebody typed, as it may stand in mrkdwn: it reads as it was typed, and formats, quotes, links and pings nothing.
pub(super) fn typed(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let text = neutral(text);
    let mut chars = text.chars().peekable();
    let mut at_begin = true;
    while let Some(c) = chars.next() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => {
                if at_begin {
                    safe.push(JOINER);
                }
                safe.push_str("&gt;");
            }
            '*' | '_' | '~' | '`' => safe.extend([JOINER, c, JOINER]),
            '@' => safe.extend([c, JOINER]),
            // `:tada:` stays four letters between colons.
            ':' if chars.peek().is_some_and(char::is_ascii_alphabetic) => safe.extend([c, JOINER]),
            c => safe.push(c),
        }
        at_begin = c == '\n' || at_begin && c.is_whitespace();
    }
    safe
}

/// A command as it is typed in Slack: `/progress 3kg`, `/huzzah join "Spring cut"`.
pub(super) fn command(line: &str) -> String {
    let line = neutral(line).replace(['\n', '\t'], " ");
    let first = line.split_whitespace().next().unwrap_or_default();
    if SHORT_FORMS.contains(&first) {
        format!("/{line}")
    } else {
        format!("/huzzah {line}")
    }
}

/// Words as mrkdwn.
pub(super) fn mrkdwn(words: &Words) -> String {
    let spans = words.0.iter().map(|span| match span {
        Span::Text { text } => typed(text),
        Span::Time { at_ms, text } => date(*at_ms, text),
        Span::Command { line } => code(line),
        Span::Channel { id } => channel(id).map_or_else(
            || typed(&format!("#{id}")),
            |channel| format!("<#{channel}>"),
        ),
        Span::Mention { id } => match mentioned(id) {
            Some(Mentioned::User(user)) => format!("<@{user}>"),
            Some(Mentioned::Group(group)) => format!("<!subteam^{group}>"),
            None => typed(&format!("@{id}")),
        },
    });
    spans.collect()
}

/// The whole card as mrkdwn: what [`Card::text`] says, the table's headings, who is pinged, and the commands of buttons
/// that have no place among the blocks.
///
/// Never empty, and never longer than Slack keeps.
pub(super) fn whole(card: &Card, without_button: &[&Action]) -> String {
    let mut lines = vec![mrkdwn(&card.title)];
    lines.extend(card.lines.iter().map(mrkdwn));
    if let Some(table) = &card.table {
        lines.push(typed(&table.caption));
        let headings = table.columns.iter().map(|column| typed(&column.heading));
        lines.push(headings.collect::<Vec<_>>().join("  "));
        for row in &table.rows {
            if row.gap_before {
                lines.push("…".to_owned());
            }
            let cells = row.cells.iter().filter(|cell| !cell.is_empty());
            let cells: Vec<String> = cells.map(|cell| typed(cell)).collect();
            lines.push(cells.join("  "));
        }
    }
    let facts = card.facts.iter();
    lines.extend(facts.map(|fact| format!("{}: {}", typed(&fact.label), mrkdwn(&fact.value))));
    let commands = without_button.iter();
    lines.extend(
        commands.map(|action| format!("{}: {}", typed(&action.label), code(&action.command))),
    );
    lines.push(pings(&card.mentions).join(" "));
    lines.retain(|line| !line.trim().is_empty());
    if lines.is_empty() {
        return "–".to_owned();
    }
    shortened(&lines.join("\n"), limits::TEXT, length)
}

/// Those who may be pinged, by Slack's mark for them; what is no Slack user's id is left out.
pub(super) fn pings(users: &[String]) -> Vec<String> {
    let ids = users.iter().filter(|user| is_id(user, &['U', 'W']));
    ids.map(|user| format!("<@{user}>")).collect()
}

/// Who or what is mentioned, by Slack's ids.
pub(super) enum Mentioned<'a> {
    /// A person: `U1`.
    User(&'a str),
    /// A user group: `S1`.
    Group(&'a str),
}

/// Reads what stands between `<@` and `>`; none where it is nobody of Slack's.
pub(super) fn mentioned(id: &str) -> Option<Mentioned<'_>> {
    match id.strip_prefix('&') {
        Some(group) => is_id(group, &['S']).then_some(Mentioned::Group(group)),
        None => is_id(id, &['U', 'W']).then_some(Mentioned::User(id)),
    }
}

/// A channel's id; none where it is only a name.
pub(super) fn channel(id: &str) -> Option<&str> {
    is_id(id, &['C', 'G', 'D']).then_some(id)
}

/// Whether that may be an id of Slack's of a kind with these first letters.
fn is_id(id: &str, kinds: &[char]) -> bool {
    id.starts_with(kinds)
        && id.len() > 1
        && id
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// At most `most` of a text in mrkdwn, by that measure; it ends between graphemes and never inside a sign of Slack's.
pub(super) fn shortened(text: &str, most: usize, measure: fn(&str) -> usize) -> String {
    if measure(text) <= most {
        return text.to_owned();
    }
    let more = format!("\n{}", say("slack-more", &[]));
    let room = most.saturating_sub(measure(&more));
    let (mut taken, mut end) = (0, 0);
    for atom in atoms(text) {
        taken += measure(atom);
        if taken > room {
            break;
        }
        end += atom.len();
    }
    format!("{}{more}", text[..end].trim_end())
}

/// The parts of a text in mrkdwn that may not be torn apart.
fn atoms(text: &str) -> impl Iterator<Item = &str> {
    let mut left = text;
    std::iter::from_fn(move || {
        let mut chars = left.chars();
        let end = match (chars.next()?, chars.next()) {
            ('<', _) => left.find('>').map(|at| at + 1),
            ('&', _) => left.find(';').map(|at| at + 1),
            // A typed one has a joiner before it, so that this begins a command.
            ('`', _) => left[1..].find('`').map(|at| at + 2),
            (JOINER, Some('*' | '_' | '~' | '`')) => Some(2 * JOINER.len_utf8() + 1),
            ('@' | ':', Some(JOINER)) => Some(1 + JOINER.len_utf8()),
            _ => None,
        };
        let end = match end {
            Some(end) => end,
            None => left.graphemes(true).next()?.len(),
        };
        let (atom, rest) = left.split_at(end);
        left = rest;
        Some(atom)
    })
}

/// An instant as each reader's own clock shows it.
fn date(at_ms: i64, text: &str) -> String {
    let fallback = typed(text).replace(['|', '^', '\n'], " ");
    format!("<!date^{}^{DATE_FORMAT}|{fallback}>", seconds(at_ms))
}

/// Whole seconds, as Slack wants them.
pub(super) fn seconds(at_ms: i64) -> i64 {
    at_ms.div_euclid(1_000)
}

/// A command in the look of code, in which only Slack's control characters count.
fn code(line: &str) -> String {
    format!("`{}`", escaped(&command(line)).replace('`', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it is read: without joiners.
    fn seen(text: &str) -> String {
        text.replace(JOINER, "")
    }

    #[test]
    fn what_is_typed_is_neither_markup_nor_a_ping() {
        let cases = [
            ("<!here> & <@U1>", "&lt;!here&gt; &amp; &lt;@U1&gt;"),
            ("> quoted", "&gt; quoted"),
            ("*bold* _it_ ~no~ `code`", "*bold* _it_ ~no~ `code`"),
            ("@everyone :tada:", "@everyone :tada:"),
            ("20:00, a: b", "20:00, a: b"),
        ];
        for (text, expected) in cases {
            assert_eq!(seen(&typed(text)), expected);
        }
        assert_eq!(typed("a*b"), "a\u{2060}*\u{2060}b");
        assert_eq!(typed("> q"), "\u{2060}&gt; q");
        assert_eq!(typed("@here"), "@\u{2060}here");
        assert_eq!(typed("20:00"), "20:00");
    }

    #[test]
    fn commands_read_as_slack_takes_them() {
        assert_eq!(command("progress 3kg"), "/progress 3kg");
        assert_eq!(command("challenge create"), "/challenge create");
        assert_eq!(command("challenges"), "/huzzah challenges");
        assert_eq!(code("join \"a`b\" <c"), "`/huzzah join \"a'b\" &lt;c`");
    }

    #[test]
    fn a_long_text_ends_outside_of_signs() {
        let text = format!("{}&amp;&amp;<!date^1^{{time}}|later>", "a".repeat(20));
        for most in 12..50 {
            let cut = shortened(&text, most, length);
            assert!(length(&cut) <= most, "{cut}");
            assert_eq!(cut.matches('&').count(), cut.matches(';').count(), "{cut}");
            assert_eq!(cut.matches('<').count(), cut.matches('>').count(), "{cut}");
        }
        assert!(shortened(&text, 20, str::len).ends_with("…and more"));
    }
}
