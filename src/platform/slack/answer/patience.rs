//! Calls that are tried again while it is certain that nothing was done.

use serde_json::Value;

use crate::cards::Card;
use crate::platform::patience::{self, Again};
use crate::platform::slack::answer::{Talk, body};
use crate::platform::slack::api::CallError;

/// Attempts after the first; with the pauses between them about half a minute.
const ATTEMPTS: usize = 6;

/// Tries again what was surely not done.
pub(super) async fn patiently<T, F, W>(attempts: usize, call: F) -> Result<T, CallError>
where
    F: FnMut() -> W,
    W: Future<Output = Result<T, CallError>>,
{
    patience::patiently(attempts, again, call).await
}

fn again(error: &CallError) -> Again {
    match error {
        CallError::NotSent(_) => Again::Soon,
        CallError::Busy(wait) => Again::After(*wait),
        CallError::Refused(_) | CallError::Unknown(_) => Again::Never,
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
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_what_was_surely_not_done_is_tried_again() {
        let s = Duration::from_secs;
        let unsent = CallError::NotSent("no route".to_owned());
        assert_eq!(again(&unsent), Again::Soon);
        assert_eq!(again(&CallError::Busy(s(3))), Again::After(s(3)));
        let lost = CallError::Unknown("cut off".to_owned());
        assert_eq!(again(&lost), Again::Never);
        let refused = CallError::Refused("not_in_channel".to_owned());
        assert_eq!(again(&refused), Again::Never);
    }
}
