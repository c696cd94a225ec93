//! What leads on from a refusal: buttons, and the form that asks for what is missing.

use super::{goal, wanted_challenge};
use crate::cards::card::{Action, Field, Form};
use crate::cards::example;
use crate::cards::phrase::{self, button};
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Kind;

/// The buttons that lead on.
pub(super) fn actions(view: &View<'_>, refusal: &Refusal) -> Vec<Action> {
    let list = || vec![button(&say("button-challenges", &[]), "challenges")];
    let join = |title: &str| {
        wanted_challenge(view, title)
            .map(|found| phrase::join_button(found.number()))
            .into_iter()
            .collect()
    };
    match refusal {
        Refusal::ConsentNeeded { title } | Refusal::NotIn { title } if !title.is_empty() => {
            join(title)
        }
        Refusal::NothingRuns { upcoming } if !upcoming.is_empty() => list(),
        Refusal::NoSuchChallenge { .. } | Refusal::NotIn { .. } => list(),
        Refusal::NoSuchCommand { .. } | Refusal::NoSuchOption { .. } => {
            vec![button(&say("button-help", &[]), "help")]
        }
        _ => Vec::new(),
    }
}

/// The form that asks for what is missing, where a platform has forms.
pub(super) fn form(view: &View<'_>, refusal: &Refusal) -> Option<Form> {
    match refusal {
        Refusal::GoalNeeded { title, unit } => {
            let challenge = wanted_challenge(view, title)
                .filter(|challenge| !challenge.has_member(view.reader))?;
            let mut fields = vec![field("goal", say("missing-goal", &[]), &goal(unit), true)];
            if challenge.rules().kind == Kind::Readings {
                fields.push(field(
                    "start",
                    say("missing-start", &[]),
                    &goal(unit),
                    false,
                ));
            }
            let command = format!("join {}", phrase::reference(challenge.number()));
            Some(Form {
                title: say("missing-join", &[]),
                command,
                fields,
                submit: say("button-join", &[]),
            })
        }
        Refusal::NoAmount { title, .. } => {
            let challenge = wanted_challenge(view, title)?;
            let command = format!(
                "progress challenge:{}",
                phrase::reference(challenge.number())
            );
            let mut fields = vec![field(
                "amount",
                say("missing-amount", &[]),
                &example::amount(challenge.rules()),
                true,
            )];
            let mut when = field("when", say("missing-when", &[]), "yesterday", false);
            when.advanced = true;
            fields.push(when);
            Some(Form {
                title: say("missing-progress", &[]),
                command,
                fields,
                submit: say("button-log", &[]),
            })
        }
        _ => None,
    }
}

fn field(name: &str, label: String, example: &str, required: bool) -> Field {
    let hint = say("missing-example", &[("example", example.into())]);
    Field {
        name: name.to_owned(),
        label,
        hint,
        required,
        ..Field::default()
    }
}
