//! Spaces and their communities: found by the platform's id, made at the first contact.

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;

use crate::engine::{Engine, EngineError, Inner};
use crate::store::{NewSpace, SpaceRow, StoreError, Tx};

/// Spaces that are known without asking the store.
#[derive(Default)]
pub(super) struct Places {
    by_platform: Mutex<HashMap<(String, String), SpaceRow>>,
    by_community: Mutex<HashMap<i64, Arc<[SpaceRow]>>>,
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
        if let Some(space) = places
            .by_platform
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Ok(space.clone());
        }
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
        places
            .by_platform
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, space.clone());
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
        tx.commit().await?;
        let places = &self.inner.places;
        places
            .by_community
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&space.community_id);
        let key = (space.platform.clone(), space.platform_space.clone());
        places
            .by_platform
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&key);
        Ok(())
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
        if let Some(spaces) = known {
            return Ok(spaces);
        }
        let spaces: Arc<[SpaceRow]> = self.store.spaces_of(community_id).await?.into();
        let mut by_community = self
            .places
            .by_community
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        by_community.insert(community_id, Arc::clone(&spaces));
        Ok(spaces)
    }
}
