//! Where an errand leaves its word for the door, while the door still waits.

use std::time::Duration;

use tokio::sync::watch;

/// The slot between one errand and its door; `A` is what the door answers.
pub(crate) struct Slot<A>(watch::Sender<Word<A>>);

enum Word<A> {
    Awaited,
    Given(A),
    /// The door has answered without it.
    TooLate,
}

impl<A: Clone> Slot<A> {
    /// A slot that is waited at.
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Word::Awaited))
    }

    /// Leaves the errand's word; false where the door is gone or has one already.
    pub(crate) fn give(&self, answer: A) -> bool {
        self.0.send_if_modified(|word| {
            let awaited = matches!(word, Word::Awaited);
            if awaited {
                *word = Word::Given(answer);
            }
            awaited
        })
    }

    /// Waits for the word. Where it has not come in time, it comes too late from now on.
    pub(crate) async fn waited(&self, patience: Duration) -> Option<A> {
        self.listen(patience).await;
        let mut answer = None;
        self.0.send_if_modified(|word| {
            match word {
                Word::Given(given) => answer = Some(given.clone()),
                Word::Awaited => *word = Word::TooLate,
                Word::TooLate => {}
            }
            false
        });
        answer
    }

    /// Waits for the word that another delivery of the same errand waits for.
    pub(crate) async fn overheard(&self, patience: Duration) -> Option<A> {
        self.listen(patience).await;
        match &*self.0.borrow() {
            Word::Given(given) => Some(given.clone()),
            Word::Awaited | Word::TooLate => None,
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
    use super::*;

    const NOW: Duration = Duration::ZERO;
    const LONG: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn a_word_in_time_is_heard_by_every_delivery() {
        let slot = Slot::new();
        let give = async { slot.give("hi") };
        let (given, one, other) = tokio::join!(give, slot.waited(LONG), slot.overheard(LONG));
        assert!(given);
        assert_eq!((one, other), (Some("hi"), Some("hi")));
        assert!(!slot.give("again"));
    }

    #[tokio::test]
    async fn a_late_word_is_refused_so_that_it_goes_another_way() {
        let slot = Slot::new();
        assert_eq!(slot.overheard(NOW).await, None);
        assert_eq!(slot.waited(NOW).await, None);
        assert!(!slot.give("late"));
        assert_eq!(slot.overheard(NOW).await, None);
    }
}
