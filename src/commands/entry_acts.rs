//! `entry void / accept / reject`: what moderators do with entries.

use crate::cards;
use crate::commands::declare::{Command, Kind, Opt, opt, word};
use crate::commands::desk::{Ask, Desk, left_nothing};
use crate::commands::invocation::Reply;
use crate::commands::profile::member;
use crate::commands::undo::entry_number;
use crate::domain::act;
use crate::domain::act::entry::{Judgement, Pick};
use crate::domain::challenge::Challenge;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::engine::EngineError;

const OPTIONS: [Opt; 3] = [
    word("member", Kind::Member, "Whose entry, or its number alone"),
    word("entry", Kind::Text, "`last`, or the entry's number"),
    opt(
        "reason",
        Kind::Text,
        "Why; the member and the audit trail are told",
    ),
];

pub(super) const VOID: Command = Command {
    path: "entry void",
    about: "Make an entry not count",
    moderator: true,
    free_text: false,
    options: &OPTIONS,
    examples: &[
        "entry void @ana last reason:\"Logged twice\"",
        "entry void 17 reason:\"Typed in pounds\"",
    ],
    run: |desk, ask| Box::pin(run(desk, ask, Judgement::Void)),
};

pub(super) const ACCEPT: Command = Command {
    path: "entry accept",
    about: "Let an entry that waits count; without a number, see what waits",
    moderator: true,
    free_text: false,
    options: &OPTIONS,
    examples: &["entry accept @ana last", "entry accept"],
    run: |desk, ask| Box::pin(run(desk, ask, Judgement::Accept)),
};

pub(super) const REJECT: Command = Command {
    path: "entry reject",
    about: "Do not let an entry that waits count",
    moderator: true,
    free_text: false,
    options: &OPTIONS,
    examples: &["entry reject @ana last reason:\"No scale shows that\""],
    run: |desk, ask| Box::pin(run(desk, ask, Judgement::Reject)),
};

async fn run(desk: &Desk, ask: &Ask, judgement: Judgement) -> Result<Reply, EngineError> {
    let (first, entry) = (ask.arguments.get("member"), ask.arguments.get("entry"));
    let number = first.and_then(|first| first.trim_start_matches('#').parse::<u64>().ok());
    let (member, pick) = match (first, entry) {
        (None, None) => return waiting(desk, ask).await,
        // Where a member is chosen from a list, an entry's number can't stand in her place.
        (None, Some(typed)) => (None, Pick::Number(numbered(typed, judgement)?)),
        (Some(first), None | Some("last")) => match number.filter(|_| entry.is_none()) {
            Some(number) => (None, Pick::Number(number)),
            None => (Some(member(desk, ask, first).await?), Pick::Last),
        },
        (Some(first), Some(typed)) => (
            Some(member(desk, ask, first).await?),
            Pick::Number(numbered(typed, judgement)?),
        ),
    };
    let reason = ask.arguments.owned("reason").unwrap_or_default();
    let decided = desk.submit(ask, move |community, _, who| {
        act::entry::judge(community, who, member, pick, judgement, &reason)
    });
    let done = decided.await?;
    let event = done
        .records
        .iter()
        .map(|record| &record.event)
        .find(|event| event.challenge().is_some())
        .cloned();
    let event = event.ok_or_else(|| left_nothing(&done, "a judgement"))?;
    let card = desk
        .card_for(ask, Some(done.identity), |view| {
            cards::judgement::judged(view, &event, ask.arguments.get("reason"))
        })
        .await?;
    let tells = match judged(&event) {
        Some(identity) => desk.tell(ask, identity, &event).await?,
        None => Vec::new(),
    };
    let reply = Reply {
        tells,
        ..Reply::private(card)
    };
    let Event::EntryVoided(voided) = &event else {
        return Ok(reply);
    };
    let (challenge, identity, entry) = (voided.challenge, voided.identity, voided.entry);
    let taken_back = desk
        .public_card(&ask.space, |view| {
            cards::entry::taken_back(view, challenge, identity, entry)
        })
        .await?;
    Ok(Reply {
        replaces: Some((entry, taken_back)),
        ..reply
    })
}

/// The number of the entry that is judged.
fn numbered(typed: &str, judgement: Judgement) -> Result<u64, Refusal> {
    entry_number(typed).map_err(|_| Refusal::NoEntryToJudge {
        typed: typed.to_owned(),
        command: judgement.command(),
    })
}

/// What waits for a moderator, in the first challenge where something does.
async fn waiting(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let number = desk
        .look(ask, |view| {
            let waits = view
                .community
                .challenges()
                .iter()
                .find(|one| !one.phase().is_finished() && !one.head.held.is_empty());
            waits.map(Challenge::number).ok_or(Refusal::NotHeld)
        })
        .await?;
    Ok(Reply::private(
        desk.card(ask, |view| cards::judgement::held(view, number))
            .await?,
    ))
}

/// Whose entry was judged.
fn judged(event: &Event) -> Option<u32> {
    match event {
        Event::EntryVoided(body) => Some(body.identity),
        Event::EntryAccepted(body) => Some(body.identity),
        Event::EntryRejected(body) => Some(body.identity),
        _ => None,
    }
}
