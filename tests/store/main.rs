//! What the store promises, on both databases.

#[path = "../common/database.rs"]
mod database;
mod discord;
mod faults;
mod messages;
mod opening;
mod outbox;
mod people;
mod slack;
mod snapshots;
mod stream;

use huzzah::store::{Head, Kind, Page, Store};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};

/// Opens the store anew, as another process would on PostgreSQL. On SQLite there is no other process.
pub(crate) async fn open(url: &str) -> Store {
    Store::open(url).await.expect("the database opens")
}

pub(crate) async fn new_community(store: &Store, name: &str) -> i64 {
    let mut tx = store.begin().await.expect("begins");
    let community_id = tx.create_community(name, 1_000).await.expect("is created");
    tx.commit().await.expect("is saved");
    community_id
}

pub(crate) fn page(community_id: i64, first_seq: u64, body: &str) -> Page {
    Page {
        community_id,
        first_seq,
        at_ms: 5,
        body: body.to_owned(),
    }
}

pub(crate) fn head(last_seq: u64, next_due_ms: Option<i64>) -> Head {
    Head {
        last_seq,
        next_due_ms,
    }
}

/// Runs a statement behind the store's back, after closing it.
pub(crate) async fn by_hand(store: &Store, url: &str, sql: &'static str) {
    store.close().await;
    if store.kind() == Kind::Sqlite {
        let mut connection = SqliteConnection::connect(url).await.expect("connects");
        connection.execute(sql).await.expect("runs");
        connection.close().await.expect("closes");
    } else {
        let mut connection = PgConnection::connect(url).await.expect("connects");
        connection.execute(sql).await.expect("runs");
        connection.close().await.expect("closes");
    }
}

/// Asks for a number behind the store's back, after closing it.
pub(crate) async fn count(store: &Store, url: &str, sql: &'static str) -> i64 {
    store.close().await;
    if store.kind() == Kind::Sqlite {
        let mut connection = SqliteConnection::connect(url).await.expect("connects");
        sqlx::query_scalar(sql)
            .fetch_one(&mut connection)
            .await
            .expect("counts")
    } else {
        let mut connection = PgConnection::connect(url).await.expect("connects");
        sqlx::query_scalar(sql)
            .fetch_one(&mut connection)
            .await
            .expect("counts")
    }
}
