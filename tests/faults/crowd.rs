//! A thousand challenges whose rounds close at the same instant.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use huzzah::clock::Clock;
use huzzah::domain::event::Event;

use crate::database::fresh_database;
use crate::house::{DAY_MS, HOUR_MS, House, MORNING_MS};

const SPACES: usize = 20;
const CHALLENGES: u32 = 50;
const DAYS: u32 = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_challenges_that_close_together_close_in_order_and_once() {
    let database = fresh_database();
    let clock = Clock::moved(MORNING_MS);
    let house = House::open(&database.url, &clock).await;
    let spaces: Vec<String> = (0..SPACES).map(|n| format!("space {n}")).collect();
    let opened = spaces.iter().map(|space| {
        let (house, space) = (house.clone(), space.clone());
        tokio::spawn(async move {
            for n in 0..CHALLENGES {
                for line in [
                    format!("/challenge create C{n} unit:steps rounds:daily closes:20:00"),
                    format!("/challenge open C{n}"),
                    format!("/progress {} challenge:C{n}", n + 1),
                ] {
                    let reply = house.says(&space, "mo", &line, &line).await;
                    assert!(!reply.refused, "{line}: {}", reply.card.text());
                }
            }
        })
    });
    let opened: Vec<_> = opened.collect();
    for opened in join_all(opened).await {
        opened.expect("no panic");
    }
    clock.advance_ms(i64::from(DAYS) * DAY_MS + 12 * HOUR_MS);
    let began = Instant::now();
    let closing = {
        let house = house.clone();
        tokio::spawn(async move { house.engine.catch_up_with_clock().await.map(drop) })
    };
    // People go on meanwhile: what they log comes after every close that was due.
    let logged = spaces.iter().map(|space| {
        let (house, space) = (house.clone(), space.clone());
        tokio::spawn(async move {
            house
                .says(&space, "ana", "late", "/progress 7 challenge:C0")
                .await
        })
    });
    let logged: Vec<_> = logged.collect();
    for reply in join_all(logged).await {
        let reply = reply.expect("no panic");
        assert!(!reply.refused, "{}", reply.card.text());
    }
    closing.await.expect("no panic").expect("it goes on");
    assert!(
        began.elapsed() < Duration::from_mins(1),
        "{:?}",
        began.elapsed()
    );
    for space in &spaces {
        let mut closed: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let (mut last_ms, mut has_logged) = (0, false);
        for record in house.stream(space).await {
            match &record.event {
                Event::RoundClosed(round) => {
                    assert!(
                        !has_logged,
                        "{space}: nothing stands between a due instant and its close"
                    );
                    assert!(last_ms <= round.due_ms, "{space}: oldest first");
                    last_ms = round.due_ms;
                    closed.entry(round.challenge).or_default().push(round.round);
                }
                Event::EntryRecorded(entry) => {
                    has_logged |= entry.amount_micro == 7_000_000 && last_ms > 0;
                }
                _ => {}
            }
        }
        let rounds: Vec<u32> = (1..=DAYS).collect();
        let right = (1..=CHALLENGES).map(|number| (number, rounds.clone()));
        assert_eq!(closed, right.collect(), "{space}: each once");
    }
    assert_eq!(house.differences().await, Vec::<String>::new());
}
