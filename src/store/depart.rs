//! What is deleted when a space or a whole community is forgotten. Numbers are never given out again: another process may
//! still hold what they once meant.

use crate::store::value::values;
use crate::store::{StoreError, Tx};

/// Tables whose rows belong to a community.
const OF_COMMUNITY: [&str; 6] = [
    "delete from delivery where community_id = $1",
    "delete from identity where community_id = $1",
    "delete from note where community_id = $1",
    "delete from page where community_id = $1",
    "delete from result where community_id = $1",
    "delete from secret where community_id = $1",
];

impl Tx {
    /// Deletes everything of a community but its number.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn empty_community(&mut self, community_id: i64) -> Result<(), StoreError> {
        self.lock_community(community_id).await?;
        for sql in OF_COMMUNITY {
            self.execute(sql, values![community_id]).await?;
        }
        self.drop_snapshot(community_id).await?;
        self.execute(
            "update community
             set name = '', last_seq = 0, next_due_ms = null
             where community_id = $1",
            values![community_id],
        )
        .await
        .map(drop)
    }

    /// Makes a space nobody's: the platform's id is free, and only the number stays.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn retire_space(&mut self, space_id: i64) -> Result<(), StoreError> {
        self.execute(
            "delete from delivery where space_id = $1",
            values![space_id],
        )
        .await?;
        let nobody = space_id.to_string();
        self.execute(
            "update space
             set platform = 'gone', platform_space = $2, name = '', feed = null, feed_by = null, moderators = null
             where space_id = $1",
            values![space_id, &nobody],
        )
        .await
        .map(drop)
    }
}
