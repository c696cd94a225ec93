//! A shelf of answers that are expensive to get: asked for once at a time, kept a while, asked for again in the
//! background.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hashbrown::HashMap;
use tokio::sync::watch;

/// So many answers are kept at most.
const MOST: usize = 20_000;
/// A question that failed is not asked again so soon.
const RETRY_MS: i64 = 60_000;

/// The space, and whom or what in it.
type Key = (String, String);

/// The shelf; clones share it.
#[derive(Clone)]
pub(super) struct Shelf<V> {
    slots: Arc<Mutex<HashMap<Key, Slot<V>>>>,
    fresh_ms: i64,
}

struct Slot<V> {
    value: Option<V>,
    /// When it was last asked for and answered, or failed.
    at_ms: i64,
    /// Closes when the question under way is over.
    asking: Option<watch::Receiver<()>>,
}

impl<V: Clone + Send + 'static> Shelf<V> {
    /// An empty shelf whose answers are good for that long.
    pub(super) fn new(fresh_ms: i64) -> Self {
        Self {
            slots: Arc::default(),
            fresh_ms,
        }
    }

    /// The answer: at once where there is one, however old; else after at most `patience`. `fetch` is run where the
    /// answer is missing or old and nobody asks already; it goes on after that time.
    pub(super) async fn look(
        &self,
        key: Key,
        now_ms: i64,
        patience: Duration,
        fetch: impl Future<Output = Option<V>> + Send + 'static,
    ) -> Option<V> {
        let (value, asking) = self.begin(&key, now_ms, fetch);
        if value.is_some() {
            return value;
        }
        let mut asking = asking?;
        // It only ever closes, so any outcome but the end of our patience means that the answer is there.
        let _over = tokio::time::timeout(patience, asking.changed()).await;
        self.lock().get(&key)?.value.clone()
    }

    /// What is there, and the question that is under way.
    fn begin(
        &self,
        key: &Key,
        now_ms: i64,
        fetch: impl Future<Output = Option<V>> + Send + 'static,
    ) -> (Option<V>, Option<watch::Receiver<()>>) {
        let mut slots = self.lock();
        if slots.len() >= MOST && !slots.contains_key(key) {
            slots
                .retain(|_, slot| slot.asking.is_some() || now_ms - slot.at_ms < self.fresh_ms / 2);
            if slots.len() >= MOST {
                slots.retain(|_, slot| slot.asking.is_some());
            }
        }
        let slot = slots.entry(key.clone()).or_insert(Slot {
            value: None,
            at_ms: i64::MIN,
            asking: None,
        });
        let good_ms = if slot.value.is_some() {
            self.fresh_ms
        } else {
            RETRY_MS
        };
        if slot.asking.is_none() && now_ms.saturating_sub(slot.at_ms) >= good_ms {
            let (over, asking) = watch::channel(());
            slot.asking = Some(asking);
            let asked = Asked {
                shelf: self.clone(),
                key: key.clone(),
                now_ms,
                _over: over,
            };
            tokio::spawn(async move {
                let answer = fetch.await;
                asked.put(answer);
            });
        }
        (slot.value.clone(), slot.asking.clone())
    }

    /// Takes an answer away.
    pub(super) fn forget(&self, key: &Key) {
        self.lock().remove(key);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Slot<V>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A question under way; it is over when this is dropped, also by a panic.
struct Asked<V: Clone + Send + 'static> {
    shelf: Shelf<V>,
    key: Key,
    now_ms: i64,
    _over: watch::Sender<()>,
}

impl<V: Clone + Send + 'static> Asked<V> {
    fn put(self, answer: Option<V>) {
        if let Some(slot) = self.shelf.lock().get_mut(&self.key)
            && answer.is_some()
        {
            slot.value = answer;
        }
    }
}

impl<V: Clone + Send + 'static> Drop for Asked<V> {
    fn drop(&mut self) {
        if let Some(slot) = self.shelf.lock().get_mut(&self.key) {
            slot.asking = None;
            slot.at_ms = self.now_ms;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    fn key() -> Key {
        ("T1".to_owned(), "U1".to_owned())
    }

    #[tokio::test]
    async fn many_who_ask_at_once_are_one_question() {
        let shelf = Shelf::new(1_000);
        let n_asked = Arc::new(AtomicUsize::new(0));
        let look = |now_ms| {
            let (shelf, n_asked) = (shelf.clone(), Arc::clone(&n_asked));
            async move {
                let fetch = async move { Some(n_asked.fetch_add(1, Ordering::SeqCst)) };
                shelf.look(key(), now_ms, LONG, fetch).await
            }
        };
        let (one, other) = tokio::join!(look(100_000), look(100_000));
        assert_eq!((one, other), (Some(0), Some(0)));
        assert_eq!(look(100_999).await, Some(0));
        // The old answer is given at once; the new one is there when its question is over.
        assert_eq!(look(101_000).await, Some(0));
        while n_asked.load(Ordering::SeqCst) < 2 {
            tokio::task::yield_now().await;
        }
        tokio::task::yield_now().await;
        assert_eq!(look(101_500).await, Some(1));
        shelf.forget(&key());
        assert_eq!(look(101_500).await, Some(2));
    }

    #[tokio::test]
    async fn nobody_waits_longer_than_patience_and_the_answer_comes_all_the_same() {
        let shelf = Shelf::new(1_000);
        let (answer, answered) = tokio::sync::oneshot::channel::<u8>();
        let fetch = async move { answered.await.ok() };
        let none = shelf.look(key(), 0, Duration::from_millis(5), fetch).await;
        assert_eq!(none, None);
        answer.send(7).expect("the question goes on");
        let late = shelf.look(key(), 0, LONG, async { Some(8) }).await;
        assert_eq!(late, Some(7));
    }

    #[tokio::test]
    async fn a_failure_or_a_panic_is_not_asked_again_at_once() {
        let shelf = Shelf::new(1_000);
        assert_eq!(shelf.look(key(), 0, LONG, async { None::<u8> }).await, None);
        assert_eq!(shelf.look(key(), 1, LONG, async { Some(1) }).await, None);
        let later_ms = RETRY_MS;
        let panics = async { if true { panic!("planted") } else { None } };
        assert_eq!(shelf.look(key(), later_ms, LONG, panics).await, None);
        assert_eq!(
            shelf
                .look(key(), 2 * later_ms, LONG, async { Some(3) })
                .await,
            Some(3)
        );
    }
}
