//! One connection of either database: the only place where a statement meets a driver.

use sqlx::pool::PoolConnection;
use sqlx::{Executor as _, Postgres, SqlStr, Sqlite};

use crate::store::value::{Row, Value, without_nul};

/// A pooled connection.
pub(super) enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// A prepared statement with its values bound.
macro_rules! bound {
    ($database:ty, $sql:expr, $values:expr) => {{
        let mut query = sqlx::query::<$database>($sql);
        for value in $values {
            query = match *value {
                Value::Int(value) => query.bind(value),
                Value::MaybeInt(value) => query.bind(value),
                Value::Text(value) => query.bind(without_nul(value)),
                Value::MaybeText(value) => query.bind(value.map(without_nul)),
                Value::Bytes(value) => query.bind(value),
            };
        }
        query
    }};
}

impl Connection {
    /// Runs a statement; answers how many rows it touched.
    pub(super) async fn execute(
        &mut self,
        sql: SqlStr,
        values: &[Value<'_>],
    ) -> Result<u64, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(connection) => bound!(Sqlite, sql, values)
                .execute(&mut **connection)
                .await?
                .rows_affected(),
            Self::Postgres(connection) => bound!(Postgres, sql, values)
                .execute(&mut **connection)
                .await?
                .rows_affected(),
        })
    }

    /// Runs a statement and collects its rows.
    pub(super) async fn fetch(
        &mut self,
        sql: SqlStr,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(connection) => {
                let rows = bound!(Sqlite, sql, values)
                    .fetch_all(&mut **connection)
                    .await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(connection) => {
                let rows = bound!(Postgres, sql, values)
                    .fetch_all(&mut **connection)
                    .await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Runs a fixed command without preparing it, as `begin` and `commit` are.
    pub(super) async fn command(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(connection) => connection.execute(sql).await.map(drop),
            Self::Postgres(connection) => connection.execute(sql).await.map(drop),
        }
    }

    /// Has the connection closed instead of going back to its pool, which undoes whatever it has open.
    pub(super) fn discard_on_drop(&mut self) {
        match self {
            Self::Sqlite(connection) => connection.close_on_drop(),
            Self::Postgres(connection) => connection.close_on_drop(),
        }
    }
}
