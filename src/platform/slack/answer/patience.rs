//! Calls that are tried again while it is certain that nothing was done.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use serde_json::Value;

use crate::cards::Card;
use crate::platform::slack::answer::{Talk, body};
use crate::platform::slack::api::CallError;

/// Somebody waits for these answers; what Slack puts off longer goes another way.
const LONGEST: Duration = Duration::from_secs(20);
/// Attempts after the first; with the pauses between them about half a minute.
const ATTEMPTS: usize = 6;

/// Tries again what was surely not done.
pub(super) async fn patiently<T, F, W>(attempts: usize, call: F) -> Result<T, CallError>
where
    F: FnMut() -> W,
    W: Future<Output = Result<T, CallError>>,
{
    let pauses = ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(Duration::from_millis(250))
        .with_max_delay(Duration::from_secs(8))
        .with_max_times(attempts);
    call.retry(pauses)
        .sleep(tokio::time::sleep)
        .when(is_undone)
        .adjust(pause)
        .await
}

/// Whether it is certain that nothing was done.
fn is_undone(error: &CallError) -> bool {
    matches!(error, CallError::NotSent(_) | CallError::Busy(_))
}

/// How long to wait before the next attempt; none where somebody would wait too long.
fn pause(error: &CallError, pause: Option<Duration>) -> Option<Duration> {
    match error {
        CallError::Busy(wait) if *wait > LONGEST => None,
        CallError::Busy(wait) => pause.map(|pause| pause.max(*wait)),
        _ => pause,
    }
}

impl Talk {
    /// Calls a method of the Web API in the workspace's name, patiently.
    pub(super) async fn call(
        &self,
        method: &'static str,
        body: &Value,
    ) -> Result<Value, CallError> {
        let (api, token) = (&self.carrier.0.api, &self.workspace.token);
        patiently(ATTEMPTS, || api.call(token, method, body)).await
    }

    /// Sends a card by a method that takes messages; without its blocks where Slack does not take those.
    pub(super) async fn send(
        &self,
        method: &'static str,
        card: &Card,
        to: &Value,
    ) -> Result<Value, CallError> {
        let content = |content: Value| with(unfolding(method, content), to);
        let sent = self.call(method, &content(body::content(card))).await;
        match sent {
            Err(CallError::Refused(word)) if body::is_about_blocks(&word) => {
                tracing::error!(word, method, "Slack did not take a card's blocks");
                self.call(method, &content(body::plain(card))).await
            }
            sent => sent,
        }
    }
}

/// A body without the word on links, where the method does not know it: nothing unfolds in a message for one person
/// (<https://docs.slack.dev/reference/methods/chat.postEphemeral>).
fn unfolding(method: &str, mut body: Value) -> Value {
    if let Some(body) = body
        .as_object_mut()
        .filter(|_| method != "chat.postMessage")
    {
        body.remove("unfurl_links");
        body.remove("unfurl_media");
    }
    body
}

/// A body with more fields.
fn with(mut body: Value, more: &Value) -> Value {
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(
            more.iter()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_surely_not_done_is_tried_again_and_soon() {
        let s = Duration::from_secs;
        assert!(is_undone(&CallError::NotSent("no route".to_owned())));
        assert!(is_undone(&CallError::Busy(s(1))));
        assert!(!is_undone(&CallError::Unknown("cut off".to_owned())));
        assert!(!is_undone(&CallError::Refused("not_in_channel".to_owned())));
        assert_eq!(pause(&CallError::Busy(s(3)), Some(s(1))), Some(s(3)));
        assert_eq!(pause(&CallError::Busy(s(0)), Some(s(1))), Some(s(1)));
        assert_eq!(pause(&CallError::Busy(s(21)), Some(s(1))), None);
        assert_eq!(pause(&CallError::Busy(s(3)), None), None);
        assert_eq!(
            pause(&CallError::NotSent(String::new()), Some(s(2))),
            Some(s(2))
        );
    }

    #[tokio::test]
    async fn the_attempts_come_to_an_end() {
        let n_calls = std::cell::Cell::new(0);
        let busy = || CallError::Busy(Duration::from_mins(1));
        let result: Result<(), _> = patiently(2, || {
            n_calls.set(n_calls.get() + 1);
            async { Err(busy()) }
        })
        .await;
        assert_eq!((result, n_calls.get()), (Err(busy()), 1));
    }
}
