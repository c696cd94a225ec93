//! Refusals about what was typed as an amount or an item, and when it was.

use crate::cards::example;
use crate::cards::phrase::{self, command, typed};
use crate::cards::refusal::{named, progress, shown, wanted_challenge};
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::domain::amount::{Unit, Unreadable};
use crate::domain::calendar::{When, WhenTrouble, show_span};
use crate::domain::refusal::Refusal;

/// What is wrong with what was typed as an amount, or with its time.
pub(super) fn amounts(view: &View<'_>, refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::Amount {
            trouble,
            unit,
            title,
        } => unreadable(trouble, unit, progress(view, title, unit)),
        Refusal::OtherMeasure {
            typed: unit,
            running,
        } => other_measure(view, unit, running),
        Refusal::MeasuresOther {
            typed: unit,
            title,
            unit: own,
        } => {
            let report = match wanted_challenge(view, title) {
                Some(challenge) => example::report(challenge.rules()),
                None => format!("progress {}", example::of_unit(own)),
            };
            let name = named(view, title);
            let name = if name.contains(' ') {
                name
            } else {
                name.replace('"', "")
            };
            let example = command(&format!("{report} challenge:{name}"));
            say(
                "refused-measures-other",
                &[
                    ("title", shown(title).into()),
                    ("unit", own.into()),
                    ("typed", typed(unit).into()),
                    ("example", example.into()),
                ],
            )
        }
        Refusal::NoAmount { title, unit } => say(
            "refused-no-amount",
            &[
                ("title", shown(title).into()),
                ("example", progress(view, title, unit).into()),
            ],
        ),
        Refusal::NoSuchItem {
            typed: item,
            items,
            title,
        } => no_such_item(item, items, title),
        Refusal::TooMuch { title, unit } => say(
            "refused-too-much",
            &[("example", progress(view, title, unit).into())],
        ),
        Refusal::NotAboveZero { title, unit } => say(
            "refused-not-above-zero",
            &[
                ("title", shown(title).into()),
                ("example", progress(view, title, unit).into()),
            ],
        ),
        Refusal::When {
            trouble,
            title,
            look_back_ms,
            start_ms,
            works,
        } => not_then(view, *trouble, title, *look_back_ms, *start_ms, *works),
        Refusal::AfterEnd {
            title,
            end_ms,
            look_back_ms,
            works,
        } => after_end(view, title, *end_ms, *look_back_ms, *works),
        _ => return None,
    })
}

/// Why an entry can't be of that time.
fn not_then(
    view: &View<'_>,
    trouble: WhenTrouble,
    title: &str,
    look_back_ms: i64,
    start_ms: i64,
    works: Option<When>,
) -> String {
    let title = shown(title);
    match (trouble, works) {
        (WhenTrouble::Future, Some(works)) => {
            say("refused-future", &[("when", when(works).into())])
        }
        (WhenTrouble::Future, None) => say("refused-future-later", &[]),
        (WhenTrouble::TooOld { .. }, _) if look_back_ms == 0 => say(
            "refused-not-now",
            &[("title", title.into()), ("who", by(view).into())],
        ),
        (WhenTrouble::TooOld { earliest_ms }, _) => say(
            "refused-too-old",
            &[
                ("title", title.into()),
                ("span", show_span(look_back_ms).into()),
                ("earliest", view.time(earliest_ms).into()),
                ("who", by(view).into()),
            ],
        ),
        (WhenTrouble::BeforeStart, _) => say(
            "refused-before-start",
            &[
                ("title", title.into()),
                ("start", view.time(start_ms).into()),
            ],
        ),
    }
}

/// Why an entry can't be of a time after the end.
fn after_end(
    view: &View<'_>,
    title: &str,
    end_ms: i64,
    look_back_ms: i64,
    works: Option<When>,
) -> String {
    let (title, end) = (shown(title), view.time(end_ms));
    match works {
        Some(works) => say(
            "refused-after-end",
            &[
                ("title", title.into()),
                ("end", end.into()),
                ("when", when(works).into()),
            ],
        ),
        None => say(
            "refused-after-end-over",
            &[
                ("title", title.into()),
                ("end", end.into()),
                ("span", show_span(look_back_ms).into()),
                ("who", by(view).into()),
            ],
        ),
    }
}

/// Who can add what the look-back does not reach: nobody adds entries for herself.
fn by(view: &View<'_>) -> &'static str {
    if view.moderator { "another" } else { "a" }
}

/// A time as it is typed.
fn when(when: When) -> String {
    let typed = match when {
        When::Now => "now".to_owned(),
        When::Today => "today".to_owned(),
        When::Yesterday => "yesterday".to_owned(),
        When::Day(date) => date.to_string(),
        When::Moment(moment) => format!("\"{}\"", moment.format("%Y-%m-%d %H:%M")),
    };
    format!("when:{typed}")
}

fn unreadable(trouble: &Unreadable, unit: &str, example: String) -> String {
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

fn other_measure(view: &View<'_>, unit: &str, running: &[(String, String)]) -> String {
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
    let example = running.first().map_or_else(
        || command("challenges"),
        |(title, unit)| progress(view, title, unit),
    );
    // What is no unit of ours is named as it was typed; else what it measures is plainer.
    let measured_by = match Unit::from_word(unit) {
        Ok(unit) if !unit.is_own_word() => unit.dimension().name().to_owned(),
        _ => typed(unit),
    };
    say(
        "refused-other-measure",
        &[
            ("typed", measured_by.into()),
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
    let example = command(&example::item(first));
    let title = shown(title);
    if item.trim().is_empty() {
        return say(
            "refused-which-item",
            &[
                ("title", title.into()),
                ("items", phrase::choice_and_more(&named, more).into()),
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
