//! Two engines on one PostgreSQL that share a community.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use huzzah::clock::Clock;
use huzzah::domain::event::Event;
use huzzah::engine::{Courier, Posted};

use crate::database::fresh_database;
use crate::house::{DAY_MS, House, MORNING_MS, amounts, closes};

const DAYS: i64 = 500;

type Posts = Arc<Mutex<BTreeMap<(u64, String), usize>>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rivals_close_each_round_once_and_lose_nothing() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let clock = Clock::moved(MORNING_MS);
    let houses = [
        House::open(&database.url, &clock).await,
        House::open(&database.url, &clock).await,
    ];
    houses[0]
        .run_challenge("town", "rounds:daily closes:20:00")
        .await;
    let posts = Posts::default();
    let couriers: Vec<Courier> = houses
        .iter()
        .enumerate()
        .map(|(n, house)| courier(house, &posts, n))
        .collect();
    for day in 1..=DAYS {
        clock.advance_ms(DAY_MS);
        let ticks = houses.iter().map(|house| {
            let house = house.clone();
            tokio::spawn(async move {
                house
                    .engine
                    .catch_up_with_clock()
                    .await
                    .map(drop)
                    .map_err(|error| error.to_string())
            })
        });
        let entries = houses.iter().enumerate().map(|(n, house)| {
            let house = house.clone();
            tokio::spawn(async move {
                let amount = day * 2 + i64::try_from(n).expect("one of two");
                let user = format!("u{}", day % 7);
                let reply = house
                    .says(
                        "town",
                        &user,
                        &format!("d{amount}"),
                        &format!("/progress {amount}"),
                    )
                    .await;
                if reply.refused {
                    Err(reply.card.text())
                } else {
                    Ok(())
                }
            })
        });
        let all: Vec<_> = ticks.chain(entries).collect();
        for done in join_all(all).await {
            done.expect("no panic").expect("no error");
        }
        let delivered = couriers.iter().map(Courier::deliver_due);
        for delivered in join_all(delivered).await {
            delivered.expect("delivers");
        }
    }
    let records = houses[0].stream("town").await;
    let days = u32::try_from(DAYS).expect("few");
    let rounds: Vec<u32> = closes(&records).iter().map(|(round, _)| *round).collect();
    assert_eq!(rounds, (1..days).collect::<Vec<_>>());
    let recorded = amounts(&records);
    assert_eq!(
        recorded.keys().copied().collect::<Vec<_>>(),
        (2..2 * DAYS + 2).collect::<Vec<_>>()
    );
    assert!(recorded.values().all(|n_recorded| *n_recorded == 1));
    let posts = posts.lock().expect("no test panicked here").clone();
    let closed = posts
        .keys()
        .filter(|(_, kind)| kind == "round_closed")
        .count();
    assert_eq!(closed, rounds.len());
    assert!(
        posts.values().all(|n_posted| *n_posted == 1),
        "one post each"
    );
    assert_eq!(
        houses[0].tables("town").await,
        houses[1].tables("town").await
    );
    for house in &houses {
        assert_eq!(house.differences().await, Vec::<String>::new());
    }
}

fn courier(house: &House, posts: &Posts, n: usize) -> Courier {
    let posts = Arc::clone(posts);
    let post = Arc::new(move |delivery: huzzah::engine::DeliveryRow| {
        let key = (delivery.key.seq, delivery.key.kind);
        *posts
            .lock()
            .expect("no test panicked here")
            .entry(key)
            .or_default() += 1;
        let posted: std::pin::Pin<Box<dyn Future<Output = Posted> + Send>> =
            Box::pin(std::future::ready(Posted::Sent("message".to_owned())));
        posted
    });
    Courier::new(house.engine.clone(), post, &format!("courier {n}"))
}

#[tokio::test]
async fn whoever_closes_a_draw_has_the_seed_that_a_rival_promised() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let clock = Clock::moved(MORNING_MS);
    let houses = [
        House::open(&database.url, &clock).await,
        House::open(&database.url, &clock).await,
    ];
    houses[0].tables("town").await;
    houses[1].tables("town").await;
    let draw = "scoring:draw rounds:daily closes:20:00 winners:1";
    houses[0].run_challenge("town", draw).await;
    for day in 0..4 {
        let [one, other] = [&houses[day % 2], &houses[(day + 1) % 2]];
        let delivery = format!("d{day}");
        let reply = one.says("town", "ana", &delivery, "/progress 5").await;
        assert!(!reply.refused, "{}", reply.card.text());
        // The other only reads what was done here, and then is the first to see that the round is over.
        other.tables("town").await;
        clock.advance_ms(DAY_MS);
        let caught_up = other.engine.catch_up_with_clock().await;
        caught_up.expect("the round closes");
    }
    let records = houses[0].stream("town").await;
    let drawn = records.iter().filter_map(|record| match &record.event {
        Event::RoundClosed(closed) => {
            Some((closed.outcome.n_winners, closed.outcome.draw.is_some()))
        }
        _ => None,
    });
    // The first round lasts a day at least.
    assert_eq!(drawn.collect::<Vec<_>>(), [(1, true); 3]);
}
