//! `why`: the arithmetic behind a score and a rank.

use crate::cards;
use crate::commands::declare::{Command, Kind, opt, word};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::commands::{leaderboard, pick, profile};
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "why",
    about: "The arithmetic behind your score and rank, entry by entry",
    moderator: false,
    free_text: false,
    options: &[
        word(
            "challenge",
            Kind::Challenge,
            "Which challenge; yours when left out",
        ),
        opt("member", Kind::Member, "Somebody else's"),
        opt("page", Kind::Number, "Which fifteen entries, newest first"),
    ],
    examples: &["why", "why \"Spring cut\""],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let named = ask.arguments.get("challenge");
    let page = leaderboard::page(ask.arguments.get("page"))?;
    let identity = match ask.arguments.get("member") {
        None => ask.identity.unwrap_or(0),
        Some(typed) => profile::member(desk, ask, typed).await?,
    };
    let number = desk
        .look(ask, |view| {
            Ok(pick::challenge(view.community, view.reader, view.moderator, named)?.number())
        })
        .await?;
    Ok(Reply::private(
        desk.card(ask, |view| cards::why::why(view, number, identity, page))
            .await?,
    ))
}
