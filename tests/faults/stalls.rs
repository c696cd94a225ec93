//! A writer that stalls: who waits is told so, who would wait too long is sent away, and what was promised comes.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use huzzah::clock::Clock;

use crate::database::fresh_database;
use crate::house::{House, MORNING_MS, amounts};

/// For so long nothing can be saved.
const STALL: Duration = Duration::from_secs(4);
/// When everybody has been told something, at the latest.
const ANSWERED: Duration = Duration::from_millis(2_500 + 1_000);
const ASKED: usize = 6_000;
/// The queue, the batch that is being saved, and those decided and gathered meanwhile.
const MOST_WAIT: usize = 4_096 + 3 * 512;
const MEMBERS: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stalled_writer_is_admitted_and_what_waited_is_answered() {
    let database = fresh_database();
    if database.url.starts_with("postgres") {
        return;
    }
    let house = House::open(&database.url, &Clock::moved(MORNING_MS)).await;
    house.run_challenge("town", "").await;
    let store = house.engine.store().clone();
    let held = store.begin().await.expect("a transaction");
    // However long the answers take: a writer that is held for longer counts as away.
    let stall = tokio::spawn(async move {
        tokio::time::sleep(STALL).await;
        held.rollback().await
    });
    let asked = (1..=ASKED).map(|amount| {
        let house = house.clone();
        tokio::spawn(async move {
            let (user, delivery) = (format!("u{}", amount % MEMBERS), format!("d{amount}"));
            let line = format!("/progress {amount}");
            let asked = Instant::now();
            let reply = house.asks("town", &user, &delivery, &line).await;
            (amount, reply, asked.elapsed())
        })
    });
    let asked: Vec<_> = asked.collect();
    let (mut waiting, mut n_refused) = (Vec::new(), 0);
    for answered in join_all(asked).await {
        let (amount, reply, after) = answered.expect("no panic");
        let text = reply.card.text();
        assert!(after < ANSWERED, "{amount}: {after:?}");
        if let Some(later) = reply.later {
            assert!(text.contains("whether this was saved"), "{text}");
            waiting.push((amount, later));
        } else {
            assert!(reply.refused && text.contains("othing was saved"), "{text}");
            n_refused += 1;
        }
    }
    assert!(waiting.len() <= MOST_WAIT, "{} wait", waiting.len());
    assert!(n_refused > 0, "{} wait", waiting.len());
    let released = stall.await.expect("no panic");
    released.expect("it goes on");
    let mut saved = Vec::new();
    for (amount, later) in waiting {
        let told = later.await.expect("what was promised");
        assert!(!told.refused, "{amount}: {}", told.card.text());
        saved.push((i64::try_from(amount).expect("small"), 1));
    }
    saved.sort_unstable();
    let recorded = amounts(&house.stream("town").await);
    assert_eq!(recorded.into_iter().collect::<Vec<_>>(), saved);
    assert_eq!(house.differences().await, Vec::<String>::new());
}
