//! Deliveries that have failed or whose outcome is unknown: their platform may know better, or a moderator says what is
//! to happen.

use sqlx::AssertSqlSafe;

use crate::store::courier::SELECT;
use crate::store::delivery::{DeliveryKey, DeliveryRow, read_delivery};
use crate::store::value::values;
use crate::store::{Store, StoreError, Tx};

impl Store {
    /// A space's failed and unknown deliveries, longest due first, at most `limit`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn stuck_deliveries(
        &self,
        space_id: i64,
        limit: u32,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        let sql = AssertSqlSafe(format!(
            "{SELECT}
             where delivery.space_id = $1 and delivery.state in ('failed', 'unknown')
             order by delivery.due_ms, delivery.community_id, delivery.seq
             limit $2"
        ));
        let rows = self.fetch(sql, values![space_id, limit]).await?;
        rows.iter().map(read_delivery).collect()
    }

    /// Unknown deliveries of all communities whose platform may be asked about them now, longest due first, at most
    /// `limit`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn unknown_deliveries(
        &self,
        now_ms: i64,
        limit: u32,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        let sql = AssertSqlSafe(format!(
            "{SELECT}
             where delivery.state = 'unknown' and (delivery.lease_ms is null or delivery.lease_ms <= $1)
             order by delivery.due_ms, delivery.community_id, delivery.seq
             limit $2"
        ));
        let rows = self.fetch(sql, values![now_ms, limit]).await?;
        rows.iter().map(read_delivery).collect()
    }
}

impl Tx {
    /// Asks an unknown delivery's platform not before `until_ms` what became of it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn ask_delivery_later(
        &mut self,
        key: &DeliveryKey,
        until_ms: i64,
    ) -> Result<(), StoreError> {
        self.execute(
            "update delivery set lease_ms = $5
             where community_id = $1 and seq = $2 and kind = $3 and space_id = $4 and state = 'unknown'",
            values![
                key.community_id,
                key.seq,
                &key.kind,
                key.space_id,
                until_ms
            ],
        )
        .await
        .map(drop)
    }

    /// Lets a failed or unknown delivery wait again, as if it were new. Answers whether it was failed or unknown still.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn deliver_again(&mut self, key: &DeliveryKey) -> Result<bool, StoreError> {
        let touched = self
            .execute(
                "update delivery
                 set state = 'waiting', attempts = 0, owner = null, lease_ms = null
                 where community_id = $1 and seq = $2 and kind = $3 and space_id = $4
                   and state in ('failed', 'unknown')",
                values![key.community_id, key.seq, &key.kind, key.space_id],
            )
            .await?;
        Ok(touched > 0)
    }

    /// Takes a space's failed and unknown deliveries as sent: the one of that key, or all. Answers how many.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn take_deliveries_as_sent(
        &mut self,
        space_id: i64,
        key: Option<&DeliveryKey>,
    ) -> Result<u64, StoreError> {
        const TAKEN: &str = "
            update delivery
            set state = 'sent', lease_ms = null
            where space_id = $1 and state in ('failed', 'unknown')";
        match key {
            None => self.execute(TAKEN, values![space_id]).await,
            Some(key) => {
                let sql = AssertSqlSafe(format!(
                    "{TAKEN} and community_id = $2 and seq = $3 and kind = $4"
                ));
                self.execute(sql, values![space_id, key.community_id, key.seq, &key.kind])
                    .await
            }
        }
    }
}
