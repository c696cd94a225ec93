//! What moderators do with entries and challenges: their confirmations, and what the member concerned is told.

mod acts;
mod held;
#[cfg(test)]
mod tests;

use crate::cards::card::CardKind;
use crate::cards::say::{Put, say};
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};
use crate::domain::challenge::{Board, Challenge, Phase};
use crate::domain::entry::Entry;
use crate::domain::event::{EntryAccepted, EntryRecorded, EntryRejected, EntryVoided, Event};
use crate::domain::rules::Scoring;

pub use acts::{act, rests};
pub use held::{held, reminder};

/// An entry that an event is about.
struct About<'a> {
    challenge: &'a Challenge,
    seq: u64,
    identity: u32,
    entry: Entry,
}

impl<'a> About<'a> {
    fn of(view: &View<'a>, challenge: u32, seq: u64, identity: u32) -> Option<Self> {
        let challenge = view.community.challenge(challenge)?;
        let (_, entry) = challenge.entry(seq)?;
        Some(Self {
            challenge,
            seq,
            identity,
            entry: *entry,
        })
    }

    /// What can be put into a sentence about it.
    fn puts(&self) -> [(&'static str, Put); 3] {
        [
            ("entry", parts::id(self.seq).into()),
            (
                "member",
                mark::person(self.identity, self.challenge.number()).into(),
            ),
            ("challenge", self.challenge.rules().title.as_str().into()),
        ]
    }

    /// Its amount and day, as far as the reader may see them.
    fn what(&self, view: &View, judging: bool) -> String {
        let rules = self.challenge.rules();
        let day = parts::day(view, self.entry.day());
        if judging || parts::shows_amounts(view, rules, self.identity) {
            let amount = parts::entry_amount(view, rules, &self.entry);
            say(
                "judgement-what",
                &[("amount", amount.into()), ("day", day.into())],
            )
        } else {
            day
        }
    }
}

/// What a moderator reads after a judgement.
#[must_use]
pub fn judged(view: &View, event: &Event, reason: Option<&str>) -> Sheet {
    let Some(about) = entry_of(view, event) else {
        return parts::no_challenge();
    };
    let puts = about.puts();
    let title = match event {
        Event::EntryAccepted(_) => say("judgement-accepted", &puts),
        Event::EntryRejected(_) => say("judgement-rejected", &puts),
        _ => say("judgement-voided", &puts),
    };
    let judging = view.moderator && view.reader != 0;
    let what = about.what(view, judging);
    let mut sheet = Sheet::new(CardKind::Notice, title)
        .line(say(
            "judgement-about",
            &[
                ("challenge", about.challenge.rules().title.as_str().into()),
                ("what", what.into()),
            ],
        ))
        .line(consequence(&about, event));
    if let Some(standing) = about.challenge.standing(about.identity, Board::Whole) {
        let member = mark::person(about.identity, about.challenge.number());
        let standing = parts::standing(view, about.challenge, standing, Board::Whole);
        sheet = sheet.line(say(
            "judgement-now",
            &[("member", member.into()), ("standing", standing.into())],
        ));
    }
    if about.identity == view.reader {
        sheet
    } else {
        let is_accepted = matches!(event, Event::EntryAccepted(_));
        sheet.line(passed_on(reason, is_accepted))
    }
}

/// Who learns of a judgement, and whether they learn why. To accept an entry needs no reason.
fn passed_on(reason: Option<&str>, is_accepted: bool) -> String {
    match reason {
        Some(_) => say("judgement-told", &[]),
        None if is_accepted => say("judgement-told-plainly", &[]),
        None => say("judgement-told-no-reason", &[]),
    }
}

/// What a moderator reads after adding an entry for a member.
#[must_use]
pub fn added(view: &View, entry: &EntryRecorded, seq: u64, reason: Option<&str>) -> Sheet {
    let Some(about) = About::of(view, entry.challenge, seq, entry.identity) else {
        return parts::no_challenge();
    };
    let puts = about.puts();
    let mut sheet = Sheet::new(CardKind::Entry, say("judgement-added", &puts)).line(say(
        "judgement-about",
        &[
            ("challenge", about.challenge.rules().title.as_str().into()),
            (
                "what",
                about.what(view, view.moderator && view.reader != 0).into(),
            ),
        ],
    ));
    if entry.held {
        sheet = sheet.line(say(
            "judgement-added-held",
            &[(
                "command",
                mark::command(&format!("entry accept {seq}")).into(),
            )],
        ));
    }
    if let Some(standing) = about.challenge.standing(about.identity, Board::Whole) {
        let member = mark::person(about.identity, about.challenge.number());
        let standing = parts::standing(view, about.challenge, standing, Board::Whole);
        sheet = sheet.line(say(
            "judgement-now",
            &[("member", member.into()), ("standing", standing.into())],
        ));
    }
    sheet.line(passed_on(reason, false))
}

/// What the member concerned is told in private, and what she can do.
#[must_use]
pub fn told(view: &View, event: &Event, reason: Option<&str>) -> Sheet {
    let Some(about) = entry_of(view, event) else {
        return parts::no_challenge();
    };
    let by = mark::person(judge_of(event), about.challenge.number());
    let puts = [
        ("entry", parts::id(about.seq).into()),
        ("challenge", about.challenge.rules().title.as_str().into()),
        ("moderator", by.into()),
    ];
    let title = match event {
        Event::EntryAccepted(_) => say("told-accepted", &puts),
        Event::EntryRejected(_) => say("told-rejected", &puts),
        Event::EntryRecorded(_) => say("told-added", &puts),
        _ => say("told-voided", &puts),
    };
    let mut sheet = Sheet::new(CardKind::Notice, title).line(say(
        "told-entry",
        &[
            ("entry", parts::id(about.seq).into()),
            ("what", about.what(view, false).into()),
        ],
    ));
    if let Some(reason) = reason.filter(|reason| !reason.trim().is_empty()) {
        sheet = sheet.line(say("told-reason", &[("reason", reason.into())]));
    } else if !matches!(event, Event::EntryAccepted(_)) {
        sheet = sheet.line(say("told-no-reason", &[]));
    }
    sheet = sheet.line(consequence(&about, event));
    let why = format!("why {}", parts::numbered(about.challenge));
    if !matches!(event, Event::EntryAccepted(_)) {
        sheet = sheet.line(say(
            "told-disagree",
            &[("moderator", mark::person(judge_of(event), 0).into())],
        ));
    }
    sheet.action(parts::button(say("told-why", &[]), why))
}

fn entry_of<'a>(view: &View<'a>, event: &Event) -> Option<About<'a>> {
    match event {
        Event::EntryVoided(EntryVoided {
            entry,
            challenge,
            identity,
            ..
        })
        | Event::EntryAccepted(EntryAccepted {
            entry,
            challenge,
            identity,
            ..
        })
        | Event::EntryRejected(EntryRejected {
            entry,
            challenge,
            identity,
            ..
        }) => About::of(view, *challenge, *entry, *identity),
        Event::EntryRecorded(recorded) => {
            let challenge = view.community.challenge(recorded.challenge)?;
            let mut own = challenge
                .entries_of(recorded.identity)
                .map(|(_, entry)| entry);
            let same = |entry: &&Entry| {
                let amount = recorded.item.map_or(recorded.amount_micro, i64::from);
                entry.amount() == amount && entry.effective_ms() == recorded.effective_ms
            };
            let seq = own.find(same)?.seq();
            About::of(view, recorded.challenge, seq, recorded.identity)
        }
        _ => None,
    }
}

fn judge_of(event: &Event) -> u32 {
    match event {
        Event::EntryVoided(voided) => voided.by,
        Event::EntryAccepted(accepted) => accepted.by,
        Event::EntryRejected(rejected) => rejected.by,
        Event::EntryRecorded(recorded) => recorded.by.unwrap_or(recorded.identity),
        _ => 0,
    }
}

/// What a judgement means for rounds that are closed.
fn consequence(about: &About, event: &Event) -> String {
    match event {
        Event::EntryVoided(_) if about.challenge.phase() == Phase::Final => {
            say("judgement-amends-final", &[])
        }
        Event::EntryVoided(voided) if voided.amends != 0 => {
            say("judgement-amends", &[("round", voided.amends.into())])
        }
        Event::EntryAccepted(accepted)
            if accepted.round == 0 && about.challenge.rules().rounds.is_some() =>
        {
            say("judgement-challenge-only", &[])
        }
        _ if about.challenge.rules().scoring == Scoring::Draw
            && !matches!(event, Event::EntryRejected(_)) =>
        {
            say("judgement-tickets", &[])
        }
        _ => String::new(),
    }
}
