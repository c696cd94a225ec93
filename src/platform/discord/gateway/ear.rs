//! What serenity hears is handed on, from its tasks to ours.

use serenity::async_trait;
use serenity::client::{Context, RawEventHandler};
use serenity::model::event::Event;
use tokio::sync::mpsc;

/// Something that was heard on a shard.
pub(super) struct Heard {
    pub(super) shard: u32,
    pub(super) event: Event,
}

/// What serenity tells its events.
pub(super) struct Ear(pub(super) mpsc::UnboundedSender<Heard>);

#[async_trait]
impl RawEventHandler for Ear {
    async fn raw_event(&self, context: Context, event: Event) {
        let shard = context.shard_id.0;
        if self.0.send(Heard { shard, event }).is_err() {
            // The session is over; Discord tells it again in the next.
            tracing::debug!(shard, "an event came after the end");
        }
    }
}
