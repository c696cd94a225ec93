//! How many requests Discord may refuse before we hold still: it bans an address after 10,000 answers of 401, 403 or 429
//! in ten minutes (`topics/rate-limits`, "Invalid Request Limit"). We hold still long before.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// So many such answers at most, in [`WINDOW`].
const MOST_INVALID: usize = 90;
/// What Discord counts over.
const WINDOW: Duration = Duration::from_mins(10);

/// What lately was refused, and how long everybody is to wait.
#[derive(Default)]
pub(super) struct Bounds(Mutex<Recent>);

#[derive(Default)]
struct Recent {
    invalid: VecDeque<Instant>,
    /// The end of a limit that holds for all channels.
    until: Option<Instant>,
}

impl Bounds {
    /// How long a request is to wait before it may be sent, where it is to wait.
    pub(super) fn wait(&self, now: Instant) -> Option<Duration> {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while recent
            .invalid
            .front()
            .is_some_and(|at| now.duration_since(*at) >= WINDOW)
        {
            recent.invalid.pop_front();
        }
        let full = recent.invalid.len() >= MOST_INVALID;
        let oldest = recent.invalid.front().filter(|_| full);
        let ends = [oldest.map(|at| *at + WINDOW), recent.until];
        let end = ends.into_iter().flatten().max()?;
        Some(end.duration_since(now)).filter(|wait| !wait.is_zero())
    }

    /// Notes an answer that counts as invalid.
    pub(super) fn invalid(&self, now: Instant) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.invalid.len() >= MOST_INVALID {
            recent.invalid.pop_front();
        }
        recent.invalid.push_back(now);
    }

    /// Notes a limit that holds for everything.
    pub(super) fn all_wait(&self, until: Instant) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.until = recent.until.max(Some(until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_refusals_ends_after_ten_minutes() {
        let (bounds, start) = (Bounds::default(), Instant::now());
        for second in 0..90 {
            let now = start + Duration::from_secs(second);
            assert_eq!(bounds.wait(now), None, "{second}");
            bounds.invalid(now);
        }
        let now = start + Duration::from_secs(90);
        assert_eq!(bounds.wait(now), Some(Duration::from_secs(510)));
        assert_eq!(bounds.wait(start + WINDOW), None);
    }

    #[test]
    fn a_limit_for_all_holds_until_its_end() {
        let (bounds, now) = (Bounds::default(), Instant::now());
        bounds.all_wait(now + Duration::from_secs(3));
        bounds.all_wait(now + Duration::from_secs(2));
        assert_eq!(bounds.wait(now), Some(Duration::from_secs(3)));
        assert_eq!(bounds.wait(now + Duration::from_secs(3)), None);
    }
}
