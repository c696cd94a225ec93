//! Right examples, made from what runs: a line that a card shows would be taken.

use crate::cards::phrase::is_typable;
use crate::cards::sheet::View;
use crate::domain::amount::{self, Decimal, Dimension, Reading, Typed, Unit};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::rules::Rules;

/// A right report in a challenge of those rules, without the slash: an item of its checklist, nothing more where coming
/// counts, else an amount that no moderator has to look at.
pub(super) fn report(rules: &Rules) -> String {
    if let Some(item) = rules.items.first() {
        return self::item(item);
    }
    if !rules.measured {
        return "progress".to_owned();
    }
    format!("progress {}", amount(rules))
}

/// A right report of the reader's, in what she takes part in before what she could join with it; none where nothing runs.
pub(super) fn own_report(view: &View<'_>) -> Option<String> {
    own_challenge(view).map(|challenge| report(challenge.rules()))
}

/// The same, or where nothing runs, what a report looks like.
pub(super) fn some_report(view: &View<'_>) -> String {
    own_report(view).unwrap_or_else(|| "progress 3km".to_owned())
}

/// The running challenge that an example for the reader is best about.
pub(super) fn own_challenge<'a>(view: &View<'a>) -> Option<&'a Challenge> {
    let running = || {
        let all = view.community.challenges().iter();
        all.filter(|challenge| challenge.phase() == Phase::Running)
    };
    let takes_anybody = |rules: &Rules| !rules.needs_goal() && !rules.sensitive;
    running()
        .find(|challenge| challenge.has_member(view.reader))
        .or_else(|| running().find(|challenge| takes_anybody(challenge.rules())))
}

/// A right report of a checklist's first item: by its name where that can be typed, else by its number.
pub(super) fn item(first: &str) -> String {
    if is_typable(first) {
        format!("progress item:\"{first}\"")
    } else {
        "progress item:1".to_owned()
    }
}

/// A right amount in a challenge of those rules: what is given of that unit, or what a scale shows of it; never above what
/// one entry may be.
pub(super) fn amount(rules: &Rules) -> String {
    let symbol = rules.unit.symbol();
    let usual = match symbol {
        "kg" if rules.has_baseline() => "75kg".to_owned(),
        "lb" if rules.has_baseline() => "165lb".to_owned(),
        "st" if rules.has_baseline() => "12st".to_owned(),
        other => of_unit(other),
    };
    let reading = Reading {
        unit: &rules.unit,
        signed: false,
        zero_ok: false,
        community: Decimal::Point,
        member: Decimal::Point,
    };
    let micro = match amount::read(&usual, &reading) {
        Ok(Typed::Amount(typed)) => typed.amount.micro(),
        _ => return usual,
    };
    match rules.entry_max_micro {
        Some(most) if micro > most => amount::show_exact(most, &rules.unit),
        _ => usual,
    }
}

/// A right amount of that unit.
pub(super) fn of_unit(unit: &str) -> String {
    let dimension = Unit::from_word(unit).map(|unit| unit.dimension());
    let number = match (unit, dimension) {
        ("steps", _) => "8000",
        ("m" | "kcal", _) => "400",
        ("ml", _) => "250",
        ("h" | "d" | "w" | "l", _) => "2",
        ("g" | "mg", _) | (_, Ok(Dimension::Money)) => "25",
        (_, Ok(Dimension::Mass)) => "3",
        (_, Ok(Dimension::Percent)) => "40",
        (_, Ok(Dimension::Duration)) => "30",
        (_, Ok(Dimension::Count)) => "20",
        _ => "5",
    };
    let letters = unit.chars().all(|c| c.is_ascii_alphabetic()) && unit.len() <= 3;
    if letters || unit == "%" {
        format!("{number}{unit}")
    } else {
        format!("{number} {unit}")
    }
}
