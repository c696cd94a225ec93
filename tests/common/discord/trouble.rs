//! What can go wrong at Discord's end, ordered by a test.

use super::world::Call;

/// What happens to a request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Harm {
    /// 429 with that many seconds to wait, for this route or for everything.
    Busy { retry_after_s: f64, global: bool },
    /// 429 that is not held against the bot: others wrote too much.
    Shared { retry_after_s: f64 },
    /// That status, with a page that is no JSON.
    Status(u16),
    /// The connection breaks before anything was done.
    DropBefore,
    /// It is done, and then the connection breaks.
    DropAfter,
    /// It is done, and then the answer is that status.
    StatusAfter(u16),
    /// Nothing is answered, ever.
    Hang,
    /// Refused with that status and Discord's code.
    Refuse { status: u16, code: u64 },
}

/// A harm, and which requests it meets.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    /// The route (`message.post`); every one, when empty.
    route: &'static str,
    /// A part of the path.
    at: Option<String>,
    until_ms: i64,
    n_times: u32,
    harm: Harm,
}

impl Trouble {
    /// All requests of a route, for good.
    pub(crate) fn on(route: &'static str, harm: Harm) -> Self {
        Self {
            route,
            at: None,
            until_ms: i64::MAX,
            n_times: u32::MAX,
            harm,
        }
    }

    /// Only requests that name this channel, guild or message in their path.
    pub(crate) fn at(self, id: &str) -> Self {
        Self {
            at: Some(format!("/{id}")),
            ..self
        }
    }

    /// Only until then.
    pub(crate) fn until_ms(self, until_ms: i64) -> Self {
        Self { until_ms, ..self }
    }

    /// Only that often.
    pub(crate) fn times(self, n_times: u32) -> Self {
        Self { n_times, ..self }
    }

    /// The harm to a request, if it meets this one.
    pub(crate) fn meets(&mut self, call: &Call) -> Option<Harm> {
        let fits = (self.route.is_empty() || self.route == call.route)
            && self.at.as_ref().is_none_or(|id| call.path.contains(id));
        if !fits || call.at_ms >= self.until_ms || self.n_times == 0 {
            return None;
        }
        self.n_times -= 1;
        Some(self.harm.clone())
    }
}
