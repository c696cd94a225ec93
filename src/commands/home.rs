//! A member's home page, for platforms that have one.

use crate::cards::{self, Card};
use crate::commands::desk::{Desk, Reader};
use crate::commands::invocation::{Asker, Place};
use crate::engine::EngineError;

impl Desk {
    /// The home page of somebody in a space: her challenges, what ends next, and what most people do. Nothing is changed
    /// by looking; somebody who was never seen reads a welcome.
    ///
    /// # Errors
    /// If the community can't be read.
    pub async fn home(&self, place: &Place, who: &Asker) -> Result<Card, EngineError> {
        let engine = self.engine();
        let space = engine
            .space(place.platform, &place.space, &place.space)
            .await?;
        let identity = engine.identity_in(&space, &who.user).await?;
        let reader = Reader {
            identity,
            moderator: who.moderator,
        };
        let sheet = self
            .sheet(space.community_id, reader, cards::home::home)
            .await?;
        self.named(&space, sheet).await
    }
}
