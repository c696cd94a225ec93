//! A batch that was not saved: what it touched is folded anew, and it is carried out again; what belongs to one community
//! alone costs no other.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::engine::writer::answer::{give_up, reply};
use crate::engine::writer::{Group, Saved};
use crate::engine::{EngineError, Inner, health};
use crate::telemetry;

/// How long to wait before a batch whose commit failed is decided anew.
const RETRY_MS: [u64; 3] = [20, 100, 400];

impl Inner {
    /// Decides and commits after `error` stood against it: a delivery that did get through is then found in the stream.
    pub(super) async fn carry_out_again(&self, mut groups: Vec<Group>, error: EngineError) {
        if matches!(error, EngineError::Panicked) {
            groups = groups.into_iter().flat_map(one_by_one).collect();
        }
        let unknown = matches!(error, EngineError::Unknown(_));
        let store_is_well = !is_passing(&error) || self.store_answers().await;
        if groups.len() == 1 || !store_is_well {
            return self.insist(groups, Some(error), unknown).await;
        }
        take_back(&groups, &error);
        tracing::warn!(%error, "a batch was not saved: it is tried in parts");
        for group in groups {
            self.insist(vec![group], None, unknown).await;
        }
    }

    /// Tries a few times; `unknown` where it can't be told whether it was saved the first time.
    async fn insist(
        &self,
        mut groups: Vec<Group>,
        mut error: Option<EngineError>,
        mut unknown: bool,
    ) {
        let mut retries = RETRY_MS.into_iter();
        loop {
            if let Some(error) = error.take() {
                unknown |= matches!(error, EngineError::Unknown(_));
                take_back(&groups, &error);
                tracing::warn!(%error, "a batch was not saved");
                let Some(pause_ms) = retries.next().filter(|_| is_passing(&error)) else {
                    return give_up(groups, &error, unknown);
                };
                tokio::time::sleep(Duration::from_millis(pause_ms)).await;
            }
            let started = Instant::now();
            match self.attempt_anew(&mut groups).await {
                Ok(saved) => return self.answered(groups, saved, started),
                Err(another) => {
                    if is_passing(&another) {
                        self.store_answers().await;
                    }
                    error = Some(another);
                }
            }
        }
    }

    async fn attempt_anew(&self, groups: &mut [Group]) -> Result<Saved, EngineError> {
        if self.health.is_away() {
            return Err(health::away());
        }
        self.open_anew(groups).await?;
        self.attempt(groups).await
    }

    /// Lets go of everything in memory, where nobody knows what it holds.
    pub(super) fn drop_all_folds(&self) {
        for home in self.homes.open() {
            home.drop_fold();
        }
    }

    /// Answers a batch that was saved, and then stores what is worth it.
    pub(super) fn answered(&self, groups: Vec<Group>, saved: Saved, started: Instant) {
        let n_commands = groups.iter().map(|group| group.commands.len()).sum();
        telemetry::appended(n_commands, started.elapsed().as_secs_f64());
        reply(groups, saved.answers);
        for home in &saved.homes {
            self.store_soon(home);
        }
    }
}

/// Lets go of the folds that hold what was not saved; those that hold nothing of the kind are as good as before.
pub(super) fn take_back(groups: &[Group], error: &EngineError) {
    for group in groups {
        let home = &group.home;
        let seq = home.fold().seq();
        if !is_passing(error) || !home.is_saved(seq) {
            home.drop_fold();
        }
    }
}

/// A group's commands, each alone.
fn one_by_one(group: Group) -> Vec<Group> {
    let Group {
        home,
        spaces,
        commands,
        due,
    } = group;
    let alone = |commands, due| Group {
        home: Arc::clone(&home),
        spaces: Arc::clone(&spaces),
        commands,
        due,
    };
    let mut groups = Vec::with_capacity(commands.len() + 1);
    if !due.is_empty() {
        groups.push(alone(Vec::new(), due));
    }
    let commands = commands.into_iter();
    groups.extend(commands.map(|command| alone(vec![command], Vec::new())));
    groups
}

/// Whether what stands against a batch may be gone in a moment.
fn is_passing(error: &EngineError) -> bool {
    matches!(error, EngineError::Unavailable(_) | EngineError::Unknown(_))
}
