//! What the library could not read of the gateway: it says so in its log alone, and the event is lost.

use std::fmt::{Debug, Write as _};
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use super::lock;

/// How the library says it.
const SAID: [&str; 2] = ["An unknown event was received", "Err deserializing"];

static UNHEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Listens to the library's log from now on.
pub(super) fn watch() {
    // Whoever listens already listens for every test of the process.
    let _ = tracing_subscriber::registry().with(Ear).try_init();
}

/// What was not understood since this was last asked.
pub(super) fn since_last() -> Vec<String> {
    std::mem::take(&mut *lock(&UNHEARD))
}

struct Ear;

impl<S: Subscriber> Layer<S> for Ear {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with("serenity")
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut said = Said(String::new());
        event.record(&mut said);
        if SAID.iter().any(|one| said.0.contains(one)) {
            lock(&UNHEARD).push(said.0);
        }
    }
}

/// Everything that an event says.
struct Said(String);

impl Visit for Said {
    fn record_debug(&mut self, _: &Field, value: &dyn Debug) {
        write!(self.0, "{value:?} ").expect("strings take all text");
    }
}
