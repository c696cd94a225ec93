//! The steps of transactions, so that a test can have the process die at each of them in turn.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// Steps left to live; 0 where nobody counts.
static LEFT: AtomicU32 = AtomicU32::new(0);

/// Has this process die, as if it were killed, before its `n`-th step in a transaction from now on.
pub fn die_at_step(n: u32) {
    LEFT.store(n, Ordering::Relaxed);
}

/// A step is about to be taken: a statement, or what comes after a commit.
pub(super) fn step() {
    if LEFT.load(Ordering::Relaxed) > 0 && LEFT.fetch_sub(1, Ordering::Relaxed) == 1 {
        process::abort();
    }
}
