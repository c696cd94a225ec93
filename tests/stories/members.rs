//! Members: joining, goals, leaving and coming back, settings, names.

use huzzah::commands::Said;
use insta::assert_snapshot;

use crate::town::Town;
use crate::town::desk::invocation;

async fn running() -> Town {
    let town = Town::new().await;
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    town.posted().await;
    town
}

#[tokio::test]
async fn who_leaves_is_hidden_and_comes_back_whole() {
    let town = running().await;
    assert_snapshot!(town.says("ana", "/join Run").await, @r"
    (private) You are in Run. Welcome!
    Your entries in this challenge are shown to everybody here, and so is your place.
    Log your first entry, for example /progress 5km.
    [Show the rules] /challenges challenge:#1
    ");
    town.says("ana", "/progress 8").await;
    town.says("ben", "/progress 5").await;
    assert_snapshot!(town.says("ana", "/leave Run").await, @r"
    (private) You left Run.
    Your entries are kept and you are not shown any more. Whenever you like, /join challenge:#1 brings everything back.
    [Join again] /join challenge:#1
    ");
    assert_snapshot!(town.says("ben", "/leaderboard").await, @r##"
    (private) Run – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in km
    1.  ben (you)  5 km
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
    assert_snapshot!(town.says("ana", "/join Run").await, @r"
    (private) You are in Run. Welcome!
    Your entries in this challenge are shown to everybody here, and so is your place.
    Log your first entry, for example /progress 5km.
    [Show the rules] /challenges challenge:#1
    ");
    assert_snapshot!(town.says("ben", "/leaderboard").await, @r##"
    (private) Run – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    2 members are on the board.
    Score in km
    1.  ana  8 km
    2.  ben (you)  5 km
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
}

#[tokio::test]
async fn a_goal_is_needed_seen_and_locked_at_the_first_close() {
    let town = Town::new().await;
    town.says(
        "mo",
        "/challenge create Books unit:pages scoring:goal kind:increments",
    )
    .await;
    town.says("mo", "/challenge open Books").await;
    assert_snapshot!(town.says("ana", "/progress 100").await, @r#"(refused) Books is about your own goal: join with it, for example /join "Books" goal:"20 pages"."#);
    assert_snapshot!(town.says("ana", "/join Books").await, @r#"(refused) Books is about your own goal: join with it, for example /join "Books" goal:"20 pages"."#);
    assert_snapshot!(town.says("ana", "/join Books goal:400").await, @r"
    (private) You are in Books. Welcome!
    Your entries in this challenge are shown to everybody here, and so is your place.
    You can still change your goal until the next close.
    Log your first entry, for example /progress 20 pages.
    Goal: 400 pages
    [Show the rules] /challenges challenge:#1
    ");
    assert_snapshot!(town.says("ana", "/progress 100").await, @r"
    (public) ana logged 100 pages in Books
    This round: 25 %, place 1 of 1
    [Undo] /undo 7
    ");
    assert_snapshot!(town.says("ana", "/goal 500 challenge:Books").await, @r"
    (private) Your goal in Books is set.
    You can still change your goal until the next close.
    The others can see your goal.
    Goal: 500 pages
    ");
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Books – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in percent
    1.  ana (you)  20 %
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
    town.until("2027-01-10T20:00:00Z").await;
    assert_snapshot!(town.says("ana", "/goal 150 challenge:Books").await, @"(refused) Your goal in Books is locked since the first close, so that it stays fair. Keep going!");
}

#[tokio::test]
async fn an_alias_stands_in_for_the_name() {
    let town = running().await;
    assert_snapshot!(town.says("ana", "/join Run alias:\"Road Runner\"").await, @r"
    (private) You are in Run. Welcome!
    Your entries in this challenge are shown to everybody here, and so is your place.
    Log your first entry, for example /progress 5km.
    [Show the rules] /challenges challenge:#1
    ");
    assert_snapshot!(town.says("ana", "/progress 8").await, @r"
    (public) Road Runner logged 8 km in Run
    This round: 8 km, place 1 of 1
    [Undo] /undo 7
    ");
    let board = town.says("ben", "/leaderboard").await;
    assert!(
        board.contains("Road Runner") && !board.contains("ana"),
        "{board}"
    );
}

#[tokio::test]
async fn a_member_sets_her_zone_and_units() {
    let town = running().await;
    assert_snapshot!(town.says("ana", "/settings zone:America/New_York units:imperial").await, @r"
    (private) Your settings
    Change one at a time, for example /settings zone:Europe/Berlin or /settings mentions:on.
    Time zone: America/New_York, works from Tue 5 Jan 2027, 04:00 (UTC); until then UTC
    Numbers: as the community writes them
    Units: imperial
    Mentions: off: nothing pings you
    Notes: on: words after an amount are kept
    ");
    assert_snapshot!(town.says("ana", "/settings zone:Mars/Olympus").await, @"(refused) zone: I don't know the zone “Mars/Olympus”. Try Europe/Berlin.");
    town.says("ana", "/progress 8").await;
    assert_snapshot!(town.says("ana", "/profile").await, @r"
    (private) Your page
    Your newest entries
    #8  4.97 mi  Run  Mon 4 Jan  counts
    Run: So far: 4.97 mi, place 1 of 1. This round: 4.97 mi, place 1 of 1. The round closes Sun 10 Jan 2027, 20:00 (UTC).
    Your time zone: UTC
    [Undo #8] /undo
    [Show leaderboard] /leaderboard challenge:#1
    ");
}

#[tokio::test]
async fn a_member_takes_her_data_with_her() {
    let town = running().await;
    town.says("ana", "/progress 8 along the river").await;
    assert_snapshot!(town.says("ana", "/export").await, @r#"
    (private) Your export is ready: 1 entry.
    The file is for you alone; it holds everything that is stored about you.
    huzzah-export.json:
    {
      "challenges": [
        {
          "entries": [
            {
              "amount": "8 km",
              "day": "2027-01-04",
              "effective_ms": 1799053200000,
              "entry": 7,
              "recorded_ms": 1799053200000,
              "round": 1,
              "state": "accepted"
            }
          ],
          "goal": null,
          "scoring": "total",
          "start": null,
          "takes_part": true,
          "title": "Run",
          "unit": "km"
        }
      ],
      "name": "ana",
      "number": 2,
      "settings": {
        "default_challenge": 0,
        "mentions": false,
        "notes": true,
        "zone": null
      },
      "user": "ana",
      "words": [
        {
          "event": 7,
          "kind": "note",
          "words": "along the river"
        }
      ]
    }
    "#);
    assert_snapshot!(town.says("ana", "/privacy").await, @r"
    (private) What is stored about you
    Stored: 1 entry in 1 challenge, with amount, unit, time and your note; your goals, settings, platform id and shown name.
    Not stored: What you write elsewhere. Messages are never read.
    Who sees it: Members of this community see your accepted entries, score and place. Settings and exports are for you alone.
    Sensitive challenges: Only percent and rank are shown. A raw number goes to you, and to a moderator who has to judge that entry.
    How long: As long as the community uses this bot, or until you ask to be forgotten.
    Take it along: /export hands you everything as a file.
    Have it deleted: /forget-me shows first what would happen.
    [Export my data] /export
    [Forget me…] /forget-me
    ");
}

#[tokio::test]
async fn a_new_name_is_shown_everywhere() {
    let town = running().await;
    town.says("ana", "/progress 8").await;
    town.renames("ana", "Ana Maria").await;
    town.says("ana", "/progress 2").await;
    let board = town.says("ben", "/leaderboard").await;
    assert!(board.contains("Ana Maria"), "{board}");
}

#[tokio::test]
async fn a_home_page_tells_a_member_how_she_stands_and_changes_nothing() {
    let Some(town) = Town::at_the_desk("it asks for the page itself").await else {
        return;
    };
    let home = async |user: &str| {
        let asked = invocation("town", "home", user, Said::Line(String::new()));
        let card = town.desk().desk.home(&asked.place, &asked.who).await;
        card.expect("the community can be read").text()
    };
    let welcome = home("ana").await;
    assert!(welcome.starts_with("Welcome!"), "{welcome}");
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 5").await;
    assert_snapshot!(home("ana").await, @r"
    Your challenges
    Next: the round of Run closes Sun 10 Jan 2027, 20:00 (UTC).
    Run: So far: 5 km, place 1 of 1. This round: 5 km, place 1 of 1. The round closes Sun 10 Jan 2027, 20:00 (UTC).
    ");
    assert_eq!(home("ben").await, welcome.replace("3km", "5km"));
    let space = town.engine.space("simulate", "town", "town").await;
    let space_id = space.expect("the store answers").space_id;
    let ben = town.engine.identity_of(space_id, "ben").await;
    assert_eq!(
        ben.expect("the store answers"),
        None,
        "looking is not taking part"
    );
}

#[tokio::test]
async fn days_so_far_are_counted_in_the_zones_that_were_in_force() {
    let town = Town::new().await;
    town.says("mo", "/setup zone:Europe/Berlin").await;
    town.until("2027-01-06T09:00:00Z").await;
    town.says("mo", "/challenge create Days scoring:active_days")
        .await;
    town.says("mo", "/challenge open Days").await;
    town.says("ana", "/progress").await;
    town.says("ana", "/settings zone:America/Los_Angeles").await;
    town.until("2027-01-08T19:00:00Z").await;
    let why = town.says("ana", "/why").await;
    assert!(why.contains("1 of 3 days so far has an entry"), "{why}");
}
