//! Entries: what is logged, asked about, taken back and counted.

use insta::assert_snapshot;

use crate::town::Town;

/// A town in which a challenge measured in kilograms lifted runs.
async fn lifting() -> Town {
    let town = Town::new().await;
    town.says(
        "mo",
        "/challenge create \"Heavy lifting\" unit:kg scoring:total",
    )
    .await;
    town.says("mo", "/challenge open \"Heavy lifting\"").await;
    town.posted().await;
    town
}

#[tokio::test]
async fn an_entry_is_confirmed_as_it_was_understood() {
    let town = lifting().await;
    assert_snapshot!(town.says("ana", "/progress 3kg").await, @r"
    (public) ana logged 3 kg in Heavy lifting
    Welcome to Heavy lifting, ana!
    This round: 3 kg, place 1 of 1
    [Undo] /undo 7
    ");
    assert_snapshot!(town.says("ben", "/progress 3,5 kg before breakfast").await, @r"
    (public) ben logged 3.5 kg in Heavy lifting
    Welcome to Heavy lifting, ben!
    “before breakfast”
    This round: 3.5 kg, place 1 of 2
    [Undo] /undo 10
    ");
    assert_snapshot!(town.says("ana", "/progress 6.6 lbs").await, @r"
    (public) ana logged 6.6 lb (2.99 kg) in Heavy lifting
    This round: 5.99 kg, place 1 of 2, up 1 place ↑
    [Undo] /undo 11
    ");
    assert_snapshot!(town.says("cem", "/huzzah progress 1st 4lb").await, @r"
    (public) cem logged 18 lb (8.16 kg) in Heavy lifting
    Welcome to Heavy lifting, cem!
    This round: 8.16 kg, place 1 of 3
    [Undo] /undo 14
    ");
    assert_snapshot!(town.says("dee", "/progress ３kg").await, @r"
    (public) dee logged 3 kg in Heavy lifting
    Welcome to Heavy lifting, dee!
    This round: 3 kg
    [Undo] /undo 17
    ");
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Heavy lifting – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    4 members are on the board.
    Score in kg
    1.  cem  8.16 kg
    2.  ana (you)  5.99 kg
    3.  ben  3.5 kg
    4.  dee  3 kg
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
}

#[tokio::test]
async fn a_redelivered_command_counts_once_and_is_answered_alike() {
    let town = lifting().await;
    let first = town.delivers("d1", "ana", "/progress 3kg").await;
    let again = town.delivers("d1", "ana", "/progress 3kg").await;
    assert_eq!(first, again);
    town.clock.advance_ms(5 * 60_000);
    assert_eq!(town.delivers("d1", "ana", "/progress 3kg").await, first);
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Heavy lifting – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in kg
    1.  ana (you)  3 kg
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
    // Another's delivery of the same id is another delivery.
    assert_snapshot!(town.delivers("d1", "ben", "/progress 3kg").await, @r"
    (public) ben logged 3 kg in Heavy lifting
    Welcome to Heavy lifting, ben!
    This round: 3 kg
    [Undo] /undo 10
    ");
}

#[tokio::test]
async fn the_same_again_within_a_minute_is_asked_about() {
    let town = lifting().await;
    town.says("ana", "/progress 3kg").await;
    assert_snapshot!(town.says("ana", "/progress 3kg").await, @r"
    (private) You logged the same in Heavy lifting a moment ago. Count it again?
    Count it again: /progress 3kg again:yes
    [Count it again] /progress 3kg again:#7
    ");
    assert_snapshot!(town.says("ana", "/progress 3kg again:yes").await, @r"
    (public) ana logged 3 kg in Heavy lifting
    This round: 6 kg, place 1 of 1
    [Undo] /undo 8
    ");
    town.clock.advance_ms(61_000);
    assert_snapshot!(town.says("ana", "/progress 3kg").await, @r"
    (public) ana logged 3 kg in Heavy lifting
    This round: 9 kg, place 1 of 1
    [Undo] /undo 9
    ");
}

#[tokio::test]
async fn a_question_that_is_answered_twice_counts_once() {
    let town = lifting().await;
    town.says("ana", "/progress 3kg").await;
    town.says("ana", "/progress 3kg").await;
    // What its button says, tapped twice.
    assert_snapshot!(town.says("ana", "/progress 3kg again:#7").await, @r"
    (public) ana logged 3 kg in Heavy lifting
    This round: 6 kg, place 1 of 1
    [Undo] /undo 8
    ");
    assert_snapshot!(town.says("ana", "/progress 3kg again:#7").await, @r#"
    (private) You logged the same in Heavy lifting a moment ago. Count it again?
    Count it again: /progress amount:"3kg" again:yes
    [Count it again] /progress amount:"3kg" again:#8
    "#);
    // A moderator's entry is asked about as well.
    let add = "/entry add @ana 3kg reason:\"No phone\"";
    let asked = town.says("mo", add).await;
    assert!(asked.contains("a moment ago. Count it again?"), "{asked}");
    let added = town.says("mo", &format!("{add} again:yes")).await;
    assert!(added.starts_with("(private) "), "{added}");
    let board = town.says("ana", "/leaderboard").await;
    assert!(board.contains("ana (you)  9 kg"), "{board}");
}

#[tokio::test]
async fn yesterday_is_the_same_day_when_a_question_is_answered_after_midnight() {
    let town = lifting().await;
    for line in ["/challenge create Boxes unit:kg", "/challenge open Boxes"] {
        town.says("mo", line).await;
    }
    for title in ["\"Heavy lifting\"", "Boxes"] {
        town.says("ana", &format!("/join {title}")).await;
    }
    // The local day ends at four.
    town.until("2027-01-06T03:50:00Z").await;
    let asked = town.says("ana", "/progress 5kg, yesterday!").await;
    let answer = "/progress 5kg, yesterday! when:2027-01-04 challenge:#1";
    assert!(asked.contains(answer), "{asked}");
    town.until("2027-01-06T04:10:00Z").await;
    town.says("ana", answer).await;
    let why = town.says("ana", "/why \"Heavy lifting\"").await;
    assert!(why.contains("Mon 4 Jan  5 kg"), "{why}");
}

#[tokio::test]
async fn yesterday_may_be_followed_by_a_mark() {
    let town = lifting().await;
    town.until("2027-01-06T10:00:00Z").await;
    for (n, line) in [
        "1kg yesterday.",
        "2kg yesterday!",
        "3kg yesterday: rain",
        "Yesterday? 4kg",
    ]
    .into_iter()
    .enumerate()
    {
        let answer = town
            .says(&format!("u{n}"), &format!("/progress {line}"))
            .await;
        assert!(answer.contains("for yesterday."), "{line}: {answer}");
    }
}

#[tokio::test]
async fn a_delivery_that_comes_again_after_the_close_says_nothing_untrue() {
    let town = lifting().await;
    town.until("2027-01-10T19:59:55Z").await;
    town.delivers("late", "ana", "/progress 3kg").await;
    town.until("2027-01-10T20:00:05Z").await;
    let again = town.delivers("late", "ana", "/progress 3kg").await;
    assert!(
        again.starts_with("(public) ana logged 3 kg in Heavy lifting"),
        "{again}"
    );
    assert!(!again.contains("Its round has closed"), "{again}");
}

#[tokio::test]
async fn another_command_under_a_delivery_that_came_before_does_nothing() {
    // On a platform the answer to a delivery is kept with its number and simply shown again.
    let why = "a platform answers a delivery's number once";
    let Some(town) = Town::at_the_desk(why).await else {
        return;
    };
    for line in [
        "/challenge create \"Heavy lifting\" unit:kg",
        "/challenge open \"Heavy lifting\"",
    ] {
        town.says("mo", line).await;
    }
    town.delivers("d1", "ana", "/progress 3kg").await;
    let other = "(refused) This came to me under the number of another message, so I did nothing. Please send it again.";
    for line in ["/undo", "/leave \"Heavy lifting\""] {
        assert_eq!(town.delivers("d1", "ana", line).await, other, "{line}");
    }
    assert!(
        town.says("ana", "/leaderboard")
            .await
            .contains("ana (you)  3 kg")
    );
}

#[tokio::test]
async fn undo_takes_back_the_newest_entry_or_the_one_named() {
    let town = lifting().await;
    town.says("ana", "/progress 3kg").await;
    town.says("ana", "/progress 4kg").await;
    town.says("ana", "/progress 5kg").await;
    assert_snapshot!(town.says("ana", "/undo").await, @r"
    (private) Taken back: 5 kg in Heavy lifting
    This round: 7 kg, place 1 of 1
    ");
    assert_snapshot!(town.says("ana", "/why").await, @r"
    (private) Heavy lifting: 7 kg, place 1 of 1
    The arithmetic: 3 kg + 4 kg = 7 kg
    Place 1: no score is better.
    3 entries, newest first
    #9  Mon 4 Jan  5 kg  taken back
    #8  Mon 4 Jan  4 kg  adds 4 kg
    #7  Mon 4 Jan  3 kg  adds 3 kg
    [Show leaderboard] /leaderboard challenge:#1
    ");
    assert_snapshot!(town.says("ana", "/undo").await, @r"
    (private) Taken back: 4 kg in Heavy lifting
    This round: 3 kg, place 1 of 1
    ");
    assert_snapshot!(town.says("ana", "/undo").await, @r"
    (private) Taken back: 3 kg in Heavy lifting
    You are off the board for now. Log again whenever you like.
    ");
    assert_snapshot!(town.says("ana", "/undo").await, @"(refused) There is nothing to take back. Log something first, for example /progress 3kg.");
    assert_snapshot!(town.says("ben", "/undo 1").await, @"(refused) There is no entry 1, and none of yours that could be taken back.");
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Heavy lifting – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    Nothing logged yet. Be the first: /progress 3kg
    [All rounds] /leaderboard "#1" round:all
    "##);
}

#[tokio::test]
async fn where_several_challenges_fit_she_is_asked_once() {
    let town = lifting().await;
    town.says("mo", "/challenge create \"Shopping bags\" unit:kg")
        .await;
    town.says("mo", "/challenge open \"Shopping bags\"").await;
    assert_snapshot!(town.says("ana", "/progress 3kg").await, @r"
    (private) Which challenge is this for?
    Heavy lifting: /progress 3kg challenge:#1
    Shopping bags: /progress 3kg challenge:#2
    All of them: /progress 3kg challenge:all
    Pick one with a button and I'll remember it for next time.
    [Heavy lifting] /progress 3kg challenge:#1 remember:yes
    [Shopping bags] /progress 3kg challenge:#2 remember:yes
    [All of them] /progress 3kg challenge:all
    ");
    town.says("ana", "/join \"Heavy lifting\"").await;
    town.says("ana", "/join \"Shopping bags\"").await;
    assert_snapshot!(town.says("ana", "/progress 3kg").await, @r"
    (private) Which challenge is this for?
    Heavy lifting: /progress 3kg challenge:#1
    Shopping bags: /progress 3kg challenge:#2
    All of them: /progress 3kg challenge:all
    Pick one with a button and I'll remember it for next time.
    [Heavy lifting] /progress 3kg challenge:#1 remember:yes
    [Shopping bags] /progress 3kg challenge:#2 remember:yes
    [All of them] /progress 3kg challenge:all
    ");
    assert_snapshot!(town.says("ana", "/progress 3kg challenge:\"Shopping bags\" remember:yes").await, @r"
    (public) ana logged 3 kg in Shopping bags
    This round: 3 kg, place 1 of 1
    [Undo] /undo 12
    ");
    assert_snapshot!(town.says("ana", "/progress 5kg").await, @r"
    (public) ana logged 5 kg in Shopping bags
    This round: 8 kg, place 1 of 1
    [Undo] /undo 13
    ");
    assert_snapshot!(town.says("ana", "/progress 7kg challenge:all").await, @r"
    (public) ana logged 7 kg in 2 challenges
    Heavy lifting: This round: 7 kg, place 1 of 1
    Shopping bags: This round: 15 kg, place 1 of 1
    [Undo in Heavy lifting] /undo 14
    [Undo in Shopping bags] /undo 15
    ");
}

#[tokio::test]
async fn an_entry_of_another_measure_finds_its_challenge() {
    let town = lifting().await;
    town.says("ana", "/progress 3kg").await;
    assert_snapshot!(town.says("ana", "/progress 3 miles").await, @"(refused) Nothing that runs measures distance: Heavy lifting measures kg. Try /progress 3kg.");
    town.says("mo", "/challenge create Running unit:km").await;
    town.says("mo", "/challenge open Running").await;
    assert_snapshot!(town.says("ana", "/progress 3 miles").await, @r"
    (public) ana logged 3 mi (4.83 km) in Running
    Welcome to Running, ana!
    This round: 4.83 km, place 1 of 1
    [Undo] /undo 12
    ");
    assert_snapshot!(town.says("ana", "/progress 5k easy run before work").await, @r"
    (public) ana logged 5 km in Running
    “easy run before work”
    This round: 9.83 km, place 1 of 1
    [Undo] /undo 13
    ");
    assert_snapshot!(town.says("ana", "/leaderboard Running").await, @r##"
    (private) Running – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in km
    1.  ana (you)  9.83 km
    [All rounds] /leaderboard "#2" round:all
    [Show to all] /leaderboard "#2" share:yes
    "##);
}

#[tokio::test]
async fn one_thirty_is_asked_about() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Reading unit:min").await;
    town.says("mo", "/challenge open Reading").await;
    assert_snapshot!(town.says("ana", "/progress 1:30").await, @r"
    (private) Which one do you mean in Reading: 1 h 30 min or 1 min 30 s?
    1 h 30 min: /progress 1h30min challenge:#1
    1 min 30 s: /progress 1min30s challenge:#1
    [1 h 30 min] /progress 1h30min challenge:#1
    [1 min 30 s] /progress 1min30s challenge:#1
    ");
    assert_snapshot!(town.says("ana", "/progress 1h30").await, @r"
    (public) ana logged 1 h 30 min in Reading
    Welcome to Reading, ana!
    This round: 1 h 30 min, place 1 of 1
    [Undo] /undo 7
    ");
    assert_snapshot!(town.says("ana", "/progress 5m").await, @r"
    (public) ana logged 5 min in Reading
    This round: 1 h 35 min, place 1 of 1
    [Undo] /undo 8
    ");
    assert_snapshot!(town.says("ana", "/progress 1½ hours").await, @r"
    (private) You logged the same in Reading a moment ago. Count it again?
    Count it again: /progress 1½ hours again:yes
    [Count it again] /progress 1½ hours again:#7
    ");
    assert_snapshot!(town.says("ana", "/progress 1:30:00").await, @r"
    (private) You logged the same in Reading a moment ago. Count it again?
    Count it again: /progress 1:30:00 again:yes
    [Count it again] /progress 1:30:00 again:#7
    ");
}

#[tokio::test]
async fn an_amount_that_cannot_be_read_is_refused_with_a_right_one() {
    let town = lifting().await;
    for typed in [
        "three",
        "-3kg",
        "0",
        "NaN",
        "1e400",
        "3²",
        "💪",
        "9999999999999999999999999999999999999999kg",
        "",
    ] {
        let line = format!("/progress {typed}");
        let read = town.says("ana", &line).await;
        assert!(
            read.starts_with("(refused)") || typed.is_empty(),
            "{typed}: {read}"
        );
        assert!(read.contains("/progress"), "{typed}: {read}");
    }
    assert_snapshot!(town.says("ana", "/progress -3kg").await, @"(refused) Amounts don't go below zero. To take an entry back, type /undo; to log one, try /progress 3kg.");
    assert_snapshot!(town.says("ana", "/progress 0").await, @"(refused) Nothing to add yet: log it when there is more than zero, for example /progress 3kg.");
    assert_snapshot!(town.says("ana", "/progress three").await, @"(refused) I can't find a number there. Try /progress 3kg.");
    assert_snapshot!(town.says("ana", "/progress").await, @"(private) How much was it? Heavy lifting waits for an amount, for example /progress 3kg.");
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Heavy lifting – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    Nothing logged yet. Be the first: /progress 3kg
    [All rounds] /leaderboard "#1" round:all
    "##);
}

#[tokio::test]
async fn what_was_forgotten_is_logged_late_within_the_look_back() {
    let town = lifting().await;
    town.until("2027-01-06T10:00:00Z").await;
    assert_snapshot!(town.says("ana", "/progress 3kg yesterday").await, @r"
    (public) ana logged 3 kg in Heavy lifting
    Welcome to Heavy lifting, ana!
    Logged late, for yesterday.
    This round: 3 kg, place 1 of 1
    [Undo] /undo 7
    ");
    assert_snapshot!(town.says("ana", "/progress 4kg when:2027-01-04").await, @r"
    (public) ana logged 4 kg in Heavy lifting
    Logged late, for Mon 4 Jan 2027.
    This round: 7 kg, place 1 of 1
    [Undo] /undo 8
    ");
    assert_snapshot!(town.says("ana", "/progress 5kg when:\"2027-01-05 18:30\"").await, @r"
    (public) ana logged 5 kg in Heavy lifting
    Logged late, for yesterday.
    This round: 12 kg, place 1 of 1
    [Undo] /undo 9
    ");
    assert_snapshot!(town.says("ana", "/progress 6kg when:2027-01-03").await, @"(refused) That was before Heavy lifting started on Mon 4 Jan 2027, 09:00 (UTC): only what came after counts.");
    assert_snapshot!(town.says("ana", "/progress 6kg when:2027-01-07").await, @"(refused) That has not happened yet: log it when it has, or say when it was, for example when:yesterday.");
    town.until("2027-01-08T10:00:00Z").await;
    assert_snapshot!(town.says("ana", "/progress 6kg when:2027-01-05").await, @"(refused) That is too long ago for Heavy lifting: it looks back 48 h, to Wed 6 Jan 2027, 10:00 (UTC). A moderator can add it for you.");
}

#[tokio::test]
async fn a_day_counts_up_to_its_cap() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Steps unit:steps day_cap:10000")
        .await;
    town.says("mo", "/challenge open Steps").await;
    assert_snapshot!(town.says("ana", "/progress 8,000").await, @r"
    (public) ana logged 8,000 steps in Steps
    Welcome to Steps, ana!
    This round: 8,000 steps, place 1 of 1
    [Undo] /undo 7
    ");
    assert_snapshot!(town.says("ana", "/progress 5k").await, @r"
    (public) ana logged 5,000 steps in Steps
    This round: 10,000 steps, place 1 of 1
    One day counts up to 10,000 steps, so 2,000 steps of it count.
    [Undo] /undo 8
    ");
    assert_snapshot!(town.says("ana", "/why").await, @r"
    (private) Steps: 10,000 steps, place 1 of 1
    The arithmetic: 8,000 steps + 2,000 steps = 10,000 steps
    Place 1: no score is better.
    2 entries, newest first
    #8  Mon 4 Jan  5,000 steps  adds 2,000 steps, then the day's cap was reached
    #7  Mon 4 Jan  8,000 steps  adds 8,000 steps
    [Show leaderboard] /leaderboard challenge:#1
    ");
    town.until("2027-01-05T10:00:00Z").await;
    assert_snapshot!(town.says("ana", "/progress 12'500 steps").await, @r"
    (public) ana logged 12,500 steps in Steps
    This round: 20,000 steps, place 1 of 1
    One day counts up to 10,000 steps, so 10,000 steps of it count.
    [Undo] /undo 9
    ");
}

#[tokio::test]
async fn days_and_items_are_checked_in() {
    let town = Town::new().await;
    town.says(
        "mo",
        "/challenge create \"Every day\" unit:times scoring:active_days",
    )
    .await;
    town.says("mo", "/challenge open \"Every day\"").await;
    town.says("mo", "/challenge create Course unit:modules scoring:completion items:\"Intro; Module 1; Module 2\"").await;
    town.says("mo", "/challenge open Course").await;
    town.says("ana", "/join \"Every day\"").await;
    assert_snapshot!(town.says("ana", "/progress").await, @r"
    (public) ana logged a check-in in Every day
    This round: 1 day, place 1 of 1
    [Undo] /undo 10
    ");
    assert_snapshot!(town.says("ana", "/progress item:\"Module 1\" challenge:Course").await, @r"
    (public) ana logged “Module 1” in Course
    Welcome to Course, ana!
    This round: 1 item, place 1 of 1
    [Undo] /undo 12
    ");
    assert_snapshot!(town.says("ana", "/progress item:\"Module 9\" challenge:Course").await, @r#"(refused) Course has no item “Module 9”. It has Intro, Module 1 and Module 2. Try /progress item:"Intro"."#);
    assert_snapshot!(town.says("ana", "/leaderboard Course").await, @r##"
    (private) Course – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in items
    1.  ana (you)  1 item
    [All rounds] /leaderboard "#2" round:all
    [Show to all] /leaderboard "#2" share:yes
    "##);
    assert_snapshot!(town.says("ana", "/leaderboard \"Every day\"").await, @r##"
    (private) Every day – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in days
    1.  ana (you)  1 day
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
}
