//! Readings of reports: in which challenge something counts that could be meant for several, and as what.

use insta::assert_snapshot;

use crate::town::Town;

/// A town where mass is lifted and push-ups are counted.
async fn gym() -> Town {
    let town = Town::new().await;
    for options in ["Lift unit:kg", "Pushups unit:pushups"] {
        town.says("mo", &format!("/challenge create {options}"))
            .await;
    }
    town.says("mo", "/challenge open Lift").await;
    town.says("mo", "/challenge open Pushups").await;
    town.posted().await;
    town
}

#[tokio::test]
async fn a_unit_that_a_challenge_counts_is_meant_for_that_challenge() {
    let town = gym().await;
    town.says("ana", "/join Lift").await;
    assert_snapshot!(town.says("ana", "/progress 20 pushups").await, @r"
    (public) ana logged 20 pushups in Pushups
    Welcome to Pushups, ana!
    This round: 20 pushups, place 1 of 1
    [Undo] /undo 11
    ");
    assert_snapshot!(town.says("ana", "/progress 25 push-ups before breakfast").await, @r"
    (public) ana logged 25 pushups in Pushups
    “before breakfast”
    This round: 45 pushups, place 1 of 1
    [Undo] /undo 12
    ");
    assert_snapshot!(town.says("ana", "/progress 20 easy").await, @r"
    (private) Which challenge is this for?
    Lift: /progress 20 easy challenge:#1
    Pushups: /progress 20 easy challenge:#2
    All of them: /progress 20 easy challenge:all
    Pick one with a button and I'll remember it for next time.
    [Lift] /progress 20 easy challenge:#1 remember:yes
    [Pushups] /progress 20 easy challenge:#2 remember:yes
    [All of them] /progress 20 easy challenge:all
    ");
    assert_snapshot!(town.says("ana", "/progress 20 pushups challenge:Lift").await, @r#"(refused) Lift measures kg, not pushups. Try /progress 3kg challenge:Lift."#);
}

#[tokio::test]
async fn yesterday_directly_before_or_after_the_amount_is_when_it_was() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    town.posted().await;
    town.clock.advance_ms(24 * 3_600_000);
    assert_snapshot!(town.says("ana", "/progress ran 5 km yesterday").await, @r"
    (public) ana logged 5 km in Run
    Welcome to Run, ana!
    Logged late, for yesterday.
    “ran”
    This round: 5 km, place 1 of 1
    [Undo] /undo 7
    ");
    assert_snapshot!(town.says("ana", "/progress ran yesterday 6 km slowly").await, @r"
    (public) ana logged 6 km in Run
    Logged late, for yesterday.
    “ran slowly”
    This round: 11 km, place 1 of 1
    [Undo] /undo 8
    ");
    assert_snapshot!(town.says("ana", "/progress ran 7 yesterday").await, @r"
    (public) ana logged 7 km in Run
    Logged late, for yesterday.
    “ran”
    This round: 18 km, place 1 of 1
    [Undo] /undo 9
    ");
    assert_snapshot!(town.says("ana", "/progress \"8 km easy run\"").await, @r"
    (public) ana logged 8 km in Run
    “easy run”
    This round: 26 km, place 1 of 1
    [Undo] /undo 10
    ");
}

#[tokio::test]
async fn yesterday_is_not_lost_when_the_amount_is_asked_about() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Sit unit:min").await;
    town.says("mo", "/challenge open Sit").await;
    town.clock.advance_ms(24 * 3_600_000);
    let asked = town.says("ana", "/progress yesterday 1:30 quietly").await;
    for way in [
        "[1 h 30 min] /progress when:2027-01-04 yesterday 1h30min quietly challenge:#1",
        "[1 min 30 s] /progress when:2027-01-04 yesterday 1min30s quietly challenge:#1",
    ] {
        assert!(asked.contains(way), "{asked}");
    }
}

#[tokio::test]
async fn what_says_nothing_enrols_nobody() {
    let town = gym().await;
    town.says("mo", "/challenge create Move scoring:active_days")
        .await;
    town.says("mo", "/challenge open Move").await;
    town.says("ana", "/join Lift").await;
    assert_snapshot!(town.says("ana", "/progress five km").await, @"(refused) I can't find a number there. Try /progress 3kg.");
    assert_snapshot!(town.says("ana", "/progress 🎉").await, @"(refused) I can't find a number there. Try /progress 3kg.");
    assert_snapshot!(town.says("ana", "/progress").await, @"(private) How much was it? Lift waits for an amount, for example /progress 3kg.");
    // Who takes part says with words alone that she was there.
    town.says("ben", "/join Move").await;
    assert_snapshot!(town.says("ben", "/progress morning stretch").await, @r"
    (public) ben logged a check-in in Move
    “morning stretch”
    This round: 1 day, place 1 of 1
    [Undo] /undo 15
    ");
    assert_snapshot!(town.says("ben", "/progress 🎉").await, @"(refused) I can't find a number there. Try /progress.");
}

#[tokio::test]
async fn another_measure_is_a_check_in_with_a_note_where_nothing_else_of_hers_fits() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Move scoring:active_days")
        .await;
    town.says("mo", "/challenge open Move").await;
    town.says("ana", "/join Move").await;
    assert_snapshot!(town.says("ana", "/progress 30 min yoga").await, @r"
    (public) ana logged a check-in in Move
    “30 min yoga”
    This round: 1 day, place 1 of 1
    [Undo] /undo 7
    ");
}

#[tokio::test]
async fn only_what_is_in_time_takes_a_late_entry() {
    let town = Town::new().await;
    town.says("mo", "/challenge create \"Run 1\" unit:km").await;
    town.says("mo", "/challenge open \"Run 1\"").await;
    town.says("ana", "/progress 3km").await;
    town.clock.advance_ms(20 * 3_600_000);
    town.says("mo", "/challenge end \"Run 1\"").await;
    town.says("mo", "/challenge create \"Run 2\" unit:km").await;
    town.says("mo", "/challenge open \"Run 2\"").await;
    town.says("ana", "/join \"Run 2\"").await;
    assert_snapshot!(town.says("ana", "/progress 5km yesterday").await, @r"
    (public) ana logged 5 km in Run 1
    Logged late, for yesterday.
    So far: 8 km, place 1 of 1
    Just in time: it counts for the final result.
    [Undo] /undo 14
    ");
    assert_snapshot!(town.says("ana", "/progress 5km").await, @r"
    (public) ana logged 5 km in Run 2
    This round: 5 km, place 1 of 1
    [Undo] /undo 15
    ");
}

#[tokio::test]
async fn a_moderator_adds_what_was_yesterday() {
    let town = gym().await;
    town.says("ana", "/join Lift").await;
    town.clock.advance_ms(24 * 3_600_000);
    assert_snapshot!(town.says("mo", "/entry add @ana \"3kg yesterday\"").await, @r#"
    (private) Entry #10 is added for ana.
    Lift: 3 kg, Mon 4 Jan
    ana now: 3 kg, place 1 of 1.
    The member is told privately. Add reason:"…" next time: the audit trail and the member have none.
    "#);
}
