//! Filing the whole tables of closed rounds, in parts, after the close.

use std::sync::Arc;

use serde::Deserialize;

use crate::domain::challenge::{Frozen, Standing};
use crate::engine::EngineError;
use crate::engine::home::Home;
use crate::store::{ResultHeader, ResultPart, Store, StoreError};

/// Rows in one part.
const ROWS: usize = 2_000;
/// Parts in one transaction.
const PARTS: usize = 8;
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
            write(store, home, challenge, &frozen).await?;
        }
        home.fold_mut().filed(challenge, frozen.round);
    }
}

async fn write(
    store: &Store,
    home: &Home,
    challenge: u32,
    frozen: &Frozen,
) -> Result<(), StoreError> {
    let community_id = home.community_id;
    let n_parts = n_parts(frozen);
    for first in (0..n_parts).step_by(PARTS) {
        let mut tx = store.begin().await?;
        tx.lock_community(community_id).await?;
        // Somebody may have been forgotten since: who is forgotten after this is blanked in what is filed.
        let Some(now) = as_it_is_now(home, challenge, frozen) else {
            return tx.rollback().await;
        };
        let numbers = first..n_parts.min(first + PARTS);
        let few: Vec<ResultPart> = numbers.map(|number| part(&now, number)).collect();
        if let Err(error) = tx
            .add_result_parts(community_id, challenge, frozen.round, frozen.seq, &few)
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

/// A table that waits to be filed, as the fold has it now.
fn as_it_is_now(home: &Home, challenge: u32, frozen: &Frozen) -> Option<Arc<Frozen>> {
    let fold = home.fold();
    let mut waiting = fold.challenge(challenge)?.frozen().iter();
    waiting
        .find(|one| one.seq == frozen.seq && one.round == frozen.round)
        .cloned()
}

/// How many parts a table is filed in: first those of its rows, then those of its tickets.
fn n_parts(frozen: &Frozen) -> usize {
    frozen.rows.len().div_ceil(ROWS) + frozen.tickets.len().div_ceil(TICKETS)
}

/// The part of that number, which there is.
fn part(frozen: &Frozen, number: usize) -> ResultPart {
    let row = |row: &Standing| (row.identity, row.rank, row.score.num(), row.score.den());
    let n_tables = frozen.rows.len().div_ceil(ROWS);
    let body = if number < n_tables {
        let few = frozen.rows.chunks(ROWS).nth(number).unwrap_or_default();
        rows(few.iter().map(row))
    } else {
        let mut tickets = frozen.tickets.chunks(TICKETS);
        let few = tickets.nth(number - n_tables).unwrap_or_default();
        let list: Vec<String> = few.iter().map(ToString::to_string).collect();
        format!("{{\"tickets\":[{}]}}", list.join(","))
    };
    ResultPart {
        part_no: u32::try_from(number).unwrap_or(u32::MAX),
        body,
    }
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
