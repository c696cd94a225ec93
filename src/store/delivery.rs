//! The outbox: what is to be posted where and when. It holds no text and no names; cards are made when they are sent.
//!
//! A delivery goes from waiting to sending (committed before the request leaves) to sent, failed or unknown. One whose
//! sender has not reported in time is *unknown*, never waiting again by itself. A waiting one may be held back until an
//! instant, and with it everything else of its space, so that posts stay in order; `due_ms` stays what it was.

use crate::store::value::{Row, Value, values};
use crate::store::{StoreError, Tx};

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Not begun.
    Waiting,
    /// A courier holds it, and its request may have left.
    Sending,
    /// The platform has it.
    Sent,
    /// The platform has refused it for good.
    Failed,
    /// The request may have arrived or not.
    Unknown,
}

/// Which delivery.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DeliveryKey {
    /// The community.
    pub community_id: i64,
    /// The event it speaks of.
    pub seq: u64,
    /// What is to be done: `post`, `edit`, `thread`, `direct`…
    pub kind: String,
    /// Where.
    pub space_id: i64,
}

/// A delivery to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Which.
    pub key: DeliveryKey,
    /// Not before, milliseconds UTC.
    pub due_ms: i64,
    /// The event whose own delivery in the same space must have been sent before.
    pub parent_seq: Option<u64>,
}

/// A delivery as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Which.
    pub key: DeliveryKey,
    /// Not before, milliseconds UTC.
    pub due_ms: i64,
    /// Where it stands.
    pub state: DeliveryState,
    /// Who has claimed it last.
    pub owner: Option<String>,
    /// While it is being sent: until when its owner is trusted to report. While it waits: not to be tried before. While
    /// it is unknown: its platform is not to be asked before. Milliseconds UTC.
    pub lease_ms: Option<i64>,
    /// When it was claimed last, milliseconds UTC: what became visible of it did so after that. None where it never was,
    /// or by a release that did not note it.
    pub claimed_ms: Option<i64>,
    /// How often it was claimed.
    pub attempts: u32,
    /// The platform's id of the message.
    pub message_ref: Option<String>,
    /// The event whose delivery came before it.
    pub parent_seq: Option<u64>,
    /// The platform's id of that delivery's message.
    pub parent_ref: Option<String>,
}

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryOutcome<'a> {
    /// The platform has it, under this id if it gives one.
    Sent(Option<&'a str>),
    /// The platform has refused it for good.
    Failed,
    /// The request may have arrived or not.
    Unknown,
    /// It has surely not arrived: try again at this time, milliseconds UTC. Its space waits so long.
    Later(i64),
    /// It was not tried.
    Back,
}

impl Tx {
    /// Adds deliveries; one that is there already stays as it is.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn add_deliveries(&mut self, deliveries: &[Delivery]) -> Result<(), StoreError> {
        let values: Vec<Value<'_>> = deliveries
            .iter()
            .flat_map(
                |Delivery {
                     key,
                     due_ms,
                     parent_seq,
                 }| {
                    [
                        key.community_id.into(),
                        key.seq.into(),
                        key.kind.as_str().into(),
                        key.space_id.into(),
                        (*due_ms).into(),
                        (*parent_seq).into(),
                        "waiting".into(),
                        0_i64.into(),
                    ]
                },
            )
            .collect();
        self.execute_rows(
            "insert into delivery
                (community_id, seq, kind, space_id, due_ms, parent_seq, state, attempts)
             values",
            8,
            &values,
            "on conflict (community_id, seq, kind, space_id) do nothing",
        )
        .await
        .map(drop)
    }

    /// Reports what became of a delivery that `owner` was the last to hold, also where its lease has run out meanwhile and
    /// it counts as unknown: what is known is known. Answers whether nobody else has decided before.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn report_delivery(
        &mut self,
        key: &DeliveryKey,
        owner: &str,
        outcome: DeliveryOutcome<'_>,
    ) -> Result<bool, StoreError> {
        self.settle(key, ("sending", "unknown"), Some(owner), outcome)
            .await
    }

    /// Settles an unknown delivery: found among the posts, given up, or to be posted again. Answers whether it was
    /// unknown still. One that was found is sent also where it was made to wait again meanwhile, so that it does not come
    /// twice.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn settle_unknown_delivery(
        &mut self,
        key: &DeliveryKey,
        outcome: DeliveryOutcome<'_>,
    ) -> Result<bool, StoreError> {
        let also = match outcome {
            DeliveryOutcome::Sent(_) => "waiting",
            _ => "unknown",
        };
        self.settle(key, ("unknown", also), None, outcome).await
    }

    async fn settle(
        &mut self,
        key: &DeliveryKey,
        from: (&str, &str),
        owner: Option<&str>,
        outcome: DeliveryOutcome<'_>,
    ) -> Result<bool, StoreError> {
        let (state, message_ref, not_before_ms) = match outcome {
            DeliveryOutcome::Sent(message_ref) => ("sent", message_ref, None),
            DeliveryOutcome::Failed => ("failed", None, None),
            DeliveryOutcome::Unknown => ("unknown", None, None),
            DeliveryOutcome::Later(at_ms) => ("waiting", None, Some(at_ms)),
            DeliveryOutcome::Back => ("waiting", None, None),
        };
        let n_untried = i64::from(outcome == DeliveryOutcome::Back);
        let touched = self
            .execute(
                "update delivery
                 set state = $5, message_ref = coalesce($6, message_ref), lease_ms = $7, attempts = attempts - $10
                 where community_id = $1 and seq = $2 and kind = $3 and space_id = $4
                   and state in ($8, $11) and ($9 = '' or owner = $9)",
                values![
                    key.community_id,
                    key.seq,
                    &key.kind,
                    key.space_id,
                    state,
                    message_ref,
                    not_before_ms,
                    from.0,
                    owner.unwrap_or_default(),
                    n_untried,
                    from.1,
                ],
            )
            .await?;
        Ok(touched > 0)
    }
}

impl DeliveryState {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    fn of_word(word: &str) -> Result<Self, StoreError> {
        [
            Self::Waiting,
            Self::Sending,
            Self::Sent,
            Self::Failed,
            Self::Unknown,
        ]
        .into_iter()
        .find(|state| state.word() == word)
        .ok_or_else(|| StoreError::Corrupt(format!("a delivery cannot be {word:?}")))
    }
}

/// Reads the columns that the courier selects.
pub(super) fn read_delivery(row: &Row) -> Result<DeliveryRow, StoreError> {
    let parent_seq = match row.maybe_int(10)? {
        Some(_) => Some(row.seq(10)?),
        None => None,
    };
    Ok(DeliveryRow {
        key: DeliveryKey {
            community_id: row.int(0)?,
            seq: row.seq(1)?,
            kind: row.text(2)?,
            space_id: row.int(3)?,
        },
        due_ms: row.int(4)?,
        state: DeliveryState::of_word(&row.text(5)?)?,
        owner: row.maybe_text(6)?,
        lease_ms: row.maybe_int(7)?,
        attempts: row.number(8)?,
        message_ref: row.maybe_text(9)?,
        parent_seq,
        parent_ref: row.maybe_text(11)?,
        claimed_ms: row.maybe_int(12)?,
    })
}
