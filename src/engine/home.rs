//! Communities in memory: each with its fold, its unrevealed seeds and the people it has seen lately.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use hashbrown::HashMap;
use tokio::sync::watch;

use crate::domain::act::Secrets;
use crate::domain::community::Community;
use crate::engine::people::{Known, People};
use crate::engine::rest::LastAsked;

/// A community in memory.
pub(super) struct Home {
    pub community_id: i64,
    fold: RwLock<Community>,
    pub secrets: RwLock<Secrets>,
    /// The fold has caught up with another process, and the seeds have not.
    pub secrets_stale: AtomicBool,
    people: Mutex<People>,
    /// Everybody is being, or has been, read into `people`.
    pub meeting: AtomicBool,
    /// Held by whoever appends to, or catches up with, the stream.
    pub writing: tokio::sync::Mutex<()>,
    /// The last event known to be saved.
    durable: watch::Sender<u64>,
    /// The fold holds what was never saved: it must not be used any more.
    dropped: AtomicBool,
    /// The event up to which a snapshot is stored.
    pub snapshot_seq: AtomicU64,
    /// Held by whoever writes a snapshot or results.
    pub storing: Arc<tokio::sync::Mutex<()>>,
    /// Somebody used it since the last look for idle ones.
    pub used: AtomicBool,
    /// When a look last found it used.
    pub used_ms: AtomicI64,
    /// When its finished challenges were last asked for.
    pub last_asked: Mutex<LastAsked>,
    /// Held by whoever recalls what is away.
    pub recalling: tokio::sync::Mutex<()>,
}

impl Home {
    pub(super) fn new(
        community_id: i64,
        fold: Community,
        secrets: Secrets,
        snapshot_seq: u64,
    ) -> Self {
        let (durable, _) = watch::channel(fold.seq());
        Self {
            community_id,
            fold: RwLock::new(fold),
            secrets: RwLock::new(secrets),
            secrets_stale: AtomicBool::new(false),
            people: Mutex::default(),
            meeting: AtomicBool::new(false),
            writing: tokio::sync::Mutex::default(),
            durable,
            dropped: AtomicBool::new(false),
            snapshot_seq: AtomicU64::new(snapshot_seq),
            storing: Arc::default(),
            used: AtomicBool::new(true),
            used_ms: AtomicI64::new(0),
            last_asked: Mutex::default(),
            recalling: tokio::sync::Mutex::default(),
        }
    }

    pub(super) fn fold(&self) -> RwLockReadGuard<'_, Community> {
        self.fold.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn fold_mut(&self) -> RwLockWriteGuard<'_, Community> {
        self.fold.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The seeds as they are saved, read after everything that the fold holds.
    pub(super) fn know_secrets(&self, secrets: Secrets) {
        *self.secrets.write().unwrap_or_else(PoisonError::into_inner) = secrets;
        self.secrets_stale.store(false, Ordering::Release);
    }

    pub(super) fn saved(&self, seq: u64) {
        self.durable.send_if_modified(|saved| {
            let newer = seq > *saved;
            *saved = seq.max(*saved);
            newer
        });
    }

    /// Whether everything up to that event is saved.
    pub(super) fn is_saved(&self, seq: u64) -> bool {
        *self.durable.borrow() >= seq
    }

    /// Waits until everything up to that event is saved; false if the fold is dropped instead.
    pub(super) async fn save_of(&self, seq: u64) -> bool {
        let mut watch = self.watch();
        let saved = watch.wait_for(|saved| *saved >= seq || self.is_dropped());
        saved.await.is_ok() && !self.is_dropped()
    }

    pub(super) fn watch(&self) -> watch::Receiver<u64> {
        self.durable.subscribe()
    }

    pub(super) fn drop_fold(&self) {
        self.dropped.store(true, Ordering::Release);
        // Whoever waits for a save that will not come looks again.
        self.durable.send_modify(|_| {});
    }

    pub(super) fn is_dropped(&self) -> bool {
        self.dropped.load(Ordering::Acquire)
    }

    pub(super) fn know(&self, known: impl IntoIterator<Item = (u128, Known)>) {
        let mut people = self.people();
        for (key, known) in known {
            people.know(key, known);
        }
    }

    /// Who is known here.
    pub(super) fn people(&self) -> MutexGuard<'_, People> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The communities that are in memory, and the places of those being opened.
#[derive(Default)]
pub(super) struct Homes {
    slots: RwLock<HashMap<i64, Arc<Slot>>>,
    closed: Mutex<BTreeMap<i64, String>>,
}

/// A community's place: empty until it is opened.
#[derive(Default)]
pub(super) struct Slot {
    home: RwLock<Option<Arc<Home>>>,
    /// Held by whoever opens it.
    pub opening: tokio::sync::Mutex<()>,
}

impl Slot {
    pub(super) fn home(&self) -> Option<Arc<Home>> {
        self.home
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn clear(&self) {
        let mut home = self.home.write().unwrap_or_else(PoisonError::into_inner);
        home.take_if(|home| home.is_dropped());
    }

    pub(super) fn settle(&self, home: Arc<Home>) {
        *self.home.write().unwrap_or_else(PoisonError::into_inner) = Some(home);
    }
}

impl Homes {
    /// The community, if it is in memory and may be used.
    pub(super) fn find(&self, community_id: i64) -> Option<Arc<Home>> {
        let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
        slots
            .get(&community_id)?
            .home()
            .filter(|home| !home.is_dropped())
    }

    pub(super) fn slot(&self, community_id: i64) -> Arc<Slot> {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(community_id).or_default())
    }

    /// Everything in memory now.
    pub(super) fn open(&self) -> Vec<Arc<Home>> {
        let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
        slots.values().filter_map(|slot| slot.home()).collect()
    }

    /// Lets a community go from memory. Its place stays while somebody is about to open it, so that there is one home.
    pub(super) fn evict(&self, community_id: i64) {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        let Some(slot) = slots.get(&community_id) else {
            return;
        };
        if Arc::strong_count(slot) == 1 {
            slots.remove(&community_id);
        } else {
            slot.clear();
        }
    }

    /// Notes that a community can't be read by this process, or that it can again.
    pub(super) fn note_closed(&self, community_id: i64, reason: Option<&str>) {
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        match reason {
            Some(reason) => drop(closed.insert(community_id, reason.to_owned())),
            None => drop(closed.remove(&community_id)),
        }
    }

    /// Why communities can't be read by this process, where there are such.
    pub(super) fn closed(&self) -> Option<String> {
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        let (community_id, reason) = closed.first_key_value()?;
        let others = closed.len() - 1;
        let more = if others == 0 {
            String::new()
        } else {
            format!(" (and {others} more)")
        };
        Some(format!("community {community_id}: {reason}{more}"))
    }
}
