//! Clocks that jump and disagree, and processes that were away for long.

use futures_util::future::join_all;
use huzzah::clock::Clock;

use crate::chance::Chance;
use crate::database::fresh_database;
use crate::house::{DAY_MS, HOUR_MS, House, MORNING_MS, closes};

const RUNS: u64 = 6;
const SPACES: u64 = 10;
const JUMPS: usize = 40;
/// How far the clocks of two hosts are apart.
const APART_MS: i64 = 5_000;

#[tokio::test]
async fn a_clock_that_jumps_skips_no_close_and_doubles_none() {
    let database = fresh_database();
    // Where processes share a database, two hosts whose clocks differ and jump each for itself.
    let n_hosts: i64 = if database.url.starts_with("sqlite") {
        1
    } else {
        2
    };
    let mut hosts = Vec::new();
    for host in 0..n_hosts {
        let clock = Clock::moved(MORNING_MS + host * APART_MS);
        hosts.push((House::open(&database.url, &clock).await, clock));
    }
    let (house, _) = hosts[0].clone();
    for run in 0..RUNS {
        let mut chance = Chance(run);
        let start_ms = latest(&hosts);
        let spaces: Vec<String> = (0..SPACES)
            .map(|space| format!("run {run} space {space}"))
            .collect();
        for space in &spaces {
            let options = format!(
                "rounds:daily closes:{:02}:{:02}",
                chance.below(24),
                chance.below(60)
            );
            house.run_challenge(space, &options).await;
        }
        let mut latest_ms = start_ms;
        for n in 0..JUMPS {
            let jumps = [
                HOUR_MS,
                -HOUR_MS,
                DAY_MS,
                -DAY_MS,
                5_000,
                -5_000,
                DAY_MS / 2,
                7 * HOUR_MS,
            ];
            let (_, clock) = &hosts[chance.index(hosts.len())];
            clock.jump_ms(jumps[chance.index(jumps.len())]);
            latest_ms = latest_ms.max(latest(&hosts));
            let caught_up = hosts
                .iter()
                .map(|(house, _)| house.engine.catch_up_with_clock());
            for caught_up in join_all(caught_up).await {
                caught_up.expect("goes on");
            }
            let space = &spaces[chance.index(spaces.len())];
            let (house, _) = &hosts[chance.index(hosts.len())];
            let delivery = format!("{run} {n}");
            let line = format!("/progress {} again:yes", n + 1);
            let reply = house.says(space, "ana", &delivery, &line).await;
            assert!(!reply.refused, "{}", reply.card.text());
        }
        for space in &spaces {
            let closed = closes(&house.stream(space).await);
            let rounds: Vec<u32> = closed.iter().map(|(round, _)| *round).collect();
            let n_closed = u32::try_from(closed.len()).expect("few");
            assert_eq!(
                rounds,
                (1..=n_closed).collect::<Vec<_>>(),
                "{space}: each once, in order"
            );
            assert!(
                closed.windows(2).all(|two| two[1].1 - two[0].1 == DAY_MS),
                "{space}: none is skipped"
            );
            let last_ms = closed
                .last()
                .map_or(start_ms + DAY_MS, |(_, due_ms)| *due_ms);
            assert!(
                last_ms <= latest_ms.max(start_ms + DAY_MS),
                "{space}: none is early"
            );
            assert!(latest_ms - last_ms < 2 * DAY_MS, "{space}: none is missing");
        }
        for (host, (_, clock)) in (0..).zip(&hosts) {
            clock.set_ms(latest_ms + DAY_MS + host * APART_MS);
        }
    }
    assert_eq!(house.differences().await, Vec::<String>::new());
}

/// The time on the clock that is furthest ahead.
fn latest(hosts: &[(House, Clock)]) -> i64 {
    let times = hosts.iter().map(|(_, clock)| clock.now_ms());
    times.max().expect("a host")
}

#[tokio::test]
async fn a_year_of_missed_rounds_closes_in_order_each_once() {
    let database = fresh_database();
    let clock = Clock::moved(MORNING_MS);
    let house = House::open(&database.url, &clock).await;
    house.run_challenge("town", "").await;
    let logged = (0..1_000).map(|n| {
        let house = house.clone();
        tokio::spawn(async move {
            let line = format!("/progress {}", n + 1);
            house
                .says("town", &format!("u{n}"), &format!("d{n}"), &line)
                .await
                .refused
        })
    });
    let logged: Vec<_> = logged.collect();
    for refused in join_all(logged).await {
        assert!(!refused.expect("no panic"));
    }
    // Nobody is there when the rounds fall due.
    house.close().await;
    clock.advance_ms(52 * 7 * DAY_MS);
    let house = House::open(&database.url, &clock).await;
    house
        .engine
        .catch_up_with_clock()
        .await
        .expect("catches up");
    house
        .engine
        .catch_up_with_clock()
        .await
        .expect("has nothing more to do");
    let records = house.stream("town").await;
    let closed = closes(&records);
    let rounds: Vec<u32> = closed.iter().map(|(round, _)| *round).collect();
    assert_eq!(rounds, (1..=52).collect::<Vec<_>>());
    assert!(
        closed
            .windows(2)
            .all(|two| two[1].1 - two[0].1 == 7 * DAY_MS)
    );
    let community_id = house.community("town").await;
    let first = house
        .engine
        .frozen(community_id, 1, 1)
        .await
        .expect("reads");
    assert_eq!(first.expect("it is kept").rows.len(), 1_000);
    assert_eq!(house.differences().await, Vec::<String>::new());
}
