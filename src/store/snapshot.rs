//! Snapshots: the fold of a community at some event, in parts that are written only when they have changed.
//!
//! A *generation* is named by the event it was taken at. Its changed parts are written first, in small transactions; then
//! its header replaces the one before, and only then does it exist. A part that did not change is the newest one written
//! at or before the generation. Whatever lies above the header is a leftover of a writer that died or lost a race; the
//! next header sweeps it away. A part with an empty body is one that has ceased to be.

use sqlx::{AssertSqlSafe, SqlSafeStr as _};

use crate::store::value::{Row, Value, checksum, values};
use crate::store::{Store, StoreError, Tx};

/// No transaction carries more than about this many bytes of parts.
const TRANSACTION_BYTES: usize = 1 << 20;
/// Superseded parts deleted in one transaction.
const CLEAN_BATCH: u32 = 256;

/// The header that makes a generation valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotHeader {
    /// The event up to which the fold was taken: the generation.
    pub seq: u64,
    /// How the parts are written; a reader that does not know it drops the snapshot.
    pub format: u32,
    /// What its owner keeps there.
    pub head: Vec<u8>,
}

/// What a new generation builds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SnapshotBase {
    /// The valid generation; 0 for none.
    pub seq: u64,
    /// How often the snapshot was dropped before.
    pub epoch: u64,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotPart {
    /// What it is a part of.
    pub kind: String,
    /// Its place there.
    pub part_no: u32,
    /// What its owner keeps there; empty for a part that has ceased to be.
    pub body: Vec<u8>,
}

impl Store {
    /// What the next generation would build on. Ask before the fold is taken: if the snapshot is dropped after that, the
    /// generation can't be finished.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn snapshot_base(&self, community_id: i64) -> Result<SnapshotBase, StoreError> {
        let rows = self
            .fetch(
                "select seq, epoch from snapshot where community_id = $1",
                values![community_id],
            )
            .await?;
        rows.first().map_or(Ok(SnapshotBase::default()), read_base)
    }

    /// The header of the valid generation, if there is one.
    ///
    /// # Errors
    /// If the store fails; [`StoreError::Corrupt`] if it is not what was written: drop the snapshot then.
    pub async fn snapshot_header(
        &self,
        community_id: i64,
    ) -> Result<Option<SnapshotHeader>, StoreError> {
        let rows = self
            .fetch(
                "select seq, format, checksum, head from snapshot where community_id = $1 and seq > 0",
                values![community_id],
            )
            .await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let header = SnapshotHeader {
            seq: row.seq(0)?,
            format: row.number(1)?,
            head: row.bytes(3)?,
        };
        require_sound(row.int(2)?, &header.head, community_id)?;
        Ok(Some(header))
    }

    /// Parts of one kind in generation `seq`, from `from_part` on, in order, at most `limit`. Fewer than `limit` are
    /// the last.
    ///
    /// # Errors
    /// [`StoreError::Rival`] if a newer generation has replaced this one: begin again with its header.
    /// [`StoreError::Corrupt`] if a part is not what was written: drop the snapshot then.
    pub async fn snapshot_parts(
        &self,
        community_id: i64,
        seq: u64,
        kind: &str,
        from_part: u32,
        limit: u32,
    ) -> Result<Vec<SnapshotPart>, StoreError> {
        let rows = self
            .fetch(
                "select part_no, checksum, body
                 from snapshot_part as part
                 where community_id = $1 and kind = $2 and part_no >= $3 and seq <= $4 and length(body) > 0
                   and seq = (
                     select max(newer.seq) from snapshot_part as newer
                     where newer.community_id = $1 and newer.kind = $2
                       and newer.part_no = part.part_no and newer.seq <= $4)
                 order by part_no
                 limit $5",
                values![community_id, kind, from_part, seq, limit],
            )
            .await?;
        // Asked after the parts were read, so that none of them can have been swept away before.
        let current = self
            .fetch(
                "select 1 from snapshot where community_id = $1 and seq = $2",
                values![community_id, seq],
            )
            .await?;
        if current.is_empty() {
            return Err(StoreError::Rival);
        }
        rows.iter()
            .map(|row| {
                let body = row.bytes(2)?;
                require_sound(row.int(1)?, &body, community_id)?;
                Ok(SnapshotPart {
                    kind: kind.to_owned(),
                    part_no: row.number(0)?,
                    body,
                })
            })
            .collect()
    }

    /// Writes parts of generation `seq` that have changed since generation `base` (where that is none, all parts are
    /// to be written), in as many transactions as it takes. They count for nothing until
    /// [`Store::finish_snapshot`].
    ///
    /// # Errors
    /// [`StoreError::Rival`] if the valid generation is no longer `base`, or the snapshot was dropped meanwhile: give
    /// this one up.
    pub async fn write_snapshot_parts(
        &self,
        community_id: i64,
        base: SnapshotBase,
        seq: u64,
        parts: &[SnapshotPart],
    ) -> Result<(), StoreError> {
        if seq <= base.seq {
            return Err(StoreError::Rival);
        }
        let mut rest = parts;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(fitting(rest));
            let mut tx = self.begin().await?;
            tx.require_base(community_id, base).await?;
            tx.put_snapshot_parts(community_id, seq, now).await?;
            tx.commit().await?;
            rest = later;
        }
        Ok(())
    }

    /// Makes generation `header.seq` the valid one, in place of `base`. Parts that it supersedes stay until
    /// [`Store::clean_snapshot`].
    ///
    /// # Errors
    /// As [`Store::write_snapshot_parts`].
    pub async fn finish_snapshot(
        &self,
        community_id: i64,
        base: SnapshotBase,
        header: &SnapshotHeader,
    ) -> Result<(), StoreError> {
        if header.seq <= base.seq {
            return Err(StoreError::Rival);
        }
        let mut tx = self.begin().await?;
        tx.require_base(community_id, base).await?;
        // Leftovers of others between the two generations, or beyond, would be taken for parts of this or a later one.
        tx.execute(
            "delete from snapshot_part where community_id = $1 and seq > $2 and seq <> $3",
            values![community_id, base.seq, header.seq],
        )
        .await?;
        tx.execute(
            "update snapshot set seq = $2, format = $3, checksum = $4, head = $5 where community_id = $1",
            values![
                community_id,
                header.seq,
                header.format,
                checksum(&header.head),
                header.head.as_slice(),
            ],
        )
        .await?;
        tx.commit().await
    }

    /// Deletes superseded parts, a few at a time.
    ///
    /// # Errors
    /// If the store fails; what is left is deleted the next time.
    pub async fn clean_snapshot(&self, community_id: i64) -> Result<(), StoreError> {
        let some = AssertSqlSafe(format!(
            "select kind, part_no, seq from snapshot_part
             where community_id = $1 and (kind, part_no, seq) > ($2, $3, $4) and {SUPERSEDED}
             order by kind, part_no, seq
             limit $5"
        ));
        // The greater bound keeps the batch small. Its rows are found by their place in the key; a list of the keys
        // themselves would have SQLite read the whole table.
        let delete = AssertSqlSafe(format!(
            "delete from snapshot_part
             where community_id = $1 and (kind, part_no, seq) > ($2, $3, $4)
               and (kind, part_no, seq) <= ($5, $6, $7) and {SUPERSEDED}"
        ));
        let (some, delete) = (some.into_sql_str(), delete.into_sql_str());
        let mut from = (String::new(), 0, 0);
        loop {
            let values = values![community_id, &from.0, from.1, from.2, CLEAN_BATCH];
            let rows = self.fetch(some.clone(), values).await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            let to = (last.text(0)?, last.number(1)?, last.seq(2)?);
            let mut tx = self.begin().await?;
            let values = values![community_id, &from.0, from.1, from.2, &to.0, to.1, to.2];
            tx.execute(delete.clone(), values).await?;
            tx.commit().await?;
            from = to;
        }
    }

    /// Drops the snapshot, which costs no more than a longer start.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn drop_snapshot(&self, community_id: i64) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        tx.drop_snapshot(community_id).await?;
        tx.commit().await
    }
}

impl Tx {
    /// As [`Store::drop_snapshot`], within a transaction.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn drop_snapshot(&mut self, community_id: i64) -> Result<(), StoreError> {
        self.execute(
            "insert into snapshot (community_id, seq, format, checksum, head, epoch)
             values ($1, 0, 0, $2, $3, 1)
             on conflict (community_id) do update
             set seq = 0, format = 0, checksum = excluded.checksum, head = excluded.head,
                 epoch = snapshot.epoch + 1",
            values![community_id, checksum(&[]), &[][..]],
        )
        .await?;
        self.execute(
            "delete from snapshot_part where community_id = $1",
            values![community_id],
        )
        .await
        .map(drop)
    }
}

/// Older than another that is part of the valid generation. As a number to compare with, since PostgreSQL would turn
/// `exists` into a join over all parts.
const SUPERSEDED: &str = "seq < (
    select max(newer.seq) from snapshot_part as newer
    where newer.community_id = $1 and newer.kind = snapshot_part.kind
      and newer.part_no = snapshot_part.part_no
      and newer.seq <= (select seq from snapshot where community_id = $1))";

impl Tx {
    /// Holds the header still until the transaction ends, and makes sure that it is the one expected.
    async fn require_base(
        &mut self,
        community_id: i64,
        base: SnapshotBase,
    ) -> Result<(), StoreError> {
        self.execute(
            "insert into snapshot (community_id, seq, format, checksum, head)
             values ($1, 0, 0, $2, $3)
             on conflict (community_id) do nothing",
            values![community_id, checksum(&[]), &[][..]],
        )
        .await?;
        // PostgreSQL: a row lock. SQLite has one writer, and it is us.
        let sql = if self.is_postgres() {
            "select seq, epoch from snapshot where community_id = $1 for update"
        } else {
            "select seq, epoch from snapshot where community_id = $1"
        };
        let rows = self.fetch(sql, values![community_id]).await?;
        match rows.first().map(read_base).transpose()? {
            Some(there) if there == base => Ok(()),
            _ => Err(StoreError::Rival),
        }
    }

    async fn put_snapshot_parts(
        &mut self,
        community_id: i64,
        seq: u64,
        parts: &[SnapshotPart],
    ) -> Result<(), StoreError> {
        let values: Vec<Value<'_>> = parts
            .iter()
            .flat_map(|part| {
                [
                    community_id.into(),
                    part.kind.as_str().into(),
                    part.part_no.into(),
                    seq.into(),
                    checksum(&part.body).into(),
                    part.body.as_slice().into(),
                ]
            })
            .collect();
        self.execute_rows(
            "insert into snapshot_part (community_id, kind, part_no, seq, checksum, body) values",
            6,
            &values,
            "on conflict (community_id, kind, part_no, seq)
             do update set checksum = excluded.checksum, body = excluded.body",
        )
        .await
        .map(drop)
    }
}

fn read_base(row: &Row) -> Result<SnapshotBase, StoreError> {
    Ok(SnapshotBase {
        seq: row.seq(0)?,
        epoch: row.seq(1)?,
    })
}

/// How many of the parts fit into one transaction; at least one.
fn fitting(parts: &[SnapshotPart]) -> usize {
    let mut bytes = 0;
    let fit = parts.iter().take_while(|part| {
        bytes += part.body.len();
        bytes <= TRANSACTION_BYTES
    });
    fit.count().max(1)
}

fn require_sound(written: i64, body: &[u8], community_id: i64) -> Result<(), StoreError> {
    if written == checksum(body) {
        Ok(())
    } else {
        Err(StoreError::Corrupt(format!(
            "the snapshot of community {community_id} is not what was written"
        )))
    }
}
