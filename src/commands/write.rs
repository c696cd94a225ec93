//! Writing a line: the command and its arguments by name, so that [`read::line`](crate::commands::read::line()) reads them
//! back as they were.

/// Quotation marks that [`read`](crate::commands::read) knows, and all that may close them.
const MARKS: [(char, char, &[char]); 4] = [
    ('"', '"', &['"', '“', '”', '‟', '＂']),
    ('«', '»', &['»']),
    ('「', '」', &['」']),
    ('『', '』', &['』']),
];

/// The command line, without the slash; empty values are left out.
///
/// A value that holds every kind of closing quotation mark before a space loses the straight ones.
#[must_use]
pub fn line<'a>(path: &str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut parts = vec![path.to_owned()];
    for (name, value) in fields {
        let value = value.trim();
        if !value.is_empty() {
            parts.push(format!("{name}:{}", quoted(value)));
        }
    }
    parts.join(" ")
}

/// A value as it is typed: in quotation marks where it would else be read as something else.
pub(super) fn value(value: &str) -> String {
    let opens = |c| {
        MARKS
            .iter()
            .any(|(open, _, marks)| c == *open || marks.contains(&c))
            || "„‘’‚‛'»‹›".contains(c)
    };
    if value.contains(|c: char| c.is_whitespace() || c == ':') || value.starts_with(opens) {
        quoted(value)
    } else {
        value.to_owned()
    }
}

/// The value in quotation marks that close nowhere inside it.
fn quoted(value: &str) -> String {
    let closes_inside = |marks: &[char]| {
        let mut after = value.chars().skip(1);
        value.chars().any(|c| {
            let next = after.next();
            marks.contains(&c) && next.is_some_and(char::is_whitespace)
        })
    };
    let good = MARKS.iter().find(|(_, _, marks)| !closes_inside(marks));
    match good {
        Some((open, close, _)) => format!("{open}{value}{close}"),
        None => format!("\"{}\"", value.replace(MARKS[0].2, "'")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::read;

    #[track_caller]
    fn comes_back(title: &str) {
        let line = line(
            "challenge create",
            [("title", title), ("prize", "a mug"), ("ends", " ")],
        );
        let (command, arguments) = read::line(&line).expect("a good line");
        assert_eq!(command.path, "challenge create");
        assert_eq!(arguments.get("title"), Some(title), "{line}");
        assert_eq!(arguments.get("prize"), Some("a mug"), "{line}");
        assert_eq!(arguments.get("ends"), None);
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        for title in [
            "Spring cut",
            "5\" pipes",
            "the \"big\" one",
            "“so” they say",
            "«a» 「b」 \"c\" d",
            "unit:kg",
            "two\nlines",
            "it's ours' now",
            "ends with \"",
        ] {
            comes_back(title);
        }
    }

    #[test]
    fn a_value_stands_bare_where_it_is_read_alike() {
        for (title, written) in [
            ("Steps", "Steps"),
            ("5\"pipes", "5\"pipes"),
            ("Spring cut", "\"Spring cut\""),
            ("unit:kg", "\"unit:kg\""),
            ("„so“", "\"„so“\""),
            ("'tis", "\"'tis\""),
        ] {
            assert_eq!(value(title), written);
            let (_, arguments) = read::line(&format!("join {written}")).expect("a good line");
            assert_eq!(arguments.get("challenge"), Some(title));
        }
    }

    #[test]
    fn a_value_of_all_marks_loses_the_straight_ones() {
        let line = line("help", [("command", "\"a\" «b» 「c」 『d』 e")]);
        assert_eq!(line, "help command:\"'a' «b» 「c」 『d』 e\"");
    }
}
