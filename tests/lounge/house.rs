//! A lounge on a real port, and people who talk to it over plain HTTP.

use std::sync::Arc;

use huzzah::cards::{Card, CardKind};
use huzzah::clock::Clock;
use huzzah::commands::{Desk, Features};
use huzzah::engine::Engine;
use huzzah::platform::lounge::{ARENA, Lounge, Options};
use huzzah::store::Store;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub(crate) struct House {
    pub(crate) lounge: Lounge,
    pub(crate) address: String,
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) served: JoinHandle<std::io::Result<()>>,
}

impl House {
    pub(crate) async fn open(options: Options) -> Self {
        let store = Store::open("sqlite::memory:").await.expect("a database");
        Self::open_on(store, options).await
    }

    pub(crate) async fn open_on(store: Store, options: Options) -> Self {
        let (stop, stopped) = watch::channel(false);
        let clock = Clock::moved(1_800_000_000_000);
        let engine = Engine::new(store.clone(), clock.clone());
        let features = Features {
            lounge_feed: ARENA.to_owned(),
        };
        let desk = Desk::new(engine, features);
        let lounge = Lounge::new(desk, store, clock, options, stopped.clone());
        let router = huzzah::web::router(huzzah::web::Parts {
            ready: Arc::new(|| Box::pin(async { Err("the database is away".to_owned()) })),
            metrics: Arc::new(|| "up 1\n".to_owned()),
            mounts: vec![lounge.routes()],
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let served = tokio::spawn(huzzah::web::serve(listener, router, stopped));
        Self {
            lounge,
            address,
            stop,
            served,
        }
    }

    pub(crate) async fn send(&self, request: String) -> Answer {
        let mut stream = TcpStream::connect(&self.address)
            .await
            .expect("a connection");
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it is sent");
        let mut bytes = Vec::new();
        stream
            .read_to_end(&mut bytes)
            .await
            .expect("it is answered");
        Answer::read(&String::from_utf8_lossy(&bytes))
    }

    pub(crate) async fn get(&self, path: &str, headers: &str) -> Answer {
        let address = &self.address;
        self.send(format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}\r\n"
        ))
        .await
    }

    pub(crate) async fn post(&self, path: &str, headers: &str, body: &Value) -> Answer {
        let (address, body) = (&self.address, body.to_string());
        self.send(format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\norigin: http://{address}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            body.len()
        ))
        .await
    }

    pub(crate) async fn enter(&self, name: &str) -> Person<'_> {
        let answer = self
            .post("/lounge/enter", "", &json!({ "name": name }))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let cookie = answer.header("set-cookie").expect("a cookie").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        let token = cookie.split(';').next().expect("a pair");
        Person {
            house: self,
            headers: format!("cookie: {token}\r\n"),
            me: answer.json(),
        }
    }
}

pub(crate) struct Person<'h> {
    house: &'h House,
    pub(crate) headers: String,
    pub(crate) me: Value,
}

impl Person<'_> {
    pub(crate) async fn say(&self, delivery: &str, text: &str) -> Answer {
        let body = json!({ "channel": ARENA, "delivery": delivery, "text": text });
        self.house.post("/lounge/say", &self.headers, &body).await
    }

    pub(crate) async fn press(&self, message: &Value, action: usize, label: &str) -> Answer {
        let body = json!({
            "message": message["id"], "action": action, "label": label, "delivery": "press-0001",
        });
        self.house.post("/lounge/press", &self.headers, &body).await
    }

    pub(crate) async fn reads(&self) -> Vec<Value> {
        let answer = self
            .house
            .get("/lounge/messages?channel=arena", &self.headers)
            .await;
        answer.json()["messages"]
            .as_array()
            .expect("messages")
            .clone()
    }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .expect("a status");
        Self {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

pub(crate) fn notice(title: &str) -> Card {
    Card {
        kind: CardKind::Notice,
        title: title.into(),
        ..Card::default()
    }
}
