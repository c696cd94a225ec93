//! What may be shown of a text on any platform: no control characters, nothing that turns or hides the text around it.

use std::borrow::Cow;

/// The text without control characters (line ends and tabs stay) and without marks that reorder or hide what follows.
pub(crate) fn neutral(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unwanted) {
        Cow::Owned(text.chars().filter(|c| !is_unwanted(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_unwanted(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(
            c,
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E001F}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_turn_text_around_are_taken_out() {
        assert_eq!(neutral("a\u{202E}b\u{2066}c\u{0}d\r\n"), "abcd\n");
        assert_eq!(neutral("👩‍🚀 שלום"), "👩‍🚀 שלום");
    }
}
