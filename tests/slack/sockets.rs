//! Socket Mode: what Slack says on a socket, and how sockets come and go.

use crate::crew::{Crew, Way};

#[tokio::test]
async fn a_new_socket_is_open_before_the_old_one_closes() {
    let crew = Crew::running(Way::Socket).await;
    for reason in ["warning", "refresh_requested"] {
        let [old] = crew.slack.links()[..] else {
            panic!("one socket is open");
        };
        crew.slack.says_goodbye(old, reason);
        let links = crew.slack.linked(2).await;
        assert_eq!(links[0], old, "the old one still listens");
        let said = crew.says("ana", "/leaderboard").await;
        assert!(said.contains("Run – round 1"), "{said}");
        crew.slack.closes(old);
        crew.slack.linked(1).await;
    }
    assert_eq!(crew.slack.calls("apps.connections.open").len(), 3);
}

#[tokio::test]
async fn a_socket_that_breaks_is_opened_again() {
    let crew = Crew::running(Way::Socket).await;
    let old = crew.slack.links();
    crew.slack.closes(old[0]);
    crew.slack
        .until("another socket", |_| {
            let links = crew.slack.links();
            (links.len() == 1 && links != old).then_some(())
        })
        .await;
    let said = crew.says("ana", "/progress 3km").await;
    assert!(said.contains("ana logged 3 km"), "{said}");
}

#[tokio::test]
async fn what_is_no_envelope_harms_nobody() {
    let crew = Crew::running(Way::Socket).await;
    let [link] = crew.slack.links()[..] else {
        panic!("one socket is open");
    };
    for text in [
        "",
        "confetti",
        "[]",
        "{}",
        r#"{"type":"confetti"}"#,
        r#"{"envelope_id":"e1"}"#,
        r#"{"envelope_id":"e2","type":"events_api"}"#,
        r#"{"envelope_id":"e3","type":"slash_commands","payload":null}"#,
        r#"{"envelope_id":"e4","type":"interactive","payload":{"type":7}}"#,
        r#"{"envelope_id":5,"type":"slash_commands","payload":{}}"#,
    ] {
        crew.slack.babbles(link, text);
    }
    let said = crew.says("ana", "/progress 3km").await;
    assert!(said.contains("ana logged 3 km"), "{said}");
}

#[tokio::test]
async fn where_socket_mode_is_switched_off_nobody_knocks_on() {
    let crew = Crew::running(Way::Socket).await;
    let [link] = crew.slack.links()[..] else {
        panic!("one socket is open");
    };
    let n_before = crew.slack.calls("apps.connections.open").len();
    crew.slack.says_goodbye(link, "link_disabled");
    crew.slack.linked(0).await;
    assert_eq!(crew.slack.calls("apps.connections.open").len(), n_before);
}

#[tokio::test]
async fn many_at_once_are_each_acknowledged_and_answered() {
    let crew = Crew::running(Way::Socket).await;
    let typed = (0..60).map(|n| {
        let line = format!("/progress {}km", n + 1);
        let who = format!("member {n}");
        crew.acme
            .envelope(&who, "general", |spot, world| spot.command(world, &line))
    });
    let typed: Vec<_> = typed.collect();
    let deeds = typed.into_iter().map(|typed| crew.slack.deliver(typed));
    let deeds = futures_util::future::join_all(deeds).await;
    crew.settles().await;
    assert!(deeds.iter().all(|deed| deed.acked.is_some()));
    assert_eq!(crew.acme.history("general").len(), 60);
    let board = crew.says("ana", "/leaderboard").await;
    assert!(board.contains("60 members are on the board"), "{board}");
}
