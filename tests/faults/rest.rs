//! Two engines on one PostgreSQL, and a finished challenge that rests in one, in both, or in neither of them.

use futures_util::future::join_all;
use huzzah::clock::Clock;
use huzzah::domain::challenge::Challenge;
use huzzah::domain::event::Event;

use crate::database::fresh_database;
use crate::house::{DAY_MS, HOUR_MS, House, MORNING_MS};

const MEMBERS: usize = 40;

/// Whether the first challenge is away in this engine.
async fn is_away(house: &House) -> bool {
    let community_id = house.community("town").await;
    let away = house.engine.view(community_id, |community| {
        community.challenge(1).is_some_and(Challenge::is_away)
    });
    away.await.expect("a fold")
}

/// Two engines in which a challenge of many members is final and at rest, and the entries' numbers.
async fn at_rest(url: &str) -> (Clock, [House; 2], Vec<u64>) {
    let clock = Clock::moved(MORNING_MS);
    let houses = [
        House::open(url, &clock).await,
        House::open(url, &clock).await,
    ];
    houses[0]
        .run_challenge("town", "rounds:daily closes:20:00 ends:2027-01-06 grace:0h")
        .await;
    for n in 0..MEMBERS {
        let (user, line) = (format!("u{n}"), format!("/progress {}", n + 1));
        houses[n % 2].says("town", &user, &line, &line).await;
    }
    clock.advance_ms(4 * DAY_MS);
    for _ in 0..2 {
        for house in &houses {
            house
                .engine
                .catch_up_with_clock()
                .await
                .expect("the clock's loop goes on");
            house
                .says(
                    "town",
                    "u1",
                    &format!("r{}", clock.now_ms()),
                    "/leaderboard",
                )
                .await;
        }
        clock.advance_ms(HOUR_MS);
    }
    for house in &houses {
        house.engine.finish().await;
        house
            .engine
            .catch_up_with_clock()
            .await
            .expect("the clock's loop goes on");
        assert!(is_away(house).await);
    }
    let records = houses[0].stream("town").await;
    let entries = records
        .iter()
        .filter_map(|record| matches!(record.event, Event::EntryRecorded(_)).then_some(record.seq));
    let entries = entries.collect();
    (clock, houses, entries)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_engine_amends_is_amended_here_too() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let (clock, houses, entries) = at_rest(&database.url).await;
    let [one, other] = &houses;
    let void = |n: usize| format!("/entry void {}", entries[n]);
    assert!(!one.says("town", "mo", "v1", &void(0)).await.refused);
    // The other finds out by reading.
    let why = other
        .says("town", "u0", "w1", "/why Walk")
        .await
        .card
        .text();
    assert!(why.contains("taken back"), "{why}");
    clock.advance_ms(HOUR_MS);
    for house in &houses {
        house
            .engine
            .catch_up_with_clock()
            .await
            .expect("the clock's loop goes on");
        assert!(is_away(house).await);
    }
    assert!(!one.says("town", "mo", "v2", &void(1)).await.refused);
    // And by writing.
    let community_id = other.community("town").await;
    other
        .engine
        .do_what_is_due(community_id)
        .await
        .expect("nothing is due");
    assert!(!is_away(other).await, "it was recalled to be amended");
    for house in &houses {
        let why = house
            .says("town", "u1", "w2", "/why Walk")
            .await
            .card
            .text();
        assert!(why.contains("taken back"), "{why}");
        assert_eq!(house.differences().await, Vec::<String>::new());
    }
    assert_eq!(one.tables("town").await, other.tables("town").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rivals_amend_and_ask_while_it_comes_and_goes() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let (clock, houses, entries) = at_rest(&database.url).await;
    for (round, few) in entries.chunks(4).enumerate() {
        let voids = few.iter().enumerate().flat_map(|(n, entry)| {
            // Each is told twice, to both: one of them is refused.
            houses.iter().enumerate().map(move |(at, house)| {
                let (house, entry) = (house.clone(), *entry);
                tokio::spawn(async move {
                    let delivery = format!("v{round}-{n}-{at}");
                    let line = format!("/entry void {entry}");
                    usize::from(!house.says("town", "mo", &delivery, &line).await.refused)
                })
            })
        });
        let asks = (0..4).map(|n| {
            let house = houses[n % 2].clone();
            tokio::spawn(async move {
                let (user, delivery) = (format!("u{}", n * 9), format!("w{round}-{n}"));
                let reply = house.says("town", &user, &delivery, "/why Walk").await;
                assert!(!reply.refused, "{}", reply.card.text());
                0
            })
        });
        let all: Vec<_> = voids.chain(asks).collect();
        let n_done: usize = join_all(all)
            .await
            .into_iter()
            .map(|done| done.expect("no panic"))
            .sum();
        assert_eq!(n_done, few.len(), "each is voided once");
        clock.advance_ms(HOUR_MS);
        let house = &houses[round % 2];
        house
            .engine
            .catch_up_with_clock()
            .await
            .expect("the clock's loop goes on");
        assert!(is_away(house).await);
    }
    for house in &houses {
        assert_eq!(house.tables("town").await, Vec::new());
        assert_eq!(house.differences().await, Vec::<String>::new());
    }
}
