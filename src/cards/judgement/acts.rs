//! Moderators' acts on challenges, confirmed.

use crate::cards::card::CardKind;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{example, mark, parts};
use crate::domain::challenge::Challenge;
use crate::domain::event::{ChallengeEdited, ChallengeEnded, ChallengeOpened, DrawRedone, Event};

/// What a moderator reads after an act on a challenge.
#[must_use]
pub fn act(view: &View, event: &Event) -> Sheet {
    let Some(challenge) = event
        .challenge()
        .and_then(|number| view.community.challenge(number))
    else {
        return parts::no_challenge();
    };
    let title = challenge.rules().title.as_str();
    let named = [("challenge", title.into())];
    let by_number = parts::numbered(challenge);
    let command = |line: &str| mark::command(&format!("challenge {line} {by_number}"));
    match event {
        Event::ChallengeOpened(opened) => opened_act(view, challenge, opened),
        Event::ChallengePaused(_) => Sheet::new(CardKind::Notice, say("act-paused", &named))
            .line(say(
                "act-paused-what",
                &[("command", command("resume").into())],
            ))
            .action(parts::button(
                say("act-resume", &[]),
                format!("challenge resume {by_number}"),
            )),
        Event::ChallengeResumed(_) => Sheet::new(CardKind::Notice, say("act-resumed", &named))
            .line(say("act-resumed-what", &[])),
        Event::ChallengeCancelled(_) => Sheet::new(CardKind::Notice, say("act-cancelled", &named))
            .line(say("act-cancelled-what", &[])),
        Event::ChallengeEnded(ended) => ended_act(view, challenge, ended),
        Event::ChallengeFinal(_) => Sheet::new(CardKind::Notice, say("act-final", &named)),
        Event::ChallengeEdited(edited) => edited_act(challenge, edited),
        Event::DrawRedone(redone) => redrawn_act(challenge, redone),
        _ => Sheet::new(CardKind::Notice, say("act-done", &named)),
    }
}

/// When an act that falls into quiet hours is announced.
#[must_use]
pub fn rests(view: &View, told_ms: i64) -> String {
    say("act-rests", &[("time", view.time(told_ms).into())])
}

fn opened_act(view: &View, challenge: &Challenge, opened: &ChallengeOpened) -> Sheet {
    let named = [("challenge", challenge.rules().title.as_str().into())];
    let sheet = Sheet::new(CardKind::Notice, say("act-opened", &named));
    let join = mark::command(&format!("join {}", parts::numbered(challenge)));
    let sheet = if opened.starts_ms > view.now_ms {
        sheet.line(say(
            "act-opened-later",
            &[
                ("time", view.time(opened.starts_ms).into()),
                ("command", join.into()),
            ],
        ))
    } else {
        let rules = challenge.rules();
        let report = mark::command(&example::report(rules));
        // Joining with the first entry is for challenges that ask nothing of those who join.
        let how = if rules.needs_goal() || rules.sensitive {
            "act-opened-now-join"
        } else {
            "act-opened-now"
        };
        sheet.line(say(
            how,
            &[("command", join.into()), ("report", report.into())],
        ))
    };
    match &opened.commitment {
        Some(commitment) => {
            sheet.line(say("act-opened-draw", &[("commitment", commitment.into())]))
        }
        None => sheet,
    }
}

fn ended_act(view: &View, challenge: &Challenge, ended: &ChallengeEnded) -> Sheet {
    let named = [("challenge", challenge.rules().title.as_str().into())];
    let sheet = Sheet::new(CardKind::Notice, say("act-ended", &named)).line(say(
        "act-ended-what",
        &[("time", view.time(ended.final_ms).into())],
    ));
    match ended.outcome.n_held {
        0 => sheet,
        n => sheet.line(say("act-ended-held", &[("n", n.into())])),
    }
}

fn edited_act(challenge: &Challenge, edited: &ChallengeEdited) -> Sheet {
    let named = [("challenge", challenge.rules().title.as_str().into())];
    Sheet::new(CardKind::Notice, say("act-edited", &named)).line(say(
        "act-edited-what",
        &[
            ("n", edited.changed.len().into()),
            ("rules", edited.changed.join(", ").into()),
        ],
    ))
}

fn redrawn_act(challenge: &Challenge, redone: &DrawRedone) -> Sheet {
    let names: Vec<String> = redone
        .winners
        .iter()
        .map(|winner| mark::person(winner.identity, challenge.number()))
        .collect();
    let puts = [
        ("challenge", challenge.rules().title.as_str().into()),
        ("round", redone.round.into()),
    ];
    let title = if redone.round == 0 {
        say("act-redrawn", &puts)
    } else {
        say("act-redrawn-round", &puts)
    };
    Sheet::new(CardKind::Winners, title).line(say(
        "act-redrawn-what",
        &[
            ("n", names.len().into()),
            ("winners", names.join(", ").into()),
        ],
    ))
}
