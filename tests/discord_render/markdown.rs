//! What Discord's client makes of a text, as far as it must make nothing of what people typed.
//!
//! The grammar is that of `github.com/LyricLy/parse-discord`, which was made by testing the client.

/// Fails where a text holds markup that is not ours: headings, small print, bold, code, and Discord's own marks.
#[track_caller]
pub(crate) fn check(text: &str) {
    for line in text.lines() {
        let begin = line
            .strip_prefix("### ")
            .or_else(|| line.strip_prefix("-# "))
            .unwrap_or(line);
        assert!(
            line.starts_with("### ") || !line.starts_with('#'),
            "a heading: {line}"
        );
        assert!(!begin.trim().is_empty(), "an empty line: {line:?}");
        let begin = begin.strip_prefix("**").unwrap_or(begin);
        let bullet = ["- ", "* ", "> ", ">>> ", "-# ", "# "];
        assert!(
            !bullet
                .iter()
                .any(|bullet| begin.trim_start().starts_with(bullet)),
            "{line}"
        );
        let digits = begin
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_digit());
        assert!(
            digits.len() == begin.trim_start().len() || !digits.starts_with(". "),
            "Discord would count by itself: {line}"
        );
        let plain = plain(line);
        let n_bold = plain.matches("**").count();
        assert!(n_bold == 0 || n_bold == 2, "bold that is not ours: {line}");
        let plain = plain.replace("**", "");
        for sign in [
            "*",
            "_",
            "~",
            "`",
            "|",
            "<",
            "://",
            "@everyone",
            "@here",
            "](",
        ] {
            assert!(!plain.contains(sign), "{sign} in {line}");
        }
        assert!(!has_shortcode(&plain), "an emoji by name: {line}");
    }
}

/// A line without escaped signs, code, and Discord's own marks.
#[track_caller]
fn plain(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '\\' => {
                let mut after = rest.chars();
                after.nth(1);
                // Stands for the sign: beside a letter it is no word.
                plain.push('\u{fffd}');
                after.as_str()
            }
            '`' => {
                let (code, after) = rest[1..].split_once('`').expect("code ends");
                assert!(!code.is_empty(), "empty code: {line}");
                assert!(!code.contains("@everyone") && !code.contains("@here"));
                after
            }
            '<' if mark(rest).is_some() => mark(rest).expect("a mark"),
            c => {
                plain.push(c);
                &rest[c.len_utf8()..]
            }
        };
    }
    plain
}

/// What follows one of the marks that we make.
fn mark(rest: &str) -> Option<&str> {
    let (inner, after) = rest.strip_prefix('<')?.split_once('>')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_ours = if let Some(time) = inner.strip_prefix("t:") {
        let at_s = time.strip_suffix(":f").unwrap_or_default();
        digits(at_s.strip_prefix('-').unwrap_or(at_s))
    } else if let Some(command) = inner.strip_prefix('/') {
        command.rsplit_once(':').is_some_and(|(_, id)| digits(id))
    } else {
        ["@&", "@", "#"]
            .into_iter()
            .any(|sign| inner.strip_prefix(sign).is_some_and(digits))
    };
    is_ours.then_some(after)
}

/// `:tada:`, but not the middle of `20:00:00`.
fn has_shortcode(plain: &str) -> bool {
    let parts: Vec<&str> = plain.split(':').collect();
    let is_name = |part: &&str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !part.chars().all(|c| c.is_ascii_digit())
    };
    parts.len() > 2 && parts[1..parts.len() - 1].iter().any(is_name)
}
