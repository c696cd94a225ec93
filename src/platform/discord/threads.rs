//! Threads for cheers: one below the post that opens a challenge and one below each round's result, never one an entry.
//!
//! A thread is a nicety: where it can't be begun, the post stands without it, and nothing is tried there for a while.

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;
use serde_json::{Value, json};
use serenity::http::Route;

use crate::clock::Clock;
use crate::platform::discord::api::{Api, CallError, Method};
use crate::platform::discord::snowflake::known;

/// A thread's name has 100 characters at most (`resources/channel`); we stay below.
const NAME: usize = 90;
/// Minutes after which a quiet thread is put away: a day, one of the four that Discord takes (same page).
const ARCHIVE_MIN: u32 = 1_440;
/// How long no thread is begun in a channel that refused one.
const LEFT_ALONE_MS: i64 = 6 * 3_600_000;
/// More channels than this are looked through for those whose time is over.
const TIDY_AT: usize = 1_024;
/// A message has its thread already (`topics/opcodes-and-status-codes`).
const HAS_ONE: u64 = 160_004;
/// The thread is put away, and nothing in it can be changed; the same page.
const ASLEEP: u64 = 50_083;

/// Begins threads; clones share what is known of channels that take none.
#[derive(Clone)]
pub struct Threads(Arc<Inner>);

struct Inner {
    api: Api,
    clock: Clock,
    /// Until when no thread is begun, by channel.
    left_alone: Mutex<HashMap<String, i64>>,
}

impl Threads {
    /// Threads everywhere.
    #[must_use]
    pub fn new(api: Api, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            api,
            clock,
            left_alone: Mutex::default(),
        }))
    }

    /// Begins the thread of a post, where posts of that kind have one; the thread's id is the message's.
    ///
    /// # Errors
    /// What Discord said; then none is begun in that channel for a while.
    pub async fn begin(
        &self,
        kind: &str,
        channel: &str,
        message: &str,
        title: &str,
    ) -> Result<(), CallError> {
        if !has_thread(kind) || self.is_left_alone(channel) {
            return Ok(());
        }
        let route = Route::ChannelMessageThreads {
            channel_id: known(channel)?.into(),
            message_id: known(message)?.into(),
        };
        let body = json!({ "name": name(title), "auto_archive_duration": ARCHIVE_MIN });
        let begun = self.0.api.call(Method::Post, route, Some(&body)).await;
        match begun {
            Ok(_) => Ok(()),
            Err(error) if error.code() == HAS_ONE => Ok(()),
            Err(error) => {
                tracing::info!(%error, channel, "a post has no thread");
                if let CallError::Refused { .. } = error {
                    self.leave_alone(channel);
                }
                Err(error)
            }
        }
    }

    /// A channel may take threads again.
    pub fn mend(&self, channel: &str) {
        self.lock().remove(channel);
    }

    fn is_left_alone(&self, channel: &str) -> bool {
        let now_ms = self.0.clock.now_ms();
        self.lock()
            .get(channel)
            .is_some_and(|until_ms| *until_ms > now_ms)
    }

    fn leave_alone(&self, channel: &str) {
        let now_ms = self.0.clock.now_ms();
        let mut left_alone = self.lock();
        if left_alone.len() >= TIDY_AT {
            left_alone.retain(|_, until_ms| *until_ms > now_ms);
        }
        left_alone.insert(channel.to_owned(), now_ms.saturating_add(LEFT_ALONE_MS));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, i64>> {
        self.0
            .left_alone
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Changes a message in a channel or thread; a thread that was put away is opened for that.
///
/// # Errors
/// What Discord said, in a locked thread for example.
pub(super) async fn edit(
    api: &Api,
    channel: &str,
    message: &str,
    body: &Value,
) -> Result<Value, CallError> {
    let (channel_id, message_id) = (known(channel)?.into(), known(message)?.into());
    let route = || Route::ChannelMessage {
        channel_id,
        message_id,
    };
    let edited = api.call(Method::Patch, route(), Some(body)).await;
    match edited {
        Err(error) if error.code() == ASLEEP => {
            let (thread, open) = (Route::Channel { channel_id }, json!({ "archived": false }));
            api.call(Method::Patch, thread, Some(&open)).await?;
            api.call(Method::Patch, route(), Some(body)).await
        }
        edited => edited,
    }
}

/// Whether posts of a kind have a thread: where a challenge begins, and where there is something to cheer.
fn has_thread(kind: &str) -> bool {
    matches!(
        kind,
        "challenge_opened" | "round_closed" | "challenge_final"
    )
}

/// A post's title as a thread's name.
fn name(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.chars().count() <= NAME {
        return title;
    }
    let begun: String = title.chars().take(NAME - 1).collect();
    format!("{}…", begun.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_named_after_its_post_in_ninety_characters() {
        assert_eq!(
            name("New challenge:  Spring\ncut"),
            "New challenge: Spring cut"
        );
        let long = name(&"łąka ".repeat(40));
        assert_eq!(long.chars().count(), 90);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn entries_have_no_threads() {
        assert!(has_thread("round_closed"));
        assert!(!has_thread("entries_waiting"));
        assert!(!has_thread("amendment"));
    }
}
