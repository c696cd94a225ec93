//! Refusals: one friendly sentence each, with what to type instead.

mod amounts;
mod entries;
mod line;
mod terms;
mod way;

use crate::cards::card::CardKind;
use crate::cards::example;
use crate::cards::phrase::{self, command, typed};
use crate::cards::question;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::domain::act::find;
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
    amounts::amounts(view, refusal)
        .or_else(|| challenges(view, refusal))
        .or_else(|| terms::terms(view, refusal))
        .or_else(|| entries::entries(view, refusal))
        .unwrap_or_else(|| line::commands(view, refusal))
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
        (Phase::Final, Wanted::Judge) => say("phase-final-judge", &titled),
        (Phase::Final, Wanted::Undo) => say("phase-final-undo", &titled),
        (Phase::Final, _) => say("phase-final", &titled),
        (Phase::Cancelled, _) => say("phase-cancelled", &titled),
        (Phase::Open | Phase::Running | Phase::Paused, _) => say("phase-other", &titled),
    }
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

/// A right `/progress` for the challenge of that title, or else for its unit.
fn progress(view: &View<'_>, title: &str, unit: &str) -> String {
    let line = match wanted_challenge(view, title) {
        Some(challenge) => example::report(challenge.rules()),
        None if unit == CHECK_INS => "progress".to_owned(),
        None => format!("progress {}", example::of_unit(unit)),
    };
    command(&line)
}

/// A right target for that unit, as an option's value.
fn goal(unit: &str) -> String {
    let target = match unit {
        "kg" => "70kg".to_owned(),
        other => example::of_unit(other),
    };
    if target.contains(' ') {
        format!("\"{target}\"")
    } else {
        target
    }
}
