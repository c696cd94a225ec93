//! Finished challenges at rest: years later everything is told as on the first day.

use std::sync::Arc;
use std::time::Duration;

use huzzah::domain::act::{Decision, Moment, Who};
use huzzah::domain::challenge::Challenge;
use huzzah::domain::community::Community;
use huzzah::domain::event::DefaultChosen;
use huzzah::engine::{Asking, cause};
use insta::assert_snapshot;

use crate::town::Town;

/// What can be asked about a challenge that is over.
const QUESTIONS: [&str; 11] = [
    "/why Run",
    "/why Run member:@ben",
    "/leaderboard Run",
    "/leaderboard Run round:1",
    "/leaderboard Run round:last",
    "/challenges",
    "/challenges Run",
    "/profile",
    "/privacy",
    "/export",
    "/undo 7",
];

/// Why these stories are told at the desk alone.
const WHY: &str = "it looks into the engine's memory and restarts it";

/// A challenge that was final on the 18th: two rounds, and an entry that nobody judged.
async fn finished(options: &str) -> Option<Town> {
    let town = Town::at_the_desk(WHY).await?;
    let create = format!("/challenge create Run unit:km ends:2027-01-16 entry_max:50km {options}");
    town.says("mo", &create).await;
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 5 \"easy run\"").await;
    town.says("ben", "/progress 7").await;
    town.says("cleo", "/progress 90").await;
    town.until("2027-01-12T09:00:00Z").await;
    town.says("ana", "/progress 6").await;
    town.says("dev", "/join Run alias:Lightning").await;
    town.says("dev", "/progress 1").await;
    town.until("2027-01-18T00:00:00Z").await;
    town.posted().await;
    // Nothing rests before its tables are filed, which is done in the background.
    while !is_filed(&town).await {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Some(town)
}

async fn is_filed(town: &Town) -> bool {
    first(town, |challenge| challenge.frozen().is_empty()).await
}

async fn answers(town: &Town) -> Vec<String> {
    let mut answers = Vec::new();
    for line in QUESTIONS {
        answers.push(town.says("ana", line).await);
    }
    answers
}

/// Whether the first challenge is away, without asking for it.
async fn is_away(town: &Town) -> bool {
    first(town, Challenge::is_away).await
}

/// Whether something is so with the first challenge.
async fn first(town: &Town, is_so: fn(&Challenge) -> bool) -> bool {
    let community_id = town.engine.communities().await.expect("the store answers")[0];
    let asked = town.engine.view(community_id, |community| {
        community.challenge(1).is_some_and(is_so)
    });
    asked.await.expect("a fold")
}

#[tokio::test]
async fn nobody_can_tell_that_a_challenge_was_at_rest() {
    let Some(town) = finished("").await else {
        return;
    };
    assert!(!is_away(&town).await, "it has just become final");
    let fresh = answers(&town).await;
    assert_snapshot!(fresh[0], @r"
    (private) Run: 11 km, place 1 of 3
    In the final result: place 1 of 3, 11 km
    The arithmetic: 5 km + 6 km = 11 km
    Place 1: no score is better.
    2 entries, newest first
    #15  Tue 12 Jan  6 km  adds 6 km
    #7  Mon 4 Jan  5 km  adds 5 km
    [Show leaderboard] /leaderboard challenge:#1
    ");
    town.until("2027-01-18T00:09:00Z").await;
    assert!(
        !is_away(&town).await,
        "somebody asked for it nine minutes ago"
    );
    town.until("2027-01-18T00:10:00Z").await;
    assert!(is_away(&town).await);
    assert_eq!(answers(&town).await, fresh);
    assert!(!is_away(&town).await, "the answers needed its entries");
    town.until("2027-12-24T00:00:00Z").await;
    assert!(is_away(&town).await);
    assert_eq!(answers(&town).await, fresh);
    assert_eq!(town.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_final_leaderboard_and_a_list_of_challenges_need_no_entries() {
    let Some(town) = finished("").await else {
        return;
    };
    town.until("2027-02-01T00:00:00Z").await;
    for line in [
        "/leaderboard Run",
        "/leaderboard Run round:1",
        "/challenges",
        "/challenges Run",
        "/privacy",
        "/profile",
        "/progress 3",
        "/join Run",
        "/undo",
        "/audit",
    ] {
        town.says("ana", line).await;
        assert!(is_away(&town).await, "{line}");
    }
    assert_snapshot!(town.says("ana", "/leaderboard Run").await, @r##"
    (private) Run – final result
    Closed Mon 18 Jan 2027, 00:00 (UTC).
    3 members are on the board.
    Score in km
    1.  ana (you)  11 km
    2.  ben  7 km
    3.  Lightning  1 km
    [Last round] /leaderboard "#1" round:2
    [Show to all] /leaderboard "#1" round:all share:yes
    "##);
}

#[tokio::test]
async fn a_void_amends_a_final_result_that_was_at_rest() {
    let Some(town) = finished("").await else {
        return;
    };
    town.until("2027-02-01T00:00:00Z").await;
    assert_snapshot!(town.says("ben", "/undo 10").await, @"(refused) Run is over and its result is final: your entries can't be taken back any more. If one is wrong, a moderator can still take it out.");
    assert_snapshot!(town.says("mo", "/entry accept 13").await, @"(refused) Run is over and its result is final: what waited until then counts no more.");
    assert_snapshot!(town.says("mo", "/entry void 13").await, @"(refused) Run is over and its result is final: what waited until then counts no more.");
    assert_snapshot!(town.says("mo", "/entry void 10 reason:\"That was a bike\"").await, @r"
    (private) Entry #10 of ben no longer counts.
    Run: 7 km, Mon 4 Jan
    The result is final and stays as it is; the change is posted as an amendment.
    The member is told privately, with your reason. It is in the audit trail.
    ");
    assert_snapshot!(town.says("mo", "/entry void 10").await, @"(refused) That entry does not count any more already.");
    assert_snapshot!(town.posted().await, @r"
    amendment: Run: a note on the final result
    Entry #10 by ben was taken back after the result was final. The result stays as it was, with this note beside it.
    ");
    let told = answers(&town).await;
    assert_snapshot!(told[1], @r"
    (private) ben in Run: no place yet
    In the final result: place 2 of 3, 7 km
    None of the entries adds to the score.
    1 entry
    #10  Mon 4 Jan  taken back
    [Show leaderboard] /leaderboard challenge:#1
    ");
    assert_snapshot!(told[2], @r##"
    (private) Run – final result
    Closed Mon 18 Jan 2027, 00:00 (UTC).
    3 members are on the board.
    Score in km
    1.  ana (you)  11 km
    2.  ben  7 km
    3.  Lightning  1 km
    [Last round] /leaderboard "#1" round:2
    [Show to all] /leaderboard "#1" round:all share:yes
    "##);
    assert_eq!(town.differences().await, Vec::<String>::new());
    town.until("2027-03-01T00:00:00Z").await;
    assert!(is_away(&town).await);
    assert_eq!(answers(&town).await, told);
    assert_eq!(town.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_restart_keeps_what_is_at_rest_out_of_memory() {
    let Some(mut town) = finished("").await else {
        return;
    };
    let fresh = answers(&town).await;
    for _ in 0..2 {
        grow(&town).await;
        // It is here when the snapshot is stored, and is stored without its entries all the same.
        assert_eq!(answers(&town).await[..3], fresh[..3]);
        town = town.restarted().await;
        assert!(is_away(&town).await);
    }
}

#[tokio::test]
async fn a_restart_finds_the_amendments_of_what_is_at_rest() {
    let Some(mut town) = finished("").await else {
        return;
    };
    town.until("2027-02-01T00:00:00Z").await;
    grow(&town).await;
    town = town.restarted().await;
    // Fewer events than are worth a snapshot at the stop: they are folded when it starts.
    town.says("mo", "/entry void 10").await;
    let told = answers(&town).await;
    town = town.restarted().await;
    assert_eq!(answers(&town).await, told);
    assert_eq!(town.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn somebody_is_forgotten_by_a_challenge_at_rest() {
    let Some(mut town) = Town::at_the_desk(WHY).await else {
        return;
    };
    town.says(
        "mo",
        "/challenge create Run unit:km ends:2027-01-16 sensitive:yes",
    )
    .await;
    town.says("mo", "/challenge open Run").await;
    for (who, line) in [("ana", "/progress 5"), ("ben", "/progress 7")] {
        town.says(who, "/join Run").await;
        town.says(who, line).await;
    }
    town.until("2027-02-01T00:00:00Z").await;
    grow(&town).await;
    town = town.restarted().await;
    assert_snapshot!(town.says("ben", "/forget-me confirm:yes").await, @r"
    (private) Done: you are forgotten here.
    Your name, aliases and notes are deleted. Thank you for having been part of it!
    ");
    assert!(is_away(&town).await);
    assert_snapshot!(town.says("ana", "/leaderboard Run").await, @r##"
    (private) Run – final result
    Closed Mon 18 Jan 2027, 00:00 (UTC).
    2 members are on the board.
    Places (numbers stay private)
    1.  a former member  –
    2.  ana (you)  5 km
    [Last round] /leaderboard "#1" round:2
    [Show to all] /leaderboard "#1" round:all share:yes
    "##);
    assert_snapshot!(town.says("ana", "/why Run").await, @r"
    (private) Run: 5 km, place 1 of 1
    In the final result: place 2 of 2, 5 km
    The arithmetic: 5 km
    Place 1: no score is better.
    1 entry
    #7  Mon 4 Jan  5 km  adds 5 km
    [Show leaderboard] /leaderboard challenge:#1
    ");
    let told = answers(&town).await;
    for later in ["2027-03-01T00:00:00Z", "2027-04-01T00:00:00Z"] {
        assert_eq!(town.differences().await, Vec::<String>::new());
        town.until(later).await;
        assert!(is_away(&town).await);
        assert_eq!(answers(&town).await, told);
        town = town.restarted().await;
    }
}

/// Enough events for a snapshot at the stop.
async fn grow(town: &Town) {
    let community_id = town.engine.communities().await.expect("the store answers")[0];
    let space = town
        .engine
        .space("simulate", "town", "town")
        .await
        .expect("a space");
    let asking = Asking {
        space_id: space.space_id,
        user: "mo".into(),
        name: "mo".into(),
        locale: None,
        zone: None,
        moderator: true,
    };
    let decide = Arc::new(|_: &Community, _: &Moment<'_>, who: Who| {
        let mut decision = Decision::default();
        for _ in 0..1_000 {
            decision.push(DefaultChosen {
                identity: who.identity,
                challenge: 1,
            });
        }
        Ok(decision)
    });
    let delivery = format!("grow-{}", town.engine.now_ms());
    let cause = cause("simulate", "town", "mo", &delivery);
    town.engine
        .submit(community_id, asking, cause, decide)
        .await
        .expect("it is saved");
}
