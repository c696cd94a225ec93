//! Which events are announced, as what, and when.

use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::event::{EntryRecorded, Event, Record};
use crate::store::{Delivery, DeliveryKey, SpaceRow};

/// The kind of word that only moderators get: entries wait for them.
pub const ENTRIES_WAITING: &str = "entries_waiting";

/// The kinds of posts that tell who has won, or what has changed about it; they never rest.
const WINNERS: [&str; 5] = [
    "round_closed",
    "challenge_provisional",
    "challenge_final",
    "draw_redone",
    "amendment",
];

/// So long before a close moderators are reminded of what waits for them.
const REMINDER_MS: i64 = 24 * 3_600_000;

/// The kind of post that an event causes in every space, where it causes one.
#[must_use]
pub fn announcement(community: &Community, record: &Record) -> Option<&'static str> {
    let phase = |challenge: u32| community.challenge(challenge).map(Challenge::phase);
    match &record.event {
        Event::ChallengeOpened(_) => Some("challenge_opened"),
        // A start in a moderator's hands is told by the opening's post.
        Event::ChallengeStarted(_) if record.cause.is_none() => Some("challenge_started"),
        Event::ChallengeEdited(edited) if phase(edited.challenge) != Some(Phase::Draft) => {
            Some("challenge_edited")
        }
        Event::ChallengePaused(_) => Some("challenge_paused"),
        Event::ChallengeResumed(_) => Some("challenge_resumed"),
        Event::ChallengeCancelled(cancelled) => {
            let opened = community
                .challenge(cancelled.challenge)
                .is_some_and(|one| one.head.starts_ms.is_some());
            opened.then_some("challenge_cancelled")
        }
        Event::RoundClosed(_) => Some("round_closed"),
        Event::ChallengeEnded(ended) if ended.final_ms > ended.due_ms => {
            Some("challenge_provisional")
        }
        Event::ChallengeFinal(_) => Some("challenge_final"),
        Event::DrawRedone(_) => Some("draw_redone"),
        Event::EntryVoided(voided)
            if voided.amends != 0 || is_final(community, voided.challenge, record.seq) =>
        {
            Some("amendment")
        }
        Event::EntryRecorded(entry) if entry.held && closes_ms(community, entry).is_some() => {
            Some(ENTRIES_WAITING)
        }
        _ => None,
    }
}

/// Whether a challenge's result was final before that event.
fn is_final(community: &Community, challenge: u32, seq: u64) -> bool {
    let challenge = community.challenge(challenge);
    challenge.is_some_and(|one| one.was_finished_before(seq))
}

/// The posts that new events cause: one row an event and space.
pub(super) fn deliveries(
    community_id: i64,
    community: &Community,
    records: &[Record],
    spaces: &[SpaceRow],
) -> Vec<Delivery> {
    let mut deliveries = Vec::new();
    for record in records {
        let Some(kind) = announcement(community, record) else {
            continue;
        };
        let due_ms = told_ms(community, record, kind);
        for space in spaces {
            let key = DeliveryKey {
                community_id,
                seq: record.seq,
                kind: kind.to_owned(),
                space_id: space.space_id,
            };
            deliveries.push(Delivery {
                key,
                due_ms,
                parent_seq: None,
            });
        }
    }
    deliveries
}

/// When the posts that an event causes go out, where it causes any.
#[must_use]
pub fn announced_ms(community: &Community, record: &Record) -> Option<i64> {
    let kind = announcement(community, record)?;
    Some(told_ms(community, record, kind))
}

/// Winners are told at once, and so is what promises a draw its seed: before anybody can hold a ticket. Other news rests
/// in quiet hours, unless it would come too late then: at or after the next close of its challenge.
fn told_ms(community: &Community, record: &Record, kind: &str) -> i64 {
    let due_ms = due_ms(community, record);
    if WINNERS.contains(&kind) || promises_seed(&record.event) {
        return due_ms;
    }
    let rested_ms = community.settings().told_ms(due_ms);
    let challenge = record.event.challenge();
    let challenge = challenge.and_then(|number| community.challenge(number));
    let too_late = challenge.is_some_and(|challenge| {
        let head = &challenge.head;
        let closes = [head.round_close_ms, head.rules.ends_ms, head.final_ms];
        let mut closes = closes.into_iter().flatten();
        closes.any(|close_ms| due_ms < close_ms && close_ms <= rested_ms)
    });
    if too_late { due_ms } else { rested_ms }
}

/// Whether an event's post holds the commitment of a draw.
fn promises_seed(event: &Event) -> bool {
    match event {
        Event::ChallengeOpened(opened) => opened.commitment.is_some(),
        Event::ChallengeStarted(started) => started.commitment.is_some(),
        _ => false,
    }
}

/// When the round closes for which an entry is recorded; where it counts for none, when the challenge ends.
fn closes_ms(community: &Community, entry: &EntryRecorded) -> Option<i64> {
    let head = &community.challenge(entry.challenge)?.head;
    let closes_ms = head.round_close_ms.filter(|_| entry.round == head.round);
    closes_ms.or(head.final_ms).or(head.rules.ends_ms)
}

fn due_ms(community: &Community, record: &Record) -> i64 {
    match &record.event {
        Event::ChallengeStarted(body) => body.due_ms,
        Event::RoundClosed(body) => body.due_ms,
        Event::ChallengeEnded(body) => body.due_ms,
        Event::ChallengeFinal(body) => body.due_ms,
        Event::EntryRecorded(entry) => {
            let closes_ms = closes_ms(community, entry).unwrap_or(record.at_ms);
            closes_ms.saturating_sub(REMINDER_MS).max(record.at_ms)
        }
        _ => record.at_ms,
    }
}
