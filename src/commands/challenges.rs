//! `challenges`: what runs, what comes, what is over.

use crate::cards;
use crate::commands::declare::{Command, Kind, word};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::commands::pick;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "challenges",
    about: "What runs, what comes and what is over; with a name, its rule card",
    moderator: false,
    free_text: false,
    options: &[word(
        "challenge",
        Kind::Challenge,
        "Show this challenge's rule card",
    )],
    examples: &["challenges", "challenges \"Spring cut\""],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let Some(named) = ask.arguments.get("challenge") else {
        return Ok(Reply::private(
            desk.card(ask, cards::challenges::list).await?,
        ));
    };
    let number = desk
        .look(ask, |view| {
            Ok(pick::challenge(view.community, view.reader, view.moderator, Some(named))?.number())
        })
        .await?;
    Ok(Reply::private(
        desk.card(ask, |view| cards::rules::card(view, number))
            .await?,
    ))
}
