//! Refusals about entries and people.

use crate::cards::phrase::{command, typed};
use crate::cards::refusal::shown;
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::cards::{example, mark, parts};
use crate::domain::act::undo;
use crate::domain::calendar::show_span;
use crate::domain::refusal::Refusal;

/// Why nothing is done with an entry or a person.
pub(super) fn entries(view: &View<'_>, refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::NothingToUndo => match example::own_report(view) {
            Some(report) => say(
                "refused-nothing-to-undo",
                &[("example", command(&report).into())],
            ),
            None => say("refused-nothing-to-undo-here", &[]),
        },
        Refusal::UndoTooLate {
            title,
            look_back_ms: 0,
        } => say("refused-undo-never", &[("title", shown(title).into())]),
        Refusal::UndoTooLate {
            title,
            look_back_ms,
        } => say(
            "refused-undo-too-late",
            &[
                ("title", shown(title).into()),
                ("span", show_span(*look_back_ms).into()),
            ],
        ),
        Refusal::UndoBaseline { title } => {
            say("refused-undo-baseline", &[("title", shown(title).into())])
        }
        Refusal::NoSuchEntry { typed: entry } => no_such_entry(view, entry),
        Refusal::NoEntryToJudge {
            typed: entry,
            command: line,
        } => say(
            "refused-no-entry-to-judge",
            &[
                ("typed", typed(entry).into()),
                (
                    "example",
                    command(&format!("{line} @ana entry:last")).into(),
                ),
            ],
        ),
        Refusal::OthersEntry {
            entry,
            owner,
            command: line,
        } => say(
            "refused-others-entry",
            &[
                ("entry", parts::id(*entry).into()),
                ("owner", mark::person(*owner, 0).into()),
                ("example", command(&format!("{line} {entry}")).into()),
            ],
        ),
        Refusal::NothingToVoid { member } => say(
            "refused-nothing-to-void",
            &[("member", mark::person(*member, 0).into())],
        ),
        Refusal::NotYours => say("refused-not-yours", &[]),
        Refusal::AlreadyVoid => say("refused-already-void", &[]),
        Refusal::NotHeld if something_waits(view) => say(
            "refused-not-held",
            &[("list", command("entry accept").into())],
        ),
        Refusal::NotHeld => say("refused-none-held", &[]),
        Refusal::OwnEntry => say("refused-own-entry", &[]),
        Refusal::NoSuchMember { typed: name } if name.trim().is_empty() => {
            say("refused-nobody", &[])
        }
        Refusal::NoSuchMember { typed: name } => {
            say("refused-no-such-member", &[("typed", typed(name).into())])
        }
        _ => return None,
    })
}

fn no_such_entry(view: &View<'_>, entry: &str) -> String {
    let entry = typed(entry);
    match undo::newest(view.community, view.reader, view.now_ms) {
        Some(_) => say(
            "refused-no-such-entry",
            &[("typed", entry.into()), ("example", command("undo").into())],
        ),
        None => say("refused-no-such-entry-none", &[("typed", entry.into())]),
    }
}

/// Whether an entry waits for a moderator anywhere.
fn something_waits(view: &View<'_>) -> bool {
    let mut challenges = view.community.challenges().iter();
    challenges.any(|one| !one.phase().is_finished() && !one.head.held.is_empty())
}
