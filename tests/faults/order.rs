//! Entries that come late and in any order: the same standings in the end, and winners that stay as they were frozen.

use huzzah::clock::Clock;
use huzzah::domain::challenge::Board;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::house::{DAY_MS, HOUR_MS, House, MORNING_MS};

const MEMBERS: u32 = 4;
/// The first are made of amounts. The others count days, and a day counts in the round of the entry that was recorded
/// first for it, so that only the whole challenge comes to the same in any order.
const SCORINGS: [&str; 7] = [
    "total",
    "best",
    "latest kind:readings",
    "change kind:readings direction:more",
    "active_days",
    "streak",
    "draw",
];
const SCORINGS_OF_AMOUNTS: usize = 4;

/// Whose it is, how much, and how many minutes ago it was when they are told, on the second day at noon.
type Entry = (u32, u32, i64);

fn entries() -> impl Strategy<Value = (usize, Vec<Entry>, Vec<Entry>)> {
    let entry = (0..MEMBERS, 1..60_u32, 0..1_600_i64);
    // Each at an instant of its own: which of two readings is the newest depends on nothing else.
    let few = prop::collection::hash_map(0..1_600_i64, entry, 2..14).prop_map(|few| {
        let own = few
            .into_iter()
            .map(|(ago, (who, amount, _))| (who, amount, ago));
        own.collect::<Vec<Entry>>()
    });
    (0..SCORINGS.len(), few).prop_flat_map(|(scoring, few)| {
        (Just(scoring), Just(few.clone()), Just(few).prop_shuffle())
    })
}

/// What the whole challenge comes to, and the winners of the round that closed before, before and after.
async fn told(scoring: usize, entries: &[Entry]) -> [Vec<String>; 3] {
    let clock = Clock::moved(MORNING_MS);
    let house = House::open("sqlite::memory:", &clock).await;
    let options = format!("scoring:{} rounds:daily closes:10:00", SCORINGS[scoring]);
    house.run_challenge("town", &options).await;
    for member in 0..MEMBERS {
        say(&house, member, "join", "/join Walk").await;
        say(
            &house,
            member,
            "first",
            &format!("/progress {}", 100 + member),
        )
        .await;
    }
    clock.advance_ms(DAY_MS + 3 * HOUR_MS);
    house.engine.catch_up_with_clock().await.expect("goes on");
    let frozen = frozen(&house).await;
    for (who, amount, ago) in entries {
        let at_ms = clock.now_ms() - ago * 60_000;
        let line = format!(
            "/progress {amount} again:yes when:\"{}\"",
            civil(at_ms.max(MORNING_MS + 60_000))
        );
        say(&house, *who, &format!("ago {ago}"), &line).await;
    }
    let mut standings = standings(&house, scoring < SCORINGS_OF_AMOUNTS).await;
    standings.sort();
    let afterwards = self::frozen(&house).await;
    assert_eq!(house.differences().await, Vec::<String>::new());
    house.close().await;
    [standings, frozen, afterwards]
}

/// The challenge's places and scores, and the running round's.
async fn standings(house: &House, with_round: bool) -> Vec<String> {
    let community_id = house.community("town").await;
    let boards = if with_round {
        &[Board::Whole, Board::Round][..]
    } else {
        &[Board::Whole]
    };
    let tables = house.engine.view(community_id, |community| {
        let walk = community.challenge(1).expect("it is there");
        let rows = boards.iter().flat_map(|board| {
            let rows = walk.table(*board).into_iter();
            rows.map(move |row| format!("{board:?} {} {} {:?}", row.identity, row.rank, row.score))
        });
        rows.collect()
    });
    tables.await.expect("a fold")
}

async fn say(house: &House, member: u32, delivery: &str, line: &str) {
    let reply = house
        .says("town", &format!("u{member}"), delivery, line)
        .await;
    assert!(!reply.refused, "{line}: {}", reply.card.text());
}

async fn frozen(house: &House) -> Vec<String> {
    let community_id = house.community("town").await;
    let frozen = house
        .engine
        .frozen(community_id, 1, 1)
        .await
        .expect("reads");
    let rows = frozen.expect("it has closed").rows;
    rows.iter().map(|row| format!("{row:?}")).collect()
}

/// `2027-01-05 11:59`
fn civil(at_ms: i64) -> String {
    let minutes = (at_ms - MORNING_MS) / 60_000 + 9 * 60;
    let (day, minute) = (4 + minutes / 1_440, minutes % 1_440);
    format!("2027-01-{day:02} {:02}:{:02}", minute / 60, minute % 60)
}

#[test]
fn entries_in_any_order_come_to_the_same_and_leave_closed_rounds_alone() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let law = TestRunner::new(config).run(&entries(), |(scoring, entries, shuffled)| {
        let [one, frozen, afterwards] = runtime.block_on(told(scoring, &entries));
        let [other, ..] = runtime.block_on(told(scoring, &shuffled));
        prop_assert_eq!(one, other, "{}", SCORINGS[scoring]);
        prop_assert_eq!(frozen, afterwards, "{}", SCORINGS[scoring]);
        Ok(())
    });
    law.expect("it holds");
}
