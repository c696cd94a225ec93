//! Announcements: the card of a post in the outbox, made when it is sent.

use crate::cards::winners::{JUDGED_LISTED, Judged};
use crate::cards::{self, Card, Sheet, View};
use crate::commands::desk::Desk;
use crate::domain::act::NoteKind;
use crate::domain::act::entry::Judgement;
use crate::domain::community::Community;
use crate::domain::entry::Entry;
use crate::domain::event::{DrawRedone, EntryRecorded, Event, Record};
use crate::engine::{DeliveryRow, ENTRIES_WAITING, EngineError, SpaceRow};

/// A post that is ready to be sent.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// Where.
    pub space: SpaceRow,
    /// What kind of post.
    pub kind: String,
    /// Whether it is for moderators alone, each privately; else for everybody in the space's feed.
    pub moderators_only: bool,
    /// What is read.
    pub card: Card,
    /// When what it tells was due.
    pub due_ms: i64,
    /// An earlier post that should now read otherwise: the platform's id of its message, and how it reads now.
    pub corrects: Option<(String, Card)>,
    /// The post's key: the same for every try.
    pub key: String,
}

impl Desk {
    /// The announcement that a delivery stands for; none where its space or event is gone, or what it would tell is
    /// settled.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn announcement(
        &self,
        delivery: &DeliveryRow,
    ) -> Result<Option<Announcement>, EngineError> {
        let key = &delivery.key;
        let Some(space) = self.engine().space_of_number(key.space_id).await? else {
            return Ok(None);
        };
        let Some(record) = self.engine().record(key.community_id, key.seq).await? else {
            return Ok(None);
        };
        if let Event::EntryRecorded(entry) = &record.event
            && !self
                .still_waits(key.community_id, record.seq, entry)
                .await?
        {
            return Ok(None);
        }
        let told = Told {
            tickets: self.tickets_of(&record, key.community_id).await?,
            reason: self.reason_of(&record, key.community_id).await?,
            judged: self.judged_of(&record, key.community_id).await?,
        };
        let card = self
            .public_card(&space, |view| sheet(view, &record, &told))
            .await?;
        let corrects = match &record.event {
            Event::DrawRedone(redone) => self.correction(&space, redone).await?,
            _ => None,
        };
        Ok(Some(Announcement {
            space,
            kind: key.kind.clone(),
            moderators_only: key.kind == ENTRIES_WAITING,
            card,
            due_ms: delivery.due_ms,
            corrects,
            key: format!("{}-{}-{}", key.community_id, key.seq, key.kind),
        }))
    }
}

impl Desk {
    /// Whether an entry is the oldest of its challenge and round that waits for a moderator: so a round's reminder goes
    /// out once, however many wait.
    async fn still_waits(
        &self,
        community_id: i64,
        seq: u64,
        entry: &EntryRecorded,
    ) -> Result<bool, EngineError> {
        let oldest = |community: &Community| {
            let challenge = community.challenge(entry.challenge)?;
            let held = challenge.head.held.iter();
            let waiting = held.filter_map(|place| challenge.entry_at(*place));
            let of_round = waiting.filter(|one| one.round() == entry.round);
            of_round.map(Entry::seq).min()
        };
        let oldest = self.engine().view(community_id, oldest).await?;
        Ok(oldest == Some(seq))
    }

    /// Why a moderator called a challenge off, where she said so.
    async fn reason_of(&self, record: &Record, community_id: i64) -> Result<String, EngineError> {
        if !matches!(record.event, Event::ChallengeCancelled(_)) {
            return Ok(String::new());
        }
        let seqs = [record.seq];
        let notes = self.engine().notes(community_id, &seqs, "reason").await?;
        let first = notes.into_iter().next();
        Ok(first.map(|note| note.body).unwrap_or_default())
    }

    /// What moderators who compete judged and why, as far as a post names it.
    async fn judged_of(
        &self,
        record: &Record,
        community_id: i64,
    ) -> Result<Vec<Judged>, EngineError> {
        let outcome = match &record.event {
            Event::RoundClosed(body) => &body.outcome,
            Event::ChallengeEnded(body) => &body.outcome,
            Event::ChallengeFinal(body) => &body.outcome,
            _ => return Ok(Vec::new()),
        };
        let named = outcome.judgements.iter().take(JUDGED_LISTED);
        let seqs: Vec<u64> = named.copied().collect();
        let engine = self.engine();
        let kind = NoteKind::Reason.word();
        let reasons = engine.notes(community_id, &seqs, kind).await?;
        let mut judged = Vec::new();
        for seq in seqs {
            let record = engine.record(community_id, seq).await?;
            let judgement = match record.map(|record| record.event) {
                Some(Event::EntryVoided(_)) => Some(Judgement::Void),
                Some(Event::EntryAccepted(_)) => Some(Judgement::Accept),
                _ => None,
            };
            let reason = reasons.iter().find(|note| note.seq == seq);
            judged.push(Judged {
                judgement,
                reason: reason.map(|note| note.body.clone()),
            });
        }
        Ok(judged)
    }

    /// The tickets of a draw that an event reveals.
    async fn tickets_of(
        &self,
        record: &Record,
        community_id: i64,
    ) -> Result<Vec<u32>, EngineError> {
        let (challenge, round) = match &record.event {
            Event::RoundClosed(body) if body.outcome.draw.is_some() => (body.challenge, body.round),
            Event::ChallengeFinal(body) if body.outcome.draw.is_some() => (body.challenge, 0),
            _ => return Ok(Vec::new()),
        };
        let table = self.engine().frozen(community_id, challenge, round).await?;
        Ok(table.map(|table| table.tickets).unwrap_or_default())
    }

    /// The winner post that a redraw corrects, where it is known as which message it was sent.
    async fn correction(
        &self,
        space: &SpaceRow,
        redone: &DrawRedone,
    ) -> Result<Option<(String, Card)>, EngineError> {
        let (community_id, engine) = (space.community_id, self.engine());
        let closed = |community: &Community| {
            let challenge = community.challenge(redone.challenge)?;
            let mut closed = challenge.head.closed.iter();
            let found = closed.find(|closed| closed.round == redone.round);
            found.map(|closed| closed.seq)
        };
        let Some(seq) = engine.view(community_id, closed).await? else {
            return Ok(None);
        };
        let sent = engine
            .store()
            .deliveries_of(community_id, seq)
            .await
            .map_err(EngineError::from)?;
        let mut here = sent
            .into_iter()
            .filter(|one| one.key.space_id == space.space_id);
        let message = here.find_map(|one| one.message_ref);
        let record = engine.record(community_id, seq).await?;
        let Some((message, record)) = message.zip(record) else {
            return Ok(None);
        };
        let told = Told {
            tickets: self.tickets_of(&record, community_id).await?,
            reason: String::new(),
            judged: self.judged_of(&record, community_id).await?,
        };
        let make = |view: &View<'_>| cards::draws::corrected(sheet(view, &record, &told), redone);
        Ok(Some((message, self.public_card(space, make).await?)))
    }
}

/// What a post tells beside its event and the fold.
struct Told {
    tickets: Vec<u32>,
    reason: String,
    judged: Vec<Judged>,
}

fn sheet(view: &View<'_>, record: &Record, told: &Told) -> Sheet {
    let tickets = told.tickets.as_slice();
    let number = record.event.challenge().unwrap_or(0);
    match &record.event {
        Event::ChallengeOpened(_) => cards::news::opened(view, number),
        Event::ChallengeStarted(_) => cards::news::started(view, number),
        Event::ChallengeEdited(edited) => cards::news::edited(view, edited),
        Event::ChallengePaused(_) => cards::news::paused(view, number),
        Event::ChallengeResumed(_) => cards::news::resumed(view, number),
        Event::ChallengeCancelled(_) => cards::news::cancelled(view, number, &told.reason),
        Event::RoundClosed(closed) => {
            let post = cards::winners::round_closed(view, closed, &told.judged);
            cards::draws::with_tickets(post, number, closed.round, tickets)
        }
        Event::ChallengeEnded(ended) => cards::winners::provisional(view, ended, &told.judged),
        Event::ChallengeFinal(last) => {
            let post = cards::winners::finished(view, last, &told.judged);
            cards::draws::with_tickets(post, number, 0, tickets)
        }
        Event::DrawRedone(redone) => cards::winners::redrawn(view, redone),
        Event::EntryRecorded(_) => cards::judgement::reminder(view, number),
        Event::EntryVoided(voided) => {
            let challenge = view.community.challenge(number);
            let is_final = challenge.is_some_and(|one| one.was_finished_before(record.seq));
            let round = if is_final { 0 } else { voided.amends };
            cards::news::amended(view, number, voided.identity, voided.entry, round)
        }
        _ => Sheet::default(),
    }
}
