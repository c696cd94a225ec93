//! What the store keeps for Discord: commands registered, long lines of buttons, servers.

use huzzah::store::discord::{DiscordCommands, DiscordGuild};

use crate::database::fresh_database;
use crate::messages::message;
use crate::open;

#[tokio::test]
async fn registered_commands_are_known_by_application_and_scope() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let commands = |scope: &str, hash: &str| DiscordCommands {
        application_id: "100".to_owned(),
        scope: scope.to_owned(),
        command_hash: hash.to_owned(),
        command_ids: r#"{"progress":"1"}"#.to_owned(),
    };
    let mut tx = store.begin().await.expect("begins");
    for (scope, hash) in [("", "a"), ("900", "b"), ("", "c")] {
        tx.discord_registered(&commands(scope, hash))
            .await
            .expect("writes");
    }
    tx.commit().await.expect("saves");
    for (scope, hash) in [("", "c"), ("900", "b")] {
        let read = store.discord_commands("100", scope).await.expect("reads");
        assert_eq!(read, Some(commands(scope, hash)));
    }
    let read = store.discord_commands("101", "").await.expect("reads");
    assert_eq!(read, None);
}

#[tokio::test]
async fn the_lines_of_buttons_go_with_whom_their_cards_answered() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = store.begin().await.expect("begins");
    for (id, user) in [
        ("a", Some("1")),
        ("b", Some("2")),
        ("c", None),
        ("b", Some("1")),
    ] {
        let kept = tx.discord_keep_line(id, "progress 3km", user, 10, 0);
        kept.await.expect("keeps");
    }
    tx.discord_forget_lines("1").await.expect("drops");
    tx.commit().await.expect("saves");
    for (id, is_there) in [("a", false), ("b", false), ("c", true)] {
        let read = store.discord_line(id).await.expect("reads");
        assert_eq!(read.is_some(), is_there, "{id}");
    }
}

#[tokio::test]
async fn a_buttons_line_is_kept_as_long_as_it_is_shown_now_and_then() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = store.begin().await.expect("begins");
    for (id, now_ms, drop_before_ms) in [("a", 10, 0), ("b", 20, 0), ("a", 30, 0), ("c", 40, 25)] {
        let line = format!("line {id}");
        let kept = tx.discord_keep_line(id, &line, None, now_ms, drop_before_ms);
        kept.await.expect("keeps");
    }
    tx.commit().await.expect("saves");
    for (id, line) in [("a", Some("line a")), ("b", None), ("c", Some("line c"))] {
        let read = store.discord_line(id).await.expect("reads");
        assert_eq!(read.as_deref(), line, "{id}");
    }
}

#[tokio::test]
async fn a_server_that_goes_is_purged_later_unless_it_comes_back() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = store.begin().await.expect("begins");
    assert!(tx.discord_come("1", "One", 1).await.expect("comes"));
    assert!(tx.discord_come("2", "Two", 2).await.expect("comes"));
    let news = tx.discord_come("1", "One, renamed", 3).await;
    assert!(!news.expect("is here"), "it was here before");
    assert!(tx.discord_go("1", 50).await.expect("goes"));
    assert!(!tx.discord_go("1", 60).await.expect("is gone"));
    assert!(!tx.discord_go("9", 60).await.expect("was never here"));
    for (platform, key) in [("discord", "a"), ("slack", "a")] {
        let mut message = message(platform, key, 7, 1);
        message.platform_space = "1".to_owned();
        let begun = tx.begin_message(&message, 0).await;
        assert!(begun.expect("begins"));
        let state = tx.message_sent(platform, key, "C1", Some("5")).await;
        state.expect("notes");
    }
    tx.commit().await.expect("saves");
    let guild = |id: &str, name: &str, here, state_ms| DiscordGuild {
        guild_id: id.to_owned(),
        name: name.to_owned(),
        here,
        state_ms,
    };
    let gone = guild("1", "One, renamed", false, 50);
    let read = store.discord_guild("1").await.expect("reads");
    assert_eq!(read.as_ref(), Some(&gone));
    let here = store.discord_guilds_here("", 9).await.expect("reads");
    assert_eq!(here, [guild("2", "Two", true, 2)]);
    assert_eq!(store.discord_gone_before(50).await.expect("reads"), []);
    assert_eq!(store.discord_gone_before(51).await.expect("reads"), [gone]);

    let mut tx = store.begin().await.expect("begins");
    assert!(!tx.discord_purge("1", 50).await.expect("is too early"));
    assert!(!tx.discord_purge("2", 99).await.expect("is here"));
    assert!(tx.discord_purge("1", 51).await.expect("purges"));
    assert!(tx.discord_come("1", "One again", 70).await.expect("comes"));
    assert!(!tx.discord_purge("1", 99).await.expect("is back"));
    tx.commit().await.expect("saves");
    let about = store.messages_about("discord", "1", 7).await;
    assert_eq!(about.expect("reads"), []);
    let about = store.messages_about("slack", "1", 7).await;
    assert_eq!(about.expect("reads").len(), 1, "other platforms' stay");
}
