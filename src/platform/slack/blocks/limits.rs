//! Slack's limits on Block Kit, each with the page it is from, and the measure in which texts are counted.
//!
//! Pages are under `docs.slack.dev/reference`, where nothing else is said.

use std::io::{self, Write};

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

/// Blocks of a message (`block-kit/blocks`).
pub(super) const MESSAGE_BLOCKS: usize = 50;
/// Blocks of a modal or a Home tab (`views`).
pub(super) const VIEW_BLOCKS: usize = 100;
/// What a message's blocks may weigh: the length of their JSON.
///
/// Slack gives no number for `msg_blocks_too_long`; people were refused from about 11,300 characters of text and 13,200
/// of content on (github.com/slackapi/bolt-js, issues 2509 and 2867), so that the JSON itself stays below both.
pub(super) const MESSAGE_WEIGHT: usize = 11_000;
/// What a view's blocks may weigh: a view is refused above 250 kB (`views`), and letters may take four bytes.
pub(super) const VIEW_WEIGHT: usize = 55_000;
/// What the buttons of a message may weigh together, so that they leave room for what they are about.
pub(super) const ACTIONS_WEIGHT: usize = 6_000;

/// A header's text (`block-kit/blocks/header-block`).
pub(super) const HEADER: usize = 150;
/// Most text of one rich text block. Slack gives no number; a section, which looks the same, may have 3,000.
pub(super) const RICH_TEXT: usize = 2_900;
/// A text object (`block-kit/composition-objects/text-object`).
pub(super) const TEXT_OBJECT: usize = 3_000;
/// Elements of a context block (`block-kit/blocks/context-block`).
pub(super) const CONTEXT_ELEMENTS: usize = 10;
/// Elements of an actions block (`block-kit/blocks/actions-block`).
pub(super) const ACTION_ELEMENTS: usize = 25;

/// Rows of a data table beside its header (`block-kit/blocks/data-table-block`; 200 since August 2026).
pub(super) const TABLE_ROWS: usize = 100;
/// Columns of a data table (same page).
pub(super) const TABLE_COLUMNS: usize = 20;
/// Text of all cells of a message's tables (same page; 20,000 since August 2026).
pub(super) const TABLE_TEXT: usize = 10_000;

/// A button's text (`block-kit/block-elements/button-element`; from about 30 on it may be cut on a screen).
pub(super) const BUTTON_TEXT: usize = 75;
/// A button's value (same page).
pub(super) const BUTTON_VALUE: usize = 2_000;
/// A button's label for screen readers (same page).
pub(super) const BUTTON_LABEL: usize = 75;
/// The title of a confirmation (`block-kit/composition-objects/confirmation-dialog-object`).
pub(super) const CONFIRM_TITLE: usize = 100;
/// The text of a confirmation (same page).
pub(super) const CONFIRM_TEXT: usize = 300;
/// The buttons of a confirmation (same page).
pub(super) const CONFIRM_BUTTON: usize = 30;

/// A view's title, its submit and its close (`views`).
pub(super) const VIEW_TITLE: usize = 24;
/// A view's `private_metadata` (`views`).
pub(super) const METADATA: usize = 3_000;
/// An id of a block or an action (`block-kit/blocks`).
pub(super) const ID: usize = 255;
/// The label and the hint of an input (`block-kit/blocks/input-block`).
pub(super) const INPUT_LABEL: usize = 2_000;
/// What can be typed into an input (`block-kit/block-elements/plain-text-input-element`).
pub(super) const INPUT_TEXT: usize = 3_000;
/// Options of a select (`block-kit/block-elements/select-menu-element`).
pub(super) const OPTIONS: usize = 100;
/// An option's text (`block-kit/composition-objects/option-object`).
pub(super) const OPTION_TEXT: usize = 75;
/// An option's value (same page; the package `@slack/types` says 75 still, the page 150).
pub(super) const OPTION_VALUE: usize = 150;

/// A message's `text` above which Slack cuts it (`methods/chat.postMessage`).
pub(super) const TEXT: usize = 40_000;
/// The `text` of an update, in bytes (`methods/chat.update`: 4,000 characters; people measured bytes).
pub(super) const UPDATE_TEXT: usize = 4_000;

/// How long a text is: UTF-16 units, the greater of the two ways in which characters may be counted.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// How long the JSON of a block is, in the same units.
pub(super) fn weight(block: &Value) -> usize {
    let mut weighed = Weighed(0);
    serde_json::to_writer(&mut weighed, block)
        .expect("a value becomes JSON, and counting takes it");
    weighed.0
}

/// UTF-16 units of what is written, which is kept nowhere.
struct Weighed(usize);

impl Write for Weighed {
    fn write(&mut self, utf8: &[u8]) -> io::Result<usize> {
        // A character counts once at its first byte, and once more where that says that it has four.
        let units = |byte: &u8| usize::from(byte & 0xc0 != 0x80) + usize::from(*byte >= 0xf0);
        self.0 += utf8.iter().map(units).sum::<usize>();
        Ok(utf8.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// As much of a text as takes `most` when each of its characters is written by `write`, and what is left of it.
///
/// It ends between graphemes; a single grapheme that is too long by itself ends between its characters. The left part is
/// shorter than the text, unless not even one character fits.
pub(super) fn fit(text: &str, most: usize, write: impl Fn(&str) -> String) -> (String, &str) {
    let (mut written, mut taken, mut at) = (String::new(), 0, 0);
    let mut take = |part: &str| {
        let next = write(part);
        let size = length(&next);
        let fits = taken + size <= most;
        if fits {
            taken += size;
            at += part.len();
            written.push_str(&next);
        }
        fits
    };
    let end = text.graphemes(true).find(|grapheme| !take(grapheme));
    if let Some(grapheme) = end
        && length(&write(grapheme)) > most
    {
        let mut buffer = [0; 4];
        for c in grapheme.chars() {
            if !take(c.encode_utf8(&mut buffer)) {
                break;
            }
        }
    }
    (written, &text[at..])
}

/// The text when it fits into `most` as `write` writes it, else its beginning and an ellipsis.
pub(super) fn cut(text: &str, most: usize, write: impl Fn(&str) -> String) -> String {
    let whole = write(text);
    if length(&whole) <= most {
        return whole;
    }
    let (begun, _) = fit(text, most.saturating_sub(1), write);
    format!("{}…", begun.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn a_block_weighs_as_much_as_its_json_is_long() {
        for text in ["", "a\"b\n\u{1}", "é – 🏆👩‍👩‍👧", "שלום"] {
            let block = serde_json::json!({ "text": text, "n": [1, null, true] });
            assert_eq!(weight(&block), length(&block.to_string()));
        }
    }

    #[test]
    fn texts_end_between_graphemes() {
        assert_eq!(cut("Spring cut", 10, same), "Spring cut");
        assert_eq!(cut("Spring cut", 8, same), "Spring…");
        // A family of three takes eight units.
        assert_eq!(cut("👩‍👩‍👧👩‍👩‍👧", 12, same), "👩‍👩‍👧…");
        assert_eq!(fit("👩‍👩‍👧👩‍👩‍👧", 12, same), ("👩‍👩‍👧".to_owned(), "👩‍👩‍👧"));
    }

    #[test]
    fn a_grapheme_that_is_too_long_ends_between_its_characters() {
        let long = format!("e{}", "\u{301}".repeat(10));
        let (begun, left) = fit(&long, 4, same);
        assert_eq!(length(&begun), 4);
        assert_eq!(format!("{begun}{left}"), long);
    }

    #[test]
    fn what_counts_is_how_it_is_written() {
        let write = |part: &str| part.replace('&', "&amp;");
        assert_eq!(cut("a&b&c", 8, write), "a&amp;b…");
    }
}
