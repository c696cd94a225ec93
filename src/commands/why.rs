//! `why`: the arithmetic behind a score and a rank.

use crate::cards;
use crate::commands::declare::{Command, Kind, opt, word};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::commands::{leaderboard, pick, profile};
use crate::domain::challenge::Phase;
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
    let (number, is_final) = desk
        .look(ask, |view| {
            let challenge = pick::challenge(view.community, view.reader, view.moderator, named)?;
            Ok((challenge.number(), challenge.phase() == Phase::Final))
        })
        .await?;
    let table = if is_final {
        let frozen = desk.engine().frozen(ask.community_id(), number, 0);
        frozen.await?
    } else {
        None
    };
    let rows = table.map(|table| table.rows).unwrap_or_default();
    let make = |view: &cards::View<'_>| {
        let sheet = cards::why::why(view, number, identity, page);
        cards::why::with_final(sheet, view, number, identity, &rows)
    };
    Ok(Reply::private(desk.card(ask, make).await?))
}
