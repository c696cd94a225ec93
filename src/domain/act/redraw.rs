//! `challenge redraw`: the next of the same order wins instead, earlier winners excluded.

use crate::domain::act::{Decided, Decision, NoteKind, Who, outcome};
use crate::domain::challenge::{Board, Challenge};
use crate::domain::draw::{self, Seed};
use crate::domain::event::DrawRedone;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Scoring;

/// A draw that was made: its seed, and its frozen tickets as identities.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The round; 0 for the challenge's own draw.
    pub round: u32,
    /// The seed that was revealed.
    pub seed: Seed,
    /// The tickets in stream order, as they were frozen.
    pub tickets: Vec<u32>,
}

/// Decides what a redraw does: one new winner, who still takes part.
///
/// # Errors
/// [`Refusal::NoDraw`] when nothing was drawn, [`Refusal::NobodyLeft`] when everybody has won.
pub fn decide(who: Who, challenge: &Challenge, drawn: Option<&Drawn>, reason: &str) -> Decided {
    let no_draw = || Refusal::NoDraw {
        title: challenge.rules().title.clone(),
    };
    if challenge.rules().scoring != Scoring::Draw {
        return Err(no_draw());
    }
    let drawn = drawn.ok_or_else(no_draw)?;
    let closed = challenge
        .head
        .closed
        .iter()
        .find(|closed| closed.round == drawn.round)
        .ok_or_else(no_draw)?;
    let mut excluded = closed.drawn.clone();
    excluded.extend(
        drawn
            .tickets
            .iter()
            .filter(|identity| !challenge.has_member(**identity)),
    );
    let next = draw::winners(&drawn.seed, &drawn.tickets, 1, &excluded);
    if next.is_empty() {
        return Err(Refusal::NobodyLeft);
    }
    let place = u32::try_from(closed.drawn.len())
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    let winners = outcome::drawn_winners(challenge, Board::Whole, &next, place);
    let mut decision = Decision::of(DrawRedone {
        challenge: challenge.number(),
        round: drawn.round,
        by: who.identity,
        winners,
    });
    decision.note(NoteKind::Reason, who.identity, reason);
    Ok(decision)
}
