//! Filing the whole tables of closed rounds, in parts, after the close.

use serde::Deserialize;

use crate::domain::challenge::{Frozen, Standing};
use crate::engine::EngineError;
use crate::engine::home::Home;
use crate::store::{ResultHeader, ResultPart, Store, StoreError};

/// Rows in one part.
const ROWS: usize = 2_000;
/// Tickets in one part.
const TICKETS: usize = 20_000;

/// Files every table that waits; one that is filed already is left as it is.
pub(super) async fn file(store: &Store, home: &Home) -> Result<(), EngineError> {
    loop {
        let next = {
            let fold = home.fold();
            let mut waiting = fold
                .challenges()
                .iter()
                .filter_map(|one| Some((one.number(), one.frozen().first()?.clone())));
            waiting.next()
        };
        let Some((challenge, frozen)) = next else {
            return Ok(());
        };
        // A close that is never saved must leave no result.
        if !home.save_of(frozen.seq).await {
            return Ok(());
        }
        if store
            .result_header(home.community_id, challenge, frozen.round)
            .await?
            .is_none()
        {
            write(store, home.community_id, challenge, &frozen).await?;
        }
        home.fold_mut().filed(challenge, frozen.round);
    }
}

async fn write(
    store: &Store,
    community_id: i64,
    challenge: u32,
    frozen: &Frozen,
) -> Result<(), StoreError> {
    let parts = parts(frozen);
    for few in parts.chunks(8) {
        let mut tx = store.begin().await?;
        if let Err(error) = tx
            .add_result_parts(community_id, challenge, frozen.round, frozen.seq, few)
            .await
        {
            tx.rollback().await?;
            return Err(error);
        }
        tx.commit().await?;
    }
    let mut tx = store.begin().await?;
    let body = format!(
        "{{\"rows\":{},\"tickets\":{}}}",
        frozen.rows.len(),
        frozen.tickets.len()
    );
    let header = ResultHeader {
        challenge_no: challenge,
        round_no: frozen.round,
        close_seq: frozen.seq,
        body,
    };
    if let Err(error) = tx.add_result_header(community_id, &header).await {
        tx.rollback().await?;
        return Err(error);
    }
    tx.commit().await
}

fn parts(frozen: &Frozen) -> Vec<ResultPart> {
    let row = |row: &Standing| (row.identity, row.rank, row.score.num(), row.score.den());
    let tables = frozen.rows.chunks(ROWS);
    let mut bodies: Vec<String> = tables.map(|few| rows(few.iter().map(row))).collect();
    for tickets in frozen.tickets.chunks(TICKETS) {
        let list: Vec<String> = tickets.iter().map(ToString::to_string).collect();
        bodies.push(format!("{{\"tickets\":[{}]}}", list.join(",")));
    }
    let numbered = bodies.into_iter().zip(0..);
    numbered
        .map(|(body, part_no)| ResultPart { part_no, body })
        .collect()
}

/// A part of a table: each row its identity, rank, numerator and denominator.
pub(super) fn rows(rows: impl Iterator<Item = (u32, u32, i64, i64)>) -> String {
    let rows: Vec<String> = rows
        .map(|(identity, rank, num, den)| format!("[{identity},{rank},{num},{den}]"))
        .collect();
    format!("{{\"rows\":[{}]}}", rows.join(","))
}

/// Reads a part back.
pub(super) fn read(body: &str) -> Result<FiledPart, EngineError> {
    serde_json::from_str(body)
        .map_err(|error| EngineError::Broken(format!("a filed result: {error}")))
}

/// A part of a filed table.
#[derive(Debug, Default, Deserialize)]
pub(super) struct FiledPart {
    #[serde(default)]
    pub rows: Vec<(u32, u32, i64, i64)>,
    #[serde(default)]
    pub tickets: Vec<u32>,
}
