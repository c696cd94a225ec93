//! Sockets over loopback: greeted, refreshed, lost, switched off, stopped.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::routing::post;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async};

use super::*;
use crate::platform::slack::carry::{Ack, Via};
use crate::platform::slack::envelope::Shape;

/// Slack's side: the method that hands out addresses, and the sockets opened at them.
struct Exchange {
    accepted: mpsc::UnboundedReceiver<WebSocketStream<TcpStream>>,
    n_asked: Arc<AtomicUsize>,
    socket: Socket,
    stop: watch::Sender<bool>,
    run: JoinHandle<()>,
}

/// Opened sockets, greeted already.
type Open = WebSocketStream<TcpStream>;

impl Exchange {
    async fn new(take: Take) -> Self {
        let sockets = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = sockets.local_addr().expect("an address");
        let n_asked = Arc::new(AtomicUsize::new(0));
        let asked = Arc::clone(&n_asked);
        let open = post(move || {
            let n = asked.fetch_add(1, Ordering::SeqCst);
            async move {
                axum::Json(json!({"ok": true, "url": format!("ws://{address}/link/?ticket={n}")}))
            }
        });
        let api = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let api_url = format!("http://{}/api", api.local_addr().expect("an address"));
        let router = Router::new().route("/api/apps.connections.open", open);
        tokio::spawn(async move { axum::serve(api, router).await });
        let (accepted_to, accepted) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = sockets.accept().await {
                let stream = accept_async(stream).await.expect("a handshake");
                if accepted_to.send(stream).is_err() {
                    return;
                }
            }
        });
        let token = SecretString::from("xapp-1-A1-1-x");
        let socket = Socket::new(
            Api::new(&api_url).expect("an API"),
            &api_url,
            token,
            Clock::moved(5),
            take,
        );
        let (stop, stopped) = watch::channel(false);
        Self {
            accepted,
            n_asked,
            run: tokio::spawn(socket.clone().run(stopped)),
            socket,
            stop,
        }
    }

    /// The next socket that is opened, greeted.
    async fn greet(&mut self) -> Open {
        let mut open = self.accepted.recv().await.expect("a socket");
        say(&mut open, &json!({"type": "hello", "num_connections": 1})).await;
        open
    }

    /// Waits until the socket is as said.
    async fn until(&self, connected: bool) {
        while self.socket.state().connected != connected {
            tokio::task::yield_now().await;
        }
    }
}

async fn say(open: &mut Open, frame: &Value) {
    open.send(Message::text(frame.to_string()))
        .await
        .expect("it is sent");
}

fn command(envelope_id: &str) -> Value {
    json!({
        "type": "slash_commands", "envelope_id": envelope_id, "accepts_response_payload": true,
        "payload": {"command": "/huzzah", "text": envelope_id}
    })
}

/// The next frame that is no ping; none once it is closed.
async fn hear(open: &mut Open) -> Option<Value> {
    while let Some(Ok(message)) = open.next().await {
        if let Message::Text(text) = message {
            return Some(serde_json::from_str(text.as_str()).expect("JSON"));
        }
    }
    None
}

/// Takes everything at once.
fn quick() -> Take {
    Arc::new(|_, _, _| Box::pin(async { Ack::Empty }))
}

#[tokio::test]
async fn what_comes_is_taken_at_once_and_acknowledged_when_it_is_done() {
    let release = Arc::new(Notify::new());
    let held = Arc::clone(&release);
    let take: Take = Arc::new(move |shape, payload, via| {
        assert_eq!(
            (shape, via),
            (Shape::Command, Via::Socket { payload: true })
        );
        let held = Arc::clone(&held);
        Box::pin(async move {
            if payload["text"] == "slow" {
                held.notified().await;
                return Ack::Body(json!({"response_action": "clear"}));
            }
            Ack::Empty
        })
    });
    let mut exchange = Exchange::new(take).await;
    let mut open = exchange.greet().await;
    exchange.until(true).await;
    say(&mut open, &command("slow")).await;
    say(
        &mut open,
        &json!({"type": "tomorrow", "envelope_id": "other"}),
    )
    .await;
    say(&mut open, &command("quick")).await;
    let mut first = vec![hear(&mut open).await, hear(&mut open).await];
    first.sort_by_key(|frame| frame.as_ref().map(ToString::to_string));
    let expected = [
        json!({"envelope_id": "other"}),
        json!({"envelope_id": "quick"}),
    ];
    assert_eq!(first, expected.map(Some));
    release.notify_one();
    let slow = json!({"envelope_id": "slow", "payload": {"response_action": "clear"}});
    assert_eq!(hear(&mut open).await, Some(slow));
}

#[tokio::test]
async fn a_new_socket_is_open_before_the_old_one_goes() {
    for reason in ["warning", "refresh_requested"] {
        let mut exchange = Exchange::new(quick()).await;
        let mut old = exchange.greet().await;
        exchange.until(true).await;
        say(&mut old, &json!({"type": "disconnect", "reason": reason})).await;
        let mut new = exchange.greet().await;
        // The old one still serves while the new one does.
        say(&mut new, &command("new")).await;
        assert_eq!(hear(&mut new).await, Some(json!({"envelope_id": "new"})));
        say(&mut old, &command("old")).await;
        assert_eq!(hear(&mut old).await, Some(json!({"envelope_id": "old"})));
        assert!(exchange.socket.state().connected);
        // Then it is closed, by us where Slack does not.
        assert_eq!(hear(&mut old).await, None);
        assert_eq!(exchange.n_asked.load(Ordering::SeqCst), 2);
        say(&mut new, &command("still")).await;
        assert_eq!(hear(&mut new).await, Some(json!({"envelope_id": "still"})));
    }
}

#[tokio::test]
async fn a_lost_socket_is_opened_again() {
    let mut exchange = Exchange::new(quick()).await;
    let open = exchange.greet().await;
    exchange.until(true).await;
    drop(open);
    exchange.until(false).await;
    let mut again = exchange.greet().await;
    exchange.until(true).await;
    say(&mut again, &command("again")).await;
    assert_eq!(
        hear(&mut again).await,
        Some(json!({"envelope_id": "again"}))
    );
    assert!(exchange.socket.state().last_error.is_some());
}

#[tokio::test]
async fn a_frame_that_is_too_long_costs_the_socket_and_no_memory() {
    let mut exchange = Exchange::new(quick()).await;
    let mut open = exchange.greet().await;
    exchange.until(true).await;
    let long = "x".repeat(2 * crate::platform::door::MAX_BODY_BYTES);
    let _sent = open.send(Message::text(long)).await.is_ok();
    exchange.until(false).await;
    assert_eq!(
        exchange.socket.state().last_error.as_deref(),
        Some("frame too long")
    );
}

#[tokio::test]
async fn a_socket_that_was_switched_off_stays_closed() {
    let mut exchange = Exchange::new(quick()).await;
    let mut open = exchange.greet().await;
    say(
        &mut open,
        &json!({"type": "disconnect", "reason": "link_disabled"}),
    )
    .await;
    exchange.run.await.expect("it ends by itself");
    let state = exchange.socket.state();
    assert_eq!(
        (state.connected, state.last_error.as_deref()),
        (false, Some("link_disabled"))
    );
    assert_eq!(exchange.n_asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn at_the_end_what_was_taken_is_acknowledged_and_nothing_more_is_taken() {
    let (began, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let n_taken = Arc::new(AtomicUsize::new(0));
    let (begins, held, counted) = (
        Arc::clone(&began),
        Arc::clone(&release),
        Arc::clone(&n_taken),
    );
    let take: Take = Arc::new(move |_, _, _| {
        counted.fetch_add(1, Ordering::SeqCst);
        begins.notify_one();
        let held = Arc::clone(&held);
        Box::pin(async move {
            held.notified().await;
            Ack::Empty
        })
    });
    let mut exchange = Exchange::new(take).await;
    let mut open = exchange.greet().await;
    say(&mut open, &command("taken")).await;
    began.notified().await;
    exchange.stop.send_replace(true);
    // From task to task, until the socket's own has heard of it.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    say(&mut open, &command("late")).await;
    release.notify_one();
    assert_eq!(hear(&mut open).await, Some(json!({"envelope_id": "taken"})));
    assert_eq!(hear(&mut open).await, None);
    exchange.run.await.expect("it ends");
    assert_eq!(n_taken.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_address_that_is_not_encrypted_is_not_opened_for_the_real_slack() {
    let api = Api::new("https://127.0.0.1:9/api").expect("an API");
    let socket = Socket::new(
        api,
        "https://127.0.0.1:9/api",
        SecretString::from("xapp-1"),
        Clock::moved(0),
        quick(),
    );
    assert!(socket.0.encrypted);
    assert!(matches!(socket.open().await, Err(Fault::Broken(word, None)) if word == "unreachable"));
}
