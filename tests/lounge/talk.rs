//! What people say, press and hear.

use huzzah::cards::Card;
use huzzah::platform::lounge::{ARENA, Options};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::house::{House, notice};

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
async fn who_types_is_told_how_the_line_may_go_on_and_how_it_is_understood() {
    let house = House::open(Options::default()).await;
    let ana = house.enter("Ana").await;
    ana.say("delivery-1", "/challenge create Run unit:km").await;
    ana.say("delivery-2", "/challenge open Run").await;
    let assist = async |channel: &str, line: &str| {
        let body = json!({ "channel": channel, "line": line });
        let path = "/lounge/assist";
        let answer = house.post(path, &ana.headers, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    };
    let nothing = json!({ "completions": [], "preview": null });
    assert_eq!(
        assist(ARENA, "/progress 5km").await["preview"],
        json!({ "text": "5 km in Run", "trouble": false })
    );
    let refused = assist(ARENA, "/progress five").await;
    assert_eq!(refused["preview"]["trouble"], true, "{refused}");
    let offered = assist(ARENA, "/join ").await;
    assert_eq!(offered["completions"][0]["line"], "/join Run ");
    assert_eq!(offered["preview"], Value::Null);
    let long = format!("/{}", "a".repeat(4_001));
    for (channel, line) in [(ARENA, "hello"), (ARENA, &long), ("nowhere", "/join ")] {
        assert_eq!(assist(channel, line).await, nothing, "{channel}");
    }
    let body = json!({ "channel": ARENA, "line": "/join " });
    assert_eq!(house.post("/lounge/assist", "", &body).await.status, 401);
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
async fn a_stream_tells_once_each_that_hundreds_of_messages_are_gone() {
    let house = House::open(Options::default()).await;
    let (ana, ben) = (
        house.enter("Ana").await,
        house.lounge.seat("Ben").await.expect("a database"),
    );
    let ben = ben.expect("a free name");
    for n in 0..401 {
        let (key, text) = (format!("k{n}"), format!("word {n}"));
        let told = house.lounge.tell(&ben, ARENA, &key, n, &text).await;
        told.expect("told");
    }
    let known = ana.say("delivery-1", "one").await.json()["message"]["change"].clone();
    house.lounge.forget(&ben.user).await.expect("forgotten");
    let mut stream = TcpStream::connect(&house.address)
        .await
        .expect("a connection");
    let request = format!(
        "GET /lounge/stream?after={known} HTTP/1.1\r\nhost: {}\r\n{}\r\n",
        house.address, ana.headers
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it is sent");
    let mut heard = String::new();
    let mut buffer = [0; 8_192];
    while !heard.contains("event: ready") {
        let n_read = stream.read(&mut buffer).await.expect("it goes on");
        heard.push_str(&String::from_utf8_lossy(&buffer[..n_read]));
        assert!(heard.len() < 1_000_000, "it does not end");
    }
    assert_eq!(heard.matches("\"gone\":true").count(), 401);
    // Who loses the connection in the midst of them asks for all of them again.
    let id = |change: i64| format!("id: {change}\n");
    let forgotten = known.as_i64().expect("a number") + 1;
    assert!(heard.matches(&id(forgotten - 1)).count() >= 400);
    assert_eq!(heard.matches(&id(forgotten)).count(), 1);
}
