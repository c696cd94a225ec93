//! The stream: pages, heads and locks.

use huzzah::store::{Append, Head, Kind, StoreError};

use crate::database::fresh_database;
use crate::{by_hand, head, new_community, open, page};

#[tokio::test]
async fn pages_and_heads_come_back_as_they_were_written() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let mut tx = store.begin().await.expect("begins");
    assert_eq!(
        tx.lock_community(id).await.expect("locks"),
        Some(Head::default())
    );
    assert_eq!(tx.lock_community(id + 1).await.expect("locks"), None);
    tx.append_page(&page(id, 1, "{\"a\":\"☃\"}\n{}"))
        .await
        .expect("appends");
    tx.set_head(id, head(2, Some(77))).await.expect("sets");
    tx.commit().await.expect("saves");

    let mut tx = store.begin().await.expect("begins");
    tx.append_page(&page(id, 3, "third"))
        .await
        .expect("appends");
    tx.set_head(id, head(3, None)).await.expect("sets");
    tx.rollback().await.expect("rolls back");

    assert_eq!(
        store.head(id).await.expect("reads"),
        Some(head(2, Some(77)))
    );
    assert_eq!(
        store.pages_after(id, 0, 10).await.expect("reads"),
        [page(id, 1, "{\"a\":\"☃\"}\n{}")]
    );
    assert_eq!(store.pages_after(id, 2, 10).await.expect("reads").len(), 0);
    assert_eq!(
        store
            .page_holding(id, 2)
            .await
            .expect("reads")
            .map(|page| page.first_seq),
        Some(1)
    );
    assert_eq!(store.page_holding(id, 3).await.expect("reads"), None);
    assert_eq!(store.due_communities(76, 10).await.expect("reads").len(), 0);
    assert_eq!(store.due_communities(77, 10).await.expect("reads"), [id]);
    assert_eq!(store.next_due_overall().await.expect("reads"), Some(77));
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing_and_holds_nothing_up() {
    let database = fresh_database();
    for url in [database.url.as_str(), "sqlite::memory:"] {
        let store = open(url).await;
        let id = new_community(&store, "Runners").await;
        let mut tx = store.begin().await.expect("begins");
        tx.append_page(&page(id, 1, "lost")).await.expect("appends");
        drop(tx);
        assert_eq!(store.pages_after(id, 0, 10).await.expect("reads").len(), 0);
        new_community(&store, "Swimmers").await;
    }
}

#[tokio::test]
async fn a_thousand_communities_are_appended_to_at_once() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = store.begin().await.expect("begins");
    let mut ids = Vec::new();
    for _ in 0..1_000 {
        ids.push(tx.create_community("x", 0).await.expect("is created"));
    }
    let heads = tx.lock_communities(&ids).await.expect("locks");
    assert_eq!(heads.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ids);
    let appends: Vec<_> = ids
        .iter()
        .map(|&id| Append {
            page: page(id, 1, &format!("of {id}")),
            head: head(1, (id % 2 == 0).then_some(id)),
        })
        .collect();
    tx.append_pages(&appends).await.expect("appends");
    tx.commit().await.expect("saves");

    let mut heads = store.heads_of(&ids).await.expect("reads");
    heads.sort_unstable_by_key(|(id, _)| *id);
    let expected: Vec<_> = appends
        .iter()
        .map(|append| (append.page.community_id, append.head))
        .collect();
    assert_eq!(heads, expected);
    assert_eq!(
        store.pages_after(ids[998], 0, 9).await.expect("reads"),
        [appends[998].page.clone()]
    );
    assert_eq!(
        store
            .communities_after(ids[996], 9)
            .await
            .expect("reads")
            .len(),
        3
    );
}

#[tokio::test]
async fn the_same_page_number_is_taken_only_once() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    if store.kind() == Kind::Sqlite {
        let mut tx = store.begin().await.expect("begins");
        tx.append_page(&page(id, 1, "first"))
            .await
            .expect("appends");
        tx.commit().await.expect("saves");
        let mut tx = store.begin().await.expect("begins");
        let second = tx.append_page(&page(id, 1, "second")).await;
        assert!(matches!(second, Err(StoreError::Rival)), "{second:?}");
        return;
    }
    let rival = open(&database.url).await;
    let mut ours = store.begin().await.expect("begins");
    let mut theirs = rival.begin().await.expect("begins");
    ours.append_page(&page(id, 1, "ours"))
        .await
        .expect("appends");
    let body = page(id, 1, "theirs");
    let (theirs_outcome, ours_outcome) = tokio::join!(theirs.append_page(&body), ours.commit());
    ours_outcome.expect("saves");
    assert!(
        matches!(theirs_outcome, Err(StoreError::Rival)),
        "{theirs_outcome:?}"
    );
    assert!(
        theirs.commit().await.is_err(),
        "a transaction that failed cannot be committed"
    );
    assert_eq!(
        store.pages_after(id, 0, 9).await.expect("reads"),
        [page(id, 1, "ours")]
    );
}

#[tokio::test]
async fn who_waits_for_a_community_sees_what_was_appended_meanwhile() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let mut ours = store.begin().await.expect("begins");
    ours.lock_community(id).await.expect("locks");
    let rival = store.clone();
    let waiting = tokio::spawn(async move {
        let mut theirs = rival.begin().await.expect("begins");
        theirs.lock_community(id).await.expect("locks")
    });
    ours.append_page(&page(id, 1, "ours"))
        .await
        .expect("appends");
    ours.set_head(id, head(1, None)).await.expect("sets");
    ours.commit().await.expect("saves");
    assert_eq!(waiting.await.expect("ends"), Some(head(1, None)));
}

#[tokio::test]
async fn a_page_that_was_tampered_with_is_noticed() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let mut tx = store.begin().await.expect("begins");
    tx.append_page(&page(id, 1, "3 kg\0"))
        .await
        .expect("appends");
    tx.set_head(id, head(1, None)).await.expect("sets");
    tx.commit().await.expect("saves");
    assert_eq!(
        store.pages_after(id, 0, 9).await.expect("reads")[0].body,
        "3 kg"
    );

    let mut tx = store.begin().await.expect("begins");
    assert!(tx.rewrite_page(id, 1, "blank").await.expect("rewrites"));
    tx.commit().await.expect("saves");
    assert_eq!(
        store.pages_after(id, 0, 9).await.expect("reads")[0].body,
        "blank"
    );

    by_hand(&store, &database.url, "update page set body = 'black'").await;
    let read = open(&database.url).await.pages_after(id, 0, 9).await;
    assert!(matches!(read, Err(StoreError::Corrupt(_))), "{read:?}");
}
