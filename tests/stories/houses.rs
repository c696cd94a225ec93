//! Two spaces under one roof, and the community's own settings.

use huzzah::commands::Said;
use insta::assert_snapshot;

use crate::town::{Town, invocation, read};

#[tokio::test]
async fn two_spaces_do_not_see_each_other() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 5").await;
    let elsewhere = async |user: &str, line: &str| {
        let said = Said::Line(line.to_owned());
        read(
            &town
                .desk
                .answer(invocation("elsewhere", line, user, said))
                .await,
        )
    };
    assert_snapshot!(elsewhere("ana", "/leaderboard").await, @"(refused) No challenge runs right now. When one opens, you can join it here.");
    assert_snapshot!(elsewhere("ana", "/progress 5km").await, @"(refused) No challenge runs right now. When one opens, you can join it here.");
    assert_snapshot!(elsewhere("ana", "/undo").await, @"(refused) There is nothing to take back. Log something first, for example /progress 3kg.");
    for line in [
        "/leaderboard Run",
        "/why",
        "/profile",
        "/challenges",
        "/export",
        "/entry void 4",
        "/challenge end Run",
    ] {
        let read = elsewhere("mo", line).await;
        assert!(!read.contains("5 km"), "{line}: {read}");
    }
    let made = elsewhere("mo", "/challenge create Run unit:km").await;
    assert!(made.starts_with("(private)"), "{made}");
    assert_snapshot!(town.says("ana", "/leaderboard").await, @r##"
    (private) Run – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    1 member is on the board.
    Score in km
    1.  ana (you)  5 km
    [All rounds] /leaderboard "#1" round:all
    [Show to all] /leaderboard "#1" share:yes
    "##);
}

#[tokio::test]
async fn a_community_closes_its_rounds_by_its_own_clocks() {
    let town = Town::new().await;
    assert_snapshot!(town.says("mo", "/setup zone:Europe/Berlin closes:\"sat 18:00\" day_ends:03:00").await, @r#"
    (private) The community's settings
    Change one at a time, for example /setup zone:Europe/Berlin closes:"sun 20:00". /doctor checks that everything works.
    Announcements: feed
    Time zone: Europe/Berlin, works from Tue 5 Jan 2027, 05:00 (Europe/Berlin); until then UTC
    Weekly rounds close: sat 18:00
    A day ends: at 03:00, works from Tue 5 Jan 2027, 05:00 (Europe/Berlin); until then at 04:00
    Language and numbers: en
    Quiet hours: 22–08
    [Check everything] /doctor
    "#);
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 5").await;
    town.posted().await;
    town.until("2027-01-09T16:59:59Z").await;
    assert_eq!(town.posted().await, "");
    town.until("2027-01-09T17:00:00Z").await;
    assert!(town.posted().await.starts_with("round_closed"), "on time");
    assert_snapshot!(town.says("mo", "/setup").await, @r#"
    (private) The community's settings
    Change one at a time, for example /setup zone:Europe/Berlin closes:"sun 20:00". /doctor checks that everything works.
    Announcements: feed
    Time zone: Europe/Berlin
    Weekly rounds close: sat 18:00
    A day ends: at 03:00
    Language and numbers: en
    Quiet hours: 22–08
    [Check everything] /doctor
    "#);
    assert_snapshot!(town.says("mo", "/doctor").await, @r"
    (private) Everything is as it should be.
    Checked Sat 9 Jan 2027, 18:00 (Europe/Berlin)
    The database takes writes  OK
    There is a channel for news and winners  OK
    Every post went out  OK
    [Check again] /doctor
    ");
}
