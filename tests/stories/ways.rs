//! Refusals that name the true cause, and an example that would be taken.

use insta::assert_snapshot;

use crate::town::Town;

async fn runs(lines: &[&str]) -> Town {
    let town = Town::new().await;
    for line in lines {
        let said = town.says("mo", line).await;
        assert!(said.starts_with("(private)"), "{line}: {said}");
    }
    town
}

#[tokio::test]
async fn a_time_that_does_not_fit_is_refused_for_its_true_cause() {
    let town = runs(&[
        "/challenge create Run unit:km look_back:72h starts:2027-01-05",
        "/challenge open Run",
    ])
    .await;
    town.until("2027-01-08T09:00:00Z").await;
    town.says("ana", "/progress 3km").await;
    assert_snapshot!(town.says("ana", "/progress 3km when:2027-02-01").await, @"(refused) That has not happened yet: log it when it has, or say when it was, for example when:yesterday.");
    assert_snapshot!(town.says("ana", "/progress 3km when:2027-01-02").await, @"(refused) That was before Run started on Tue 5 Jan 2027, 00:00 (UTC): only what came after counts.");
    assert_snapshot!(town.says("mo", "/entry add @ana 3km when:2027-01-02 reason:Phone").await, @"(refused) That was before Run started on Tue 5 Jan 2027, 00:00 (UTC): only what came after counts.");
    town.until("2027-01-10T09:00:00Z").await;
    assert_snapshot!(town.says("ana", "/progress 3km when:2027-01-05").await, @"(refused) That is too long ago for Run: it looks back 3 days, to Thu 7 Jan 2027, 09:00 (UTC). A moderator can add it for you.");
    town.says("mo", "/progress 3km").await;
    assert_snapshot!(town.says("mo", "/progress 3km when:2027-01-05").await, @"(refused) That is too long ago for Run: it looks back 3 days, to Thu 7 Jan 2027, 09:00 (UTC). Another moderator can add it for you.");
}

#[tokio::test]
async fn a_date_is_named_that_works_after_the_end_as_long_as_there_is_one() {
    let town = runs(&[
        "/challenge create Run unit:km rounds:none ends:2027-01-06 grace:5d",
        "/challenge open Run",
    ])
    .await;
    town.says("ana", "/progress 3km").await;
    town.until("2027-01-08T09:00:00Z").await;
    assert_snapshot!(town.says("ana", "/progress 4km yesterday").await, @"(refused) Run ended on Thu 7 Jan 2027, 00:00 (UTC): only what happened before counts now. Say when it was, for example when:2027-01-06.");
    assert!(
        town.says("ana", "/progress 4km when:2027-01-06")
            .await
            .contains("logged 4 km")
    );
    town.until("2027-01-09T09:00:00Z").await;
    assert_snapshot!(town.says("ana", "/progress 4km yesterday").await, @"(refused) Run ended on Thu 7 Jan 2027, 00:00 (UTC), and the 48 h that it looks back are over. A moderator can still add what happened before its end.");
    assert_snapshot!(town.says("mo", "/entry add @ana 4km reason:Phone").await, @"(refused) Run ended on Thu 7 Jan 2027, 00:00 (UTC): only what happened before counts now. Say when it was, for example when:2027-01-06.");
    let added = town
        .says("mo", "/entry add @ana 5km when:2027-01-06 reason:Phone")
        .await;
    assert!(added.contains("is added"), "{added}");
}

#[tokio::test]
async fn examples_are_of_what_runs_and_are_taken_there() {
    let town = runs(&[
        "/challenge create Course scoring:completion items:\"Intro; Module 1\"",
        "/challenge open Course",
    ])
    .await;
    assert_snapshot!(town.says("ana", "/undo").await, @r#"(refused) There is nothing to take back. Log something first, for example /progress item:"Intro"."#);
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Course – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    Nothing logged yet. Be the first: /progress item:"Intro"
    [All rounds] /leaderboard "#1" round:all
    "##);
    let town = runs(&[
        "/challenge create Days scoring:active_days",
        "/challenge open Days",
    ])
    .await;
    assert_snapshot!(town.says("ana", "/undo").await, @"(refused) There is nothing to take back. Log something first, for example /progress.");
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Days – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    Nothing logged yet. Be the first: /progress
    [All rounds] /leaderboard "#1" round:all
    "##);
    let town = runs(&[
        "/challenge create Walk unit:km entry_max:2km",
        "/challenge open Walk",
    ])
    .await;
    assert_snapshot!(town.says("ana", "/progress -1").await, @"(refused) Amounts don't go below zero. To take an entry back, type /undo; to log one, try /progress 2 km.");
    assert_snapshot!(town.says("ana", "/join Walk").await, @r"
    (private) You are in Walk. Welcome!
    Your entries in this challenge are shown to everybody here, and so is your place.
    Log your first entry, for example /progress 2 km.
    [Show the rules] /challenges challenge:#1
    ");
    assert_snapshot!(town.says("ana", "/progress 1km challenge:\"Walk").await, @r#"(refused) A quotation mark has no partner. Close it, for example /progress 2 km challenge:"Walk"."#);
}

#[tokio::test]
async fn a_named_challenge_says_what_it_measures() {
    let town = runs(&[
        "/challenge create Run unit:km",
        "/challenge open Run",
        "/challenge create Sleep unit:h",
        "/challenge open Sleep",
    ])
    .await;
    town.says("ana", "/progress 5km").await;
    assert_snapshot!(town.says("ana", "/progress 5 km challenge:Sleep").await, @r#"(refused) Sleep measures h, not km. Try /progress 2h challenge:Sleep."#);
    assert_snapshot!(town.says("ana", "/progress 5 l").await, @"(refused) Nothing that runs measures volume: Run measures km and Sleep measures h. Try /progress 5km.");
    town.says("mo", "/challenge pause Run").await;
    assert_snapshot!(town.says("ana", "/progress 5 km").await, @"(refused) Run takes a break: entries count again when it resumes.");
    town.says("mo", "/challenge cancel Sleep").await;
    assert_snapshot!(town.says("ben", "/progress 5 km").await, @"(refused) Run takes a break: entries count again when it resumes.");
}

#[tokio::test]
async fn a_judgement_without_a_reason_says_that_there_is_none() {
    let town = runs(&["/challenge create Run unit:km", "/challenge open Run"]).await;
    town.says("ana", "/progress 3km").await;
    assert_snapshot!(town.says("mo", "/entry void @ana last").await, @r#"
    (private) Entry #7 of ana no longer counts.
    Run: 3 km, Mon 4 Jan
    The member is told privately. Add reason:"…" next time: the audit trail and the member have none.
    "#);
    let told = town.told().join("\n");
    assert!(
        told.starts_with("ana: mo took your entry #7 in Run out of the count."),
        "{told}"
    );
    assert!(told.contains("\nNo reason was given.\n"), "{told}");
    assert_snapshot!(town.says("mo", "/entry add @ana 4km").await, @r#"
    (private) Entry #9 is added for ana.
    Run: 4 km, Mon 4 Jan
    ana now: 4 km, place 1 of 1.
    The member is told privately. Add reason:"…" next time: the audit trail and the member have none.
    "#);
    assert_snapshot!(town.says("mo", "/audit").await, @r"
    (private) Who did what
    Newest first, page 1
    #9  Mon 4 Jan 2027, 09:00 (UTC)  mo  added entry #9 for ana in Run  no reason on record
    #8  Mon 4 Jan 2027, 09:00 (UTC)  mo  voided entry #7 of ana in Run  no reason on record
    #3  Mon 4 Jan 2027, 09:00 (UTC)  mo  opened Run
    #2  Mon 4 Jan 2027, 09:00 (UTC)  mo  wrote Run down
    ");
}

#[tokio::test]
async fn what_counted_in_a_final_result_is_a_members_last_entry() {
    let town = runs(&[
        "/challenge create Run unit:km rounds:none grace:0h ends:2027-01-06",
        "/challenge open Run",
    ])
    .await;
    town.says("ana", "/progress 3km").await;
    town.says("ana", "/progress 4km").await;
    town.until("2027-01-08T09:00:00Z").await;
    assert_snapshot!(town.says("ana", "/undo").await, @"(refused) Run is over and its result is final: your entries can't be taken back any more. If one is wrong, a moderator can still take it out.");
    assert_snapshot!(town.says("mo", "/entry void @ana last reason:Twice").await, @r"
    (private) Entry #8 of ana no longer counts.
    Run: 4 km, Mon 4 Jan
    The result is final and stays as it is; the change is posted as an amendment.
    ana now: 3 km, place 1 of 1.
    The member is told privately, with your reason. It is in the audit trail.
    ");
    town.says("mo", "/entry void @ana last reason:Twice").await;
    assert_snapshot!(town.says("mo", "/entry void @ana last reason:Twice").await, @"(refused) ana has no entry that counts, so there is nothing to take out.");
    assert_snapshot!(town.says("ana", "/undo").await, @"(refused) Run is over and its result is final: your entries can't be taken back any more. If one is wrong, a moderator can still take it out.");
}

#[tokio::test]
async fn a_moderator_reads_why_an_entry_is_not_judged() {
    let town = runs(&[
        "/challenge create Run unit:km entry_max:50km",
        "/challenge open Run",
    ])
    .await;
    town.says("ana", "/progress 3km").await;
    town.says("ben", "/progress 60km").await;
    assert_snapshot!(town.says("mo", "/entry accept @ana last").await, @"(refused) Nothing like that waits for a moderator. See what does with /entry accept.");
    assert_snapshot!(town.says("mo", "/entry void @ben 7").await, @"(refused) Entry #7 is of ana. If you mean it, leave the name out: /entry void 7");
    assert_snapshot!(town.says("mo", "/entry void @ana 70").await, @"(refused) There is no entry 70. Name a member and her newest one, for example /entry void @ana entry:last.");
    assert_snapshot!(town.says("mo", "/entry void @ana newest").await, @"(refused) There is no entry newest. Name a member and her newest one, for example /entry void @ana entry:last.");
    town.says("mo", "/entry accept @ben last").await;
    assert_snapshot!(town.says("mo", "/entry accept").await, @"(refused) Nothing waits for a moderator right now.");
    assert_snapshot!(town.says("mo", "/entry reject @ben last").await, @"(refused) Nothing waits for a moderator right now.");
    assert_snapshot!(town.says("cem", "/undo 70").await, @"(refused) There is no entry 70, and none of yours that could be taken back.");
}

#[tokio::test]
async fn goals_and_starts_are_refused_with_what_is_possible() {
    let town = runs(&[
        "/challenge create Cut unit:kg scoring:change direction:less",
        "/challenge open Cut",
    ])
    .await;
    assert_snapshot!(town.says("ana", "/goal start:80kg").await, @r#"(refused) Cut needs no goal. Where you start can be given on joining: /join "Cut" start:75kg"#);
    for line in [
        "/challenge create Books unit:pages scoring:goal",
        "/challenge open Books",
    ] {
        town.says("mo", line).await;
    }
    assert_snapshot!(town.says("ana", "/goal start:80kg challenge:Cut").await, @r#"(refused) Cut needs no goal. Where you start can be given on joining: /join "Cut" start:75kg"#);
    town.says("ana", "/join Cut start:80kg").await;
    assert_snapshot!(town.says("ana", "/goal start:80kg challenge:Cut").await, @"(refused) Cut needs no goal, and a start is given on joining or is your first reading. Just log, for example /progress 75kg.");
    town.says("ana", "/join Books goal:300 start:10").await;
    assert_snapshot!(town.says("ana", "/goal challenge:Books").await, @r#"(private) Books is about your own goal: say what it is, for example /goal "20 pages"."#);
    assert_snapshot!(town.says("ana", "/goal start:20 challenge:Books").await, @r"
    (private) Your goal in Books is set.
    You can still change your goal until the next close.
    The others can see your goal.
    Start: 20 pages
    Goal: 300 pages
    ");
}

#[tokio::test]
async fn rules_are_refused_for_their_true_cause() {
    let town = Town::new().await;
    let create = async |options: &str| {
        town.says("mo", &format!("/challenge create Run {options}"))
            .await
    };
    assert_snapshot!(create("unit:km starts:2027-03-10 ends:2027-03-01").await, @"(refused) ends: lies before the start. Use a later date.");
    assert_snapshot!(create("unit:km ends:2026-03-01").await, @"(refused) ends: lies in the past. Use a later date, for example one next month.");
    assert_snapshot!(create("unit:km scoring:best day_cap:3km").await, @"(refused) day_cap: goes with scoring:total, or with scoring:goal and kind:increments. Leave it out.");
    let at_once = create("unit:km look_back:0").await;
    assert!(at_once.contains("Logging late: not at all"), "{at_once}");
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 3km").await;
    town.until("2027-01-04T10:00:00Z").await;
    assert_snapshot!(town.says("ana", "/undo").await, @"(refused) In Run entries can't be taken back. A moderator can do it for you.");
    assert_snapshot!(town.says("ana", "/progress 3km when:\"2027-01-04 09:30\"").await, @"(refused) Run takes what you log right away and does not look back. A moderator can add it for you.");
    assert_snapshot!(town.says("ana", "/progress 5₅ km").await, @"(refused) I can't be sure what a raised, lowered or circled digit means. Please write the number out, for example /progress 5km.");
    assert!(
        town.says("ana", "/progress 3️⃣ km")
            .await
            .contains("logged 3 km")
    );
    let again = town.says("ana", "/progress 3 km again:no").await;
    assert!(
        again.contains("again:yes") && !again.contains("again:no"),
        "{again}"
    );
}

#[tokio::test]
async fn a_day_that_counts_already_in_another_round_is_said_to() {
    let town = runs(&[
        "/challenge create Days scoring:active_days rounds:daily closes:20:00",
        "/challenge open Days",
    ])
    .await;
    town.says("ana", "/progress").await;
    town.until("2027-01-05T19:00:00Z").await;
    town.says("ana", "/progress").await;
    town.until("2027-01-05T21:00:00Z").await;
    assert_snapshot!(town.says("ana", "/progress").await, @r"
    (public) ana logged a check-in in Days
    That day counts already, in round 1.
    [Undo] /undo 10
    ");
}

#[tokio::test]
async fn a_zone_that_works_already_is_named_once() {
    let town = runs(&["/challenge create Run unit:km", "/challenge open Run"]).await;
    town.says("ana", "/settings zone:Asia/Tokyo").await;
    town.until("2027-01-06T09:00:00Z").await;
    let again = town.says("ana", "/settings zone:Asia/Tokyo").await;
    assert!(
        again.contains("Asia/Tokyo") && !again.contains("until then"),
        "{again}"
    );
}
