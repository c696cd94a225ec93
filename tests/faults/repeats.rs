//! Deliveries that come again: retried, replayed, clicked twice, out of order, to another process, after a restart.

use std::collections::HashMap;

use futures_util::future::join_all;
use huzzah::clock::Clock;

use crate::chance::Chance;
use crate::database::fresh_database;
use crate::house::{House, MORNING_MS, amounts};

/// Deliveries; each comes one to five times within ten minutes.
const DELIVERIES: u64 = 10_000;
const MEMBERS: u64 = 50;
const AT_ONCE: usize = 128;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_delivery_counts_once_and_is_answered_alike() {
    let database = fresh_database();
    let shared = database.url.starts_with("postgres");
    let clock = Clock::moved(MORNING_MS);
    let mut chance = Chance(3);
    let mut houses = vec![House::open(&database.url, &clock).await];
    if shared {
        houses.push(House::open(&database.url, &clock).await);
    }
    houses[0]
        .run_challenge("town", "rounds:daily closes:10:00")
        .await;
    let mut copies: Vec<(i64, u64)> = Vec::new();
    for number in 1..=DELIVERIES {
        let first_ms = i64::try_from(number).expect("small") * 500;
        for _ in 0..=chance.below(5) {
            let late_ms = i64::try_from(chance.below(600_000)).expect("small");
            copies.push((MORNING_MS + first_ms + late_ms, number));
        }
    }
    copies.sort_unstable();
    let mut answers: HashMap<u64, (Option<u64>, String)> = HashMap::new();
    let n_batches = copies.len().div_ceil(AT_ONCE);
    for (n, batch) in copies.chunks(AT_ONCE).enumerate() {
        clock.set_ms(batch[0].0);
        if n % (n_batches / 6) == n_batches / 12 {
            let which = chance.index(houses.len());
            houses.swap_remove(which).close().await;
            houses.push(House::open(&database.url, &clock).await);
        }
        let asked = batch.iter().map(|(_, number)| {
            let house = houses[chance.index(houses.len())].clone();
            let number = *number;
            tokio::spawn(async move {
                let user = format!("u{}", number % MEMBERS);
                let line = format!("/progress {number}");
                (
                    number,
                    house
                        .says("town", &user, &format!("d{number}"), &line)
                        .await,
                )
            })
        });
        let asked: Vec<_> = asked.collect();
        for answered in join_all(asked).await {
            let (number, reply) = answered.expect("no panic");
            let text = reply.card.text();
            assert!(!reply.refused, "{number}: {text}");
            let said = text.lines().next().unwrap_or_default().to_owned();
            let answer = (reply.about, said);
            let first = answers.entry(number).or_insert_with(|| answer.clone());
            assert_eq!(*first, answer, "{number}");
        }
    }
    let recorded = amounts(&houses[0].stream("town").await);
    assert_eq!(recorded.len(), answers.len());
    assert!(
        recorded.values().all(|n_recorded| *n_recorded == 1),
        "none is doubled"
    );
    assert_eq!(houses[0].differences().await, Vec::<String>::new());
}
