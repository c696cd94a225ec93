//! Socket Mode: tickets, hello, envelopes, acknowledgements, and the ways in which a connection ends.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};

use super::deliver::ACK;
use super::envelope::Envelope;
use super::{Shared, Slack, lock};

/// How many connections an app may hold.
const LINKS_MAX: usize = 10;

/// The connections that are open, and what is waited for.
#[derive(Default)]
pub(crate) struct Links {
    open: Mutex<BTreeMap<u64, mpsc::UnboundedSender<Frame>>>,
    waiting: Mutex<BTreeMap<String, oneshot::Sender<Value>>>,
    n_made: AtomicU64,
    n_sent: AtomicU64,
}

/// What a connection is told to do.
enum Frame {
    Text(String),
    /// A close frame, and then the end.
    Close,
}

impl Links {
    /// All connections are gone.
    pub(crate) fn drop_all(&self) {
        lock(&self.open).clear();
        lock(&self.waiting).clear();
    }

    fn numbers(&self) -> Vec<u64> {
        lock(&self.open).keys().copied().collect()
    }

    fn send(&self, link: u64, frame: Frame) -> bool {
        let open = lock(&self.open);
        open.get(&link)
            .is_some_and(|sender| sender.send(frame).is_ok())
    }
}

pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener) {
    let mut links = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        while links.try_join_next().is_some() {}
        links.spawn(link(Arc::clone(&shared), stream));
    }
}

#[expect(
    clippy::result_large_err,
    reason = "the library says what a refusal is"
)]
async fn link(shared: Arc<Shared>, stream: TcpStream) {
    let let_in = |request: &Request, response: Response| may_enter(&shared, request, response);
    let Ok(mut socket) = tokio_tungstenite::accept_hdr_async(stream, let_in).await else {
        return;
    };
    let (sender, mut frames) = mpsc::unbounded_channel();
    let number = shared.links.n_made.fetch_add(1, Ordering::Relaxed);
    let n_open = {
        let mut open = lock(&shared.links.open);
        open.insert(number, sender);
        open.len()
    };
    let hello = json!({
        "type": "hello", "num_connections": n_open,
        "connection_info": { "app_id": shared.with(|world| world.app.id.clone()) },
        "debug_info": { "host": "applink-1", "build_number": 1, "approximate_connection_time": 18_060 },
    });
    let greeted = socket.send(Message::text(hello.to_string())).await;
    let mut goes_on = greeted.is_ok();
    while goes_on {
        tokio::select! {
            frame = frames.recv() => match frame {
                Some(Frame::Text(text)) => goes_on = socket.send(Message::text(text)).await.is_ok(),
                Some(Frame::Close) => {
                    let _ = socket.close(None).await;
                    goes_on = false;
                }
                None => goes_on = false,
            },
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => acknowledged(&shared, &text),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => goes_on = false,
            },
        }
    }
    lock(&shared.links.open).remove(&number);
    shared.with(|_| ());
}

/// Lets in whoever has a ticket that was not used.
#[expect(
    clippy::result_large_err,
    reason = "the handshake wants the whole answer"
)]
fn may_enter(
    shared: &Shared,
    request: &Request,
    response: Response,
) -> Result<Response, ErrorResponse> {
    let query = request.uri().query().unwrap_or_default();
    let mut pairs = query.split('&');
    let ticket = pairs.find_map(|pair| pair.strip_prefix("ticket="));
    let known = ticket.is_some_and(|ticket| shared.with(|world| world.tickets.remove(ticket)));
    if known && lock(&shared.links.open).len() < LINKS_MAX {
        return Ok(response);
    }
    let refused = Response::builder().status(408).body(Some("no".to_owned()));
    Err(refused.expect("a right answer"))
}

fn acknowledged(shared: &Shared, text: &str) {
    let read = serde_json::from_str::<Value>(text).unwrap_or_default();
    let Some(envelope) = read["envelope_id"].as_str() else {
        shared.with(|world| world.fault(format!("a frame that acknowledges nothing: {text}")));
        return;
    };
    // A second acknowledgement, or a late one, changes nothing.
    if let Some(waiting) = lock(&shared.links.waiting).remove(envelope) {
        let _ = waiting.send(read["payload"].clone());
    }
}

/// Delivers a payload by one of the open connections, each in turn.
pub(crate) async fn deliver(
    shared: &Arc<Shared>,
    envelope: &Envelope,
    n_retry: u32,
) -> Option<(u16, Value)> {
    let open = shared.links.numbers();
    let n_sent = shared.links.n_sent.fetch_add(1, Ordering::Relaxed);
    let link = open.get(usize::try_from(n_sent).unwrap_or_default() % open.len().max(1))?;
    deliver_to(shared, *link, envelope, n_retry).await
}

/// Delivers a payload by a certain connection, for the nth time.
pub(crate) async fn deliver_to(
    shared: &Arc<Shared>,
    link: u64,
    envelope: &Envelope,
    n_retry: u32,
) -> Option<(u16, Value)> {
    let id = format!("envelope-{}", shared.with(super::world::World::number));
    let accepts = envelope.sort != "events_api";
    let mut frame = json!({
        "envelope_id": id, "type": envelope.sort, "payload": envelope.payload,
        "accepts_response_payload": accepts,
    });
    if envelope.sort == "events_api" {
        frame["retry_attempt"] = json!(n_retry);
        frame["retry_reason"] = json!(if n_retry > 0 { "timeout" } else { "" });
    }
    let (sender, acked) = oneshot::channel();
    lock(&shared.links.waiting).insert(id, sender);
    if !shared.links.send(link, Frame::Text(frame.to_string())) {
        return None;
    }
    let payload = tokio::time::timeout(ACK, acked).await.ok()?.ok()?;
    if !payload.is_null() && !accepts {
        shared.with(|world| world.fault("an event was acknowledged with a payload".to_owned()));
    }
    Some((200, payload))
}

impl Slack {
    /// The numbers of the open connections, oldest first.
    pub(crate) fn links(&self) -> Vec<u64> {
        self.0.shared.links.numbers()
    }

    /// Waits until that many connections are open.
    pub(crate) async fn linked(&self, n: usize) -> Vec<u64> {
        let links = || {
            let open = self.0.shared.links.numbers();
            (open.len() == n).then_some(open)
        };
        self.until(&format!("{n} sockets"), |_| links()).await
    }

    /// Delivers the same by every open connection at once, as has been seen.
    pub(crate) async fn broadcast(&self, envelope: &Envelope) -> usize {
        let links = self.links();
        let all = links
            .iter()
            .map(|link| deliver_to(&self.0.shared, *link, envelope, 0));
        let acked = futures_util::future::join_all(all).await;
        acked.into_iter().flatten().count()
    }

    /// Tells a connection that it ends soon (`warning`, `refresh_requested`), or that Socket Mode is off
    /// (`link_disabled`).
    pub(crate) fn says_goodbye(&self, link: u64, reason: &str) {
        let frame = json!({
            "type": "disconnect", "reason": reason, "debug_info": { "host": "applink-1" },
        });
        self.0
            .shared
            .links
            .send(link, Frame::Text(frame.to_string()));
    }

    /// Sends a connection something that is no envelope.
    pub(crate) fn babbles(&self, link: u64, text: &str) {
        let frame = Frame::Text(text.to_owned());
        self.0.shared.links.send(link, frame);
    }

    /// Closes a connection.
    pub(crate) fn closes(&self, link: u64) {
        self.0.shared.links.send(link, Frame::Close);
    }
}
