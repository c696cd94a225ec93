//! The signed door, knocked at over loopback.

use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;

const SECRET: &str = "a signing secret";
const NOW_S: i64 = 1_700_000_000;

/// A door on a port of its own, and what came through it.
struct Street {
    address: std::net::SocketAddr,
    clock: Clock,
    taken: Arc<Mutex<Vec<(Shape, Value)>>>,
}

impl Street {
    async fn new(secret: &SecretString, ack: Ack) -> Self {
        let taken: Arc<Mutex<Vec<(Shape, Value)>>> = Arc::default();
        let seen = Arc::clone(&taken);
        let take: Take = Arc::new(move |shape, payload, via| {
            assert_eq!(via, Via::Http);
            seen.lock().expect("nobody panicked").push((shape, payload));
            let ack = ack.clone();
            Box::pin(async move { ack })
        });
        let clock = Clock::moved(NOW_S * 1_000);
        let router = routes(secret, clock.clone(), take).expect("a secret");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            clock,
            taken,
        }
    }

    async fn open(ack: Ack) -> Self {
        Self::new(&SecretString::from(SECRET), ack).await
    }

    /// Sends a whole request; its status and body.
    async fn send(&self, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).await.expect("the door");
        let mut request = format!("POST {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n");
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n").expect("strings take all text");
        }
        let length = body.len();
        write!(request, "content-length: {length}\r\n\r\n{body}").expect("strings take all text");
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it is sent");
        answer(&mut stream).await
    }

    /// Sends what Slack would sign at that time.
    async fn signed(&self, path: &str, timestamp: i64, kind: &str, body: &str) -> (u16, String) {
        let (timestamp, signature) = (timestamp.to_string(), sign(timestamp, body));
        let headers = [
            ("content-type", kind),
            ("x-slack-request-timestamp", timestamp.as_str()),
            ("x-slack-signature", signature.as_str()),
        ];
        self.send(path, &headers, body).await
    }

    fn taken(&self) -> Vec<(Shape, Value)> {
        std::mem::take(&mut *self.taken.lock().expect("nobody panicked"))
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

fn sign(timestamp: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key");
    mac.update(format!("v0:{timestamp}:{body}").as_bytes());
    let mut signature = "v0=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").expect("strings take all text");
    }
    signature
}

/// The status and the body of an answer.
async fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    // A door that has had enough closes while we still send; what it said before is there all the same.
    let _cut_off = stream.read_to_end(&mut bytes).await.is_err();
    let text = String::from_utf8_lossy(&bytes);
    let status = text
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status.unwrap_or(0), body.to_owned())
}

#[tokio::test]
async fn every_address_takes_every_shape() {
    let street = Street::open(Ack::Empty).await;
    let event = r#"{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention"}}"#;
    let command = "command=%2Fhuzzah&text=3+kg+%26+more&user_id=U1&team_id=T1";
    let press = "payload=%7B%22type%22%3A%22block_actions%22%7D";
    for path in ["/slack/events", "/slack/commands", "/slack/interactivity"] {
        for (kind, body) in [(JSON, event), (FORM, command), (FORM, press)] {
            let answered = street.signed(path, NOW_S, kind, body).await;
            assert_eq!(answered, (200, String::new()), "{path} {body}");
        }
        let taken = street.taken();
        let shapes: Vec<Shape> = taken.iter().map(|(shape, _)| *shape).collect();
        assert_eq!(shapes, [Shape::Event, Shape::Command, Shape::Interactive]);
        assert_eq!(taken[0].1["event_id"], "Ev1");
        assert_eq!(taken[1].1["text"], "3 kg & more");
        assert_eq!(taken[2].1["type"], "block_actions");
    }
}

#[tokio::test]
async fn an_answer_is_in_the_response() {
    let street = Street::open(Ack::Body(json!({"text": "Logged"}))).await;
    let (status, body) = street
        .signed("/slack/commands", NOW_S, FORM, "command=%2Fhuzzah")
        .await;
    assert_eq!((status, body.as_str()), (200, r#"{"text":"Logged"}"#));
}

#[tokio::test]
async fn published_vectors_come_in_and_only_in_their_time() {
    for (secret, timestamp, body, signature) in sign::tests::vectors() {
        let street = Street::new(&secret, Ack::Empty).await;
        street.clock.jump_ms(timestamp * 1_000 - NOW_S * 1_000);
        let stamp = timestamp.to_string();
        let headers = [
            ("x-slack-request-timestamp", stamp.as_str()),
            ("x-slack-signature", signature.as_str()),
        ];
        let at = |offset_s: i64| {
            street
                .clock
                .jump_ms(timestamp * 1_000 + offset_s * 1_000 - street.clock.now_ms());
            street.send("/slack/events", &headers, &body)
        };
        for (offset_s, status) in [(0, 200), (300, 200), (-300, 200), (301, 401), (-301, 401)] {
            assert_eq!(at(offset_s).await.0, status, "{offset_s} s from {body}");
        }
        let forged = street
            .send("/slack/events", &headers, &format!("{body}x"))
            .await;
        assert_eq!(forged, (401, String::new()));
    }
}

#[tokio::test]
async fn slacks_own_checks_are_answered() {
    let street = Street::open(Ack::Empty).await;
    let challenge = r#"{"type":"url_verification","token":"x","challenge":"3eZbrw1aB"}"#;
    let (status, body) = street.signed("/slack/events", NOW_S, JSON, challenge).await;
    assert_eq!(
        (status, body.as_str()),
        (200, r#"{"challenge":"3eZbrw1aB"}"#)
    );
    let unsigned = [("content-type", FORM)];
    let check = "ssl_check=1&token=gIkuvaNzQIHg97ATvDxqgjtO";
    assert_eq!(
        street.send("/slack/commands", &unsigned, check).await.0,
        200
    );
    assert_eq!(
        street.signed("/slack/commands", NOW_S, FORM, check).await.0,
        200
    );
    let command = "command=%2Fhuzzah&ssl_check=0";
    assert_eq!(
        street.send("/slack/commands", &unsigned, command).await.0,
        401
    );
    assert_eq!(
        street
            .send("/slack/events", &[("content-type", JSON)], challenge)
            .await
            .0,
        401
    );
    assert!(street.taken().is_empty());
}

#[tokio::test]
async fn what_is_signed_but_unreadable_is_not_sent_again() {
    let street = Street::open(Ack::Empty).await;
    for (kind, body) in [
        (JSON, "{not json"),
        (FORM, "payload=%7B"),
        (FORM, "what=is+this"),
        (FORM, ""),
    ] {
        assert_eq!(
            street.signed("/slack/events", NOW_S, kind, body).await.0,
            200,
            "{body}"
        );
    }
    assert!(street.taken().is_empty());
}

#[tokio::test]
async fn only_posts_come_in() {
    let street = Street::open(Ack::Empty).await;
    let mut stream = TcpStream::connect(street.address).await.expect("the door");
    let request = "GET /slack/events HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n";
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it is sent");
    assert_eq!(answer(&mut stream).await.0, 405);
}

#[test]
fn nobody_opens_a_door_without_a_secret() {
    let take: Take = Arc::new(|_, _, _| Box::pin(async { Ack::Empty }));
    assert!(routes(&SecretString::from(""), Clock::moved(0), take).is_err());
}

/// What is resident of this process, in bytes.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("this is Linux");
    let pages = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.expect("a number") * 4_096
}

/// Pours a body of 300 MB in, however it is framed, until the door has had enough.
async fn pour(street: &Street, headers: &str, chunked: bool) -> (u16, usize) {
    let mut stream = TcpStream::connect(street.address).await.expect("the door");
    let framing = if chunked {
        "transfer-encoding: chunked"
    } else {
        "content-length: 314572800"
    };
    let head = format!("POST /slack/events HTTP/1.1\r\nhost: here\r\n{headers}{framing}\r\n\r\n");
    stream
        .write_all(head.as_bytes())
        .await
        .expect("the head is sent");
    let mut piece = if chunked {
        b"10000\r\n".to_vec()
    } else {
        Vec::new()
    };
    piece.extend(std::iter::repeat_n(b'x', 65_536));
    if chunked {
        piece.extend(b"\r\n");
    }
    let mut n_bytes = 0;
    while n_bytes < 314_572_800 {
        let written = tokio::time::timeout(Duration::from_secs(5), stream.write_all(&piece)).await;
        if !matches!(written, Ok(Ok(()))) {
            break;
        }
        n_bytes += 65_536;
    }
    (answer(&mut stream).await.0, n_bytes)
}

#[tokio::test]
async fn a_flood_is_cut_off_and_takes_no_memory() {
    let street = Street::open(Ack::Empty).await;
    let signature = format!("v0={}", "ab".repeat(32));
    let plausible =
        format!("x-slack-request-timestamp: {NOW_S}\r\nx-slack-signature: {signature}\r\n");
    for headers in ["", plausible.as_str()] {
        for chunked in [false, true] {
            let before = resident();
            let (status, n_bytes) = pour(&street, headers, chunked).await;
            let grown = resident().saturating_sub(before);
            // The connection may be cut before the answer is read; what counts is that nothing came in.
            assert!([0, 401, 413].contains(&status), "{status}");
            assert!(n_bytes < 32 * 1_048_576, "{n_bytes} bytes were taken");
            assert!(grown < 8 * 1_048_576, "{grown} bytes more");
        }
    }
    assert!(street.taken().is_empty());
    assert_eq!(
        street.signed("/slack/events", NOW_S, JSON, "{}").await.0,
        200
    );
}
