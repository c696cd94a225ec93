//! Words by or about people, each beside an event: changed and deleted, unlike the stream.

use crate::store::tx::{batches, list_sql};
use crate::store::value::{Row, Value, values};
use crate::store::{Store, StoreError, Tx};

/// Words that belong to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// The community.
    pub community_id: i64,
    /// The event.
    pub seq: u64,
    /// What the words are: `note`, `alias`, `reason`, `typed`…
    pub kind: String,
    /// The person they are by or about, with whom they are forgotten.
    pub identity_no: u32,
    /// The words.
    pub body: String,
}

impl Tx {
    /// Adds notes; a note that is there already is replaced.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn put_notes(&mut self, notes: &[NoteRow]) -> Result<(), StoreError> {
        let values: Vec<Value<'_>> = notes
            .iter()
            .flat_map(|note| {
                [
                    note.community_id.into(),
                    note.seq.into(),
                    note.kind.as_str().into(),
                    note.identity_no.into(),
                    note.body.as_str().into(),
                ]
            })
            .collect();
        self.execute_rows(
            "insert into note (community_id, seq, kind, identity_no, body) values",
            5,
            &values,
            "on conflict (community_id, seq, kind)
             do update set identity_no = excluded.identity_no, body = excluded.body",
        )
        .await
        .map(drop)
    }
}

impl Store {
    /// The notes of one kind that belong to these events, in no order.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn notes(
        &self,
        community_id: i64,
        seqs: &[u64],
        kind: &str,
    ) -> Result<Vec<NoteRow>, StoreError> {
        let seqs: Vec<_> = seqs.iter().copied().map(Value::from).collect();
        let mut notes = Vec::with_capacity(seqs.len());
        for batch in batches(&seqs, 1) {
            let sql = list_sql(
                "select community_id, seq, kind, identity_no, body
                 from note
                 where community_id = $1 and kind = $2 and seq in (",
                3,
                batch.len(),
                ")",
            );
            let mut values = vec![community_id.into(), kind.into()];
            values.extend_from_slice(batch);
            for row in self.fetch(sql, &values).await? {
                notes.push(read_note(&row)?);
            }
        }
        Ok(notes)
    }

    /// Every note by or about a person, in the order of the events.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn notes_of_person(
        &self,
        community_id: i64,
        identity_no: u32,
    ) -> Result<Vec<NoteRow>, StoreError> {
        let rows = self
            .fetch(
                "select community_id, seq, kind, identity_no, body
                 from note
                 where community_id = $1 and identity_no = $2
                 order by seq, kind",
                values![community_id, identity_no],
            )
            .await?;
        rows.iter().map(read_note).collect()
    }
}

fn read_note(row: &Row) -> Result<NoteRow, StoreError> {
    Ok(NoteRow {
        community_id: row.int(0)?,
        seq: row.seq(1)?,
        kind: row.text(2)?,
        identity_no: row.number(3)?,
        body: row.text(4)?,
    })
}
