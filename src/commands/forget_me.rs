//! `forget-me`: be forgotten.

use crate::cards;
use crate::commands::declare::{Command, Kind, opt};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::domain::act;
use crate::domain::refusal::Refusal;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "forget-me",
    about: "Delete your name and words; shows first what that means",
    moderator: false,
    free_text: false,
    options: &[opt(
        "confirm",
        Kind::Choice(&["yes"]),
        "Do it; it can't be taken back",
    )],
    examples: &["forget-me"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let confirmed = ask.arguments.is_on("confirm");
    let decided = desk.submit(ask, move |community, _, who| {
        act::forget::decide(community, who, confirmed)
    });
    match decided.await {
        Err(EngineError::Refused(refusal)) => match *refusal {
            Refusal::Unconfirmed { .. } => preview(desk, ask).await,
            // Who never took part may have said something all the same.
            Refusal::NoSuchMember { .. } if ask.place.keeps_words() && confirmed => {
                forgotten(desk, ask).await
            }
            Refusal::NoSuchMember { .. } if ask.place.keeps_words() => preview(desk, ask).await,
            refusal => Err(refusal.into()),
        },
        Err(error) => Err(error),
        Ok(_) => forgotten(desk, ask).await,
    }
}

async fn preview(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let identity = ask.identity.unwrap_or(0);
    let keeps_words = ask.place.keeps_words();
    let mut card = desk
        .card(ask, |view| {
            cards::privacy::forget_preview(view, identity, keeps_words)
        })
        .await?;
    for action in &mut card.actions {
        action.only_for = Some(ask.who.user.clone());
    }
    Ok(Reply::private(card))
}

async fn forgotten(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    Ok(Reply {
        forgotten: true,
        ..Reply::private(desk.card_for(ask, None, cards::privacy::forgotten).await?)
    })
}
