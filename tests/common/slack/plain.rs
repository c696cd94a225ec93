//! What a message in Slack's markup looks like to the person who reads it, as plain text.

/// A word joiner: it can't be seen.
const JOINER: char = '\u{2060}';

/// The text as it is read; `name` tells what the person or channel of an id is called.
pub(crate) fn plain(markup: &str, name: &impl Fn(&str) -> String) -> String {
    let markup = without_code_marks(markup);
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&unescaped(before));
        let Some((mark, after)) = after.split_once('>') else {
            out.push('<');
            rest = after;
            continue;
        };
        out.push_str(&shown(mark, name));
        rest = after;
    }
    out.push_str(&unescaped(rest));
    out
}

/// What stands between `<` and `>`, as it is shown.
fn shown(mark: &str, name: &impl Fn(&str) -> String) -> String {
    let (what, label) = match mark.split_once('|') {
        Some((what, label)) => (what, Some(unescaped(label))),
        None => (mark, None),
    };
    if what.starts_with("!date^") {
        return label.unwrap_or_else(|| "a date without a fallback".to_owned());
    }
    if let Some(id) = what.strip_prefix('@') {
        return name(id);
    }
    if let Some(id) = what.strip_prefix('#') {
        return format!("#{}", name(id));
    }
    if what.starts_with('!') {
        return format!("@{}", label.unwrap_or_else(|| what[1..].to_owned()));
    }
    label.unwrap_or_else(|| unescaped(what))
}

/// Back-ticks are not seen, unless a word joiner beside them keeps them from being a mark.
fn without_code_marks(markup: &str) -> String {
    let signs: Vec<char> = markup.chars().collect();
    let is_joiner = |at: Option<usize>| at.and_then(|at| signs.get(at)) == Some(&JOINER);
    let is_mark = |at: usize| {
        signs[at] == '`' && !is_joiner(at.checked_sub(1)) && !is_joiner(at.checked_add(1))
    };
    let seen = (0..signs.len()).filter(|at| !is_mark(*at));
    seen.map(|at| signs[at]).collect()
}

/// Entities as what they stand for; what only keeps marks from working is not seen.
pub(crate) fn unescaped(text: &str) -> String {
    text.replace(JOINER, "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// How Slack hands over what a person types: the three characters escaped.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
