//! Refusals about the command line itself and about an option's value.

use super::goal;
use crate::cards::example;
use crate::cards::phrase::{self, command, typed};
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::domain::refusal::{Problem, Refusal};

/// What is wrong with the line, and a right one.
pub(super) fn commands(view: &View<'_>, refusal: &Refusal) -> String {
    match refusal {
        Refusal::ModeratorsOnly { command: line } => say(
            "refused-moderators-only",
            &[("command", command(line).into())],
        ),
        Refusal::Option {
            name,
            typed,
            problem,
        } => option(name, typed, problem),
        Refusal::Unconfirmed { line } => {
            say("refused-unconfirmed", &[("line", command(line).into())])
        }
        Refusal::NoSuchCommand { typed: name, near } if near.is_empty() => say(
            "refused-no-such-command",
            &[
                ("typed", typed(name).into()),
                ("help", command("help").into()),
            ],
        ),
        Refusal::NoSuchCommand { typed: name, near } => {
            let near: Vec<String> = near.iter().take(3).map(|line| command(line)).collect();
            say(
                "refused-no-such-command-near",
                &[
                    ("typed", typed(name).into()),
                    ("near", phrase::choice(&near).into()),
                ],
            )
        }
        Refusal::NoSuchOption {
            command: line,
            typed: name,
            near,
            options,
        } => no_such_option(line, name, near.as_deref(), options),
        Refusal::Missing {
            command: line,
            name,
            example,
        } => say(
            "refused-missing",
            &[
                ("command", command(line).into()),
                ("name", name.into()),
                ("example", command(example).into()),
            ],
        ),
        Refusal::TooManyWords { word, example, .. } => say(
            "refused-too-many-words",
            &[
                ("word", typed(word).into()),
                ("example", command(example).into()),
            ],
        ),
        Refusal::OpenQuote => {
            let example = command(&quoted(view));
            say("refused-open-quote", &[("example", example.into())])
        }
        Refusal::TooLong { most } => say(
            "refused-too-long",
            &[
                ("most", (*most).into()),
                ("example", command(&own_report(view)).into()),
            ],
        ),
        Refusal::Stale => say("refused-stale", &[]),
        Refusal::OtherDelivery => say("refused-other-delivery", &[]),
        _ => say("refused-other", &[("help", command("help").into())]),
    }
}

fn no_such_option(line: &str, name: &str, near: Option<&str>, options: &[String]) -> String {
    let (line, name) = (command(line), typed(name));
    if let Some(near) = near {
        return say(
            "refused-no-such-option-near",
            &[
                ("command", line.into()),
                ("typed", name.into()),
                ("near", near.into()),
            ],
        );
    }
    if options.is_empty() {
        return say(
            "refused-takes-no-options",
            &[("command", line.into()), ("typed", name.into())],
        );
    }
    let options: Vec<String> = options
        .iter()
        .take(25)
        .map(|option| format!("{option}:"))
        .collect();
    say(
        "refused-no-such-option",
        &[
            ("command", line.into()),
            ("typed", name.into()),
            ("options", phrase::list(&options).into()),
        ],
    )
}

/// A right line with words in quotation marks.
fn quoted(view: &View<'_>) -> String {
    match example::own_challenge(view) {
        Some(challenge) => format!(
            "{} challenge:{}",
            example::report(challenge.rules()),
            phrase::spoken(challenge)
        ),
        None => "challenge create \"Spring cut\" unit:kg".to_owned(),
    }
}

/// A right report, or where nothing runs, another line that is short and right.
fn own_report(view: &View<'_>) -> String {
    example::own_report(view).unwrap_or_else(|| "challenges".to_owned())
}

fn option(name: &str, value: &str, problem: &Problem) -> String {
    let title = || ("name", name.into());
    let value = || ("typed", typed(value).into());
    match problem {
        Problem::OneOf(words) => say(
            "option-one-of",
            &[title(), value(), ("words", phrase::choice(words).into())],
        ),
        Problem::Unit => say("option-unit", &[title(), value()]),
        Problem::Zone(near) => {
            let near: Vec<String> = near.iter().take(3).map(|zone| (*zone).to_owned()).collect();
            let near = if near.is_empty() {
                "Europe/Berlin".to_owned()
            } else {
                phrase::choice(&near)
            };
            say("option-zone", &[title(), value(), ("near", near.into())])
        }
        Problem::Date => say("option-date", &[title(), value()]),
        Problem::Clock => say("option-clock", &[title(), value()]),
        Problem::Closing(example) => say(
            "option-closing",
            &[title(), value(), ("example", (*example).into())],
        ),
        Problem::Span => say("option-span", &[title(), value()]),
        Problem::Number { least, most } => say(
            "option-number",
            &[
                title(),
                value(),
                ("least", (*least).into()),
                ("most", (*most).into()),
            ],
        ),
        Problem::Amount(unit) => say(
            "option-amount",
            &[title(), value(), ("example", goal(unit).into())],
        ),
        Problem::Long(most) => say("option-long", &[title(), ("most", (*most).into())]),
        Problem::Empty if name == "unit" => say("option-unit-empty", &[title()]),
        Problem::Empty if name == "title" => say("option-title-empty", &[]),
        Problem::Empty if name == "feed" => say("option-feed", &[]),
        Problem::Empty => say("option-empty", &[title()]),
        Problem::Past => say("option-past", &[title()]),
        Problem::BeforeStart => say("option-before-start", &[title()]),
        Problem::Promised => say("option-promised", &[title()]),
        Problem::DrawOpened => say(
            "option-draw-opened",
            &[("cancel", command("challenge cancel").into())],
        ),
        Problem::EarlierEnd => say("option-earlier-end", &[title()]),
        Problem::DirectionNeeded => say("option-direction", &[]),
        Problem::LessNotFor(scoring) => say("option-less", &[("scoring", (*scoring).into())]),
        Problem::KindNotFor(scoring) => say("option-kind", &[("scoring", (*scoring).into())]),
        Problem::OnlyFor(scoring) => say(
            "option-only-for",
            &[title(), ("scoring", (*scoring).into())],
        ),
        Problem::DayCap => say("option-day-cap", &[]),
        Problem::ItemsNeeded => say("option-items", &[]),
        Problem::ModeratorsInSettings => say("option-moderators", &[]),
        Problem::Post => say("option-post", &[("command", command("posts").into())]),
        Problem::Mentions => say(
            "option-mentions",
            &[(
                "example",
                command("setup moderators:\"@leaders @ana\"").into(),
            )],
        ),
        Problem::VotesLater => say("option-votes", &[]),
        Problem::Quiet => say("option-quiet", &[value()]),
    }
}
