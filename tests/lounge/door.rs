//! Who comes in, and what stays outside.

use huzzah::platform::lounge::Options;
use huzzah::store::Store;
use serde_json::json;

use crate::house::House;

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
    let another = house
        .post("/lounge/enter", &ana.headers, &json!({ "name": "Zoe" }))
        .await;
    assert_eq!((another.status, another.header("set-cookie")), (409, None));
    assert_eq!(another.json()["here_as"], "Ana");
    assert_eq!(house.enter("Ben").await.me["moderator"], false);
}

#[tokio::test]
async fn an_access_code_opens_the_door_however_many_wrong_ones_came() {
    let options = Options {
        access_code: Some("open sesame".into()),
        moderators: vec!["BEN".to_owned()],
        ..Options::default()
    };
    let house = House::open(options).await;
    let enter = async |code: &str| {
        let body = json!({ "name": "Ben", "code": code });
        house.post("/lounge/enter", "", &body).await
    };
    for _ in 0..8 {
        assert_eq!(enter("guess").await.status, 403);
    }
    assert_eq!(enter("guess").await.status, 429);
    let ben = enter("open sesame").await;
    assert_eq!((ben.status, &ben.json()["moderator"]), (200, &json!(true)));
}

#[tokio::test]
async fn a_demo_on_the_same_address_takes_nobodys_seat_away() {
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let house = House::open_on(store.clone(), Options::default()).await;
    let demo = House::open(Options {
        visitor_moderates: true,
        ..Options::default()
    })
    .await;
    let other = House::open(Options::default()).await;
    // A browser keeps one cookie of each name for all of them.
    let mut jar = std::collections::BTreeMap::new();
    for place in [&house, &demo, &other] {
        let answer = place
            .post("/lounge/enter", &cookies(&jar), &json!({ "name": "Ana" }))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let cookie = answer.header("set-cookie").expect("a cookie").to_owned();
        let (name, token) = cookie
            .split(';')
            .next()
            .and_then(|pair| pair.split_once('='))
            .expect("a pair");
        jar.insert(name.to_owned(), token.to_owned());
    }
    let house = House::open_on(store, Options::default()).await;
    for place in [&house, &demo, &other] {
        let me = place.get("/lounge/me", &cookies(&jar)).await.json();
        assert_eq!(me["name"], "Ana", "{me}");
    }
}

fn cookies(jar: &std::collections::BTreeMap<String, String>) -> String {
    let pairs: Vec<_> = jar
        .iter()
        .map(|(name, token)| format!("{name}={token}"))
        .collect();
    format!("cookie: {}\r\n", pairs.join("; "))
}
