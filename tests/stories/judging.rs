//! Moderators judge: what waits, what is accepted, rejected, voided and added, and the trail it leaves.

use insta::assert_snapshot;

use crate::town::Town;

async fn judged() -> Town {
    let town = Town::new().await;
    town.says("mo", "/challenge create Run unit:km entry_max:50km")
        .await;
    town.says("mo", "/challenge open Run").await;
    town.posted().await;
    town
}

#[tokio::test]
async fn an_entry_above_the_bound_waits_for_a_moderator() {
    let town = judged().await;
    assert_snapshot!(town.says("ana", "/progress 80").await, @r"
    (private) You logged 80 km in Run
    You joined Run with it: welcome!
    It waits for a moderator because it is above 50 km. Nothing more to do: it counts once it is accepted.
    [Undo] /undo 7
    ");
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Run – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    Nobody is on the board yet, but 1 entry waits for a moderator.
    [All rounds] /leaderboard "#1" round:all
    "##);
    assert_snapshot!(town.says("mo", "/entry accept").await, @r#"
    (private) 1 entry is waiting in Run
    Accept or reject with the buttons, or type /entry accept 7 or /entry reject 7 reason:"…".
    Waiting entries in Run, oldest first
    #7  ana  80 km  Mon 4 Jan
    [Accept #7] /entry accept 7
    [Reject #7] /entry reject 7 reason:"could not be confirmed"
    "#);
    assert_snapshot!(town.says("mo", "/entry accept @ana last").await, @r"
    (private) Entry #7 of ana counts now.
    Run: 80 km, Mon 4 Jan
    ana now: 80 km, place 1 of 1.
    The member is told privately. It is in the audit trail, without a reason.
    ");
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Run – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in km
    1.  ana (you)  80 km
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
    town.says("ana", "/progress 90").await;
    assert_snapshot!(town.says("mo", "/entry reject @ana last reason:\"Not on foot\"").await, @r"
    (private) Entry #9 of ana is not accepted.
    Run: 90 km, Mon 4 Jan
    ana now: 80 km, place 1 of 1.
    The member is told privately, with your reason. It is in the audit trail.
    ");
    assert_snapshot!(town.says("mo", "/entry accept @ana last").await, @"(refused) Nothing waits for a moderator right now.");
    assert_snapshot!(town.says("ana", "/why").await, @r"
    (private) Run: 80 km, place 1 of 1
    The arithmetic: 80 km
    Place 1: no score is better.
    2 entries, newest first
    #9  Mon 4 Jan  90 km  not accepted
    #7  Mon 4 Jan  80 km  adds 80 km
    [Show leaderboard] /leaderboard challenge:#1
    ");
}

#[tokio::test]
async fn moderators_are_reminded_once_a_day_before_the_close() {
    let town = judged().await;
    town.says("ana", "/progress 80").await;
    town.says("ben", "/progress 70").await;
    town.until("2027-01-09T19:59:00Z").await;
    assert_snapshot!(town.posted().await, @"");
    town.until("2027-01-09T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r#"
    entries_waiting (to moderators): 2 entries are waiting in Run
    The round closes Sun 10 Jan 2027, 20:00 (UTC). What is accepted later counts for the challenge only.
    Accept or reject with the buttons, or type /entry accept 7 or /entry reject 7 reason:"…".
    Waiting entries in Run, oldest first
    #7  ana  80 km  Mon 4 Jan
    #10  ben  70 km  Mon 4 Jan
    [Accept #7] /entry accept 7
    [Reject #7] /entry reject 7 reason:"could not be confirmed"
    [Accept #10] /entry accept 10
    [Reject #10] /entry reject 10 reason:"could not be confirmed"
    "#);
    town.says("cy", "/progress 90").await;
    assert_snapshot!(town.posted().await, @"");
}

#[tokio::test]
async fn nobody_is_reminded_of_what_is_settled() {
    let town = judged().await;
    town.says("ana", "/progress 80").await;
    town.says("mo", "/entry accept @ana last").await;
    town.until("2027-01-09T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @"");
}

#[tokio::test]
async fn a_moderator_adds_voids_and_never_for_herself() {
    let town = judged().await;
    town.says("ana", "/progress 8").await;
    assert_snapshot!(town.says("mo", "/entry add @ana 3 challenge:Run reason:\"Told me on the phone\"").await, @r"
    (private) Entry #8 is added for ana.
    Run: 3 km, Mon 4 Jan
    ana now: 11 km, place 1 of 1.
    The member is told privately, with your reason. It is in the audit trail.
    ");
    assert_snapshot!(town.says("mo", "/entry add @mo 3 challenge:Run reason:\"Mine\"").await, @"(refused) Your own entries are for another moderator to judge.");
    assert_snapshot!(town.says("mo", "/entry void @ana last reason:\"Twice\"").await, @r"
    (private) Entry #8 of ana no longer counts.
    Run: 3 km, Mon 4 Jan
    ana now: 8 km, place 1 of 1.
    The member is told privately, with your reason. It is in the audit trail.
    ");
    assert_snapshot!(town.says("mo", "/entry void @nobody last").await, @"(refused) I don't know a member “@nobody” here. Name somebody who has taken part, for example @ana.");
    town.says("mo", "/progress 90").await;
    assert_snapshot!(town.says("mo", "/entry accept @mo last").await, @"(refused) Your own entries are for another moderator to judge.");
    assert_snapshot!(town.says("mo", "/audit").await, @r"
    (private) Who did what
    Newest first, page 1
    #9  Mon 4 Jan 2027, 09:00 (UTC)  mo  voided entry #8 of ana in Run  Twice
    #8  Mon 4 Jan 2027, 09:00 (UTC)  mo  added entry #8 for ana in Run  Told me on the phone
    #3  Mon 4 Jan 2027, 09:00 (UTC)  mo  opened Run
    #2  Mon 4 Jan 2027, 09:00 (UTC)  mo  wrote Run down
    ");
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Run – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in km
    1.  ana (you)  8 km
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
}

#[tokio::test]
async fn an_entry_is_judged_by_its_number_alone() {
    let town = judged().await;
    town.says("ana", "/progress 8").await;
    assert_snapshot!(town.says("mo", "/entry void entry:#7 reason:\"Twice\"").await, @r"
    (private) Entry #7 of ana no longer counts.
    Run: 8 km, Mon 4 Jan
    The member is told privately, with your reason. It is in the audit trail.
    ");
    assert_snapshot!(town.says("mo", "/entry void entry:last").await, @"(refused) There is no entry last. Name a member and her newest one, for example /entry void @ana entry:last.");
}

#[tokio::test]
async fn what_moderators_do_is_refused_to_others() {
    let town = judged().await;
    let commands = huzzah::commands::registry::COMMANDS;
    let theirs = commands.iter().filter(|command| command.moderator);
    let mut n_theirs = 0;
    for command in theirs {
        n_theirs += 1;
        for example in command.examples {
            let read = town.says("ana", &format!("/{example}")).await;
            assert!(
                read.starts_with("(refused)") && read.contains("moderator"),
                "{example}: {read}"
            );
        }
    }
    assert!(n_theirs >= 14, "{n_theirs}");
    assert_snapshot!(town.says("ana", "/challenge end Run").await, @"(refused) /challenge end is for moderators. Ask one of them to help.");
    assert_snapshot!(town.says("ana", "/challenges").await, @r#"
    (private) Challenges: 1 is running
    Run (#1): the most km in total. The round closes Sun 10 Jan 2027, 20:00 (UTC). Join with /join "Run".
    [Join Run] /join challenge:#1
    "#);
}

#[tokio::test]
async fn a_judged_member_is_told_alone_and_nobody_is_told_of_her_own_judgement() {
    let town = judged().await;
    town.says("ana", "/progress 80").await;
    town.says("mo", "/entry accept @ana last reason:\"seen it\"")
        .await;
    let told = town.told();
    let [text] = told.as_slice() else {
        panic!("ana alone is told: {told:?}");
    };
    assert!(
        text.starts_with("ana: ") && text.contains("counts now") && text.contains("seen it"),
        "{text}"
    );
    town.says("mo", "/progress 5").await;
    let own = town.says("mo", "/entry void @mo last reason:mine").await;
    assert!(own.starts_with("(private)"), "{own}");
    assert_eq!(town.told(), Vec::<String>::new());
}

#[tokio::test]
async fn what_a_moderator_who_competes_judges_is_posted_with_her_reasons() {
    let town = Town::new().await;
    for options in ["Run unit:km", "Walk unit:km rounds:none"] {
        town.says("mo", &format!("/challenge create {options}"))
            .await;
    }
    for title in ["Run", "Walk"] {
        town.says("mo", &format!("/challenge open {title}")).await;
        town.says("ana", &format!("/progress 80 challenge:{title}"))
            .await;
        town.says("mo", &format!("/progress 5 challenge:{title}"))
            .await;
        let void = "/entry void @ana last reason:\"Meant 8\"";
        assert!(town.says("mo", void).await.starts_with("(private)"));
        town.says("ana", &format!("/progress 8 challenge:{title}"))
            .await;
    }
    town.posted().await;
    town.says("mo", "/challenge end Walk").await;
    assert_snapshot!(town.posted().await, @r"
    challenge_provisional: Walk has ended: ana leads
    A moderator ended it early.
    Provisional until Tue 5 Jan 2027, 09:00 (UTC): entries from before the end can still be logged.
    1. ana – 8 km
    2. mo – 5 km
    2 members took part.
    Together: 13 km
    Judged by moderators who take part themselves: #16 voided (“Meant 8”).
    ");
    town.until("2027-01-10T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    challenge_final: 🏆 Walk, final result: ana wins with 8 km
    1. ana – 8 km
    2. mo – 5 km
    2 members took part.
    Together: 13 km
    Thanks to everyone who took part!
    ---
    round_closed: 🏆 Run, round 1: ana wins with 8 km
    1. ana – 8 km
    2. mo – 5 km
    2 members took part.
    Together: 13 km
    The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    Judged by moderators who take part themselves: #8 voided (“Meant 8”).
    ");
}

#[tokio::test]
async fn every_judgement_is_listed_with_its_own_reason_also_in_quiet_posts() {
    let town = judged().await;
    town.says("mo", "/progress 5").await;
    town.says("ana", "/progress 80").await;
    town.says("mo", "/entry accept @ana last reason:\"seen it\"")
        .await;
    town.says("mo", "/entry void @ana last reason:gone").await;
    town.until("2027-01-10T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    round_closed: 🏆 Run, round 1: mo wins with 5 km
    1. mo – 5 km
    1 member took part.
    Together: 5 km
    The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    Judged by moderators who take part themselves: #9 accepted (“seen it”) and #9 voided (“gone”).
    ");
    town.says("ana", "/progress 8").await;
    town.says("mo", "/entry void @ana last").await;
    town.until("2027-01-17T20:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    round_closed: Run, round 2: a quiet one
    Nobody logged this time, and a fresh round has begun: /progress 5km opens it. The next round closes Sun 24 Jan 2027, 20:00 (UTC).
    Judged by moderators who take part themselves: #13 voided (no reason given).
    ");
}

#[tokio::test]
async fn a_final_post_lists_what_no_earlier_one_has_also_without_winners() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Walk unit:km rounds:none")
        .await;
    town.says("mo", "/challenge open Walk").await;
    town.says("mo", "/progress 1").await;
    town.says("ana", "/progress 8").await;
    town.says("mo", "/entry void @ana last reason:early").await;
    town.says("ana", "/progress 7").await;
    town.says("mo", "/undo").await;
    town.says("mo", "/challenge end Walk").await;
    town.posted().await;
    town.says("mo", "/entry void @ana last reason:late").await;
    town.until("2027-01-05T09:00:00Z").await;
    assert_snapshot!(town.posted().await, @r"
    challenge_final: Walk, final result
    Nobody logged this time. The next challenge is a fresh start.
    Judged by moderators who take part themselves: #11 voided (“late”).
    ");
}

#[tokio::test]
async fn the_arithmetic_of_who_left_is_nobody_elses() {
    let town = judged().await;
    town.says("ana", "/progress 80").await;
    town.says("ana", "/progress 8").await;
    let why = "/why Run member:@ana";
    let read = town.says("ben", why).await;
    assert!(read.contains("8 km") && !read.contains("80 km"), "{read}");
    assert!(town.says("mo", why).await.contains("80 km"));
    town.says("ana", "/leave Run").await;
    assert_snapshot!(town.says("ben", why).await, @"(private) ana is not taking part in Run at the moment.");
}

#[tokio::test]
async fn an_amount_that_is_asked_about_is_added_for_the_member_who_was_named() {
    let Some(town) = Town::at_the_desk("it sends what a button says as a line").await else {
        return;
    };
    for line in ["/challenge create Sit unit:min", "/challenge open Sit"] {
        town.says("mo", line).await;
    }
    town.says("ana", "/join Sit").await;
    let asked = town
        .says("mo", "/entry add @ana 1:30 reason:\"No phone\"")
        .await;
    let way = asked
        .lines()
        .find_map(|line| line.strip_prefix("[1 h 30 min] "));
    let added = town.says("mo", way.expect("a button")).await;
    assert!(added.contains("is added for ana."), "{added}");
    assert!(added.contains("Sit: 1 h 30 min"), "{added}");
}

#[tokio::test]
async fn yesterday_of_a_member_is_not_that_of_the_moderator_who_adds_for_her() {
    let town = Town::new().await;
    for title in ["Lift", "Boxes"] {
        let create = format!("/challenge create {title} unit:kg");
        town.says("mo", &create).await;
        town.says("mo", &format!("/challenge open {title}")).await;
        town.says("ana", &format!("/join {title}")).await;
    }
    town.says("ana", "/settings zone:Pacific/Kiritimati").await;
    // For ana it is Thursday morning, for the moderator still Wednesday.
    town.until("2027-01-06T15:00:00Z").await;
    let add = "/entry add @ana 3kg when:yesterday reason:\"No phone\"";
    let asked = town.says("mo", add).await;
    assert!(asked.contains("challenge:#1"), "{asked}");
    assert!(!asked.contains("when:2027"), "{asked}");
    let added = town.says("mo", &format!("{add} challenge:#1")).await;
    assert!(added.contains("Wed 6 Jan"), "{added}");
}
