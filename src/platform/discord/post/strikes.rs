//! Answers that Discord counts against us: 401, 403 and 429 (`topics/rate-limits`, "Invalid Request Limit"). Each makes
//! its server wait, longer each time, so that one in trouble does not use up what all servers have together.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;

/// What Discord counts over.
const WINDOW_MS: i64 = 600_000;
/// So many at most in a server and [`WINDOW_MS`].
const MOST: usize = 10;
/// The wait after the first one; it doubles with each, up to [`PAUSE_MOST_MS`].
const PAUSE_MS: i64 = 1_000;
const PAUSE_MOST_MS: i64 = 60_000;
/// More servers than this are looked through for those whose time is over.
const TIDY_AT: usize = 1_024;

/// The strikes of each server.
#[derive(Default)]
pub(super) struct Strikes(Mutex<HashMap<String, VecDeque<i64>>>);

impl Strikes {
    /// Notes one; until when the server is to be left alone, which is now where it was the first in a long time.
    pub(super) fn note(&self, guild: &str, now_ms: i64) -> i64 {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if servers.len() >= TIDY_AT {
            servers.retain(|_, strikes| {
                strikes
                    .back()
                    .is_some_and(|at_ms| *at_ms > now_ms - WINDOW_MS)
            });
        }
        let strikes = servers.entry_ref(guild).or_default();
        while strikes
            .front()
            .is_some_and(|at_ms| *at_ms <= now_ms - WINDOW_MS)
        {
            strikes.pop_front();
        }
        strikes.push_back(now_ms);
        match (strikes.len(), strikes.front()) {
            (MOST.., Some(oldest_ms)) => oldest_ms.saturating_add(WINDOW_MS),
            (n_strikes, _) => {
                let doubled = PAUSE_MS << n_strikes.saturating_sub(1).min(16);
                now_ms.saturating_add(doubled.min(PAUSE_MOST_MS))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_in_trouble_strikes_ten_times_in_ten_minutes_at_most() {
        let strikes = Strikes::default();
        let (mut now_ms, mut times) = (0, Vec::new());
        while now_ms < 3 * WINDOW_MS {
            times.push(now_ms);
            now_ms = strikes.note("1", now_ms);
        }
        assert_eq!(times[..4], [0, 1_000, 3_000, 7_000]);
        for start in 0..3 {
            let window = start * WINDOW_MS..(start + 1) * WINDOW_MS;
            let n_strikes = times.iter().filter(|at_ms| window.contains(at_ms)).count();
            assert!(n_strikes <= MOST, "{n_strikes} in {window:?}");
        }
        assert_eq!(strikes.note("2", 5_000), 6_000, "another server");
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let strikes = Strikes::default();
        for n in 0..5_000 {
            strikes.note(&n.to_string(), n * 1_000);
        }
        let kept = strikes.0.lock().expect("nobody panicked").len();
        assert!(kept <= TIDY_AT, "{kept}");
    }
}
