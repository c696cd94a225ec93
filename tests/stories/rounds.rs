//! Rounds and ends: closing on time and late, pausing, provisional and final results, amendments.

use insta::assert_snapshot;

use crate::town::{Town, ms};

async fn running(options: &str) -> Town {
    let town = Town::new().await;
    let line = format!("/challenge create \"Spring run\" unit:km {options}");
    town.says("mo", &line).await;
    town.says("mo", "/challenge open \"Spring run\"").await;
    town
}

#[tokio::test]
async fn a_round_closes_by_itself_and_its_winners_are_told() {
    let town = running("prize:\"A mug\" purpose:\"Legs\"").await;
    assert_snapshot!(town.posted().await, @r##"
    challenge_opened: New challenge: Spring run
    Legs
    Join with /join "Spring run".
    Measures: distance in km, each entry adds up
    Score: the sum of your entries
    Starts: Mon 4 Jan 2027, 09:00 (UTC)
    Ends: no end set
    Rounds: weekly, closing sun 20:00 (UTC); round 1 closes Sun 10 Jan 2027, 20:00 (UTC)
    Winners: 3 places; equal scores share a place
    Prize: A mug
    Logging late: up to 48 h back; entries can be taken back as long
    Joining: any time until the end; what you log from then on counts
    Grace: 24 h after the end for late entries and corrections, then the result is final
    [Join] /join "#1"
    "##);
    town.says("ana", "/progress 5").await;
    town.says("ben", "/progress 7").await;
    town.says("cem", "/progress 5").await;
    town.until("2027-01-10T19:59:59Z").await;
    assert_snapshot!(town.posted().await, @"");
    town.until("2027-01-10T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    round_closed: 🏆 Spring run, round 1: ben wins with 7 km
    1. ben – 7 km
    2. ana – 5 km
    2. cem – 5 km
    3 members took part.
    Together: 17 km for “Legs”
    Prize: A mug. Winners, ask a moderator to claim it.
    The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    ");
    town.says("ana", "/progress 9").await;
    town.until("2027-01-17T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    round_closed: 🏆 Spring run, round 2: ana wins with 9 km
    1. ana – 9 km
    1 member took part.
    Most improved: ana, 4 km up on the round before
    Together: 9 km for “Legs”
    Prize: A mug. Winners, ask a moderator to claim it.
    The next round closes Sun 24 Jan 2027, 20:00 (UTC).
    ");
    assert_snapshot!(town.says("ana", "/leaderboard round:last").await, @r##"
    (private) Spring run – round 2
    Closed Sun 17 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in km
    1.  ana (you)  9 km
    [This round] /leaderboard "#1"
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" round:2 share:yes
    "##);
    assert_snapshot!(town.says("ana", "/leaderboard round:1").await, @r##"
    (private) Spring run – round 1
    Closed Sun 10 Jan 2027, 20:00 (UTC).
    3 members are on the board.
    Score in km
    1.  ben  7 km
    2.  ana (you)  5 km
    2.  cem  5 km
    [This round] /leaderboard "#1"
    [Last round] /leaderboard "#1" round:2
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" round:1 share:yes
    "##);
    assert_snapshot!(town.says("ana", "/leaderboard round:all").await, @r##"
    (private) Spring run – so far
    3 members are on the board.
    Score in km
    1.  ana (you)  14 km
    2.  ben  7 km
    3.  cem  5 km
    [This round] /leaderboard "#1"
    [Last round] /leaderboard "#1" round:2
    [Show to all] /leaderboard "#1" round:all share:yes
    "##);
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Spring run – round 3
    Closes Sun 24 Jan 2027, 20:00 (UTC).
    Nothing logged yet. Be the first: /progress 5km
    [Last round] /leaderboard "#1" round:2
    [All rounds] /leaderboard "#1" round:all
    "##);
    assert_eq!(town.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_round_without_entries_gets_a_friendly_line() {
    let town = running("").await;
    town.posted().await;
    town.until("2027-01-10T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    round_closed: Spring run, round 1: a quiet one
    Nobody logged this time, and a fresh round has begun: /progress 5km opens it. The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    ");
}

#[tokio::test]
async fn what_was_missed_is_closed_late_and_in_order() {
    let town = running("").await;
    town.says("ana", "/progress 5").await;
    town.posted().await;
    town.clock.set_ms(ms("2027-01-24T21:00:00Z"));
    assert_snapshot!(town.posted().await, @r"
    round_closed: 🏆 Spring run, round 1: ana wins with 5 km (late)
    1. ana – 5 km
    1 member took part.
    Together: 5 km
    The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    ---
    round_closed: Spring run, round 2 (late): a quiet one
    Nobody logged this time, and a fresh round has begun: /progress 5km opens it. The next round closes Sun 24 Jan 2027, 20:00 (UTC).
    ---
    round_closed: Spring run, round 3 (late): a quiet one
    Nobody logged this time, and a fresh round has begun: /progress 5km opens it. The next round closes Sun 31 Jan 2027, 20:00 (UTC).
    ");
    town.clock.set_ms(ms("2027-01-31T20:09:00Z"));
    assert_snapshot!(town.posted().await, @r"
    round_closed: Spring run, round 4: a quiet one
    Nobody logged this time, and a fresh round has begun: /progress 5km opens it. The next round closes Sun 7 Feb 2027, 20:00 (UTC).
    ");
}

#[tokio::test]
async fn a_command_never_comes_before_what_is_due() {
    let town = running("").await;
    town.says("ana", "/progress 5").await;
    town.clock.set_ms(ms("2027-01-10T20:00:00Z"));
    // The clock's loop has not run yet.
    assert_snapshot!(town.says("ben", "/progress 9").await, @r"
    (public) ben logged 9 km in Spring run
    Welcome to Spring run, ben!
    This round: 9 km, place 1 of 1
    [Undo] /undo 11
    ");
    assert_snapshot!(town.says("ben", "/leaderboard round:last").await, @r##"
    (private) Spring run – round 1
    Closed Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in km
    1.  ana  5 km
    [This round] /leaderboard "#1"
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" round:1 share:yes
    "##);
    assert_snapshot!(town.says("ben", "/leaderboard").await, @r##"
    (private) Spring run – round 2
    Closes Sun 17 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in km
    1.  ben (you)  9 km
    [Last round] /leaderboard "#1" round:1
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
}

#[tokio::test]
async fn first_provisional_then_final() {
    let town = running("ends:2027-01-12").await;
    town.says("ana", "/progress 5").await;
    town.says("ben", "/progress 6").await;
    town.posted().await;
    town.until("2027-01-13T00:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    round_closed: 🏆 Spring run, round 1: ben wins with 6 km
    1. ben – 6 km
    2. ana – 5 km
    2 members took part.
    Together: 11 km
    The next round closes Wed 13 Jan 2027, 00:00 (UTC).
    ---
    round_closed: Spring run, round 2: a quiet one
    Nobody logged this time.
    ---
    challenge_provisional: Spring run has ended: ben leads
    Provisional until Thu 14 Jan 2027, 00:00 (UTC): entries from before the end can still be logged.
    1. ben – 6 km
    2. ana – 5 km
    2 members took part.
    Together: 11 km
    ");
    assert_snapshot!(town.says("ana", "/progress 2 when:\"2027-01-12 20:00\"").await, @r"
    (public) ana logged 2 km in Spring run
    For Tue 12 Jan 2027, 20:00 (UTC).
    So far: 7 km, place 1 of 2, up 1 place ↑
    Just in time: it counts for the final result.
    [Undo] /undo 14
    ");
    assert_snapshot!(town.says("ana", "/progress 2").await, @"(refused) Spring run ended on Wed 13 Jan 2027, 00:00 (UTC): only what happened before counts now. Say when it was, for example when:today.");
    town.until("2027-01-14T00:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    challenge_final: 🏆 Spring run, final result: ana wins with 7 km
    1. ana – 7 km
    2. ben – 6 km
    2 members took part.
    Together: 13 km
    Thanks to everyone who took part!
    ");
    assert_snapshot!(town.says("ana", "/undo").await, @"(refused) Spring run is over and its result is final: your entries can't be taken back any more. If one is wrong, a moderator can still take it out.");
    assert_snapshot!(town.says("ana", "/progress 2").await, @"(refused) No challenge runs right now. When one opens, you can join it here.");
    assert_eq!(town.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_void_after_the_close_amends_and_rewrites_nothing() {
    let town = running("").await;
    town.says("ana", "/progress 5").await;
    town.says("ben", "/progress 7").await;
    town.until("2027-01-10T20:00:00Z").await;
    town.posted().await;
    assert_snapshot!(town.says("mo", "/entry void @ben last reason:\"That was a bike\"").await, @r"
    (private) Entry #10 of ben no longer counts.
    Spring run: 7 km, Mon 4 Jan
    Round 1 is closed and its table stays; the change is posted as an amendment.
    The member is told privately, with your reason. It is in the audit trail.
    ");
    assert_snapshot!(town.posted().await, @r"
    amendment: Spring run: a note on round 1
    Entry #10 by ben was taken back after the close. The round's table stays as it was; the challenge's score has changed.
    ");
    assert_snapshot!(town.says("ana", "/leaderboard round:1").await, @r##"
    (private) Spring run – round 1
    Closed Sun 10 Jan 2027, 20:00 (UTC).
    2 members are on the board.
    Score in km
    1.  ben  7 km
    2.  ana (you)  5 km
    [This round] /leaderboard "#1"
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" round:1 share:yes
    "##);
    assert_snapshot!(town.says("ana", "/leaderboard round:all").await, @r##"
    (private) Spring run – so far
    1 member is on the board.
    Score in km
    1.  ana (you)  5 km
    [This round] /leaderboard "#1"
    [Last round] /leaderboard "#1" round:1
    [Show to all] /leaderboard "#1" round:all share:yes
    "##);
    assert_eq!(town.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_pause_refuses_entries_and_rounds_go_on() {
    let town = running("").await;
    town.says("ana", "/progress 5").await;
    assert_snapshot!(town.says("mo", "/challenge pause \"Spring run\"").await, @r"
    (private) Spring run is paused.
    Entries are refused until /challenge resume challenge:#1. Rounds close as usual.
    [Resume] /challenge resume challenge:#1
    ");
    assert_snapshot!(town.says("ana", "/progress 5").await, @"(refused) Spring run takes a break: entries count again when it resumes.");
    town.until("2027-01-10T20:00:00Z").await;
    assert_snapshot!(town.says("mo", "/challenge resume \"Spring run\"").await, @r"
    (private) Spring run runs again.
    Entries count again.
    ");
    assert_snapshot!(town.posted().await, @r"
    challenge_opened: New challenge: Spring run
    Measures: distance in km, each entry adds up
    Score: the sum of your entries
    Starts: Mon 4 Jan 2027, 09:00 (UTC)
    Ends: no end set
    Rounds: weekly, closing sun 20:00 (UTC); round 2 closes Sun 17 Jan 2027, 20:00 (UTC)
    Winners: 3 places; equal scores share a place
    Logging late: up to 48 h back; entries can be taken back as long
    Joining: any time until the end; what you log from then on counts
    Grace: 24 h after the end for late entries and corrections, then the result is final
    Taking part: 1 member
    ---
    challenge_paused: Spring run takes a break
    Entries count again when it resumes. Nothing is lost.
    ---
    round_closed: 🏆 Spring run, round 1: ana wins with 5 km
    1. ana – 5 km
    1 member took part.
    Together: 5 km
    The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    ---
    challenge_resumed: Spring run goes on: entries count again
    Closes Sun 17 Jan 2027, 20:00 (UTC).
    ");
    assert_snapshot!(town.says("ana", "/progress 5").await, @r"
    (public) ana logged 5 km in Spring run
    This round: 5 km, place 1 of 1
    [Undo] /undo 11
    ");
}

#[tokio::test]
async fn a_moderator_ends_or_cancels() {
    let town = running("grace:2h").await;
    town.says("ana", "/progress 5").await;
    town.posted().await;
    town.until("2027-01-05T09:00:00Z").await;
    assert_snapshot!(town.says("mo", "/challenge end \"Spring run\"").await, @"(private) Done: Spring run");
    assert_snapshot!(town.posted().await, @r"
    round_closed: 🏆 Spring run, round 1: ana wins with 5 km
    1. ana – 5 km
    1 member took part.
    Together: 5 km
    ---
    challenge_provisional: Spring run has ended: ana leads
    A moderator ended it early.
    Provisional until Tue 5 Jan 2027, 11:00 (UTC): entries from before the end can still be logged.
    1. ana – 5 km
    1 member took part.
    Together: 5 km
    ");
    town.until("2027-01-05T11:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    challenge_final: 🏆 Spring run, final result: ana wins with 5 km
    1. ana – 5 km
    1 member took part.
    Together: 5 km
    Thanks to everyone who took part!
    ");
    town.says("mo", "/challenge create Summer unit:km").await;
    town.says("mo", "/challenge open Summer").await;
    town.says("ana", "/progress 5").await;
    town.posted().await;
    assert_snapshot!(town.says("mo", "/challenge cancel Summer reason:\"Too hot\"").await, @r"
    (private) Summer is called off.
    There are no winners. All entries are kept.
    ");
    assert_snapshot!(town.posted().await, @r"
    challenge_cancelled: Summer was called off
    The reason: Too hot
    There are no winners this time. Thanks to everyone who took part!
    ");
    assert_snapshot!(town.says("ana", "/challenges").await, @r"
    (private) Challenges
    Summer (#2) was called off.
    Spring run (#1) ended Tue 5 Jan 2027, 09:00 (UTC). See /leaderboard challenge:#1 round:all.
    ");
}

#[tokio::test]
async fn a_post_whose_sender_died_is_made_by_the_next() {
    let why = "on Slack such a post stays unknown until a moderator says whether it is there";
    if Town::at_the_desk(why).await.is_none() {
        return;
    }
    let town = running("").await;
    town.says("ana", "/progress 5").await;
    town.posted().await;
    let close_ms = ms("2027-01-10T20:00:00Z");
    town.clock.set_ms(close_ms);
    let closed = town.engine.catch_up_with_clock().await;
    closed.expect("the round closes");
    let store = town.engine.store();
    let claimed = store.claim_due_deliveries(close_ms, "dead", 60_000, 16, &[]);
    assert_eq!(claimed.await.expect("the store answers").len(), 1);
    assert_eq!(town.posted().await, "");
    town.clock.set_ms(close_ms + 60_001);
    let posted = town.posted().await;
    assert!(posted.starts_with("round_closed: "), "{posted}");
    assert_eq!(town.posted().await, "");
}

#[tokio::test]
async fn what_was_called_off_has_no_final_result() {
    let town = running("rounds:none ends:2027-01-04").await;
    town.says("ana", "/progress 5").await;
    town.until("2027-01-05T09:00:00Z").await;
    town.says("mo", "/challenge cancel \"Spring run\"").await;
    assert_snapshot!(town.says("ana", "/leaderboard \"Spring run\"").await, @r##"
    (private) Spring run – called off
    It was called off: there are no winners.
    1 member is on the board.
    Score in km
    1.  ana (you)  5 km
    [Show to all] /leaderboard "#1" round:all share:yes
    "##);
    assert_snapshot!(town.says("ana", "/join \"Spring run\"").await, @"(refused) Spring run was called off.");
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 5").await;
    town.says("mo", "/challenge cancel Run").await;
    assert_snapshot!(town.says("ana", "/leaderboard Run").await, @r##"
    (private) Run – round 1
    It was called off: there are no winners.
    1 member is on the board.
    Score in km
    1.  ana (you)  5 km
    [All rounds] /leaderboard "#2" round:all
    [Show to all] /leaderboard "#2" share:yes
    "##);
}

#[tokio::test]
async fn entries_that_count_for_no_place_are_not_called_nothing() {
    let town = running("day_cap:10km").await;
    town.until("2027-01-10T19:00:00Z").await;
    town.says("ana", "/progress 10").await;
    town.until("2027-01-10T21:00:00Z").await;
    town.says("ana", "/progress 3").await;
    town.posted().await;
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Spring run – round 2
    Closes Sun 17 Jan 2027, 20:00 (UTC).
    1 member has logged, but nothing that counts for a place here yet.
    [Last round] /leaderboard "#1" round:1
    [All rounds] /leaderboard "#1" round:all
    "##);
    town.until("2027-01-17T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    round_closed: Spring run, round 2 has closed
    1 member logged, but nothing that counts for a place here.
    Together: 3 km
    The next round closes Sun 24 Jan 2027, 20:00 (UTC).
    ");
    assert_snapshot!(town.says("ana", "/leaderboard round:2").await, @r##"
    (private) Spring run – round 2
    Closed Sun 17 Jan 2027, 20:00 (UTC).
    Nobody has a place in this one.
    [This round] /leaderboard "#1"
    [All rounds] /leaderboard "#1" round:all
    "##);
    assert_eq!(town.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_board_of_first_readings_or_waiting_entries_says_so() {
    let town = running("scoring:change direction:less").await;
    town.says("ana", "/progress 80").await;
    let board = town.says("ana", "/leaderboard").await;
    assert!(
        board.contains("Nobody is on the board yet, but 1 member has started."),
        "{board}"
    );
    town.says("mo", "/challenge create Held unit:km entry_max:5km")
        .await;
    town.says("mo", "/challenge open Held").await;
    town.says("ana", "/progress 80 challenge:Held").await;
    let board = town.says("ana", "/leaderboard Held").await;
    assert!(
        board.contains("Nobody is on the board yet, but 1 entry waits for a moderator."),
        "{board}"
    );
    assert!(!board.contains("Nothing logged yet"), "{board}");
}

#[tokio::test]
async fn an_item_done_again_counts_again_in_a_later_round() {
    let town = Town::new().await;
    town.says(
        "mo",
        "/challenge create Care scoring:completion items:\"A;B\"",
    )
    .await;
    town.says("mo", "/challenge open Care").await;
    town.says("ana", "/progress item:A").await;
    town.until("2027-01-11T09:00:00Z").await;
    town.posted().await;
    let board = town.says("ana", "/leaderboard").await;
    assert!(
        board.contains("Be the first: /progress item:\"A\""),
        "{board}"
    );
    assert_snapshot!(town.says("ana", "/progress item:A").await, @r"
    (public) ana logged “A” in Care
    This round: 1 item, place 1 of 1
    [Undo] /undo 9
    ");
    town.says("ana", "/progress item:A again:yes").await;
    assert_snapshot!(town.says("ana", "/why").await, @r"
    (private) Care: 1 item, place 1 of 1
    The arithmetic: 1 of 2 items done
    Place 1: no score is better.
    3 entries, newest first
    #10  Mon 11 Jan  A  same item as #9
    #9  Mon 11 Jan  A  same item as #7, counts anew in round 2
    #7  Mon 4 Jan  A  adds an item
    [Show leaderboard] /leaderboard challenge:#1
    ");
    town.until("2027-01-17T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    round_closed: 🏆 Care, round 2: ana wins with 1 item
    1. ana – 1 item
    1 member took part.
    The next round closes Sun 24 Jan 2027, 20:00 (UTC).
    ");
    assert_eq!(town.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn who_improved_where_less_is_better_went_down() {
    for (options, first, second, told) in [
        (
            "unit:min scoring:best direction:less",
            "30",
            "28",
            "2 min down on the round before",
        ),
        (
            "unit:bpm scoring:latest direction:less",
            "90",
            "89",
            "1 bpm down on the round before",
        ),
    ] {
        let town = Town::new().await;
        town.says("mo", &format!("/challenge create Less {options}"))
            .await;
        town.says("mo", "/challenge open Less").await;
        town.says("ana", &format!("/progress {first}")).await;
        town.until("2027-01-11T09:00:00Z").await;
        town.says("ana", &format!("/progress {second}")).await;
        town.posted().await;
        town.until("2027-01-17T20:00:00Z").await;
        let posted = town.posted().await;
        assert!(
            posted.contains(&format!("Most improved: ana, {told}")),
            "{posted}"
        );
    }
}

#[tokio::test]
async fn a_quiet_round_of_a_paused_challenge_asks_for_no_entries() {
    let town = running("").await;
    town.says("mo", "/challenge pause \"Spring run\"").await;
    town.posted().await;
    town.until("2027-01-10T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    round_closed: Spring run, round 1: a quiet one
    Nobody logged this time: it takes a break, and entries count again when it resumes. The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    ");
}

#[tokio::test]
async fn an_amendment_says_whether_the_score_has_changed() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Days scoring:active_days")
        .await;
    town.says("mo", "/challenge open Days").await;
    town.says("ana", "/progress").await;
    town.says("ana", "/progress again:yes").await;
    town.until("2027-01-11T09:00:00Z").await;
    town.posted().await;
    town.says("mo", "/entry void @ana last reason:twice").await;
    assert_snapshot!(town.posted().await, @r"
    amendment: Days: a note on round 1
    Entry #8 by ana was taken back after the close. The round's table stays as it was; so does the challenge's score.
    ");
    town.says("mo", "/entry void @ana last reason:\"not at all\"")
        .await;
    assert_snapshot!(town.posted().await, @r"
    amendment: Days: a note on round 1
    Entry #7 by ana was taken back after the close. The round's table stays as it was; the challenge's score has changed.
    ");
}

#[tokio::test]
async fn the_place_in_a_final_result_is_told_whatever_was_taken_back_since() {
    let town = running("rounds:none ends:2027-01-05").await;
    town.says("ana", "/progress 3").await;
    town.says("ben", "/progress 5").await;
    town.until("2027-01-08T09:00:00Z").await;
    town.says("mo", "/entry void 10 reason:twice").await;
    assert_snapshot!(town.says("ana", "/why \"Spring run\"").await, @r"
    (private) Spring run: 3 km, place 1 of 1
    In the final result: place 2 of 2, 3 km
    The arithmetic: 3 km
    Place 1: no score is better.
    1 entry
    #7  Mon 4 Jan  3 km  adds 3 km
    [Show leaderboard] /leaderboard challenge:#1
    ");
}
