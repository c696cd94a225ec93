//! What can be put away: parts of a finished challenge that leave memory and are folded from the stream again when
//! somebody reaches for them.
//!
//! Whoever reads the fold need not know what is away. A part that is away is empty, and reaching for it leaves a note;
//! who runs a reading or a decision listens for such notes ([`listen`]), and where one was left, does not use what came
//! of it: the challenge is recalled, and the same is run again. So nothing can be decided on what only seems empty.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

thread_local! {
    /// The finished challenges that were reached for since somebody listens; none while nobody does.
    static REACHED: RefCell<Option<Vec<u32>>> = const { RefCell::new(None) };
}

/// Runs something that reads a fold. Answers as well which finished challenges it reached into, here or away.
pub fn listen<R>(run: impl FnOnce() -> R) -> (R, Vec<u32>) {
    let listening = Listening(REACHED.replace(Some(Vec::new())));
    let answer = run();
    let reached = REACHED.take().unwrap_or_default();
    drop(listening);
    (answer, reached)
}

/// Puts back what was noted for whoever listened before, also after a panic.
struct Listening(Option<Vec<u32>>);

impl Drop for Listening {
    fn drop(&mut self) {
        REACHED.set(self.0.take());
    }
}

fn reach(challenge: u32, away: bool) {
    let heard = REACHED.with_borrow_mut(|reached| {
        let Some(reached) = reached else { return false };
        if reached.last() != Some(&challenge) && !reached.contains(&challenge) {
            reached.push(challenge);
        }
        true
    });
    debug_assert!(
        heard || !away,
        "challenge {challenge} is away, and nobody listens who could recall it"
    );
}

/// A part of a challenge that can be put away once the challenge is finished.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept<T> {
    part: T,
    /// The challenge, once it is finished.
    finished: Option<u32>,
    away: bool,
}

impl<T: Default> Kept<T> {
    /// Notes from now on who reaches for it.
    pub(crate) fn finish(&mut self, challenge: u32) {
        self.finished = Some(challenge);
    }

    /// Whether it is away.
    pub(crate) fn is_away(&self) -> bool {
        self.away
    }

    /// Puts it away.
    pub(crate) fn put_away(&mut self) {
        self.away = true;
        self.part = T::default();
    }

    /// Puts back what another fold of the same events came to.
    pub(crate) fn put_back(&mut self, folded: Self) {
        self.away = false;
        self.part = folded.part;
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        if let Some(challenge) = self.finished {
            reach(challenge, self.away);
        }
        &self.part
    }
}

impl<T> DerefMut for Kept<T> {
    fn deref_mut(&mut self) -> &mut T {
        if let Some(challenge) = self.finished {
            reach(challenge, self.away);
        }
        &mut self.part
    }
}
