//! Posts that did not go out, or may not have: what a moderator sees of them and says about them.

use crate::engine::{DeliveryKey, DeliveryRow, Engine, EngineError};

impl Engine {
    /// A space's posts that have failed or may have gone out or not, longest due first, at most `limit`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn stuck_posts(
        &self,
        space_id: i64,
        limit: u32,
    ) -> Result<Vec<DeliveryRow>, EngineError> {
        Ok(self.inner.store.stuck_deliveries(space_id, limit).await?)
    }

    /// Sends such a post once more; false where somebody has seen to it already.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn post_again(&self, key: &DeliveryKey) -> Result<bool, EngineError> {
        let mut tx = self.inner.store.begin().await?;
        match tx.deliver_again(key).await {
            Ok(was_stuck) => {
                tx.commit().await?;
                self.inner.post.notify_one();
                Ok(was_stuck)
            }
            Err(error) => {
                tx.rollback().await.ok();
                Err(error.into())
            }
        }
    }

    /// Takes such a post of a space as posted, or all of them; how many were stuck still.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn take_as_posted(
        &self,
        space_id: i64,
        key: Option<&DeliveryKey>,
    ) -> Result<u64, EngineError> {
        let mut tx = self.inner.store.begin().await?;
        match tx.take_deliveries_as_sent(space_id, key).await {
            Ok(n_taken) => {
                tx.commit().await?;
                Ok(n_taken)
            }
            Err(error) => {
                tx.rollback().await.ok();
                Err(error.into())
            }
        }
    }
}
