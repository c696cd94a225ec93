//! The steps of transactions, so that a test can have the process die at each of them in turn. A release dies at none.

#[cfg(debug_assertions)]
use std::sync::atomic::{AtomicU32, Ordering};

/// Steps left to live; 0 where nobody counts.
#[cfg(debug_assertions)]
static LEFT: AtomicU32 = AtomicU32::new(0);

/// Has this process die, as if it were killed, before its `n`-th step in a transaction from now on.
#[cfg(debug_assertions)]
pub fn die_at_step(n: u32) {
    LEFT.store(n, Ordering::Relaxed);
}

/// A step is about to be taken: a statement, or what comes after a commit.
#[cfg(debug_assertions)]
pub(super) fn step() {
    if LEFT.load(Ordering::Relaxed) > 0 && LEFT.fetch_sub(1, Ordering::Relaxed) == 1 {
        std::process::abort();
    }
}

/// A step is about to be taken: nobody counts.
#[cfg(not(debug_assertions))]
pub(super) fn step() {}
