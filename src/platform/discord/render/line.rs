//! One line of Discord's Markdown: what is typed stays what was typed, and it is known where the line may be cut.
//!
//! Signs are escaped where they could begin markup (after `github.com/LyricLy/parse-discord`, which was made by testing
//! Discord's own client), not everywhere: escapes count towards the length of a message.

use unicode_segmentation::UnicodeSegmentation;

use super::limits::{DISPLAY_BYTES, TEXT, TEXT_BYTES, length};
use crate::platform::neutral::neutral;

/// A word joiner: it can't be seen, and takes the meaning of a sign for which an escape is not enough.
const JOINER: char = '\u{2060}';

/// How a whole line looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Look {
    #[default]
    Plain,
    Bold,
    /// A heading, which screen readers can jump to.
    Heading,
    /// Small and grey.
    Small,
}

/// What has been written since the line began, as far as lists, quotes and headings care.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum So {
    #[default]
    Nothing,
    Digits,
    Text,
}

/// A line in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    look: Look,
    text: String,
    /// Where the text may be cut: after each grapheme, never inside of markup.
    cuts: Vec<usize>,
    so: So,
}

impl Line {
    /// An empty line of that look.
    pub(super) fn new(look: Look) -> Self {
        Self {
            look,
            ..Self::default()
        }
    }

    /// Adds what somebody typed: one line of it, which formats, quotes, links and pings nothing.
    pub(super) fn typed(&mut self, text: &str) {
        let text = one_line(text);
        let mut rest = text.as_str();
        for grapheme in text.graphemes(true) {
            for c in grapheme.chars() {
                let before = self.text.chars().next_back();
                rest = &rest[c.len_utf8()..];
                self.sign(c, before, rest);
                self.so = match (self.so, c) {
                    (so, ' ') if so != So::Digits => so,
                    (So::Nothing | So::Digits, '0'..='9') => So::Digits,
                    _ => So::Text,
                };
            }
            self.cuts.push(self.text.len());
        }
    }

    /// Adds markup, which is never torn apart.
    pub(super) fn markup(&mut self, markup: &str) {
        if !markup.is_empty() {
            self.text.push_str(markup);
            self.so = So::Text;
            self.cuts.push(self.text.len());
        }
    }

    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The whole line.
    pub(super) fn whole(&self) -> String {
        self.dressed(&self.text)
    }

    /// As much of the line as there is room for, with an ellipsis; none where nothing of it fits.
    pub(super) fn cut(&self, room: &Room) -> Option<String> {
        let shorter = |end: &usize| self.dressed(&format!("{}…", self.text[..*end].trim_end()));
        let n_fit = self.cuts.partition_point(|end| room.has_for(&shorter(end)));
        n_fit.checked_sub(1).map(|at| shorter(&self.cuts[at]))
    }

    /// One sign of what was typed; `rest` is what follows.
    fn sign(&mut self, c: char, before: Option<char>, rest: &str) {
        let next = rest.chars().next();
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let n_digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
        let escapes = match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' => true,
            '#' | '-' => self.so == So::Nothing,
            // Discord would count by itself: two shared first places became first and second.
            '.' => self.so == So::Digits,
            // Addresses, `:tada:` and `:100:`; a time of day stays as it is.
            ':' if is_digit(before) && n_digits(rest) == 2 && !is_word(rest.chars().nth(2)) => {
                false
            }
            ':' => is_word(next) || matches!(next, Some('/' | '+' | '-')),
            _ => false,
        };
        if escapes {
            self.text.push('\\');
        }
        self.text.push(c);
        if c == '@' && (rest.starts_with("everyone") || rest.starts_with("here")) {
            self.text.push(JOINER);
        }
    }

    fn dressed(&self, text: &str) -> String {
        let text = text.trim();
        match self.look {
            Look::Plain => text.to_owned(),
            Look::Bold => format!("**{text}**"),
            // Signs at a heading's end are taken for its frame.
            Look::Heading if text.ends_with('#') => format!("### {text}{JOINER}"),
            Look::Heading => format!("### {text}"),
            Look::Small => format!("-# {text}"),
        }
    }
}

/// What may stand between back-ticks: nothing in it is markup, and it can't end there.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text).replace('`', "'");
    let text = text.trim();
    let text = text.replace("@everyone", &format!("@{JOINER}everyone"));
    let text = text.replace("@here", &format!("@{JOINER}here"));
    if text.is_empty() {
        text
    } else {
        format!("`{text}`")
    }
}

/// The text without what hides or turns, in one line.
pub(super) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    // A line's end is a space to those who read on.
    neutral(&text.replace(breaks, " ")).into_owned()
}

/// How much text a message still has room for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    units: usize,
    bytes: usize,
}

impl Room {
    /// A message without any text.
    pub(super) const WHOLE: Self = Self {
        units: TEXT,
        bytes: TEXT_BYTES,
    };

    /// Begins a text display.
    pub(super) fn open_display(&mut self) {
        self.bytes = self.bytes.saturating_sub(DISPLAY_BYTES);
    }

    /// Whether a line of that text fits, with its end.
    pub(super) fn has_for(&self, text: &str) -> bool {
        length(text) < self.units && text.len() < self.bytes
    }

    /// Takes a line with its end; whether there was room.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let fits = self.has_for(text);
        if fits {
            self.units -= length(text) + 1;
            self.bytes -= text.len() + 1;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, expected: &str) {
        let mut line = Line::default();
        line.typed(text);
        assert_eq!(line.whole(), expected);
    }

    #[test]
    fn what_is_typed_is_neither_markup_nor_a_ping() {
        reads(
            "Spring cut, 3 kg (2nd of 14)",
            "Spring cut, 3 kg (2nd of 14)",
        );
        reads(
            "*a* __b__ ~~c~~ `d` ||e||",
            r"\*a\* \_\_b\_\_ \~\~c\~\~ \`d\` \|\|e\|\|",
        );
        reads(r"C:\dir", r"C:\\dir");
        reads("# a", r"\# a");
        reads("-# a", r"\-# a");
        reads("- a - b", r"\- a - b");
        reads("  > a", r"\> a");
        reads("1. ana", r"1\. ana");
        reads("1.5 kg", r"1\.5 kg");
        reads("2.5 kg and 3.5 kg", r"2\.5 kg and 3.5 kg");
        reads("[x](https://evil.example)", r"\[x\](https\://evil.example)");
        reads("<https://evil.example>", r"\<https\://evil.example\>");
        reads(
            "<@1> <@&2> <#3> <t:0:f> </a:1>",
            r"\<@1\> \<@&2\> \<#3\> \<t\:0\:f\> \</a\:1\>",
        );
        reads(":tada: a:b", r"\:tada: a\:b");
        reads(":+1: :-1:", r"\:+1: \:-1:");
        reads("20:00, a: b 1:30:00", "20:00, a: b 1:30:00");
        reads("6:7x: 1:100:", r"6\:7x: 1\:100:");
        reads("@everyone and @here", "@\u{2060}everyone and @\u{2060}here");
        reads("ana@example.org", "ana@example.org");
        reads("a\nb\r\n\u{2028}c\u{202e}d\u{200b}", "a b   cd");
    }

    #[test]
    fn markup_before_it_makes_a_sign_harmless() {
        let mut line = Line::default();
        line.markup("**Label:** ");
        line.typed("- 1. # a");
        assert_eq!(line.whole(), "**Label:** - 1. # a");
    }

    #[test]
    fn a_line_wears_its_look() {
        let mut heading = Line::new(Look::Heading);
        heading.typed("1. Level C#");
        assert_eq!(heading.whole(), "### 1\\. Level C#\u{2060}");
        let mut bold = Line::new(Look::Bold);
        bold.typed(r"a*\");
        assert_eq!(bold.whole(), r"**a\*\\**");
    }

    #[test]
    fn a_line_is_cut_between_graphemes_and_never_inside_of_markup() {
        let mut line = Line::new(Look::Bold);
        line.typed("*👩‍👩‍👧");
        line.markup("<t:1:f>");
        let units = |units| Room { units, bytes: 99 };
        assert_eq!(line.cut(&units(30)).as_deref(), Some(r"**\*👩‍👩‍👧<t:1:f>…**"));
        assert_eq!(line.cut(&units(16)).as_deref(), Some(r"**\*👩‍👩‍👧…**"));
        assert_eq!(line.cut(&units(10)).as_deref(), Some(r"**\*…**"));
        assert_eq!(line.cut(&units(5)), None);
    }

    #[test]
    fn code_can_not_end_early() {
        assert_eq!(code("a `b` @here\n*c*"), "`a 'b' @\u{2060}here *c*`");
        assert_eq!(code(" \n"), "");
    }
}
