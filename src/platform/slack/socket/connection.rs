//! One socket: a task that reads it, acknowledges on it, and says what becomes of it.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use crate::platform::door::MAX_BODY_BYTES;
use crate::platform::slack::carry::{Ack, Take, Via};
use crate::platform::slack::socket::Fault;
use crate::platform::slack::socket::frame::{Frame, acknowledgement};

/// Connecting, and Slack's greeting, may each take so long.
const PATIENCE: Duration = Duration::from_secs(10);
/// We ask whether anybody is there.
const PING: Duration = Duration::from_secs(10);
/// A socket on which nothing was heard for so long is dead.
const SILENCE: Duration = Duration::from_secs(30);
/// A socket that was replaced still takes what comes, until nothing came for so long…
const LINGER: Duration = Duration::from_secs(3);
/// … and at most so long; Slack closes it about ten seconds after its warning.
const LINGER_MOST: Duration = Duration::from_secs(15);
/// What was taken is acknowledged before the end, within so long.
const FINISH: Duration = Duration::from_secs(10);
/// A closing is answered within so long, or not at all: Slack leaves the connection open (`slackapi/node-slack-sdk#2752`).
const CLOSING: Duration = Duration::from_secs(1);

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// What becomes of a socket.
#[derive(Debug)]
pub(super) enum Sign {
    /// Slack greeted us.
    Hello,
    /// Slack will close it soon.
    Refresh,
    /// It is over.
    Ended(Fault),
}

/// How a socket comes to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wind {
    /// Not yet.
    Not,
    /// Another one is open: it goes when nothing comes any more.
    Linger,
    /// Now: nothing more is taken, what was taken is acknowledged.
    Stop,
}

/// An open socket. Dropped, its task winds down.
pub(super) struct Connection {
    signs: mpsc::Receiver<Sign>,
    wind: watch::Sender<Wind>,
    task: JoinHandle<()>,
}

impl Connection {
    /// Opens a socket at a one-time address, and waits for Slack's greeting.
    pub(super) async fn open(address: &str, take: &Take) -> Result<Self, Fault> {
        let config = WebSocketConfig::default()
            .max_message_size(Some(MAX_BODY_BYTES))
            .max_frame_size(Some(MAX_BODY_BYTES));
        let connecting = connect_async_with_config(address, Some(config), true);
        let stream = match timeout(PATIENCE, connecting).await {
            Ok(Ok((stream, _))) => stream,
            Ok(Err(error)) => return Err(Fault::Broken(word(&error), None)),
            Err(_) => return Err(Fault::Broken("unreachable".to_owned(), None)),
        };
        let mut connection = Self::serve(stream, take.clone());
        match timeout(PATIENCE, connection.sign()).await {
            Ok(Sign::Hello) => Ok(connection),
            Ok(Sign::Refresh) => Err(Fault::Broken("refresh_requested".to_owned(), None)),
            Ok(Sign::Ended(fault)) => Err(fault),
            Err(_) => Err(Fault::Broken("no greeting".to_owned(), None)),
        }
    }

    fn serve(stream: Stream, take: Take) -> Self {
        let (signs_to, signs) = mpsc::channel(8);
        let (wind, winds) = watch::channel(Wind::Not);
        let (acks, acked) = mpsc::unbounded_channel();
        let served = Served {
            stream,
            take,
            signs: signs_to,
            winds,
            acks,
            n_under_way: 0,
            heard: Instant::now(),
            taken: Instant::now(),
        };
        Self {
            signs,
            wind,
            task: tokio::spawn(served.run(acked)),
        }
    }

    /// What becomes of it next.
    pub(super) async fn sign(&mut self) -> Sign {
        let broke = || Sign::Ended(Fault::Broken("broken".to_owned(), None));
        self.signs.recv().await.unwrap_or_else(broke)
    }

    /// Lets it come to its end.
    pub(super) fn wind(&self, wind: Wind) {
        self.wind.send_replace(wind);
    }

    /// Waits until it is over.
    pub(super) async fn ended(self) {
        // A panic in it ends it as well.
        let _ended = self.task.await.is_ok();
    }

    /// Ends it: what was taken is acknowledged first.
    pub(super) async fn end(self) {
        self.wind(Wind::Stop);
        self.ended().await;
    }
}

/// The task of a socket.
struct Served {
    stream: Stream,
    take: Take,
    signs: mpsc::Sender<Sign>,
    winds: watch::Receiver<Wind>,
    acks: mpsc::UnboundedSender<String>,
    n_under_way: usize,
    /// When anything was heard last.
    heard: Instant,
    /// When the last payload was taken.
    taken: Instant,
}

impl Served {
    async fn run(mut self, mut acked: mpsc::UnboundedReceiver<String>) {
        let fault = match self.serve(&mut acked).await {
            Ok(()) => Fault::Broken("closed".to_owned(), None),
            Err(fault) => fault,
        };
        self.finish(&mut acked).await;
        // Nobody listens to a socket that was replaced.
        let _heard = self.signs.send(Sign::Ended(fault)).await.is_ok();
    }

    /// Serves until the socket breaks or has come to its end.
    async fn serve(&mut self, acked: &mut mpsc::UnboundedReceiver<String>) -> Result<(), Fault> {
        let mut pings = interval(PING);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut winds = self.winds.clone();
        let mut until = None;
        loop {
            tokio::select! {
                message = self.stream.next() => match message {
                    Some(Ok(message)) => self.hear(message).await?,
                    Some(Err(error)) => return Err(Fault::Broken(word(&error), None)),
                    None => return Err(Fault::Broken("closed".to_owned(), None)),
                },
                Some(ack) = acked.recv() => self.acknowledge(ack).await?,
                _ = pings.tick() => self.ping().await?,
                // Where the other side is gone, the process ends.
                changed = winds.changed() => {
                    let wind = if changed.is_ok() { *winds.borrow_and_update() } else { Wind::Stop };
                    match wind {
                        Wind::Not => {}
                        Wind::Linger => until = Some(Instant::now() + LINGER_MOST),
                        Wind::Stop => return Ok(()),
                    }
                    self.taken = Instant::now();
                }
                () = quiet(until, self.taken), if self.n_under_way == 0 => return Ok(()),
                () = over(until) => return Ok(()),
            }
        }
    }

    async fn hear(&mut self, message: Message) -> Result<(), Fault> {
        self.heard = Instant::now();
        let text = match message {
            Message::Text(text) => text,
            Message::Close(_) => return Err(Fault::Broken("closed".to_owned(), None)),
            // Pings are answered by the library.
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {
                return Ok(());
            }
        };
        match Frame::read(text.as_str()) {
            Frame::Hello => self.sign(Sign::Hello).await,
            Frame::Refresh => self.sign(Sign::Refresh).await,
            Frame::Disabled => return Err(Fault::Disabled),
            Frame::Closes(word) => return Err(Fault::Broken(word, None)),
            Frame::Other(envelope_id) => {
                self.n_under_way += 1;
                self.acknowledge(acknowledgement(&envelope_id, Ack::Empty))
                    .await?;
            }
            Frame::Unknown => tracing::warn!("a frame of Slack's could not be read"),
            Frame::Payload {
                envelope_id,
                shape,
                answerable,
                payload,
            } => {
                self.n_under_way += 1;
                self.taken = Instant::now();
                let (take, acks) = (self.take.clone(), self.acks.clone());
                let via = Via::Socket {
                    payload: answerable,
                };
                tokio::spawn(async move {
                    let ack = take(shape, payload, via).await;
                    // Where the socket is gone, Slack delivers again, and it is recognised.
                    let _sent = acks.send(acknowledgement(&envelope_id, ack)).is_ok();
                });
            }
        }
        Ok(())
    }

    async fn sign(&self, sign: Sign) {
        let _heard = self.signs.send(sign).await.is_ok();
    }

    async fn acknowledge(&mut self, ack: String) -> Result<(), Fault> {
        self.n_under_way = self.n_under_way.saturating_sub(1);
        self.send(Message::text(ack)).await
    }

    async fn ping(&mut self) -> Result<(), Fault> {
        if self.heard.elapsed() >= SILENCE {
            return Err(Fault::Broken("silent".to_owned(), None));
        }
        self.send(Message::Ping(Vec::new().into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Fault> {
        match timeout(PATIENCE, self.stream.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Fault::Broken(word(&error), None)),
            Err(_) => Err(Fault::Broken("silent".to_owned(), None)),
        }
    }

    /// Acknowledges what was taken, then closes.
    async fn finish(&mut self, acked: &mut mpsc::UnboundedReceiver<String>) {
        let rest = async {
            while self.n_under_way > 0 {
                let Some(ack) = acked.recv().await else {
                    return;
                };
                if self.acknowledge(ack).await.is_err() {
                    return;
                }
            }
        };
        let _in_time = timeout(FINISH, rest).await.is_ok();
        let closing = async {
            if self.stream.close(None).await.is_ok() {
                while let Some(Ok(_)) = self.stream.next().await {}
            }
        };
        let _closed = timeout(CLOSING, closing).await.is_ok();
    }
}

/// Waits until a socket that was replaced has been quiet; for ever, where it was not.
async fn quiet(until: Option<Instant>, taken: Instant) {
    over(until.map(|until| until.min(taken + LINGER))).await;
}

async fn over(until: Option<Instant>) {
    match until {
        Some(until) => tokio::time::sleep_until(until).await,
        None => std::future::pending().await,
    }
}

/// What broke, in a word that holds no address.
fn word(error: &Error) -> String {
    match error {
        Error::ConnectionClosed | Error::AlreadyClosed => "closed".to_owned(),
        Error::Io(error) => error.kind().to_string(),
        Error::Tls(_) => "tls".to_owned(),
        Error::Capacity(_) => "frame too long".to_owned(),
        Error::Http(response) => format!("status {}", response.status().as_u16()),
        Error::Protocol(_) => "protocol".to_owned(),
        _ => "broken".to_owned(),
    }
}
