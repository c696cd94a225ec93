//! A database that is there and does not let us write: busy, in a deadlock, or unable to serialize.

use std::time::{Duration, Instant};

use huzzah::clock::Clock;
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _, SqliteConnection,
};

use crate::database::{TestDatabase, fresh_database};
use crate::house::{House, MORNING_MS, amounts};

/// How long SQLite waits for whoever has the file locked before it says that it is busy.
const BUSY: Duration = Duration::from_secs(5);
/// When a member has been told something, at the latest.
const ANSWERED: Duration = Duration::from_secs(3);

async fn running() -> (TestDatabase, House) {
    let database = fresh_database();
    let house = House::open(&database.url, &Clock::moved(MORNING_MS)).await;
    house.run_challenge("town", "").await;
    (database, house)
}

/// Everything up to this amount was recorded, once.
async fn recorded_once(house: &House, n: i64) {
    let recorded = amounts(&house.stream("town").await);
    let once: Vec<(i64, usize)> = (1..=n).map(|amount| (amount, 1)).collect();
    assert_eq!(recorded.into_iter().collect::<Vec<_>>(), once);
    assert_eq!(house.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_a_busy_file_holds_up_is_saved_once_when_it_is_free() {
    let (database, house) = running().await;
    if database.url.starts_with("postgres") {
        return;
    }
    let mut other = SqliteConnection::connect(&database.url)
        .await
        .expect("it opens");
    other
        .execute("begin immediate")
        .await
        .expect("it is locked");
    let asked = Instant::now();
    let reply = house.asks("town", "ana", "d1", "/progress 1").await;
    assert!(asked.elapsed() < ANSWERED, "{:?}", asked.elapsed());
    let text = reply.card.text();
    assert!(text.contains("whether this was saved"), "{text}");
    // Until the writer has been told that the file is busy.
    tokio::time::sleep_until((asked + BUSY + BUSY / 10).into()).await;
    other.execute("rollback").await.expect("it is free");
    let told = reply
        .later
        .expect("more is promised")
        .await
        .expect("it comes");
    assert!(!told.refused, "{}", told.card.text());
    let again = house.says("town", "ana", "d1", "/progress 1").await;
    assert!(!again.refused, "{}", again.card.text());
    recorded_once(&house, 1).await;
}

#[tokio::test]
async fn who_loses_a_deadlock_is_saved_once() {
    let (database, house) = running().await;
    if database.url.starts_with("sqlite") {
        return;
    }
    let community_id = house.community("town").await;
    let last_seq = house.stream("town").await.last().expect("events").seq;
    let mut other = PgConnection::connect(&database.url)
        .await
        .expect("it connects");
    let mut watch = PgConnection::connect(&database.url)
        .await
        .expect("it connects");
    // The other one is patient, so that we are the one who is given up.
    let hold = format!(
        "begin; set local deadlock_timeout = '30s';
         insert into page (community_id, first_seq, at_ms, checksum, body) values ({community_id}, {}, 0, 0, '')",
        last_seq + 1
    );
    other
        .execute(AssertSqlSafe(hold))
        .await
        .expect("it holds the next place");
    let asked = {
        let house = house.clone();
        tokio::spawn(async move { house.says("town", "ana", "d1", "/progress 1").await })
    };
    let waits = "select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'";
    while watch
        .fetch_one(waits)
        .await
        .expect("a count")
        .get::<i64, _>(0)
        == 0
    {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let cross = format!(
        "update community set community_id = community_id where community_id = {community_id}"
    );
    other
        .execute(AssertSqlSafe(cross))
        .await
        .expect("we were given up");
    other.execute("rollback").await.expect("it lets go");
    let reply = asked.await.expect("no panic");
    assert!(!reply.refused, "{}", reply.card.text());
    recorded_once(&house, 1).await;
}

#[tokio::test]
async fn what_can_not_be_serialized_is_saved_once_or_not_at_all() {
    let (database, house) = running().await;
    if database.url.starts_with("sqlite") {
        return;
    }
    let mut other = PgConnection::connect(&database.url)
        .await
        .expect("it connects");
    let fails = "create sequence tried;
        create function fails() returns trigger language plpgsql as $$
        begin
            if nextval('tried') <= tg_argv[0]::bigint then
                raise exception 'could not serialize' using errcode = '40001';
            end if;
            return new;
        end $$";
    other.execute(fails).await.expect("it is made");
    // At the statement, and at COMMIT.
    let triggers = [
        "create trigger fails before insert on page for each row",
        "create constraint trigger fails after insert on page deferrable initially deferred for each row",
    ];
    let mut amount = 0;
    for trigger in triggers {
        for (n_failures, is_saved) in [(2, true), (1_000, false)] {
            amount += 1;
            let set = format!(
                "alter sequence tried restart; {trigger} execute function fails({n_failures})"
            );
            other.execute(AssertSqlSafe(set)).await.expect("it is set");
            let (delivery, line) = (format!("d{amount}"), format!("/progress {amount}"));
            let reply = house.says("town", "ana", &delivery, &line).await;
            let text = reply.card.text();
            assert_eq!(!reply.refused, is_saved, "{text}");
            assert!(is_saved || text.contains("othing was saved"), "{text}");
            other
                .execute("drop trigger fails on page")
                .await
                .expect("it goes");
            let again = house.says("town", "ana", &delivery, &line).await;
            assert!(!again.refused, "{}", again.card.text());
        }
    }
    recorded_once(&house, amount).await;
}
