//! The writer of a database that is this process's own: while one batch is being saved, the next is decided.
//!
//! A batch is decided against folds that hold what is still being saved. So no answer leaves before everything decided
//! earlier is saved, and where a batch is not saved, what was decided after it is carried out again as well.

use std::sync::{Arc, Weak};
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use crate::engine::order::Order;
use crate::engine::writer::again::take_back;
use crate::engine::writer::answer::reply;
use crate::engine::writer::appended::Appended;
use crate::engine::writer::decide::{self, Answer};
use crate::engine::writer::see::{Look, see};
use crate::engine::writer::write::write;
use crate::engine::writer::{BATCH, Group, caught, dropped};
use crate::engine::{EngineError, Inner};
use crate::store::Tx;
use crate::telemetry;

/// What was decided and is to be saved together.
struct Batch {
    inner: Arc<Inner>,
    began: Instant,
    n_commands: usize,
    groups: Vec<Group>,
    answers: Vec<Vec<Answer>>,
    appended: Vec<Appended>,
}

/// What became of a batch: saved and answered, or given back with what stood against it.
type Outcome = Result<(), (Batch, EngineError)>;

/// The batch being saved and the one being decided.
struct Line {
    saver: mpsc::UnboundedSender<(Batch, oneshot::Sender<Outcome>)>,
    saving: Option<oneshot::Receiver<Outcome>>,
    next: Option<Batch>,
}

/// Carries out orders until there will be no more.
pub(super) async fn run(inner: Weak<Inner>, mut orders: mpsc::Receiver<Order>) {
    let mut line = Line {
        saver: start_saver(),
        saving: None,
        next: None,
    };
    let mut waiting = Vec::new();
    loop {
        let room = BATCH.saturating_sub(line.next.as_ref().map_or(0, |next| next.n_commands));
        tokio::select! {
            biased;
            outcome = outcome(&mut line.saving) => {
                if Box::pin(caught(line.settle(outcome))).await.is_none() {
                    line.start_afresh();
                }
                line.hand_over();
            }
            n = orders.recv_many(&mut waiting, room), if room > 0 => {
                let Some(inner) = inner.upgrade().filter(|_| n > 0) else { break };
                let decided = line.decide(&inner, std::mem::take(&mut waiting));
                if Box::pin(caught(decided)).await.is_none() {
                    inner.drop_all_folds();
                }
                line.hand_over();
                // Those who were just answered may ask again: the next decisions take them along.
                tokio::task::yield_now().await;
            }
        }
    }
    line.finish().await;
}

/// What becomes of the batch that is being saved; never, where there is none.
async fn outcome(saving: &mut Option<oneshot::Receiver<Outcome>>) -> Outcome {
    let Some(receiver) = saving else {
        return std::future::pending().await;
    };
    let outcome = receiver.await.expect("a batch that is saved is told of");
    *saving = None;
    outcome
}

/// Starts the thread that saves. Where hundreds of tasks are ready to run, one that waits for the database's answer to
/// each statement would wait for all of them each time.
fn start_saver() -> mpsc::UnboundedSender<(Batch, oneshot::Sender<Outcome>)> {
    let (saver, mut batches) = mpsc::unbounded_channel::<(Batch, oneshot::Sender<Outcome>)>();
    let runtime = Handle::current();
    let save_all = move || {
        runtime.block_on(async {
            while let Some((batch, told)) = batches.recv().await {
                // The writer may have been stopped with its runtime.
                drop(told.send(save(batch).await));
            }
        });
    };
    std::thread::Builder::new()
        .name("saver".to_owned())
        .spawn(save_all)
        .expect("a thread can be started");
    saver
}

impl Line {
    /// Decides orders one community after another, into the next batch.
    async fn decide(&mut self, inner: &Arc<Inner>, orders: Vec<Order>) {
        for group in inner.group(orders).await {
            match inner.decide_ahead(&group).await {
                Ok((answers, append)) => {
                    let forgets = append
                        .as_ref()
                        .is_some_and(|append| !append.forgotten.is_empty());
                    let next = self.next.get_or_insert_with(|| Batch::new(inner));
                    next.add(group, answers, append);
                    if forgets {
                        // Who was forgotten is known until it is saved, and must not be taken for herself again.
                        self.finish().await;
                    }
                }
                Err(error) => {
                    self.finish().await;
                    inner.carry_out_again(vec![group], error).await;
                }
            }
        }
    }

    /// Has the next batch saved, unless one is being saved.
    fn hand_over(&mut self) {
        if self.saving.is_some() {
            return;
        }
        let Some(batch) = self.next.take() else {
            return;
        };
        if batch.appended.is_empty() {
            return reply(batch.groups, batch.answers);
        }
        let (told, saving) = oneshot::channel();
        let handed = self.saver.send((batch, told));
        assert!(handed.is_ok(), "the saver waits for batches");
        self.saving = Some(saving);
    }

    /// Where a batch was not saved, carries it out again, and then what was decided after it.
    async fn settle(&mut self, outcome: Outcome) {
        let Err((failed, error)) = outcome else {
            return;
        };
        let after = self.next.take();
        if let Some(after) = &after {
            take_back(&after.groups, &error);
        }
        let inner = failed.inner;
        inner.carry_out_again(failed.groups, error).await;
        if let Some(after) = after {
            inner.carry_out_anew(after.groups).await;
        }
    }

    /// Lets go of what was decided next, after a panic: its commands are told that nobody knows, and ask again.
    fn start_afresh(&mut self) {
        let next = self.next.take();
        if let Some(batch) = next {
            batch.inner.drop_all_folds();
        }
    }

    /// Waits until everything decided is saved.
    async fn finish(&mut self) {
        self.hand_over();
        while self.saving.is_some() {
            let outcome = outcome(&mut self.saving).await;
            self.settle(outcome).await;
            self.hand_over();
        }
    }
}

impl Inner {
    /// Decides a group on its fold, without waiting for what is being saved.
    async fn decide_ahead(
        &self,
        group: &Group,
    ) -> Result<(Vec<Answer>, Option<Appended>), EngineError> {
        let home = &group.home;
        if home.is_dropped() {
            return Err(dropped());
        }
        let seen = see(Look::Saved(&self.store), home, &group.commands).await?;
        if seen.iter().any(|seen| seen.looked_up) {
            self.meet_soon(home);
        }
        let (answers, mut append) = decide::decide(self, group, seen)?;
        if let Some(append) = &mut append {
            home.know(append.known.drain(..));
        }
        Ok((answers, append))
    }
}

impl Batch {
    fn new(inner: &Arc<Inner>) -> Self {
        Self {
            inner: Arc::clone(inner),
            began: Instant::now(),
            n_commands: 0,
            groups: Vec::new(),
            answers: Vec::new(),
            appended: Vec::new(),
        }
    }

    fn add(&mut self, group: Group, answers: Vec<Answer>, append: Option<Appended>) {
        self.n_commands += group.commands.len();
        let id = group.home.community_id;
        let place = self
            .groups
            .iter()
            .position(|there| there.home.community_id == id);
        if let Some(place) = place {
            self.groups[place].commands.extend(group.commands);
            self.groups[place].due.extend(group.due);
            self.answers[place].extend(answers);
        } else {
            self.groups.push(group);
            self.answers.push(answers);
        }
        let Some(append) = append else { return };
        let mut appended = self.appended.iter_mut();
        match appended.find(|there| there.community_id == id) {
            Some(there) => there.extend(append),
            None => self.appended.push(append),
        }
    }

    async fn commit(&self) -> Result<(), EngineError> {
        let mut tx = self.inner.store.begin().await?;
        match self.fill(&mut tx).await {
            Ok(()) => Ok(tx.commit().await?),
            Err(error) => {
                if let Err(error) = tx.rollback().await {
                    tracing::debug!(%error, "a transaction was not rolled back by us");
                }
                Err(error)
            }
        }
    }

    async fn fill(&self, tx: &mut Tx) -> Result<(), EngineError> {
        let ids = self.appended.iter().map(|append| append.community_id);
        let heads = tx.lock_communities(&ids.collect::<Vec<_>>()).await?;
        for append in &self.appended {
            let first_seq = append.records().next().map_or(0, |first| first.seq);
            let follows = heads.iter().any(|(id, head)| {
                *id == append.community_id && head.last_seq.saturating_add(1) == first_seq
            });
            let mut numbers = append.records().map(|record| record.seq).zip(first_seq..);
            if !follows || numbers.any(|(seq, next)| seq != next) {
                return Err(EngineError::Unavailable(
                    "the fold is not where the stream is".to_owned(),
                ));
            }
        }
        write(tx, &self.groups, &self.appended).await
    }
}

/// Saves a batch, and answers those who wait for it.
async fn save(batch: Batch) -> Outcome {
    let half_way = || EngineError::Unknown("saving panicked".to_owned());
    if let Err(error) = caught(batch.commit())
        .await
        .unwrap_or_else(|| Err(half_way()))
    {
        return Err((batch, error));
    }
    let inner = Arc::clone(&batch.inner);
    let answered = caught(async move {
        let homes = batch.inner.saved(&batch.groups, &batch.appended);
        telemetry::appended(batch.n_commands, batch.began.elapsed().as_secs_f64());
        reply(batch.groups, batch.answers);
        for home in &homes {
            batch.inner.store_soon(home);
        }
    });
    if answered.await.is_none() {
        inner.drop_all_folds();
    }
    Ok(())
}
