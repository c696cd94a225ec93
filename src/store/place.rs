//! Communities and their spaces.

use crate::store::stream::read_head;
use crate::store::value::{Row, values};
use crate::store::{Head, Store, StoreError, Tx};

/// A community as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunityRow {
    /// Its number.
    pub community_id: i64,
    /// Where its stream ends.
    pub head: Head,
    /// What moderators call it.
    pub name: String,
    /// When it was created, milliseconds UTC.
    pub created_ms: i64,
}

/// A space as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceRow {
    /// Its number.
    pub space_id: i64,
    /// The community it belongs to.
    pub community_id: i64,
    /// `discord`, `slack` or `lounge`.
    pub platform: String,
    /// The platform's own id of the guild, workspace or lounge.
    pub platform_space: String,
    /// What the platform calls it.
    pub name: String,
    /// The platform's id of the channel in which we announce, once chosen.
    pub feed: Option<String>,
    /// Who moderates it beside those whom its platform names: mentions, separated by spaces.
    pub moderators: Option<String>,
    /// The platform's id of whoever chose the feed, who is told when nothing can be posted there.
    pub feed_by: Option<String>,
}

/// What is known of a space that is seen for the first time.
#[derive(Debug, Clone, Copy)]
pub struct NewSpace<'a> {
    /// `discord`, `slack` or `lounge`.
    pub platform: &'a str,
    /// The platform's own id of it.
    pub platform_space: &'a str,
    /// What the platform calls it.
    pub name: &'a str,
}

const SPACE: &str = "
    select space_id, community_id, platform, platform_space, name, feed, moderators, feed_by
    from space
    where platform = $1 and platform_space = $2";

const SPACES_OF: &str = "
    select space_id, community_id, platform, platform_space, name, feed, moderators, feed_by
    from space
    where community_id = $1
    order by space_id";

impl Tx {
    /// Creates a community with an empty stream and answers its number.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn create_community(
        &mut self,
        name: &str,
        created_ms: i64,
    ) -> Result<i64, StoreError> {
        self.take_turns_creating().await?;
        let rows = self
            .fetch(
                "insert into community (community_id, last_seq, next_due_ms, name, created_ms)
                 select coalesce(max(community_id), 0) + 1, 0, null, $1, $2
                 from community
                 returning community_id",
                values![name, created_ms],
            )
            .await?;
        only(&rows)?.int(0)
    }

    /// Adds a space to a community. If the platform's space is known already it stays where it is and is answered as it
    /// is, so compare its `community_id`.
    ///
    /// # Errors
    /// If the store fails, or there is no such community.
    pub async fn create_space(
        &mut self,
        community_id: i64,
        space: NewSpace<'_>,
    ) -> Result<SpaceRow, StoreError> {
        self.take_turns_creating().await?;
        self.execute(
            "insert into space (space_id, community_id, platform, platform_space, name, feed)
             select (select coalesce(max(space_id), 0) + 1 from space), $1, $2, $3, $4, null
             where not exists (select 1 from space where platform = $2 and platform_space = $3)",
            values![
                community_id,
                space.platform,
                space.platform_space,
                space.name
            ],
        )
        .await?;
        let rows = self
            .fetch(SPACE, values![space.platform, space.platform_space])
            .await?;
        read_space(only(&rows)?)
    }

    /// The space, with a community of its own if it is seen for the first time; says whether it was.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn settle_space(
        &mut self,
        space: NewSpace<'_>,
        created_ms: i64,
    ) -> Result<(SpaceRow, bool), StoreError> {
        self.take_turns_creating().await?;
        let rows = self
            .fetch(SPACE, values![space.platform, space.platform_space])
            .await?;
        if let Some(known) = rows.first() {
            return Ok((read_space(known)?, false));
        }
        let community_id = self.create_community(space.name, created_ms).await?;
        Ok((self.create_space(community_id, space).await?, true))
    }

    /// Chooses where a space is announced to, or nowhere; `by` is the platform's id of whoever chooses.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn set_feed(
        &mut self,
        space_id: i64,
        feed: Option<&str>,
        by: Option<&str>,
    ) -> Result<(), StoreError> {
        self.execute(
            "update space set feed = $2, feed_by = $3 where space_id = $1",
            values![space_id, feed, by],
        )
        .await
        .map(drop)
    }

    /// Chooses who moderates a space beside those whom its platform names, or nobody.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn set_moderators(
        &mut self,
        space_id: i64,
        moderators: Option<&str>,
    ) -> Result<(), StoreError> {
        self.execute(
            "update space set moderators = $2 where space_id = $1",
            values![space_id, moderators],
        )
        .await
        .map(drop)
    }

    /// New numbers are the greatest plus one, which two processes must not find out at once.
    async fn take_turns_creating(&mut self) -> Result<(), StoreError> {
        // PostgreSQL: until the transaction ends. SQLite has one writer, and it is us.
        if self.is_postgres() {
            self.execute("select pg_advisory_xact_lock($1)", values![CREATING])
                .await?;
        }
        Ok(())
    }
}

/// The advisory lock held by whoever creates a community or a space.
const CREATING: i64 = 0x6875_7a7a_6168;

impl Store {
    /// The space that a platform knows by this id.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn space_by_platform(
        &self,
        platform: &str,
        platform_space: &str,
    ) -> Result<Option<SpaceRow>, StoreError> {
        let rows = self.fetch(SPACE, values![platform, platform_space]).await?;
        rows.first().map(read_space).transpose()
    }

    /// The spaces of a community, oldest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn spaces_of(&self, community_id: i64) -> Result<Vec<SpaceRow>, StoreError> {
        let rows = self.fetch(SPACES_OF, values![community_id]).await?;
        rows.iter().map(read_space).collect()
    }

    /// One space by its number.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn space(&self, space_id: i64) -> Result<Option<SpaceRow>, StoreError> {
        let rows = self
            .fetch(
                "select space_id, community_id, platform, platform_space, name, feed, moderators, feed_by
                 from space
                 where space_id = $1",
                values![space_id],
            )
            .await?;
        rows.first().map(read_space).transpose()
    }

    /// One community by its number.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn community(&self, community_id: i64) -> Result<Option<CommunityRow>, StoreError> {
        let rows = self
            .communities_after(community_id.saturating_sub(1), 1)
            .await?;
        Ok(rows
            .into_iter()
            .find(|row| row.community_id == community_id))
    }

    /// Communities with numbers above `community_id`, lowest first, at most `limit`: begin with 0.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn communities_after(
        &self,
        community_id: i64,
        limit: u32,
    ) -> Result<Vec<CommunityRow>, StoreError> {
        let rows = self
            .fetch(
                "select community_id, last_seq, next_due_ms, name, created_ms
                 from community
                 where community_id > $1
                 order by community_id
                 limit $2",
                values![community_id, limit],
            )
            .await?;
        let read = |row: &Row| {
            Ok(CommunityRow {
                community_id: row.int(0)?,
                head: read_head(row, 1)?,
                name: row.text(3)?,
                created_ms: row.int(4)?,
            })
        };
        rows.iter().map(read).collect()
    }
}

fn read_space(row: &Row) -> Result<SpaceRow, StoreError> {
    Ok(SpaceRow {
        space_id: row.int(0)?,
        community_id: row.int(1)?,
        platform: row.text(2)?,
        platform_space: row.text(3)?,
        name: row.text(4)?,
        feed: row.maybe_text(5)?,
        moderators: row.maybe_text(6)?,
        feed_by: row.maybe_text(7)?,
    })
}

/// The row that a statement has just written.
fn only(rows: &[Row]) -> Result<&Row, StoreError> {
    rows.first()
        .ok_or_else(|| StoreError::Corrupt("a row that was just written is not there".into()))
}
