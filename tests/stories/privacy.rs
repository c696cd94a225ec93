//! What nobody else may read: raw numbers of sensitive challenges, and anything of a person who is forgotten.

use insta::assert_snapshot;

use crate::town::Town;

/// Everything that `reader` and everybody can read about the challenge.
async fn all_there_is(town: &Town, reader: &str) -> String {
    let mut read = String::new();
    for line in [
        "/leaderboard",
        "/leaderboard round:last",
        "/leaderboard round:all",
        "/leaderboard round:1",
        "/challenges",
        "/challenges Cut",
        "/profile",
        "/profile @ana",
        "/why",
        "/why @ana",
        "/help",
        "/export",
        "/privacy",
        "/settings",
    ] {
        read.push_str(&town.says(reader, line).await);
        read.push('\n');
    }
    read
}

#[tokio::test]
async fn nobody_else_sees_a_number_of_a_sensitive_challenge() {
    let town = Town::new().await;
    town.says(
        "mo",
        "/challenge create Cut unit:kg scoring:percent_change direction:less ends:2027-01-12",
    )
    .await;
    town.says("mo", "/challenge open Cut").await;
    assert_snapshot!(town.says("ana", "/join Cut start:83.7kg").await, @r"
    (private) You are in Cut. Welcome!
    Only percent and rank are shown, never your numbers.
    Log your first entry, for example /progress 75kg.
    Start: 83.7 kg
    [Show the rules] /challenges challenge:#1
    ");
    assert_snapshot!(town.says("ana", "/progress 82.6kg").await, @r"
    (private) You logged 82.6 kg in Cut
    This round: 1.3 %, place 1 of 1
    [Undo] /undo 7
    ");
    town.says("ben", "/join Cut start:91kg").await;
    town.says("ben", "/progress 90kg").await;
    assert_snapshot!(town.says("ben", "/leaderboard").await, @r##"
    (private) Cut – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    2 members are on the board.
    Score in percent
    1.  ana  1.3 %
    2.  ben (you)  1.1 %
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
    let mut read = all_there_is(&town, "ben").await;
    town.until("2027-01-10T20:00:00Z").await;
    read.push_str(&town.says("ana", "/leaderboard share:yes").await);
    town.says("ana", "/progress 81.5kg").await;
    read.push_str(&all_there_is(&town, "ben").await);
    town.says("mo", "/entry void @ana last reason:\"Scale broke\"")
        .await;
    read.push_str(&town.says("mo", "/audit").await);
    town.until("2027-01-20T00:00:00Z").await;
    read.push_str(&all_there_is(&town, "mo").await);
    let posted = town.posted().await;
    assert_snapshot!(posted, @r##"
    challenge_opened: New challenge: Cut
    Join with /join "Cut".
    Measures: mass in kg, each entry is a reading
    Score: how far your newest reading has come down since your first, in percent
    Starts: Mon 4 Jan 2027, 09:00 (UTC)
    Ends: Wed 13 Jan 2027, 00:00 (UTC)
    Rounds: weekly, closing sun 20:00 (UTC); round 2 closes Wed 13 Jan 2027, 00:00 (UTC)
    Winners: 3 places; equal scores share a place
    Logging late: up to 48 h back; entries can be taken back as long
    Joining: any time until the end; what you log from then on counts
    Grace: 24 h after the end for late entries and corrections, then the result is final
    Privacy: others see percent only; your numbers stay between you and a moderator who judges an entry
    Taking part: 2 members
    [Join] /join "#1"
    ---
    round_closed: 🏆 Cut, round 1: ana wins with 1.3 %
    1. ana – 1.3 %
    2. ben – 1.1 %
    2 members took part.
    The next round closes Wed 13 Jan 2027, 00:00 (UTC).
    ---
    round_closed: Cut, round 2: a quiet one
    Nobody logged this time.
    ---
    challenge_provisional: Cut has ended: ana leads
    Provisional until Thu 14 Jan 2027, 00:00 (UTC): entries from before the end can still be logged.
    1. ana – 1.3 %
    2. ben – 1.1 %
    2 members took part.
    ---
    challenge_final: 🏆 Cut, final result: ana wins with 1.3 %
    1. ana – 1.3 %
    2. ben – 1.1 %
    2 members took part.
    Thanks to everyone who took part!
    "##);
    read.push_str(&posted);
    for number in ["83.7", "82.6", "81.5", "83,7", "82,6", "1.1 kg"] {
        assert!(!read.contains(number), "{number} in {read}");
    }
    let own = town.says("ana", "/why").await;
    assert!(own.contains("82.6"), "{own}");
}

#[tokio::test]
async fn a_forgotten_member_is_gone_and_what_is_closed_stays() {
    let town = Town::new().await;
    town.says(
        "mo",
        "/challenge create Cut unit:kg scoring:change direction:less",
    )
    .await;
    town.says("mo", "/challenge open Cut").await;
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    town.says("anastasia", "/join Cut start:83.7kg alias:Stasi")
        .await;
    town.says("anastasia", "/progress 82.6kg challenge:Cut before lunch")
        .await;
    town.says("anastasia", "/progress 11km along the secret river")
        .await;
    town.says("ben", "/progress 5km").await;
    town.says(
        "mo",
        "/entry void @anastasia last reason:\"She was on a train\"",
    )
    .await;
    town.says("anastasia", "/progress 12km").await;
    town.until("2027-01-10T20:00:00Z").await;
    town.posted().await;
    assert_snapshot!(town.says("anastasia", "/forget-me").await, @r#"
    (private) Do you want to be forgotten here?
    Your name, aliases and notes are deleted, your numbers in sensitive challenges blanked, and you leave the running boards: 3 entries in 2 challenges.
    Sums that everybody made together stay, and closed results keep your place as "a former member". If you come back, you start as someone new.
    This can't be taken back. Press the button or type /forget-me confirm:yes.
    [Forget me] /forget-me confirm:yes
    [Export my data first] /export
    "#);
    assert_snapshot!(town.says("anastasia", "/forget-me confirm:yes").await, @r"
    (private) Done: you are forgotten here.
    Your name, aliases and notes are deleted. Thank you for having been part of it!
    ");
    town.until("2027-01-17T20:00:00Z").await;
    let mut read = String::new();
    for line in [
        "/leaderboard Run",
        "/leaderboard Run round:1",
        "/leaderboard Cut round:1",
        "/audit",
        "/profile @anastasia",
        "/why @anastasia",
    ] {
        read.push_str(&town.says("mo", line).await);
        read.push('\n');
    }
    let posted = town.posted().await;
    assert_snapshot!(town.says("ben", "/leaderboard Run round:1").await, @r##"
    (private) Run – round 1
    Closed Sun 10 Jan 2027, 20:00 (UTC).
    2 members are on the board.
    Score in km
    1.  a former member  12 km
    2.  ben (you)  5 km
    [This round] /leaderboard "#2"
    [Last round] /leaderboard "#2" round:2
    [All rounds] /leaderboard "#2" round:all
    [Show to all] /leaderboard "#2" round:1 share:yes
    "##);
    assert_snapshot!(posted, @r"
    round_closed: Cut, round 2: a quiet one
    Nobody logged this time, and a fresh round has begun: /progress 75kg opens it. The next round closes Sun 24 Jan 2027, 20:00 (UTC).
    ---
    round_closed: Run, round 2: a quiet one
    Nobody logged this time, and a fresh round has begun: /progress 5km opens it. The next round closes Sun 24 Jan 2027, 20:00 (UTC).
    ");
    read.push_str(&posted);
    // A refusal says back what the asker has just typed herself.
    let shown = |line: &&str| line.contains("anastasia") && !line.contains("I don't know");
    let shown: Vec<&str> = read.lines().filter(shown).collect();
    assert_eq!(shown, Vec::<&str>::new());
    for word in ["Stasi", "secret river", "on a train", "82.6", "83.7"] {
        assert!(!read.contains(word), "{word} in {read}");
    }
    check_stream(&town).await;
    assert_eq!(town.differences().await, Vec::<String>::new());
    assert_snapshot!(town.says("anastasia", "/progress 1km").await, @r"
    (public) anastasia logged 1 km in Run
    Welcome to Run, anastasia!
    This round: 1 km, place 1 of 1
    [Undo] /undo 25
    ");
    assert_snapshot!(town.says("ben", "/leaderboard Run round:all").await, @r##"
    (private) Run – so far
    2 members are on the board.
    Score in km
    1.  ben (you)  5 km
    2.  anastasia  1 km
    [This round] /leaderboard "#2"
    [Last round] /leaderboard "#2" round:2
    [Show to all] /leaderboard "#2" round:all share:yes
    "##);
}

#[tokio::test]
async fn whatever_the_scoring_a_sensitive_number_stays_with_its_member() {
    for scoring in [
        "change direction:less",
        "percent_change direction:less",
        "latest direction:less",
        "best direction:less kind:readings",
        "goal",
    ] {
        let town = Town::new().await;
        let line = format!("/challenge create Cut unit:kg scoring:{scoring} entry_max:200kg");
        town.says("mo", &line).await;
        town.says("mo", "/challenge open Cut").await;
        town.says("ana", "/join Cut start:83.7kg goal:71.9kg").await;
        town.says("ben", "/join Cut start:91.3kg goal:88.9kg").await;
        let mut read = town
            .says("ben", "/progress 90.4kg")
            .await
            .replace("90.4", "");
        town.says("ana", "/progress 82.6kg").await;
        town.says("ana", "/progress 79.2kg").await;
        read.push_str(&all_there_is(&town, "cem").await);
        town.says("ana", "/undo").await;
        town.until("2027-01-10T20:00:00Z").await;
        town.says("ana", "/progress 77.4kg").await;
        town.until("2027-01-17T20:00:00Z").await;
        town.says("mo", "/entry void @ana last reason:\"Scale broke\"")
            .await;
        town.says("mo", "/challenge end Cut").await;
        town.until("2027-01-19T20:00:00Z").await;
        read.push_str(&all_there_is(&town, "cem").await);
        read.push_str(&town.says("mo", "/audit").await);
        read.push_str(&town.posted().await);
        for number in [
            "83.7", "82.6", "79.2", "77.4", "71.9", "91.3", "88.9", "90.4", "4.5", "1.1 kg",
            "0.9 kg", "6.3",
        ] {
            assert!(!read.contains(number), "{scoring}: {number} in {read}");
        }
        assert_eq!(town.differences().await, Vec::<String>::new(), "{scoring}");
    }
}

/// Nothing that is kept in the streams tells of her.
async fn check_stream(town: &Town) {
    let stream = whole_stream(town).await;
    for word in [
        "anastasia",
        "Stasi",
        "river",
        "82.6",
        "82600000000",
        "83700000000",
    ] {
        assert!(!stream.contains(word), "{word} in {stream}");
    }
}

/// Every page of every stream, as it is kept.
async fn whole_stream(town: &Town) -> String {
    let mut stream = String::new();
    for community_id in town.engine.communities().await.expect("the store answers") {
        let pages = town
            .engine
            .store()
            .pages_after(community_id, 0, 100_000)
            .await;
        for page in pages.expect("the store answers") {
            stream.push_str(&page.body);
        }
    }
    stream
}
