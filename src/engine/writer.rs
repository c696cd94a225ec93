//! The writer: the one task that appends. It groups what waits, decides it one after another, and commits it together.

mod again;
mod ahead;
mod answer;
mod appended;
mod batch;
mod decide;
mod see;
mod write;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Instant;

use futures_util::FutureExt as _;
use tokio::sync::{MutexGuard, mpsc, oneshot};

use crate::engine::home::Home;
use crate::engine::load::read_secrets;
use crate::engine::order::{Command, Order, Task};
use crate::engine::{EngineError, Inner, health, rest};
use crate::store::{Head, Kind, SpaceRow, Store, Tx};
use answer::fail;
use appended::Appended;
use decide::Answer;
use see::{Look, see};
use write::write;

pub(super) use see::name_hash;

/// Commands carried out together at most.
const BATCH: usize = 512;

/// Commands for one community, in the order in which they came.
struct Group {
    home: Arc<Home>,
    spaces: Arc<[SpaceRow]>,
    commands: Vec<Command>,
    due: Vec<oneshot::Sender<Result<(), EngineError>>>,
}

/// What came of a batch that was saved.
struct Saved {
    answers: Vec<Vec<Answer>>,
    /// The communities that grew.
    homes: Vec<Arc<Home>>,
}

/// Starts the writer.
pub(super) fn spawn(inner: &Arc<Inner>, orders: mpsc::Receiver<Order>) {
    let weak = Arc::downgrade(inner);
    match inner.store.kind() {
        Kind::Sqlite => tokio::spawn(ahead::run(weak, orders)),
        // Rivals wait for the rows that a batch has locked: the next is decided when it has them.
        Kind::Postgres => tokio::spawn(in_turn(weak, orders)),
    };
}

/// Carries out orders until there will be no more: a batch is decided when the one before it is saved.
async fn in_turn(inner: Weak<Inner>, mut orders: mpsc::Receiver<Order>) {
    let mut batch = Vec::new();
    while orders.recv_many(&mut batch, BATCH).await > 0 {
        let Some(inner) = inner.upgrade() else { break };
        let orders = std::mem::take(&mut batch);
        let carried_out = caught(async {
            let groups = inner.group(orders).await;
            if !groups.is_empty() {
                inner.carry_out(groups).await;
            }
        });
        if carried_out.await.is_none() {
            inner.drop_all_folds();
        }
        // Those who were just answered may ask again: the next batch takes them along.
        tokio::task::yield_now().await;
    }
}

impl Inner {
    /// Sorts orders by community, lowest first, and opens the communities; orders for one that can't be opened fail.
    async fn group(&self, orders: Vec<Order>) -> Vec<Group> {
        if self.health.is_away() {
            let orders = orders.into_iter();
            orders.for_each(|order| fail(order.task, &health::away()));
            return Vec::new();
        }
        let mut by_community: BTreeMap<i64, Vec<Task>> = BTreeMap::new();
        for order in orders {
            by_community
                .entry(order.community_id)
                .or_default()
                .push(order.task);
        }
        let mut groups = Vec::with_capacity(by_community.len());
        for (community_id, tasks) in by_community {
            let opened = match self.home(community_id).await {
                Ok(home) => match self.spaces_known(community_id) {
                    Some(spaces) => Ok((home, spaces)),
                    None => self
                        .spaces_of(community_id)
                        .await
                        .map(|spaces| (home, spaces)),
                },
                Err(error) => Err(error),
            };
            match opened {
                Ok((home, spaces)) => {
                    let mut group = Group {
                        home,
                        spaces,
                        commands: Vec::new(),
                        due: Vec::new(),
                    };
                    for task in tasks {
                        match task {
                            Task::Command(command) => group.commands.push(command),
                            Task::Due(reply) => group.due.push(reply),
                        }
                    }
                    groups.push(group);
                }
                Err(error) => tasks.into_iter().for_each(|task| fail(task, &error)),
            }
        }
        groups
    }

    /// Decides and commits, and again where a commit fails.
    async fn carry_out(&self, groups: Vec<Group>) {
        let started = Instant::now();
        match self.attempt(&groups).await {
            Ok(saved) => self.answered(groups, saved, started),
            Err(error) => self.carry_out_again(groups, error).await,
        }
    }

    /// Decides and commits what was decided on folds that are dropped.
    async fn carry_out_anew(&self, mut groups: Vec<Group>) {
        match self.open_anew(&mut groups).await {
            Ok(()) => self.carry_out(groups).await,
            Err(error) => self.carry_out_again(groups, error).await,
        }
    }

    async fn open_anew(&self, groups: &mut [Group]) -> Result<(), EngineError> {
        for group in groups {
            group.home = self.home(group.home.community_id).await?;
        }
        Ok(())
    }

    async fn attempt(&self, groups: &[Group]) -> Result<Saved, EngineError> {
        let mut writing: Vec<MutexGuard<'_, ()>> = Vec::with_capacity(groups.len());
        for group in groups {
            writing.push(group.home.writing.lock().await);
        }
        if groups.iter().any(|group| group.home.is_dropped()) {
            return Err(dropped());
        }
        let mut tx = self.store.begin().await?;
        match self.fill(&mut tx, groups).await {
            Ok((answers, appended)) if appended.is_empty() => {
                tx.rollback().await?;
                Ok(Saved {
                    answers,
                    homes: Vec::new(),
                })
            }
            Ok((answers, appended)) => {
                tx.commit().await?;
                let homes = self.saved(groups, &appended);
                Ok(Saved { answers, homes })
            }
            Err(error) => {
                if let Err(error) = tx.rollback().await {
                    tracing::debug!(%error, "a transaction was not rolled back by us");
                }
                Err(error)
            }
        }
    }

    /// Locks, catches up, decides and writes, all groups in one transaction.
    async fn fill(
        &self,
        tx: &mut Tx,
        groups: &[Group],
    ) -> Result<(Vec<Vec<Answer>>, Vec<Appended>), EngineError> {
        let ids: Vec<i64> = groups.iter().map(|group| group.home.community_id).collect();
        let heads = match ids.as_slice() {
            [id] => tx
                .lock_community(*id)
                .await?
                .map(|head| (*id, head))
                .into_iter()
                .collect(),
            ids => tx.lock_communities(ids).await?,
        };
        let mut answers = Vec::with_capacity(groups.len());
        let mut appended = Vec::new();
        for group in groups {
            let id = group.home.community_id;
            let head = heads
                .iter()
                .find(|(community_id, _)| *community_id == id)
                .map(|(_, head)| *head);
            let head =
                head.ok_or_else(|| EngineError::Broken(format!("there is no community {id}")))?;
            catch_up(&self.store, tx, &group.home, head).await?;
            let seen = see(Look::Inside(tx), &group.home, &group.commands).await?;
            let (answered, append) = decide::decide(self, group, seen)?;
            answers.push(answered);
            if let Some(append) = append {
                appended.push(append);
            }
        }
        write(tx, groups, &appended).await?;
        Ok((answers, appended))
    }
}

/// Folds what other processes appended in.
async fn catch_up(store: &Store, tx: &mut Tx, home: &Home, head: Head) -> Result<(), EngineError> {
    let mut behind = home.fold().seq();
    if behind == head.last_seq && !home.secrets_stale.load(Ordering::Acquire) {
        return Ok(());
    }
    while behind < head.last_seq {
        let pages = tx.pages_after(home.community_id, behind, 256).await?;
        if pages.is_empty() {
            break;
        }
        home.secrets_stale.store(true, Ordering::Release);
        rest::catch_up(store, home, &pages).await?;
        behind = home.fold().seq();
    }
    if behind != head.last_seq {
        home.drop_fold();
        return Err(EngineError::Unavailable(
            "the fold is ahead of the stream".to_owned(),
        ));
    }
    home.know_secrets(read_secrets(&tx.secrets(home.community_id).await?));
    home.people().forget_all();
    home.saved(behind);
    Ok(())
}

fn dropped() -> EngineError {
    EngineError::Unavailable("a fold was dropped meanwhile".to_owned())
}

/// Runs a part of the writer's work; none where it panicked, which must not be the writer's end.
async fn caught<T>(work: impl Future<Output = T>) -> Option<T> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    if done.is_err() {
        tracing::error!("the writer's work panicked half-way");
    }
    done.ok()
}
