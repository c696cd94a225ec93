//! The stream of a community: its head, and its pages of events.

use crate::store::tx::{batches, list_sql};
use crate::store::value::{Row, Value, text_checksum, values};
use crate::store::{Store, StoreError, Tx};

/// Where a community's stream ends, and when the clock next has something to do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The number of its last event; 0 before the first.
    pub last_seq: u64,
    /// When something falls due, milliseconds UTC.
    pub next_due_ms: Option<i64>,
}

/// The events of one community that were committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Whose stream.
    pub community_id: i64,
    /// The number of its first event. Rival writers meet at it, and one of them wins.
    pub first_seq: u64,
    /// When it was appended, milliseconds UTC.
    pub at_ms: i64,
    /// JSON lines, one an event.
    pub body: String,
}

/// A page with the head that the community has after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// What is appended.
    pub page: Page,
    /// The head after it.
    pub head: Head,
}

const PAGES_AFTER: &str = "
    select community_id, first_seq, at_ms, checksum, body
    from page
    where community_id = $1 and first_seq > $2
    order by first_seq
    limit $3";

impl Tx {
    /// Locks a community against all other writers and answers its head; `None` if there is no such community.
    ///
    /// Whoever locks several locks the lowest id first, or all by [`Tx::lock_communities`].
    ///
    /// # Errors
    /// If the store fails, or a rival holds it for too long.
    pub async fn lock_community(&mut self, community_id: i64) -> Result<Option<Head>, StoreError> {
        // PostgreSQL: a row lock. SQLite has one writer, and it is us.
        let sql = if self.is_postgres() {
            "select last_seq, next_due_ms from community where community_id = $1 for update"
        } else {
            "select last_seq, next_due_ms from community where community_id = $1"
        };
        let rows = self.fetch(sql, values![community_id]).await?;
        rows.first().map(|row| read_head(row, 0)).transpose()
    }

    /// Locks several communities, lowest id first, and answers the heads of those that exist, in that order.
    ///
    /// # Errors
    /// As [`Tx::lock_community`].
    pub async fn lock_communities(
        &mut self,
        community_ids: &[i64],
    ) -> Result<Vec<(i64, Head)>, StoreError> {
        let mut sorted = community_ids.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let ids: Vec<_> = sorted.into_iter().map(Value::Int).collect();
        // As in `lock_community`.
        let end = if self.is_postgres() {
            ") order by community_id for update"
        } else {
            ") order by community_id"
        };
        let mut heads = Vec::with_capacity(ids.len());
        for batch in batches(&ids, 1) {
            let sql = list_sql(HEADS_IN, 1, batch.len(), end);
            for row in self.fetch(self.in_order(sql), batch).await? {
                heads.push((row.int(0)?, read_head(&row, 1)?));
            }
        }
        Ok(heads)
    }

    /// The pages whose first event comes after `seq`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// If the store fails; [`StoreError::Corrupt`] if a page is not what was written.
    pub async fn pages_after(
        &mut self,
        community_id: i64,
        seq: u64,
        limit: u32,
    ) -> Result<Vec<Page>, StoreError> {
        let rows = self
            .fetch(PAGES_AFTER, values![community_id, seq, limit])
            .await?;
        rows.iter().map(read_page).collect()
    }

    /// Where the page begins that holds the event `seq`; 0 where there is none so early.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn page_start(&mut self, community_id: i64, seq: u64) -> Result<u64, StoreError> {
        let sql = "select coalesce(max(first_seq), 0) from page where community_id = $1 and first_seq <= $2";
        let rows = self.fetch(sql, values![community_id, seq]).await?;
        rows.first().map_or(Ok(0), |row| row.seq(0))
    }

    /// Appends one page. The head is set apart, by [`Tx::set_head`].
    ///
    /// # Errors
    /// [`StoreError::Rival`] if another writer has taken its number; the transaction is then to be rolled back.
    pub async fn append_page(&mut self, page: &Page) -> Result<(), StoreError> {
        self.execute_rows(INSERT_PAGE, 5, &page_values(page), "")
            .await
            .map(drop)
    }

    /// Sets a community's head.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn set_head(&mut self, community_id: i64, head: Head) -> Result<(), StoreError> {
        self.execute(
            "update community set last_seq = $2, next_due_ms = $3 where community_id = $1",
            values![community_id, head.last_seq, head.next_due_ms],
        )
        .await
        .map(drop)
    }

    /// Appends pages of several communities and sets their heads, in as few statements as it takes. At most one page a
    /// community.
    ///
    /// # Errors
    /// As [`Tx::append_page`].
    pub async fn append_pages(&mut self, appends: &[Append]) -> Result<(), StoreError> {
        if let [append] = appends {
            self.append_page(&append.page).await?;
            return self.set_head(append.page.community_id, append.head).await;
        }
        let pages: Vec<_> = appends
            .iter()
            .flat_map(|append| page_values(&append.page))
            .collect();
        self.execute_rows(INSERT_PAGE, 5, &pages, "").await?;
        let heads: Vec<_> = appends.iter().flat_map(head_values).collect();
        self.execute_rows(
            "with head (community_id, last_seq, next_due_ms) as (values",
            3,
            &heads,
            ") update community
             set last_seq = head.last_seq, next_due_ms = head.next_due_ms
             from head
             where community.community_id = head.community_id",
        )
        .await
        .map(drop)
    }

    /// Replaces a page's body: for blanking the sensitive readings of a forgotten person, and nothing else. Answers
    /// whether there is such a page.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn rewrite_page(
        &mut self,
        community_id: i64,
        first_seq: u64,
        body: &str,
    ) -> Result<bool, StoreError> {
        let touched = self
            .execute(
                "update page set checksum = $3, body = $4 where community_id = $1 and first_seq = $2",
                values![community_id, first_seq, text_checksum(body), body],
            )
            .await?;
        Ok(touched > 0)
    }
}

impl Store {
    /// A community's head, or `None` if there is no such community.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn head(&self, community_id: i64) -> Result<Option<Head>, StoreError> {
        let sql = "select last_seq, next_due_ms from community where community_id = $1";
        let rows = self.fetch(sql, values![community_id]).await?;
        rows.first().map(|row| read_head(row, 0)).transpose()
    }

    /// The heads of those communities that exist, in no order.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn heads_of(&self, community_ids: &[i64]) -> Result<Vec<(i64, Head)>, StoreError> {
        let ids: Vec<_> = community_ids.iter().copied().map(Value::Int).collect();
        let mut heads = Vec::with_capacity(ids.len());
        for batch in batches(&ids, 1) {
            for row in self
                .fetch(list_sql(HEADS_IN, 1, batch.len(), ")"), batch)
                .await?
            {
                heads.push((row.int(0)?, read_head(&row, 1)?));
            }
        }
        Ok(heads)
    }

    /// As [`Tx::pages_after`].
    ///
    /// # Errors
    /// As [`Tx::pages_after`].
    pub async fn pages_after(
        &self,
        community_id: i64,
        seq: u64,
        limit: u32,
    ) -> Result<Vec<Page>, StoreError> {
        let rows = self
            .fetch(PAGES_AFTER, values![community_id, seq, limit])
            .await?;
        rows.iter().map(read_page).collect()
    }

    /// The page that holds the event `seq`, if the stream reaches that far.
    ///
    /// # Errors
    /// As [`Tx::pages_after`].
    pub async fn page_holding(
        &self,
        community_id: i64,
        seq: u64,
    ) -> Result<Option<Page>, StoreError> {
        let rows = self
            .fetch(
                "select community_id, first_seq, at_ms, checksum, body
                 from page
                 where community_id = $1 and first_seq <= $2
                   and $2 <= (select last_seq from community where community_id = $1)
                 order by first_seq desc
                 limit 1",
                values![community_id, seq],
            )
            .await?;
        rows.first().map(read_page).transpose()
    }

    /// Pages up to the one that holds `seq` and not older than `since_ms`, newest first, at most `limit`.
    ///
    /// # Errors
    /// As [`Tx::pages_after`].
    pub async fn pages_back_from(
        &self,
        community_id: i64,
        seq: u64,
        since_ms: i64,
        limit: u32,
    ) -> Result<Vec<Page>, StoreError> {
        let rows = self
            .fetch(
                "select community_id, first_seq, at_ms, checksum, body
                 from page
                 where community_id = $1 and first_seq <= $2 and at_ms >= $3
                 order by first_seq desc
                 limit $4",
                values![community_id, seq, since_ms, limit],
            )
            .await?;
        rows.iter().map(read_page).collect()
    }

    /// Communities in which something is due at `now_ms`, the longest overdue first, at most `limit`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn due_communities(&self, now_ms: i64, limit: u32) -> Result<Vec<i64>, StoreError> {
        let rows = self
            .fetch(
                "select community_id
                 from community
                 where next_due_ms <= $1
                 order by next_due_ms, community_id
                 limit $2",
                values![now_ms, limit],
            )
            .await?;
        rows.iter().map(|row| row.int(0)).collect()
    }

    /// When something is next due anywhere, after `now_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn next_due_after(&self, now_ms: i64) -> Result<Option<i64>, StoreError> {
        let sql = "select min(next_due_ms) from community where next_due_ms > $1";
        let rows = self.fetch(sql, values![now_ms]).await?;
        rows.first().map_or(Ok(None), |row| row.maybe_int(0))
    }

    /// When something is next due anywhere.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn next_due_overall(&self) -> Result<Option<i64>, StoreError> {
        let rows = self
            .fetch("select min(next_due_ms) from community", &[])
            .await?;
        rows.first().map_or(Ok(None), |row| row.maybe_int(0))
    }
}

const HEADS_IN: &str =
    "select community_id, last_seq, next_due_ms from community where community_id in (";
const INSERT_PAGE: &str =
    "insert into page (community_id, first_seq, at_ms, checksum, body) values";

fn page_values(page: &Page) -> [Value<'_>; 5] {
    [
        page.community_id.into(),
        page.first_seq.into(),
        page.at_ms.into(),
        text_checksum(&page.body).into(),
        page.body.as_str().into(),
    ]
}

fn head_values(append: &Append) -> [Value<'_>; 3] {
    [
        append.page.community_id.into(),
        append.head.last_seq.into(),
        append.head.next_due_ms.into(),
    ]
}

/// Reads `last_seq, next_due_ms` from column `from` on.
pub(super) fn read_head(row: &Row, from: usize) -> Result<Head, StoreError> {
    Ok(Head {
        last_seq: row.seq(from)?,
        next_due_ms: row.maybe_int(from + 1)?,
    })
}

fn read_page(row: &Row) -> Result<Page, StoreError> {
    let page = Page {
        community_id: row.int(0)?,
        first_seq: row.seq(1)?,
        at_ms: row.int(2)?,
        body: row.text(4)?,
    };
    if row.int(3)? == text_checksum(&page.body) {
        Ok(page)
    } else {
        let Page {
            community_id,
            first_seq,
            ..
        } = page;
        Err(StoreError::Corrupt(format!(
            "page {first_seq} of community {community_id} is not what was written"
        )))
    }
}
