//! The rule card: what a challenge publishes about itself.

use crate::cards::amounts;
use crate::cards::card::CardKind;
use crate::cards::example;
use crate::cards::phrase::{self, command, length, primary};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::domain::calendar::{Rhythm, show_span};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::rules::{Direction, Kind, Rules, Scoring, Tie};

/// Characters that the names of a checklist's items take at most.
const ITEMS_LENGTH: usize = 240;

/// Everything somebody should know before joining. A draft has the button `Open` for moderators; what can be joined
/// has `Join` for who has not.
#[must_use]
pub fn card(view: &View<'_>, challenge: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return Sheet::new(CardKind::Rules, say("board-gone", &[]));
    };
    let title = phrase::title(challenge);
    let heading = match challenge.phase() {
        Phase::Draft => say("rules-draft", &[("title", title.into())]),
        Phase::Open => say("rules-open", &[("title", title.into())]),
        Phase::Running => say("rules-running", &[("title", title.into())]),
        Phase::Paused => say("rules-paused", &[("title", title.into())]),
        Phase::Ended => say("rules-ended", &[("title", title.into())]),
        Phase::Final => say("rules-final", &[("title", title.into())]),
        Phase::Cancelled => say("rules-cancelled", &[("title", title.into())]),
    };
    described(view, challenge, heading)
}

/// The rules under another heading.
pub(crate) fn described(view: &View<'_>, challenge: &Challenge, heading: String) -> Sheet {
    let rules = challenge.rules();
    let sheet = Sheet::new(CardKind::Rules, heading).line(
        rules
            .purpose
            .as_deref()
            .map(|text| phrase::cut(text, 200))
            .unwrap_or_default(),
    );
    let sheet = facts(view, challenge, sheet).line(hint(view, challenge));
    buttons(view, challenge, sheet)
}

fn facts(view: &View<'_>, challenge: &Challenge, sheet: Sheet) -> Sheet {
    let rules = challenge.rules();
    let decimal = phrase::decimal(view);
    let amount = |micro: Option<i64>| micro.map(|micro| amounts::amount(micro, rules, decimal));
    sheet
        .fact(say("fact-measured", &[]), measured(rules))
        .fact(say("fact-score", &[]), scoring(rules))
        .fact(say("fact-starts", &[]), starts(view, challenge))
        .fact(say("fact-ends", &[]), ends(view, challenge))
        .fact(say("fact-rounds", &[]), rounds(view, challenge))
        .fact(say("fact-winners", &[]), winners(rules))
        .fact(
            say("fact-prize", &[]),
            rules
                .prize
                .as_deref()
                .map(|prize| phrase::cut(prize, 200))
                .unwrap_or_default(),
        )
        .fact(say("fact-look-back", &[]), look_back(rules.look_back_ms))
        .fact(
            say("fact-day-cap", &[]),
            amount(rules.day_cap_micro)
                .map(|cap| say("rules-day-cap", &[("cap", cap.into())]))
                .unwrap_or_default(),
        )
        .fact(
            say("fact-entry-max", &[]),
            amount(rules.entry_max_micro)
                .map(|most| say("rules-entry-max", &[("most", most.into())]))
                .unwrap_or_default(),
        )
        .fact(say("fact-items", &[]), items(rules))
        .fact(say("fact-joining", &[]), joining(view, rules))
        .fact(say("fact-grace", &[]), grace(rules))
        .fact(
            say("fact-privacy", &[]),
            if rules.sensitive {
                privacy(rules)
            } else {
                String::new()
            },
        )
        .fact(
            say("fact-quiet", &[]),
            if rules.quiet {
                say("rules-quiet", &[])
            } else {
                String::new()
            },
        )
        .fact(say("fact-draw", &[]), draw(challenge))
        .fact(say("fact-members", &[]), members(challenge))
}

/// How late one may log, and take back.
fn look_back(look_back_ms: i64) -> String {
    match look_back_ms {
        0 => say("rules-no-look-back", &[]),
        span_ms => say("rules-look-back", &[("span", show_span(span_ms).into())]),
    }
}

/// What an entry is.
fn measured(rules: &Rules) -> String {
    let unit = rules.unit.symbol();
    if rules.scoring == Scoring::Completion {
        return say("measured-items", &[("n", rules.items.len().into())]);
    }
    if !rules.measured {
        return say("measured-check-ins", &[]);
    }
    if rules.unit.is_own_word() {
        return say("measured-own", &[("unit", unit.into())]);
    }
    let dimension = rules.dimension().name();
    match rules.kind {
        Kind::Increments if rules.scoring == Scoring::Best => say(
            "measured-best",
            &[("dimension", dimension.into()), ("unit", unit.into())],
        ),
        Kind::Increments => say(
            "measured-increments",
            &[("dimension", dimension.into()), ("unit", unit.into())],
        ),
        Kind::Readings => say(
            "measured-readings",
            &[("dimension", dimension.into()), ("unit", unit.into())],
        ),
    }
}

/// How a score is made, in words.
fn scoring(rules: &Rules) -> String {
    let less = rules.direction == Direction::Less;
    match rules.scoring {
        Scoring::Total => say("scoring-total", &[]),
        Scoring::Best if less => say("scoring-best-less", &[]),
        Scoring::Best => say("scoring-best-more", &[]),
        Scoring::Latest if less => say("scoring-latest-less", &[]),
        Scoring::Latest => say("scoring-latest-more", &[]),
        Scoring::Change if less => say("scoring-change-less", &[]),
        Scoring::Change => say("scoring-change-more", &[]),
        Scoring::PercentChange if less => say("scoring-percent-less", &[]),
        Scoring::PercentChange => say("scoring-percent-more", &[]),
        Scoring::Goal if rules.kind == Kind::Increments => say("scoring-goal-increments", &[]),
        Scoring::Goal => say("scoring-goal-readings", &[]),
        Scoring::ActiveDays => say("scoring-active-days", &[]),
        Scoring::Streak if rules.weeks => say("scoring-streak-weeks", &[]),
        Scoring::Streak => say("scoring-streak-days", &[]),
        Scoring::Completion => say("scoring-completion", &[]),
        Scoring::Draw => say("scoring-draw", &[]),
    }
}

fn starts(view: &View<'_>, challenge: &Challenge) -> String {
    match challenge.head.starts_ms.or(challenge.rules().starts_ms) {
        Some(at_ms) => view.time(at_ms),
        None => say("rules-starts-on-opening", &[]),
    }
}

fn ends(view: &View<'_>, challenge: &Challenge) -> String {
    match challenge.head.ended_ms.or(challenge.rules().ends_ms) {
        Some(at_ms) => view.time(at_ms),
        None => say("rules-no-end", &[]),
    }
}

fn rounds(view: &View<'_>, challenge: &Challenge) -> String {
    let Some(rounds) = &challenge.rules().rounds else {
        return say("rules-no-rounds", &[]);
    };
    let closes = say(
        "rules-closes",
        &[
            ("closes", rounds.closes.to_string().into()),
            ("zone", view.community.settings().zone.clone().into()),
        ],
    );
    let text = match rounds.rhythm {
        Rhythm::Daily => say("rules-daily", &[("closes", closes.into())]),
        Rhythm::Weekly => say("rules-weekly", &[("closes", closes.into())]),
        Rhythm::Monthly => say("rules-monthly", &[("closes", closes.into())]),
    };
    match challenge
        .head
        .round_close_ms
        .filter(|_| challenge.head.round != 0)
    {
        Some(at_ms) => {
            let round = challenge.head.round;
            say(
                "rules-this-round",
                &[
                    ("rounds", text.into()),
                    ("round", round.into()),
                    ("time", view.time(at_ms).into()),
                ],
            )
        }
        None => text,
    }
}

fn winners(rules: &Rules) -> String {
    if rules.scoring == Scoring::Draw {
        return say("rules-winners-drawn", &[("n", rules.winners.into())]);
    }
    match rules.tie {
        Tie::Shared => say("rules-winners-shared", &[("n", rules.winners.into())]),
        Tie::Earliest => say("rules-winners-earliest", &[("n", rules.winners.into())]),
    }
}

/// The checklist, as far as it fits.
fn items(rules: &Rules) -> String {
    let mut named: Vec<String> = Vec::new();
    let mut left = ITEMS_LENGTH;
    for (n, item) in rules.items.iter().enumerate() {
        let item = format!("{}. {}", n + 1, phrase::cut(item, 60));
        let Some(rest) = left.checked_sub(length(&item) + 2) else {
            break;
        };
        left = rest;
        named.push(item);
    }
    phrase::list_and_more(&named, rules.items.len().saturating_sub(named.len()))
}

fn joining(view: &View<'_>, rules: &Rules) -> String {
    match rules.join_until_ms {
        Some(until_ms) => say("rules-join-until", &[("time", view.time(until_ms).into())]),
        None => say("rules-join-any-time", &[]),
    }
}

fn grace(rules: &Rules) -> String {
    if rules.ends_ms.is_none() && rules.grace_ms == 0 {
        return String::new();
    }
    match rules.grace_ms {
        0 => say("rules-no-grace", &[]),
        grace_ms => say("rules-grace", &[("span", show_span(grace_ms).into())]),
    }
}

fn privacy(rules: &Rules) -> String {
    let percent = rules.scoring.is_percent();
    if percent {
        say("rules-sensitive-percent", &[])
    } else {
        say("rules-sensitive-rank", &[])
    }
}

fn draw(challenge: &Challenge) -> String {
    if challenge.rules().scoring != Scoring::Draw {
        return String::new();
    }
    let head = &challenge.head;
    match (&head.round_commitment, &head.commitment) {
        (Some(round), Some(whole)) => say(
            "rules-sealed-both",
            &[("round", round.into()), ("whole", whole.into())],
        ),
        (Some(seal), None) | (None, Some(seal)) => say("rules-sealed", &[("seal", seal.into())]),
        (None, None) => say("rules-sealed-on-opening", &[]),
    }
}

fn members(challenge: &Challenge) -> String {
    match challenge.n_members() {
        0 => String::new(),
        n => say("rules-members", &[("n", n.into())]),
    }
}

/// How to take part, in a line.
fn hint(view: &View<'_>, challenge: &Challenge) -> String {
    let rules = challenge.rules();
    let reference = phrase::spoken(challenge);
    match challenge.phase() {
        Phase::Draft if view.moderator => say(
            "rules-hint-open",
            &[(
                "open",
                command(&format!("challenge open {reference}")).into(),
            )],
        ),
        Phase::Open | Phase::Running if !challenge.has_member(view.reader) => {
            if !rules.needs_goal() {
                return say(
                    "rules-hint-join",
                    &[("join", command(&format!("join {reference}")).into())],
                );
            }
            let line = match (rules.kind, rules.unit.symbol()) {
                (Kind::Readings, "kg") => format!("join {reference} goal:70kg start:80kg"),
                (_, unit) => format!("join {reference} goal:\"{}\"", example::of_unit(unit)),
            };
            say("rules-hint-goal", &[("join", command(&line).into())])
        }
        Phase::Running => {
            let line = example::report(rules);
            say("rules-hint-log", &[("log", command(&line).into())])
        }
        _ => String::new(),
    }
}

fn buttons(view: &View<'_>, challenge: &Challenge, sheet: Sheet) -> Sheet {
    let reference = phrase::reference(challenge.number());
    match challenge.phase() {
        Phase::Draft if view.moderator => sheet.action(primary(
            &say("button-open", &[]),
            format!("challenge open {reference}"),
        )),
        Phase::Open | Phase::Running if !challenge.has_member(view.reader) => {
            sheet.action(phrase::join_button(challenge.number()))
        }
        _ => sheet,
    }
}
