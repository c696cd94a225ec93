//! Socket Mode: Slack's payloads over a socket that we open, so that no public address is needed
//! (<https://docs.slack.dev/apis/events-api/using-socket-mode>).
//!
//! The loop is ours: slack-morphism acknowledges one frame after the other, closes the old socket before it opens a new
//! one, waits the same time between attempts, and logs the one-time addresses. Here a new socket is open before the old
//! one goes, many errands run at once, and no address is ever logged.

mod connection;
mod frame;
#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use secrecy::SecretString;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::clock::Clock;
use crate::platform::slack::api::{Api, CallError};
use crate::platform::slack::carry::Take;
use crate::telemetry;
use connection::{Connection, Sign, Wind};

/// A socket that lives so long was a good one: the next attempts begin with short pauses again.
const GOOD: Duration = Duration::from_secs(30);
/// A socket that lives so long is followed by the next one at once.
const USABLE: Duration = Duration::from_secs(5);

/// How the socket is, for `/doctor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketState {
    /// Whether Slack has greeted us on it.
    pub connected: bool,
    /// Since when, in milliseconds UTC.
    pub since_ms: i64,
    /// What went wrong last: a word of Slack's, or ours.
    pub last_error: Option<String>,
}

/// Socket Mode for one app; clones share one socket.
#[derive(Clone)]
pub struct Socket(Arc<Inner>);

struct Inner {
    api: Api,
    app_token: SecretString,
    /// Whether addresses must be encrypted ones, as they are unless the Web API's is plain too.
    encrypted: bool,
    clock: Clock,
    take: Take,
    state: Mutex<SocketState>,
    /// Whether [`Socket::run`] runs.
    runs: watch::Sender<bool>,
}

/// Why there is no socket.
#[derive(Debug)]
enum Fault {
    /// The app's owner switched Socket Mode off.
    Disabled,
    /// Another attempt may help; a word, and how long Slack wants us to wait.
    Broken(String, Option<Duration>),
}

type Attempt = Pin<Box<dyn Future<Output = Result<Connection, Fault>> + Send>>;

impl Socket {
    /// A socket that is not open yet. `api_url` is the address that `api` was made with.
    #[must_use]
    pub fn new(api: Api, api_url: &str, app_token: SecretString, clock: Clock, take: Take) -> Self {
        let state = SocketState {
            connected: false,
            since_ms: clock.now_ms(),
            last_error: None,
        };
        Self(Arc::new(Inner {
            api,
            app_token,
            encrypted: !api_url.starts_with("http://"),
            clock,
            take,
            state: Mutex::new(state),
            runs: watch::Sender::new(false),
        }))
    }

    /// How the socket is now.
    #[must_use]
    pub fn state(&self) -> SocketState {
        self.0
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Keeps a socket open until `stop`; then takes nothing more, acknowledges what was taken, and closes.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        self.0.runs.send_replace(true);
        let mut watch = Watch::new(self.clone());
        let stopped = async move {
            // An error means that nobody is left who could say stop: the process is going down.
            let _stopped = stop.wait_for(|stop| *stop).await.is_ok();
        };
        tokio::select! {
            () = stopped => {}
            () = watch.keep() => {}
        }
        for connection in [watch.current, watch.former].into_iter().flatten() {
            connection.end().await;
        }
        self.note(false, None);
        self.0.runs.send_replace(false);
    }

    /// Waits until [`Socket::run`] is over; not at all where it never began.
    pub async fn ended(&self) {
        let mut runs = self.0.runs.subscribe();
        // The sender lives as long as this.
        let _over = runs.wait_for(|runs| !*runs).await.is_ok();
    }

    /// Opens a socket and waits until Slack has greeted us on it.
    async fn open(&self) -> Result<Connection, Fault> {
        let inner = &self.0;
        let answer = inner
            .api
            .call(&inner.app_token, "apps.connections.open", &json!({}))
            .await
            .map_err(|error| match error {
                CallError::Busy(wait) => Fault::Broken("ratelimited".to_owned(), Some(wait)),
                CallError::Refused(word) => Fault::Broken(word, None),
                CallError::NotSent(_) | CallError::Unknown(_) => {
                    Fault::Broken("unreachable".to_owned(), None)
                }
            })?;
        let address = answer["url"].as_str().unwrap_or_default();
        if inner.encrypted && !address.starts_with("wss://") {
            return Err(Fault::Broken("unencrypted".to_owned(), None));
        }
        Connection::open(address, &inner.take).await
    }

    fn note(&self, connected: bool, error: Option<&str>) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.connected != connected {
            state.connected = connected;
            state.since_ms = self.0.clock.now_ms();
        }
        if let Some(error) = error {
            state.last_error = Some(error.to_owned());
        }
        telemetry::slack_connected(connected);
    }
}

/// What keeps a socket open.
struct Watch {
    socket: Socket,
    current: Option<Connection>,
    /// When the current socket was opened.
    since: Instant,
    /// Whether Slack is about to close the current socket.
    refreshes: bool,
    /// The former socket, which may still acknowledge.
    former: Option<Connection>,
    attempt: Option<Attempt>,
    pauses: Box<dyn Iterator<Item = Duration> + Send>,
    pause: Duration,
}

impl Watch {
    fn new(socket: Socket) -> Self {
        Self {
            socket,
            current: None,
            since: Instant::now(),
            refreshes: false,
            former: None,
            attempt: None,
            pauses: pauses(),
            pause: Duration::ZERO,
        }
    }

    /// Goes on until Socket Mode is switched off.
    async fn keep(&mut self) {
        loop {
            if self.attempt.is_none() && (self.current.is_none() || self.refreshes) {
                self.attempt = Some(self.next_attempt());
            }
            tokio::select! {
                sign = sign(&mut self.current) => match sign {
                    Sign::Hello => {}
                    Sign::Refresh => self.refreshes = true,
                    Sign::Ended(fault) => {
                        self.current = None;
                        if self.lost(fault, Some(self.since.elapsed())).is_err() { return; }
                    }
                },
                opened = result(&mut self.attempt) => {
                    self.attempt = None;
                    match opened {
                        Ok(connection) => self.opened(connection),
                        Err(fault) => if self.lost(fault, None).is_err() { return; },
                    }
                }
            }
        }
    }

    /// An attempt after a pause. There are never more than two sockets: the one before the former is gone first.
    fn next_attempt(&mut self) -> Attempt {
        let (socket, former) = (self.socket.clone(), self.former.take());
        let pause = std::mem::take(&mut self.pause);
        Box::pin(async move {
            if let Some(former) = former {
                former.ended().await;
            }
            tokio::time::sleep(pause).await;
            socket.open().await
        })
    }

    fn opened(&mut self, connection: Connection) {
        if let Some(former) = self.current.replace(connection) {
            former.wind(Wind::Linger);
            self.former = Some(former);
        }
        self.refreshes = false;
        self.since = Instant::now();
        self.socket.note(true, None);
        tracing::info!("Slack's socket is open");
    }

    /// Notes what went wrong and how long to wait now; an error where no attempt can help. `lived` is how long the socket
    /// was open that is lost; none where an attempt failed.
    fn lost(&mut self, fault: Fault, lived: Option<Duration>) -> Result<(), ()> {
        let is_open = self.current.is_some();
        let (word, wait) = match fault {
            Fault::Broken(word, wait) => (word, wait),
            Fault::Disabled => {
                self.socket.note(false, Some("link_disabled"));
                tracing::error!(
                    "Slack's socket stays closed: Socket Mode was switched off for this app. Switch it on again under \
                     Settings, Socket Mode at https://api.slack.com/apps, then restart Huzzah"
                );
                return Err(());
            }
        };
        if lived.is_some_and(|lived| lived >= GOOD) {
            self.pauses = pauses();
        }
        let pause = if lived.is_some_and(|lived| lived >= USABLE) {
            Duration::ZERO
        } else {
            self.pauses.next().unwrap_or(GOOD)
        };
        self.pause = pause.max(wait.unwrap_or_default());
        self.socket.note(is_open, Some(&word));
        tracing::warn!(word, pause = ?self.pause, "Slack's socket is opened again");
        Ok(())
    }
}

/// Pauses between attempts: from a second to a minute, with jitter, without end.
fn pauses() -> Box<dyn Iterator<Item = Duration> + Send> {
    let pauses = ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(Duration::from_secs(1))
        .with_max_delay(Duration::from_mins(1))
        .without_max_times();
    Box::new(pauses.build())
}

async fn sign(connection: &mut Option<Connection>) -> Sign {
    match connection {
        Some(connection) => connection.sign().await,
        None => std::future::pending().await,
    }
}

async fn result(attempt: &mut Option<Attempt>) -> Result<Connection, Fault> {
    match attempt {
        Some(attempt) => attempt.await,
        None => std::future::pending().await,
    }
}
