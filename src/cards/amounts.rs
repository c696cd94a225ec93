//! Scores and amounts as people read them, and who may read them.

use crate::cards::phrase;
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::domain::amount::{self, Decimal, Unit};
use crate::domain::challenge::Challenge;
use crate::domain::rules::{Direction, Rules, Scoring};
use crate::domain::score::{self, Score};
use crate::domain::settings::Units;

/// A score for people, with its unit: `12.5 kg`, `3.4 %`, `5 days`, `1 h 30 min`.
///
/// Where less is better, the best or newest amount itself is shown.
#[must_use]
pub fn score(rules: &Rules, score: Score, decimal: Decimal) -> String {
    in_unit(rules, &rules.unit, score, decimal)
}

/// The exact score without its unit, for machines: `5.5`, `-0.25`, `100/3`.
#[must_use]
pub fn exact_score(rules: &Rules, num: i64, den: i64) -> String {
    let (num, den) = (i128::from(num) * sign(rules), i128::from(den));
    if rules.scoring.is_percent() {
        return score::exact(num * 100, den);
    }
    if rules.scoring.is_counted() {
        return score::exact(num, den);
    }
    let (micro, parts) = rules.unit.micro_ratio();
    match (num.checked_mul(parts), den.checked_mul(micro)) {
        (Some(num), Some(den)) => score::exact(num, den),
        _ => format!("{num}/{den}"),
    }
}

/// An amount in the challenge's unit.
#[must_use]
pub fn amount(micro: i64, rules: &Rules, decimal: Decimal) -> String {
    amount::show(micro.into(), &rules.unit, decimal)
}

/// How much a score rose: an amount, percentage points, days.
#[must_use]
pub fn rise(rules: &Rules, num: i64, den: i64, decimal: Decimal) -> String {
    if rules.scoring.is_percent() {
        return say("score-points", &[("n", tenths(num, den, decimal).into())]);
    }
    if rules.scoring.is_counted() {
        return counted(rules, num, den);
    }
    amount::show(rounded(num.into(), den.into()), &rules.unit, decimal)
}

/// The score of `identity` as the view's reader may see it, in the units she likes: raw amounts of a sensitive
/// challenge are shown to their member alone, anybody else sees a dash.
#[must_use]
pub fn shown_score(view: &View<'_>, challenge: &Challenge, identity: u32, score: Score) -> String {
    let rules = challenge.rules();
    if is_hidden(view, challenge, identity) {
        return say("score-hidden", &[]);
    }
    in_unit(
        rules,
        &liked_unit(view, rules),
        score,
        phrase::decimal(view),
    )
}

/// Whether the scores of `identity` are nobody's business but hers, and the reader is somebody else.
#[must_use]
pub fn is_hidden(view: &View<'_>, challenge: &Challenge, identity: u32) -> bool {
    let rules = challenge.rules();
    let raw = !rules.scoring.is_percent() && !rules.scoring.is_counted();
    rules.sensitive && raw && (view.reader == 0 || view.reader != identity)
}

/// The unit in which the reader likes to read the amounts of a challenge: its own, unless she chose otherwise.
#[must_use]
pub fn liked_unit(view: &View<'_>, rules: &Rules) -> Unit {
    const IMPERIAL: [(&str, &str); 6] = [
        ("g", "oz"),
        ("kg", "lb"),
        ("cm", "in"),
        ("m", "ft"),
        ("km", "mi"),
        ("l", "qt"),
    ];
    const METRIC: [(&str, &str); 8] = [
        ("oz", "g"),
        ("lb", "kg"),
        ("st", "kg"),
        ("in", "cm"),
        ("ft", "m"),
        ("yd", "m"),
        ("mi", "km"),
        ("qt", "l"),
    ];
    let symbol = rules.unit.symbol();
    let liked = match view
        .community
        .person(view.reader)
        .map(|person| person.units)
    {
        Some(Units::Imperial) => IMPERIAL.iter().find(|(from, _)| *from == symbol),
        Some(Units::Metric) => METRIC.iter().find(|(from, _)| *from == symbol),
        _ => None,
    };
    liked
        .and_then(|(_, to)| Unit::from_word(to).ok())
        .unwrap_or_else(|| rules.unit.clone())
}

/// The grade of a score where goals are set: A from 90 %, B from 75 %, C from 60 %, D from 40 %, else E.
#[must_use]
pub fn grade(rules: &Rules, score: Score) -> Option<&'static str> {
    if rules.scoring != Scoring::Goal {
        return None;
    }
    let reaches = |percent: i64| Score::ratio(percent, 100).is_some_and(|least| score >= least);
    let grades = [(90, "A"), (75, "B"), (60, "C"), (40, "D")];
    Some(
        grades
            .iter()
            .find(|(least, _)| reaches(*least))
            .map_or("E", |(_, grade)| grade),
    )
}

fn in_unit(rules: &Rules, unit: &Unit, score: Score, decimal: Decimal) -> String {
    if rules.scoring.is_percent() {
        return say(
            "score-percent",
            &[("n", tenths(score.num(), score.den(), decimal).into())],
        );
    }
    if rules.scoring.is_counted() {
        return counted(rules, score.num(), score.den());
    }
    let micro = rounded(i128::from(score.num()) * sign(rules), score.den().into());
    amount::show(micro, unit, decimal)
}

/// -1 where scores are negated amounts.
fn sign(rules: &Rules) -> i128 {
    match (rules.scoring, rules.direction) {
        (Scoring::Best | Scoring::Latest, Direction::Less) => -1,
        _ => 1,
    }
}

fn counted(rules: &Rules, num: i64, den: i64) -> String {
    let n = u64::try_from(rounded(num.into(), den.into())).unwrap_or(0);
    match rules.scoring {
        Scoring::Completion => say("score-items", &[("n", n.into())]),
        Scoring::Draw => say("score-tickets", &[("n", n.into())]),
        Scoring::Streak if rules.weeks => say("score-weeks", &[("n", n.into())]),
        _ => say("score-days", &[("n", n.into())]),
    }
}

/// A part of one in percent, with one decimal where it has one.
fn tenths(num: i64, den: i64, decimal: Decimal) -> String {
    let percent = Unit::from_word("percent").expect("percent is a unit");
    let tenths = rounded(i128::from(num) * 1000, den.into());
    amount::show_number(tenths.saturating_mul(100_000), &percent, decimal)
}

/// The nearest whole number, half away from zero; 0 where there is nothing to divide by.
fn rounded(num: i128, den: i128) -> i128 {
    if den == 0 {
        return 0;
    }
    let (num, den) = if den < 0 {
        (num.saturating_neg(), den.saturating_neg())
    } else {
        (num, den)
    };
    let half = den / 2;
    if num < 0 {
        num.saturating_sub(half) / den
    } else {
        num.saturating_add(half) / den
    }
}
