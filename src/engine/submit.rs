//! Handing commands to the writer, and not letting go of one before it is known what became of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::domain::event::Cause;
use crate::engine::order::{Asking, Command, Decide, Done, Order, Task, person_key};
use crate::engine::{Engine, EngineError, Inner, health, rest};

/// How long it is asked what became of a command whose outcome was lost: well within the time in which its delivery is
/// remembered.
const ASK_MOST: Duration = Duration::from_hours(1);
/// The least and the most time between two such questions.
const PAUSE: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

impl Engine {
    /// Carries a command out. It runs to its end even when this future is dropped, unless it has to recall what is away.
    ///
    /// Where the database does not say whether it saved, the same delivery is handed over again until it does: what was
    /// saved is then found, and what was not is done.
    ///
    /// # Errors
    /// The refusal, or what broke; see [`EngineError`].
    pub async fn submit(
        &self,
        community_id: i64,
        asking: Asking,
        cause: Cause,
        decide: Decide,
    ) -> Result<Done, EngineError> {
        let mut unknown_since = None;
        let mut pause = PAUSE.0;
        loop {
            let (asking, decide) = (asking.clone(), Arc::clone(&decide));
            let error = match self.attempt(community_id, asking, cause, decide).await {
                Err(EngineError::Refused(refusal)) => return Err(EngineError::Refused(refusal)),
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            if unknown_since.is_none() && !matches!(error, EngineError::Unknown(_)) {
                return Err(error);
            }
            // Once something may have been saved, no other failure can say that it was not.
            let since = *unknown_since.get_or_insert_with(Instant::now);
            let is_passing = matches!(
                error,
                EngineError::Unknown(_) | EngineError::Unavailable(_) | EngineError::Busy
            );
            if !is_passing || since.elapsed() >= ASK_MOST || self.inner.queue.is_closed() {
                return Err(EngineError::Unknown(error.to_string()));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSE.1);
            self.inner.health.back().await;
        }
    }

    /// Hands a command over, and again once what it looks at is recalled.
    async fn attempt(
        &self,
        community_id: i64,
        asking: Asking,
        cause: Cause,
        decide: Decide,
    ) -> Result<Done, EngineError> {
        loop {
            let (asking, decide) = (asking.clone(), Arc::clone(&decide));
            match self.hand_over(community_id, asking, cause, decide).await {
                Err(EngineError::Away(away)) => {
                    let home = self.current(community_id).await?;
                    rest::recall(&self.inner.store, &home, &away).await?;
                }
                Ok(done) if done.repeated && done.records.is_empty() => {
                    // It is saved, whatever stands against reading it.
                    let recalled = self.recalled(community_id, cause, done).await;
                    return recalled.map_err(|error| EngineError::Unknown(error.to_string()));
                }
                done => return done,
            }
        }
    }

    /// Hands a command to the writer and waits for its answer.
    async fn hand_over(
        &self,
        community_id: i64,
        asking: Asking,
        cause: Cause,
        decide: Decide,
    ) -> Result<Done, EngineError> {
        self.inner.prepare(community_id).await?;
        let (reply, answer) = oneshot::channel();
        let task = Task::Command(Command {
            person: person_key(asking.space_id, &asking.user),
            asking,
            cause,
            decide,
            reply,
        });
        self.inner
            .queue
            .try_send(Order { community_id, task })
            .map_err(|_| EngineError::Busy)?;
        answer.await.map_err(|_| gone())?
    }

    /// Carries out what is due in a community.
    ///
    /// # Errors
    /// As [`Engine::submit`].
    pub async fn do_what_is_due(&self, community_id: i64) -> Result<(), EngineError> {
        self.inner.prepare(community_id).await?;
        let (reply, answer) = oneshot::channel();
        let order = Order {
            community_id,
            task: Task::Due(reply),
        };
        self.inner
            .queue
            .send(order)
            .await
            .map_err(|_| EngineError::Busy)?;
        answer.await.map_err(|_| gone())?
    }

    /// Waits until every order handed over before has been carried out.
    pub async fn finish(&self) {
        for home in self.inner.homes.open() {
            if let Err(error) = self.do_what_is_due(home.community_id).await {
                tracing::warn!(%error, "an order was not finished at the stop");
            }
        }
        self.inner.store_all().await;
    }
}

fn gone() -> EngineError {
    EngineError::Unknown("the writer stopped".to_owned())
}

impl Inner {
    /// Has in memory what the writer needs for a community, so that it waits for nobody's; refuses while the store is
    /// away.
    async fn prepare(&self, community_id: i64) -> Result<(), EngineError> {
        if self.health.is_away() {
            return Err(health::away());
        }
        let ready = match self.home(community_id).await {
            Ok(_) => self.spaces_of(community_id).await.map(drop),
            Err(error) => Err(error),
        };
        if matches!(ready, Err(EngineError::Unavailable(_))) {
            self.store_answers().await;
        }
        ready
    }
}
