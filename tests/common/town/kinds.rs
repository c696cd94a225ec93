//! What kind of post a message is.

use huzzah::commands::{Desk, Features};
use huzzah::domain::community::Community;
use huzzah::engine::Engine;

/// What kind of post each is that went out: by the platform's id of the message, by its title where moderators alone were
/// told.
pub(super) async fn kinds(engine: &Engine) -> Vec<(String, String)> {
    let desk = Desk::new(engine.clone(), Features::default());
    let mut kinds = Vec::new();
    for community_id in engine.communities().await.expect("the store answers") {
        let last = engine.view(community_id, Community::seq).await;
        for seq in 1..=last.expect("an open community") {
            let sent = engine.store().deliveries_of(community_id, seq).await;
            for row in sent.expect("the store answers") {
                if let Some(message) = row.message_ref {
                    kinds.push((message, row.key.kind));
                    continue;
                }
                let made = desk.announcement(&row).await.expect("a card");
                let made = made.filter(|made| made.moderators_only);
                kinds.extend(made.map(|made| (made.card.title.to_string(), made.kind)));
            }
        }
    }
    kinds
}
