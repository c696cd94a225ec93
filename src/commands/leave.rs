//! `leave`: no longer take part.

use crate::cards;
use crate::commands::declare::{Command, Kind, word};
use crate::commands::desk::{Ask, Desk, left_nothing};
use crate::commands::invocation::Reply;
use crate::domain::act;
use crate::domain::event::Event;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "leave",
    about: "Leave a challenge; your entries are kept and come back when you do",
    moderator: false,
    free_text: false,
    options: &[word(
        "challenge",
        Kind::Challenge,
        "Which; the only one you are in when left out",
    )],
    examples: &["leave \"Spring cut\""],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let named = ask.arguments.owned("challenge");
    let decided = desk.submit(ask, move |community, _, who| {
        act::leave::decide(community, who, named.as_deref())
    });
    let done = decided.await?;
    let left = done.records.iter().find_map(|record| match &record.event {
        Event::MemberLeft(left) => Some(left.challenge),
        _ => None,
    });
    let number = left.ok_or_else(|| left_nothing(&done, "a leave"))?;
    let make = |view: &crate::cards::View<'_>| cards::membership::left(view, number);
    Ok(Reply::private(
        desk.card_for(ask, Some(done.identity), make).await?,
    ))
}
