//! The first answer to an interaction, of which there is but one, and what may follow it.
//!
//! It may be a message, a change of the message whose button was pressed, a form, or the word that the answer comes
//! later; what follows goes by the interaction's token (`interactions/receiving-and-responding`).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use serenity::model::id::InteractionId;
use tokio::sync::watch;

use crate::platform::discord::api::{CallError, Method, Route};
use crate::platform::discord::carry::{Carrier, Slot, Via};
use crate::platform::discord::envelope::What;
use crate::platform::discord::render::PRIVATE;
use crate::platform::discord::snowflake::known;
use crate::platform::patience::{Again, patiently};

/// Discord's number for an interaction that is over, or whose three seconds are (`topics/opcodes-and-status-codes`).
const OVER: u64 = 10_062;
/// Its number for an interaction that was answered already.
const ANSWERED: u64 = 40_060;
/// Attempts after the first: more have no place in three seconds.
const ATTEMPTS: usize = 2;

/// How Discord is told that the answer comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Later {
    /// A private message that says so, to be filled.
    Thinking,
    /// Nothing is shown; the message with the button stays as it is.
    Quiet,
    /// Nothing comes later: there is nothing to suggest.
    NoChoices,
}

/// How the answer to an errand comes later.
pub(super) fn later(what: &What) -> Later {
    match what {
        What::Typing(_) => Later::NoChoices,
        What::Press { .. } => Later::Quiet,
        What::Command { .. } | What::Form { .. } | What::Stale | What::Nothing => Later::Thinking,
    }
}

impl Later {
    /// The response that says so.
    pub(super) fn body(self) -> Value {
        match self {
            Self::Thinking => json!({ "type": 5, "data": { "flags": PRIVATE } }),
            Self::Quiet => quiet(),
            Self::NoChoices => json!({ "type": 8, "data": { "choices": [] } }),
        }
    }
}

/// The response that changes nothing.
pub(super) fn quiet() -> Value {
    json!({ "type": 6 })
}

/// The first answer to one interaction.
pub(in crate::platform::discord) struct First {
    slot: Arc<Slot>,
    later: Later,
    via: Via,
    /// Whether Discord took the first answer; none while it is on its way.
    is_taken: watch::Receiver<Option<bool>>,
    /// Whether something was said already.
    spoken: AtomicBool,
    /// Whether the interaction's own message is a private one of ours.
    is_ours: AtomicBool,
}

/// Where something said goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::platform::discord) enum Way {
    /// It is the first answer.
    First,
    /// Into the interaction's own message, which waits for it.
    Original,
    /// Beside what was said before.
    Beside,
}

impl First {
    pub(super) fn new(
        slot: Arc<Slot>,
        later: Later,
        via: Via,
        is_taken: watch::Receiver<Option<bool>>,
    ) -> Self {
        Self {
            slot,
            later,
            via,
            is_taken,
            spoken: AtomicBool::new(false),
            is_ours: AtomicBool::new(false),
        }
    }

    /// Says something privately: as the first answer where nothing was said yet.
    pub(in crate::platform::discord) fn say(&self, message: &Value) -> Way {
        if self.spoken.swap(true, Ordering::SeqCst) {
            return Way::Beside;
        }
        let way = if self.slot.give(json!({ "type": 4, "data": message })) {
            Way::First
        } else if self.later == Later::Thinking {
            Way::Original
        } else {
            Way::Beside
        };
        self.is_ours.store(way != Way::Beside, Ordering::SeqCst);
        way
    }

    /// Changes the private message whose button was pressed.
    pub(in crate::platform::discord) fn change(&self, message: &Value) -> Way {
        if self.spoken.swap(true, Ordering::SeqCst) {
            return Way::Beside;
        }
        self.is_ours.store(true, Ordering::SeqCst);
        if self.slot.give(json!({ "type": 7, "data": message })) {
            Way::First
        } else {
            Way::Original
        }
    }

    /// Gives the first answer as it is; whether it still could be given.
    pub(in crate::platform::discord) fn give(&self, response: Value) -> bool {
        !self.spoken.load(Ordering::SeqCst) && self.slot.give(response) && {
            self.spoken.store(true, Ordering::SeqCst);
            true
        }
    }

    /// Nothing more will be said: nobody need wait.
    pub(super) fn end(&self) {
        self.slot.give(self.later.body());
    }

    /// Whether the interaction's own message is one of ours that may be changed.
    pub(in crate::platform::discord) fn is_ours(&self) -> bool {
        self.is_ours.load(Ordering::SeqCst)
    }

    /// Waits until Discord has the first answer; whether it took it. Where it did not, nothing can follow.
    pub(in crate::platform::discord) async fn is_taken(&self) -> bool {
        let mut is_taken = self.is_taken.clone();
        let taken = is_taken.wait_for(Option::is_some).await;
        taken.is_ok_and(|taken| *taken == Some(true))
    }

    /// Whether the first answer may still be on its way although it left this process.
    pub(in crate::platform::discord) fn may_be_on_its_way(&self) -> bool {
        self.via == Via::Http
    }
}

impl Carrier {
    /// Answers an interaction by the callback route; whether what follows has a chance.
    pub(super) async fn call_back(&self, interaction: &str, token: &str, word: &Value) -> bool {
        let Ok(interaction_id) = known(interaction).map(InteractionId::from) else {
            return false;
        };
        let called = patiently(ATTEMPTS, again, || {
            let route = Route::InteractionResponse {
                interaction_id,
                token,
            };
            self.0.api.call(Method::Post, route, Some(word))
        });
        match called.await {
            // Whether a lost answer was taken shows when the next is sent.
            Ok(_) | Err(CallError::Unknown(_)) => true,
            Err(error) if matches!(error.code(), OVER | ANSWERED) => {
                tracing::info!(interaction, %error, "an answer came too late, or was given already");
                false
            }
            Err(error) => {
                tracing::warn!(interaction, %error, "an interaction could not be answered");
                false
            }
        }
    }
}

fn again(error: &CallError) -> Again {
    match error {
        CallError::NotSent(_) => Again::Soon,
        CallError::Busy(wait) => Again::After(*wait),
        CallError::Refused { .. } | CallError::Unknown(_) => Again::Never,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const NOW: Duration = Duration::ZERO;

    fn first(later: Later) -> (First, Arc<Slot>, watch::Sender<Option<bool>>) {
        let slot = Arc::new(Slot::new());
        let (taken, is_taken) = watch::channel(None);
        let first = First::new(Arc::clone(&slot), later, Via::Gateway, is_taken);
        (first, slot, taken)
    }

    #[tokio::test]
    async fn the_first_word_in_time_is_the_answer_and_the_next_goes_beside_it() {
        let (first, slot, _taken) = first(Later::Thinking);
        assert_eq!(first.say(&json!("hi")), Way::First);
        assert_eq!(first.say(&json!("more")), Way::Beside);
        assert_eq!(first.change(&json!("more")), Way::Beside);
        assert!(
            !first.give(json!({ "type": 9 })),
            "a form comes first or never"
        );
        assert!(first.is_ours());
        let word = slot.waited(NOW).await;
        assert_eq!(word, Some(json!({ "type": 4, "data": "hi" })));
    }

    #[tokio::test]
    async fn a_late_answer_fills_the_message_that_waits_for_it() {
        let (first, slot, _taken) = first(Later::Thinking);
        assert_eq!(slot.waited(NOW).await, None);
        assert!(!first.give(json!({ "type": 9 })), "too late for a form");
        assert_eq!(first.say(&json!("hi")), Way::Original);
        assert_eq!(first.say(&json!("more")), Way::Beside);
        assert!(first.is_ours());
    }

    #[tokio::test]
    async fn after_a_late_press_a_word_goes_beside_and_a_change_into_its_message() {
        let (said, slot, _taken) = first(Later::Quiet);
        assert_eq!(slot.waited(NOW).await, None);
        assert_eq!(said.say(&json!("hi")), Way::Beside);
        assert!(!said.is_ours(), "the message with the button is no answer");
        let (changed, slot, _taken) = first(Later::Quiet);
        assert_eq!(slot.waited(NOW).await, None);
        assert_eq!(changed.change(&json!("hi")), Way::Original);
        assert!(changed.is_ours());
    }

    #[tokio::test]
    async fn what_follows_waits_until_discord_has_the_first_answer() {
        let (said, _slot, taken) = first(Later::Thinking);
        let wait = async { taken.send_replace(Some(true)) };
        let (is_taken, _) = tokio::join!(said.is_taken(), wait);
        assert!(is_taken);
        let (lost, _slot, taken) = first(Later::Thinking);
        taken.send_replace(Some(false));
        assert!(!lost.is_taken().await);
        let (broken, _slot, taken) = first(Later::Thinking);
        drop(taken);
        assert!(!broken.is_taken().await);
    }

    #[test]
    fn a_later_answer_is_announced_as_its_kind_wants() {
        let thinking = json!({ "type": 5, "data": { "flags": 64 } });
        assert_eq!(Later::Thinking.body(), thinking);
        assert_eq!(Later::Quiet.body(), json!({ "type": 6 }));
        let none = json!({ "type": 8, "data": { "choices": [] } });
        assert_eq!(Later::NoChoices.body(), none);
    }
}
