//! Tests: every scoring's arithmetic, as members read it.

use insta::assert_snapshot;

use super::*;
use crate::cards::stage::{Stage, text};
use crate::domain::act::entry::Judgement;

#[test]
fn a_total_adds_up_with_what_was_capped_held_and_taken_back() {
    let mut stage = Stage::new();
    let walk = stage.runs(
        "Spring walk",
        &[("unit", "km"), ("day_cap", "5km"), ("entry_max", "50km")],
    );
    stage.reports(1, walk, "3km", "now");
    stage.reports(1, walk, "4 km", "now");
    stage.reports(1, walk, "1km", "now");
    stage.reports(1, walk, "60 km", "now");
    let wrong = stage.reports(1, walk, "2km", "now");
    stage.undoes(1, wrong);
    stage.later(24);
    stage.reports(1, walk, "2.25 km", "now");
    stage.reports(2, walk, "5 km", "now");
    stage.reports(2, walk, "2.25 km", "yesterday");
    stage.reports(3, walk, "1 km", "now");
    assert_snapshot!(text(why(&stage.view(1), walk, 1, 0)), @r"
    Spring walk: 7.25 km, place 1 of 3
    The arithmetic: 3 km + 2 km + 2.25 km = 7.25 km
    Place 1: no score is better.
    1 other has the same score: equal scores share a place.
    6 entries, newest first
    #16  Tue 5 Jan  2.25 km  adds 2.25 km
    #14  Mon 4 Jan  2 km  taken back
    #13  Mon 4 Jan  60 km  waits for a moderator
    #12  Mon 4 Jan  1 km  adds nothing: day's cap reached
    #11  Mon 4 Jan  4 km  adds 2 km, then the day's cap was reached
    #10  Mon 4 Jan  3 km  adds 3 km
    [Show leaderboard] /leaderboard challenge:#1
    ");
    assert_snapshot!(text(why(&stage.view(3), walk, 3, 8)), @r"
    Spring walk: 1 km, place 3 of 3
    The arithmetic: 1 km
    Place 3: 2 scores are better.
    1 entry
    #21  Tue 5 Jan  1 km  adds 1 km
    [Show leaderboard] /leaderboard challenge:#1
    ");
}

#[test]
fn amounts_typed_in_pounds_still_add_up() {
    let mut stage = Stage::new();
    let lift = stage.runs("Lift", &[("unit", "kg"), ("sensitive", "off")]);
    stage.reports(2, lift, "6.6lb", "now");
    stage.reports(2, lift, "6.6lb", "now");
    assert_snapshot!(text(why(&stage.view(2), lift, 2, 0)), @r"
    Lift: 5.99 kg, place 1 of 1
    The arithmetic: 2.993709642 kg + 2.993709642 kg = 5.987419284 kg
    Place 1: no score is better.
    2 entries, newest first
    #11  Mon 4 Jan  2.993709642 kg  adds 2.993709642 kg
    #10  Mon 4 Jan  2.993709642 kg  adds 2.993709642 kg
    [Show leaderboard] /leaderboard challenge:#1
    ");
}

#[test]
fn the_best_and_the_newest_are_named() {
    let mut stage = Stage::new();
    let run = stage.runs(
        "5 km run",
        &[("unit", "min"), ("scoring", "best"), ("direction", "less")],
    );
    stage.reports(2, run, "30 min", "now");
    stage.reports(2, run, "28:30 min", "now");
    stage.reports(3, run, "29 min", "now");
    assert_snapshot!(text(why(&stage.view(2), run, 2, 0)), @r"
    5 km run: 28 min 30 s, place 1 of 2
    The arithmetic: best entry #11 = 28 min 30 s
    Place 1: no score is better.
    2 entries, newest first
    #11  Mon 4 Jan  28 min 30 s  the best
    #10  Mon 4 Jan  30 min  not better than #11
    [Show leaderboard] /leaderboard challenge:#1
    ");
    let steps = stage.runs("Level", &[("unit", "points"), ("scoring", "latest")]);
    stage.reports(2, steps, "12", "now");
    stage.later(1);
    stage.reports(2, steps, "15", "now");
    assert_snapshot!(text(why(&stage.view(2), steps, 2, 0)), @r"
    Level: 15 points, place 1 of 1
    The arithmetic: newest reading #19 = 15 points
    Place 1: no score is better.
    2 entries, newest first
    #19  Mon 4 Jan  15 points  the newest reading
    #18  Mon 4 Jan  12 points  an earlier reading
    [Show leaderboard] /leaderboard challenge:#2
    ");
}

#[test]
fn a_change_is_measured_from_the_baseline_and_hidden_from_others() {
    let mut stage = Stage::new();
    let options = [("unit", "kg"), ("scoring", "change"), ("direction", "less")];
    let cut = stage.runs("Spring cut", &options);
    stage.joins(2, cut, None, None);
    stage.reports(2, cut, "80kg", "now");
    assert_snapshot!(text(why(&stage.view(2), cut, 2, 0)), @r"
    Spring cut: no place yet
    The first reading is there: later ones are measured against it. One more makes a score.
    1 entry
    #10  Mon 4 Jan  80 kg  the baseline
    [Show leaderboard] /leaderboard challenge:#1
    ");
    stage.later(24);
    stage.reports(2, cut, "78.5kg", "now");
    stage.later(24 * 7);
    stage.reports(2, cut, "77.5kg", "now");
    assert_snapshot!(text(why(&stage.view(2), cut, 2, 0)), @r"
    Spring cut: 2.5 kg, place 1 of 1
    The arithmetic: 80 kg − 77.5 kg = 2.5 kg
    This round: 78.5 kg − 77.5 kg = 1 kg
    Place 1: no score is better.
    3 entries, newest first
    #13  Tue 12 Jan  77.5 kg  the newest reading
    #11  Tue 5 Jan  78.5 kg  an earlier reading
    #10  Mon 4 Jan  80 kg  the baseline
    [Show leaderboard] /leaderboard challenge:#1
    ");
    assert_snapshot!(text(why(&stage.view(1), cut, 2, 0)), @r"
    Ben in Spring cut: place 1 of 1
    Place 1: no score is better.
    Numbers in this challenge are shown to their member alone.
    3 entries, newest first
    #13  Tue 12 Jan  the newest reading
    #11  Tue 5 Jan  an earlier reading
    #10  Mon 4 Jan  the baseline
    [Show leaderboard] /leaderboard challenge:#1
    ");
}

#[test]
fn percent_and_goal_are_fractions_of_the_way() {
    let mut stage = Stage::new();
    let percent = stage.runs(
        "Percent",
        &[
            ("unit", "kg"),
            ("scoring", "percent_change"),
            ("direction", "less"),
        ],
    );
    stage.joins(2, percent, None, Some("80kg"));
    stage.reports(2, percent, "78kg", "now");
    assert_snapshot!(text(why(&stage.view(2), percent, 2, 0)), @r"
    Percent: 2.5 %, place 1 of 1
    The arithmetic: (80 kg − 78 kg) ÷ 80 kg = 2.5 %
    Place 1: no score is better.
    1 entry
    #10  Mon 4 Jan  78 kg  the newest reading
    [Show leaderboard] /leaderboard challenge:#1
    ");
    let goal = stage.runs("Own goal", &[("unit", "kg"), ("scoring", "goal")]);
    stage.joins(2, goal, Some("70kg"), Some("80kg"));
    stage.reports(2, goal, "78kg", "now");
    assert_snapshot!(text(why(&stage.view(2), goal, 2, 0)), @r"
    Own goal: 20 %, place 1 of 1
    The arithmetic: (80 kg − 78 kg) ÷ (80 kg − 70 kg) = 20 %
    Place 1: no score is better.
    1 entry
    #15  Mon 4 Jan  78 kg  the newest reading
    [Show leaderboard] /leaderboard challenge:#2
    ");
    let pages = stage.runs(
        "Reading",
        &[
            ("unit", "pages"),
            ("scoring", "goal"),
            ("kind", "increments"),
        ],
    );
    stage.joins(2, pages, Some("100"), None);
    stage.reports(2, pages, "70", "now");
    stage.reports(2, pages, "50", "now");
    assert_snapshot!(text(why(&stage.view(2), pages, 2, 0)), @r"
    Reading: 100 %, place 1 of 1
    The arithmetic: (70 pages + 50 pages) ÷ 100 pages = 100 % (capped at 100 %: the goal is reached!)
    This round: (70 pages + 50 pages) ÷ 100 pages = 120 %
    Place 1: no score is better.
    2 entries, newest first
    #21  Mon 4 Jan  50 pages  adds 50 pages
    #20  Mon 4 Jan  70 pages  adds 70 pages
    [Show leaderboard] /leaderboard challenge:#3
    ");
    stage.joins(3, pages, Some("100"), None);
    assert_snapshot!(text(why(&stage.view(3), pages, 3, 0)), @r"
    Reading: no place yet
    Nothing counts yet. Try /progress 20 pages for a start!
    [Show leaderboard] /leaderboard challenge:#3
    ");
}

#[test]
fn days_runs_items_and_tickets_are_counted() {
    let mut stage = Stage::new();
    let days = stage.runs("Days", &[("scoring", "active_days")]);
    let streak = stage.runs("Streak", &[("scoring", "streak")]);
    let weeks = stage.runs("Weeks", &[("scoring", "streak"), ("unit", "weeks")]);
    let draw = stage.runs("Draw", &[("scoring", "draw"), ("tie", "earliest")]);
    let course = stage.runs(
        "Course",
        &[
            ("scoring", "completion"),
            ("items", "Intro; Module 1; Module 2"),
        ],
    );
    for hours in [0, 0, 24, 48] {
        stage.later(hours);
        for challenge in [days, streak, weeks, draw] {
            stage.reports(2, challenge, "", "now");
        }
    }
    for member in [3, 4] {
        stage.reports(member, draw, "", "yesterday");
        stage.reports(member, draw, "", "now");
    }
    stage.later(24 * 7);
    stage.reports(2, weeks, "", "now");
    stage.reports(2, course, "Intro", "now");
    stage.reports(2, course, "Module 2", "now");
    stage.reports(2, course, "Intro", "now");
    assert_snapshot!(text(why(&stage.view(2), days, 2, 0)), @r"
    Days: 3 days, place 1 of 1
    The arithmetic: 3 of 11 days so far have an entry
    Place 1: no score is better.
    4 entries, newest first
    #37  Thu 7 Jan  adds a day
    #33  Tue 5 Jan  adds a day
    #29  Mon 4 Jan  same day as #22
    #22  Mon 4 Jan  adds a day
    [Show leaderboard] /leaderboard challenge:#1
    ");
    assert_snapshot!(text(why(&stage.view(2), streak, 2, 0)), @r"
    Streak: 2 days, place 1 of 1
    The arithmetic: longest run: 2 days in a row (4 Jan to 5 Jan)
    Place 1: no score is better.
    4 entries, newest first
    #38  Thu 7 Jan  outside the longest run
    #34  Tue 5 Jan  in the longest run
    #30  Mon 4 Jan  same day as #24
    #24  Mon 4 Jan  in the longest run
    [Show leaderboard] /leaderboard challenge:#2
    ");
    assert_snapshot!(text(why(&stage.view(2), weeks, 2, 0)), @r"
    Weeks: 2 weeks, place 1 of 1
    The arithmetic: longest run: 2 weeks in a row
    This round: longest run: 1 week
    Place 1: no score is better.
    5 entries, newest first
    #52  Thu 14 Jan  in the longest run
    #39  Thu 7 Jan  same week as #26
    #35  Tue 5 Jan  same week as #26
    #31  Mon 4 Jan  same week as #26
    #26  Mon 4 Jan  in the longest run
    [Show leaderboard] /leaderboard challenge:#3
    ");
    assert_snapshot!(text(why(&stage.view(4), draw, 4, 0)), @r"
    Draw: 2 tickets, place 3 of 3
    The arithmetic: 2 tickets for 2 different days with an entry
    Place 3: 1 score is better.
    1 other has the same score: whoever reached it first has the better place.
    2 entries, newest first
    #46  Thu 7 Jan  adds a ticket
    #45  Wed 6 Jan  adds a ticket
    [Show leaderboard] /leaderboard challenge:#4
    ");
    assert_snapshot!(text(why(&stage.view(2), course, 2, 0)), @r"
    Course: 2 items, place 1 of 1
    The arithmetic: 2 of 3 items done
    Place 1: no score is better.
    3 entries, newest first
    #56  Thu 14 Jan  Intro  same item as #54
    #55  Thu 14 Jan  Module 2  adds an item
    #54  Thu 14 Jan  Intro  adds an item
    [Show leaderboard] /leaderboard challenge:#5
    ");
}

#[test]
fn rounds_pages_and_strangers() {
    let mut stage = Stage::new();
    let walk = stage.runs("Walk", &[("unit", "km"), ("rounds", "daily")]);
    let first = stage.reports(2, walk, "3km", "now");
    stage.later(48);
    stage.reports(2, walk, "2km", "yesterday");
    for _ in 0..16 {
        stage.reports(2, walk, "1km", "now");
    }
    stage.judges(first, Judgement::Void);
    assert_snapshot!(text(why(&stage.view(2), walk, 2, 1)), @r"
    Walk: 18 km, place 1 of 1
    The arithmetic: 17 amounts add up to 18 km
    This round: 16 amounts add up to 16 km
    Place 1: no score is better.
    18 entries, newest first (page 2 of 2)
    #13  Wed 6 Jan  1 km  adds 1 km
    #12  Tue 5 Jan  2 km  adds 2 km (counts for the challenge only, its round had closed)
    #10  Mon 4 Jan  3 km  taken back
    [Show newer] /why challenge:#1 page:1
    [Show leaderboard] /leaderboard challenge:#1
    ");
    assert_snapshot!(text(why(&stage.view(3), walk, 3, 0)), @r"
    You are not in Walk.
    Join in with /join challenge:#1 and your score will be explained here.
    [Join] /join challenge:#1
    ");
    assert_snapshot!(text(why(&stage.view(3), 99, 3, 0)), @r"
    I can't find that challenge.
    /challenges shows all there are.
    ");
}
