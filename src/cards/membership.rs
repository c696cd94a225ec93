//! Joining, leaving, goals, and what sensitive challenges show.

use crate::cards::card::{CardKind, Style};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{amounts, forms, mark, parts};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::participant::Participant;
use crate::domain::rules::Rules;

/// The welcome: what others will see, what was understood, and a first report to try.
#[must_use]
pub fn joined(view: &View, challenge: u32, identity: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else { return parts::no_challenge() };
    let rules = challenge.rules();
    let title = say("membership-joined", &[("challenge", rules.title.as_str().into())]);
    let mut sheet = Sheet::new(CardKind::Notice, title).line(seen_by_others(rules));
    sheet = with_terms(view, challenge, identity, sheet);
    let example = parts::example(rules);
    let try_it = mark::command(&example);
    sheet = match (challenge.phase(), challenge.head.starts_ms) {
        (Phase::Open, Some(starts_ms)) => sheet.line(say(
            "membership-first-later",
            &[("time", view.time(starts_ms).into()), ("command", try_it.into())],
        )),
        _ => sheet.line(say("membership-first-now", &[("command", try_it.into())])),
    };
    sheet.action(parts::button(say("page-leaderboard", &[]), format!("leaderboard {}", parts::numbered(challenge))))
}

/// What leaving did, and the way back.
#[must_use]
pub fn left(view: &View, challenge: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else { return parts::no_challenge() };
    let join = format!("join {}", parts::numbered(challenge));
    Sheet::new(CardKind::Notice, say("membership-left", &[("challenge", challenge.rules().title.as_str().into())]))
        .line(say("membership-left-kept", &[("command", mark::command(&join).into())]))
        .action(parts::button(say("membership-rejoin", &[]), join))
}

/// The goal as it was understood, and until when it can change.
#[must_use]
pub fn goal_set(view: &View, challenge: u32, identity: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else { return parts::no_challenge() };
    let title = say("membership-goal-set", &[("challenge", challenge.rules().title.as_str().into())]);
    let sheet = with_terms(view, challenge, identity, Sheet::new(CardKind::Notice, title));
    sheet.line(seen_goal(challenge.rules()))
}

/// What a sensitive challenge shows and to whom, asked before somebody joins.
#[must_use]
pub fn consent(view: &View, challenge: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else { return parts::no_challenge() };
    let rules = challenge.rules();
    let title = say("membership-consent", &[("challenge", rules.title.as_str().into())]);
    let mut sheet = Sheet::new(CardKind::Question, title).line(seen_by_others(rules)).line(say("membership-consent-judge", &[]));
    let join = format!("join {}", parts::numbered(challenge));
    if rules.needs_goal() {
        let typed = format!("{join} goal:70 {}", rules.unit.symbol()).replace(":70 ", ":70");
        sheet.form = Some(forms::goal(view, challenge.number()));
        return sheet.line(say("membership-consent-goal", &[("command", mark::command(&typed).into())]));
    }
    let mut agree = parts::button(say("membership-agree", &[]), join.clone());
    agree.style = Style::Primary;
    sheet.line(say("membership-consent-how", &[("command", mark::command(&join).into())])).action(agree)
}

/// What the others see of a member's entries.
fn seen_by_others(rules: &Rules) -> String {
    if rules.sensitive {
        say("membership-sensitive", &[])
    } else if rules.quiet {
        say("membership-quiet", &[])
    } else {
        say("membership-public", &[])
    }
}

fn seen_goal(rules: &Rules) -> String {
    if rules.sensitive { say("membership-goal-sensitive", &[]) } else { say("membership-goal-public", &[]) }
}

/// Start and goal as they were understood, for the member herself.
fn with_terms(view: &View, challenge: &Challenge, identity: u32, mut sheet: Sheet) -> Sheet {
    let rules = challenge.rules();
    let Some(participant) = challenge.participant(identity) else { return sheet };
    let shown = |micro: Option<i64>| micro.map(|micro| amounts::amount(micro, rules, parts::decimal(view))).unwrap_or_default();
    if parts::shows_amounts(view, rules, identity) {
        sheet = sheet.fact(say("membership-start", &[]), shown(participant.start));
        sheet = sheet.fact(say("membership-goal", &[]), shown(participant.goal));
    }
    sheet.line(next_step(rules, participant))
}

/// What is still open: where later readings are measured from, and until when the goal may change.
fn next_step(rules: &Rules, participant: &Participant) -> String {
    if rules.has_baseline() && participant.start.is_none() && participant.first.is_none() {
        say("membership-baseline", &[])
    } else if participant.goal.is_some() && !participant.goal_locked {
        say("membership-goal-open", &[])
    } else {
        String::new()
    }
}
