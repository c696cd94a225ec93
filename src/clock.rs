//! The clock: the only reader of the wall clock, and one that tests and `simulate` move by hand.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

/// The longest single sleep of the wall clock, so that a clock set forward is soon noticed.
const SLICE_MS: i64 = 1_000;

/// Says what time it is, in milliseconds since 1970-01-01T00:00Z. Clones share one time.
#[derive(Clone)]
pub struct Clock(Kind);

#[derive(Clone)]
enum Kind {
    Wall,
    Moved(Arc<watch::Sender<i64>>),
}

impl Clock {
    /// The time of this machine.
    #[must_use]
    pub fn wall() -> Clock {
        Clock(Kind::Wall)
    }

    /// Whether this is the wall clock.
    #[must_use]
    pub fn is_wall(&self) -> bool {
        matches!(self.0, Kind::Wall)
    }

    /// A time that stands at `start_ms` until a hand moves it.
    #[must_use]
    pub fn moved(start_ms: i64) -> Clock {
        Clock(Kind::Moved(Arc::new(watch::Sender::new(start_ms))))
    }

    /// The time now.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Kind::Wall => wall_ms(),
            Kind::Moved(time) => *time.borrow(),
        }
    }

    /// Waits until the time is `due_ms` or later; not at all where it already is.
    ///
    /// A wall clock that is set back makes the wait longer, one that is set forward ends it
    /// within a second. A hand-moved clock waits for the hand.
    pub async fn sleep_until(&self, due_ms: i64) {
        match &self.0 {
            Kind::Wall => loop {
                let left_ms = due_ms.saturating_sub(wall_ms());
                let Ok(slice_ms @ 1..) = u64::try_from(left_ms.min(SLICE_MS)) else {
                    return;
                };
                tokio::time::sleep(Duration::from_millis(slice_ms)).await;
            },
            Kind::Moved(time) => {
                let reached = time
                    .subscribe()
                    .wait_for(|now_ms| *now_ms >= due_ms)
                    .await
                    .is_ok();
                debug_assert!(reached, "this clock holds the sender, so it is open");
            }
        }
    }

    /// Moves a hand-moved clock on by `by_ms`, never back. The wall clock stays as it is.
    pub fn advance_ms(&self, by_ms: i64) {
        self.change(|now_ms| now_ms.saturating_add(by_ms.max(0)));
    }

    /// Moves a hand-moved clock on to `to_ms`; a time already past leaves it where it is.
    /// The wall clock stays as it is.
    pub fn set_ms(&self, to_ms: i64) {
        self.change(|now_ms| now_ms.max(to_ms));
    }

    /// Makes a hand-moved clock jump by `by_ms`, backwards too, as a badly kept machine's does.
    /// The wall clock stays as it is.
    pub fn jump_ms(&self, by_ms: i64) {
        self.change(|now_ms| now_ms.saturating_add(by_ms));
    }

    fn change(&self, to: impl FnOnce(i64) -> i64) {
        if let Kind::Moved(time) = &self.0 {
            time.send_modify(|now_ms| *now_ms = to(*now_ms));
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.0 {
            Kind::Wall => "wall",
            Kind::Moved(_) => "moved",
        };
        write!(f, "Clock({kind}, {} ms)", self.now_ms())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the wall clock"
)]
fn wall_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_moved_clock_wakes_its_sleepers_in_every_clone() {
        let clock = Clock::moved(1_000);
        let twin = clock.clone();
        let sleeper = tokio::spawn(async move {
            twin.sleep_until(5_000).await;
            twin.now_ms()
        });
        tokio::task::yield_now().await;
        clock.advance_ms(3_999);
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.set_ms(5_000);
        assert_eq!(sleeper.await.expect("the sleeper ends"), 5_000);
    }

    #[tokio::test]
    async fn what_is_due_is_not_waited_for() {
        Clock::moved(10).sleep_until(10).await;
        Clock::wall().sleep_until(0).await;
        Clock::wall().sleep_until(i64::MIN).await;
    }

    #[test]
    fn only_a_jump_goes_back() {
        let clock = Clock::moved(100);
        clock.advance_ms(-50);
        clock.set_ms(10);
        assert_eq!(clock.now_ms(), 100);
        clock.jump_ms(-40);
        assert_eq!(clock.now_ms(), 60);
        clock.advance_ms(i64::MAX);
        assert_eq!(clock.now_ms(), i64::MAX);
        clock.jump_ms(i64::MIN);
        clock.jump_ms(i64::MIN);
        assert_eq!(clock.now_ms(), i64::MIN);
    }

    #[test]
    fn the_wall_clock_is_not_moved_by_hand() {
        let clock = Clock::wall();
        let before_ms = clock.now_ms();
        clock.jump_ms(-3_600_000);
        assert!(clock.now_ms() >= before_ms - 60_000);
    }
}
