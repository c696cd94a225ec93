//! App Home: somebody's own page, published when she opens it and after what she did, at most once in ten seconds.
//!
//! Never for everybody at once: `views.publish` is called for one person at a time
//! (<https://docs.slack.dev/reference/methods/views.publish>).

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hashbrown::HashMap;
use serde_json::json;

use crate::cards::Card;
use crate::clock::Clock;
use crate::commands::{Asker, Place};
use crate::engine::EngineError;
use crate::platform::slack::api::Api;
use crate::platform::slack::blocks;
use crate::platform::slack::workspaces::Workspace;

/// The shortest time between two publications for one person.
const PAUSE_MS: i64 = 10_000;

/// What somebody's page says.
pub type Page = Arc<
    dyn Fn(Place, Asker) -> Pin<Box<dyn Future<Output = Result<Card, EngineError>> + Send>>
        + Send
        + Sync,
>;

/// Everybody's App Home; clones share it.
#[derive(Clone)]
pub struct Home(Arc<Inner>);

struct Inner {
    page: Page,
    api: Api,
    clock: Clock,
    lately: Mutex<HashMap<Key, Lately>>,
}

/// The space and the user.
type Key = (String, String);

/// What happens to somebody's page just now.
struct Lately {
    /// What is to be published when the pause is over; the latest wins.
    next: Option<Visit>,
}

/// Whose page, as seen from where.
struct Visit {
    workspace: Workspace,
    place: Place,
    who: Asker,
}

impl Home {
    /// Nothing is published yet.
    #[must_use]
    pub fn new(page: Page, api: Api, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            page,
            api,
            clock,
            lately: Mutex::default(),
        }))
    }

    /// Publishes somebody's page: at once, or when the pause after the last time is over.
    pub fn publish(&self, workspace: &Workspace, place: &Place, who: &Asker) {
        let key = (place.space.clone(), who.user.clone());
        let visit = Visit {
            workspace: workspace.clone(),
            place: place.clone(),
            who: who.clone(),
        };
        if let Some(lately) = self.lately().get_mut(&key) {
            lately.next = Some(visit);
            return;
        }
        self.lately().insert(key.clone(), Lately { next: None });
        let home = self.clone();
        tokio::spawn(async move { home.publish_until_quiet(key, visit).await });
    }

    async fn publish_until_quiet(&self, key: Key, first: Visit) {
        let mut visit = first;
        loop {
            let began_ms = self.0.clock.now_ms();
            self.publish_now(&visit).await;
            self.0
                .clock
                .sleep_until(began_ms.saturating_add(PAUSE_MS))
                .await;
            let mut all = self.lately();
            let Some(next) = all.get_mut(&key).and_then(|lately| lately.next.take()) else {
                all.remove(&key);
                return;
            };
            visit = next;
        }
    }

    async fn publish_now(&self, visit: &Visit) {
        let Visit {
            workspace,
            place,
            who,
        } = visit;
        let card = match (self.0.page)(place.clone(), who.clone()).await {
            Ok(card) => card,
            Err(error) => {
                tracing::warn!(%error, space = place.space, "App Home stays as it was");
                return;
            }
        };
        let body = json!({"user_id": who.user, "view": blocks::home_view(&card)});
        let published = self
            .0
            .api
            .call(&workspace.token, "views.publish", &body)
            .await;
        if let Err(error) = published {
            tracing::warn!(%error, space = place.space, user = who.user, "App Home was not published");
        }
    }

    fn lately(&self) -> MutexGuard<'_, HashMap<Key, Lately>> {
        self.0.lately.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
