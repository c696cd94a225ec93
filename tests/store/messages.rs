//! What the store keeps of messages and troubles, whichever platform: one message a delivery, one word a trouble.

use huzzah::store::{Message, Store, Tx};

use crate::database::fresh_database;
use crate::open;

pub(crate) fn message(platform: &str, key: &str, about_seq: i64, made_ms: i64) -> Message {
    Message {
        platform: platform.to_owned(),
        message_key: key.to_owned(),
        platform_space: "T1".to_owned(),
        channel: "C1".to_owned(),
        platform_message: None,
        user_id: Some("U1".to_owned()),
        about_seq: Some(about_seq),
        made_ms,
    }
}

async fn begin(store: &Store) -> Tx {
    store.begin().await.expect("begins")
}

async fn save(tx: Tx) {
    tx.commit().await.expect("saves");
}

#[tokio::test]
async fn a_delivery_posts_one_message_and_an_entry_finds_its_messages() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = begin(&store).await;
    for (key, seq, made_ms) in [("a", 7, 1), ("b", 7, 2), ("c", 8, 3), ("d", 7, 4)] {
        let begun = tx
            .begin_message(&message("slack", key, seq, made_ms), 0)
            .await;
        assert!(begun.expect("begins"), "{key}");
    }
    let again = tx.begin_message(&message("slack", "a", 7, 5), 0).await;
    assert!(!again.expect("looks"), "one delivery posts once");
    for (key, ts) in [("a", Some("1.1")), ("b", Some("2.2")), ("d", None)] {
        tx.message_sent("slack", key, "D1", ts)
            .await
            .expect("notes");
    }
    let there = tx.begin_message(&message("discord", "a", 7, 1), 0).await;
    assert!(there.expect("begins"), "each platform has its own");
    tx.drop_message("discord", "c").await.expect("finds none");
    tx.drop_message("slack", "c").await.expect("drops");
    tx.drop_message("slack", "a")
        .await
        .expect("leaves what was sent");
    let again = tx.begin_message(&message("slack", "c", 8, 5), 0).await;
    assert!(again.expect("begins"), "what was surely not posted may be");
    save(tx).await;
    let about = store.messages_about("slack", "T1", 7).await.expect("reads");
    let found: Vec<_> = about
        .iter()
        .map(|one| (one.platform_message.as_deref(), one.channel.as_str()))
        .collect();
    assert_eq!(found, [(Some("2.2"), "D1"), (Some("1.1"), "D1")]);
    assert_eq!(
        store.messages_about("slack", "T2", 7).await.expect("reads"),
        []
    );
    for (space, channel, ts, shown) in [
        ("T1", "D1", "2.2", Some(7)),
        ("T1", "D1", "3.3", None),
        ("T1", "D2", "2.2", None),
        ("T2", "D1", "2.2", None),
    ] {
        let seq = store.entry_shown("slack", space, channel, ts).await;
        assert_eq!(seq.expect("reads"), shown, "{space} {channel} {ts}");
    }

    let mut tx = begin(&store).await;
    tx.forget_asker("slack", "T1", "U1").await.expect("forgets");
    // The row made at 1 is old by now.
    let begun = tx.begin_message(&message("slack", "e", 9, 6), 2).await;
    assert!(begun.expect("begins"));
    save(tx).await;
    let about = store.messages_about("slack", "T1", 7).await.expect("reads");
    let found: Vec<_> = about
        .iter()
        .map(|one| (one.platform_message.as_deref(), one.user_id.as_deref()))
        .collect();
    assert_eq!(found, [(Some("2.2"), None)]);
}

#[tokio::test]
async fn a_trouble_is_told_once_and_again_when_it_is_over_or_long_ago() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = begin(&store).await;
    let mut told = Vec::new();
    for (subject, now_ms, not_before_ms) in [
        ("feed C1 a", 10, 0),
        ("feed C1 a", 20, 5),
        ("feed C1 b", 20, 5),
        ("feed CX1 a", 20, 5),
        ("feed C1 a", 30, 15),
    ] {
        let noted = tx.tell_once("slack", "T1", subject, now_ms, not_before_ms);
        told.push(noted.await.expect("notes"));
    }
    assert_eq!(told, [true, false, true, true, true]);
    tx.untell("slack", "T1", "feed C_1")
        .await
        .expect("finds none");
    tx.untell("slack", "T2", "feed")
        .await
        .expect("is elsewhere");
    tx.untell("discord", "T1", "feed")
        .await
        .expect("is elsewhere");
    tx.untell("slack", "T1", "feed C1").await.expect("is over");
    let mut told = Vec::new();
    for subject in ["feed C1 a", "feed C1 b", "feed CX1 a"] {
        let noted = tx.tell_once("slack", "T1", subject, 40, 15);
        told.push(noted.await.expect("notes"));
    }
    assert_eq!(told, [true, true, false]);
    save(tx).await;
}
