//! `undo`: a member takes her own entry back.

use std::cmp::Reverse;

use crate::domain::act::{Decided, Decision, Moment, Who};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::entry::{Entry, State};
use crate::domain::event::EntryVoided;
use crate::domain::refusal::{Refusal, Wanted};

/// Decides what taking back does: the entry of that number, else the newest that is neither voided nor rejected.
///
/// # Errors
/// Nothing to undo, not hers, too late, in a final result, or the baseline that later readings are measured against.
pub fn decide(community: &Community, moment: &Moment<'_>, who: Who, named: Option<u64>) -> Decided {
    let (challenge, entry) = match named {
        Some(seq) => owned(community, who, seq)?,
        None => newest(community, who.identity, moment.now_ms)
            .ok_or_else(|| nothing_runs(community, who.identity))?,
    };
    let rules = challenge.rules();
    let title = || rules.title.clone();
    if matches!(entry.state(), State::Voided | State::Rejected) {
        return Err(Refusal::AlreadyVoid);
    }
    if challenge.phase().is_finished() {
        let phase = challenge.phase();
        return Err(Refusal::Phase {
            title: title(),
            phase,
            wanted: Wanted::Undo,
            starts_ms: None,
        });
    }
    if moment.now_ms - entry.recorded_ms() > rules.look_back_ms {
        return Err(Refusal::UndoTooLate {
            title: title(),
            look_back_ms: rules.look_back_ms,
        });
    }
    if is_baseline(challenge, who.identity, &entry) {
        return Err(Refusal::UndoBaseline { title: title() });
    }
    Ok(Decision::of(voided(
        challenge,
        &entry,
        who.identity,
        who.identity,
    )))
}

/// The event that voids an entry.
#[must_use]
pub fn voided(challenge: &Challenge, entry: &Entry, identity: u32, by: u32) -> EntryVoided {
    let closed = entry.round() != 0
        && entry.round() != challenge.head.round
        && entry.state() == State::Accepted;
    EntryVoided {
        entry: entry.seq(),
        challenge: challenge.number(),
        identity,
        by,
        amends: if closed { entry.round() } else { 0 },
    }
}

/// The newest entry of a member that is neither voided nor rejected, in challenges that are not over: one that may
/// still be taken back before one that may not.
#[must_use]
pub fn newest(community: &Community, identity: u32, now_ms: i64) -> Option<(&Challenge, Entry)> {
    let unfinished = community
        .challenges()
        .iter()
        .filter(|challenge| !challenge.phase().is_finished() && challenge.phase() != Phase::Draft);
    let live = unfinished.filter_map(|challenge| {
        let mut entries = challenge.entries_of(identity).map(|(_, entry)| entry);
        let entry = entries.find(|entry| matches!(entry.state(), State::Accepted | State::Held))?;
        Some((challenge, *entry))
    });
    live.max_by_key(|(challenge, entry)| {
        let in_time = now_ms - entry.recorded_ms() <= challenge.rules().look_back_ms;
        (in_time, entry.seq())
    })
}

/// Why nothing is taken back where no entry of hers runs: the result that her entries are in is final, or there are none.
fn nothing_runs(community: &Community, identity: u32) -> Refusal {
    match over(community, identity).first() {
        Some(challenge) => Refusal::Phase {
            title: challenge.rules().title.clone(),
            phase: challenge.phase(),
            wanted: Wanted::Undo,
            starts_ms: None,
        },
        None => Refusal::NothingToUndo,
    }
}

/// The challenges with a final result in which a member recorded something, the one that was finished last first.
fn over(community: &Community, identity: u32) -> Vec<&Challenge> {
    let mut over: Vec<&Challenge> = community
        .challenges()
        .iter()
        .filter(|one| one.phase() == Phase::Final && one.n_entries_of(identity) > 0)
        .collect();
    over.sort_by_key(|challenge| Reverse(challenge.head.finished_seq));
    over
}

/// The newest entry of a member that counted in a final result.
#[must_use]
pub fn newest_final(community: &Community, identity: u32) -> Option<(&Challenge, Entry)> {
    let mut newest: Option<(&Challenge, Entry)> = None;
    for challenge in over(community, identity) {
        // What finished before that entry holds none that is newer.
        if newest.is_some_and(|(_, entry)| challenge.head.finished_seq < entry.seq()) {
            break;
        }
        let mut entries = challenge.entries_of(identity).map(|(_, entry)| *entry);
        let counted = entries.find(|entry| entry.state() == State::Accepted);
        let newer = counted.filter(|one| newest.is_none_or(|(_, best)| best.seq() < one.seq()));
        newest = newer.map(|entry| (challenge, entry)).or(newest);
    }
    newest
}

fn owned(community: &Community, who: Who, seq: u64) -> Result<(&Challenge, Entry), Refusal> {
    let challenge = community
        .challenge_of_entry(seq)
        .ok_or(Refusal::NoSuchEntry {
            typed: seq.to_string(),
        })?;
    let mut own = challenge.entries_of(who.identity).map(|(_, entry)| *entry);
    let entry = own
        .find(|entry| entry.seq() == seq)
        .ok_or(Refusal::NotYours)?;
    Ok((challenge, entry))
}

/// Whether later readings are measured against this entry.
fn is_baseline(challenge: &Challenge, identity: u32, entry: &Entry) -> bool {
    if !challenge.rules().has_baseline() || challenge.terms(identity).start.is_some() {
        return false;
    }
    let counted = challenge.counted(identity);
    let first = counted
        .first()
        .and_then(|first| challenge.entry_at(first.place));
    counted.len() > 1 && first.is_some_and(|first| first.seq() == entry.seq())
}
