//! Opening, refusing to open, and the state of the connection.

use huzzah::store::{Kind, Store, StoreError};

use crate::database::fresh_database;
use crate::{by_hand, open};

#[tokio::test]
async fn migrations_run_once_however_many_processes_start() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        open(&database.url).await.close().await;
        open(&database.url).await.close().await;
        return;
    }
    let starts = (0..8).map(|_| {
        let url = database.url.clone();
        tokio::spawn(async move { Store::open(&url).await.map(drop) })
    });
    for start in starts.collect::<Vec<_>>() {
        start.await.expect("ends").expect("opens");
    }
}

#[tokio::test]
async fn a_second_process_on_the_same_file_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let url = format!("sqlite:{}", folder.path().join("a b.db").display());
    let store = open(&url).await;
    let second = Store::open(&url).await.map(drop);
    assert!(matches!(second, Err(StoreError::InUse(_))), "{second:?}");
    store.close().await;
    open(&url).await;
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let planted =
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
        select 9999, 'tomorrow', success, checksum, 0 from _sqlx_migrations limit 1";
    by_hand(&store, &database.url, planted).await;
    let refused = Store::open(&database.url).await.map(drop);
    assert!(
        matches!(refused, Err(StoreError::Newer(9_999))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_address_of_no_database_is_refused() {
    for url in [
        "",
        "mysql://localhost/x",
        "huzzah.db",
        "sqlite:x?colour=blue",
    ] {
        let refused = Store::open(url).await.map(drop);
        assert!(
            matches!(refused, Err(StoreError::Address(_))),
            "{url}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn the_store_says_whether_it_takes_writes_and_what_the_time_is() {
    let database = fresh_database();
    let store = open(&database.url).await;
    store.probe(1).await.expect("writes");
    store.probe(2).await.expect("writes");
    let offset_ms = store.server_clock_offset_ms(|| 0).await.expect("answers");
    let offset_ms = offset_ms.expect("it was quick");
    assert_eq!(offset_ms > 0, store.kind() == Kind::Postgres, "{offset_ms}");
    store.close().await;
    assert!(store.probe(3).await.is_err());
}
