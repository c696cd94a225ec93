//! Waiting for work that must not be given up: so long, and then with a promise of the answer.

use std::time::Duration;

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

/// Runs work as a task of its own, which goes on although nobody waits, and waits for it that long.
pub async fn patiently<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
    patience: Duration,
) -> Waited<T> {
    let mut running = tokio::spawn(work);
    match tokio::time::timeout(patience, &mut running).await {
        Ok(Ok(done)) => Waited::Done(done),
        Ok(Err(error)) => {
            tracing::error!(%error, "a task failed");
            Waited::Failed
        }
        Err(_) => {
            let (answer, later) = oneshot::channel();
            tokio::spawn(async move {
                if let Ok(done) = running.await {
                    // Nobody may wait for it any more; the work is done all the same.
                    drop(answer.send(done));
                }
            });
            Waited::GoesOn(later)
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
