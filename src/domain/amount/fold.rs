//! Folds what keyboards of the world produce to the few characters the reader knows, remembering where each stood.

use unicode_normalization::UnicodeNormalization;

/// Stands for every raised, lowered or circled digit.
pub(super) const SUPERSCRIPT: char = '²';
/// A decimal mark in any locale (the Arabic one).
pub(super) const SURE_DECIMAL: char = '\u{66b}';
/// How much of a text is looked at for the amount, in characters; the note may be longer.
const LOOK_AT: usize = 240;

/// One folded character and the byte where its original begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) c: char,
    pub(super) at: usize,
}

/// The beginning of a text, folded and with single spaces, and the byte where it stops.
pub(super) fn fold(text: &str) -> (Vec<Glyph>, usize) {
    let mut glyphs = Vec::with_capacity(text.len().min(LOOK_AT));
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if glyphs.len() >= LOOK_AT {
            break;
        }
        end = at + c.len_utf8();
        fold_one(c, |c| {
            let is_repeated_space =
                c == ' ' && glyphs.last().is_some_and(|before: &Glyph| before.c == ' ');
            if !is_repeated_space {
                glyphs.push(Glyph { c, at });
            }
        });
    }
    (glyphs, end)
}

fn fold_one(c: char, mut push: impl FnMut(char)) {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | SURE_DECIMAL => push(c),
        '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{20e3}'
        | '\u{feff}'
        | '\u{fe0e}'
        | '\u{fe0f}' => {}
        '\u{2010}'..='\u{2015}' | '−' | '﹣' | '－' => push('-'),
        '’' | '‘' | 'ʼ' | '٬' => push('\''),
        '،' => push(','),
        '٪' => push('%'),
        '⁄' | '∕' => push('/'),
        _ if c.is_whitespace() => push(' '),
        _ if vulgar_fraction(c).is_some() => push(c),
        _ if let Some(digit) = digit_of_any_script(c) => push(digit),
        _ if c.nfkc().any(|c| c.is_ascii_digit()) => push(SUPERSCRIPT),
        _ => c.nfkc().for_each(push),
    }
}

/// What a character such as `½` is worth.
pub(super) fn vulgar_fraction(c: char) -> Option<(i128, i128)> {
    Some(match c {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅐' => (1, 7),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        _ => return None,
    })
}

/// The digit that a decimal digit of any script stands for.
fn digit_of_any_script(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS[..ZEROS.partition_point(|&zero| zero <= code)].last()?;
    char::from_digit(code - zero, 10)
}

/// The zero of every script that has decimal digits (Unicode, general category Nd), ascending.
const ZEROS: &[u32] = &[
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0,
    0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50,
    0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];
