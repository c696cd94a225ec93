//! What can go wrong at Slack's end, ordered by a test.

use serde_json::Value;

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Harm {
    /// 429, with that many seconds in `Retry-After`.
    Busy { retry_after_s: u64 },
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
    /// Refused with Slack's word.
    Refuse(&'static str),
}

/// A harm, and which requests it meets.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    /// The method, or `response_url`; every one, when empty.
    method: &'static str,
    channel: Option<String>,
    team: Option<String>,
    until_ms: i64,
    n_times: u32,
    harm: Harm,
}

impl Trouble {
    /// All requests of a method, for good.
    pub(crate) fn on(method: &'static str, harm: Harm) -> Self {
        Self {
            method,
            channel: None,
            team: None,
            until_ms: i64::MAX,
            n_times: u32::MAX,
            harm,
        }
    }

    /// Only requests that name this channel.
    pub(crate) fn in_channel(self, channel: &str) -> Self {
        Self {
            channel: Some(channel.to_owned()),
            ..self
        }
    }

    /// Only requests with a token of this workspace.
    pub(crate) fn in_team(self, team: &str) -> Self {
        Self {
            team: Some(team.to_owned()),
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
    pub(crate) fn meets(
        &mut self,
        now_ms: i64,
        method: &str,
        team: &str,
        args: &Value,
    ) -> Option<Harm> {
        let fits = (self.method.is_empty() || self.method == method)
            && self.team.as_ref().is_none_or(|one| one == team)
            && self
                .channel
                .as_ref()
                .is_none_or(|one| args["channel"] == one.as_str());
        if !fits || now_ms >= self.until_ms || self.n_times == 0 {
            return None;
        }
        self.n_times -= 1;
        Some(self.harm.clone())
    }
}
