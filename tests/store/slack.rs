//! What the store keeps for Slack: workspaces, and those that are being installed.

use huzzah::store::slack::SlackInstallation;
use huzzah::store::{NewSpace, Store, Tx};

use crate::database::fresh_database;
use crate::messages::message;
use crate::open;

fn workspace(team: &str) -> SlackInstallation {
    SlackInstallation {
        enterprise_id: String::new(),
        team_id: team.to_owned(),
        name: "Acme".to_owned(),
        app_id: "A1".to_owned(),
        bot_user: "U0BOT".to_owned(),
        installer: Some("U1".to_owned()),
        scopes: "chat:write,commands".to_owned(),
        token: Some("v1:token".to_owned()),
        refresh: Some("v1:refresh".to_owned()),
        expires_ms: Some(43_200_000),
        here: true,
        state_ms: 1_000,
    }
}

async fn begin(store: &Store) -> Tx {
    store.begin().await.expect("begins")
}

async fn save(tx: Tx) {
    tx.commit().await.expect("saves");
}

#[tokio::test]
async fn an_installation_is_kept_by_workspace_and_organisation_and_written_over_by_the_next() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut grid = workspace("T1");
    grid.enterprise_id = "E1".to_owned();
    grid.name = "Acme in an organisation".to_owned();
    let mut tx = begin(&store).await;
    tx.slack_install(&workspace("T1")).await.expect("writes");
    tx.slack_install(&grid).await.expect("writes");
    let again = SlackInstallation {
        token: Some("v1:newer".to_owned()),
        refresh: None,
        expires_ms: None,
        installer: None,
        ..workspace("T1")
    };
    tx.slack_install(&again).await.expect("writes over");
    save(tx).await;
    let read = store.slack_installation("", "T1").await.expect("reads");
    assert_eq!(read, Some(again));
    let read = store.slack_installation("E1", "T1").await.expect("reads");
    assert_eq!(read, Some(grid));
    let read = store.slack_installation("E2", "T1").await.expect("reads");
    assert_eq!(read, None);
    assert_eq!(
        format!("{:?}", workspace("T1")),
        "SlackInstallation(/T1, here since 1000 ms)"
    );
}

#[tokio::test]
async fn tokens_are_rotated_by_one_of_those_who_try() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = begin(&store).await;
    tx.slack_install(&workspace("T1")).await.expect("writes");
    for (name, wins) in [("first", true), ("second", false)] {
        let (token, refresh) = (format!("v1:{name} token"), format!("v1:{name} refresh"));
        let won = tx
            .slack_rotate("", "T1", "v1:refresh", &token, &refresh, 9)
            .await;
        assert_eq!(won.expect("tries"), wins, "{name}");
    }
    save(tx).await;
    let read = store.slack_installation("", "T1").await.expect("reads");
    let read = read.expect("is there");
    assert_eq!(read.token.as_deref(), Some("v1:first token"));
    assert_eq!(read.refresh.as_deref(), Some("v1:first refresh"));
    assert_eq!(read.expires_ms, Some(9));
}

#[tokio::test]
async fn a_workspace_that_goes_loses_its_tokens_at_once_and_its_traces_later_unless_it_comes_back()
{
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = begin(&store).await;
    tx.slack_install(&workspace("T1")).await.expect("writes");
    tx.slack_install(&workspace("T2")).await.expect("writes");
    tx.begin_message(&message("slack", "a", 7, 1), 0)
        .await
        .expect("begins");
    tx.tell_once("slack", "T1", "not_in_channel C1", 1, 0)
        .await
        .expect("notes");
    assert!(tx.slack_go("", "T1", 50).await.expect("goes"));
    assert!(!tx.slack_go("", "T1", 60).await.expect("is gone"));
    assert!(!tx.slack_go("", "T9", 60).await.expect("was never here"));
    let late = tx
        .slack_rotate("", "T1", "v1:refresh", "v1:t", "v1:r", 9)
        .await;
    assert!(
        !late.expect("tries"),
        "a gone workspace is given no token again"
    );
    save(tx).await;
    let gone = store.slack_gone_before(51).await.expect("reads");
    assert_eq!(gone.len(), 1);
    assert_eq!((gone[0].team_id.as_str(), gone[0].state_ms), ("T1", 50));
    assert_eq!((&gone[0].token, &gone[0].refresh), (&None, &None));
    assert_eq!(store.slack_gone_before(50).await.expect("reads"), []);

    let mut tx = begin(&store).await;
    let purged = tx.slack_purge("", "T1", "T1", 50).await;
    assert!(!purged.expect("looks"), "it is not its time");
    let purged = tx.slack_purge("", "T2", "T2", 51).await;
    assert!(!purged.expect("looks"), "that one is here");
    assert!(tx.slack_purge("", "T1", "T1", 51).await.expect("purges"));
    let began = tx.begin_message(&message("slack", "a", 7, 1), 0).await;
    assert!(began.expect("begins"), "its messages are forgotten");
    let told = tx.tell_once("slack", "T1", "not_in_channel C1", 2, 0).await;
    assert!(told.expect("notes"), "its troubles are forgotten");
    save(tx).await;
    let read = store.slack_installation("", "T1").await.expect("reads");
    assert_eq!(read, None);
}

#[tokio::test]
async fn an_installation_under_way_is_taken_once_and_in_time_and_there_are_not_too_many() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = begin(&store).await;
    for (state, made_ms, kept) in [
        ("old", 10, true),
        ("new", 500, true),
        ("too many", 500, false),
    ] {
        let keeps = tx.slack_keep_state(state, made_ms, 5, 2).await;
        assert_eq!(keeps.expect("keeps"), kept, "{state}");
    }
    assert!(!tx.slack_take_state("old", 100).await.expect("is late"));
    assert!(!tx.slack_take_state("too many", 0).await.expect("is none"));
    assert!(tx.slack_take_state("new", 100).await.expect("takes"));
    assert!(!tx.slack_take_state("new", 100).await.expect("took it"));
    assert!(
        tx.slack_keep_state("x", 600, 100, 1)
            .await
            .expect("has room")
    );
    assert!(
        tx.slack_keep_state("y", 900, 700, 1)
            .await
            .expect("drops x")
    );
    save(tx).await;
}

#[tokio::test]
async fn a_space_keeps_who_moderates_it() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let space = NewSpace {
        platform: "slack",
        platform_space: "T1",
        name: "Acme",
    };
    let mut tx = begin(&store).await;
    let (row, _) = tx.settle_space(space, 7).await.expect("settles");
    assert_eq!(row.moderators, None);
    tx.set_moderators(row.space_id, Some("<@U1> <@&S1>"))
        .await
        .expect("sets");
    save(tx).await;
    let read = store.space(row.space_id).await.expect("reads");
    let read = read.expect("is there");
    assert_eq!(read.moderators.as_deref(), Some("<@U1> <@&S1>"));
    assert_eq!(
        store.spaces_of(row.community_id).await.expect("reads"),
        [read]
    );
    let mut tx = begin(&store).await;
    tx.set_moderators(row.space_id, None).await.expect("clears");
    save(tx).await;
    let read = store.space_by_platform("slack", "T1").await.expect("reads");
    assert_eq!(read.expect("is there").moderators, None);
}
