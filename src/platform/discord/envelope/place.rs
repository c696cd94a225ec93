//! Where something was done.

use serde_json::Value;

use crate::platform::discord::envelope::{Spot, bits, first};

/// Kinds of channels that are threads (`resources/channel`).
const THREADS: std::ops::RangeInclusive<u64> = 10..=12;

/// The channel, and what the bot may do there.
pub(super) fn spot(interaction: &Value) -> Spot {
    let kind = interaction.pointer("/channel/type").and_then(Value::as_u64);
    Spot {
        channel: first(interaction, &["/channel_id", "/channel/id"]).unwrap_or_default(),
        permissions: bits(interaction, "/app_permissions"),
        is_thread: kind.is_some_and(|kind| THREADS.contains(&kind)),
    }
}
