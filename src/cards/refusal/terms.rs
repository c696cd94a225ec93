//! Refusals of goals and starts.

use crate::cards::example;
use crate::cards::phrase::{self, command};
use crate::cards::refusal::{goal, named, progress, shown, wanted_challenge};
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::domain::challenge::Challenge;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Kind;

/// Why a goal or a start is not taken.
pub(super) fn terms(view: &View<'_>, refusal: &Refusal) -> Option<String> {
    let with_title = |title: &str| [("title", shown(title).into())];
    Some(match refusal {
        Refusal::GoalNeeded { title, unit } if is_in(view, title) => say(
            "refused-goal-needed-of-member",
            &[
                ("title", shown(title).into()),
                ("example", command(&format!("goal {}", goal(unit))).into()),
            ],
        ),
        Refusal::GoalNeeded { title, unit } => {
            let example = command(&format!("join {} goal:{}", named(view, title), goal(unit)));
            say(
                "refused-goal-needed",
                &[("title", shown(title).into()), ("example", example.into())],
            )
        }
        Refusal::NoGoals { title } if title.is_empty() => say(
            "refused-no-goals-anywhere",
            &[("list", command("challenges").into())],
        ),
        Refusal::NoGoals { title } => match wanted_challenge(view, title) {
            Some(challenge) if challenge.rules().has_baseline() => starts_only(view, challenge),
            _ => say("refused-no-goals", &with_title(title)),
        },
        Refusal::GoalLocked { title } => say("refused-goal-locked", &with_title(title)),
        Refusal::StartLocked { title } => {
            let without = without_start(view, title);
            say(
                "refused-start-locked",
                &[("title", shown(title).into()), ("without", without.into())],
            )
        }
        Refusal::StartRecorded { title } => {
            let without = without_start(view, title);
            say(
                "refused-start-recorded",
                &[("title", shown(title).into()), ("without", without.into())],
            )
        }
        Refusal::AtGoalAlready { title } => say(
            "refused-at-goal-already",
            &[
                ("title", shown(title).into()),
                ("goal", command("goal").into()),
            ],
        ),
        Refusal::NoFirstReading { title, unit } => {
            let example = command(&format!(
                "entry add @ana amount:{} reason:\"Her start\"",
                goal(unit)
            ));
            say(
                "refused-no-first-reading",
                &[("title", shown(title).into()), ("example", example.into())],
            )
        }
        Refusal::ZeroBaseline { title, unit } => say(
            "refused-zero-baseline",
            &[
                ("title", shown(title).into()),
                ("example", progress(view, title, unit).into()),
            ],
        ),
        Refusal::GoalIsStart { title, unit } => {
            let increments = wanted_challenge(view, title)
                .is_some_and(|found| found.rules().kind == Kind::Increments);
            let example = command(&format!("goal {}", goal(unit)));
            let puts = [("title", shown(title).into()), ("example", example.into())];
            if increments {
                say("refused-goal-zero", &puts)
            } else {
                say("refused-goal-is-start", &puts)
            }
        }
        _ => return None,
    })
}

fn is_in(view: &View<'_>, title: &str) -> bool {
    wanted_challenge(view, title).is_some_and(|challenge| challenge.has_member(view.reader))
}

/// A challenge without goals in which everybody has a start: given on joining, else the first reading.
fn starts_only(view: &View<'_>, challenge: &Challenge) -> String {
    let title = phrase::title(challenge);
    if challenge.has_member(view.reader) {
        let report = command(&example::report(challenge.rules()));
        return say(
            "refused-no-goals-of-member",
            &[("title", title.into()), ("report", report.into())],
        );
    }
    let start = example::amount(challenge.rules());
    let start = if start.contains(' ') {
        format!("\"{start}\"")
    } else {
        start
    };
    let join = command(&format!("join {} start:{start}", phrase::spoken(challenge)));
    say(
        "refused-no-goals-but-start",
        &[("title", title.into()), ("join", join.into())],
    )
}

/// What to type instead of a line with `start:`: joining, or for who is in already, setting the goal alone.
fn without_start(view: &View<'_>, title: &str) -> String {
    match wanted_challenge(view, title) {
        Some(challenge) if challenge.has_member(view.reader) => {
            command(&format!("goal {}", goal(challenge.rules().unit.symbol())))
        }
        _ => command(&format!("join {}", named(view, title))),
    }
}
