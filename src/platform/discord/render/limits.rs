//! Discord's limits on messages and modals, each with the page it is from, and the measure in which texts are counted.
//!
//! Pages are under `docs.discord.com/developers`, where nothing else is said.

use unicode_segmentation::UnicodeSegmentation;

/// Components of a message, nested ones too (`components/reference`).
pub(super) const COMPONENTS: usize = 40;
/// Text of all text displays of a message (github.com/discord/discord-api-docs, pull request 8562).
pub(super) const TEXT: usize = 4_000;
/// Bytes of all text displays of a message, with [`DISPLAY_BYTES`] for each.
///
/// Discord fails (HTTP 500) above 10,170 (same repository, issue 8554); we stay clear of it.
pub(super) const TEXT_BYTES: usize = 9_000;
/// Text of a message that goes as words alone: with it any letters stay below [`TEXT_BYTES`].
pub(super) const PLAIN: usize = 2_000;
/// What a text display weighs beside its text (same issue).
pub(super) const DISPLAY_BYTES: usize = 12;
/// Buttons of an action row (`components/reference`).
pub(super) const ROW_BUTTONS: usize = 5;
/// Action rows of a card: with their buttons they take 30 of the 40 components.
pub(super) const ROWS: usize = 5;
/// Everything else in a card: its container, at most four displays, and room for a file and two rows of menus.
const OTHERS: usize = 1 + 4 + 1 + 4;
const _: () = assert!(ROWS * (1 + ROW_BUTTONS) + OTHERS <= COMPONENTS);
/// A button's label (`components/reference`).
pub(super) const LABEL: usize = 80;
/// Where a button's label begins to be cut on a phone (Discord's design guide: 34 beside an icon, 38 without).
pub(super) const LABEL_SHOWN: usize = 34;
/// What those who are pinged may take of a message's text: about fifty of them. `allowed_mentions` takes 100.
pub(super) const PINGS: usize = 1_200;
/// Alternative text of an attachment (`resources/message`).
pub(super) const ALT: usize = 1_024;
/// The largest instant that `<t:…>` shows, in seconds either way (`reference`: what JavaScript's `Date` holds).
pub(super) const TIME_S: i64 = 8_640_000_000_000;

/// A modal's title (`components/reference`).
pub(super) const MODAL_TITLE: usize = 45;
/// Text inputs of a modal, one in a row (same page).
pub(super) const INPUTS: usize = 5;
/// A text input's label (same page).
pub(super) const INPUT_LABEL: usize = 45;
/// A text input's placeholder (same page).
pub(super) const PLACEHOLDER: usize = 100;
/// What stands or is typed in a text input (same page).
pub(super) const INPUT_TEXT: usize = 4_000;

/// How long a text is: UTF-16 units, the greater of the two ways in which characters may be counted.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text when it fits into `most`, else its beginning and an ellipsis; it ends between graphemes.
pub(super) fn cut(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let begun = fit(text, most.saturating_sub(1));
    format!("{}…", begun.trim_end())
}

/// As much of a text as fits into `most`; it ends between graphemes.
pub(super) fn fit(text: &str, most: usize) -> &str {
    let (mut taken, mut end) = (0, 0);
    for grapheme in text.graphemes(true) {
        taken += length(grapheme);
        if taken > most {
            break;
        }
        end += grapheme.len();
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_end_between_graphemes() {
        assert_eq!(cut("Spring cut", 10), "Spring cut");
        assert_eq!(cut("Spring cut", 8), "Spring…");
        // A family of three takes eight units.
        assert_eq!(cut("👩‍👩‍👧👩‍👩‍👧", 12), "👩‍👩‍👧…");
        assert_eq!(fit("👩‍👩‍👧👩‍👩‍👧", 15), "👩‍👩‍👧");
        assert_eq!(cut("anything", 0), "…");
    }
}
