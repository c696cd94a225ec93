//! `goal`: set an own target.

use crate::cards::{self, CardKind, Sheet};
use crate::commands::declare::{Command, Kind, opt, word};
use crate::commands::desk::{Ask, Desk, left_nothing};
use crate::commands::invocation::Reply;
use crate::commands::pick;
use crate::domain::act;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "goal",
    about: "Set your own target in a challenge about goals",
    moderator: false,
    free_text: false,
    options: &[
        word("goal", Kind::Amount, "Your target"),
        opt("start", Kind::Amount, "Your first reading"),
        opt("challenge", Kind::Challenge, "Which challenge"),
    ],
    examples: &["goal 70kg", "goal 70kg start:80kg challenge:\"Spring cut\""],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let [goal, start, named] = ["goal", "start", "challenge"].map(|name| ask.arguments.owned(name));
    let wanted = named.clone();
    let decided = desk.submit(ask, move |community, moment, who| {
        act::goal::decide(
            community,
            moment,
            who,
            goal.as_deref(),
            start.as_deref(),
            wanted.as_deref(),
        )
    });
    let done = match decided.await {
        Err(EngineError::Refused(refusal)) if matches!(*refusal, Refusal::GoalNeeded { .. }) => {
            let number = desk
                .look(ask, |view| {
                    Ok(pick::challenge(
                        view.community,
                        view.reader,
                        view.moderator,
                        named.as_deref(),
                    )?
                    .number())
                })
                .await?;
            let make = |view: &crate::cards::View<'_>| Sheet {
                kind: CardKind::Question,
                form: Some(cards::forms::goal(view, number)),
                ..cards::refusal::refusal(view, &refusal)
            };
            return Ok(Reply::private(desk.card(ask, make).await?));
        }
        done => done?,
    };
    let number = done.records.iter().find_map(|record| match &record.event {
        Event::GoalSet(set) => Some(set.challenge),
        Event::MemberJoined(joined) => Some(joined.challenge),
        _ => None,
    });
    let number = number.ok_or_else(|| left_nothing(&done, "a goal"))?;
    let identity = done.identity;
    let make = |view: &crate::cards::View<'_>| cards::membership::goal_set(view, number, identity);
    Ok(Reply::private(
        desk.card_for(ask, Some(identity), make).await?,
    ))
}
