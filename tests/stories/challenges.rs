//! Challenges: drafted, previewed, opened, edited, and told about.

use insta::assert_snapshot;

use crate::town::Town;

#[tokio::test]
async fn a_draft_is_previewed_and_opened() {
    let town = Town::new().await;
    town.says("mo", "/setup zone:Europe/Berlin").await;
    assert_snapshot!(town.says("mo", "/challenge create \"Spring cut\" unit:kg scoring:total ends:2027-02-28 prize:\"A mug\" day_cap:5kg").await, @r##"
    (private) Draft: Spring cut
    Looks right? Open it with /challenge open "Spring cut".
    Measures: mass in kg, each entry adds up
    Score: the sum of your entries
    Starts: when a moderator opens it
    Ends: Mon 1 Mar 2027, 00:00 (Europe/Berlin)
    Rounds: weekly, closing sun 20:00 (Europe/Berlin)
    Winners: 3 places; equal scores share a place
    Prize: A mug
    Logging late: up to 48 h back; entries can be taken back as long
    A day: counts up to 5 kg
    Joining: any time until the end; what you log from then on counts
    Grace: 24 h after the end for late entries and corrections, then the result is final
    [Open] /challenge open "#1"
    "##);
    assert_snapshot!(town.says("ana", "/challenges").await, @r"
    (private) Challenges
    No challenge is running right now. Ask a moderator for one!
    ");
    assert_snapshot!(town.says("ana", "/progress 3kg").await, @"(refused) No challenge runs right now. When one opens, you can join it here.");
    assert_snapshot!(town.says("mo", "/challenge open \"Spring cut\"").await, @r"
    (private) Spring cut is open.
    It runs from now on. Members join with /join challenge:#1, or just log: /progress 3kg
    ");
    assert_snapshot!(town.posted().await, @r##"
    challenge_opened: New challenge: Spring cut
    Join with /join "Spring cut".
    Measures: mass in kg, each entry adds up
    Score: the sum of your entries
    Starts: Mon 4 Jan 2027, 10:00 (Europe/Berlin)
    Ends: Mon 1 Mar 2027, 00:00 (Europe/Berlin)
    Rounds: weekly, closing sun 20:00 (Europe/Berlin); round 1 closes Sun 10 Jan 2027, 20:00 (Europe/Berlin)
    Winners: 3 places; equal scores share a place
    Prize: A mug
    Logging late: up to 48 h back; entries can be taken back as long
    A day: counts up to 5 kg
    Joining: any time until the end; what you log from then on counts
    Grace: 24 h after the end for late entries and corrections, then the result is final
    [Join] /join "#1"
    "##);
    assert_snapshot!(town.says("ana", "/challenges").await, @r#"
    (private) Challenges: 1 is running
    Spring cut (#1): the most kg in total. Ends Mon 1 Mar 2027, 00:00 (Europe/Berlin). Join with /join "Spring cut".
    [Join Spring cut] /join challenge:#1
    "#);
}

#[tokio::test]
async fn a_title_in_use_is_refused() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Run unit:km").await;
    assert_snapshot!(town.says("mo", "/challenge create RUN unit:mi").await, @"(refused) There is an unfinished challenge called RUN already. Try another title, for example with a month in it.");
    town.says("mo", "/challenge open Run").await;
    town.says("mo", "/challenge cancel Run reason:\"Again, better\"")
        .await;
    let created = town.says("mo", "/challenge create Run unit:mi").await;
    assert!(created.starts_with("(private)"), "{created}");
}

#[tokio::test]
async fn after_the_start_only_some_things_change() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Run unit:km ends:2027-02-28")
        .await;
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 5").await;
    town.posted().await;
    assert_snapshot!(town.says("mo", "/challenge edit Run scoring:best").await, @"(refused) scoring can't change after the start, so that the rules stay fair. Title, purpose, prize, winners and a later end still can.");
    assert_snapshot!(town.says("mo", "/challenge edit Run ends:2027-01-20").await, @"(refused) ends: only a later end is possible after the start. To stop now, use challenge end.");
    assert_snapshot!(town.says("mo", "/challenge edit Run ends:2027-03-31 prize:\"A bigger mug\"").await, @r"
    (private) The rules of Run are changed.
    Changed: prize, ends. They work from now on.
    ");
    assert_snapshot!(town.posted().await, @r"
    challenge_edited: Run has new rules
    It works from now on; what was logged stays as it is.
    Prize: A bigger mug
    Ends: Thu 1 Apr 2027, 00:00 (UTC)
    ");
}

#[tokio::test]
async fn what_is_missing_or_unknown_is_hinted_at() {
    let town = Town::new().await;
    assert_snapshot!(town.says("mo", "/challenge create").await, @r#"(private) /challenge create needs title, for example /challenge create "Spring cut" unit:kg."#);
    assert_snapshot!(town.says("mo", "/challenge create Run scorng:total").await, @r"
    (refused) /challenge create has no option “scorng”. Did you mean scoring:?
    [Show help] /help
    ");
    assert_snapshot!(town.says("mo", "/challenge create Vote unit:votes scoring:votes").await, @"(refused) Voting comes later. Until then, try scoring:total or scoring:active_days.");
    assert_snapshot!(town.says("mo", "/challenge create Cut unit:kg scoring:change").await, @"(refused) Which way is better? Add direction:more or direction:less.");
    assert_snapshot!(town.says("mo", "/progess 3").await, @r"
    (refused) I don't know “progess”. Did you mean /progress?
    [Show help] /help
    ");
    assert_snapshot!(town.says("mo", "/leaderboard").await, @"(refused) No challenge runs right now. When one opens, you can join it here.");
    assert_snapshot!(town.says("mo", "/challenge create Push unit:pushups").await, @r##"
    (private) Draft: Push
    Looks right? Open it with /challenge open "Push".
    Measures: an own unit: pushups
    Score: the sum of your entries
    Starts: when a moderator opens it
    Ends: no end set
    Rounds: weekly, closing sun 20:00 (UTC)
    Winners: 3 places; equal scores share a place
    Logging late: up to 48 h back; entries can be taken back as long
    Joining: any time until the end; what you log from then on counts
    Grace: 24 h after the end for late entries and corrections, then the result is final
    [Open] /challenge open "#1"
    "##);
}

#[tokio::test]
async fn help_tells_of_every_command_there_is() {
    let town = Town::new().await;
    let help = town.says("mo", "/help").await;
    for command in huzzah::commands::registry::COMMANDS {
        assert!(help.contains(command.path), "{}: {help}", command.path);
        let about = town.says("mo", &format!("/help {}", command.path)).await;
        assert!(about.contains(command.about), "{}: {about}", command.path);
    }
    assert_snapshot!(town.says("ana", "/help").await, @r"
    (private) What you can do
    Log with /progress 3km, see who leads with /leaderboard, take the last entry back with /undo.
    /progress: Log what you did
    /undo: Take your newest entry back, or the one with that number
    /leaderboard: See who stands where
    /profile: Your challenges, places and latest entries
    /why: The arithmetic behind your score and rank, entry by entry
    /challenges: What runs, what comes and what is over; with a name, its rule card
    /join: Take part in a challenge
    /leave: Leave a challenge; your entries are kept and come back when you do
    /goal: Set your own target in a challenge about goals
    /settings: Your own zone, language, units and switches
    /privacy: What is kept about you, for how long, and who sees it
    /export: Everything that is kept about you, as a file for you alone; or a draw, to check it
    /forget-me: Delete your name and words; shows first what that means
    /help: What you can type
    /help progress explains a command with examples.
    ");
    assert_snapshot!(town.says("ana", "/help progress").await, @r#"
    (private) Help: progress
    Log what you did
    Type /progress [amount] [challenge:] [when:] [item:] [note:] [again:] [remember:]
    Example: /progress 3kg
    Example: /progress 5 km easy run
    Example: /progress 90min when:yesterday
    amount: How much, with its unit and a note if you like: 5 km easy run
    challenge: Where it counts, when several fit; `all` for each that fits
    when: When it was: yesterday, 2027-01-05, "2027-01-05 18:30"
    item: Which item of a checklist
    note: A few words beside the amount
    again: Count it although the same was just logged
    remember: Send later entries there too
    "#);
}

#[tokio::test]
async fn what_may_be_chosen_is_offered_with_or() {
    let town = Town::new().await;
    for title in ["Km", "Km2"] {
        let create = format!("/challenge create {title} scoring:completion items:\"A;B;C\"");
        town.says("mo", &create).await;
        town.says("mo", &format!("/challenge open {title}")).await;
    }
    let item = town.says("ana", "/progress challenge:Km2").await;
    assert!(item.contains("finish: A, B or C?"), "{item}");
    let which = town.says("ana", "/join Km3").await;
    assert!(which.contains("Did you mean Km or Km2?"), "{which}");
    let round = town.says("ana", "/leaderboard Km round:x").await;
    assert!(round.contains("this, last, all or 1 … 1"), "{round}");
}

#[tokio::test]
async fn who_took_part_is_not_told_that_she_never_did() {
    let town = Town::new().await;
    town.says(
        "mo",
        "/challenge create Run unit:km starts:2027-01-05 ends:2027-01-06",
    )
    .await;
    town.says("mo", "/challenge open Run").await;
    assert_snapshot!(town.says("mo", "/challenge resume Run").await, @"(refused) Run starts on Tue 5 Jan 2027, 00:00 (UTC): entries count from then on.");
    town.until("2027-01-05T09:00:00Z").await;
    town.says("ana", "/progress 5").await;
    town.until("2027-01-07T09:00:00Z").await;
    assert_snapshot!(town.says("mo", "/challenge edit Run ends:2027-01-20").await, @"(refused) Run is over, so its end stays as it is.");
    town.until("2027-01-08T09:00:00Z").await;
    assert_snapshot!(town.says("ana", "/profile").await, @r"
    (private) Your page
    You are not in a running challenge at the moment; the one you took part in is over. /challenges shows its result and what you can join.
    ");
    assert_snapshot!(town.says("ben", "/profile").await, @r"
    (private) Your page
    You are not in a challenge yet. /challenges shows what you can join.
    ");
    assert_snapshot!(town.says("ana", "/join Run").await, @"(refused) Run is over and its result is final. The next challenge is a fresh start.");
}
