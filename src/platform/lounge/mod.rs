//! The lounge: the built-in web chat that needs no account, a platform like the others.
//!
//! It turns requests into invocations and cards into JSON for its page. It knows no rule of a challenge and words no
//! reply of a command: only the sentences of its own door are written here.

mod announce;
mod assist;
mod carry;
mod door;
mod enter;
mod feed;
mod files;
mod former;
mod guard;
mod name;
mod pace;
mod page;
mod person;
mod say;
mod text;
mod trouble;
mod view;
mod words;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use secrecy::SecretString;
use tokio::sync::{OnceCell, watch};

use crate::clock::Clock;
use crate::commands::{Desk, Place};
use crate::store::Store;
use crate::store::lounge::{LoungeSession, NewLoungeMessage};

pub use door::{Door, closed, lounge_door};

pub use text::{MAX_BODY_BYTES, MAX_TEXT_GRAPHEMES};

/// The lounge's id as a platform.
pub const PLATFORM: &str = "lounge";
/// The id of the only space there is.
pub const SPACE: &str = "lounge";
/// The channel in which people compete and the bot announces.
pub const ARENA: &str = "arena";
/// The channels, with what they are for; the first is where people arrive.
pub const CHANNELS: [(&str, &str); 2] = [
    (ARENA, "Report progress, read the winners"),
    ("chat", "Everything else"),
];

/// What the owner of a lounge may choose.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The name over the door.
    pub name: String,
    /// What people must know to come in; without it, only this machine may.
    pub access_code: Option<SecretString>,
    /// The names that moderate.
    pub moderators: Vec<String>,
    /// Whether this is a demo: everybody who comes in moderates, and no seat of a lounge that lasts is touched.
    pub visitor_moderates: bool,
}

/// A lounge; its clones are the same lounge.
#[derive(Clone)]
pub struct Lounge(Arc<Inner>);

struct Inner {
    desk: Desk,
    store: Store,
    clock: Clock,
    options: Options,
    stop: watch::Receiver<bool>,
    last_change: watch::Sender<i64>,
    tries: enter::Tries,
    files: files::Files,
    pace: pace::Pace,
    cookie: OnceCell<String>,
}

impl Lounge {
    /// Opens a lounge. Its open streams end when `stop` turns true.
    #[must_use]
    pub fn new(
        desk: Desk,
        store: Store,
        clock: Clock,
        options: Options,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self(Arc::new(Inner {
            desk,
            store,
            clock,
            options,
            stop,
            last_change: watch::Sender::new(0),
            tries: enter::Tries::default(),
            files: files::Files::default(),
            pace: pace::Pace::default(),
            cookie: OnceCell::new(),
        }))
    }

    /// What the lounge mounts: its page at `/` and everything else under `/lounge/`.
    pub fn routes(&self) -> Router {
        let api = Router::new()
            .route("/lounge/me", get(enter::me))
            .route("/lounge/enter", post(enter::enter))
            .route("/lounge/messages", get(feed::messages))
            .route("/lounge/stream", get(feed::stream))
            .route("/lounge/say", post(say::say))
            .route("/lounge/press", post(say::press))
            .route("/lounge/form", post(say::form))
            .route("/lounge/dismiss", post(say::dismiss))
            .route("/lounge/assist", post(assist::assist))
            .route("/lounge/boards", get(assist::boards))
            .route("/lounge/file/{token}", get(files::download));
        Router::new()
            .route("/", get(page::index))
            .route("/lounge/page/{file}", get(page::asset))
            .merge(api)
            .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
            .layer(axum::middleware::from_fn_with_state(
                self.clone(),
                guard::guard,
            ))
            .with_state(self.clone())
    }

    /// Looks for what other processes wrote on the same database, twice a second while anybody listens, until `stop`.
    pub async fn watch_others(self) {
        let mut stop = self.0.stop.clone();
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(Duration::from_millis(500)) => {}
            }
            if self.0.last_change.receiver_count() > 0
                && let Err(error) = self.tell_streams().await
            {
                tracing::warn!(%error, "could not look for new messages of the lounge");
            }
        }
    }

    /// The place that a channel is.
    pub(crate) fn place(channel: &str) -> Place {
        Place {
            platform: PLATFORM,
            space: SPACE.to_owned(),
            channel: channel.to_owned(),
            direct: false,
        }
    }

    async fn let_in(&self, session: &LoungeSession) -> anyhow::Result<Option<LoungeSession>> {
        let mut tx = self.0.store.begin().await?;
        let entered = tx.lounge_enter(session).await?;
        tx.commit().await?;
        Ok(entered)
    }

    async fn dismiss(&self, message_id: i64, only_for: &str) -> anyhow::Result<()> {
        let mut tx = self.0.store.begin().await?;
        tx.lounge_dismiss(message_id, only_for).await?;
        tx.commit().await?;
        self.tell_streams().await
    }

    async fn store_message(&self, message: &NewLoungeMessage) -> anyhow::Result<i64> {
        let mut tx = self.0.store.begin().await?;
        let message_id = tx.lounge_post(message).await?;
        tx.commit().await?;
        self.tell_streams().await?;
        Ok(message_id)
    }

    async fn tell_streams(&self) -> anyhow::Result<()> {
        let last_change = self.0.store.lounge_last_change().await?;
        self.0.last_change.send_if_modified(|known| {
            let newer = last_change > *known;
            *known = last_change.max(*known);
            newer
        });
        Ok(())
    }
}
