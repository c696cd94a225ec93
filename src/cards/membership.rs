//! Joining, leaving, goals, and what sensitive challenges show.

use crate::cards::card::{CardKind, Style};
use crate::cards::phrase::decimal;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{amounts, example, forms, mark, parts};
use crate::domain::act::terms;
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::participant::Participant;
use crate::domain::rules::Rules;

/// The welcome: what others will see, what was understood, and a first entry to try.
#[must_use]
pub fn joined(view: &View, challenge: u32, identity: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return parts::no_challenge();
    };
    let rules = challenge.rules();
    let title = say(
        "membership-joined",
        &[("challenge", rules.title.as_str().into())],
    );
    let mut sheet = Sheet::new(CardKind::Notice, title).line(seen_by_others(rules));
    sheet = with_terms(view, challenge, identity, sheet);
    let example = example::report(rules);
    let try_it = mark::command(&example);
    sheet = match (challenge.phase(), challenge.head.starts_ms) {
        (Phase::Open, Some(starts_ms)) => sheet.line(say(
            "membership-first-later",
            &[
                ("time", view.time(starts_ms).into()),
                ("command", try_it.into()),
            ],
        )),
        _ => sheet.line(say("membership-first-now", &[("command", try_it.into())])),
    };
    sheet.action(parts::button(
        say("page-rules", &[]),
        format!("challenges {}", parts::numbered(challenge)),
    ))
}

/// What leaving did, and the way back.
#[must_use]
pub fn left(view: &View, challenge: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return parts::no_challenge();
    };
    let join = format!("join {}", parts::numbered(challenge));
    Sheet::new(
        CardKind::Notice,
        say(
            "membership-left",
            &[("challenge", challenge.rules().title.as_str().into())],
        ),
    )
    .line(say(
        "membership-left-kept",
        &[("command", mark::command(&join).into())],
    ))
    .action(parts::button(say("membership-rejoin", &[]), join))
}

/// The goal as it was understood, and until when it can change.
#[must_use]
pub fn goal_set(view: &View, challenge: u32, identity: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return parts::no_challenge();
    };
    let title = say(
        "membership-goal-set",
        &[("challenge", challenge.rules().title.as_str().into())],
    );
    let sheet = with_terms(
        view,
        challenge,
        identity,
        Sheet::new(CardKind::Notice, title),
    );
    sheet.line(seen_goal(challenge.rules()))
}

/// What a sensitive challenge shows and to whom, asked before somebody joins.
#[must_use]
pub fn consent(view: &View, challenge: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return parts::no_challenge();
    };
    let rules = challenge.rules();
    let title = say(
        "membership-consent",
        &[("challenge", rules.title.as_str().into())],
    );
    let mut sheet = Sheet::new(CardKind::Question, title)
        .line(seen_by_others(rules))
        .line(say("membership-consent-judge", &[]));
    let join = format!("join {}", parts::numbered(challenge));
    if rules.needs_goal() {
        let typed = format!("{join} goal:70 {}", rules.unit.symbol()).replace(":70 ", ":70");
        sheet.form = Some(forms::goal(view, challenge.number()));
        return sheet.line(say(
            "membership-consent-goal",
            &[("command", mark::command(&typed).into())],
        ));
    }
    let mut agree = parts::button(say("membership-agree", &[]), join.clone());
    agree.style = Style::Primary;
    sheet
        .line(say(
            "membership-consent-how",
            &[("command", mark::command(&join).into())],
        ))
        .action(agree)
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
    if rules.sensitive {
        say("membership-goal-sensitive", &[])
    } else {
        say("membership-goal-public", &[])
    }
}

/// Start and goal as they were understood, for the member herself.
fn with_terms(view: &View, challenge: &Challenge, identity: u32, mut sheet: Sheet) -> Sheet {
    let rules = challenge.rules();
    let Some(participant) = challenge.participant(identity) else {
        return sheet;
    };
    let shown = |micro: Option<i64>| {
        micro
            .map(|micro| amounts::amount(micro, rules, decimal(view)))
            .unwrap_or_default()
    };
    if parts::shows_amounts(view, rules, identity) {
        sheet = sheet.fact(say("membership-start", &[]), shown(participant.start()));
        sheet = sheet.fact(say("membership-goal", &[]), shown(participant.goal()));
    }
    sheet.line(next_step(challenge, participant))
}

/// What is still open: where later readings are measured from, and until when the goal may change.
fn next_step(challenge: &Challenge, participant: &Participant) -> String {
    if challenge.rules().has_baseline()
        && participant.start().is_none()
        && participant.first().is_none()
    {
        say("membership-baseline", &[])
    } else if participant.goal().is_some() && terms::may_change(challenge, participant).is_ok() {
        say("membership-goal-open", &[])
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text};

    #[test]
    fn joining_says_what_others_see() {
        let mut stage = Stage::new();
        let walk = stage.runs("Spring walk", &[("unit", "km")]);
        let cut = stage.runs("Cut", &[("unit", "kg"), ("scoring", "goal")]);
        let soon = stage.runs(
            "Soon",
            &[
                ("scoring", "completion"),
                ("items", "A \"b\";C"),
                ("starts", "2027-01-10"),
            ],
        );
        stage.joins(2, walk, None, None);
        stage.joins(2, cut, Some("70kg"), Some("80kg"));
        stage.joins(2, soon, None, None);
        assert_snapshot!(text(joined(&stage.view(2), walk, 2)), @r"
        You are in Spring walk. Welcome!
        Your entries in this challenge are shown to everybody here, and so is your place.
        Log your first entry, for example /progress 5km.
        [Show the rules] /challenges challenge:#1
        ");
        assert_snapshot!(text(joined(&stage.view(2), cut, 2)), @r"
        You are in Cut. Welcome!
        Only percent and rank are shown, never your numbers.
        You can still change your goal until the next close.
        Log your first entry, for example /progress 75kg.
        Start: 80 kg
        Goal: 70 kg
        [Show the rules] /challenges challenge:#2
        ");
        assert_snapshot!(text(joined(&stage.view(2), soon, 2)), @r"
        You are in Soon. Welcome!
        Your entries in this challenge are shown to everybody here, and so is your place.
        It starts Sun 10 Jan 2027, 00:00 (UTC). Then log with /progress item:1.
        [Show the rules] /challenges challenge:#3
        ");
        assert_snapshot!(text(goal_set(&stage.view(2), cut, 2)), @r"
        Your goal in Cut is set.
        You can still change your goal until the next close.
        The others see how far you are in percent, never the numbers.
        Start: 80 kg
        Goal: 70 kg
        ");
        assert_snapshot!(text(left(&stage.view(2), walk)), @r"
        You left Spring walk.
        Your entries are kept and you are not shown any more. Whenever you like, /join challenge:#1 brings everything back.
        [Join again] /join challenge:#1
        ");
        assert_snapshot!(text(consent(&stage.view(3), cut)), @r"
        Cut keeps your numbers to yourself
        Only percent and rank are shown, never your numbers.
        A moderator sees a number only where an entry has to be judged. You can leave at any time.
        If that is fine with you, join with a goal of your own, for example /join challenge:#2 goal:70kg.
        ");
        let change = stage.runs(
            "Change",
            &[("unit", "kg"), ("scoring", "change"), ("direction", "less")],
        );
        assert_snapshot!(text(consent(&stage.view(3), change)), @r"
        Change keeps your numbers to yourself
        Only percent and rank are shown, never your numbers.
        A moderator sees a number only where an entry has to be judged. You can leave at any time.
        If that is fine with you, join with /join challenge:#4.
        [Join] /join challenge:#4
        ");
    }
}
