//! A batch that is not saved although the next was decided after it, and people who are known in memory.

use std::sync::Arc;

use huzzah::clock::Clock;
use huzzah::domain::act::progress::{self, Report};
use huzzah::domain::event::{Event, Record};
use huzzah::domain::line;
use huzzah::engine::{Asking, Decide, Done, EngineError, cause};
use huzzah::store::{Head, Page};

use crate::database::fresh_database;
use crate::house::{House, MORNING_MS, amounts};

/// Turns of the runtime in which everything that is ready has run many times over.
const TURNS: usize = 1_000;

async fn reports(
    house: House,
    (user, name): (u32, &'static str),
    steps: u32,
) -> Result<Done, EngineError> {
    let space = house.engine.space("simulate", "town", "town").await?;
    let user = format!("u{user}");
    let cause = cause("test", "town", &user, &steps.to_string());
    let asking = Asking {
        space_id: space.space_id,
        user: user.into(),
        name: name.into(),
        locale: None,
        zone: None,
        moderator: false,
    };
    let report = Report {
        typed: format!("{steps} steps"),
        ..Report::default()
    };
    let decide: Decide =
        Arc::new(move |community, moment, who| progress::decide(community, moment, who, &report));
    house
        .engine
        .submit(space.community_id, asking, cause, decide)
        .await
}

async fn turns() {
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_batch_that_fails_takes_back_the_next_and_both_count_once() {
    let database = fresh_database();
    let clock = Clock::moved(MORNING_MS);
    let house = House::open(&database.url, &clock).await;
    house.run_challenge("town", "").await;
    for user in 0..8 {
        let joined = reports(house.clone(), (user, "somebody"), 1 + user).await;
        assert!(joined.is_ok());
    }
    let community_id = house.community("town").await;
    let store = house.engine.store().clone();
    // While this is open, batches are decided and can't be saved.
    let mut tx = store.begin().await.expect("a transaction");
    let head = tx.lock_community(community_id).await.expect("an answer");
    let head = head.expect("the community is there");
    let mut waiting = Vec::new();
    for user in 0..8 {
        let report = reports(house.clone(), (user, "somebody"), 100 + user);
        waiting.push(tokio::spawn(report));
        turns().await;
    }
    // Somebody else takes the place of the first batch, and has carried out the last delivery of the next ones.
    let last = house.stream("town").await.pop().expect("entries");
    let Event::EntryRecorded(mut entry) = last.event else {
        panic!("the last thing was an entry");
    };
    entry.amount_micro = 107_000_000;
    let record = Record {
        seq: head.last_seq + 1,
        cause: Some(cause("test", "town", "u7", "107")),
        event: entry.into(),
        ..last
    };
    let page = Page {
        community_id,
        first_seq: record.seq,
        at_ms: record.at_ms,
        body: line::write_page([&record]),
    };
    let head = Head {
        last_seq: record.seq,
        ..head
    };
    tx.append_page(&page).await.expect("an empty place");
    tx.set_head(community_id, head).await.expect("a head");
    tx.commit().await.expect("a commit");
    for (user, report) in waiting.into_iter().enumerate() {
        let done = report.await.expect("no panic").expect("it is saved");
        assert_eq!(done.repeated, user == 7, "u{user}");
        assert_eq!(done.records.len(), 1, "u{user}");
    }
    let recorded = amounts(&house.stream("town").await);
    for steps in (1..=8).chain(100..=107) {
        assert_eq!(recorded.get(&steps), Some(&1), "{steps} steps");
    }
    assert_eq!(house.differences().await, Vec::<String>::new());
    house.close().await;
}

#[tokio::test]
async fn who_is_known_in_memory_is_renamed_and_forgotten_like_anybody() {
    let database = fresh_database();
    let clock = Clock::moved(MORNING_MS);
    let house = House::open(&database.url, &clock).await;
    house.run_challenge("town", "").await;
    let mut numbers = Vec::new();
    for user in 0..50 {
        let done = reports(house.clone(), (user, "before"), 1 + user).await;
        numbers.push(done.expect("it is saved").identity);
    }
    house.close().await;
    let house = House::open(&database.url, &clock).await;
    let community_id = house.community("town").await;
    let met = house.engine.meet_everybody(community_id).await;
    assert!(met.is_ok());
    for (user, number) in (0..50).zip(&numbers) {
        let name = if user % 2 == 0 { "before" } else { "after" };
        let done = reports(house.clone(), (user, name), 100 + user).await;
        assert_eq!(done.expect("it is saved").identity, *number);
    }
    let people = house.engine.store().identities(community_id, &numbers);
    for person in people.await.expect("an answer") {
        let user = person.platform_user.unwrap_or_default();
        let is_odd = user.ends_with(['1', '3', '5', '7', '9']);
        assert_eq!(person.name, if is_odd { "after" } else { "before" });
    }
    let reply = house.says("town", "u4", "f1", "/forget-me confirm:yes");
    assert!(!reply.await.refused);
    house
        .engine
        .meet_everybody(community_id)
        .await
        .expect("people can be read");
    for (user, steps) in [(4, 200), (5, 201), (4, 202)] {
        let done = reports(house.clone(), (user, "again"), steps).await;
        let identity = done.expect("it is saved").identity;
        let before = numbers[user as usize];
        assert_eq!(identity == before, user == 5, "{steps}");
    }
    assert_eq!(house.differences().await, Vec::<String>::new());
    house.close().await;
}
