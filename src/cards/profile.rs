//! A member's page: where she stands in each challenge, her run of days, and her newest entries.

use crate::cards::card::{Action, CardKind};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};
use crate::domain::act::undo;
use crate::domain::calendar::Day;
use crate::domain::challenge::{Board, Challenge, Phase};
use crate::domain::entry::{Entry, State};
use crate::domain::scoring::{Counted, run_of_days};

/// So many newest entries are listed.
const RECENT: usize = 5;
/// So many challenges are shown.
pub(super) const CHALLENGES: usize = 12;

/// The page of a member (0 where the reader was never seen): whole for herself, without entries and sensitive amounts
/// for everybody else.
#[must_use]
pub fn profile(view: &View, identity: u32) -> Sheet {
    let mine = view.reader == identity;
    let member = || mark::person(identity, 0);
    let title = if mine {
        say("profile-mine", &[])
    } else {
        say("profile-of", &[("member", member().into())])
    };
    let mut sheet = Sheet::new(CardKind::Profile, title);
    let known = view
        .community
        .person(identity)
        .is_some_and(|person| !person.forgotten);
    let all = challenges(view, identity);
    if !known || all.is_empty() {
        let command = mark::command("challenges");
        let past = past(view, identity);
        return if mine && past > 0 {
            let puts = [("n", past.into()), ("command", command.into())];
            sheet.line(say("profile-past-mine", &puts))
        } else if mine {
            sheet.line(say("profile-nothing-mine", &[("command", command.into())]))
        } else {
            sheet.line(say("profile-nothing-of", &[]))
        };
    }
    for challenge in all.iter().take(CHALLENGES) {
        sheet = sheet.fact(
            challenge.rules().title.clone(),
            in_challenge(view, challenge, identity),
        );
    }
    if !mine {
        return sheet.action(leaderboard(&all));
    }
    let days = view.community.days_of(identity, view.now_ms);
    sheet = sheet.fact(say("profile-zone", &[]), days.zone.name());
    sheet = recent(view, identity, sheet);
    if let Some((_, entry)) = undo::newest(view.community, identity, view.now_ms)
        .filter(|(challenge, entry)| can_undo(view, challenge, entry))
    {
        let id = parts::id(entry.seq());
        sheet = sheet.action(parts::button(
            say("profile-undo", &[("entry", id.into())]),
            "undo",
        ));
    }
    sheet.action(leaderboard(&all))
}

/// In how many challenges that are over she took part.
pub(super) fn past(view: &View<'_>, identity: u32) -> usize {
    let over = view.community.challenges().iter();
    let over = over.filter(|one| one.phase().is_finished());
    over.filter(|one| one.has_member(identity)).count()
}

/// The challenges she takes part in: unfinished ones.
pub(super) fn challenges<'a>(view: &View<'a>, identity: u32) -> Vec<&'a Challenge> {
    let unfinished = view
        .community
        .challenges()
        .iter()
        .filter(|one| !one.phase().is_finished() && one.phase() != Phase::Draft);
    unfinished.filter(|one| one.has_member(identity)).collect()
}

/// How a member stands in a challenge, and what comes next there.
pub(super) fn in_challenge(view: &View, challenge: &Challenge, identity: u32) -> String {
    let whole = challenge.standing(identity, Board::Whole).map_or_else(
        || say("profile-no-score", &[]),
        |standing| parts::standing(view, challenge, standing, Board::Whole),
    );
    let mut sentences = vec![say("profile-whole", &[("standing", whole.into())])];
    if let Some(round) = challenge.standing(identity, Board::Round) {
        let standing = parts::standing(view, challenge, round, Board::Round);
        sentences.push(say("profile-round", &[("standing", standing.into())]));
    }
    let counted = challenge.counted(identity);
    let best = run_of_days(&counted, Day(0));
    let days = view.community.days_of(identity, view.now_ms);
    let current = current_run(&counted, days.day_of(view.now_ms));
    if current > 1 {
        sentences.push(say(
            "profile-run",
            &[("n", current.into()), ("best", best.into())],
        ));
    } else if best > 1 {
        sentences.push(say("profile-best-run", &[("best", best.into())]));
    }
    sentences.extend(next(view, challenge));
    sentences.join(" ")
}

/// What comes next in a challenge, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coming {
    Start(i64),
    RoundClose(i64),
    End(i64),
    Result(i64),
}

impl Coming {
    pub(super) fn of(challenge: &Challenge) -> Option<Self> {
        let head = &challenge.head;
        Some(match challenge.phase() {
            Phase::Open => Self::Start(head.starts_ms?),
            Phase::Running | Phase::Paused => match (
                head.round_close_ms.filter(|_| head.round != 0),
                head.rules.ends_ms,
            ) {
                (Some(close_ms), ends_ms) if ends_ms != Some(close_ms) => {
                    Self::RoundClose(close_ms)
                }
                (_, ends_ms) => Self::End(ends_ms?),
            },
            Phase::Ended => Self::Result(head.final_ms?),
            Phase::Draft | Phase::Final | Phase::Cancelled => return None,
        })
    }

    pub(super) fn at_ms(self) -> i64 {
        match self {
            Self::Start(at_ms)
            | Self::RoundClose(at_ms)
            | Self::End(at_ms)
            | Self::Result(at_ms) => at_ms,
        }
    }
}

/// What comes next in a challenge: its start, the round's close, or its end.
pub(super) fn next(view: &View, challenge: &Challenge) -> Option<String> {
    let coming = Coming::of(challenge)?;
    let time = [("time", view.time(coming.at_ms()).into())];
    Some(match coming {
        Coming::Start(_) => say("profile-starts", &time),
        Coming::RoundClose(_) => say("profile-round-closes", &time),
        Coming::End(_) => say("profile-ends", &time),
        Coming::Result(_) => say("profile-final", &time),
    })
}

/// Consecutive local days with an entry up to today, or to yesterday while today has none yet.
fn current_run(counted: &[Counted], today: Day) -> u32 {
    let has = |day: u16| counted.iter().any(|entry| entry.day.0 == day);
    let mut day = if has(today.0) {
        Some(today.0)
    } else {
        today.0.checked_sub(1)
    };
    let mut n = 0;
    while let Some(at) = day.filter(|day| has(*day)) {
        n += 1;
        day = at.checked_sub(1);
    }
    n
}

fn recent(view: &View, identity: u32, mut sheet: Sheet) -> Sheet {
    let unfinished = view
        .community
        .challenges()
        .iter()
        .filter(|one| !one.phase().is_finished());
    let mut entries: Vec<(&Challenge, Entry)> = unfinished
        .flat_map(|one| {
            one.entries_of(identity)
                .take(RECENT)
                .map(move |(_, entry)| (one, *entry))
        })
        .collect();
    entries.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.seq()));
    entries.truncate(RECENT);
    if entries.is_empty() {
        return sheet;
    }
    let row = |(challenge, entry): &(&Challenge, Entry)| {
        vec![
            parts::id(entry.seq()),
            parts::entry_amount(view, challenge.rules(), entry),
            challenge.rules().title.clone(),
            parts::day(view, entry.day()),
            state(entry.state()),
        ]
    };
    let headings = vec![
        say("why-column-entry", &[]),
        say("why-column-amount", &[]),
        say("profile-column-challenge", &[]),
        say("why-column-day", &[]),
        say("profile-column-state", &[]),
    ];
    sheet.table = Some(parts::table(
        say("profile-recent", &[]),
        headings,
        &[1],
        entries.iter().map(row).collect(),
    ));
    sheet
}

/// What became of an entry, in a word or two.
fn state(state: State) -> String {
    match state {
        State::Accepted => say("profile-counts", &[]),
        State::Held => say("why-held", &[]),
        State::Voided => say("why-taken-back", &[]),
        State::Rejected => say("why-rejected", &[]),
    }
}

fn can_undo(view: &View, challenge: &Challenge, entry: &Entry) -> bool {
    view.now_ms.saturating_sub(entry.recorded_ms()) <= challenge.rules().look_back_ms
}

fn leaderboard(challenges: &[&Challenge]) -> Action {
    let command = match challenges {
        [only] => format!("leaderboard {}", parts::numbered(only)),
        _ => "leaderboard".to_owned(),
    };
    parts::button(say("page-leaderboard", &[]), command)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text};

    #[test]
    fn a_member_reads_her_own_page_and_less_of_another_ones() {
        let mut stage = Stage::new();
        let walk = stage.runs("Spring walk", &[("unit", "km"), ("ends", "2027-02-28")]);
        let cut = stage.runs(
            "Cut",
            &[
                ("unit", "kg"),
                ("scoring", "latest"),
                ("direction", "less"),
                ("rounds", "none"),
            ],
        );
        stage.joins(2, cut, None, None);
        stage.reports(2, cut, "80 kg", "now");
        stage.reports(3, walk, "3km", "now");
        for _ in 0..3 {
            stage.reports(2, walk, "2.5km", "now");
            stage.later(24);
        }
        assert_snapshot!(text(profile(&stage.view(2), 2)), @r"
        Your page
        Your newest entries
        #19  2.5 km  Spring walk  Wed 6 Jan  counts
        #18  2.5 km  Spring walk  Tue 5 Jan  counts
        #17  2.5 km  Spring walk  Mon 4 Jan  counts
        #13  80 kg  Cut  Mon 4 Jan  counts
        Spring walk: So far: 7.5 km, place 1 of 2. This round: 7.5 km, place 1 of 2. 3 days in a row (best: 3). The round closes Sun 10 Jan 2027, 20:00 (UTC).
        Cut: So far: 80 kg, place 1 of 1.
        Your time zone: UTC
        [Undo #19] /undo
        [Show leaderboard] /leaderboard
        ");
        assert_snapshot!(text(profile(&stage.view(3), 2)), @r"
        Ben's page
        Spring walk: So far: 7.5 km, place 1 of 2. This round: 7.5 km, place 1 of 2. 3 days in a row (best: 3). The round closes Sun 10 Jan 2027, 20:00 (UTC).
        Cut: So far: place 1 of 1.
        [Show leaderboard] /leaderboard
        ");
        assert_snapshot!(text(profile(&stage.view(4), 4)), @r"
        Your page
        You are not in a challenge yet. /challenges shows what you can join.
        ");
    }
}
