//! Spaces and their communities: found by the platform's id, made at the first contact.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;

use crate::engine::{Engine, EngineError, Inner};
use crate::store::{Kind, NewSpace, SpaceRow, StoreError, Tx};

/// Where several processes share a database, what is known of a space is read anew after this: another one may have
/// changed it.
const BELIEVED_MS: i64 = 5_000;

/// Spaces that are known without asking the store, each with when it was read.
#[derive(Default)]
pub(super) struct Places {
    by_platform: Mutex<HashMap<(String, String), (SpaceRow, i64)>>,
    by_community: Mutex<HashMap<i64, Read>>,
    /// Counts what was forgotten: what was read before is not noted after.
    age: AtomicU64,
}

/// The spaces of a community, and when they were read.
type Read = (Arc<[SpaceRow]>, i64);

impl Places {
    fn age(&self) -> u64 {
        self.age.load(Ordering::Acquire)
    }

    /// What is known of a space is read anew.
    pub(super) fn forget(&self, space: &SpaceRow) {
        self.age.fetch_add(1, Ordering::AcqRel);
        self.by_community
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&space.community_id);
        let key = (space.platform.clone(), space.platform_space.clone());
        self.by_platform
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&key);
    }
}

impl Engine {
    /// The space of that id on that platform; a new one starts a community of its own.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn space(
        &self,
        platform: &str,
        platform_space: &str,
        name: &str,
    ) -> Result<SpaceRow, EngineError> {
        let places = &self.inner.places;
        let key = (platform.to_owned(), platform_space.to_owned());
        let now_ms = self.now_ms();
        if let Some((space, _)) = places
            .by_platform
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .filter(|(_, read_ms)| self.inner.believes(*read_ms, now_ms))
        {
            return Ok(space.clone());
        }
        let age = places.age();
        let space = if let Some(space) = self
            .inner
            .store
            .space_by_platform(platform, platform_space)
            .await?
        {
            space
        } else {
            let mut tx = self.inner.store.begin().await?;
            let settled = tx
                .settle_space(
                    NewSpace {
                        platform,
                        platform_space,
                        name,
                    },
                    self.now_ms(),
                )
                .await;
            match settled {
                Ok((space, _)) => {
                    tx.commit().await?;
                    space
                }
                Err(error) => {
                    tx.rollback().await.ok();
                    return Err(error.into());
                }
            }
        };
        places
            .by_community
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&space.community_id);
        let mut by_platform = places
            .by_platform
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if places.age() == age {
            by_platform.insert(key, (space.clone(), now_ms));
        }
        Ok(space)
    }

    /// Chooses the channel in which a space is told news; `by` is the platform's id of whoever chooses.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn set_feed(
        &self,
        space: &SpaceRow,
        feed: Option<&str>,
        by: Option<&str>,
    ) -> Result<(), EngineError> {
        let mut tx = self.inner.store.begin().await?;
        let set = tx.set_feed(space.space_id, feed, by).await;
        self.settle(tx, space, set).await
    }

    /// Says who moderates a space beside those whom its platform or the settings name: mentions as the platform writes
    /// them, separated by spaces; nobody where absent.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn set_moderators(
        &self,
        space: &SpaceRow,
        moderators: Option<&str>,
    ) -> Result<(), EngineError> {
        let mut tx = self.inner.store.begin().await?;
        let set = tx.set_moderators(space.space_id, moderators).await;
        self.settle(tx, space, set).await
    }

    /// Saves what was set in a space, which is then read anew.
    async fn settle(
        &self,
        tx: Tx,
        space: &SpaceRow,
        set: Result<(), StoreError>,
    ) -> Result<(), EngineError> {
        if let Err(error) = set {
            tx.rollback().await.ok();
            return Err(error.into());
        }
        let saved = tx.commit().await;
        // It may have been saved although the answer was lost.
        self.inner.places.forget(space);
        Ok(saved?)
    }

    /// A space by its number.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn space_of_number(&self, space_id: i64) -> Result<Option<SpaceRow>, EngineError> {
        Ok(self.inner.store.space(space_id).await?)
    }
}

impl Inner {
    /// Whether what was read of a space then still holds.
    fn believes(&self, read_ms: i64, now_ms: i64) -> bool {
        let alone = self.store.kind() == Kind::Sqlite;
        alone || (read_ms..read_ms.saturating_add(BELIEVED_MS)).contains(&now_ms)
    }

    /// The spaces of a community, where they have been read, however long ago: whoever asks for something has them read
    /// anew before it waits for the writer.
    pub(super) fn spaces_known(&self, community_id: i64) -> Option<Arc<[SpaceRow]>> {
        let by_community = self
            .places
            .by_community
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        by_community
            .get(&community_id)
            .map(|(spaces, _)| Arc::clone(spaces))
    }

    /// The spaces of a community.
    pub(super) async fn spaces_of(
        &self,
        community_id: i64,
    ) -> Result<Arc<[SpaceRow]>, EngineError> {
        let known = self
            .places
            .by_community
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&community_id)
            .cloned();
        let now_ms = self.now_ms();
        if let Some((spaces, read_ms)) = known
            && self.believes(read_ms, now_ms)
        {
            return Ok(spaces);
        }
        let age = self.places.age();
        let spaces: Arc<[SpaceRow]> = self.store.spaces_of(community_id).await?.into();
        let mut by_community = self
            .places
            .by_community
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if self.places.age() == age {
            by_community.insert(community_id, (Arc::clone(&spaces), now_ms));
        }
        Ok(spaces)
    }
}
