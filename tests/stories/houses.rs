//! Two spaces under one roof, and the community's own settings.

use huzzah::commands::{Reply, Said};
use insta::assert_snapshot;

use crate::town::Town;
use crate::town::desk::{invocation, read};

/// What a workspace answers, on a platform where a channel for news has to be chosen; `direct`: asked in private.
async fn workspace(town: &Town, direct: bool, user: &str, line: &str) -> Reply {
    let said = Said::Line(line.to_owned());
    let mut invocation = invocation("T1", line, user, said);
    invocation.place.platform = "slack";
    invocation.place.channel = String::from(if direct { "D1" } else { "C1" });
    invocation.place.direct = direct;
    town.desk().desk.answer(invocation).await
}

/// A town for stories that look at what a reply asks its platform to do.
async fn town_with_replies() -> Option<Town> {
    Town::at_the_desk("it looks at what a reply asks its platform to do").await
}

#[tokio::test]
async fn two_spaces_do_not_see_each_other() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 5").await;
    assert_snapshot!(town.elsewhere("ana", "/leaderboard").await, @"(refused) No challenge runs right now. When one opens, you can join it here.");
    assert_snapshot!(town.elsewhere("ana", "/progress 5km").await, @"(refused) No challenge runs right now. When one opens, you can join it here.");
    assert_snapshot!(town.elsewhere("ana", "/undo").await, @"(refused) There is nothing to take back: no entry of yours counts in a challenge that runs.");
    for line in [
        "/leaderboard Run",
        "/why",
        "/profile",
        "/challenges",
        "/export",
        "/entry void 4",
        "/challenge end Run",
    ] {
        let read = town.elsewhere("mo", line).await;
        assert!(!read.contains("5 km"), "{line}: {read}");
    }
    let made = town.elsewhere("mo", "/challenge create Run unit:km").await;
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
    Announcements: #feed
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
    Announcements: #feed
    Time zone: Europe/Berlin
    Weekly rounds close: sat 18:00
    A day ends: at 03:00
    Language and numbers: en
    Quiet hours: 22–08
    [Check everything] /doctor
    "#);
    // A platform adds what it knows of itself.
    let doctor = town.says("mo", "/doctor").await;
    let first: Vec<&str> = doctor.lines().take(5).collect();
    assert_snapshot!(first.join("\n"), @r"
    (private) Everything is as it should be.
    Checked Sat 9 Jan 2027, 18:00 (Europe/Berlin)
    The database takes writes: OK
    There is a channel for news and winners: OK
    Every post went out: OK
    ");
}

#[tokio::test]
async fn a_new_channel_for_news_is_tried_out_with_a_post_that_can_be_removed() {
    let Some(town) = town_with_replies().await else {
        return;
    };
    let reply = workspace(&town, true, "mo", "/setup feed:<#C7|wins>").await;
    assert_snapshot!(read(&reply), @r#"
    (private) The community's settings
    Change one at a time, for example /setup zone:Europe/Berlin closes:"sun 20:00". /doctor checks that everything works.
    Announcements: #C7
    Time zone: UTC
    Weekly rounds close: sun 20:00
    A day ends: at 04:00
    Language and numbers: en
    Quiet hours: 22–08, once the zone is set
    [Check everything] /doctor
    "#);
    let also = reply.also.expect("a test post");
    assert_eq!(also.channel, "C7");
    let card = also.card;
    assert_snapshot!(card.text(), @r"
    Set up by mo: news and winners will come here.
    Change it with /setup.
    ");
    assert_eq!(card.actions[0].command, "setup remove:test");
    let reply = workspace(&town, false, "mo", "/setup remove:test").await;
    assert!(reply.removes && reply.also.is_none());
    assert_snapshot!(read(&reply), @r"
    (private) Pressing Remove below a test post takes it away.
    News and winners still come to #C7.
    ");
    let reply = workspace(&town, false, "ana", "/setup remove:test").await;
    assert!(reply.refused && !reply.removes, "only moderators remove it");
    let reply = workspace(&town, false, "mo", "/setup remove:everything").await;
    assert!(reply.refused && !reply.removes, "{}", read(&reply));
}

#[tokio::test]
async fn where_nobody_chose_a_channel_news_come_to_where_the_first_challenge_is_opened() {
    let Some(town) = town_with_replies().await else {
        return;
    };
    workspace(&town, true, "mo", "/challenge create Run unit:km").await;
    workspace(&town, true, "mo", "/challenge create Walk unit:km").await;
    let feed = async || {
        let space = town.engine.space("slack", "T1", "T1").await;
        space.expect("the store answers").feed
    };
    let reply = workspace(&town, false, "mo", "/challenge open Swim").await;
    assert!(reply.refused);
    assert_eq!(feed().await, None, "what was refused chose nothing");
    let private = workspace(&town, true, "mo", "/challenge open Run").await;
    assert!(!private.refused);
    assert_eq!(feed().await, None, "a direct message is no place for news");
    let reply = workspace(&town, false, "mo", "/challenge open Walk").await;
    assert_snapshot!(read(&reply), @r"
    (private) Walk is open.
    It runs from now on. Members join with /join challenge:#2, or just log: /progress 5km
    Nobody had chosen a channel for news yet, so news and winners will come to #C1. Change it with /setup feed:#other.
    ");
    assert_eq!(feed().await.as_deref(), Some("C1"));
}

#[tokio::test]
async fn moderators_are_named_by_mentions_where_a_platform_has_them() {
    let Some(town) = town_with_replies().await else {
        return;
    };
    let line = "/setup moderators:\"<@&S1> <@U1>\"";
    assert_snapshot!(read(&workspace(&town, false, "mo", line).await), @r#"
    (private) The community's settings
    Change one at a time, for example /setup zone:Europe/Berlin closes:"sun 20:00". /doctor checks that everything works.
    Announcements: nowhere yet: choose a channel with /setup feed:#announcements
    Time zone: UTC
    Weekly rounds close: sun 20:00
    A day ends: at 04:00
    Language and numbers: en
    Quiet hours: 22–08, once the zone is set
    Moderators too: @&S1, @U1
    [Check everything] /doctor
    "#);
    assert_snapshot!(read(&workspace(&town, false, "mo", "/setup moderators:leaders").await), @r#"(refused) Name people or groups so that they become mentions, for example /setup moderators:"@leaders @ana". In a form they can't; there, leave this empty. moderators:none names nobody."#);
    let space = town.engine.space("slack", "T1", "T1").await;
    let kept = space.expect("the store answers").moderators;
    assert_eq!(kept.as_deref(), Some("<@&S1> <@U1>"));
    let reply = workspace(&town, false, "mo", "/setup moderators:none").await;
    assert!(!read(&reply).contains("Moderators too"));
    assert_snapshot!(town.says("mo", "/setup moderators:<@U1>").await, @"(refused) In the lounge moderators are named by whoever runs it, in the setting lounge.moderators: for example HUZZAH_LOUNGE__MODERATORS=ana,ben.");
}

#[tokio::test]
async fn the_doctor_asks_a_platform_what_only_it_knows() {
    let Some(town) = town_with_replies().await else {
        return;
    };
    let doctor: huzzah::commands::Doctor = std::sync::Arc::new(|ask| {
        let check = huzzah::cards::settings::Check::new(
            format!("The bot is in {}", ask.space.feed.unwrap_or_default()),
            false,
            format!("Invite it, {}.", ask.who.name),
        );
        Box::pin(std::future::ready(vec![check]))
    });
    town.desk().desk.doctor_of("slack", doctor);
    workspace(&town, false, "mo", "/setup feed:<#C7>").await;
    assert_snapshot!(read(&workspace(&town, false, "mo", "/doctor").await), @r"
    (private) 1 thing needs a hand.
    Checked Mon 4 Jan 2027, 09:00 (UTC)
    The bot is in C7: needs a hand. Invite it, mo.
    The database takes writes: OK
    There is a channel for news and winners: OK
    Every post went out: OK
    [Check again] /doctor
    ");
    let elsewhere = town.says("mo", "/doctor").await;
    assert!(!elsewhere.contains("Invite it"), "{elsewhere}");
}

#[tokio::test]
async fn a_new_zone_leaves_no_week_of_a_few_hours() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    town.says("ana", "/progress 5").await;
    town.says("mo", "/setup zone:America/Los_Angeles").await;
    town.posted().await;
    town.until("2027-01-10T20:00:00Z").await;
    let post = town.posted().await;
    assert!(
        post.contains("The next round closes Sun 17 Jan 2027, 20:00 (America/Los_Angeles)."),
        "{post}"
    );
}
