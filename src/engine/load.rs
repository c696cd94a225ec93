//! Opening a community: the snapshot, then the pages after it, then what snapshots do not hold. Finished challenges are
//! put away as soon as they are folded.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::domain::act::Secrets;
use crate::domain::causes::{REMEMBERED_MOST, REMEMBERED_MS};
use crate::domain::community::Community;
use crate::domain::draw::Seed;
use crate::domain::event::{Cause, Unreadable};
use crate::domain::line;
use crate::domain::snapshot::{FORMAT, Restoring};
use crate::engine::home::Home;
use crate::engine::{EngineError, Inner, rest};
use crate::store::{Page, SecretRow, Store, StoreError};

/// Pages read at a time.
const PAGES: u32 = 256;
/// How often a snapshot is begun anew that another process replaces while it is read.
const RIVALS_MOST: u32 = 8;
/// Snapshot parts read at a time.
const PARTS: u32 = 64;

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
                    self.homes.close(community_id, reason);
                }
                return Err(error);
            }
        };
        slot.settle(Arc::clone(&home));
        Ok(home)
    }
}

async fn open(store: &Store, community_id: i64, now_ms: i64) -> Result<Home, EngineError> {
    if let Some(mut community) = restored(store, community_id).await? {
        let snapshot_seq = community.seq();
        remember(store, community_id, &mut community, now_ms).await?;
        match replay(store, community_id, &mut community).await {
            Err(EngineError::Misfit(reason)) => {
                // The stream may be sound and the snapshot not: it is folded from nothing, once.
                drop_snapshot(store, community_id, &reason).await?;
            }
            replayed => {
                replayed?;
                return at_home(store, community_id, community, snapshot_seq).await;
            }
        }
    }
    let mut community = Community::default();
    replay(store, community_id, &mut community).await?;
    at_home(store, community_id, community, 0).await
}

async fn at_home(
    store: &Store,
    community_id: i64,
    community: Community,
    snapshot_seq: u64,
) -> Result<Home, EngineError> {
    let secrets = read_secrets(&store.secrets(community_id).await?);
    Ok(Home::new(community_id, community, secrets, snapshot_seq))
}

/// The community as its snapshot has it; none where there is no snapshot that can be read.
async fn restored(store: &Store, community_id: i64) -> Result<Option<Community>, EngineError> {
    for _ in 0..RIVALS_MOST {
        match restore(store, community_id).await {
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

/// The community as its snapshot has it.
async fn restore(store: &Store, community_id: i64) -> Result<Option<Community>, StoreError> {
    let Some(header) = store.snapshot_header(community_id).await? else {
        return Ok(None);
    };
    let misfit = || StoreError::Corrupt("a snapshot's parts do not fit together".to_owned());
    if header.format != FORMAT {
        return Err(StoreError::Corrupt(format!(
            "it has format {}",
            header.format
        )));
    }
    let mut restoring = Restoring::begin(&header.head).ok_or_else(misfit)?;
    for kind in restoring.kinds() {
        let mut next = 0;
        loop {
            let parts = store
                .snapshot_parts(community_id, header.seq, &kind, next, PARTS)
                .await?;
            if parts.is_empty() {
                break;
            }
            let numbers = parts.iter().map(|part| part.part_no);
            if !numbers.zip(next..).all(|(number, place)| number == place) {
                return Err(misfit());
            }
            next += u32::try_from(parts.len()).unwrap_or(u32::MAX);
            if !parts
                .iter()
                .all(|part| part.body.is_empty() || restoring.put(&kind, &part.body))
            {
                return Err(misfit());
            }
        }
    }
    if !restoring.is_whole() {
        return Err(misfit());
    }
    Ok(Some(restoring.finish()))
}

/// Folds every page after the community's last event in.
async fn replay(
    store: &Store,
    community_id: i64,
    community: &mut Community,
) -> Result<(), EngineError> {
    let filed = store.filed_results(community_id).await?;
    loop {
        let pages = store
            .pages_after(community_id, community.seq(), PAGES)
            .await?;
        let whole = pages.len() == PAGES as usize;
        rest::catch_up_alone(store, community_id, community, &pages).await?;
        for (challenge, round) in &filed {
            community.filed(*challenge, *round);
        }
        community.put_all_away();
        if !whole {
            return Ok(());
        }
    }
}

/// Folds pages in, from the event after the last that is folded.
pub(super) fn fold_pages(community: &mut Community, pages: &[Page]) -> Result<(), Unreadable> {
    for page in pages {
        for record in line::read_page(&page.body)? {
            if record.seq > community.seq() {
                community.apply(&record)?;
            }
        }
    }
    Ok(())
}

/// Remembers the deliveries of the last three hours that a snapshot does not hold.
async fn remember(
    store: &Store,
    community_id: i64,
    community: &mut Community,
    now_ms: i64,
) -> Result<(), EngineError> {
    let since_ms = now_ms
        .min(community.last_ms())
        .saturating_sub(REMEMBERED_MS);
    let mut seq = community.seq();
    let mut remembered: Vec<(u64, i64, Cause)> = Vec::new();
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
    remembered.sort_unstable_by_key(|(seq, ..)| *seq);
    let last = community.seq();
    for (seq, at_ms, cause) in remembered.into_iter().filter(|(seq, ..)| *seq <= last) {
        community.remember(cause, seq, at_ms);
    }
    Ok(())
}

/// Seeds as the fold's decisions want them.
pub(super) fn read_secrets(rows: &[SecretRow]) -> Secrets {
    let seed =
        |row: &SecretRow| Some(((row.challenge_no, row.round_no), Seed::from_hex(&row.seed)?));
    rows.iter().filter_map(seed).collect()
}
