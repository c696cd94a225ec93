//! What may be shown of a text: no control characters, nothing that turns the lines around it.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// The most characters, as people count them, that one message may have.
pub const MAX_TEXT_GRAPHEMES: usize = 4_000;
/// The most bytes that a request to the lounge may have.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// The text without control characters (line ends and tabs stay) and without marks that reorder or hide what follows.
pub(crate) fn neutral(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unwanted) {
        Cow::Owned(text.chars().filter(|c| !is_unwanted(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a message may be this long.
pub(crate) fn fits(text: &str) -> bool {
    text.len() <= MAX_TEXT_GRAPHEMES || text.graphemes(true).nth(MAX_TEXT_GRAPHEMES).is_none()
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

    #[test]
    fn a_long_text_is_counted_in_characters_as_people_see_them() {
        assert!(fits(&"👩‍🚀".repeat(4_000)));
        assert!(!fits(&"👩‍🚀".repeat(4_001)));
        assert!(!fits(&"a".repeat(4_001)));
    }
}
