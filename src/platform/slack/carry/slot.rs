//! Where an errand leaves its word for the door, while the door still waits.

use std::time::Duration;

use tokio::sync::watch;

use crate::platform::slack::carry::Ack;

/// The slot between one errand and its door.
pub(in crate::platform::slack) struct Slot(watch::Sender<Word>);

enum Word {
    Awaited,
    Given(Ack),
    /// The door has answered without it.
    TooLate,
}

impl Slot {
    /// A slot that is waited at.
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(Word::Awaited))
    }

    /// Leaves the errand's word; false where the door is gone or has one already.
    pub(in crate::platform::slack) fn give(&self, ack: Ack) -> bool {
        self.0.send_if_modified(|word| {
            let awaited = matches!(word, Word::Awaited);
            if awaited {
                *word = Word::Given(ack);
            }
            awaited
        })
    }

    /// Waits for the word. Where it has not come in time, it comes too late from now on.
    pub(super) async fn waited(&self, patience: Duration) -> Ack {
        self.listen(patience).await;
        let mut ack = Ack::Empty;
        self.0.send_if_modified(|word| {
            match word {
                Word::Given(given) => ack = given.clone(),
                Word::Awaited => *word = Word::TooLate,
                Word::TooLate => {}
            }
            false
        });
        ack
    }

    /// Waits for the word that another delivery of the same errand waits for.
    pub(super) async fn overheard(&self, patience: Duration) -> Ack {
        self.listen(patience).await;
        match &*self.0.borrow() {
            Word::Given(given) => given.clone(),
            Word::Awaited | Word::TooLate => Ack::Empty,
        }
    }

    async fn listen(&self, patience: Duration) {
        let mut words = self.0.subscribe();
        let given = words.wait_for(|word| matches!(word, Word::Given(_)));
        // Whether it came is looked up under the lock by whoever listened.
        let _in_time = tokio::time::timeout(patience, given).await.is_ok();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Duration = Duration::ZERO;
    const LONG: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn a_word_in_time_is_heard_by_every_delivery() {
        let slot = Slot::new();
        let word = Ack::Body(json!({"text": "hi"}));
        let give = async { slot.give(word.clone()) };
        let (given, one, other) = tokio::join!(give, slot.waited(LONG), slot.overheard(LONG));
        assert!(given);
        assert_eq!((one, other), (word.clone(), word));
        assert!(!slot.give(Ack::Empty));
    }

    #[tokio::test]
    async fn a_late_word_is_refused_so_that_it_goes_another_way() {
        let slot = Slot::new();
        assert_eq!(slot.overheard(NOW).await, Ack::Empty);
        assert_eq!(slot.waited(NOW).await, Ack::Empty);
        assert!(!slot.give(Ack::Body(json!({}))));
        assert_eq!(slot.overheard(NOW).await, Ack::Empty);
    }
}
