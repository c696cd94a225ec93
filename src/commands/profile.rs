//! `profile`: a member's own page.

use crate::cards;
use crate::commands::declare::{Command, Kind, word};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::domain::refusal::Refusal;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "profile",
    about: "Your challenges, places and latest entries",
    moderator: false,
    free_text: false,
    options: &[word(
        "member",
        Kind::Member,
        "Somebody else; you when left out",
    )],
    examples: &["profile", "profile @ana"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let identity = match ask.arguments.get("member") {
        None => ask.identity.unwrap_or(0),
        Some(typed) => member(desk, ask, typed).await?,
    };
    Ok(Reply::private(
        desk.card(ask, |view| cards::profile::profile(view, identity))
            .await?,
    ))
}

/// The member that somebody means.
///
/// # Errors
/// [`Refusal::NoSuchMember`].
pub(super) async fn member(desk: &Desk, ask: &Ask, typed: &str) -> Result<u32, EngineError> {
    let found = desk
        .engine()
        .identity_meant(ask.community_id(), ask.space.space_id, typed)
        .await?;
    Ok(found.ok_or_else(|| Refusal::NoSuchMember {
        typed: typed.chars().take(40).collect(),
    })?)
}
