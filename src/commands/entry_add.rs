//! `entry add`: a moderator logs something for a member.

use crate::cards;
use crate::commands::declare::{Command, Kind, need, opt, word};
use crate::commands::desk::{Ask, Desk, left_nothing};
use crate::commands::invocation::Reply;
use crate::commands::{profile, progress};
use crate::domain::act;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "entry add",
    about: "Log something for a member",
    moderator: true,
    free_text: false,
    options: &[
        need("member", Kind::Member, "For whom"),
        word("amount", Kind::Amount, "How much, with its unit"),
        opt("challenge", Kind::Challenge, "Where it counts"),
        opt(
            "when",
            Kind::When,
            "When it was: yesterday, 2027-01-05, \"2027-01-05 18:30\"",
        ),
        opt("item", Kind::Text, "Which item of a checklist"),
        opt(
            "again",
            Kind::Choice(&["yes"]),
            "Count it although the same was just logged",
        ),
        opt(
            "reason",
            Kind::Text,
            "Why; the member and the audit trail are told",
        ),
    ],
    examples: &["entry add @ana 3kg when:2027-01-05 reason:\"Phone was broken\""],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let typed = ask.arguments.get("member").unwrap_or_default();
    let member = profile::member(desk, ask, typed).await?;
    let report = progress::report(&ask.arguments)?;
    let reason = ask.arguments.owned("reason").unwrap_or_default();
    let decided = desk.submit(ask, move |community, moment, who| {
        act::entry::add(community, moment, who, member, &report, &reason)
    });
    let done = decided.await?;
    let entry = progress::entries(&done).into_iter().next();
    let (seq, entry) = entry.ok_or_else(|| left_nothing(&done, "an added entry"))?;
    let why = ask.arguments.get("reason");
    let make = |view: &crate::cards::View<'_>| cards::judgement::added(view, &entry, seq, why);
    let card = desk.card_for(ask, Some(done.identity), make).await?;
    let recorded = done.records.iter().find(|record| record.seq == seq);
    let tells = match recorded {
        Some(recorded) => desk.tell(ask, member, &recorded.event).await?,
        None => Vec::new(),
    };
    Ok(Reply {
        tells,
        ..Reply::private(card)
    })
}
