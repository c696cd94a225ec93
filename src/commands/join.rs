//! `join`: take part in a challenge.

use crate::cards;
use crate::commands::declare::{Command, Kind, opt, word};
use crate::commands::desk::{Ask, Desk, left_nothing};
use crate::commands::invocation::Reply;
use crate::domain::act;
use crate::domain::event::Event;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "join",
    about: "Take part in a challenge",
    moderator: false,
    free_text: false,
    options: &[
        word(
            "challenge",
            Kind::Challenge,
            "Which; the only one when left out",
        ),
        opt(
            "goal",
            Kind::Amount,
            "Your target, where the challenge is about goals",
        ),
        opt("start", Kind::Amount, "Your first reading"),
        opt(
            "alias",
            Kind::Text,
            "The name you want to be shown with in it",
        ),
    ],
    examples: &[
        "join \"Spring cut\"",
        "join \"Spring cut\" goal:70kg start:80kg",
    ],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let joining = act::join::Joining {
        challenge: ask.arguments.owned("challenge"),
        goal: ask.arguments.owned("goal"),
        start: ask.arguments.owned("start"),
        alias: ask.arguments.owned("alias"),
    };
    let decided = desk.submit(ask, move |community, moment, who| {
        act::join::decide(community, moment, who, &joining)
    });
    let done = decided.await?;
    let joined = done.records.iter().find_map(|record| match &record.event {
        Event::MemberJoined(joined) => Some(joined.challenge),
        _ => None,
    });
    let number = joined.ok_or_else(|| left_nothing(&done, "a join"))?;
    let identity = done.identity;
    let make = |view: &crate::cards::View<'_>| cards::membership::joined(view, number, identity);
    Ok(Reply::private(
        desk.card_for(ask, Some(identity), make).await?,
    ))
}
