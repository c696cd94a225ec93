//! What a courier asks of the outbox: what to send now, and what became of what was sent.

use sqlx::AssertSqlSafe;

use crate::store::delivery::{DeliveryRow, DeliveryState, read_delivery};
use crate::store::tx::push_placeholders;
use crate::store::value::{Value, values};
use crate::store::{Store, StoreError};

impl Store {
    /// Claims up to `limit` deliveries that are due, the longest due first, and answers them once that is saved. Passed
    /// over are those of the spaces in `busy`, those of a space in which one is held back, and those whose parent is not
    /// sent yet. Expired claims of anybody become unknown.
    ///
    /// Give every call an `owner` of its own: after [`StoreError::CommitUnknown`], [`Store::deliveries_held_by`] tells
    /// what it got.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn claim_due_deliveries(
        &self,
        now_ms: i64,
        owner: &str,
        lease_ms: i64,
        limit: u32,
        busy: &[i64],
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        let busy = padded(busy);
        let places = list(3, busy.len());
        let mut bound: Vec<Value<'_>> = values![now_ms, limit].to_vec();
        bound.extend(busy.iter().copied().map(Value::from));
        // Most of the time nothing is due, and finding that out needs no writer.
        let sql = AssertSqlSafe(format!(
            "select 1 from delivery where delivery.state = 'sending' and delivery.lease_ms < $1
             union all
             select 1 from delivery where {DUE} and {NOT_HELD} and delivery.space_id not in ({places})
             limit $2"
        ));
        if self.fetch(sql, &bound).await?.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        tx.execute(
            "update delivery set state = 'unknown' where state = 'sending' and lease_ms < $1",
            values![now_ms],
        )
        .await?;
        // PostgreSQL: what another courier is claiming right now is passed over.
        let end = if tx.is_postgres() {
            "for update of delivery skip locked"
        } else {
            ""
        };
        let sql = AssertSqlSafe(format!(
            "{SELECT}
             where {DUE} and {NOT_HELD} and {PARENT_SENT} and delivery.space_id not in ({places})
             order by delivery.due_ms, delivery.community_id, delivery.seq
             limit $2 {end}"
        ));
        let rows = tx.fetch(sql, &bound).await?;
        let mut claimed: Vec<DeliveryRow> =
            rows.iter().map(read_delivery).collect::<Result<_, _>>()?;
        let lease_end_ms = now_ms.saturating_add(lease_ms);
        let values: Vec<Value<'_>> = claimed
            .iter()
            .flat_map(|DeliveryRow { key, .. }| {
                [
                    key.community_id.into(),
                    key.seq.into(),
                    key.kind.as_str().into(),
                    key.space_id.into(),
                    owner.into(),
                    lease_end_ms.into(),
                    now_ms.into(),
                ]
            })
            .collect();
        tx.execute_rows(CLAIM, 7, &values, CLAIM_REST).await?;
        tx.commit().await?;
        for row in &mut claimed {
            row.state = DeliveryState::Sending;
            row.owner = Some(owner.to_owned());
            row.lease_ms = Some(lease_end_ms);
            row.claimed_ms = Some(now_ms);
            row.attempts = row.attempts.saturating_add(1);
        }
        Ok(claimed)
    }

    /// What `owner` has claimed and not reported.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn deliveries_held_by(&self, owner: &str) -> Result<Vec<DeliveryRow>, StoreError> {
        let sql = AssertSqlSafe(format!(
            "{SELECT} where delivery.state = 'sending' and delivery.owner = $1"
        ));
        let rows = self.fetch(sql, values![owner]).await?;
        rows.iter().map(read_delivery).collect()
    }

    /// The deliveries that speak of one event.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn deliveries_of(
        &self,
        community_id: i64,
        seq: u64,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        let sql = AssertSqlSafe(format!(
            "{SELECT}
             where delivery.community_id = $1 and delivery.seq = $2
             order by delivery.kind, delivery.space_id"
        ));
        let rows = self.fetch(sql, values![community_id, seq]).await?;
        rows.iter().map(read_delivery).collect()
    }

    /// When a courier that is busy in some spaces next has something to do: a delivery falls due, is held back no longer,
    /// or a claim expires.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn next_delivery_due(
        &self,
        now_ms: i64,
        busy: &[i64],
    ) -> Result<Option<i64>, StoreError> {
        let busy = padded(busy);
        let places = list(2, busy.len());
        let mut bound: Vec<Value<'_>> = values![now_ms].to_vec();
        bound.extend(busy.iter().copied().map(Value::from));
        let sql = AssertSqlSafe(format!(
            "select
                (select min(delivery.due_ms) from delivery
                 where delivery.state = 'waiting' and {NOT_HELD} and {PARENT_SENT}
                   and delivery.space_id not in ({places})),
                (select min(lease_ms) from delivery where state = 'waiting' and lease_ms > $1),
                (select min(lease_ms) from delivery where state = 'sending')"
        ));
        let rows = self.fetch(sql, &bound).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        // A lease is over once its end has passed.
        let lease_over = row.maybe_int(2)?.map(|end_ms| end_ms.saturating_add(1));
        let next = [row.maybe_int(0)?, row.maybe_int(1)?, lease_over];
        Ok(next.into_iter().flatten().min())
    }
}

/// Numbers for a list in a statement: never empty, and of few different lengths, so that statements stay prepared.
fn padded(numbers: &[i64]) -> Vec<i64> {
    let mut padded = numbers.to_vec();
    padded.resize(numbers.len().next_power_of_two(), NOBODY);
    padded
}

/// `$from, $from+1, …`
fn list(from: usize, count: usize) -> String {
    let mut places = String::new();
    push_placeholders(&mut places, from, count);
    places
}

/// No space has this number.
const NOBODY: i64 = 0;

/// The columns that [`read_delivery`] reads.
pub(super) const SELECT: &str = "
    select delivery.community_id, delivery.seq, delivery.kind, delivery.space_id, delivery.due_ms, delivery.state,
        delivery.owner, delivery.lease_ms, delivery.attempts, delivery.message_ref, delivery.parent_seq,
        (select max(parent.message_ref) from delivery as parent
         where parent.community_id = delivery.community_id and parent.seq = delivery.parent_seq
           and parent.space_id = delivery.space_id and parent.state = 'sent'),
        delivery.claimed_ms
    from delivery";

const PARENT_SENT: &str = "
    (delivery.parent_seq is null or exists (
        select 1 from delivery as parent
        where parent.community_id = delivery.community_id and parent.seq = delivery.parent_seq
          and parent.space_id = delivery.space_id and parent.state = 'sent'))";

const DUE: &str = "delivery.state = 'waiting' and delivery.due_ms <= $1";

/// Nothing in its space is held back.
const NOT_HELD: &str = "
    delivery.space_id not in (
        select space_id from delivery where state = 'waiting' and lease_ms > $1)";

const CLAIM: &str = "
    with claim (community_id, seq, kind, space_id, owner, lease_ms, claimed_ms) as (values";
const CLAIM_REST: &str = "
    ) update delivery
    set state = 'sending', owner = claim.owner, lease_ms = claim.lease_ms, claimed_ms = claim.claimed_ms,
        attempts = delivery.attempts + 1
    from claim
    where delivery.community_id = claim.community_id and delivery.seq = claim.seq
      and delivery.kind = claim.kind and delivery.space_id = claim.space_id";
