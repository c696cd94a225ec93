//! Looks behind the store's back for what is left of a community.

use huzzah::store::{Kind, Store};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

const MIGRATIONS: [&str; 3] = [
    include_str!("../../migrations/0001_first.sql"),
    include_str!("../../migrations/0002_lounge.sql"),
    include_str!("../../migrations/0003_slack.sql"),
];

/// The tables that hold rows of a community, beside the one that keeps its number and that of its spaces' numbers.
fn tables() -> Vec<&'static str> {
    let texts = MIGRATIONS
        .iter()
        .flat_map(|text| text.split("create table "));
    let tables = texts.filter(|text| text.contains("\n    community_id bigint"));
    let names = tables.filter_map(|text| text.split_whitespace().next());
    let names: Vec<_> = names
        .filter(|name| !["community", "space"].contains(name))
        .collect();
    assert!(
        names.len() >= 8,
        "the migrations were not understood: {names:?}"
    );
    names
}

/// How many rows each table still has of a community, those without any left out. Closes the store.
pub(crate) async fn rows_of(store: &Store, url: &str, community_id: i64) -> Vec<String> {
    store.close().await;
    let mut left = Vec::new();
    for table in tables() {
        // Of a snapshot stays, with the community's number, how often it was dropped.
        let kept = if table == "snapshot" {
            "and seq > 0"
        } else {
            ""
        };
        let sql =
            format!("select count(*) from {table} where community_id = {community_id} {kept}");
        let sql = AssertSqlSafe(sql);
        let n: i64 = if store.kind() == Kind::Sqlite {
            let mut connection = SqliteConnection::connect(url).await.expect("connects");
            let counted = sqlx::query_scalar(sql).fetch_one(&mut connection).await;
            counted.expect("counts")
        } else {
            let mut connection = PgConnection::connect(url).await.expect("connects");
            let counted = sqlx::query_scalar(sql).fetch_one(&mut connection).await;
            counted.expect("counts")
        };
        if n > 0 {
            left.push(format!("{table}: {n}"));
        }
    }
    left
}
