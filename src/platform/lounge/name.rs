//! Names: what may be one, and when two are the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::platform::lounge::text;

const MAX_NAME_GRAPHEMES: usize = 32;

/// A name that may be shown, and the key under which two names are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// As shown.
    pub(crate) shown: String,
    /// As compared.
    pub(crate) key: String,
}

impl Name {
    /// Reads a name, or says in a sentence why it can't be one.
    pub(crate) fn read(typed: &str) -> Result<Self, String> {
        let composed: String = typed
            .chars()
            .take(1_000)
            .nfkc()
            .filter(|c| !is_invisible(*c))
            .collect();
        let shown = composed.split_whitespace().collect::<Vec<_>>().join(" ");
        if !shown.chars().any(char::is_alphanumeric) {
            return Err("Please type a name with at least one letter or digit, for example \u{201C}Ana\u{201D}.".into());
        }
        if shown.graphemes(true).count() > MAX_NAME_GRAPHEMES {
            return Err(format!(
                "Please choose a name of at most {MAX_NAME_GRAPHEMES} characters."
            ));
        }
        if shown
            .graphemes(true)
            .any(|grapheme| grapheme.chars().filter(|c| is_combining_mark(*c)).count() > 3)
        {
            return Err("Please choose a name with fewer marks stacked on one letter.".into());
        }
        let key = key(&shown);
        if RESERVED.contains(&key.as_str()) {
            return Err(format!(
                "\u{201C}{shown}\u{201D} is a name we keep for the house; please choose another."
            ));
        }
        Ok(Self { shown, key })
    }
}

const RESERVED: [&str; 7] = [
    "huzzah",
    "everyone",
    "here",
    "channel",
    "system",
    "admin",
    "aformermember",
];

/// One key for the names that people would take for one: case, marks, spaces, punctuation and look-alike letters of
/// Greek and Cyrillic do not tell names apart.
pub(crate) fn key(name: &str) -> String {
    let lower: String = name.nfkc().collect::<String>().to_lowercase();
    let bare = lower
        .nfd()
        .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
        .map(look_alike);
    let key: String = bare.collect();
    if key.is_empty() { lower } else { key }
}

fn look_alike(c: char) -> char {
    LOOK_ALIKE
        .iter()
        .find(|(odd, _)| odd.contains(c))
        .map_or(c, |(_, plain)| *plain)
}

// Cyrillic, Greek, Armenian and others; letters that a decomposition leaves alone.
const LOOK_ALIKE: [(&str, char); 23] = [
    ("аα", 'a'),
    ("вβ", 'b'),
    ("с", 'c'),
    ("ԁđ", 'd'),
    ("еε", 'e'),
    ("ɡ", 'g'),
    ("һհн", 'h'),
    ("іιıɩ1lł", 'i'),
    ("ј", 'j'),
    ("кκ", 'k'),
    ("м", 'm'),
    ("ոη", 'n'),
    ("оοø0", 'o'),
    ("рρ", 'p'),
    ("ԛ", 'q'),
    ("ѕß", 's'),
    ("тτ", 't'),
    ("υ", 'u'),
    ("ν", 'v'),
    ("ԝω", 'w'),
    ("хχ", 'x'),
    ("уγ", 'y'),
    ("ᴢ", 'z'),
];

fn is_invisible(c: char) -> bool {
    text::neutral(c.encode_utf8(&mut [0; 4])).is_empty()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{3164}' | '\u{200C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        assert_eq!(
            Name::read(one).expect("a name").key,
            Name::read(other).expect("a name").key
        );
    }

    #[test]
    fn names_that_look_alike_are_one_name() {
        same("Ana", "ANA");
        same("Ana", "\u{202E}A\u{200B}na ");
        same("Ana", "Аnа");
        same("Ana", "Ana");
        same("Zoë", "zoe");
        same("Bill", "Bi11");
        same("Mary Ann", "mary-ann");
    }

    #[test]
    fn what_is_no_name_is_refused_in_a_sentence() {
        for typed in [
            "",
            "  ",
            "\u{200B}",
            "!!!",
            "Huzzah",
            "hυzzah",
            &"x".repeat(33),
            "a\u{301}\u{301}\u{301}\u{301}\u{301}",
        ] {
            assert!(Name::read(typed).is_err(), "{typed:?}");
        }
        assert_eq!(
            Name::read("  Ana \t María ").expect("a name").shown,
            "Ana María"
        );
        assert_eq!(Name::read("小明").expect("a name").key, "小明");
    }
}
