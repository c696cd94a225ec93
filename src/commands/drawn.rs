//! A draw as it was made, read back: the seed from its close, the tickets from the filed table.

use crate::commands::desk::{Ask, Desk};
use crate::domain::act::find;
use crate::domain::act::redraw::Drawn;
use crate::domain::draw::Seed;
use crate::domain::event::Event;
use crate::engine::EngineError;

/// The challenge's number and its draw: of that round, or the newest; none where nothing was drawn.
///
/// # Errors
/// The challenge is not found, or the store fails.
pub(super) async fn of(
    desk: &Desk,
    ask: &Ask,
    named: &str,
    round: Option<u32>,
) -> Result<(u32, Option<Drawn>), EngineError> {
    let (number, closed) = desk
        .look(ask, |view| {
            let challenge = find::challenge(view.community, named, ask.who.moderator)?;
            let mut closed = challenge.head.closed.iter().rev();
            let closed = closed.find(|closed| round.is_none_or(|round| round == closed.round));
            Ok((
                challenge.number(),
                closed.map(|closed| (closed.round, closed.seq)),
            ))
        })
        .await?;
    let Some((round, seq)) = closed else {
        return Ok((number, None));
    };
    let record = desk.engine().record(ask.community_id(), seq).await?;
    let reveal = record.and_then(|record| match record.event {
        Event::RoundClosed(closed) => closed.outcome.draw,
        Event::ChallengeFinal(last) => last.outcome.draw,
        _ => None,
    });
    let seed = reveal.and_then(|reveal| Seed::from_hex(&reveal.seed));
    let table = desk
        .engine()
        .frozen(ask.community_id(), number, round)
        .await?;
    let drawn = seed.zip(table).map(|(seed, table)| Drawn {
        round,
        seed,
        tickets: table.tickets,
    });
    Ok((number, drawn))
}
