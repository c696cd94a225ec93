//! Deciding a batch under the community's lock: first what is due, then the commands, each seeing the ones before it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, RwLockWriteGuard};

use crate::domain::act::{self, Decision, Moment, Secrets, Who};
use crate::domain::challenge::Board;
use crate::domain::community::Community;
use crate::domain::event::{Event, IdentityArrived, Record};
use crate::domain::refusal::Refusal;
use crate::engine::home::Home;
use crate::engine::order::{Command, Done};
use crate::engine::people::Known;
use crate::engine::writer::appended::Appended;
use crate::engine::writer::batch::Batch;
use crate::engine::writer::see::{Seen, name_hash};
use crate::engine::writer::{Group, dropped};
use crate::engine::{EngineError, Inner, rest};
use crate::store::IdentityRow;
use crate::telemetry;

/// What one command is answered.
pub(super) enum Answer {
    Done(Done),
    Refused(Box<Refusal>),
    /// She was forgotten in this batch: she is someone new from the next one on.
    Later,
    /// It looks at finished challenges that are away: it is decided when they are recalled.
    Away(Vec<u32>),
    Panicked,
}

/// Decides and applies what is due and every command. Should the rules themselves panic half-way, the fold is of no use
/// any more.
pub(super) fn decide(
    inner: &Inner,
    group: &Group,
    seen: Vec<Seen>,
) -> Result<(Vec<Answer>, Option<Appended>), EngineError> {
    let decided = catch_unwind(AssertUnwindSafe(|| decide_all(inner, group, seen)));
    decided.unwrap_or_else(|_| {
        group.home.drop_fold();
        let community_id = group.home.community_id;
        tracing::error!(community_id, "a batch panicked; nothing of it was saved");
        Err(EngineError::Panicked)
    })
}

fn decide_all(
    inner: &Inner,
    group: &Group,
    seen: Vec<Seen>,
) -> Result<(Vec<Answer>, Option<Appended>), EngineError> {
    let home = &group.home;
    let (before, now_ms) = {
        let fold = home.fold();
        (fold.seq(), inner.now_ms().max(fold.last_ms()))
    };
    let append = Appended::new(home.community_id, before, group.commands.len());
    let append = do_what_is_due(inner, group, now_ms, append)?;
    let mut fold = usable(home)?;
    let mut batch = Batch {
        inner,
        group,
        secrets: secrets_of(home),
        fold: &mut fold,
        now_ms,
        append,
    };
    let mut answers = Vec::with_capacity(group.commands.len());
    for (command, seen) in group.commands.iter().zip(seen) {
        answers.push(batch.carry_out(command, &seen)?);
    }
    let Batch {
        secrets,
        mut append,
        ..
    } = batch;
    if append.records.is_empty() {
        // A new name alone is written with the next event.
        return Ok((answers, None));
    }
    append.seq = fold.seq();
    append.next_due_ms = fold.next_due_ms();
    keep_secrets(home, secrets);
    Ok((answers, Some(append)))
}

/// Decides and applies whatever is due, oldest first. A close of a large challenge takes a while to decide: until it is
/// applied, others read.
fn do_what_is_due(
    inner: &Inner,
    group: &Group,
    now_ms: i64,
    mut append: Appended,
) -> Result<Appended, EngineError> {
    let home = &group.home;
    loop {
        let secrets = secrets_of(home);
        let (due_ms, decision) = {
            let fold = home.fold();
            let Some(due_ms) = fold.next_due_ms().filter(|due_ms| *due_ms <= now_ms) else {
                return Ok(append);
            };
            let moment = Moment {
                now_ms,
                chance: inner.chance.draw(home.community_id, fold.seq() + 1),
                secrets: &secrets,
            };
            (due_ms, act::clock::decide(&fold, &moment))
        };
        let Some(decision) = decision else {
            return Ok(append);
        };
        telemetry::due_lagged(now_ms - due_ms);
        let mut fold = usable(home)?;
        let mut batch = Batch {
            inner,
            group,
            secrets,
            fold: &mut fold,
            now_ms,
            append,
        };
        batch.take(decision, None)?;
        append = batch.append;
        keep_secrets(home, batch.secrets);
    }
}

/// The fold to decide on and to change, unless it was dropped.
fn usable(home: &Home) -> Result<RwLockWriteGuard<'_, Community>, EngineError> {
    let fold = home.fold_mut();
    if home.is_dropped() {
        return Err(dropped());
    }
    Ok(fold)
}

fn secrets_of(home: &Home) -> Secrets {
    let secrets = home.secrets.read();
    secrets.unwrap_or_else(PoisonError::into_inner).clone()
}

fn keep_secrets(home: &Home, secrets: Secrets) {
    *home.secrets.write().unwrap_or_else(PoisonError::into_inner) = secrets;
}

impl Batch<'_> {
    fn carry_out(&mut self, command: &Command, seen: &Seen) -> Result<Answer, EngineError> {
        let asking = &command.asking;
        // Somebody may have arrived with an earlier command of this batch.
        let mut arrivals = self.append.known.iter();
        let arrived = || {
            arrivals
                .find(|(key, _)| *key == command.person)
                .map(|(_, known)| known.identity)
        };
        let known = seen.identity.or_else(arrived);
        if known.is_some_and(|identity| self.append.forgotten.contains(&identity)) {
            return Ok(Answer::Later);
        }
        let identity = known.unwrap_or_else(|| self.fold.n_identities() + 1);
        if let Some(seq) = self.fold.event_of(command.cause) {
            let in_batch = self
                .append
                .records()
                .filter(|record| record.cause == Some(command.cause));
            let records: Vec<Record> = in_batch.cloned().collect();
            tracing::debug!(seq, "a delivery came again");
            return Ok(Answer::Done(Done {
                records: records.into(),
                identity,
                ranks_before: Arc::new([]),
                noted: true,
                repeated: true,
            }));
        }
        let who = Who {
            identity,
            moderator: asking.moderator,
        };
        let moment = Moment {
            now_ms: self.now_ms,
            chance: self.chance(),
            secrets: &self.secrets,
        };
        let decided = rest::listen(&self.group.home, self.fold, self.now_ms, || {
            catch_unwind(AssertUnwindSafe(|| {
                (command.decide)(self.fold, &moment, who)
            }))
        });
        let decided = match decided {
            Ok(decided) => decided,
            Err(away) => return Ok(Answer::Away(away)),
        };
        let mut decision = match decided {
            Ok(Ok(decision)) => decision,
            Ok(Err(refusal)) => return Ok(Answer::Refused(Box::new(refusal))),
            Err(_) => {
                tracing::error!(
                    community_id = self.append.community_id,
                    "a decision panicked; nothing was saved"
                );
                return Ok(Answer::Panicked);
            }
        };
        let events = decision.events.iter();
        let away: Vec<u32> = events
            .filter_map(|event| self.fold.must_recall(event))
            .collect();
        if !away.is_empty() {
            return Ok(Answer::Away(away));
        }
        let ranks_before = self.ranks_before(&decision);
        if known.is_none() {
            self.arrive(command, &mut decision, identity);
        } else if seen.looked_up || seen.renamed {
            self.know(command, identity);
        }
        if seen.renamed {
            self.append.renamed.push(self.row(command, identity));
        }
        let noted = !decision.notes.is_empty();
        let records = self.take(decision, Some(command.cause))?;
        Ok(Answer::Done(Done {
            records,
            identity,
            ranks_before: ranks_before.into(),
            noted,
            repeated: false,
        }))
    }

    /// Somebody seen for the first time: her arrival comes before what she does.
    fn arrive(&mut self, command: &Command, decision: &mut Decision, identity: u32) {
        let zone = command.asking.zone.as_deref().map(str::to_owned);
        decision
            .events
            .insert(0, IdentityArrived { identity, zone }.into());
        for note in &mut decision.notes {
            note.event += 1;
        }
        self.append.arrived.push(self.row(command, identity));
        self.know(command, identity);
    }

    fn know(&mut self, command: &Command, identity: u32) {
        let name = name_hash(&command.asking.name);
        let known = Known { identity, name };
        self.append.known.push((command.person, known));
    }

    fn row(&self, command: &Command, identity: u32) -> IdentityRow {
        let asking = &command.asking;
        IdentityRow {
            community_id: self.append.community_id,
            identity_no: identity,
            space_id: asking.space_id,
            platform_user: Some(asking.user.as_ref().to_owned()),
            name: asking.name.as_ref().to_owned(),
            locale: asking.locale.as_deref().map(str::to_owned),
        }
    }

    /// The ranks that entries are about to change: of the running round where they count in it, else of the challenge.
    fn ranks_before(&self, decision: &Decision) -> Vec<(u32, u32)> {
        let entries = decision.events.iter().filter_map(|event| match event {
            Event::EntryRecorded(entry) => Some((entry.challenge, entry.identity, entry.round)),
            Event::EntryVoided(voided) => Some((voided.challenge, voided.identity, 0)),
            _ => None,
        });
        let rank = |(number, identity, round): (u32, u32, u32)| {
            let challenge = self.fold.challenge(number)?;
            let board = if round != 0 && round == challenge.head.round {
                Board::Round
            } else {
                Board::Whole
            };
            let standing = challenge.standing(identity, board)?;
            Some((number, standing.rank))
        };
        entries.filter_map(rank).collect()
    }
}
