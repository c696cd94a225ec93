//! Forgetting a whole space: what is left of a workspace or guild that took the bot out long ago.

use std::pin::Pin;
use std::sync::Arc;

use crate::domain::act;
use crate::engine::{Asking, Decide, Engine, EngineError, cause};
use crate::store::{SpaceRow, StoreError, Tx};

/// Identities read at a time.
const IDENTITIES: u32 = 256;

/// What the platform does in the same transaction, which is undone where this answers false.
pub type Claim = Box<
    dyn for<'t> FnOnce(
            &'t mut Tx,
        )
            -> Pin<Box<dyn Future<Output = Result<bool, StoreError>> + Send + 't>>
        + Send,
>;

impl Engine {
    /// Forgets a space, if the platform's `claim` agrees when it comes to it; says whether it did.
    ///
    /// A community that is in no other space goes with it: not a word or an event of it is left, and whoever comes from
    /// that space later starts a new one. Otherwise the people met there are forgotten, each as if by `forget-me`.
    ///
    /// # Errors
    /// If the store fails; nothing is lost then, and trying again does the rest.
    pub async fn forget_space(
        &self,
        platform: &str,
        platform_space: &str,
        claim: Claim,
    ) -> Result<bool, EngineError> {
        let store = self.store();
        let Some(space) = store.space_by_platform(platform, platform_space).await? else {
            return saved(store.begin().await?, |tx| claim(tx)).await;
        };
        let community_id = space.community_id;
        let shared = store.spaces_of(community_id).await?.len() > 1;
        if shared {
            self.forget_people_of(&space).await?;
        }
        let home = self.inner.home(community_id).await.ok();
        let writing = match &home {
            Some(home) => Some(home.writing.lock().await),
            // What this process can't read it can't be writing either.
            None => None,
        };
        let space_id = space.space_id;
        let done = saved(store.begin().await?, |tx| {
            Box::pin(async move {
                let claimed = claim(tx).await?;
                if claimed && !shared {
                    tx.empty_community(community_id).await?;
                }
                if claimed {
                    tx.retire_space(space_id).await?;
                }
                Ok(claimed)
            })
        })
        .await?;
        if done {
            if let Some(home) = &home {
                home.drop_fold();
            }
            self.inner.homes.evict(community_id);
            self.inner.homes.note_closed(community_id, None);
            self.inner.places.forget(&space);
        }
        drop(writing);
        Ok(done)
    }

    /// Forgets everybody who was met in a space.
    async fn forget_people_of(&self, space: &SpaceRow) -> Result<(), EngineError> {
        let decide: Decide = Arc::new(|community, _: &act::Moment<'_>, who| {
            act::forget::decide(community, who, true)
        });
        let mut next = 0;
        loop {
            let people = self
                .store()
                .identities_from(space.community_id, next, IDENTITIES)
                .await?;
            let Some(last) = people.last() else {
                return Ok(());
            };
            next = last.identity_no + 1;
            for person in people {
                let Some(user) = person.platform_user else {
                    continue;
                };
                if person.space_id != space.space_id {
                    continue;
                }
                let cause = cause(&space.platform, &space.platform_space, &user, "departed");
                let asking = Asking {
                    space_id: space.space_id,
                    user: user.into(),
                    name: person.name.into(),
                    locale: None,
                    zone: None,
                    moderator: false,
                };
                self.submit(space.community_id, asking, cause, Arc::clone(&decide))
                    .await?;
            }
        }
    }
}

/// Runs a transaction that is kept where it answers true.
async fn saved(
    mut tx: Tx,
    work: impl for<'t> FnOnce(
        &'t mut Tx,
    )
        -> Pin<Box<dyn Future<Output = Result<bool, StoreError>> + Send + 't>>,
) -> Result<bool, EngineError> {
    match work(&mut tx).await {
        Ok(true) => {
            tx.commit().await?;
            Ok(true)
        }
        Ok(false) => {
            tx.rollback().await?;
            Ok(false)
        }
        Err(error) => {
            // It failed and keeps nothing; how it ends adds no news.
            tx.rollback().await.ok();
            Err(error.into())
        }
    }
}
