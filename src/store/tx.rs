//! A transaction: what is written in it is saved together or not at all.

use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::store::StoreError;
use crate::store::connection::Connection;
use crate::store::step::step;
use crate::store::value::{Row, Value};

/// `values` lists with more parameters than this get slow on SQLite.
const MAX_PARAMETERS: usize = 384;

/// An open transaction. Dropped without [`Tx::commit`], nothing of it is saved.
///
/// On SQLite it holds the only writer. Once a call has failed, the rest can only be rolled back.
pub struct Tx {
    connection: Connection,
    /// False for a database that lives in its one connection, which must not be closed.
    closable: bool,
    failed: bool,
    ended: bool,
}

impl Tx {
    /// Wraps a connection in which `begin` is about to be run.
    pub(super) fn new(connection: Connection, closable: bool) -> Self {
        Self {
            connection,
            closable,
            failed: false,
            ended: false,
        }
    }

    /// Saves everything.
    ///
    /// # Errors
    /// [`StoreError::CommitUnknown`] if the answer was lost; with any other error nothing was saved.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if self.failed {
            // PostgreSQL would answer this COMMIT with a friendly ROLLBACK.
            self.rollback().await?;
            return Err(StoreError::Other(sqlx::Error::InvalidArgument(
                "the transaction had failed before it was to be committed".into(),
            )));
        }
        step();
        self.connection
            .command("commit")
            .await
            .map_err(StoreError::of_commit)?;
        self.ended = true;
        step();
        Ok(())
    }

    /// Gives up everything. Cheaper than dropping, which closes the connection.
    ///
    /// # Errors
    /// If the connection is lost; nothing was saved then either.
    pub async fn rollback(mut self) -> Result<(), StoreError> {
        self.connection.command("rollback").await?;
        self.ended = true;
        Ok(())
    }

    pub(super) fn is_postgres(&self) -> bool {
        matches!(self.connection, Connection::Postgres(_))
    }

    /// Runs a command without preparing it.
    pub(super) async fn command(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        self.connection.command(sql).await
    }

    /// Runs a statement; answers how many rows it touched.
    pub(super) async fn execute(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        step();
        let outcome = self.connection.execute(sql.into_sql_str(), values).await;
        self.failed |= outcome.is_err();
        Ok(outcome?)
    }

    /// Runs a statement and collects its rows.
    pub(super) async fn fetch(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        step();
        let outcome = self.connection.fetch(sql.into_sql_str(), values).await;
        self.failed |= outcome.is_err();
        Ok(outcome?)
    }

    /// As [`in_order()`].
    pub(super) fn in_order(&self, sql: AssertSqlSafe<String>) -> AssertSqlSafe<String> {
        in_order(sql, self.is_postgres())
    }

    /// Runs `before ($1, $2), ($3, $4), … after` as often as it takes for all rows, each of `columns` values.
    pub(super) async fn execute_rows(
        &mut self,
        before: &str,
        columns: usize,
        values: &[Value<'_>],
        after: &str,
    ) -> Result<u64, StoreError> {
        let mut touched = 0;
        for batch in batches(values, columns) {
            let mut sql = String::with_capacity(before.len() + after.len() + 2 + batch.len() * 6);
            sql.push_str(before);
            for (row, _) in batch.chunks(columns).enumerate() {
                sql.push_str(if row == 0 { " (" } else { ", (" });
                push_placeholders(&mut sql, row * columns + 1, columns);
                sql.push(')');
            }
            sql.push(' ');
            sql.push_str(after);
            let sql = self.in_order(AssertSqlSafe(sql));
            touched += self.execute(sql, batch).await?;
        }
        Ok(touched)
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if !self.ended && self.closable {
            self.connection.discard_on_drop();
        }
    }
}

/// Cuts values into batches of whole rows whose counts are powers of two: few different statements, so that they stay
/// prepared.
pub(super) fn batches<'v, 'a>(
    values: &'v [Value<'a>],
    columns: usize,
) -> impl Iterator<Item = &'v [Value<'a>]> {
    let most_rows = 1 << (MAX_PARAMETERS / columns).max(1).ilog2();
    let mut rest = values;
    std::iter::from_fn(move || {
        let rows = rest.len() / columns;
        if rows == 0 {
            return None;
        }
        let (batch, after) = rest.split_at(columns * most_rows.min(1 << rows.ilog2()));
        rest = after;
        Some(batch)
    })
}

/// Writes `$from, $from+1, …`, `count` of them.
pub(super) fn push_placeholders(sql: &mut String, from: usize, count: usize) {
    for number in from..from + count {
        let comma = if number == from { "" } else { ", " };
        write!(sql, "{comma}${number}").expect("writing to a string cannot fail");
    }
}

/// `before $1, $2, … after`, for a statement about `count` things.
pub(super) fn list_sql(
    before: &str,
    from: usize,
    count: usize,
    after: &str,
) -> AssertSqlSafe<String> {
    let mut sql = before.to_owned();
    push_placeholders(&mut sql, from, count);
    sql.push_str(after);
    AssertSqlSafe(sql)
}

/// A long statement whose parameters occur in the order of their numbers, each once, as the database likes it best.
pub(super) fn in_order(sql: AssertSqlSafe<String>, is_postgres: bool) -> AssertSqlSafe<String> {
    if is_postgres {
        return sql;
    }
    // SQLite: its driver searches a list for each numbered parameter, longer than the statement itself takes.
    AssertSqlSafe(unnumbered(&sql.0))
}

/// `?` for every `$1`.
fn unnumbered(sql: &str) -> String {
    let mut parts = sql.split('$');
    let mut bare = String::with_capacity(sql.len());
    bare.push_str(parts.next().unwrap_or_default());
    for part in parts {
        bare.push('?');
        bare.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_lose_their_numbers() {
        let bare = unnumbered("where a = $1 and b in ($2, $13)");
        assert_eq!(bare, "where a = ? and b in (?, ?)");
    }

    #[test]
    fn rows_are_cut_into_few_sizes_without_loss() {
        let values: Vec<_> = (0..1_000 * 3).map(Value::Int).collect();
        let sizes: Vec<_> = batches(&values, 3).map(<[_]>::len).collect();
        assert_eq!(sizes.iter().sum::<usize>(), values.len());
        assert_eq!(sizes, [384, 384, 384, 384, 384, 384, 384, 192, 96, 24]);
    }

    #[test]
    fn a_single_row_is_one_batch() {
        assert_eq!(batches(&[Value::Int(1), Value::Int(2)], 2).count(), 1);
        assert_eq!(batches(&[], 2).count(), 0);
    }
}
