//! The frozen tables of closed rounds, filed in parts after the close; the header comes last and makes them whole.

use crate::store::value::{Row, Value, values};
use crate::store::{Store, StoreError, Tx};

/// What makes a filed table whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultHeader {
    /// The challenge, by its number in the community.
    pub challenge_no: u32,
    /// The round; 0 for the challenge as a whole.
    pub round_no: u32,
    /// The event that closed it: the table is a function of the stream up to there.
    pub close_seq: u64,
    /// What its owner keeps there.
    pub body: String,
}

/// A part of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultPart {
    /// Its place, from 0.
    pub part_no: u32,
    /// What its owner keeps there.
    pub body: String,
}

const HEADER: i64 = -1;

impl Tx {
    /// Files parts of a table. A part that is filed already stays as it is, for a frozen table is never rewritten.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn add_result_parts(
        &mut self,
        community_id: i64,
        challenge_no: u32,
        round_no: u32,
        close_seq: u64,
        parts: &[ResultPart],
    ) -> Result<(), StoreError> {
        let values: Vec<Value<'_>> = parts
            .iter()
            .flat_map(|part| {
                [
                    community_id.into(),
                    challenge_no.into(),
                    round_no.into(),
                    part.part_no.into(),
                    close_seq.into(),
                    part.body.as_str().into(),
                ]
            })
            .collect();
        self.execute_rows(INSERT, 6, &values, KEEP).await.map(drop)
    }

    /// Files the header, once all parts are there.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn add_result_header(
        &mut self,
        community_id: i64,
        header: &ResultHeader,
    ) -> Result<(), StoreError> {
        let ResultHeader {
            challenge_no,
            round_no,
            close_seq,
            body,
        } = header;
        let values = values![
            community_id,
            *challenge_no,
            *round_no,
            HEADER,
            *close_seq,
            body
        ];
        self.execute_rows(INSERT, 6, values, KEEP).await.map(drop)
    }
}

impl Tx {
    /// Every part of every filed table of a challenge, with its round.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn all_result_parts(
        &mut self,
        community_id: i64,
        challenge_no: u32,
    ) -> Result<Vec<(u32, ResultPart)>, StoreError> {
        let rows = self
            .fetch(
                "select round_no, part_no, body
                 from result
                 where community_id = $1 and challenge_no = $2 and part_no >= 0
                 order by round_no, part_no",
                values![community_id, challenge_no],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let part = ResultPart {
                    part_no: row.number(1)?,
                    body: row.text(2)?,
                };
                Ok((row.number(0)?, part))
            })
            .collect()
    }

    /// Writes a part again in which a forgotten member's raw score was blanked; nothing else may change in it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn blank_result_part(
        &mut self,
        community_id: i64,
        challenge_no: u32,
        round_no: u32,
        part: &ResultPart,
    ) -> Result<(), StoreError> {
        self.execute(
            "update result
             set body = $5
             where community_id = $1 and challenge_no = $2 and round_no = $3 and part_no = $4",
            values![
                community_id,
                challenge_no,
                round_no,
                part.part_no,
                part.body.as_str()
            ],
        )
        .await
        .map(drop)
    }
}

const INSERT: &str =
    "insert into result (community_id, challenge_no, round_no, part_no, close_seq, body) values";
const KEEP: &str = "on conflict (community_id, challenge_no, round_no, part_no) do nothing";

impl Store {
    /// The header of a table, or `None` while it is not filed whole.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn result_header(
        &self,
        community_id: i64,
        challenge_no: u32,
        round_no: u32,
    ) -> Result<Option<ResultHeader>, StoreError> {
        let rows = self
            .fetch(
                "select challenge_no, round_no, close_seq, body
                 from result
                 where community_id = $1 and challenge_no = $2 and round_no = $3 and part_no = $4",
                values![community_id, challenge_no, round_no, HEADER],
            )
            .await?;
        rows.first().map(read_header).transpose()
    }

    /// Challenge and round of every table of a community that is filed whole: what is closed and not among them is
    /// still to be filed.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn filed_results(&self, community_id: i64) -> Result<Vec<(u32, u32)>, StoreError> {
        let rows = self
            .fetch(
                "select challenge_no, round_no
                 from result
                 where community_id = $1 and part_no = $2
                 order by challenge_no, round_no",
                values![community_id, HEADER],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((row.number(0)?, row.number(1)?)))
            .collect()
    }

    /// Parts of a table from `from_part` on, in order, at most `limit`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn result_parts(
        &self,
        community_id: i64,
        challenge_no: u32,
        round_no: u32,
        from_part: u32,
        limit: u32,
    ) -> Result<Vec<ResultPart>, StoreError> {
        let rows = self
            .fetch(
                "select part_no, body
                 from result
                 where community_id = $1 and challenge_no = $2 and round_no = $3 and part_no >= $4
                 order by part_no
                 limit $5",
                values![community_id, challenge_no, round_no, from_part, limit],
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok(ResultPart {
                    part_no: row.number(0)?,
                    body: row.text(1)?,
                })
            })
            .collect()
    }
}

fn read_header(row: &Row) -> Result<ResultHeader, StoreError> {
    Ok(ResultHeader {
        challenge_no: row.number(0)?,
        round_no: row.number(1)?,
        close_seq: row.seq(2)?,
        body: row.text(3)?,
    })
}
