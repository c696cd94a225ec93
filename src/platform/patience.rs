//! Calls that are tried again while that does no harm.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};

/// Somebody waits for these answers; what a platform puts off longer goes another way.
const LONGEST: Duration = Duration::from_secs(20);

/// Whether a call that failed may be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// Not at all: it was refused, or may have been done.
    Never,
    /// After a short pause.
    Soon,
    /// Not before that long.
    After(Duration),
}

/// Tries a call again so many times at most, where `judge` says that it may; with six, about half a minute passes.
pub(crate) async fn patiently<T, E, F, W>(
    attempts: usize,
    judge: fn(&E) -> Again,
    call: F,
) -> Result<T, E>
where
    F: FnMut() -> W,
    W: Future<Output = Result<T, E>>,
{
    let pauses = ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(Duration::from_millis(250))
        .with_max_delay(Duration::from_secs(8))
        .with_max_times(attempts);
    call.retry(pauses)
        .sleep(tokio::time::sleep)
        .when(|error| judge(error) != Again::Never)
        .adjust(|error, planned| pause(judge(error), planned))
        .await
}

/// How long to wait before the next attempt; none where somebody would wait too long.
fn pause(again: Again, planned: Option<Duration>) -> Option<Duration> {
    match again {
        Again::After(wait) if wait > LONGEST => None,
        Again::After(wait) => planned.map(|planned| planned.max(wait)),
        Again::Soon | Again::Never => planned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_attempt_comes_soon_or_when_it_was_said_to() {
        let s = Duration::from_secs;
        assert_eq!(pause(Again::After(s(3)), Some(s(1))), Some(s(3)));
        assert_eq!(pause(Again::After(s(0)), Some(s(1))), Some(s(1)));
        assert_eq!(pause(Again::After(s(21)), Some(s(1))), None);
        assert_eq!(pause(Again::After(s(3)), None), None);
        assert_eq!(pause(Again::Soon, Some(s(2))), Some(s(2)));
    }

    #[tokio::test]
    async fn the_attempts_come_to_an_end() {
        let n_calls = std::cell::Cell::new(0);
        let judge = |(): &()| Again::After(Duration::from_mins(1));
        let result: Result<(), ()> = patiently(2, judge, || {
            n_calls.set(n_calls.get() + 1);
            async { Err(()) }
        })
        .await;
        assert_eq!((result, n_calls.get()), (Err(()), 1));
    }
}
