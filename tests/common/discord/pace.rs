//! How much is too much (`topics/rate-limits`): a bucket a route and place, all together, and what is held against an app.
//!
//! The figures of buckets are not told; these are of the size that people have seen.

use std::collections::{BTreeMap, VecDeque};
use std::time::Instant;

/// For how long, and how often, requests that were refused are counted: the real one blocks at 10,000.
const INVALID_WITHIN_MS: i64 = 600_000;

/// More refused requests than these in ten minutes fail a test.
pub(crate) const INVALID_MOST: usize = 100;

/// Requests of all routes within a second; those of interactions don't count.
const GLOBAL: usize = 50;

/// By which time limits hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Limits {
    /// Whoever asks is answered.
    #[default]
    Off,
    /// By the clock that the test moves.
    ByClock,
    /// As the real one: for whoever waits in real time.
    InRealTime,
}

/// What was asked of late.
pub(crate) struct Pace {
    pub(crate) limits: Limits,
    began: Instant,
    buckets: BTreeMap<String, VecDeque<i64>>,
    invalid: VecDeque<i64>,
    is_blocked: bool,
}

/// How a request stands with its bucket.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) bucket: String,
    pub(crate) limit: usize,
    pub(crate) remaining: usize,
    pub(crate) reset_after_ms: i64,
    /// How long to wait, where it is too much; and whether all routes are meant.
    pub(crate) busy: Option<(i64, bool)>,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            limits: Limits::Off,
            began: Instant::now(),
            buckets: BTreeMap::new(),
            invalid: VecDeque::new(),
            is_blocked: false,
        }
    }
}

impl Pace {
    /// Notes a request of a route at a place; says how it stands.
    pub(crate) fn asks(&mut self, clock_ms: i64, route: &str, place: &str, old: bool) -> Standing {
        let now_ms = match self.limits {
            Limits::Off | Limits::ByClock => clock_ms,
            Limits::InRealTime => i64::try_from(self.began.elapsed().as_millis()).unwrap_or(0),
        };
        let (limit, window_ms) = if old { (3, 20_000) } else { size(route) };
        let mut standing = Standing {
            bucket: bucket(route),
            limit,
            remaining: limit - 1,
            reset_after_ms: window_ms,
            busy: None,
        };
        if self.limits == Limits::Off {
            return standing;
        }
        let key = format!("{route} {place}{}", if old { " old" } else { "" });
        let counted = !matches!(route, "interaction.callback") && !route.starts_with("reply.");
        if counted && let Some(wait_ms) = self.full("", GLOBAL, 1_000, now_ms) {
            standing.busy = Some((wait_ms, true));
            return standing;
        }
        if let Some(wait_ms) = self.full(&key, limit, window_ms, now_ms) {
            standing.remaining = 0;
            standing.reset_after_ms = wait_ms;
            standing.busy = Some((wait_ms, false));
            return standing;
        }
        if counted {
            self.note("", now_ms);
        }
        let used = self.note(&key, now_ms);
        standing.remaining = limit.saturating_sub(used.0);
        standing.reset_after_ms = used.1 + window_ms - now_ms;
        standing
    }

    /// How long a bucket stays full, where it is.
    fn full(&mut self, key: &str, limit: usize, window_ms: i64, now_ms: i64) -> Option<i64> {
        let bucket = self.buckets.entry(key.to_owned()).or_default();
        while bucket
            .front()
            .is_some_and(|at_ms| at_ms + window_ms <= now_ms)
        {
            bucket.pop_front();
        }
        let oldest = bucket.front().copied().unwrap_or(now_ms);
        (bucket.len() >= limit).then_some(oldest + window_ms - now_ms)
    }

    fn note(&mut self, key: &str, now_ms: i64) -> (usize, i64) {
        let bucket = self.buckets.entry(key.to_owned()).or_default();
        bucket.push_back(now_ms);
        (bucket.len(), bucket.front().copied().unwrap_or(now_ms))
    }

    /// Notes that a request was refused (401, 403, or 429 of the bot's own doing); true once it is too much.
    pub(crate) fn refuses(&mut self, now_ms: i64) -> bool {
        self.invalid.push_back(now_ms);
        let is_too_much = self.n_invalid(now_ms) > INVALID_MOST;
        let is_news = is_too_much && !self.is_blocked;
        self.is_blocked = is_too_much;
        is_news
    }

    /// How many requests were refused in the last ten minutes.
    pub(crate) fn n_invalid(&mut self, now_ms: i64) -> usize {
        let is_old = |at_ms: &i64| at_ms + INVALID_WITHIN_MS <= now_ms;
        while self.invalid.front().is_some_and(is_old) {
            self.invalid.pop_front();
        }
        self.invalid.len()
    }
}

/// How many requests of a route in how many milliseconds.
fn size(route: &str) -> (usize, i64) {
    match route {
        "message.post" | "message.edit" | "message.delete" | "messages.get" | "message.get" => {
            (5, 5_000)
        }
        "reply.follow" | "reply.edit" | "reply.delete" | "reply.get" => (5, 2_000),
        "thread.start" | "thread.make" => (5, 10_000),
        "channel.edit" => (2, 600_000),
        "commands.put" => (5, 20_000),
        _ => (40, 1_000),
    }
}

/// A bucket's name: the real one's are such words too.
fn bucket(route: &str) -> String {
    let sum = route.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{sum:016x}{:016x}", sum.rotate_left(17))
}
