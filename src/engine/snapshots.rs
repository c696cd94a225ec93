//! Keeping what opening needs: filed results and snapshots, written beside the commands and never in their way.

use std::sync::Arc;
#[cfg(debug_assertions)]
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::domain::community::Community;
use crate::domain::snapshot::{FORMAT, Restoring};
use crate::engine::home::Home;
use crate::engine::{EngineError, Inner, filing};
use crate::store::{SnapshotBase, SnapshotHeader, SnapshotPart, Store, StoreError};

/// Events after which a new snapshot of a small community is worth its writing.
const SNAPSHOT_EVERY: u64 = 50_000;
/// A large one waits longer: for this part of its events, since nearly every chunk of it has changed by then and all of it
/// is written again.
const SNAPSHOT_PART: u64 = 4;
/// But not longer than this: so many events at most are folded again when a process starts after it was killed.
const SNAPSHOT_LATEST: u64 = 1_000_000;
/// Bytes in one transaction of parts.
const PARTS_BYTES: usize = 1 << 20;

/// What a test takes for [`SNAPSHOT_EVERY`].
#[cfg(debug_assertions)]
static TEST_EVERY: AtomicU64 = AtomicU64::new(SNAPSHOT_EVERY);

/// Has this process write snapshots after so few events, for tests of what can go wrong with them.
#[cfg(debug_assertions)]
pub fn snapshot_after(n_events: u64) {
    TEST_EVERY.store(n_events, Ordering::Relaxed);
}

#[cfg(debug_assertions)]
fn snapshot_every() -> u64 {
    TEST_EVERY.load(Ordering::Relaxed)
}

#[cfg(not(debug_assertions))]
fn snapshot_every() -> u64 {
    SNAPSHOT_EVERY
}

impl Inner {
    /// Stores results and, when enough has happened, a snapshot; at most one task a community at a time.
    pub(super) fn store_soon(&self, home: &Arc<Home>) {
        let (frozen, ahead, worth) = {
            let fold = home.fold();
            (
                has_frozen(&fold),
                fold.seq()
                    .saturating_sub(home.snapshot_seq.load(Ordering::Relaxed)),
                (fold.seq() / SNAPSHOT_PART).clamp(snapshot_every(), SNAPSHOT_LATEST),
            )
        };
        if !frozen && ahead < worth {
            return;
        }
        let Ok(mut storing) = Arc::clone(&home.storing).try_lock_owned() else {
            return;
        };
        let (store, home) = (self.store.clone(), Arc::clone(home));
        tokio::spawn(async move {
            loop {
                if let Err(error) = keep(&store, &home, worth).await {
                    tracing::warn!(community_id = home.community_id, %error, "a result or snapshot is stored later");
                    return;
                }
                drop(storing);
                // What closed while a snapshot was written was left to us.
                if !has_frozen(&home.fold()) || home.is_dropped() {
                    return;
                }
                let Ok(again) = Arc::clone(&home.storing).try_lock_owned() else {
                    return;
                };
                storing = again;
            }
        });
    }

    /// Stores everything that is worth it, before a stop.
    pub(super) async fn store_all(&self) {
        for home in self.homes.open() {
            let least = snapshot_every() / 50;
            let _storing = home.storing.lock().await;
            if let Err(error) = keep(&self.store, &home, least).await {
                tracing::warn!(community_id = home.community_id, %error, "a snapshot was not stored at the stop");
            }
        }
    }
}

/// Whether a table waits to be filed.
fn has_frozen(fold: &Community) -> bool {
    let mut challenges = fold.challenges().iter();
    challenges.any(|challenge| !challenge.frozen().is_empty())
}

async fn keep(store: &Store, home: &Home, least: u64) -> Result<(), EngineError> {
    filing::file(store, home).await?;
    let known = home.snapshot_seq.load(Ordering::Relaxed);
    if home.fold().seq().saturating_sub(known) < least {
        return Ok(());
    }
    // Asked before the fold is taken: where somebody is forgotten after that, it must not get stored.
    let base = store.snapshot_base(home.community_id).await?;
    let taken = {
        let fold = home.fold();
        if base.seq <= fold.seq() {
            home.snapshot_seq.store(base.seq, Ordering::Relaxed);
        }
        if fold.seq().saturating_sub(base.seq) < least {
            None
        } else {
            fold.take()
        }
    };
    let Some(taken) = taken else { return Ok(()) };
    if !fits(store, home.community_id, base).await? {
        return Ok(());
    }
    let seq = taken.seq();
    // What is not saved yet must not be in a snapshot.
    if !home.save_of(seq).await {
        return Ok(());
    }
    match write(store, home.community_id, base, taken).await {
        Ok(()) => {
            home.snapshot_seq.store(seq, Ordering::Relaxed);
            store.clean_snapshot(home.community_id).await?;
            Ok(())
        }
        // Another process has stored a newer one, or it was dropped: the next time it builds on what is there then.
        Err(StoreError::Rival) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whether pieces may be put beside those of the generation that is there.
async fn fits(store: &Store, community_id: i64, base: SnapshotBase) -> Result<bool, EngineError> {
    let header = match store.snapshot_header(community_id).await {
        Ok(header) => header,
        // It is dropped when it is next read.
        Err(StoreError::Corrupt(_)) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    Ok(match header {
        None => base.seq == 0,
        Some(header) => {
            header.seq == base.seq
                && header.format == FORMAT
                && Restoring::begin(&header.head).is_some()
        }
    })
}

async fn write(
    store: &Store,
    community_id: i64,
    base: SnapshotBase,
    taken: crate::domain::snapshot::Taken,
) -> Result<(), StoreError> {
    let seq = taken.seq();
    let (head, pieces) = taken.pieces_since(base.seq);
    let mut parts: Vec<SnapshotPart> = Vec::new();
    let mut bytes = 0;
    for piece in pieces {
        bytes += piece.bytes.len();
        parts.push(SnapshotPart {
            kind: piece.kind,
            part_no: piece.number,
            body: piece.bytes,
        });
        if bytes >= PARTS_BYTES {
            store
                .write_snapshot_parts(community_id, base, seq, &parts)
                .await?;
            parts.clear();
            bytes = 0;
        }
    }
    if !parts.is_empty() {
        store
            .write_snapshot_parts(community_id, base, seq, &parts)
            .await?;
    }
    store
        .finish_snapshot(
            community_id,
            base,
            &SnapshotHeader {
                seq,
                format: FORMAT,
                head,
            },
        )
        .await
}
