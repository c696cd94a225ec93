//! `undo`: take an own entry back.

use crate::cards;
use crate::commands::declare::{Command, Kind, word};
use crate::commands::desk::{Ask, Desk, left_nothing};
use crate::commands::invocation::Reply;
use crate::domain::act;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "undo",
    about: "Take your newest entry back, or the one with that number",
    moderator: false,
    free_text: false,
    options: &[word(
        "entry",
        Kind::Number,
        "The entry's number, as shown in `why`",
    )],
    examples: &["undo", "undo 17"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let named = match ask.arguments.get("entry") {
        None => None,
        Some(typed) if typed.eq_ignore_ascii_case("last") => None,
        Some(typed) => Some(entry_number(typed)?),
    };
    let done = desk
        .submit(ask, move |community, moment, who| {
            act::undo::decide(community, moment, who, named)
        })
        .await?;
    let voided = done.records.iter().find_map(|record| match &record.event {
        Event::EntryVoided(voided) => Some(voided.clone()),
        _ => None,
    });
    let voided = voided.ok_or_else(|| left_nothing(&done, "an undo"))?;
    let (challenge, identity, entry, amends) = (
        voided.challenge,
        voided.identity,
        voided.entry,
        voided.amends,
    );
    let card = desk
        .card_for(ask, Some(done.identity), |view| {
            cards::entry::undone(view, challenge, identity, entry, amends)
        })
        .await?;
    let taken_back = desk
        .public_card(&ask.space, |view| {
            cards::entry::taken_back(view, challenge, identity, entry)
        })
        .await?;
    Ok(Reply {
        replaces: Some((entry, taken_back)),
        ..Reply::private(card)
    })
}

/// An entry's number, with or without `#`.
///
/// # Errors
/// [`Refusal::NoSuchEntry`].
pub(super) fn entry_number(typed: &str) -> Result<u64, Refusal> {
    let refused = |_| Refusal::NoSuchEntry {
        typed: typed.to_owned(),
    };
    typed
        .trim()
        .trim_start_matches('#')
        .parse()
        .map_err(refused)
}
