//! Quiet hours: news waits for the morning, winners don't.

use insta::assert_snapshot;

use crate::town::Town;

#[tokio::test]
async fn news_of_the_night_is_told_in_the_morning_and_moderators_are_told_so() {
    let why = "the other doors move the clock to the next post by themselves";
    let Some(town) = Town::at_the_desk(why).await else {
        return;
    };
    town.says("mo", "/setup quiet:22-08").await;
    town.says("mo", "/challenge create Run unit:km").await;
    town.until("2027-01-04T23:00:00Z").await;
    assert_snapshot!(town.says("mo", "/challenge open Run").await, @r"
    (private) Run is open.
    It runs from now on. Members join with /join challenge:#1, or just log: /progress 5km
    It is announced after the quiet hours: Tue 5 Jan 2027, 08:00 (UTC).
    ");
    assert_snapshot!(town.posted().await, @"");
    assert_snapshot!(town.says("mo", "/challenge pause Run").await, @r"
    (private) Run is paused.
    Entries are refused until /challenge resume challenge:#1. Rounds close as usual.
    It is announced after the quiet hours: Tue 5 Jan 2027, 08:00 (UTC).
    [Resume] /challenge resume challenge:#1
    ");
    town.until("2027-01-05T07:59:59Z").await;
    assert_snapshot!(town.posted().await, @"");
    town.until("2027-01-05T08:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    challenge_opened: New challenge: Run
    Measures: distance in km, each entry adds up
    Score: the sum of your entries
    Starts: Mon 4 Jan 2027, 23:00 (UTC)
    Ends: no end set
    Rounds: weekly, closing sun 20:00 (UTC); round 1 closes Sun 10 Jan 2027, 20:00 (UTC)
    Winners: 3 places; equal scores share a place
    Logging late: up to 48 h back; entries can be taken back as long
    Joining: any time until the end; what you log from then on counts
    Grace: 24 h after the end for late entries and corrections, then the result is final
    ---
    challenge_paused: Run takes a break
    Entries count again when it resumes. Nothing is lost.
    ");
    assert_snapshot!(town.says("mo", "/challenge resume Run").await, @r"
    (private) Run runs again.
    Entries count again.
    ");
    assert_snapshot!(town.posted().await, @r"
    challenge_resumed: Run goes on: entries count again
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    ");
}

#[tokio::test]
async fn winners_are_told_in_the_night_by_the_communitys_clocks() {
    let town = Town::new().await;
    town.says("mo", "/setup zone:Asia/Tokyo quiet:21-06").await;
    town.says("mo", "/challenge create Run unit:km closes:\"sun 23:30\"")
        .await;
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 5").await;
    town.posted().await;
    town.until("2027-01-10T14:30:00Z").await;
    let posted = town.posted().await;
    assert!(posted.starts_with("round_closed: "), "{posted}");
}

#[tokio::test]
async fn news_that_would_come_too_late_in_the_morning_is_told_at_once() {
    let town = Town::new().await;
    town.says("mo", "/setup quiet:22-08").await;
    town.says(
        "mo",
        "/challenge create Run unit:km entry_max:50km rounds:daily closes:\"03:00\"",
    )
    .await;
    town.until("2027-01-04T23:00:00Z").await;
    town.says("mo", "/challenge open Run").await;
    town.until("2027-01-06T01:00:00Z").await;
    town.posted().await;
    town.says("ana", "/progress 80").await;
    let posted = town.posted().await;
    assert!(
        posted.starts_with("entries_waiting (to moderators): "),
        "{posted}"
    );
}

#[tokio::test]
async fn a_community_without_quiet_hours_hears_everything_at_once() {
    let town = Town::new().await;
    town.says("mo", "/setup quiet:off").await;
    town.says("mo", "/challenge create Run unit:km").await;
    town.until("2027-01-04T23:00:00Z").await;
    let reply = town.says("mo", "/challenge open Run").await;
    assert!(!reply.contains("quiet hours"), "{reply}");
    let posted = town.posted().await;
    assert!(posted.starts_with("challenge_opened: "), "{posted}");
}

#[tokio::test]
async fn a_community_whose_night_nobody_knows_hears_everything_at_once() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Run unit:km").await;
    town.until("2027-01-04T23:00:00Z").await;
    town.says("mo", "/challenge open Run").await;
    let posted = town.posted().await;
    assert!(posted.starts_with("challenge_opened: "), "{posted}");
}

#[tokio::test]
async fn a_draws_commitment_is_posted_before_anybody_holds_a_ticket() {
    let town = Town::new().await;
    town.says("mo", "/setup quiet:22-08").await;
    town.says("mo", "/challenge create Raffle scoring:draw")
        .await;
    town.until("2027-01-04T23:00:00Z").await;
    town.says("mo", "/challenge open Raffle").await;
    let posted = town.posted().await;
    assert!(posted.starts_with("challenge_opened: "), "{posted}");
}

#[tokio::test]
async fn quiet_hours_follow_the_zone_that_is_in_force() {
    let town = Town::new().await;
    let set = town.says("mo", "/setup zone:America/New_York").await;
    assert!(set.contains("until then UTC"), "{set}");
    town.says("mo", "/challenge create Run unit:km").await;
    let reply = town.says("mo", "/challenge open Run").await;
    assert!(!reply.contains("quiet hours"), "{reply}");
    let posted = town.posted().await;
    assert!(posted.starts_with("challenge_opened: "), "{posted}");
    town.until("2027-01-06T09:00:00Z").await;
    let reply = town.says("mo", "/challenge pause Run").await;
    assert!(reply.contains("08:00 (America/New_York)"), "{reply}");
}
