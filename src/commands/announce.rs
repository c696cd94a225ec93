//! Announcements: the card of a post in the outbox, made when it is sent.

use crate::cards::{self, Card, Sheet, View};
use crate::commands::desk::Desk;
use crate::domain::event::{Event, Record};
use crate::engine::{DeliveryRow, EngineError, SpaceRow};

/// A post that is ready to be sent.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// Where.
    pub space: SpaceRow,
    /// What kind of post.
    pub kind: String,
    /// What is read.
    pub card: Card,
    /// When what it tells was due.
    pub due_ms: i64,
    /// The post's key: the same for every try.
    pub key: String,
}

impl Desk {
    /// The announcement that a delivery stands for; none where its space or event is gone.
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
        let card = self
            .public_card(&space, |view| sheet(view, &key.kind, &record))
            .await?;
        Ok(Some(Announcement {
            space,
            kind: key.kind.clone(),
            card,
            due_ms: delivery.due_ms,
            key: format!("{}-{}-{}", key.community_id, key.seq, key.kind),
        }))
    }
}

fn sheet(view: &View<'_>, kind: &str, record: &Record) -> Sheet {
    let number = record.event.challenge().unwrap_or(0);
    match (&record.event, kind) {
        (Event::ChallengeOpened(_), _) => cards::news::opened(view, number),
        (Event::ChallengeStarted(_), _) => cards::news::started(view, number),
        (Event::ChallengeEdited(edited), _) => cards::news::edited(view, edited),
        (Event::ChallengePaused(_), _) => cards::news::paused(view, number),
        (Event::ChallengeResumed(_), _) => cards::news::resumed(view, number),
        (Event::ChallengeCancelled(_), _) => cards::news::cancelled(view, number),
        (Event::RoundClosed(closed), _) => cards::winners::round_closed(view, closed),
        (Event::ChallengeEnded(ended), _) => cards::winners::provisional(view, ended),
        (Event::ChallengeFinal(last), _) => cards::winners::finished(view, last),
        (Event::DrawRedone(redone), _) => cards::winners::redrawn(view, redone),
        (Event::EntryVoided(voided), _) => {
            cards::news::amended(view, number, voided.identity, voided.entry, voided.amends)
        }
        _ => Sheet::default(),
    }
}
