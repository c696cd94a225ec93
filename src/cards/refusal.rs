//! Refusals: one friendly sentence each, with what to type instead.

mod line;
mod terms;
mod way;

use crate::cards::card::CardKind;
use crate::cards::phrase::{self, command, example, typed};
use crate::cards::question;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::domain::act::find;
use crate::domain::amount::Unreadable;
use crate::domain::calendar::{WhenTrouble, show_span};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::refusal::{Refusal, Wanted};
use crate::domain::rules::CHECK_INS;

/// Why a command changed nothing, and what to do next. A question is asked without the line that led to it: use
/// [`question::question`] where the line is known.
#[must_use]
pub fn refusal(view: &View<'_>, refusal: &Refusal) -> Sheet {
    if let Refusal::Asked(asked) = refusal {
        return question::question(view, asked, "progress", true);
    }
    let mut sheet = Sheet::new(CardKind::Refusal, sentence(view, refusal));
    sheet.form = way::form(view, refusal);
    way::actions(view, refusal)
        .into_iter()
        .fold(sheet, Sheet::action)
}

fn sentence(view: &View<'_>, refusal: &Refusal) -> String {
    amounts(view, refusal)
        .or_else(|| challenges(view, refusal))
        .or_else(|| terms::terms(view, refusal))
        .or_else(|| entries(refusal))
        .unwrap_or_else(|| line::commands(refusal))
}

/// Refusals about what was typed as an amount, and when.
fn amounts(view: &View<'_>, refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::Amount { trouble, unit, .. } => unreadable(trouble, unit),
        Refusal::OtherMeasure {
            typed: unit,
            running,
        } => other_measure(unit, running),
        Refusal::NoAmount { title, unit } => say(
            "refused-no-amount",
            &[
                ("title", shown(title).into()),
                ("example", progress(unit).into()),
            ],
        ),
        Refusal::NoSuchItem {
            typed: item,
            items,
            title,
        } => no_such_item(item, items, title),
        Refusal::TooMuch { unit } => say("refused-too-much", &[("example", progress(unit).into())]),
        Refusal::NotAboveZero { title, unit } => say(
            "refused-not-above-zero",
            &[
                ("title", shown(title).into()),
                ("example", progress(unit).into()),
            ],
        ),
        Refusal::When {
            trouble,
            title,
            look_back_ms,
            start_ms,
        } => {
            let title = shown(title);
            match trouble {
                WhenTrouble::Future => say(
                    "refused-future",
                    &[("example", command("progress 3kg when:yesterday").into())],
                ),
                WhenTrouble::TooOld { earliest_ms } => say(
                    "refused-too-old",
                    &[
                        ("title", title.into()),
                        ("span", show_span(*look_back_ms).into()),
                        ("earliest", view.time(*earliest_ms).into()),
                    ],
                ),
                WhenTrouble::BeforeStart => say(
                    "refused-before-start",
                    &[
                        ("title", title.into()),
                        ("start", view.time(*start_ms).into()),
                    ],
                ),
            }
        }
        Refusal::AfterEnd {
            title,
            end_ms,
            today,
        } => say(
            "refused-after-end",
            &[
                ("title", shown(title).into()),
                ("end", view.time(*end_ms).into()),
                ("day", if *today { "today" } else { "yesterday" }.into()),
            ],
        ),
        _ => return None,
    })
}

fn unreadable(trouble: &Unreadable, unit: &str) -> String {
    let example = progress(unit);
    match trouble {
        Unreadable::NoNumber => say("unreadable-no-number", &[("example", example.into())]),
        Unreadable::Negative => say(
            "unreadable-negative",
            &[
                ("undo", command("undo").into()),
                ("example", example.into()),
            ],
        ),
        Unreadable::Zero => say("unreadable-zero", &[("example", example.into())]),
        Unreadable::TooManyDigits => say("unreadable-digits", &[("example", example.into())]),
        Unreadable::TooBig => say("unreadable-big", &[("example", example.into())]),
        Unreadable::Superscript => say("unreadable-superscript", &[("example", example.into())]),
        Unreadable::NotANumber => say("unreadable-not-a-number", &[("example", example.into())]),
        Unreadable::TooLong => say("unreadable-long", &[("example", example.into())]),
        Unreadable::Rate => say("unreadable-rate", &[("example", example.into())]),
        Unreadable::SeveralNumbers => say("unreadable-several", &[("example", example.into())]),
        Unreadable::UnknownUnit(word) => say(
            "unreadable-unit",
            &[
                ("word", typed(word).into()),
                ("unit", unit.into()),
                ("example", example.into()),
            ],
        ),
    }
}

fn other_measure(unit: &str, running: &[(String, String)]) -> String {
    let measured: Vec<String> = running
        .iter()
        .take(5)
        .map(|(title, unit)| {
            say(
                "refused-measures",
                &[("title", shown(title).into()), ("unit", unit.into())],
            )
        })
        .collect();
    let measured = phrase::list_and_more(&measured, running.len().saturating_sub(5));
    let example = running
        .first()
        .map_or_else(|| command("challenges"), |(_, unit)| progress(unit));
    say(
        "refused-other-measure",
        &[
            ("typed", typed(unit).into()),
            ("measured", measured.into()),
            ("example", example.into()),
        ],
    )
}

fn no_such_item(item: &str, items: &[String], title: &str) -> String {
    let Some(first) = items.first() else {
        return say("refused-no-items", &[("title", shown(title).into())]);
    };
    let named: Vec<String> = items
        .iter()
        .take(8)
        .map(|item| phrase::cut(item, 60))
        .collect();
    let more = items.len().saturating_sub(8);
    let example = command(&format!(
        "progress item:\"{}\"",
        phrase::cut(&first.replace('"', ""), 60)
    ));
    let title = shown(title);
    if item.trim().is_empty() {
        let choice = phrase::choice_and_more(&named, more);
        return say(
            "refused-which-item",
            &[
                ("title", title.into()),
                ("items", choice.into()),
                ("example", example.into()),
            ],
        );
    }
    say(
        "refused-no-such-item",
        &[
            ("typed", typed(item).into()),
            ("title", title.into()),
            ("items", phrase::list_and_more(&named, more).into()),
            ("example", example.into()),
        ],
    )
}

/// Refusals about challenges and joining.
fn challenges(view: &View<'_>, refusal: &Refusal) -> Option<String> {
    let with_title = |title: &str| [("title", shown(title).into())];
    Some(match refusal {
        Refusal::NothingRuns { upcoming } if upcoming.is_empty() => {
            say("refused-nothing-runs", &[])
        }
        Refusal::NothingRuns { upcoming } => {
            let titles: Vec<String> = upcoming.iter().take(5).map(|title| shown(title)).collect();
            let titles = phrase::list_and_more(&titles, upcoming.len().saturating_sub(5));
            say("refused-upcoming", &[("titles", titles.into())])
        }
        Refusal::NoSuchChallenge { typed: name, near } => no_such_challenge(name, near),
        Refusal::Phase {
            title,
            phase,
            wanted,
            starts_ms,
        } => wrong_phase(view, title, *phase, *wanted, *starts_ms),
        Refusal::JoinClosed { title, since_ms } => say(
            "refused-join-closed",
            &[
                ("title", shown(title).into()),
                ("since", view.time(*since_ms).into()),
            ],
        ),
        Refusal::ConsentNeeded { title } => {
            let join = command(&format!("join {}", named(view, title)));
            say(
                "refused-consent-needed",
                &[("title", shown(title).into()), ("join", join.into())],
            )
        }
        Refusal::AlreadyIn { title } => say("refused-already-in", &with_title(title)),
        Refusal::NotIn { title } if title.is_empty() => {
            say("refused-in-none", &[("join", command("join").into())])
        }
        Refusal::NotIn { title } => {
            let join = command(&format!("join {}", named(view, title)));
            say(
                "refused-not-in",
                &[("title", shown(title).into()), ("join", join.into())],
            )
        }
        Refusal::TitleTaken { title } => say("refused-title-taken", &with_title(title)),
        Refusal::TooLateToChange { name } => {
            say("refused-too-late-to-change", &[("name", (*name).into())])
        }
        Refusal::NothingToChange => say("refused-nothing-to-change", &[]),
        Refusal::NoDraw { title } => say("refused-no-draw", &with_title(title)),
        Refusal::NobodyLeft => say("refused-nobody-left", &[]),
        _ => return None,
    })
}

fn no_such_challenge(name: &str, near: &[String]) -> String {
    let titles: Vec<String> = near.iter().take(5).map(|title| shown(title)).collect();
    let titles = phrase::choice(&titles);
    match (name.trim().is_empty(), titles.is_empty()) {
        (true, true) => say("refused-name-one-of-none", &[]),
        (true, false) => say("refused-name-one", &[("titles", titles.into())]),
        (false, true) => say(
            "refused-no-such-challenge",
            &[
                ("typed", typed(name).into()),
                ("list", command("challenges").into()),
            ],
        ),
        (false, false) => say(
            "refused-no-such-challenge-near",
            &[("typed", typed(name).into()), ("titles", titles.into())],
        ),
    }
}

fn wrong_phase(
    view: &View<'_>,
    title: &str,
    phase: Phase,
    wanted: Wanted,
    starts_ms: Option<i64>,
) -> String {
    let titled = [("title", shown(title).into())];
    match (phase, wanted) {
        (Phase::Open, Wanted::Entry | Wanted::Pause | Wanted::Resume | Wanted::End) => {
            match starts_ms {
                Some(starts_ms) => say(
                    "phase-starts",
                    &[
                        ("title", shown(title).into()),
                        ("start", view.time(starts_ms).into()),
                    ],
                ),
                None => say("phase-not-started", &titled),
            }
        }
        (Phase::Draft, Wanted::Entry | Wanted::Join | Wanted::Goal) => say("phase-draft", &titled),
        (Phase::Draft, _) => {
            let open = command(&format!("challenge open {}", named(view, title)));
            say(
                "phase-draft-moderator",
                &[("title", shown(title).into()), ("open", open.into())],
            )
        }
        (Phase::Paused, Wanted::Entry) => say("phase-paused", &titled),
        (Phase::Paused, Wanted::Pause) => say("phase-paused-already", &titled),
        (Phase::Open | Phase::Running | Phase::Paused, Wanted::Open) => {
            say("phase-open-already", &titled)
        }
        (Phase::Running, Wanted::Resume) => say("phase-not-paused", &titled),
        (Phase::Ended, Wanted::Goal) => say("phase-ended-goal", &titled),
        (Phase::Ended, Wanted::Edit) => say("phase-ended-edit", &titled),
        (Phase::Ended, _) => say("phase-ended", &titled),
        (Phase::Final, _) => say("phase-final", &titled),
        (Phase::Cancelled, _) => say("phase-cancelled", &titled),
        (Phase::Open | Phase::Running | Phase::Paused, _) => say("phase-other", &titled),
    }
}

/// Refusals about entries and people.
fn entries(refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::NothingToUndo => say(
            "refused-nothing-to-undo",
            &[("example", command("progress 3kg").into())],
        ),
        Refusal::UndoTooLate {
            title,
            look_back_ms,
        } => say(
            "refused-undo-too-late",
            &[
                ("title", shown(title).into()),
                ("span", show_span(*look_back_ms).into()),
            ],
        ),
        Refusal::UndoBaseline { title } => {
            say("refused-undo-baseline", &[("title", shown(title).into())])
        }
        Refusal::NoSuchEntry { typed: entry } => say(
            "refused-no-such-entry",
            &[
                ("typed", typed(entry).into()),
                ("example", command("undo").into()),
            ],
        ),
        Refusal::NotYours => say("refused-not-yours", &[]),
        Refusal::AlreadyVoid => say("refused-already-void", &[]),
        Refusal::NotHeld => say("refused-not-held", &[]),
        Refusal::OwnEntry => say("refused-own-entry", &[]),
        Refusal::NoSuchMember { typed: name } if name.trim().is_empty() => {
            say("refused-nobody", &[])
        }
        Refusal::NoSuchMember { typed: name } => {
            say("refused-no-such-member", &[("typed", typed(name).into())])
        }
        _ => return None,
    })
}

/// A title as it stands in a refusal.
fn shown(title: &str) -> String {
    phrase::cut(title, 90)
}

fn wanted_challenge<'a>(view: &View<'a>, title: &str) -> Option<&'a Challenge> {
    find::challenge(view.community, title, view.moderator).ok()
}

/// How a command names the challenge of that title.
fn named(view: &View<'_>, title: &str) -> String {
    match wanted_challenge(view, title) {
        Some(challenge) => phrase::spoken(challenge),
        None => format!("\"{}\"", phrase::cut(&title.replace('"', ""), 90)),
    }
}

/// A right `/progress` for that unit.
fn progress(unit: &str) -> String {
    if unit == CHECK_INS {
        return command("progress");
    }
    command(&format!("progress {}", example(unit)))
}

/// A right target for that unit, as an option's value.
fn goal(unit: &str) -> String {
    let example = match unit {
        "kg" => "70kg".to_owned(),
        other => example(other),
    };
    if example.contains(' ') {
        format!("\"{example}\"")
    } else {
        example
    }
}
