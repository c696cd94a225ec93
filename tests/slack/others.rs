//! Beside what this project did not write: Slack's own Python SDK as a signer, and an emulator from npm as a Slack.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use huzzah::app::serve::House;
use huzzah::clock::Clock;
use huzzah::engine::Engine;
use huzzah::platform::lounge;
use huzzah::platform::slack::{App, Door, Options};
use huzzah::store::Store;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::crew::{Crew, Way};
use crate::slack::Slack;
use crate::slack::signed::{encoded, form};

const TOKEN: &str = "xoxb-emulated";

fn path(inner: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(inner)
}

/// A program that answers a line of JSON with another.
struct Other {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Other {
    /// Starts it; nothing where it, or what it needs, is missing (exit code 3).
    fn start(command: &mut Command) -> Option<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Some(Self {
            child,
            input,
            output,
        })
    }

    /// The next line it prints; nothing where it needs what is missing.
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.output.read_line(&mut line).expect("text");
        if read > 0 {
            return Some(line);
        }
        let ended = self.child.wait().expect("it ended");
        assert_eq!(ended.code(), Some(3), "it failed");
        None
    }

    fn asks(&mut self, question: &Value) -> Option<Value> {
        let input = self.input.as_mut().expect("its input");
        // Where it has ended, its line says why.
        let _ = writeln!(input, "{question}");
        let line = self.line()?;
        Some(serde_json::from_str(&line).expect("JSON"))
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        drop(self.input.take());
        // It ends when its input does; one that is stuck is not waited for.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Says that a test can't be made here; in CI it must be.
#[expect(
    clippy::print_stderr,
    reason = "whoever runs the tests is told what was left out"
)]
fn skipped(missing: &str) {
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    eprintln!("skipped: {missing}");
}

#[tokio::test]
async fn slacks_own_sdk_signs_what_comes_in_and_takes_what_we_sign() {
    let mut python = Command::new("python3");
    python
        .arg(path("tests/slack/others/sign.py"))
        .env("PYTHONPATH", path("target/slack-py"));
    let missing = "this needs python3 with slack_sdk and slack_bolt in target/slack-py: tests/tools/test puts them there";
    let Some(mut sdk) = Other::start(&mut python) else {
        return skipped(missing);
    };
    let crew = Crew::running(Way::Http).await;
    let secret = crew.slack.with(|world| world.app.signing_secret.clone());
    let now_s = crew.clock.now_ms() / 1_000;
    let address = crew.bot().address;
    for (n, (off_s, with, status)) in [
        (0, secret.as_str(), 200),
        (300, &secret, 200),
        (-301, &secret, 401),
        (0, "another", 401),
    ]
    .into_iter()
    .enumerate()
    {
        let line = format!("/progress {}km étape & <3", n + 1);
        let typed = crew
            .acme
            .envelope("ana", "general", |spot, world| spot.command(world, &line));
        let (body, kind) = encoded(&typed);
        let at_s = now_s + off_s;
        let question = json!({ "secret": with, "at": at_s, "body": body });
        let Some(answer) = sdk.asks(&question) else {
            return skipped(missing);
        };
        let signature = answer["signature"]
            .as_str()
            .expect("a signature")
            .to_owned();
        let headers = [
            ("content-type", kind.to_owned()),
            ("x-slack-request-timestamp", at_s.to_string()),
            ("x-slack-signature", signature),
        ];
        let knocked = crew
            .slack
            .knocks(address, "/slack/commands", &headers, &body);
        assert_eq!(knocked.await.0, status, "{off_s} s, {with}");
    }
    crew.settles().await;
    assert_eq!(crew.acme.history("general").len(), 2, "two came in");
    // And the other way round: what the tests' Slack signs, Slack's own framework lets in.
    let mention = crew.acme.mention("ana", "general", None, "5km");
    let typed = crew.acme.envelope("ana", "general", |spot, world| {
        spot.command(world, "/progress 6km")
    });
    for envelope in [mention, typed] {
        let (body, kind) = encoded(&envelope);
        let sign = crate::slack::signed::Sign {
            secret: &secret,
            at_s: now_s,
        };
        let signature = crate::slack::signed::sign(&sign, &body);
        let mut question = json!({
            "secret": secret, "at": now_s, "body": body, "kind": kind, "signature": signature,
        });
        let answer = sdk.asks(&question).expect("it goes on");
        assert_eq!(answer, json!({ "taken": true }));
        question["now"] = json!(now_s + 301);
        let answer = sdk.asks(&question).expect("it goes on");
        assert_eq!(answer, json!({ "taken": false }));
    }
}

/// The emulator, and what can be asked of it.
struct Emulator {
    url: String,
    _other: Other,
}

impl Emulator {
    fn start() -> Option<Self> {
        let port = free_port();
        let mut node = Command::new("node");
        node.arg(path("tests/slack/others/emulate.mjs"))
            .arg(path("target/emulate"))
            .arg(port.to_string());
        let mut other = Other::start(&mut node)?;
        let line = other.line()?;
        let url = line.trim().replace("localhost", "127.0.0.1");
        Some(Self { url, _other: other })
    }

    /// Calls a method; the emulator takes only POST, for those that read too.
    async fn asks(&self, method: &str, args: &Value) -> Value {
        let request = Request::post(format!("{}/api/{method}", self.url))
            .header(header::CONTENT_TYPE, "application/json");
        let answer = self.sends(request, Body::from(args.to_string())).await;
        serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{method}: {answer}"))
    }

    /// Waits until a modal or somebody's App Home begins with that, as the emulator's own page lists them.
    async fn shows(&self, text: &str) {
        let seen = async {
            loop {
                let request = Request::get(format!("{}/?tab=views", self.url));
                if self.sends(request, Body::empty()).await.contains(text) {
                    return;
                }
            }
        };
        let seen = tokio::time::timeout(Duration::from_secs(20), seen).await;
        assert!(seen.is_ok(), "{text} is shown nowhere");
    }

    async fn sends(&self, request: axum::http::request::Builder, body: Body) -> String {
        let request = request
            .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"))
            .body(body)
            .expect("a right request");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let answer = client.request(request).await.expect("an answer");
        let body = Body::new(answer.into_body());
        let body = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
        String::from_utf8(body.to_vec()).expect("text")
    }

    /// The id of somebody or of a channel.
    async fn id(&self, method: &str, list: &str, name: &str) -> String {
        let all = self.asks(method, &json!({})).await;
        let found = all[list]
            .as_array()
            .expect("a list")
            .iter()
            .find(|one| one["name"] == name)
            .unwrap_or_else(|| panic!("{name} in {all}"));
        found["id"].as_str().expect("an id").to_owned()
    }
}

/// A port that nobody listens on any more.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A house whose Slack is the emulator; its address.
async fn house(emulator: &Emulator, secret: &str) -> (House, std::net::SocketAddr) {
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let engine = Engine::new(store, Clock::wall());
    let options = Options {
        api_url: format!("{}/api", emulator.url),
        door: Door::Http {
            signing_secret: secret.into(),
        },
        app: App::One {
            bot_token: TOKEN.into(),
        },
        moderators: Vec::new(),
    };
    let house = House::on(engine, lounge::Options::default());
    let house = house.with_slack(options).expect("a house");
    let slack = house.slack.clone().expect("Slack is on");
    let router = huzzah::web::router(huzzah::web::Parts {
        ready: Arc::new(|| Box::pin(async { Ok(()) })),
        metrics: Arc::new(String::new),
        mounts: vec![slack.routes().expect("a door")],
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    (house, address)
}

/// Somebody at the emulator, whose commands go to a house as the emulator's own can't: it sends events to an address, but
/// neither commands nor what is pressed or sent in a modal.
struct Typist<'a> {
    emulator: &'a Emulator,
    house: &'a House,
    address: std::net::SocketAddr,
    /// Only its signatures are needed of ours.
    signer: Slack,
    feed: String,
}

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

impl Typist<'_> {
    /// Types a command; what the acknowledgement says. Everything that comes of it is done.
    async fn types(&self, user: &str, line: &str) -> String {
        let trigger = self
            .emulator
            .asks("views.generateTriggerId", &json!({ "user_id": user }))
            .await;
        let trigger = trigger["trigger_id"].as_str().expect("a trigger");
        let fields = [
            ("command", "/huzzah"),
            ("text", line),
            ("team_id", "T000000001"),
            ("user_id", user),
            ("channel_id", &self.feed),
            ("channel_name", "feed"),
            ("trigger_id", trigger),
        ];
        let body = fields.map(|(name, value)| format!("{name}={}", form(value)));
        let body = body.join("&");
        let at_s = Clock::wall().now_ms() / 1_000;
        let sign = crate::slack::signed::Sign {
            secret: SECRET,
            at_s,
        };
        let signature = crate::slack::signed::sign(&sign, &body);
        let kind = "application/x-www-form-urlencoded";
        let headers = [
            ("content-type", kind.to_owned()),
            ("x-slack-request-timestamp", at_s.to_string()),
            ("x-slack-signature", signature),
        ];
        let knocked = self
            .signer
            .knocks(self.address, "/slack/commands", &headers, &body);
        let (status, said) = knocked.await;
        assert_eq!(status, 200, "{line}");
        let slack = self.house.slack.as_ref().expect("Slack is on");
        assert!(slack.finished(Duration::from_secs(20)).await);
        said
    }

    /// What the channel shows, the newest first.
    async fn reads(&self) -> Vec<String> {
        let channel = json!({ "channel": self.feed });
        let history = self.emulator.asks("conversations.history", &channel).await;
        let messages = history["messages"].as_array();
        let texts = messages.unwrap_or_else(|| panic!("{history}")).iter();
        texts
            .filter_map(|message| message["text"].as_str().map(str::to_owned))
            .collect()
    }
}

/// The emulator takes any blocks so long as they are a list, lists only how a view begins, and hands over neither commands
/// nor what is done in a modal; so what is looked at are texts in the channel, that a modal was opened, and App Home.
#[tokio::test]
async fn a_slack_that_this_project_did_not_write_is_talked_to() {
    let Some(emulator) = Emulator::start() else {
        return skipped(
            "this needs node with emulate@0.8.0 in target/emulate: tests/tools/test puts it there",
        );
    };
    let (house, address) = house(&emulator, SECRET).await;
    let feed = emulator.id("conversations.list", "channels", "feed").await;
    let ana = emulator.id("users.list", "members", "ana").await;
    let mo = emulator.id("users.list", "members", "mo").await;
    let typist = Typist {
        emulator: &emulator,
        house: &house,
        address,
        signer: Slack::open(Clock::wall()).await,
        feed: feed.clone(),
    };

    let said = typist
        .types(&mo, &format!("setup feed:<#{feed}|feed>"))
        .await;
    assert!(said.contains("settings"), "mo is an admin there: {said}");
    let test = typist.reads().await;
    assert!(test[0].contains("Set up by mo"), "{test:?}");
    let said = typist.types(&ana, "setup zone:Europe/Berlin").await;
    assert!(said.contains("moderator"), "ana is none: {said}");

    typist.types(&mo, "challenge create").await;
    emulator.shows("More options").await;
    let said = typist.types(&mo, "challenge create Run unit:km").await;
    assert!(said.contains("Draft: Run"), "{said}");
    typist.types(&mo, "challenge open Run").await;
    typist.types(&ana, "progress 3km").await;
    let said = typist.types(&ana, "progress 3km").await;
    assert!(said.contains("again"), "she is asked back: {said}");
    house
        .courier
        .deliver_due()
        .await
        .expect("the courier goes on");
    let read = typist.reads().await;
    let entries = read
        .iter()
        .filter(|text| text.contains("logged 3 km in Run"));
    let entries: Vec<_> = entries.collect();
    assert_eq!(entries.len(), 1, "{read:#?}");
    assert!(entries[0].contains("ana"), "{entries:?}");
    let news = read.iter().any(|text| text.contains("New challenge: Run"));
    assert!(news, "{read:#?}");
    emulator.shows("Your challenges").await;
    let board = typist.types(&mo, "leaderboard").await;
    assert!(board.contains("ana") && board.contains("3 km"), "{board}");
}
