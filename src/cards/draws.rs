//! What makes a draw checkable by anybody: its tickets in order, beside the seed that its post reveals.

use crate::cards::card::CardKind;
use crate::cards::phrase::button;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};
use crate::domain::event::DrawRedone;

/// Tickets listed in a post at most; more are in the file behind the button.
const LISTED: usize = 30;
/// Winners that are named beside a draw's file.
const IN_DRAW_FILE: usize = 50;

/// Adds a draw's tickets to the post that reveals its seed, and the button that hands all of them over.
#[must_use]
pub fn with_tickets(sheet: Sheet, challenge: u32, round: u32, tickets: &[u32]) -> Sheet {
    if tickets.is_empty() {
        return sheet;
    }
    let command = format!("export draw:#{challenge} round:{round}");
    let sheet = sheet.action(button(&say("button-tickets", &[]), command));
    if tickets.len() > LISTED {
        return sheet;
    }
    let holders = tickets
        .iter()
        .map(|identity| mark::person(*identity, challenge));
    let list: Vec<String> = holders.collect();
    sheet.line(say("post-ticket-list", &[("list", list.join(", ").into())]))
}

/// Adds to an earlier winner post who wins instead.
#[must_use]
pub fn corrected(sheet: Sheet, redone: &DrawRedone) -> Sheet {
    let names = redone
        .winners
        .iter()
        .map(|winner| mark::person(winner.identity, redone.challenge));
    let names: Vec<String> = names.collect();
    sheet.line(say("post-corrected", &[("names", names.join(", ").into())]))
}

/// The words beside a draw's file: what is in it, and which numbers the winners have in it.
#[must_use]
pub fn file(view: &View<'_>, number: u32, round: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(number) else {
        return parts::no_challenge();
    };
    let title = challenge.rules().title.as_str();
    let sheet = Sheet::new(
        CardKind::Notice,
        say("draw-file", &[("title", title.into())]),
    )
    .line(say("draw-file-what", &[]));
    let closed = challenge.head.closed.iter().find(|one| one.round == round);
    let drawn = closed.map_or(&[][..], |closed| &closed.drawn);
    drawn
        .iter()
        .take(IN_DRAW_FILE)
        .zip(1_u32..)
        .fold(sheet, |sheet, (&identity, place)| {
            let puts = [
                ("place", place.into()),
                ("name", mark::person(identity, number).into()),
                ("number", identity.into()),
            ];
            sheet.line(say("draw-file-winner", &puts))
        })
}
