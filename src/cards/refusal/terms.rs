//! Refusals of goals and starts.

use crate::cards::phrase::command;
use crate::cards::refusal::{goal, named, progress, shown, wanted_challenge};
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Kind;

/// Why a goal or a start is not taken.
pub(super) fn terms(view: &View<'_>, refusal: &Refusal) -> Option<String> {
    let with_title = |title: &str| [("title", shown(title).into())];
    Some(match refusal {
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
        Refusal::NoGoals { title } => say("refused-no-goals", &with_title(title)),
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
                "entry add @ana {} reason:\"Her start\"",
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
                ("example", progress(unit).into()),
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

/// What to type instead of a line with `start:`: joining, or for who is in already, setting the goal alone.
fn without_start(view: &View<'_>, title: &str) -> String {
    match wanted_challenge(view, title) {
        Some(challenge) if challenge.has_member(view.reader) => {
            command(&format!("goal {}", goal(challenge.rules().unit.symbol())))
        }
        _ => command(&format!("join {}", named(view, title))),
    }
}
