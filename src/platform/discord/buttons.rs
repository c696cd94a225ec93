//! Buttons: an action's command line travels in the button's `custom_id` and comes back when the button is pressed.
//!
//! The id reads `1<marks>:<only user who may press, or ->:<line>` and has at most 100 bytes. A longer line is kept in the
//! store, and the id under which it is kept travels in its place; it is made from the line, so that the same button has
//! the same id for ever. Interactions are signed or come through our own gateway, so that an id is what we wrote; nothing
//! in it is secret.

use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

use crate::cards::say::say;
use crate::cards::{Action, Card, CardKind, Span, Style, Words};
use crate::platform::door::hex;

/// What ids of this version begin with; buttons of another version are known by another beginning.
pub(super) const VERSION: char = '1';
/// The mark of a button that is pressed once: with it its message has done its work.
const SPENT: char = 'o';
/// The longest `custom_id` (`components/reference`: 1–100 characters; bytes, to be safe).
pub(super) const ID_BYTES: usize = 100;
/// Bytes of the hash that names a line kept in the store.
const KEPT_BYTES: usize = 16;
/// The longest id of a Discord user: a snowflake of 64 bits.
const SNOWFLAKE_DIGITS: usize = 20;

/// A line that is too long to travel in its button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The id that the button brings back: 32 lowercase hexadecimal digits, the same for the same line.
    pub id: String,
    /// The command line, without the slash.
    pub line: String,
}

/// What a press means to do with its line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Manner {
    /// Run it.
    #[default]
    AtOnce,
    /// It can't be taken back: first answer with [`sure`].
    Sure,
    /// Open a form: the line is its command and its answers so far, as JSON (`["goal", [["goal", "70kg"]]]`).
    Form,
}

/// A pressed button, as read from its `custom_id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// The command line.
    Run {
        /// Without the slash.
        line: String,
        /// Discord's id of the only user who may press it; anybody when absent.
        only_for: Option<String>,
        /// What to do with the line.
        manner: Manner,
    },
    /// The line is in the store.
    Kept {
        /// As in [`Kept::id`].
        id: String,
        /// Discord's id of the only user who may press it; anybody when absent.
        only_for: Option<String>,
        /// What to do with the line.
        manner: Manner,
    },
    /// A button of another version, or none of ours.
    Stale,
}

/// Reads a pressed button's `custom_id`.
#[must_use]
pub fn pressed(custom_id: &str) -> Press {
    read(custom_id).unwrap_or(Press::Stale)
}

/// Whether a message for one reader has done its work once a button with that `custom_id` is pressed: a question that is
/// answered, a preview that is accepted.
#[must_use]
pub fn is_spent(custom_id: &str) -> bool {
    let marks = custom_id
        .strip_prefix(VERSION)
        .and_then(|id| id.split_once(':'));
    marks.is_some_and(|(marks, _)| marks.contains(SPENT))
}

fn read(custom_id: &str) -> Option<Press> {
    let (marks, rest) = custom_id.strip_prefix(VERSION)?.split_once(':')?;
    let (user, line) = rest.split_once(':')?;
    let only_for = match user {
        "-" => None,
        user if is_snowflake(user) => Some(user.to_owned()),
        _ => return None,
    };
    let (mut manner, mut is_kept) = (Manner::AtOnce, false);
    for mark in marks.chars() {
        match mark {
            'c' => manner = Manner::Sure,
            'f' => manner = Manner::Form,
            's' => is_kept = true,
            SPENT | '0'..='9' => {}
            _ => return None,
        }
    }
    let line = line.to_owned();
    Some(if is_kept {
        Press::Kept {
            id: line,
            only_for,
            manner,
        }
    } else {
        Press::Run {
            line,
            only_for,
            manner,
        }
    })
}

/// The question that stands between a press and what can't be taken back. `label` is what the pressed button says.
#[must_use]
pub fn sure(label: &str, line: &str, only_for: Option<&str>) -> Card {
    let command = Span::Command {
        line: line.to_owned(),
    };
    Card {
        kind: CardKind::Question,
        title: say("discord-sure", &[("label", label.into())]).into(),
        lines: vec![Words(vec![command])],
        actions: vec![Action {
            label: say("discord-sure-yes", &[("label", label.into())]),
            command: line.to_owned(),
            style: Style::Danger,
            confirm: None,
            only_for: only_for.map(str::to_owned),
        }],
        ..Card::default()
    }
}

/// The `custom_id` of a button, and the line to keep where it is too long; none for somebody who is no Discord user.
///
/// `taken` are the ids of the message so far: no two may be the same. `spends` says whether the message has done its work
/// with the press.
pub(super) fn custom_id(
    line: &str,
    only_for: Option<&str>,
    manner: Manner,
    spends: bool,
    taken: &mut BTreeSet<String>,
) -> Option<(String, Option<Kept>)> {
    let user = match only_for {
        None => "-",
        Some(user) if is_snowflake(user) => user,
        Some(_) => return None,
    };
    let mark = match manner {
        Manner::AtOnce => "",
        Manner::Sure => "c",
        Manner::Form => "f",
    };
    let mark = if spends {
        format!("{mark}{SPENT}")
    } else {
        mark.to_owned()
    };
    for n in 0_usize.. {
        let n = if n == 0 { String::new() } else { n.to_string() };
        let whole = format!("{VERSION}{mark}{n}:{user}:{line}");
        let (id, kept) = if whole.len() <= ID_BYTES && travels(line) {
            (whole, None)
        } else {
            let kept = keep(line);
            let id = format!("{VERSION}{mark}s{n}:{user}:{}", kept.id);
            (id, Some(kept))
        };
        if taken.insert(id.clone()) {
            return Some((id, kept));
        }
    }
    None
}

/// A line under the id that is made from it.
pub(super) fn keep(line: &str) -> Kept {
    let digest = Sha256::digest(line.as_bytes());
    Kept {
        id: hex(&digest[..KEPT_BYTES]),
        line: line.to_owned(),
    }
}

/// Whether a text is an id of Discord's.
pub(super) fn is_snowflake(text: &str) -> bool {
    (1..=SNOWFLAKE_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line surely comes back as it was: no ends that might be trimmed, nothing that might be taken out.
fn travels(line: &str) -> bool {
    line.trim() == line && !line.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn goes_and_comes(line: &str, only_for: Option<&str>, manner: Manner) -> Option<Kept> {
        let found = custom_id(line, only_for, manner, false, &mut BTreeSet::new());
        let (id, kept) = found.expect("a good user");
        assert!(id.len() <= ID_BYTES, "{id}");
        let only_for = only_for.map(str::to_owned);
        let expected = match &kept {
            Some(Kept { id, .. }) => Press::Kept {
                id: id.clone(),
                only_for,
                manner,
            },
            None => Press::Run {
                line: line.to_owned(),
                only_for,
                manner,
            },
        };
        assert_eq!(pressed(&id), expected);
        kept
    }

    #[test]
    fn a_line_travels_in_its_button() {
        let ana = Some("80351110224678912");
        for manner in [Manner::AtOnce, Manner::Sure, Manner::Form] {
            assert_eq!(goes_and_comes("undo 12", ana, manner), None);
            assert_eq!(goes_and_comes("join \"#3\" goal:a:b", None, manner), None);
            assert_eq!(goes_and_comes("", None, manner), None);
        }
    }

    #[test]
    fn a_long_line_is_kept_under_an_id_of_its_own() {
        let long = format!("progress 3 kg note:\"{}\"", "łąka ".repeat(40));
        let kept = goes_and_comes(&long, Some("18446744073709551615"), Manner::Sure);
        let kept = kept.expect("it does not fit");
        assert_eq!(kept.line, long);
        assert_eq!(kept, keep(&long), "the same line has the same id");
        assert_ne!(kept.id, keep("undo 12").id);
        assert_eq!(kept.id.len(), 32);
        let spaced = goes_and_comes(" undo\n12 ", None, Manner::AtOnce);
        assert!(spaced.is_some(), "what might be trimmed is kept");
    }

    #[test]
    fn one_line_twice_has_two_ids() {
        let mut taken = BTreeSet::new();
        for _ in 0..12 {
            let found = custom_id("help", None, Manner::AtOnce, true, &mut taken);
            let (id, _) = found.expect("anybody may");
            let Press::Run { line, .. } = pressed(&id) else {
                panic!("{id} is read as something else");
            };
            assert_eq!(line, "help");
            assert!(is_spent(&id), "{id}");
        }
        assert!(!is_spent("1c:-:oh"));
        assert_eq!(taken.len(), 12);
    }

    #[test]
    fn what_is_not_ours_is_stale() {
        for id in [
            "",
            "1",
            "2:-:help",
            "1:-",
            "1m:progress",
            "1:ana:help",
            "v1:0",
            "1:123456789012345678901:help",
        ] {
            assert_eq!(pressed(id), Press::Stale, "{id}");
        }
        let nobody = custom_id(
            "help",
            Some("U0ANA"),
            Manner::AtOnce,
            false,
            &mut BTreeSet::new(),
        );
        assert_eq!(nobody, None);
    }
}
