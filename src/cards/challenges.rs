//! `challenges`: everything there is to take part in, and how it stands.

use crate::cards::card::{CardKind, Style};
use crate::cards::profile::next;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts, phrase};
use crate::domain::challenge::{Board, Challenge, Phase};
use crate::domain::rules::{Rules, Scoring};

/// So many of a kind are listed.
const LISTED: usize = 20;
/// So many finished ones are listed, newest first.
const FINISHED: usize = 5;
/// So many Join buttons are shown.
const JOINS: usize = 4;
/// So much of a title fits on a Join button, in graphemes.
const NAMED: usize = 24;

/// All challenges of the community: running, upcoming, in their grace, the last finished ones; drafts for moderators.
#[must_use]
pub fn list(view: &View) -> Sheet {
    let all = view.community.challenges();
    let n_live = all.iter().filter(|one| one.phase().is_live()).count();
    let mut sheet = Sheet::new(
        CardKind::Notice,
        say("challenges-title", &[("n", n_live.into())]),
    );
    let of = |phases: &'static [Phase]| all.iter().filter(move |one| phases.contains(&one.phase()));
    for one in of(&[Phase::Running, Phase::Paused]).take(LISTED) {
        sheet = sheet.line(unfinished(view, one));
    }
    for one in of(&[Phase::Open]).take(LISTED) {
        sheet = sheet.line(unfinished(view, one));
    }
    for one in of(&[Phase::Ended]).take(LISTED) {
        sheet = sheet.line(unfinished(view, one));
    }
    if view.moderator {
        for one in of(&[Phase::Draft]).take(LISTED) {
            let open = mark::command(&format!("challenge open {}", phrase::spoken(one)));
            sheet = sheet.line(say(
                "challenges-draft",
                &[("challenge", named(one).into()), ("command", open.into())],
            ));
        }
    }
    for one in of(&[Phase::Final, Phase::Cancelled]).rev().take(FINISHED) {
        sheet = sheet.line(finished(view, one));
    }
    if sheet.lines.is_empty() {
        let create = mark::command("challenge create \"Spring walk\" unit:km");
        sheet = sheet.line(if view.moderator {
            say("challenges-none-moderator", &[("command", create.into())])
        } else {
            say("challenges-none", &[])
        });
    }
    for one in all.iter().filter(|one| can_join(view, one)).take(JOINS) {
        let title = phrase::cut(&one.rules().title, NAMED);
        let mut button = parts::button(
            say("challenges-join", &[("challenge", title.into())]),
            format!("join {}", parts::numbered(one)),
        );
        button.style = Style::Primary;
        sheet = sheet.action(button);
    }
    sheet
}

/// What a challenge is about, in a few words.
pub(super) fn about(rules: &Rules) -> String {
    let unit = || rules.unit.symbol().into();
    match rules.scoring {
        Scoring::Total => say("challenges-total", &[("unit", unit())]),
        Scoring::Best => say("challenges-best", &[("unit", unit())]),
        Scoring::Latest => say("challenges-latest", &[("unit", unit())]),
        Scoring::Change => say("challenges-change", &[("unit", unit())]),
        Scoring::PercentChange => say("challenges-percent", &[("unit", unit())]),
        Scoring::Goal => say("challenges-goal", &[]),
        Scoring::ActiveDays => say("challenges-days", &[]),
        Scoring::Streak => say("challenges-streak", &[]),
        Scoring::Completion => say("challenges-items", &[("n", rules.items.len().into())]),
        Scoring::Draw => say("challenges-draw", &[]),
    }
}

fn unfinished(view: &View, challenge: &Challenge) -> String {
    let puts = [
        ("challenge", named(challenge).into()),
        ("about", about(challenge.rules()).into()),
    ];
    let what = match challenge.phase() {
        Phase::Open => say("challenges-upcoming", &puts),
        Phase::Paused => say("challenges-paused", &puts),
        Phase::Ended => say("challenges-ended", &puts),
        _ => say("challenges-running", &puts),
    };
    let mut sentences = vec![what];
    let ends_ms = challenge
        .rules()
        .ends_ms
        .filter(|_| challenge.phase().is_live());
    let ends = ends_ms.map(|ends_ms| say("profile-ends", &[("time", view.time(ends_ms).into())]));
    sentences.extend(ends.or_else(|| next(view, challenge)));
    if let Some(standing) = challenge.standing(view.reader, Board::Whole) {
        let standing = parts::standing(view, challenge, standing, Board::Whole);
        sentences.push(say("challenges-mine", &[("standing", standing.into())]));
    } else if challenge.has_member(view.reader) {
        sentences.push(say("challenges-in", &[]));
    } else if can_join(view, challenge) {
        let join = mark::command(&format!("join {}", phrase::spoken(challenge)));
        sentences.push(say("challenges-hint", &[("command", join.into())]));
    }
    sentences.join(" ")
}

fn finished(view: &View, challenge: &Challenge) -> String {
    if challenge.phase() == Phase::Cancelled {
        return say(
            "challenges-cancelled",
            &[("challenge", named(challenge).into())],
        );
    }
    let board = mark::command(&format!(
        "leaderboard {} round:all",
        parts::numbered(challenge)
    ));
    let ended = challenge
        .head
        .ended_ms
        .map(|ended_ms| view.time(ended_ms))
        .unwrap_or_default();
    say(
        "challenges-finished",
        &[
            ("challenge", named(challenge).into()),
            ("time", ended.into()),
            ("command", board.into()),
        ],
    )
}

fn named(challenge: &Challenge) -> String {
    let number = parts::id(challenge.number().into());
    say(
        "challenges-named",
        &[
            ("title", challenge.rules().title.as_str().into()),
            ("number", number.into()),
        ],
    )
}

fn can_join(view: &View, challenge: &Challenge) -> bool {
    let open = matches!(
        challenge.phase(),
        Phase::Open | Phase::Running | Phase::Paused
    );
    let in_time = challenge
        .rules()
        .join_until_ms
        .is_none_or(|until_ms| view.now_ms < until_ms);
    open && !challenge.has_member(view.reader) && (in_time || challenge.had_member(view.reader))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text};
    use crate::domain::act;

    #[test]
    fn everything_there_is_to_join() {
        let mut stage = Stage::new();
        assert_snapshot!(text(list(&stage.view(1))), @r#"
        Challenges
        No challenge is running right now. Start one: /challenge create "Spring walk" unit:km
        "#);
        let walk = stage.runs("Spring walk", &[("unit", "km"), ("ends", "2027-02-28")]);
        let old = stage.runs("Old one", &[("unit", "km")]);
        stage.runs(
            "@everyone **{ $x }** <b>",
            &[("scoring", "active_days"), ("starts", "2027-01-10")],
        );
        stage.drafted("Idea", &[("unit", "min")]);
        stage.reports(2, walk, "3km", "now");
        let view = stage.community.clone();
        let old = view.challenge(old).expect("drafted");
        stage.decide(|_, moment| act::challenge::end(moment, crate::cards::stage::who(1), old));
        stage.later(25);
        assert_snapshot!(text(list(&stage.view(1))), @r##"
        Challenges: 1 is running
        Spring walk (#1): the most km in total. Ends Mon 1 Mar 2027, 00:00 (UTC). Join with /join "Spring walk".
        @everyone **{ $x }** <b> (#3), coming up: the most days with an entry. Starts Sun 10 Jan 2027, 00:00 (UTC). Join with /join "#3".
        Idea (#4) is a draft. Open it with /challenge open "Idea".
        Old one (#2) ended Mon 4 Jan 2027, 09:00 (UTC). See /leaderboard challenge:#2 round:all.
        [Join Spring walk] /join challenge:#1
        [Join @everyone **{ $x }** <b>] /join challenge:#3
        "##);
        assert_snapshot!(text(list(&stage.view(2))), @r##"
        Challenges: 1 is running
        Spring walk (#1): the most km in total. Ends Mon 1 Mar 2027, 00:00 (UTC). You: 3 km, place 1 of 1.
        @everyone **{ $x }** <b> (#3), coming up: the most days with an entry. Starts Sun 10 Jan 2027, 00:00 (UTC). Join with /join "#3".
        Old one (#2) ended Mon 4 Jan 2027, 09:00 (UTC). See /leaderboard challenge:#2 round:all.
        [Join @everyone **{ $x }** <b>] /join challenge:#3
        "##);
    }
}
