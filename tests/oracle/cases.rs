//! The recomputation against cases that were worked out by hand.

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use super::act::{Act, Line, MODERATOR, Report, Rules, Scoring, When};
use super::civil::Rounds;
use super::reckon::{Outcome, Reckoner};
use super::typed::{self, Unit};

const HOUR: i64 = 3_600;
/// Monday 2027-01-04, 09:00 UTC.
pub(super) const MONDAY: i64 = 1_799_053_200;

fn rules(scoring: Scoring, unit: Option<Unit>) -> Rules {
    Rules {
        title: "T",
        scoring,
        unit,
        less: false,
        rounds: Rounds::Weekly(Weekday::Sun, time(20, 0)),
        starts: None,
        ends: None,
        look_back_h: 48,
        grace_h: 24,
        day_cap: None,
        entry_max: None,
        earliest: false,
        items: &[],
    }
}

pub(super) fn kilograms() -> Rules {
    rules(Scoring::Total, Some(Unit::Kilogram))
}

fn report(amount: Option<i128>, when: When) -> Act {
    Act::Report(Report {
        title: "T",
        amount: amount.map(|count| typed::plain(Unit::Kilogram, count)),
        item: None,
        note: None,
        when,
        again: false,
    })
}

fn kg(count: i128) -> Act {
    report(Some(count), When::Now)
}

fn check_in() -> Act {
    report(None, When::Now)
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).expect("a date")
}

/// Plays acts, each so many hours after Monday 09:00, in a community in UTC.
pub(super) fn play(rules: Rules, acts: &[(i64, &str, Act)]) -> Reckoner {
    let mut reckoner = Reckoner::new();
    let mut take = |hours: i64, user: &str, act: &Act| {
        reckoner.take(&Line {
            at: MONDAY + hours * HOUR,
            user: user.to_owned(),
            id: None,
            act: act.clone(),
        })
    };
    take(0, MODERATOR, &Act::Create(Box::new(rules)));
    take(0, MODERATOR, &Act::Open("T"));
    for (hours, user, act) in acts {
        take(*hours, user, act);
    }
    reckoner
}

/// The rows as `round rank user score`, round 0 for the challenge.
#[track_caller]
fn check(reckoner: &Reckoner, expected: &[&str]) {
    let rows: Vec<String> = reckoner
        .standings()
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row.round.unwrap_or(0),
                row.rank,
                row.user,
                row.score
            )
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn equal_scores_share_a_rank_in_the_order_of_recording() {
    let acts = [
        (1, "u2", kg(3)),
        (2, "u1", kg(3)),
        (3, "u3", kg(4)),
        (4, "u4", kg(1)),
    ];
    check(
        &play(kilograms(), &acts),
        &["0 1 u3 4", "0 2 u2 3", "0 2 u1 3", "0 4 u4 1"],
    );
    let mut earliest = kilograms();
    earliest.earliest = true;
    check(
        &play(earliest, &acts),
        &["0 1 u3 4", "0 2 u2 3", "0 3 u1 3", "0 4 u4 1"],
    );
}

#[test]
fn a_frozen_round_stays_and_the_challenge_changes() {
    // The first round closes 155 hours after Monday 09:00.
    let acts = [
        (1, "u1", kg(3)),
        (150, "u1", kg(2)),
        (155, "u1", kg(4)),
        (156, "u1", Act::Undo),
        (157, "u1", Act::Undo),
    ];
    check(&play(kilograms(), &acts), &["0 1 u1 3", "1 1 u1 5"]);
}

#[test]
fn an_entry_accepted_after_the_close_counts_for_the_challenge_only() {
    let mut rules = kilograms();
    rules.entry_max = Some(typed::plain(Unit::Kilogram, 5));
    let acts = [
        (1, "u1", kg(3)),
        (2, "u1", kg(6)),
        (156, MODERATOR, Act::Accept("u1".to_owned())),
    ];
    check(&play(rules, &acts), &["0 1 u1 9", "1 1 u1 3"]);
}

#[test]
fn a_capped_day_is_shared_in_order_of_recording() {
    let mut rules = kilograms();
    rules.day_cap = Some(typed::plain(Unit::Kilogram, 5));
    let acts = [
        (150, "u1", kg(4)),
        (156, "u1", kg(3)),
        (157, "u1", kg(2)),
        (400, MODERATOR, Act::Clock),
    ];
    check(&play(rules, &acts), &["0 1 u1 5", "1 1 u1 4", "2 1 u1 1"]);
}

#[test]
fn a_day_counts_in_the_round_of_its_first_entry() {
    let acts = [
        (150, "u1", check_in()),
        (156, "u1", check_in()),
        (170, "u1", check_in()),
        (400, MODERATOR, Act::Clock),
    ];
    check(
        &play(rules(Scoring::StreakOfDays, None), &acts),
        &["0 1 u1 2", "1 1 u1 1", "2 1 u1 1"],
    );
    check(
        &play(rules(Scoring::StreakOfWeeks, None), &acts),
        &["0 1 u1 2", "1 1 u1 1", "2 1 u1 1"],
    );
}

#[test]
fn an_item_counts_once_in_each_round_and_once_in_the_challenge() {
    let item = |title| {
        Act::Report(Report {
            title: "T",
            amount: None,
            item: Some(title),
            note: None,
            when: When::Now,
            again: false,
        })
    };
    let mut course = rules(Scoring::Completion, None);
    course.items = &["A", "B"];
    let acts = [
        (1, "u1", item("A")),
        (2, "u2", item("A")),
        (3, "u2", item("B")),
        (160, "u1", item("A")),
        (161, "u1", item("A")),
        (162, "u1", item("B")),
        (400, MODERATOR, Act::Clock),
    ];
    check(
        &play(course, &acts),
        &["0 1 u2 2", "0 1 u1 2", "1 1 u2 2", "1 2 u1 1", "2 1 u1 2"],
    );
}

#[test]
fn change_needs_two_readings_or_a_start() {
    let mut less = rules(Scoring::Change, Some(Unit::Kilogram));
    less.less = true;
    let join = Act::Join {
        title: "T",
        goal: None,
        start: Some(typed::plain(Unit::Kilogram, 80)),
    };
    let acts = [
        (1, "u1", kg(80)),
        (2, "u2", join),
        (3, "u2", kg(78)),
        (160, "u1", kg(77)),
        (161, "u2", kg(79)),
        (400, MODERATOR, Act::Clock),
    ];
    check(
        &play(less, &acts),
        &["0 1 u1 3", "0 2 u2 1", "1 1 u2 2", "2 1 u1 3", "2 2 u2 -1"],
    );
}

#[test]
fn a_goal_is_capped_in_the_challenge_and_not_in_a_round() {
    let join = Act::Join {
        title: "T",
        goal: Some(typed::plain(Unit::Kilogram, 70)),
        start: Some(typed::plain(Unit::Kilogram, 80)),
    };
    let acts = [
        (1, "u1", join),
        (2, "u1", kg(81)),
        (160, "u1", kg(69)),
        (400, MODERATOR, Act::Clock),
    ];
    check(
        &play(rules(Scoring::GoalByReadings, Some(Unit::Kilogram)), &acts),
        &["0 1 u1 100", "1 1 u1 -10", "2 1 u1 120"],
    );
}

#[test]
fn who_left_is_hidden_until_the_return() {
    let join = Act::Join {
        title: "T",
        goal: None,
        start: None,
    };
    let acts = [
        (1, "u1", kg(3)),
        (2, "u2", kg(2)),
        (150, "u1", Act::Leave("T")),
        (160, "u1", join),
    ];
    check(
        &play(kilograms(), &acts),
        &["0 1 u1 3", "0 2 u2 2", "1 1 u2 2"],
    );
}

#[test]
fn dates_move_into_the_look_back_and_grace_takes_what_was_before_the_end() {
    let mut rules = kilograms();
    rules.ends = Some(date(1, 8));
    rules.look_back_h = 12;
    // Monday 09:00 to the midnight after Friday is 111 hours; final is at 135.
    let acts = [
        (20, "u1", report(Some(1), When::Date(date(1, 4)))),
        (40, "u1", report(Some(1), When::Date(date(1, 4)))),
        (111, "u1", kg(3)),
        (
            112,
            "u1",
            report(Some(5), When::Civil(date(1, 8).and_time(time(22, 0)))),
        ),
        (135, "u1", report(Some(7), When::Yesterday)),
    ];
    let reckoner = play(rules, &acts);
    let refused = [
        Outcome::Refused("too long ago"),
        Outcome::Refused("after the end"),
        Outcome::Accepted,
        Outcome::Refused("final"),
    ];
    // Tuesday 05:00 with twelve hours of look-back reaches Monday 17:00, which is still that day.
    assert_eq!(reckoner.outcomes[2], Outcome::Accepted);
    assert_eq!(reckoner.entries[0].effective, MONDAY + 8 * HOUR);
    assert_eq!(reckoner.outcomes[3..], refused);
    check(&reckoner, &["0 1 u1 6", "1 1 u1 1"]);
}

#[test]
fn a_new_zone_works_from_the_end_of_the_running_day() {
    let acts = [
        (0, "u1", Act::Zone(Tz::Asia__Kathmandu)),
        (1, "u1", check_in()),
    ];
    let reckoner = play(rules(Scoring::ActiveDays, None), &acts);
    assert_eq!(reckoner.zones.of("u1", MONDAY + 18 * HOUR), Tz::UTC);
    assert_eq!(
        reckoner.zones.of("u1", MONDAY + 19 * HOUR),
        Tz::Asia__Kathmandu
    );
}
