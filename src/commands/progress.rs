//! `progress`: report what was done.

use crate::cards::entry::EntryFacts;
use crate::cards::{self, CardKind, Form, Sheet};
use crate::commands::declare::{Command, Kind, opt, word};
use crate::commands::desk::{Ask, Desk, Reader, left_nothing};
use crate::commands::invocation::{Asker, Place, Reply};
use crate::commands::read::Arguments;
use crate::domain::act::progress::{Again, Choice, Report};
use crate::domain::act::{self};
use crate::domain::amount::Unit;
use crate::domain::calendar::{When, read_when};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::event::{EntryRecorded, Event};
use crate::domain::refusal::{Problem, Refusal};
use crate::engine::{Done, EngineError};

pub(super) const COMMAND: Command = Command {
    path: "progress",
    about: "Log what you did",
    moderator: false,
    free_text: true,
    options: &[
        word(
            "amount",
            Kind::Amount,
            "How much, with its unit and a note if you like: 5 km easy run",
        ),
        opt(
            "challenge",
            Kind::Challenge,
            "Where it counts, when several fit; `all` for each that fits",
        ),
        opt(
            "when",
            Kind::When,
            "When it was: yesterday, 2027-01-05, \"2027-01-05 18:30\"",
        ),
        opt("item", Kind::Text, "Which item of a checklist"),
        opt("note", Kind::Text, "A few words beside the amount"),
        opt(
            "again",
            Kind::Choice(&["yes"]),
            "Count it although the same was just logged",
        ),
        opt(
            "remember",
            Kind::Choice(&["yes"]),
            "Send later entries there too",
        ),
    ],
    examples: &[
        "progress 3kg",
        "progress 5 km easy run",
        "progress 90min when:yesterday",
    ],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

/// The report that somebody typed.
pub(super) fn report(ask_arguments: &Arguments) -> Result<Report, Refusal> {
    let when = match ask_arguments.get("when") {
        None => When::Now,
        Some(typed) => read_when(typed).ok_or_else(|| Refusal::Option {
            name: "when",
            typed: typed.to_owned(),
            problem: Problem::Date,
        })?,
    };
    let challenge = match ask_arguments.get("challenge") {
        None => Choice::Unsaid,
        Some(all) if all.eq_ignore_ascii_case("all") => Choice::All,
        Some(named) => Choice::Named(named.to_owned()),
    };
    Ok(Report {
        typed: ask_arguments.get("amount").unwrap_or_default().to_owned(),
        challenge,
        when,
        item: ask_arguments.owned("item"),
        again: again(ask_arguments),
        remember: ask_arguments.is_on("remember"),
        note: ask_arguments.owned("note"),
    })
}

/// `again:yes` in words; a button names the entry that it asks about.
fn again(arguments: &Arguments) -> Again {
    let entry = arguments
        .get("again")
        .and_then(|typed| typed.strip_prefix('#'));
    match entry.and_then(|number| number.parse().ok()) {
        Some(entry) => Again::After(entry),
        None if arguments.is_on("again") => Again::Yes,
        None => Again::Unsaid,
    }
}

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let report = report(&ask.arguments)?;
    let decided = desk.submit(ask, move |community, moment, who| {
        act::progress::decide(community, moment, who, &report)
    });
    let done = match decided.await {
        Err(EngineError::Refused(refusal)) if matches!(*refusal, Refusal::NoAmount { .. }) => {
            return form(desk, ask, &refusal).await;
        }
        done => done?,
    };
    let entries: Vec<(u64, EntryRecorded)> = entries(&done);
    let Some((first, _)) = entries.first() else {
        return Err(left_nothing(&done, "a report"));
    };
    let private = desk
        .look(ask, |view| {
            let hidden = |(_, entry): &(u64, EntryRecorded)| {
                let rules = view
                    .community
                    .challenge(entry.challenge)
                    .map(Challenge::rules);
                entry.held || rules.is_none_or(|rules| rules.sensitive || rules.quiet)
            };
            Ok(entries.iter().any(hidden))
        })
        .await?;
    let notes = if done.noted {
        let seqs: Vec<u64> = entries.iter().map(|(seq, _)| *seq).collect();
        let notes = desk.engine().notes(ask.community_id(), &seqs, "note");
        notes.await?
    } else {
        Vec::new()
    };
    let facts: Vec<EntryFacts> = entries
        .iter()
        .map(|(seq, entry)| EntryFacts {
            entry: *seq,
            challenge: entry.challenge,
            identity: entry.identity,
            rank_before: done
                .ranks_before
                .iter()
                .find(|(number, _)| *number == entry.challenge)
                .map(|(_, rank)| *rank),
            enrolled: enrolled(&done, entry.challenge),
            typed_unit: Unit::from_word(&entry.unit).unwrap_or_else(|_| items()),
            when_typed: at_ms(&done, *seq) != Some(entry.effective_ms),
            note: notes
                .iter()
                .find(|note| note.seq == *seq)
                .map(|note| note.body.clone()),
            alone: private,
        })
        .collect();
    let mut card = desk
        .card_for(ask, Some(done.identity), |view| {
            cards::entry::recorded(view, &facts)
        })
        .await?;
    for action in &mut card.actions {
        action.only_for = Some(ask.who.user.clone());
    }
    let reply = if private {
        Reply::private(card)
    } else {
        Reply::public(card)
    };
    Ok(Reply {
        about: Some(*first),
        ..reply
    })
}

impl Desk {
    /// The form of `progress`, for a platform that opens it before anything is typed; none where nothing runs that could
    /// be logged to, or the community can't be read: then the command itself says so.
    pub async fn progress_form(&self, place: &Place, who: &Asker) -> Option<Form> {
        let (space, identity) = self.at(place, who).await.ok()?;
        let now_ms = self.engine().now_ms();
        let reader = Reader {
            identity,
            moderator: who.moderator,
        };
        let form = |community: &Community| {
            let mut challenges = community.challenges().iter();
            let runs = challenges.any(|one| one.phase() == Phase::Running);
            runs.then(|| {
                cards::forms::progress(&reader.view(community, now_ms), identity.unwrap_or(0))
            })
        };
        self.engine().view(space.community_id, form).await.ok()?
    }
}

/// The entry form, where no amount was given.
async fn form(desk: &Desk, ask: &Ask, refusal: &Refusal) -> Result<Reply, EngineError> {
    let identity = ask.identity.unwrap_or(0);
    let make = |view: &crate::cards::View<'_>| Sheet {
        kind: CardKind::Question,
        form: Some(cards::forms::progress(view, identity)),
        ..cards::refusal::refusal(view, refusal)
    };
    Ok(Reply::private(desk.card(ask, make).await?))
}

/// The entries that a command recorded, with their numbers.
pub(super) fn entries(done: &Done) -> Vec<(u64, EntryRecorded)> {
    let recorded = done
        .records
        .iter()
        .filter_map(|record| match &record.event {
            Event::EntryRecorded(entry) => Some((record.seq, entry.clone())),
            _ => None,
        });
    recorded.collect()
}

/// When an event was recorded.
fn at_ms(done: &Done, seq: u64) -> Option<i64> {
    done.records
        .iter()
        .find(|record| record.seq == seq)
        .map(|record| record.at_ms)
}

fn enrolled(done: &Done, number: u32) -> bool {
    done.records.iter().any(
        |record| matches!(&record.event, Event::MemberJoined(joined) if joined.challenge == number),
    )
}

fn items() -> Unit {
    Unit::from_word("items").expect("`items` is a counted unit")
}
