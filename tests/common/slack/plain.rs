//! What a message in Slack's markup looks like to the person who reads it, as plain text.

/// The text as it is read; `name` tells what the person or channel of an id is called.
pub(crate) fn plain(markup: &str, name: &impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
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

/// Entities as what they stand for; what only keeps marks from working is not seen.
pub(crate) fn unescaped(text: &str) -> String {
    text.replace('\u{2060}', "")
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
