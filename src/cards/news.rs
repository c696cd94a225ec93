//! Posts about a challenge's life: opened, started, changed, paused, resumed, cancelled, amended.

use crate::cards::card::CardKind;
use crate::cards::phrase::{self, command, join_button};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{example, mark, rules};
use crate::domain::challenge::Phase;
use crate::domain::event::ChallengeEdited;

/// A challenge can be joined: its rules, and the button.
#[must_use]
pub fn opened(view: &View<'_>, challenge: u32) -> Sheet {
    let view = phrase::public(view);
    let Some(challenge) = view.community.challenge(challenge) else {
        return lost();
    };
    let title = phrase::title(challenge);
    let heading = match (challenge.phase(), challenge.head.starts_ms) {
        (Phase::Open, Some(starts_ms)) => say(
            "news-opened-later",
            &[
                ("title", title.into()),
                ("time", view.time(starts_ms).into()),
            ],
        ),
        _ => say("news-opened", &[("title", title.into())]),
    };
    bounded(rules::described(&view, challenge, heading))
}

/// A challenge that was opened earlier has started.
#[must_use]
pub fn started(view: &View<'_>, challenge: u32) -> Sheet {
    let view = phrase::public(view);
    let Some(challenge) = view.community.challenge(challenge) else {
        return lost();
    };
    let sheet = Sheet::new(
        CardKind::Notice,
        say(
            "news-started",
            &[("title", phrase::title(challenge).into())],
        ),
    );
    let log = example::report(challenge.rules());
    let first = challenge
        .head
        .round_close_ms
        .map(|at_ms| say("news-first-close", &[("time", view.time(at_ms).into())]));
    let seal = challenge
        .head
        .round_commitment
        .as_deref()
        .map(|seal| say("post-sealed-round", &[("seal", seal.into())]));
    sheet
        .line(say("news-log", &[("log", command(&log).into())]))
        .line(first.unwrap_or_default())
        .line(seal.unwrap_or_default())
        .action(join_button(challenge.number()))
}

/// What changed in a challenge's rules; it works from now on only.
#[must_use]
pub fn edited(view: &View<'_>, event: &ChallengeEdited) -> Sheet {
    let view = phrase::public(view);
    let title = phrase::cut(&event.rules.title, 90);
    let mut sheet = Sheet::new(
        CardKind::Notice,
        say("news-edited", &[("title", title.into())]),
    );
    let full = view.community.challenge(event.challenge);
    for name in event.changed.iter().take(8) {
        sheet = match changed(&view, event, name) {
            Some((label, value)) => sheet.fact(label, value),
            None => sheet.fact(phrase::cut(name, 30), say("news-changed", &[])),
        };
    }
    let forward = full.is_some_and(|challenge| {
        challenge.phase() != Phase::Draft && challenge.phase() != Phase::Open
    });
    if forward {
        sheet.line(say("news-forward", &[]))
    } else {
        sheet
    }
}

/// Entries are refused until it goes on.
#[must_use]
pub fn paused(view: &View<'_>, challenge: u32) -> Sheet {
    let title = titled(view, challenge);
    Sheet::new(
        CardKind::Notice,
        say("news-paused", &[("title", title.into())]),
    )
    .line(say("news-paused-more", &[]))
}

/// Entries count again.
#[must_use]
pub fn resumed(view: &View<'_>, challenge: u32) -> Sheet {
    let title = titled(view, challenge);
    let sheet = Sheet::new(
        CardKind::Notice,
        say("news-resumed", &[("title", title.into())]),
    );
    let close_ms = view
        .community
        .challenge(challenge)
        .and_then(|challenge| challenge.head.round_close_ms);
    sheet.line(
        close_ms
            .map(|at_ms| say("board-closes", &[("time", view.time(at_ms).into())]))
            .unwrap_or_default(),
    )
}

/// A challenge was called off, with the moderator's reason where she gave one.
#[must_use]
pub fn cancelled(view: &View<'_>, challenge: u32, reason: &str) -> Sheet {
    let title = titled(view, challenge);
    let reason = phrase::cut(reason, 300);
    let why = if reason.is_empty() {
        String::new()
    } else {
        say("news-cancelled-reason", &[("reason", reason.into())])
    };
    Sheet::new(
        CardKind::Notice,
        say("news-cancelled", &[("title", title.into())]),
    )
    .line(why)
    .line(say("news-cancelled-more", &[]))
}

/// An entry of a closed round (0: of a final result) was taken back or voided: the frozen table stays, and this stands
/// beside it.
#[must_use]
pub fn amended(view: &View<'_>, challenge: u32, identity: u32, entry: u64, round: u32) -> Sheet {
    let title = titled(view, challenge);
    let who = mark::person(identity, challenge);
    let puts = [("who", who.into()), ("entry", entry.into())];
    if round == 0 {
        let heading = say("news-amended-final", &[("title", title.into())]);
        return Sheet::new(CardKind::Notice, heading).line(say("news-amended-final-more", &puts));
    }
    let heading = say(
        "news-amended",
        &[("title", title.into()), ("round", round.into())],
    );
    let changed = view
        .community
        .challenge(challenge)
        .is_some_and(|one| one.would_change(identity, entry));
    let line = if changed {
        say("news-amended-more", &puts)
    } else {
        say("news-amended-same", &puts)
    };
    Sheet::new(CardKind::Notice, heading).line(line)
}

/// A changed rule by the name of its option: its label and what it is now.
fn changed(view: &View<'_>, event: &ChallengeEdited, name: &str) -> Option<(String, String)> {
    let rules = &event.rules;
    let text = |text: &Option<String>| phrase::cut(text.as_deref().unwrap_or_default(), 200);
    Some(match name {
        "title" => (say("fact-title", &[]), phrase::cut(&rules.title, 90)),
        "purpose" => (say("fact-purpose", &[]), text(&rules.purpose)),
        "prize" => (say("fact-prize", &[]), text(&rules.prize)),
        "winners" => (
            say("fact-winners", &[]),
            say("rules-places", &[("n", rules.winners.into())]),
        ),
        "starts" => (say("fact-starts", &[]), view.time(rules.starts_ms?)),
        "ends" => match rules.ends_ms {
            Some(ends_ms) => (say("fact-ends", &[]), view.time(ends_ms)),
            None => (say("fact-ends", &[]), say("rules-no-end", &[])),
        },
        _ => return None,
    })
}

/// The sheet without its last facts, as far as it is too long for a post.
fn bounded(mut sheet: Sheet) -> Sheet {
    let total = |sheet: &Sheet| {
        let lines = sheet
            .lines
            .iter()
            .map(|line| phrase::length(line) + 1)
            .sum::<usize>();
        let facts = sheet
            .facts
            .iter()
            .map(|(label, value)| label.chars().count() + phrase::length(value) + 3)
            .sum::<usize>();
        phrase::length(&sheet.title) + lines + facts
    };
    let checklist = say("fact-items", &[]);
    if total(&sheet) > phrase::POST_MAX {
        sheet.facts.retain(|(label, _)| *label != checklist);
    }
    while total(&sheet) > phrase::POST_MAX && sheet.facts.pop().is_some() {}
    sheet
}

fn titled(view: &View<'_>, challenge: u32) -> String {
    view.community
        .challenge(challenge)
        .map(phrase::title)
        .unwrap_or_default()
}

fn lost() -> Sheet {
    Sheet::new(CardKind::Notice, say("board-gone", &[]))
}
