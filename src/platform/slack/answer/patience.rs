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
        .when(|error| matches!(error, CallError::NotSent(_) | CallError::Busy(_)))
        .adjust(|error, pause| match error {
            CallError::Busy(wait) if *wait > LONGEST => None,
            CallError::Busy(wait) => pause.map(|pause| pause.max(*wait)),
            _ => pause,
        })
        .await
}

impl Talk {
    /// Calls a method of the Web API in the workspace's name, patiently.
    pub(super) async fn call(&self, method: &'static str, body: &Value) -> Result<Value, CallError> {
        let (api, token) = (&self.carrier.api, &self.workspace.token);
        patiently(ATTEMPTS, || api.call(token, method, body)).await
    }

    /// Sends a card by a method that takes messages; without its blocks where Slack does not take those.
    pub(super) async fn send(
        &self,
        method: &'static str,
        card: &Card,
        to: &Value,
    ) -> Result<Value, CallError> {
        let sent = self.call(method, &with(body::content(card), to)).await;
        match sent {
            Err(CallError::Refused(word)) if body::is_about_blocks(&word) => {
                tracing::error!(word, method, "Slack did not take a card's blocks");
                self.call(method, &with(body::plain(card), to)).await
            }
            sent => sent,
        }
    }
}

/// A body with more fields.
fn with(mut body: Value, more: &Value) -> Value {
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
    body
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// What comes of a call whose first attempts end so, and how many attempts there were.
    async fn outcome(first: &[CallError]) -> (Result<usize, CallError>, usize) {
        let n_calls = Cell::new(0);
        let result = patiently(2, || {
            let n = n_calls.replace(n_calls.get() + 1);
            let error = first.get(n).cloned();
            async move { error.map_or(Ok(n), Err) }
        });
        (result.await, n_calls.get())
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_was_surely_not_done_is_tried_again() {
        let not_sent = || CallError::NotSent("refused".to_owned());
        let busy = |s| CallError::Busy(Duration::from_secs(s));
        let unknown = CallError::Unknown("cut".to_owned());
        let refused = CallError::Refused("not_in_channel".to_owned());
        assert_eq!(outcome(&[]).await, (Ok(0), 1));
        assert_eq!(outcome(&[not_sent(), busy(3)]).await, (Ok(2), 3));
        assert_eq!(outcome(&[unknown.clone()]).await, (Err(unknown), 1));
        assert_eq!(outcome(&[refused.clone()]).await, (Err(refused), 1));
        assert_eq!(outcome(&[busy(21)]).await, (Err(busy(21)), 1));
        assert_eq!(outcome(&[not_sent(), not_sent(), not_sent()]).await.1, 3);
    }
}
