//! The entries that wait for a moderator.

use crate::cards::card::{CardKind, Style};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};
use crate::domain::challenge::Challenge;
use crate::domain::entry::{Entry, State};

/// So many waiting entries are listed, and as many have buttons.
const WAITING: usize = 20;
const WITH_BUTTONS: usize = 4;

/// The entries of a challenge that wait for a moderator, oldest first, with buttons to judge them.
#[must_use]
pub fn held(view: &View, challenge: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return parts::no_challenge();
    };
    let waiting = waiting(challenge);
    let title = challenge.rules().title.as_str();
    let puts = [("n", waiting.len().into()), ("challenge", title.into())];
    let mut sheet = Sheet::new(CardKind::Notice, say("held-title", &puts));
    if waiting.is_empty() {
        return sheet.line(say("held-none", &[]));
    }
    let judging = view.moderator && view.reader != 0;
    let row = |(seq, identity, entry): &(u64, u32, Entry)| {
        let shown = judging || parts::shows_amounts(view, challenge.rules(), *identity);
        vec![
            parts::id(*seq),
            mark::person(*identity, challenge.number()),
            if shown {
                parts::entry_amount(view, challenge.rules(), entry)
            } else {
                String::new()
            },
            parts::day(view, entry.day()),
        ]
    };
    let rows = waiting.iter().take(WAITING).map(row).collect();
    let headings = vec![
        say("why-column-entry", &[]),
        say("held-column-member", &[]),
        say("why-column-amount", &[]),
        say("why-column-day", &[]),
    ];
    sheet.table = Some(parts::table(
        say("held-caption", &puts),
        headings,
        &[2],
        rows,
    ));
    let own = |identity: u32| identity == view.reader;
    if waiting.iter().any(|(_, identity, _)| own(*identity)) {
        sheet = sheet.line(say("held-own", &[]));
    }
    let seq = waiting.first().map_or(0, |(seq, ..)| *seq);
    let accept = mark::command(&format!("entry accept {seq}"));
    let reject = mark::command(&format!("entry reject {seq} reason:\"…\""));
    sheet = sheet.line(say(
        "held-how",
        &[("accept", accept.into()), ("reject", reject.into())],
    ));
    let reason = say("held-reason", &[]).replace('"', "'");
    for (seq, ..) in waiting
        .iter()
        .filter(|(_, identity, _)| !own(*identity))
        .take(WITH_BUTTONS)
    {
        let id = || parts::id(*seq).into();
        let mut accept = parts::button(
            say("held-accept", &[("entry", id())]),
            format!("entry accept {seq}"),
        );
        accept.style = Style::Primary;
        let reject = format!("entry reject {seq} reason:\"{reason}\"");
        sheet = sheet.action(accept).action(parts::button(
            say("held-reject", &[("entry", id())]),
            reject,
        ));
    }
    sheet
}

/// The same as a reminder before a close, for whichever moderator reads it.
#[must_use]
pub fn reminder(view: &View, challenge: u32) -> Sheet {
    let mut sheet = held(&View { reader: 0, ..*view }, challenge);
    let head = view.community.challenge(challenge).map(|one| &one.head);
    let closes_ms = head.and_then(|head| head.round_close_ms.filter(|_| head.round != 0));
    if let Some(closes_ms) = closes_ms {
        let line = say("held-closes", &[("time", view.time(closes_ms).into())]);
        sheet.lines.insert(0, line);
    }
    sheet
}

/// The waiting entries with their members, oldest first.
fn waiting(challenge: &Challenge) -> Vec<(u64, u32, Entry)> {
    let Some(oldest) = challenge.head.held.iter().min().copied() else {
        return Vec::new();
    };
    let mut waiting: Vec<(u64, u32, Entry)> = Vec::new();
    for participant in challenge.participants() {
        let recent = challenge
            .entries_of(participant.identity)
            .take_while(|(place, _)| *place >= oldest);
        let held = recent.filter(|(_, entry)| entry.state() == State::Held);
        waiting.extend(held.map(|(_, entry)| (entry.seq(), participant.identity, *entry)));
    }
    waiting.sort_by_key(|(seq, ..)| *seq);
    waiting
}
