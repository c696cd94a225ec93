//! Counts what the rules refused, as `/metrics` does; on the thread of one test alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use metrics::{
    Counter, CounterFn, Gauge, Histogram, Key, KeyName, LocalRecorderGuard, Metadata, Recorder,
    SharedString, Unit, set_default_local_recorder,
};

/// The counter of refused commands.
const REFUSALS: &str = "huzzah_refusals_total";

/// How many commands were refused since this was made.
pub(super) struct Refusals {
    n_refused: Arc<Count>,
    _installed: LocalRecorderGuard<'static>,
}

#[derive(Default)]
struct Count(AtomicU64);

struct Counters(Arc<Count>);

impl Refusals {
    /// Begins to count on this thread, until it is dropped.
    pub(super) fn new() -> Self {
        let n_refused = Arc::<Count>::default();
        // A test makes one or two; they live as long as the process.
        let counters = Box::leak(Box::new(Counters(Arc::clone(&n_refused))));
        Self {
            n_refused,
            _installed: set_default_local_recorder(counters),
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.n_refused.0.load(Ordering::Relaxed)
    }
}

impl CounterFn for Count {
    fn increment(&self, value: u64) {
        self.0.fetch_add(value, Ordering::Relaxed);
    }

    fn absolute(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }
}

impl Recorder for Counters {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        if key.name() == REFUSALS {
            Counter::from_arc(Arc::clone(&self.0))
        } else {
            Counter::noop()
        }
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}
