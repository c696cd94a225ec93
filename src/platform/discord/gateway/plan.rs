//! Which shards this process serves, and whether it may begin sessions now: asked of `GET /gateway/bot`.

use std::time::Duration;

use serde_json::Value;

use crate::platform::discord::Shards;
use crate::platform::discord::api::{Api, CallError, Method, Route};

/// The longest wait before Discord is asked again.
const LONGEST_WAIT: Duration = Duration::from_hours(1);
/// Sessions that are begun between two looks in a bad hour; more, and something is wrong.
const MANY: u64 = 50;
/// Where so few sessions are left, the rest is spared.
const FEW: u64 = 200;

/// What Discord says of its gateway, and what we make of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// Where it is.
    pub(super) url: String,
    /// Our first shard.
    pub(super) from: u32,
    /// Our last shard.
    pub(super) to: u32,
    /// How many there are in all processes.
    pub(super) total: u32,
    /// Sessions that may still be begun.
    remaining: u64,
    /// Until all of them may be begun again.
    reset_after: Duration,
}

/// What a later look at the plan says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// It holds.
    Holds,
    /// Discord advises more shards.
    Grown,
    /// Sessions are used up too fast; none for so long.
    Spent(Duration),
}

impl Plan {
    /// Asks Discord.
    ///
    /// # Errors
    /// See [`CallError`].
    pub(super) async fn ask(api: &Api, shards: Shards) -> Result<Self, CallError> {
        let answer = api.call(Method::Get, Route::GatewayBot, None).await?;
        Self::read(&answer, shards)
            .ok_or_else(|| CallError::Unknown("it did not say where the gateway is".to_owned()))
    }

    fn read(answer: &Value, shards: Shards) -> Option<Self> {
        let (from, to, total) = match shards {
            Shards::Range { from, to, total } => (from, to, total),
            Shards::Auto => {
                let total = answer["shards"].as_u64().unwrap_or(1);
                let total = u32::try_from(total).ok()?.max(1);
                (0, total - 1, total)
            }
        };
        let limit = &answer["session_start_limit"];
        Some(Self {
            url: answer["url"].as_str()?.trim_end_matches('/').to_owned(),
            from,
            to,
            total,
            remaining: limit["remaining"].as_u64().unwrap_or(u64::MAX),
            reset_after: Duration::from_millis(limit["reset_after"].as_u64().unwrap_or(0)),
        })
    }

    /// How many shards are ours.
    pub(super) fn n_shards(&self) -> u32 {
        self.to - self.from + 1
    }

    /// How long to wait before our shards may begin a session each; none where they may now.
    pub(super) fn wait(&self) -> Option<Duration> {
        (self.remaining < u64::from(self.n_shards())).then(|| self.rest())
    }

    /// Whether the plan still holds, and the newer one; where Discord can't be asked it holds.
    pub(super) async fn look(&mut self, api: &Api, shards: Shards) -> Look {
        match Self::ask(api, shards).await {
            Ok(now) => {
                let look = self.against(&now);
                self.remaining = now.remaining;
                look
            }
            Err(error) => {
                tracing::debug!(%error, "how many sessions are left is asked later");
                Look::Holds
            }
        }
    }

    fn against(&self, now: &Self) -> Look {
        let used = self.remaining.saturating_sub(now.remaining);
        if now.remaining < FEW && used > MANY + u64::from(self.n_shards()) {
            Look::Spent(now.rest())
        } else if now.total > self.total {
            Look::Grown
        } else {
            Look::Holds
        }
    }

    fn rest(&self) -> Duration {
        self.reset_after.clamp(Duration::from_secs(5), LONGEST_WAIT)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plan(n_shards: u32, remaining: u64, shards: Shards) -> Plan {
        let answer = json!({
            "url": "wss://gateway.discord.gg/",
            "shards": n_shards,
            "session_start_limit": {
                "total": 1000, "remaining": remaining, "reset_after": 60_000, "max_concurrency": 1,
            },
        });
        Plan::read(&answer, shards).expect("it says where")
    }

    #[test]
    fn shards_are_discords_advice_or_the_settings() {
        let auto = plan(3, 1_000, Shards::Auto);
        assert_eq!((auto.from, auto.to, auto.total), (0, 2, 3));
        assert_eq!(auto.url, "wss://gateway.discord.gg");
        let range = Shards::Range {
            from: 4,
            to: 7,
            total: 16,
        };
        let range = plan(3, 1_000, range);
        assert_eq!((range.from, range.to, range.total), (4, 7, 16));
        assert_eq!(range.n_shards(), 4);
        assert_eq!(Plan::read(&json!({"shards": 1}), Shards::Auto), None);
    }

    #[test]
    fn sessions_are_begun_only_where_all_of_ours_may_be() {
        assert_eq!(plan(3, 3, Shards::Auto).wait(), None);
        let wait = plan(3, 2, Shards::Auto).wait();
        assert_eq!(wait, Some(Duration::from_mins(1)));
    }

    #[test]
    fn a_plan_ends_when_discord_advises_more_shards_or_sessions_run_out() {
        let old = plan(1, 900, Shards::Auto);
        assert_eq!(old.against(&plan(1, 899, Shards::Auto)), Look::Holds);
        assert_eq!(old.against(&plan(2, 899, Shards::Auto)), Look::Grown);
        assert_eq!(old.against(&plan(1, 201, Shards::Auto)), Look::Holds);
        let spent = Look::Spent(Duration::from_mins(1));
        assert_eq!(old.against(&plan(1, 199, Shards::Auto)), spent);
        let few = plan(1, 150, Shards::Auto);
        assert_eq!(few.against(&plan(1, 140, Shards::Auto)), Look::Holds);
    }
}
