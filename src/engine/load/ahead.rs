//! Reading what a community is opened from, ahead of whoever puts it together: so the database, the decoding and the
//! folding go on side by side.

use std::future::Future;

use tokio::sync::mpsc;

use crate::domain::causes::{REMEMBERED_MOST, REMEMBERED_MS};
use crate::domain::event::{Cause, Record};
use crate::domain::line;
use crate::engine::EngineError;
use crate::store::{SnapshotPart, Store, StoreError};

/// Pages read at a time.
const PAGES: u32 = 256;
/// Snapshot parts read at a time.
const PARTS: u32 = 16;
/// How often it may have been read before the first is taken.
const AHEAD: usize = 2;

/// What is read ahead, in order; it ends with the first error.
pub(super) type Ahead<T, E> = mpsc::Receiver<Result<Vec<T>, E>>;

/// The first event that a delivery caused, when, and the delivery.
pub(super) type Caused = (u64, i64, Cause);

/// The parts of those kinds in the snapshot of event `seq`.
pub(super) fn parts(
    store: Store,
    community_id: i64,
    seq: u64,
    kinds: Vec<String>,
) -> Ahead<SnapshotPart, StoreError> {
    begin(move |taker| async move {
        for kind in kinds {
            let mut next = 0;
            loop {
                let parts = store
                    .snapshot_parts(community_id, seq, &kind, next, PARTS)
                    .await?;
                if parts.is_empty() {
                    break;
                }
                let numbers = parts.iter().map(|part| part.part_no);
                if !numbers.zip(next..).all(|(number, place)| number == place) {
                    return Err(StoreError::Corrupt("a part is missing".to_owned()));
                }
                next += u32::try_from(parts.len()).unwrap_or(u32::MAX);
                if taker.send(Ok(parts)).await.is_err() {
                    return Ok(());
                }
            }
        }
        Ok(())
    })
}

/// The events after `seq`.
pub(super) fn records(store: Store, community_id: i64, mut seq: u64) -> Ahead<Record, EngineError> {
    begin(move |taker| async move {
        loop {
            let pages = store.pages_after(community_id, seq, PAGES).await?;
            let is_last = pages.len() < PAGES as usize;
            let mut records = Vec::new();
            for page in &pages {
                records.extend(line::read_page(&page.body)?);
            }
            seq = records.last().map_or(seq, |record| record.seq);
            if records.is_empty() || taker.send(Ok(records)).await.is_err() || is_last {
                return Ok(());
            }
        }
    })
}

/// The deliveries of the last three hours up to event `last`, oldest first: a snapshot does not hold them.
pub(super) async fn causes(
    store: Store,
    community_id: i64,
    last: u64,
    since_ms: i64,
) -> Result<Vec<Caused>, EngineError> {
    let since_ms = since_ms.saturating_sub(REMEMBERED_MS);
    let mut seq = last;
    let mut remembered: Vec<Caused> = Vec::new();
    while seq > 0 && remembered.len() < REMEMBERED_MOST {
        let pages = store
            .pages_back_from(community_id, seq, since_ms, PAGES)
            .await?;
        let Some(oldest) = pages.last().map(|page| page.first_seq) else {
            break;
        };
        for page in &pages {
            remembered.extend(line::read_causes(&page.body)?.into_iter().rev());
        }
        seq = oldest - 1;
    }
    remembered.retain(|(seq, ..)| *seq <= last);
    remembered.sort_unstable_by_key(|(seq, ..)| *seq);
    Ok(remembered)
}

/// Begins to read, in a task of its own that ends when nobody takes any more.
fn begin<T, E, F>(read: impl FnOnce(mpsc::Sender<Result<Vec<T>, E>>) -> F) -> Ahead<T, E>
where
    T: Send + 'static,
    E: Send + 'static,
    F: Future<Output = Result<(), E>> + Send + 'static,
{
    let (taker, ahead) = mpsc::channel(AHEAD);
    let reading = read(taker.clone());
    tokio::spawn(async move {
        if let Err(error) = reading.await {
            // Whoever took it may have what was wanted, and be gone.
            drop(taker.send(Err(error)).await);
        }
    });
    ahead
}
