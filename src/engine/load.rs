//! Opening a community: the snapshot, then the pages after it, then what snapshots do not hold. Finished challenges are
//! put away as soon as they are folded.

mod ahead;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::task::{JoinError, JoinHandle};

use crate::domain::act::Secrets;
use crate::domain::community::Community;
use crate::domain::draw::Seed;
use crate::domain::event::{Record, Unreadable};
use crate::domain::line;
use crate::domain::snapshot::{FORMAT, Restoring};
use crate::engine::home::Home;
use crate::engine::{EngineError, Inner, rest};
use crate::store::{Page, SecretRow, SnapshotPart, Store, StoreError};
use ahead::{Ahead, Caused};

/// From so many members on, sorting a board is worth a thread.
const LARGE_BOARD: usize = 1 << 16;
/// How often a snapshot is begun anew that another process replaces while it is read.
const RIVALS_MOST: u32 = 8;

impl Inner {
    /// The community in memory, opened if it is not there.
    pub(super) async fn home(&self, community_id: i64) -> Result<Arc<Home>, EngineError> {
        if let Some(home) = self.homes.find(community_id) {
            home.used.store(true, Ordering::Relaxed);
            return Ok(home);
        }
        let slot = self.homes.slot(community_id);
        let _opening = slot.opening.lock().await;
        if let Some(home) = slot.home().filter(|home| !home.is_dropped()) {
            return Ok(home);
        }
        let home = match open(&self.store, community_id, self.now_ms()).await {
            Ok(home) => Arc::new(home),
            Err(error) => {
                if let EngineError::Broken(reason) | EngineError::Misfit(reason) = &error {
                    tracing::error!(
                        community_id,
                        reason,
                        "a community can't be read by this process"
                    );
                    self.homes.note_closed(community_id, Some(reason));
                }
                return Err(error);
            }
        };
        self.homes.note_closed(community_id, None);
        slot.settle(Arc::clone(&home));
        Ok(home)
    }
}

async fn open(store: &Store, community_id: i64, now_ms: i64) -> Result<Home, EngineError> {
    if let Some(opening) = restored(store, community_id, now_ms).await? {
        match at_home(store, community_id, opening).await {
            Err(EngineError::Misfit(reason)) => {
                // The stream may be sound and the snapshot not: it is folded from nothing, once.
                drop_snapshot(store, community_id, &reason).await?;
            }
            opened => return opened,
        }
    }
    at_home(store, community_id, Opening::new(store, community_id)).await
}

/// Folds in what came after the snapshot.
async fn at_home(store: &Store, community_id: i64, opening: Opening) -> Result<Home, EngineError> {
    let Opening {
        mut community,
        causes,
        records,
    } = opening;
    let snapshot_seq = community.seq();
    if let Some(causes) = causes {
        for (seq, at_ms, cause) in causes.await.map_err(stopped)?? {
            community.remember(cause, seq, at_ms);
        }
    }
    replay(store, community_id, &mut community, records).await?;
    let secrets = read_secrets(&store.secrets(community_id).await?);
    Ok(Home::new(community_id, community, secrets, snapshot_seq))
}

/// A community as its snapshot has it, and what is being read to go on from there.
struct Opening {
    community: Community,
    causes: Option<JoinHandle<Result<Vec<Caused>, EngineError>>>,
    records: Ahead<Record, EngineError>,
}

impl Opening {
    /// A community that is folded from nothing.
    fn new(store: &Store, community_id: i64) -> Self {
        Self {
            community: Community::default(),
            causes: None,
            records: ahead::records(store.clone(), community_id, 0),
        }
    }
}

/// The community as its snapshot has it; none where there is no snapshot that can be read.
async fn restored(
    store: &Store,
    community_id: i64,
    now_ms: i64,
) -> Result<Option<Opening>, EngineError> {
    for _ in 0..RIVALS_MOST {
        match restore(store, community_id, now_ms).await {
            // Another process has stored a newer one meanwhile.
            Err(StoreError::Rival) => {}
            Err(StoreError::Corrupt(reason)) => {
                drop_snapshot(store, community_id, &reason).await?;
                return Ok(None);
            }
            restored => return Ok(restored?),
        }
    }
    Err(StoreError::Rival.into())
}

/// Drops a snapshot, which may be done at any time: the stream is the truth.
async fn drop_snapshot(store: &Store, community_id: i64, reason: &str) -> Result<(), StoreError> {
    tracing::warn!(
        community_id,
        reason,
        "a snapshot can't be read and is made anew from the stream"
    );
    store.drop_snapshot(community_id).await
}

/// Puts a community together from its snapshot, while what comes after it is being read.
async fn restore(
    store: &Store,
    community_id: i64,
    now_ms: i64,
) -> Result<Option<Opening>, StoreError> {
    let Some(header) = store.snapshot_header(community_id).await? else {
        return Ok(None);
    };
    if header.format != FORMAT {
        return Err(StoreError::Corrupt(format!(
            "it has format {}",
            header.format
        )));
    }
    let restoring = Restoring::begin(&header.head).ok_or_else(misfit)?;
    let seq = header.seq;
    let parts = ahead::parts(store.clone(), community_id, seq, restoring.kinds());
    let since_ms = now_ms.min(restoring.last_ms());
    let causes = tokio::spawn(ahead::causes(store.clone(), community_id, seq, since_ms));
    let records = ahead::records(store.clone(), community_id, seq);
    // A second of work for a million members: not on a thread that others' answers wait for.
    let put_together = tokio::task::spawn_blocking(|| put_together(restoring, parts));
    let community = put_together.await.map_err(|_| misfit())??;
    Ok(Some(Opening {
        community,
        causes: Some(causes),
        records,
    }))
}

fn put_together(
    mut restoring: Restoring,
    mut parts: Ahead<SnapshotPart, StoreError>,
) -> Result<Community, StoreError> {
    while let Some(parts) = parts.blocking_recv() {
        for part in parts? {
            if !part.body.is_empty() && !restoring.put(&part.kind, &part.body) {
                return Err(misfit());
            }
        }
    }
    if !restoring.is_whole() {
        return Err(misfit());
    }
    let mut unsorted = restoring.finish();
    std::thread::scope(|scope| {
        for keys in unsorted.boards().filter(|keys| keys.len() >= LARGE_BOARD) {
            scope.spawn(|| keys.sort_unstable());
        }
    });
    Ok(unsorted.sorted())
}

fn misfit() -> StoreError {
    StoreError::Corrupt("a snapshot's parts do not fit together".to_owned())
}

fn stopped(_: JoinError) -> EngineError {
    EngineError::Unavailable("reading was stopped".to_owned())
}

/// Folds every event after the community's last in.
async fn replay(
    store: &Store,
    community_id: i64,
    community: &mut Community,
    mut records: Ahead<Record, EngineError>,
) -> Result<(), EngineError> {
    let filed = store.filed_results(community_id).await?;
    loop {
        let next = records.recv().await.transpose()?;
        if let Some(records) = &next {
            rest::catch_up_alone(store, community_id, community, records).await?;
        }
        for (challenge, round) in &filed {
            community.filed(*challenge, *round);
        }
        community.put_all_away();
        if next.is_none() {
            return Ok(());
        }
    }
}

/// Folds pages in, from the event after the last that is folded.
pub(super) fn fold_pages(community: &mut Community, pages: &[Page]) -> Result<(), Unreadable> {
    for page in pages {
        fold_records(community, &line::read_page(&page.body)?)?;
    }
    Ok(())
}

/// Folds events in, from the one after the last that is folded.
pub(super) fn fold_records(
    community: &mut Community,
    records: &[Record],
) -> Result<(), Unreadable> {
    let folded = community.seq();
    let mut unfolded = records.iter().filter(|record| record.seq > folded);
    unfolded.try_for_each(|record| community.apply(record))
}

/// Seeds as the fold's decisions want them.
pub(super) fn read_secrets(rows: &[SecretRow]) -> Secrets {
    let seed =
        |row: &SecretRow| Some(((row.challenge_no, row.round_no), Seed::from_hex(&row.seed)?));
    rows.iter().filter_map(seed).collect()
}
