//! Edits before the start: what was typed stays, defaults are computed anew, and nothing promised is taken back.

use insta::assert_snapshot;

use crate::town::Town;

async fn drafted(options: &str) -> Town {
    let town = Town::new().await;
    town.says("mo", &format!("/challenge create Cut {options}"))
        .await;
    town
}

#[tokio::test]
async fn a_draft_that_becomes_one_of_weights_becomes_sensitive() {
    let town = drafted("unit:kg").await;
    assert_snapshot!(town.says("mo", "/challenge edit Cut scoring:change").await, @"(refused) Which way is better? Add direction:more or direction:less.");
    assert_snapshot!(town.says("mo", "/challenge edit Cut scoring:change direction:less").await, @r"
    (private) The rules of Cut are changed.
    Changed: scoring, direction, kind, sensitive. They work from now on.
    ");
    let card = town.says("mo", "/challenges challenge:Cut").await;
    assert!(card.contains("others see places only"), "{card}");
}

#[tokio::test]
async fn other_rounds_close_when_such_rounds_do() {
    let town = drafted("unit:kg closes:\"fri 18:00\"").await;
    assert_snapshot!(town.says("mo", "/challenge edit Cut rounds:daily").await, @r"
    (private) The rules of Cut are changed.
    Changed: rounds, closes. They work from now on.
    ");
    let card = town.says("mo", "/challenges challenge:Cut").await;
    assert!(card.contains("daily, closing 20:00"), "{card}");
}

#[tokio::test]
async fn caps_stay_the_same_amount_or_are_asked_for() {
    let town = drafted("unit:km day_cap:10km").await;
    town.says("mo", "/challenge edit Cut unit:mi").await;
    let card = town.says("mo", "/challenges challenge:Cut").await;
    assert!(card.contains("counts up to 6.21 mi"), "{card}");
    assert_snapshot!(town.says("mo", "/challenge edit Cut unit:min").await, @"(refused) day_cap: “6.21 mi” is no amount here. Write it like day_cap:30min.");
    assert_snapshot!(town.says("mo", "/challenge edit Cut unit:min day_cap:none").await, @r"
    (private) The rules of Cut are changed.
    Changed: unit, day_cap. They work from now on.
    ");
}

#[tokio::test]
async fn numbers_that_members_joined_to_keep_private_stay_private() {
    let town = drafted("unit:kg scoring:change direction:less starts:2027-01-20").await;
    town.says("mo", "/challenge open Cut").await;
    town.says("mo", "/challenge edit Cut sensitive:off").await;
    town.says("mo", "/challenge edit Cut sensitive:on").await;
    town.says("ana", "/join Cut").await;
    assert_snapshot!(town.says("mo", "/challenge edit Cut sensitive:off").await, @"(refused) Members joined on the promise that their numbers stay private, so sensitive stays on. For open numbers, begin a new challenge with sensitive:off.");
    town.says("mo", "/challenge edit Cut scoring:total").await;
    let card = town.says("ana", "/challenges challenge:Cut").await;
    assert!(card.contains("others see places only"), "{card}");
}

#[tokio::test]
async fn an_opened_challenge_starts_now_at_the_earliest_and_ends_after_it_starts() {
    let town = drafted("unit:kg starts:2027-01-20 ends:2027-02-20").await;
    town.says("mo", "/challenge open Cut").await;
    assert_snapshot!(town.says("mo", "/challenge edit Cut ends:2027-01-10").await, @"(refused) ends: lies before the start. Use a later date.");
    assert_snapshot!(town.says("mo", "/challenge edit Cut ends:2026-12-10").await, @"(refused) ends: lies in the past. Use a later date, for example one next month.");
    assert_snapshot!(town.says("mo", "/challenge edit Cut starts:2027-03-01").await, @"(refused) ends: lies before the start. Use a later date.");
    town.says("mo", "/challenge edit Cut starts:2026-12-01")
        .await;
    assert_snapshot!(town.says("ana", "/progress 3kg when:2027-01-03").await, @"(refused) That was before Cut started on Mon 4 Jan 2027, 09:00 (UTC): only what came after counts.");
    assert_snapshot!(town.says("ana", "/progress 3kg").await, @r"
    (public) ana logged 3 kg in Cut
    Welcome to Cut, ana!
    This round: 3 kg, place 1 of 1
    [Undo] /undo 8
    ");
}

#[tokio::test]
async fn an_opened_challenge_starts_when_a_moderator_says_now() {
    let town = drafted("unit:kg starts:2027-01-20").await;
    town.says("mo", "/challenge open Cut").await;
    town.says("mo", "/challenge edit Cut starts:now").await;
    assert_snapshot!(town.says("ana", "/progress 3kg").await, @r"
    (public) ana logged 3 kg in Cut
    Welcome to Cut, ana!
    This round: 3 kg, place 1 of 1
    [Undo] /undo 8
    ");
}

#[tokio::test]
async fn an_opened_challenge_does_not_become_a_draw() {
    let town = drafted("unit:kg starts:2027-01-20").await;
    town.says("mo", "/challenge open Cut").await;
    assert_snapshot!(town.says("mo", "/challenge edit Cut scoring:draw").await, @"(refused) A draw is sealed in the post that opens it, so an opened challenge can't become one. Call this one off with /challenge cancel, and begin it anew with scoring:draw.");
}

#[tokio::test]
async fn a_goal_takes_its_direction_from_start_and_goal() {
    let town = Town::new().await;
    assert_snapshot!(town.says("mo", "/challenge create Cut unit:kg scoring:goal direction:less").await, @"(refused) direction:less does not go with scoring:goal. Leave it out, or use best, latest, change or percent_change.");
}
