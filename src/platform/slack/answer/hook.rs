//! A `response_url`: five uses within thirty minutes (<https://docs.slack.dev/interactivity/handling-user-interaction>).
//! We stay below both: what is left is for clocks that differ and for uses that another process counts.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::platform::slack::answer::patience::patiently;
use crate::platform::slack::api::{Api, CallError};
use crate::platform::slack::envelope::ResponseUrl;

/// Uses of one address; Slack allows one more.
const MOST: u8 = 4;
/// How long an address is used; Slack allows five minutes more.
const GOOD_MS: i64 = 25 * 60_000;
/// So many addresses are no crowd.
const CROWDED: usize = 1_024;
/// Attempts after the first: an answer has other ways to go.
const ATTEMPTS: usize = 2;

/// An address, and until when it is good.
#[derive(Clone)]
pub(in crate::platform::slack) struct Hook {
    url: SecretString,
    until_ms: i64,
}

/// How often each address was used.
#[derive(Default)]
pub(in crate::platform::slack) struct Hooks(Mutex<Uses>);

#[derive(Default)]
struct Uses {
    by_address: HashMap<u64, Used>,
    /// With so many, those that are over are taken out.
    crowded: usize,
}

struct Used {
    times: u8,
    until_ms: i64,
}

impl Hook {
    /// An address that is good until then.
    pub(in crate::platform::slack) fn new(url: &ResponseUrl, until_ms: i64) -> Self {
        Self {
            url: SecretString::from(url.0.as_str()),
            until_ms,
        }
    }

    /// Until when an address is good that came just now.
    pub(in crate::platform::slack) fn end_ms(now_ms: i64) -> i64 {
        now_ms.saturating_add(GOOD_MS)
    }

    /// The address and its end, for a modal to remember; nothing where it is no longer good.
    pub(super) fn remembered(&self, now_ms: i64) -> Option<(String, i64)> {
        let good = now_ms < self.until_ms;
        good.then(|| (self.url.expose_secret().to_owned(), self.until_ms))
    }

    fn key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.url.expose_secret().hash(&mut hasher);
        hasher.finish()
    }
}

impl Hooks {
    /// Posts to an address; none where it may not be used any more.
    pub(super) async fn post(
        &self,
        api: &Api,
        hook: &Hook,
        body: &Value,
        now_ms: i64,
    ) -> Option<Result<(), CallError>> {
        if !self.take(hook, now_ms) {
            return None;
        }
        let url = hook.url.expose_secret();
        Some(patiently(ATTEMPTS, || api.respond(url, body)).await)
    }

    /// Counts a use, where there is one left.
    fn take(&self, hook: &Hook, now_ms: i64) -> bool {
        if now_ms >= hook.until_ms {
            return false;
        }
        let mut hooks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if hooks.by_address.len() >= hooks.crowded {
            hooks.by_address.retain(|_, used| now_ms < used.until_ms);
            hooks.crowded = (2 * hooks.by_address.len()).max(CROWDED);
        }
        let used = hooks.by_address.entry(hook.key()).or_insert(Used {
            times: 0,
            until_ms: hook.until_ms,
        });
        let left = used.times < MOST;
        used.times += u8::from(left);
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(url: &str) -> Hook {
        Hook::new(&ResponseUrl(url.to_owned()), Hook::end_ms(0))
    }

    #[test]
    fn an_address_is_used_less_often_and_less_long_than_slack_allows() {
        let hooks = Hooks::default();
        let (one, other) = (
            hook("https://hooks.slack.com/1"),
            hook("https://hooks.slack.com/2"),
        );
        assert_eq!(
            [(); 6].map(|()| hooks.take(&one, 1)),
            [true, true, true, true, false, false]
        );
        assert!(hooks.take(&other, GOOD_MS - 1));
        assert!(!hooks.take(&other, GOOD_MS));
        assert!(other.remembered(GOOD_MS - 1).is_some());
        assert!(other.remembered(GOOD_MS).is_none());
    }
}
