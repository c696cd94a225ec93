//! `challenge open / pause / resume / end / cancel / redraw`.

use crate::cards;
use crate::commands::declare::{Command, Kind, need, opt};
use crate::commands::desk::{Ask, Desk, left_nothing};
use crate::commands::drawn;
use crate::commands::feed;
use crate::commands::invocation::Reply;
use crate::domain::act::{self, Decided, Moment, Who, find};
use crate::domain::challenge::Challenge;
use crate::domain::community::Community;
use crate::engine::{Done, EngineError, announced_ms};

pub(super) const OPEN: Command = Command {
    path: "challenge open",
    about: "Open a challenge: from now on members can join",
    moderator: true,
    free_text: false,
    options: &[need("challenge", Kind::Challenge, "Which challenge")],
    examples: &["challenge open \"Spring cut\""],
    run: |desk, ask| Box::pin(open(desk, ask)),
};

pub(super) const PAUSE: Command = Command {
    path: "challenge pause",
    about: "Take no entries for a while; rounds close as usual",
    moderator: true,
    free_text: false,
    options: &[need("challenge", Kind::Challenge, "Which challenge")],
    examples: &["challenge pause \"Spring cut\""],
    run: |desk, ask| {
        Box::pin(plain(desk, ask, |_, _, who, challenge| {
            act::challenge::pause(who, challenge)
        }))
    },
};

pub(super) const RESUME: Command = Command {
    path: "challenge resume",
    about: "Take entries again",
    moderator: true,
    free_text: false,
    options: &[need("challenge", Kind::Challenge, "Which challenge")],
    examples: &["challenge resume \"Spring cut\""],
    run: |desk, ask| {
        Box::pin(plain(desk, ask, |_, _, who, challenge| {
            act::challenge::resume(who, challenge)
        }))
    },
};

pub(super) const END: Command = Command {
    path: "challenge end",
    about: "End a challenge now; its grace begins",
    moderator: true,
    free_text: false,
    options: &[need("challenge", Kind::Challenge, "Which challenge")],
    examples: &["challenge end \"Spring cut\""],
    run: |desk, ask| {
        Box::pin(plain(desk, ask, |_, moment, who, challenge| {
            act::challenge::end(moment, who, challenge)
        }))
    },
};

pub(super) const CANCEL: Command = Command {
    path: "challenge cancel",
    about: "Call a challenge off, without winners",
    moderator: true,
    free_text: false,
    options: &[
        need("challenge", Kind::Challenge, "Which challenge"),
        opt(
            "reason",
            Kind::Text,
            "Why: everybody reads it with the news",
        ),
    ],
    examples: &["challenge cancel \"Spring cut\" reason:\"Set up by mistake\""],
    run: |desk, ask| Box::pin(cancel(desk, ask)),
};

pub(super) const REDRAW: Command = Command {
    path: "challenge redraw",
    about: "Let the next of the same draw win instead",
    moderator: true,
    free_text: false,
    options: &[
        need("challenge", Kind::Challenge, "Which challenge"),
        opt(
            "round",
            Kind::Number,
            "Which round; the newest draw when left out",
        ),
        opt("reason", Kind::Text, "Why"),
    ],
    examples: &["challenge redraw \"Lucky week\" reason:\"The winner can't come\""],
    run: |desk, ask| Box::pin(redraw(desk, ask)),
};

type Act = fn(&Community, &Moment<'_>, Who, &Challenge) -> Decided;

/// Opens a challenge. Where nobody has chosen a channel for news yet, this one becomes it, before the first news is due.
async fn open(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let here = feed::settle_here(desk, ask).await?;
    let opened = decided(desk, ask, act::challenge::open).await;
    if here && matches!(opened, Err(EngineError::Refused(_))) {
        desk.engine().set_feed(&ask.space, None, None).await?;
    }
    let line = here.then(|| cards::feed::here(&ask.place.channel));
    told(desk, ask, opened?, &line.unwrap_or_default()).await
}

async fn plain(desk: &Desk, ask: &Ask, act: Act) -> Result<Reply, EngineError> {
    let done = decided(desk, ask, act).await?;
    told(desk, ask, done, "").await
}

async fn decided(desk: &Desk, ask: &Ask, act: Act) -> Result<Done, EngineError> {
    let named = ask.arguments.owned("challenge").unwrap_or_default();
    desk.submit(ask, move |community, moment, who| {
        act(
            community,
            moment,
            who,
            find::challenge(community, &named, true)?,
        )
    })
    .await
}

async fn cancel(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let named = ask.arguments.owned("challenge").unwrap_or_default();
    let reason = ask.arguments.owned("reason").unwrap_or_default();
    let decided = desk.submit(ask, move |community, _, who| {
        act::challenge::cancel(who, find::challenge(community, &named, true)?, &reason)
    });
    told(desk, ask, decided.await?, "").await
}

async fn redraw(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let named = ask.arguments.owned("challenge").unwrap_or_default();
    let reason = ask.arguments.owned("reason").unwrap_or_default();
    let round = ask
        .arguments
        .get("round")
        .and_then(|typed| typed.parse::<u32>().ok());
    let (_, drawn) = drawn::of(desk, ask, &named, round).await?;
    let decided = desk.submit(ask, move |community, _, who| {
        act::redraw::decide(
            who,
            find::challenge(community, &named, true)?,
            drawn.as_ref(),
            &reason,
        )
    });
    told(desk, ask, decided.await?, "").await
}

/// The private confirmation of what a moderator did with a challenge: when it is announced where that is later, and a line
/// of its own where there is one.
pub(super) async fn told(
    desk: &Desk,
    ask: &Ask,
    done: Done,
    line: &str,
) -> Result<Reply, EngineError> {
    let mut records = done.records.iter();
    let record = records.find(|record| record.event.challenge().is_some());
    let record = record.ok_or_else(|| left_nothing(&done, "an act"))?;
    let make = |view: &crate::cards::View<'_>| {
        let told_ms = announced_ms(view.community, record);
        let rests_ms = told_ms.filter(|told_ms| *told_ms > record.at_ms);
        let rests = rests_ms.map(|told_ms| cards::judgement::rests(view, told_ms));
        cards::judgement::act(view, &record.event)
            .line(rests.unwrap_or_default())
            .line(line)
    };
    Ok(Reply::private(
        desk.card_for(ask, Some(done.identity), make).await?,
    ))
}
