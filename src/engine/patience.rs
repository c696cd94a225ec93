//! Waiting for work that must not be given up: so long, and then with a promise of the answer.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// An answer that comes later.
pub type Later<T> = oneshot::Receiver<T>;

/// What became of work within the time that somebody waits.
pub enum Waited<T> {
    /// It is done.
    Done(T),
    /// It panicked.
    Failed,
    /// It goes on, and will answer here.
    GoesOn(Later<T>),
}

/// Runs work and waits for it that long. It goes on to its end although nobody waits any more, as a task of its own from
/// then on: most work is over before that, and a task costs more than it does.
pub async fn patiently<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
    patience: Duration,
) -> Waited<T> {
    let mut work = Work(Some(Box::pin(work)));
    match tokio::time::timeout(patience, poll_fn(|cx| work.poll(cx))).await {
        Ok(Ok(done)) => Waited::Done(done),
        Ok(Err(Panicked)) => Waited::Failed,
        Err(_) => {
            let (answer, later) = oneshot::channel();
            tokio::spawn(async move {
                if let Ok(done) = poll_fn(|cx| work.poll(cx)).await {
                    // Nobody may wait for it any more; the work is done all the same.
                    drop(answer.send(done));
                }
            });
            Waited::GoesOn(later)
        }
    }
}

/// Work that is not over; where whoever waits goes away, it becomes a task of its own.
struct Work<T: Send + 'static>(Option<Pin<Box<dyn Future<Output = T> + Send>>>);

/// The work panicked, which costs it alone.
struct Panicked;

impl<T: Send + 'static> Work<T> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, Panicked>> {
        let Some(work) = &mut self.0 else {
            return Poll::Pending;
        };
        let polled = match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(done)) => Ok(done),
            Err(_) => {
                tracing::error!("a task failed");
                Err(Panicked)
            }
        };
        self.0 = None;
        Poll::Ready(polled)
    }
}

impl<T: Send + 'static> Drop for Work<T> {
    fn drop(&mut self) {
        if let (Some(work), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(work);
        }
    }
}

/// Eight characters to find a failure in the log by.
#[must_use]
pub fn reference() -> String {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    format!("{:08x}", u32::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn work_goes_on_although_nobody_waits_for_it() {
        let (go, told) = oneshot::channel::<()>();
        let (say, mut heard) = mpsc::channel(1);
        let work = async move {
            told.await.expect("it is told");
            say.send("done").await.expect("it is heard");
        };
        let mut waiting = Box::pin(patiently(work, LONG));
        let pending = poll_fn(|cx| Poll::Ready(waiting.as_mut().poll(cx).is_pending()));
        assert!(pending.await, "it waits");
        drop(waiting);
        go.send(()).expect("it goes on");
        assert_eq!(heard.recv().await, Some("done"));
    }

    #[tokio::test]
    async fn what_takes_long_answers_later_and_a_panic_is_told() {
        let (go, told) = oneshot::channel();
        let waited = patiently(
            async move { told.await.expect("it is told") },
            Duration::ZERO,
        );
        let Waited::GoesOn(later) = waited.await else {
            panic!("it goes on");
        };
        go.send(7).expect("it goes on");
        assert_eq!(later.await, Ok(7));
        let panics = async { panic!("as it must") };
        assert!(matches!(
            patiently::<()>(panics, LONG).await,
            Waited::Failed
        ));
        assert!(matches!(
            patiently(async { 8 }, LONG).await,
            Waited::Done(8)
        ));
    }
}
