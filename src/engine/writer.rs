//! The writer: the one task that appends. It groups what waits, decides it one after another, and commits it together.

mod decide;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use hashbrown::HashMap;
use tokio::sync::{MutexGuard, mpsc, oneshot};

use crate::domain::act::NoteKind;
use crate::domain::line;
use crate::engine::home::Home;
use crate::engine::load::read_secrets;
use crate::engine::order::{Command, Order, Task};
use crate::engine::{EngineError, Inner, forget, rest};
use crate::store::{Append, Head, IdentityRow, NoteRow, Page, SecretRow, SpaceRow, Store, Tx};
use crate::telemetry;
use decide::{Answer, Appended, Seen};

/// Commands carried out together at most.
const BATCH: usize = 512;
/// How long to wait before a batch whose commit failed is decided anew.
const RETRY_MS: [u64; 3] = [20, 100, 400];

/// Commands for one community, in the order in which they came.
struct Group {
    home: Arc<Home>,
    spaces: Arc<[SpaceRow]>,
    commands: Vec<Command>,
    due: Vec<oneshot::Sender<Result<(), EngineError>>>,
}

/// Starts the writer.
pub(super) fn spawn(inner: Weak<Inner>, mut orders: mpsc::Receiver<Order>) {
    tokio::spawn(async move {
        let mut batch = Vec::new();
        while orders.recv_many(&mut batch, BATCH).await > 0 {
            let Some(inner) = inner.upgrade() else { break };
            let groups = inner.group(std::mem::take(&mut batch)).await;
            if !groups.is_empty() {
                inner.carry_out(groups).await;
                // Those who were just answered may ask again: the next batch takes them along.
                tokio::task::yield_now().await;
            }
        }
    });
}

impl Inner {
    /// Sorts orders by community, lowest first, and opens the communities; orders for one that can't be opened fail.
    async fn group(&self, orders: Vec<Order>) -> Vec<Group> {
        let mut by_community: std::collections::BTreeMap<i64, Vec<Task>> =
            std::collections::BTreeMap::new();
        for order in orders {
            by_community
                .entry(order.community_id)
                .or_default()
                .push(order.task);
        }
        let mut groups = Vec::with_capacity(by_community.len());
        for (community_id, tasks) in by_community {
            let opened = match self.home(community_id).await {
                Ok(home) => self
                    .spaces_of(community_id)
                    .await
                    .map(|spaces| (home, spaces)),
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

    /// Decides and commits, anew where a commit failed: a delivery that did get through is then found in the stream.
    async fn carry_out(&self, mut groups: Vec<Group>) {
        let mut attempt = 0;
        let mut unknown = false;
        loop {
            let started = Instant::now();
            match self.attempt(&groups).await {
                Ok(answers) => {
                    let n_commands = groups.iter().map(|group| group.commands.len()).sum();
                    telemetry::appended(n_commands, started.elapsed().as_secs_f64());
                    return reply(groups, answers);
                }
                Err(error) => {
                    unknown |= matches!(error, EngineError::Unknown(_));
                    for group in &groups {
                        group.home.drop_fold();
                    }
                    let again =
                        matches!(error, EngineError::Unavailable(_) | EngineError::Unknown(_));
                    let pause_ms = RETRY_MS.get(attempt).copied().filter(|_| again);
                    tracing::warn!(%error, attempt, "a batch was not saved");
                    let Some(pause_ms) = pause_ms else {
                        return give_up(groups, &error, unknown);
                    };
                    attempt += 1;
                    tokio::time::sleep(Duration::from_millis(pause_ms)).await;
                    for group in &mut groups {
                        match self.home(group.home.community_id).await {
                            Ok(home) => group.home = home,
                            Err(error) => return give_up(groups, &error, unknown),
                        }
                    }
                }
            }
        }
    }

    async fn attempt(&self, groups: &[Group]) -> Result<Vec<Vec<Answer>>, EngineError> {
        let mut writing: Vec<MutexGuard<'_, ()>> = Vec::with_capacity(groups.len());
        for group in groups {
            writing.push(group.home.writing.lock().await);
        }
        if groups.iter().any(|group| group.home.is_dropped()) {
            return Err(EngineError::Unavailable(
                "a fold was dropped meanwhile".to_owned(),
            ));
        }
        let mut tx = self.store.begin().await?;
        match self.fill(&mut tx, groups).await {
            Ok((answers, appended)) if appended.is_empty() => {
                tx.rollback().await?;
                Ok(answers)
            }
            Ok((answers, appended)) => {
                tx.commit().await?;
                self.saved(groups, &appended);
                Ok(answers)
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
            let seen = see(tx, &group.home, &group.commands).await?;
            let (answered, append) = decide::decide(self, group, seen)?;
            answers.push(answered);
            if let Some(append) = append {
                appended.push(append);
            }
        }
        write(tx, groups, &mut appended).await?;
        Ok((answers, appended))
    }

    /// What follows from a commit: readers may read, loops wake, pieces and results get stored.
    fn saved(&self, groups: &[Group], appended: &[Appended]) {
        for append in appended {
            let Some(group) = groups
                .iter()
                .find(|group| group.home.community_id == append.community_id)
            else {
                continue;
            };
            group.home.saved(append.seq);
            self.growth.grew(append.community_id, append.seq);
            for (key, known) in &append.known {
                group.home.know(*key, *known);
            }
            if append.forgets {
                group.home.unknow_all();
                group.home.snapshot_seq.store(0, Ordering::Relaxed);
            }
            if !append.deliveries.is_empty() {
                self.post.notify_one();
            }
            self.store_soon(&group.home);
        }
        self.due.notify_one();
    }
}

/// Folds what other processes appended in.
async fn catch_up(store: &Store, tx: &mut Tx, home: &Home, head: Head) -> Result<(), EngineError> {
    let mut behind = home.fold().seq();
    if behind == head.last_seq {
        return Ok(());
    }
    while behind < head.last_seq {
        let pages = tx.pages_after(home.community_id, behind, 256).await?;
        if pages.is_empty() {
            break;
        }
        rest::catch_up(store, home, &pages).await?;
        behind = home.fold().seq();
    }
    if behind != head.last_seq {
        return Err(EngineError::Unavailable(
            "the fold is ahead of the stream".to_owned(),
        ));
    }
    let secrets = read_secrets(&tx.secrets(home.community_id).await?);
    *home
        .secrets
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner) = secrets;
    home.unknow_all();
    home.saved(behind);
    Ok(())
}

/// Who is behind each command: her number, if she has been seen before.
async fn see(tx: &mut Tx, home: &Home, commands: &[Command]) -> Result<Vec<Seen>, EngineError> {
    let asked = commands
        .iter()
        .map(|command| (command.person, decide::name_hash(&command.asking.name)));
    let mut seen = home.known(asked);
    let strangers = || {
        let all = seen.iter().zip(commands);
        all.filter(|(seen, _)| seen.is_none())
            .map(|(_, command)| &command.asking)
    };
    let mut spaces: Vec<i64> = strangers().map(|asking| asking.space_id).collect();
    spaces.sort_unstable();
    spaces.dedup();
    let mut found: HashMap<(i64, String), (u32, String)> = HashMap::new();
    for space_id in spaces {
        let users = strangers()
            .filter(|asking| asking.space_id == space_id)
            .map(|asking| &*asking.user);
        for known in tx.known_users(space_id, &users.collect::<Vec<_>>()).await? {
            found.insert((space_id, known.user), (known.identity_no, known.name));
        }
    }
    Ok(seen
        .drain(..)
        .zip(commands)
        .map(|(known, Command { asking, .. })| {
            if known.is_some() || found.is_empty() {
                return Seen {
                    identity: known,
                    ..Seen::default()
                };
            }
            let found = found.get(&(asking.space_id, asking.user.as_ref().to_owned()));
            Seen {
                identity: found.map(|(identity, _)| *identity),
                looked_up: found.is_some(),
                renamed: found.is_some_and(|(_, name)| *name != *asking.name),
            }
        })
        .collect())
}

/// Writes everything that was decided.
async fn write(
    tx: &mut Tx,
    groups: &[Group],
    appended: &mut [Appended],
) -> Result<(), EngineError> {
    let mut pages: Vec<Append> = Vec::with_capacity(appended.len());
    for append in appended.iter_mut() {
        let body = line::write_page(&append.records);
        let (first_seq, at_ms) = append
            .records
            .first()
            .map_or((0, 0), |first| (first.seq, first.at_ms));
        let page = Page {
            community_id: append.community_id,
            first_seq,
            at_ms,
            body,
        };
        let head = Head {
            last_seq: append.seq,
            next_due_ms: append.next_due_ms,
        };
        pages.push(Append { page, head });
    }
    match pages.as_slice() {
        [] => return Ok(()),
        [only] => {
            tx.append_page(&only.page).await?;
            tx.set_head(only.page.community_id, only.head).await?;
        }
        several => tx.append_pages(several).await?,
    }
    for append in appended.iter() {
        write_rest(tx, append).await?;
        for identity in &append.forgotten {
            let group = groups
                .iter()
                .find(|group| group.home.community_id == append.community_id);
            if let Some(group) = group {
                forget::forget(tx, &group.home, *identity).await?;
            }
        }
    }
    Ok(())
}

async fn write_rest(tx: &mut Tx, append: &Appended) -> Result<(), EngineError> {
    let community_id = append.community_id;
    if !append.arrived.is_empty() {
        tx.add_identities(&append.arrived).await?;
    }
    for IdentityRow {
        identity_no,
        name,
        locale,
        ..
    } in &append.renamed
    {
        tx.rename_identity(community_id, *identity_no, name, locale.as_deref())
            .await?;
    }
    if !append.notes.is_empty() {
        let row = |(seq, note): &(u64, crate::domain::act::NewNote)| NoteRow {
            community_id,
            seq: *seq,
            kind: NoteKind::word(note.kind).to_owned(),
            identity_no: note.identity,
            body: note.words.clone(),
        };
        tx.put_notes(&append.notes.iter().map(row).collect::<Vec<_>>())
            .await?;
    }
    if !append.deliveries.is_empty() {
        tx.add_deliveries(&append.deliveries).await?;
    }
    for seed in &append.seeds {
        let secret = SecretRow {
            challenge_no: seed.challenge,
            round_no: seed.round,
            seed: seed.seed.to_hex(),
        };
        tx.put_secret(community_id, &secret).await?;
    }
    for (challenge, round) in &append.revealed {
        tx.take_secret(community_id, *challenge, *round).await?;
    }
    Ok(())
}

fn reply(groups: Vec<Group>, answers: Vec<Vec<Answer>>) {
    for (group, answers) in groups.into_iter().zip(answers) {
        for (command, answer) in group.commands.into_iter().zip(answers) {
            let result = match answer {
                Answer::Done(done) => Ok(done),
                Answer::Refused(refusal) => Err(EngineError::Refused(refusal)),
                Answer::Later => Err(EngineError::Unavailable(
                    "she was forgotten a moment ago".to_owned(),
                )),
                Answer::Away(away) => Err(EngineError::Away(away)),
                Answer::Panicked => Err(EngineError::Panicked),
            };
            // The caller may be gone; what was decided stays decided.
            drop(command.reply.send(result));
        }
        for due in group.due {
            drop(due.send(Ok(())));
        }
    }
}

fn give_up(groups: Vec<Group>, error: &EngineError, unknown: bool) {
    for group in groups {
        let tasks = group
            .commands
            .into_iter()
            .map(Task::Command)
            .chain(group.due.into_iter().map(Task::Due));
        for task in tasks {
            match (unknown, error) {
                (true, EngineError::Unavailable(reason)) => {
                    fail(task, &EngineError::Unknown(reason.clone()));
                }
                _ => fail(task, error),
            }
        }
    }
}

fn fail(task: Task, error: &EngineError) {
    let copy = match error {
        EngineError::Unavailable(reason) => EngineError::Unavailable(reason.clone()),
        EngineError::Unknown(reason) => EngineError::Unknown(reason.clone()),
        other => EngineError::Broken(other.to_string()),
    };
    match task {
        Task::Command(command) => drop(command.reply.send(Err(copy))),
        Task::Due(reply) => drop(reply.send(Err(copy))),
    }
}
