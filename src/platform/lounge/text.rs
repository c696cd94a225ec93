//! How long a message in the lounge may be.

use unicode_segmentation::UnicodeSegmentation;

pub(crate) use crate::platform::neutral::neutral;

/// The most characters, as people count them, that one message may have.
pub const MAX_TEXT_GRAPHEMES: usize = 4_000;
/// The most bytes that a request to the lounge may have.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// Whether a message may be this long.
pub(crate) fn fits(text: &str) -> bool {
    text.len() <= MAX_TEXT_GRAPHEMES || text.graphemes(true).nth(MAX_TEXT_GRAPHEMES).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_counted_in_characters_as_people_see_them() {
        assert!(fits(&"👩‍🚀".repeat(4_000)));
        assert!(!fits(&"👩‍🚀".repeat(4_001)));
        assert!(!fits(&"a".repeat(4_001)));
    }
}
