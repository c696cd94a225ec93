//! The lounge from outside: a real port, plain HTTP, and what its people may and may not do.

use std::sync::Arc;

use huzzah::cards::{Card, CardKind};
use huzzah::clock::Clock;
use huzzah::commands::{Asker, Desk, Features, Invocation, Place, Said};
use huzzah::engine::Engine;
use huzzah::platform::lounge::{ARENA, Lounge, Options};
use huzzah::store::Store;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

struct House {
    lounge: Lounge,
    address: String,
    stop: watch::Sender<bool>,
    served: JoinHandle<std::io::Result<()>>,
}

impl House {
    async fn open(options: Options) -> Self {
        let store = Store::open("sqlite::memory:").await.expect("a database");
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

    async fn send(&self, request: String) -> Answer {
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

    async fn get(&self, path: &str, headers: &str) -> Answer {
        let address = &self.address;
        self.send(format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}\r\n"
        ))
        .await
    }

    async fn post(&self, path: &str, headers: &str, body: &Value) -> Answer {
        let (address, body) = (&self.address, body.to_string());
        self.send(format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\norigin: http://{address}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            body.len()
        ))
        .await
    }

    async fn enter(&self, name: &str) -> Person<'_> {
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

struct Person<'h> {
    house: &'h House,
    headers: String,
    me: Value,
}

impl Person<'_> {
    async fn say(&self, delivery: &str, text: &str) -> Answer {
        let body = json!({ "channel": ARENA, "delivery": delivery, "text": text });
        self.house.post("/lounge/say", &self.headers, &body).await
    }

    async fn press(&self, message: &Value, action: usize, label: &str) -> Answer {
        let body = json!({
            "message": message["id"], "action": action, "label": label, "delivery": "press-0001",
        });
        self.house.post("/lounge/press", &self.headers, &body).await
    }

    async fn reads(&self) -> Vec<Value> {
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

struct Answer {
    status: u16,
    head: String,
    body: String,
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

    fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

fn notice(title: &str) -> Card {
    Card {
        kind: CardKind::Notice,
        title: title.into(),
        ..Card::default()
    }
}

#[tokio::test]
async fn the_house_tells_its_health_and_guards_its_pages() {
    let house = House::open(Options::default()).await;
    let health = house.get("/healthz", "").await;
    assert_eq!((health.status, health.body.as_str()), (200, "ok"));
    let ready = house.get("/readyz", "").await;
    assert_eq!(
        (ready.status, ready.body.as_str()),
        (503, "the database is away")
    );
    assert_eq!(house.get("/metrics", "").await.body, "up 1\n");
    assert_eq!(house.get("/nowhere", "").await.status, 404);
    let page = house.get("/", "").await;
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    let etag = page.header("etag").expect("an etag");
    let again = house.get("/", &format!("if-none-match: {etag}\r\n")).await;
    assert_eq!(again.status, 304);
}

#[tokio::test]
async fn strangers_proxies_and_foreign_pages_stay_outside() {
    let house = House::open(Options::default()).await;
    for header in [
        "x-forwarded-for: 1.2.3.4\r\n",
        "via: 1.1 proxy\r\n",
        "forwarded: for=1.2.3.4\r\n",
        "origin: http://evil.example\r\n",
        "origin: null\r\n",
    ] {
        let answer = house.get("/lounge/me", header).await;
        assert_eq!(answer.status, 403, "{header}");
        assert!(
            answer.json()["error"]
                .as_str()
                .is_some_and(|sentence| sentence.ends_with('.'))
        );
    }
    let foreign = "GET / HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n";
    assert_eq!(house.send(foreign.to_owned()).await.status, 403);
    assert_eq!(house.get("/lounge/messages", "").await.status, 401);
    assert_eq!(
        house
            .get("/lounge/stream", "cookie: huzzah_lounge=guess\r\n")
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn a_name_belongs_to_the_browser_that_took_it() {
    let house = House::open(Options::default()).await;
    let ana = house.enter("Ana").await;
    assert_eq!(ana.me["moderator"], true);
    for name in ["Ana", "ANA ", "\u{410}na", "a-n-a"] {
        let answer = house
            .post("/lounge/enter", "", &json!({ "name": name }))
            .await;
        assert_eq!(answer.status, 409, "{name}");
    }
    let again = house
        .post("/lounge/enter", &ana.headers, &json!({ "name": "ana" }))
        .await;
    assert_eq!(again.status, 200);
    assert_eq!(house.enter("Ben").await.me["moderator"], false);
}

#[tokio::test]
async fn an_access_code_opens_the_door_and_wrong_ones_are_counted() {
    let options = Options {
        access_code: Some("open sesame".into()),
        moderators: vec!["BEN".to_owned()],
        ..Options::default()
    };
    let house = House::open(options).await;
    let enter = |code: &'static str| json!({ "name": "Ben", "code": code });
    for _ in 0..8 {
        assert_eq!(
            house
                .post("/lounge/enter", "", &enter("guess"))
                .await
                .status,
            403
        );
    }
    assert_eq!(
        house
            .post("/lounge/enter", "", &enter("open sesame"))
            .await
            .status,
        429
    );
    let other = House::open(Options {
        access_code: Some("open sesame".into()),
        moderators: vec!["BEN".to_owned()],
        ..Options::default()
    })
    .await;
    let ben = other.post("/lounge/enter", "", &enter("open sesame")).await;
    assert_eq!((ben.status, &ben.json()["moderator"]), (200, &json!(true)));
}

#[tokio::test]
async fn the_same_sending_twice_is_one_message() {
    let house = House::open(Options::default()).await;
    let ana = house.enter("Ana").await;
    let one = ana
        .say("delivery-1", "<b>hello</b> \u{202E}you")
        .await
        .json();
    let two = ana
        .say("delivery-1", "<b>hello</b> \u{202E}you")
        .await
        .json();
    assert_eq!(one["message"]["id"], two["message"]["id"]);
    assert_eq!(one["message"]["text"], "<b>hello</b> you");
    assert_eq!(ana.reads().await.len(), 1);
}

#[tokio::test]
async fn what_is_too_long_is_refused_with_a_sentence() {
    let house = House::open(Options::default()).await;
    let ana = house.enter("Ana").await;
    for text in ["a".repeat(4_001), "a".repeat(200_000)] {
        let answer = ana.say("delivery-1", &text).await;
        assert_eq!(answer.status, 413);
        assert!(answer.body.contains("4,000 characters"), "{}", answer.body);
    }
    assert_eq!(ana.say("delivery-1", " \u{200B}\n").await.status, 400);
    assert!(ana.reads().await.is_empty());
}

#[tokio::test]
async fn an_announcement_is_posted_once_and_can_be_edited() {
    let house = House::open(Options::default()).await;
    let ana = house.enter("Ana").await;
    let first = house
        .lounge
        .post(ARENA, "round_closed", "k1", 5, &notice("Done"))
        .await
        .expect("posted");
    let again = house
        .lounge
        .post(ARENA, "round_closed", "k1", 5, &notice("Done"))
        .await
        .expect("posted");
    assert_eq!(first, again);
    assert!(
        house
            .lounge
            .edit(&first, &notice("Done, amended"))
            .await
            .expect("edited")
    );
    assert!(
        !house
            .lounge
            .edit("999", &notice("No"))
            .await
            .expect("not there")
    );
    let read = ana.reads().await;
    assert_eq!(read.len(), 1);
    assert_eq!(read[0]["card"]["title"][0]["text"], "Done, amended");
}

#[tokio::test]
async fn a_private_reply_is_seen_by_its_asker_alone() {
    let house = House::open(Options::default()).await;
    let (ana, ben) = (house.enter("Ana").await, house.enter("Ben").await);
    let answer = ana.say("delivery-1", "/no-such-command").await.json();
    assert_eq!(answer["message"]["private"], true);
    assert_eq!(ana.reads().await.len(), 1);
    assert!(ben.reads().await.is_empty());
    assert_eq!(
        ben.press(&answer["message"], 0, "Anything").await.status,
        404
    );
    let dismiss = json!({ "message": answer["message"]["id"] });
    house.post("/lounge/dismiss", &ben.headers, &dismiss).await;
    assert_eq!(ana.reads().await.len(), 1);
    house.post("/lounge/dismiss", &ana.headers, &dismiss).await;
    assert!(ana.reads().await.is_empty());
}

#[tokio::test]
async fn a_button_for_one_person_is_pressed_by_nobody_else() {
    let house = House::open(Options::default()).await;
    let (ana, ben) = (house.enter("Ana").await, house.enter("Ben").await);
    let card = Card {
        actions: vec![huzzah::cards::Action {
            label: "Help me".into(),
            command: "help".into(),
            style: huzzah::cards::Style::Plain,
            confirm: None,
            only_for: Some("nobody who is here".into()),
        }],
        ..notice("A card")
    };
    house
        .lounge
        .post(ARENA, "notice", "k", 5, &card)
        .await
        .expect("posted");
    let message = &ana.reads().await[0];
    assert_eq!(message["card"]["actions"], json!([]));
    assert_eq!(ana.press(message, 0, "Help me").await.status, 403);
    assert_eq!(ben.press(message, 0, "Another label").await.status, 409);
    assert_eq!(ben.press(message, 7, "Help me").await.status, 409);
}

#[tokio::test]
async fn who_is_forgotten_leaves_no_word_and_no_name() {
    let house = House::open(Options::default()).await;
    let ana = house.enter("Ana").await;
    let ben = house
        .lounge
        .seat("Ben")
        .await
        .expect("a database")
        .expect("a free name");
    house
        .lounge
        .tell(&ben, ARENA, "k1", 5, "I was here")
        .await
        .expect("told");
    ana.say("delivery-2", "So was I").await;
    assert_eq!(ana.reads().await.len(), 2);
    house.lounge.forget(&ben.user).await.expect("forgotten");
    let read = ana.reads().await;
    assert_eq!(read.len(), 1);
    assert_eq!(read[0]["text"], "So was I");
    house.enter("Ben").await;
}

#[tokio::test]
async fn who_asks_to_be_forgotten_is_a_stranger_afterwards() {
    let house = House::open(Options::default()).await;
    let (ana, ben) = (house.enter("Ana").await, house.enter("Ben").await);
    ana.say("delivery-1", "I was here").await;
    ana.say("delivery-2", "/setup zone:Europe/Berlin").await;
    let card = huzzah::cards::Card {
        title: "Ana wins with 3 kg, before Anabel".into(),
        ..Default::default()
    };
    let posted = house
        .lounge
        .post("arena", "round_closed", "post-1", 0, &card);
    posted.await.expect("it is posted");
    ana.say("delivery-3", "/forget-me").await;
    assert_eq!(ben.reads().await.len(), 2);
    let answer = ana.say("delivery-4", "/forget-me confirm:yes").await.json();
    assert_eq!(answer["forgotten"], true, "{answer}");
    let left = ben.reads().await;
    assert_eq!(left.len(), 1);
    let post = left[0].to_string();
    assert!(
        post.contains("a former member wins with 3 kg, before Anabel"),
        "{post}"
    );
    assert_eq!(ana.say("delivery-5", "Hello?").await.status, 401);
    house.enter("Ana").await;
}

#[tokio::test]
async fn a_stream_catches_up_from_the_last_event_and_ends_with_the_house() {
    let house = House::open(Options::default()).await;
    let ana = house.enter("Ana").await;
    let first = ana.say("delivery-1", "one").await.json()["message"]["change"].clone();
    ana.say("delivery-2", "two").await;
    ana.say("delivery-3", "three").await;
    let headers = format!("{}last-event-id: {first}\r\n", ana.headers);
    let mut stream = TcpStream::connect(&house.address)
        .await
        .expect("a connection");
    let request = format!(
        "GET /lounge/stream HTTP/1.1\r\nhost: {}\r\n{headers}\r\n",
        house.address
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it is sent");
    let mut heard = String::new();
    let mut buffer = [0; 4_096];
    while !heard.contains("event: ready") {
        let n_read = stream.read(&mut buffer).await.expect("it goes on");
        heard.push_str(&String::from_utf8_lossy(&buffer[..n_read]));
    }
    assert!(!heard.contains("\"one\"") && heard.contains("\"two\"") && heard.contains("\"three\""));
    ana.say("delivery-4", "four").await;
    while !heard.contains("\"four\"") {
        let n_read = stream.read(&mut buffer).await.expect("it goes on");
        heard.push_str(&String::from_utf8_lossy(&buffer[..n_read]));
    }
    assert_eq!(heard.matches("\"four\"").count(), 1);
    house.stop.send_replace(true);
    while stream
        .read(&mut buffer)
        .await
        .is_ok_and(|n_read| n_read > 0)
    {}
    house.served.await.expect("it ends").expect("in peace");
}

#[tokio::test]
async fn a_reminder_is_read_by_moderators_alone() {
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let clock = Clock::moved(1_800_000_000_000);
    let options = Options {
        moderators: vec!["Mo".to_owned()],
        ..Options::default()
    };
    let house = huzzah::app::serve::House::build(store.clone(), clock.clone(), options);
    let seat = async |name: &str| {
        let seated = house.lounge.seat(name).await.expect("a database");
        seated.expect("a free name")
    };
    let (mo, ana) = (seat("Mo").await, seat("Ana").await);
    let says = async |who: &Asker, line: &str| {
        let invocation = Invocation {
            place: Place {
                platform: "lounge",
                space: "lounge".to_owned(),
                channel: ARENA.to_owned(),
            },
            who: Asker {
                moderator: who.name == "Mo",
                ..who.clone()
            },
            delivery: line.to_owned(),
            said: Said::Line(line.to_owned()),
        };
        let reply = house.desk.answer(invocation).await;
        assert!(!reply.refused, "{}", reply.card.text());
    };
    says(&mo, "/challenge create Run unit:km entry_max:50km").await;
    says(&mo, "/challenge open Run").await;
    says(&ana, "/progress 80").await;
    clock.advance_ms(7 * 86_400_000);
    house.courier.deliver_due().await.expect("it is posted");
    let reads = async |who: &Asker| {
        let read = store.lounge_channel(ARENA, &who.user, i64::MAX, 60);
        let mut read = read.await.expect("a database");
        read.retain(|message| message.kind == "entries_waiting");
        read.iter()
            .map(|one| one.only_for.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(reads(&mo).await, [Some(mo.user.clone())]);
    assert!(reads(&ana).await.is_empty());
}
