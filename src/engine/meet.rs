//! Getting to know everybody in a community, so that the writer finds them without asking the store.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::engine::home::Home;
use crate::engine::order::person_key;
use crate::engine::people::Known;
use crate::engine::writer::name_hash;
use crate::engine::{Engine, EngineError, Inner};
use crate::store::{IdentityRow, Store};

/// People read at a time.
const PEOPLE: u32 = 2_048;

impl Engine {
    /// Reads everybody in who has been seen in a community, as the engine does by itself once it needs to.
    ///
    /// # Errors
    /// If the store fails or the community can't be opened.
    pub async fn meet_everybody(&self, community_id: i64) -> Result<(), EngineError> {
        let home = self.inner.home(community_id).await?;
        meet(&self.inner.store, &home).await
    }
}

impl Inner {
    /// Has everybody read in beside the commands, once; where processes share the database each forgets what it knows
    /// whenever another appends, and this would never end.
    pub(super) fn meet_soon(&self, home: &Arc<Home>) {
        if home.meeting.swap(true, Ordering::AcqRel) {
            return;
        }
        let (store, home) = (self.store.clone(), Arc::clone(home));
        tokio::spawn(async move {
            if let Err(error) = meet(&store, &home).await {
                tracing::debug!(community_id = home.community_id, %error, "people are looked up one by one");
            }
        });
    }
}

async fn meet(store: &Store, home: &Home) -> Result<(), EngineError> {
    let n = home.fold().n_identities();
    home.people().reserve(n);
    let mut from_no = 1;
    while !home.is_dropped() {
        let age = home.people().age();
        let rows = store
            .identities_from(home.community_id, from_no, PEOPLE)
            .await?;
        let Some(last) = rows.last() else { break };
        let next_no = last.identity_no.saturating_add(1);
        let people: Vec<(u128, Known)> = rows.iter().filter_map(known).collect();
        // Where somebody was forgotten meanwhile, this page is read again.
        if home.people().learn(age, &people) {
            from_no = next_no;
        }
        tokio::task::yield_now().await;
    }
    Ok(())
}

/// Somebody as she is kept; none of those who were forgotten.
fn known(row: &IdentityRow) -> Option<(u128, Known)> {
    let user = row.platform_user.as_deref()?;
    let known = Known {
        identity: row.identity_no,
        name: name_hash(&row.name),
    };
    Some((person_key(row.space_id, user), known))
}
