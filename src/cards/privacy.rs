//! What is stored about a member, who sees it, and how to take it along or have it deleted.

use crate::cards::card::{CardKind, Style};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};
use crate::domain::act::forget::CONFIRMATION;

/// What is stored about a member, for how long, and who sees it.
#[must_use]
pub fn privacy(view: &View, identity: u32) -> Sheet {
    let (n_entries, n_challenges) = counts(view, identity);
    let puts = [("entries", n_entries.into()), ("challenges", n_challenges.into())];
    Sheet::new(CardKind::Notice, say("privacy-title", &[]))
        .fact(say("privacy-stored", &[]), say("privacy-stored-is", &puts))
        .fact(say("privacy-not-stored", &[]), say("privacy-not-stored-is", &[]))
        .fact(say("privacy-seen", &[]), say("privacy-seen-is", &[]))
        .fact(say("privacy-sensitive", &[]), say("privacy-sensitive-is", &[]))
        .fact(say("privacy-kept", &[]), say("privacy-kept-is", &[]))
        .fact(say("privacy-take", &[]), say("privacy-take-is", &[("command", mark::command("export").into())]))
        .fact(say("privacy-delete", &[]), say("privacy-delete-is", &[("command", mark::command("forget-me").into())]))
        .action(parts::button(say("privacy-export", &[]), "export"))
        .action(parts::button(say("privacy-forget", &[]), "forget-me"))
}

/// What being forgotten would do, with counts, and the button that does it.
#[must_use]
pub fn forget_preview(view: &View, identity: u32) -> Sheet {
    let (n_entries, n_challenges) = counts(view, identity);
    let mut forget = parts::button(say("privacy-forget-now", &[]), CONFIRMATION);
    forget.style = Style::Danger;
    forget.confirm = Some(say("privacy-forget-sure", &[]));
    Sheet::new(CardKind::Question, say("privacy-forget-title", &[]))
        .line(say("privacy-forget-what", &[("entries", n_entries.into()), ("challenges", n_challenges.into())]))
        .line(say("privacy-forget-stays", &[]))
        .line(say("privacy-forget-how", &[("command", mark::command(CONFIRMATION).into())]))
        .action(forget)
        .action(parts::button(say("privacy-export-first", &[]), "export"))
}

/// That a member was forgotten.
#[must_use]
pub fn forgotten(_view: &View) -> Sheet {
    Sheet::new(CardKind::Notice, say("privacy-forgotten", &[])).line(say("privacy-forgotten-what", &[]))
}

/// That the export is handed over.
#[must_use]
pub fn exported(_view: &View, n_entries: usize) -> Sheet {
    Sheet::new(CardKind::Notice, say("privacy-exported", &[("n", n_entries.into())])).line(say("privacy-exported-what", &[]))
}

/// How many entries there are, in how many challenges.
fn counts(view: &View, identity: u32) -> (usize, usize) {
    let taking_part = view.community.challenges().iter().filter(|one| one.participant(identity).is_some());
    taking_part.fold((0, 0), |(n_entries, n), one| (n_entries + one.entries_of(identity).count(), n + 1))
}
