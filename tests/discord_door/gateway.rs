//! The gateway under another address, and a house with Discord in it.

use std::time::Duration;

use huzzah::app::serve::House;
use huzzah::clock::Clock;
use huzzah::platform::discord::{Door, Options, Shards};
use huzzah::platform::lounge;
use huzzah::store::Store;
use secrecy::SecretString;
use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::database::fresh_database;
use crate::host::{Asked, Host};

const LONG: Duration = Duration::from_secs(20);

fn lounge() -> lounge::Options {
    lounge::Options {
        name: "The lounge".to_owned(),
        access_code: None,
        moderators: Vec::new(),
        visitor_moderates: false,
    }
}

fn options(url: String, door: Door) -> Options {
    Options {
        token: SecretString::from("MTA5.Gabc.hunter2"),
        api_url: Some(url),
        door,
        moderators: Vec::new(),
        shards: Shards::Auto,
        dev_guild: None,
    }
}

#[tokio::test]
async fn the_gateway_is_where_the_address_says_even_when_asking_for_it_fails() {
    let gateway = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = gateway.local_addr().expect("an address");
    // serenity asks `/gateway` and would take Discord's own where that fails.
    let host = Host::plain(move |asked: &Asked| {
        let body = if asked.line.ends_with("/gateway/bot") {
            json!({
                "url": format!("ws://{address}"), "shards": 1,
                "session_start_limit": {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1},
            })
        } else {
            return (500, Vec::new(), String::new());
        };
        (200, Vec::new(), body.to_string())
    })
    .await;
    let database = fresh_database();
    let store = Store::open(&database.url).await.expect("it opens");
    let url = format!("http://{}", host.address);
    let house = House::build(store, Clock::wall(), lounge())
        .with_discord(options(url, Door::Gateway))
        .expect("a house");
    house.start();
    let (mut stream, _) = timeout(LONG, gateway.accept())
        .await
        .expect("it comes in time")
        .expect("a connection");
    let mut head = vec![0; 512];
    let n_read = stream.read(&mut head).await.expect("a handshake");
    let head = String::from_utf8_lossy(&head[..n_read]).into_owned();
    assert!(head.starts_with("GET /?v=10"), "{head}");
    assert!(
        host.asked()
            .iter()
            .any(|asked| asked.line == "GET /api/v10/gateway/bot")
    );
}
