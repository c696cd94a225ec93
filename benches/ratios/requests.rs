//! Signed requests of Slack a second: the whole way to a durable entry, against a handler that only checks the signature.
//!
//! A reply to one person alone is in the acknowledgement; a public one is a message that the house posts to a Slack which
//! says yes to everything. Who logs has logged before, so that the house knows her.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::routing::post;
use axum::{Json, Router};
use hmac::{Hmac, KeyInit as _, Mac as _};
use huzzah::clock::Clock;
use huzzah::platform::slack::{App, Door, Options};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::note;
use crate::slack::signed::{Sign, form, sign};
use crate::table::{Line, Unit};
use crate::town::{TEAM, Town};
use crate::world;

/// People who log at the same time, each waiting for her reply before she logs again.
const LOGGERS: u32 = 256;
const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// Adds the lines for a community of so many members.
pub(crate) async fn measure(members: u32, rounds: usize, time: Duration, lines: &mut Vec<Line>) {
    note(&format!(
        "signed requests, {members} members, {LOGGERS} at a time"
    ));
    let yes = Yes::open().await;
    let alone = Town::open(options(&yes), members, true).await;
    let public = Town::open(options(&yes), members, false).await;
    let only = serve(Router::new().route("/slack/commands", post(only_signed))).await;
    let candidates = [
        Load::acknowledged(only, 0),
        Load::acknowledged(alone.address, 100),
        Load::posted(public.address, &yes),
    ];
    for candidate in &candidates[1..] {
        candidate.warm_up().await;
    }
    let (mut in_ack, mut in_channel) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let mut rates = [0.0; 3];
        for turn in 0..rates.len() {
            let which = (turn + round) % rates.len();
            rates[which] = candidates[which].rate(time).await;
            // What one leaves behind must not slow the next.
            tokio::time::sleep(time / 3).await;
        }
        note(&format!(
            "  requests/s: signature only {:.0}, whole way {:.0}, with a public message {:.0}",
            rates[0], rates[1], rates[2]
        ));
        in_ack.push((rates[1], rates[0]));
        in_channel.push((rates[2], rates[0]));
    }
    for (how, rounds, floor) in [
        ("reply in it", in_ack, Some(0.4)),
        ("public reply", in_channel, None),
    ] {
        lines.push(Line {
            measure: format!("signed /progress, {members} members, {how}"),
            against: "axum, signature only",
            unit: Unit::Rate,
            rounds,
            floor,
        });
    }
    alone.close().await;
    public.close().await;
}

fn options(yes: &Yes) -> Options {
    Options {
        api_url: format!("http://{}/api", yes.address),
        door: Door::Http {
            signing_secret: SECRET.into(),
        },
        app: App::One {
            bot_token: "xoxb-bench".into(),
        },
        moderators: Vec::new(),
    }
}

async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Checks the signature as Slack asks for it, and does nothing else.
async fn only_signed(headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(at_s) = header("x-slack-request-timestamp") else {
        return StatusCode::UNAUTHORIZED;
    };
    let signature = header("x-slack-signature").and_then(|value| value.strip_prefix("v0="));
    let Some(signature) = signature.and_then(bytes) else {
        return StatusCode::UNAUTHORIZED;
    };
    let now_s = Clock::wall().now_ms() / 1_000;
    let timely = at_s
        .parse()
        .is_ok_and(|at_s: i64| (now_s - at_s).abs() <= 300);
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key will do");
    mac.update(b"v0:");
    mac.update(at_s.as_bytes());
    mac.update(b":");
    mac.update(&body);
    if timely && mac.verify_slice(&signature).is_ok() {
        StatusCode::OK
    } else {
        StatusCode::UNAUTHORIZED
    }
}

/// Reads hexadecimal digits.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// A Slack that says yes to everything, and counts what is posted.
#[derive(Clone)]
struct Yes {
    address: SocketAddr,
    posted: Posted,
}

/// How much was posted, and who may log since it was.
#[derive(Clone)]
struct Posted {
    n: Arc<AtomicU64>,
    free: Arc<Semaphore>,
}

impl Yes {
    async fn open() -> Self {
        let posted = Posted {
            n: Arc::default(),
            free: Arc::new(Semaphore::new(LOGGERS as usize)),
        };
        let me = json!({"ok": true, "team_id": TEAM, "team": "Bench", "user_id": "U0BOT"});
        let router = Router::new()
            .route("/api/auth.test", post(async move || Json(me.clone())))
            .route("/api/users.info", post(user))
            .route("/api/chat.postMessage", post(take))
            .fallback(async || Json(json!({"ok": true})))
            .with_state(posted.clone());
        let address = serve(router).await;
        Self { address, posted }
    }
}

async fn user(form: String) -> Json<Value> {
    let mut fields = form.split('&');
    let id = fields.find_map(|field| field.strip_prefix("user="));
    let id = id.unwrap_or_default();
    Json(json!({"ok": true, "user": {"id": id, "name": id, "team_id": TEAM}}))
}

async fn take(State(posted): State<Posted>, body: Bytes) -> Json<Value> {
    assert!(body.len() > 100, "a message says something");
    let n = posted.n.fetch_add(1, Ordering::Relaxed);
    posted.free.add_permits(1);
    Json(json!({"ok": true, "channel": "C1", "ts": format!("1.{n:09}")}))
}

/// How one candidate is asked.
struct Load {
    url: String,
    /// The least bytes of an answer.
    least: usize,
    /// Where the reply is posted, if it is not in the answer.
    posted: Option<Posted>,
}

impl Load {
    /// The reply is in the answer, which has so many bytes.
    fn acknowledged(address: SocketAddr, least: usize) -> Self {
        Self {
            url: format!("http://{address}/slack/commands"),
            least,
            posted: None,
        }
    }

    /// The reply is posted.
    fn posted(address: SocketAddr, yes: &Yes) -> Self {
        Self {
            posted: Some(yes.posted.clone()),
            ..Self::acknowledged(address, 0)
        }
    }

    /// Everybody logs once.
    async fn warm_up(&self) {
        let mut typist = self.typist();
        for n in 0..LOGGERS {
            typist.types(n).await;
        }
    }

    /// Replies a second.
    async fn rate(&self, time: Duration) -> f64 {
        let before = self.n_posted();
        let began = Instant::now();
        let until = began + time;
        let loggers = (0..LOGGERS).map(|number| {
            let mut typist = self.typist();
            tokio::spawn(async move {
                let mut n_answered = 0_u64;
                while Instant::now() < until {
                    n_answered += u64::from(typist.types(number).await);
                }
                n_answered
            })
        });
        let loggers: Vec<_> = loggers.collect();
        let mut n_answered = 0;
        for logger in loggers {
            n_answered += logger.await.expect("a logger ends well");
        }
        if let Some(posted) = &self.posted {
            // The last ones are on their way.
            let all = posted.free.acquire_many(LOGGERS).await;
            drop(all.expect("it stays open"));
            n_answered = self.n_posted() - before;
        }
        f64::from(u32::try_from(n_answered).unwrap_or(u32::MAX)) / began.elapsed().as_secs_f64()
    }

    fn n_posted(&self) -> u64 {
        let posted = self.posted.as_ref();
        posted.map_or(0, |posted| posted.n.load(Ordering::Relaxed))
    }

    fn typist(&self) -> Typist {
        Typist {
            client: Client::builder(TokioExecutor::new()).build_http(),
            url: self.url.clone(),
            least: self.least,
            posted: self.posted.clone(),
        }
    }
}

/// Somebody at a connection of her own, in whose name Slack signs.
struct Typist {
    client: Client<HttpConnector, Body>,
    url: String,
    least: usize,
    posted: Option<Posted>,
}

impl Typist {
    /// The nth of those who log logs something, and waits for the answer; whether the reply is in it, where it should be.
    async fn types(&mut self, n: u32) -> bool {
        if let Some(posted) = &self.posted {
            let free = posted.free.acquire().await;
            free.expect("it stays open").forget();
        }
        let body = typed(&world::user(2 + n));
        let at_s = Clock::wall().now_ms() / 1_000;
        let with = Sign {
            secret: SECRET,
            at_s,
        };
        let request = Request::post(self.url.as_str())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("x-slack-request-timestamp", at_s)
            .header("x-slack-signature", sign(&with, &body))
            .body(Body::from(body));
        let answer = self.client.request(request.expect("a right request")).await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        let body = axum::body::to_bytes(Body::new(answer.into_body()), 1 << 20).await;
        let body = body.expect("a body");
        // After a second the acknowledgement goes out without the reply, which does not count then.
        body.len() >= self.least
    }
}

/// What Slack sends when somebody types `/progress`, each time another amount.
fn typed(user: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let metres = 1_000 + n % 90_000;
    let text = format!("{}.{:03} km", metres / 1_000, metres % 1_000);
    let fields = [
        ("token", "deprecated"),
        ("team_id", TEAM),
        ("team_domain", "bench"),
        ("channel_id", "C1"),
        ("channel_name", "general"),
        ("user_id", user),
        ("user_name", user),
        ("command", "/progress"),
        ("text", &text),
        ("api_app_id", "A0HUZZAH"),
        ("is_enterprise_install", "false"),
        ("response_url", "http://127.0.0.1:9/hook/none"),
        ("trigger_id", &format!("{n}.1.bench")),
    ];
    let pairs = fields.map(|(name, value)| format!("{name}={}", form(value)));
    pairs.join("&")
}
