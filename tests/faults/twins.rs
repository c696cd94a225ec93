//! Two processes on one PostgreSQL that share a community, on hosts whose clocks are five seconds apart; one of them is
//! stopped inside a transaction and goes on later.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use huzzah::clock::Clock;
use huzzah::domain::event::Event;
use huzzah::engine::DeliveryState;
use sqlx::{Connection as _, Executor as _, PgConnection, Row as _};

use crate::chance::Chance;
use crate::database::fresh_database;
use crate::house::{DAY_MS, HOUR_MS, House, MORNING_MS, amounts};
use crate::loggers::{Logger, acknowledged_once, more_answered};
use crate::moved::Moved;
use crate::process::Person;

/// Loggers at each of the two.
const LOGGERS: usize = 16;
/// How far the hosts' clocks are apart.
const APART_MS: i64 = 5_000;
/// One of the two is stopped so often, while a round falls due.
const STOPS: u32 = 6;
const SNAPSHOT_AFTER: u64 = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_of_which_one_is_stopped_lose_and_double_nothing() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let url = &database.url;
    let starts = |at_ms| Moved::start(url, at_ms, 0, SNAPSHOT_AFTER).expect("it serves");
    let mut twins = [starts(MORNING_MS), starts(MORNING_MS + APART_MS)];
    let mo = Person::enter(&twins[0].address, "Mo").await;
    let hours: Vec<u32> = (0..STOPS).map(|n| 10 + n).collect();
    let mut lines = vec![
        "/challenge create Walk unit:steps".to_owned(),
        "/challenge open Walk".to_owned(),
    ];
    for hour in &hours {
        lines.push(format!(
            "/challenge create Ride{hour} unit:km rounds:daily closes:{hour}:00"
        ));
        lines.push(format!("/challenge open Ride{hour}"));
    }
    for (n, line) in lines.iter().enumerate() {
        let delivery = format!("delivery-mo-{n}");
        let answer = mo.say(&twins[n % 2].address, &delivery, line).await;
        assert_eq!(answer.expect("an answer")["refused"], false, "{line}");
    }
    // The rides' first rounds close tomorrow, one an hour; what is logged waits until then. From there on a step of the
    // clocks is shorter than deliveries are remembered.
    for twin in &mut twins {
        assert!(twin.settles_at(MORNING_MS + DAY_MS));
    }
    let stop = Arc::new(AtomicBool::new(false));
    let (mut answered, mut logging) = (Vec::new(), Vec::new());
    for (n, twin) in twins.iter().enumerate() {
        let numbers = n * LOGGERS..(n + 1) * LOGGERS;
        let (loggers, n_answered) = Logger::enter(&twin.address, numbers, 2 * LOGGERS).await;
        answered.push(n_answered);
        for logger in loggers {
            logging.push(tokio::spawn(logs(
                logger,
                twin.address.clone(),
                Arc::clone(&stop),
            )));
        }
    }
    let mut watch = PgConnection::connect(url).await.expect("it connects");
    let mut chance = Chance(8);
    for n in 0..STOPS {
        let stopped = chance.index(2);
        let other = 1 - stopped;
        stop_inside_a_transaction(&twins[stopped], &mut watch).await;
        move_both(&mut twins, MORNING_MS + DAY_MS + i64::from(n + 1) * HOUR_MS);
        more_answered(&answered[other], LOGGERS).await;
        signal(&twins[stopped], "CONT");
        more_answered(&answered[stopped], LOGGERS).await;
    }
    stop.store(true, Ordering::Relaxed);
    let mut loggers = Vec::new();
    for logger in join_all(logging).await {
        loggers.push(logger.expect("no panic"));
    }
    let end_ms = MORNING_MS + DAY_MS + (i64::from(STOPS) + 2) * HOUR_MS;
    for twin in &mut twins {
        assert!(twin.settles_at(end_ms));
    }
    for twin in twins {
        assert!(twin.stops());
    }
    let house = House::open(url, &Clock::moved(end_ms)).await;
    let n_entries = closed_once(&house, hours.len(), &loggers).await;
    let least = 2 * LOGGERS * usize::try_from(STOPS).expect("few");
    assert!(n_entries >= least, "{n_entries} entries");
    println!("{STOPS} stops, {n_entries} entries: 0 lost, 0 doubled");
}

/// Every ride's round is closed, filed and posted once, and every entry is there once; how many there are.
async fn closed_once(house: &House, n_rides: usize, loggers: &[Logger]) -> usize {
    let store = house.engine.store();
    let community_id = house.engine.communities().await.expect("reads")[0];
    let records = house.stream_of(community_id).await;
    let mut closed = BTreeMap::new();
    for record in &records {
        let Event::RoundClosed(round) = &record.event else {
            continue;
        };
        *closed.entry((round.challenge, round.round)).or_insert(0) += 1;
        let posts = store
            .deliveries_of(community_id, record.seq)
            .await
            .expect("reads");
        let states: Vec<_> = posts.iter().map(|post| post.state).collect();
        assert_eq!(states, [DeliveryState::Sent], "one delivery each");
    }
    let closed: Vec<_> = closed.into_iter().collect();
    let rides = (2..).take(n_rides).map(|ride| ((ride, 1), 1));
    assert_eq!(closed, rides.collect::<Vec<_>>());
    let filed = store.filed_results(community_id).await.expect("reads");
    let filed: Vec<_> = filed.into_iter().map(|place| (place, 1)).collect();
    assert_eq!(filed, closed);
    let shown = store
        .lounge_channel("arena", "", i64::MAX, 1_000_000)
        .await
        .expect("reads");
    let shown = shown
        .iter()
        .filter(|message| message.kind == "round_closed");
    assert_eq!(shown.count(), n_rides, "one post each");
    assert_eq!(house.differences().await, Vec::<String>::new());
    acknowledged_once(loggers, &amounts(&records))
}

async fn logs(mut logger: Logger, address: String, stop: Arc<AtomicBool>) -> Logger {
    while !stop.load(Ordering::Relaxed) {
        logger.log_until_saved(&address).await;
    }
    logger
}

fn move_both(twins: &mut [Moved; 2], at_ms: i64) {
    for (n, twin) in (0..).zip(twins) {
        twin.moves_to(at_ms + n * APART_MS);
    }
}

/// Stops a process while it has a transaction open.
async fn stop_inside_a_transaction(process: &Moved, watch: &mut PgConnection) {
    let idle = "select count(*) from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'
          and state_change < clock_timestamp() - interval '200 milliseconds'";
    for pause_ms in 0.. {
        signal(process, "STOP");
        tokio::time::sleep(Duration::from_millis(250)).await;
        let n_idle: i64 = watch.fetch_one(idle).await.expect("a count").get(0);
        if n_idle > 0 {
            return;
        }
        signal(process, "CONT");
        tokio::time::sleep(Duration::from_millis(pause_ms % 17)).await;
    }
}

fn signal(process: &Moved, name: &str) {
    let kill = format!("kill -{name} {}", process.id());
    let sent = Command::new("sh").args(["-c", &kill]).status();
    assert!(sent.expect("a shell").success());
}
