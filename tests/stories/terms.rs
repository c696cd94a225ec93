//! Terms: goals and starts are a member's own until the first close, and not for bending scores afterwards.

use insta::assert_snapshot;

use crate::town::Town;

async fn running(options: &str) -> Town {
    let town = Town::new().await;
    town.says("mo", &format!("/challenge create Cut {options}"))
        .await;
    town.says("mo", "/challenge open Cut").await;
    town.posted().await;
    town
}

#[tokio::test]
async fn a_recorded_baseline_is_not_replaced_by_leaving_and_joining_again() {
    let town = running("unit:kg scoring:change direction:less rounds:none").await;
    town.says("ana", "/join Cut").await;
    town.says("ana", "/progress 80kg").await;
    town.says("ana", "/progress 79kg").await;
    town.says("ana", "/leave Cut").await;
    assert_snapshot!(town.says("ana", "/join Cut start:120kg").await, @r#"(refused) Your first reading in Cut is where you start, and start: does not replace it. Leave it out: /join "Cut""#);
    assert_snapshot!(town.says("ana", "/join Cut").await, @r"
    (private) You are in Cut. Welcome!
    Only percent and rank are shown, never your numbers.
    Log your first entry, for example /progress 75kg.
    [Show the rules] /challenges challenge:#1
    ");
    assert_snapshot!(town.says("ana", "/why").await, @r"
    (private) Cut: 1 kg, place 1 of 1
    The arithmetic: 80 kg − 79 kg = 1 kg
    Place 1: no score is better.
    2 entries, newest first
    #8  Mon 4 Jan  79 kg  the newest reading
    #7  Mon 4 Jan  80 kg  the baseline
    [Show leaderboard] /leaderboard challenge:#1
    ");
}

#[tokio::test]
async fn a_given_start_is_locked_at_the_first_close_and_holds_on_return() {
    let town = running("unit:kg scoring:change direction:less").await;
    town.says("ana", "/join Cut start:80kg").await;
    town.says("ana", "/leave Cut").await;
    town.says("ana", "/join Cut start:81kg").await;
    town.says("ana", "/progress 79kg").await;
    town.until("2027-01-10T20:00:00Z").await;
    town.says("ana", "/leave Cut").await;
    assert_snapshot!(town.says("ana", "/join Cut start:120kg").await, @r#"(refused) Where you start in Cut is locked since the first close, so that it stays fair. Leave it out: /join "Cut""#);
    // What she has may be said again, and an alias opens nothing.
    let joined = town.says("ana", "/join Cut start:81kg alias:Feather").await;
    assert!(joined.starts_with("(private) You are in Cut."), "{joined}");
    town.says("ana", "/leave Cut").await;
    let again = town.says("ana", "/join Cut start:120kg").await;
    assert!(again.starts_with("(refused)"), "{again}");
}

#[tokio::test]
async fn goals_stay_as_they_are_once_the_challenge_is_over() {
    let town = running("unit:pages scoring:goal kind:increments rounds:none").await;
    town.says("ana", "/join Cut goal:400").await;
    town.says("ana", "/progress 100").await;
    town.says("mo", "/challenge end Cut").await;
    assert_snapshot!(town.says("ana", "/goal 100 challenge:Cut").await, @"(refused) Cut has ended: goals and starts stay as they are. Late entries from before its end still count for a while.");
    town.says("ana", "/leave Cut").await;
    assert_snapshot!(town.says("ana", "/join Cut goal:100").await, @"(refused) Cut has ended: goals and starts stay as they are. Late entries from before its end still count for a while.");
    assert_snapshot!(town.says("ana", "/join Cut").await, @r"
    (private) You are in Cut. Welcome!
    Your entries in this challenge are shown to everybody here, and so is your place.
    Log your first entry, for example /progress 20 pages.
    Goal: 400 pages
    [Show the rules] /challenges challenge:#1
    ");
}

#[tokio::test]
async fn a_first_reading_from_which_nobody_gets_anywhere_is_refused() {
    let town = running("unit:kg scoring:goal").await;
    town.says("ana", "/join Cut goal:70kg").await;
    assert_snapshot!(town.says("ana", "/progress 70kg").await, @"(refused) Your first reading in Cut is where you start, and this one is your goal already. Set yourself a goal that is further away with /goal, then log again.");
    assert_snapshot!(town.says("ana", "/progress 0").await, @"(refused) Your first reading in Cut is what later ones are measured against, so it must be above zero, for example /progress 75kg.");
    town.says("ana", "/progress 80kg").await;
    assert_snapshot!(town.says("ana", "/progress 70kg").await, @r"
    (private) You logged 70 kg in Cut
    This round: 100 %, place 1 of 1
    [Undo] /undo 8
    ");
}

#[tokio::test]
async fn a_reading_that_waited_is_not_accepted_as_a_start_at_the_goal() {
    let town = running("unit:kg scoring:goal entry_max:75kg").await;
    town.says("ana", "/join Cut goal:70kg").await;
    town.says("ana", "/progress 80kg").await;
    town.says("ana", "/goal 80kg challenge:Cut").await;
    let at_goal = "(refused) This would be the member's first reading in Cut, and it is zero or her goal already: add the reading that she began with, for example /entry add @ana amount:70kg reason:\"Her start\", or let her set another goal.";
    assert_eq!(town.says("mo", "/entry accept @ana last").await, at_goal);
    let add = "/entry add @ana 80kg reason:\"No phone\"";
    assert_eq!(town.says("mo", add).await, at_goal);
    town.says("mo", "/entry add @ana 75kg reason:\"Her start\"")
        .await;
    // Recorded before that one, it would still become the start.
    assert_eq!(town.says("mo", "/entry accept @ana last").await, at_goal);
    town.says("ana", "/goal 70kg challenge:Cut").await;
    let accepted = town.says("mo", "/entry accept @ana last").await;
    assert!(
        accepted.contains("ana now: 50 %, place 1 of 1."),
        "{accepted}"
    );
}
