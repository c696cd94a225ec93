//! `privacy`: what is kept, for how long, and who sees it.

use crate::cards;
use crate::commands::declare::Command;
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "privacy",
    about: "What is kept about you, for how long, and who sees it",
    moderator: false,
    free_text: false,
    options: &[],
    examples: &["privacy"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let identity = ask.identity.unwrap_or(0);
    Ok(Reply::private(
        desk.card(ask, |view| {
            cards::privacy::privacy(view, identity, ask.place.keeps_words())
        })
        .await?,
    ))
}
