//! What must not be the end of the writer, nor of everybody who waits for it.

use std::sync::Arc;

use huzzah::clock::Clock;
use huzzah::domain::act::{Decision, NewNote, NoteKind};
use huzzah::engine::{Asking, Decide, Done, EngineError, cause};

use crate::database::fresh_database;
use crate::house::{DAY_MS, HOUR_MS, House, MORNING_MS, closes};

#[tokio::test]
async fn what_panics_behind_a_decision_is_not_the_end_of_the_writer() {
    let database = fresh_database();
    let house = House::open(&database.url, &Clock::moved(MORNING_MS)).await;
    house.run_challenge("town", "").await;
    for n in 0..3 {
        let (bad, good) = (format!("bad {n}"), format!("good {n}"));
        let (panicked, reply) = tokio::join!(
            carries_out(&house, "town", &bad, panics()),
            house.says("town", "ana", &good, "/progress 5 again:yes"),
        );
        assert!(
            matches!(panicked, Err(EngineError::Panicked)),
            "{panicked:?}"
        );
        assert!(!reply.refused, "{}", reply.card.text());
    }
    house.engine.probe().await.expect("it can do its work");
    assert_eq!(house.differences().await, Vec::<String>::new());
    house.close().await;
}

#[tokio::test]
async fn a_community_that_cannot_be_read_holds_up_no_other() {
    let database = fresh_database();
    let clock = Clock::moved(MORNING_MS);
    let house = House::open(&database.url, &clock).await;
    for space in ["ruin", "town"] {
        house
            .run_challenge(space, "rounds:daily closes:20:00")
            .await;
        let reply = house.says(space, "ana", "d1", "/progress 5").await;
        assert!(!reply.refused, "{}", reply.card.text());
    }
    let ruin = house.community("ruin").await;
    house.close().await;
    let house = House::open(&database.url, &clock).await;
    let mut tx = house.engine.store().begin().await.expect("begins");
    assert!(tx.rewrite_page(ruin, 1, "{").await.expect("it is there"));
    tx.commit().await.expect("commits");
    // The first round lasts a day at least.
    clock.advance_ms(DAY_MS);
    for day in 1..=3 {
        clock.advance_ms(DAY_MS);
        let told = house.engine.catch_up_with_clock().await;
        assert!(told.is_err(), "day {day}: {told:?}");
        let n_closed = closes(&house.stream("town").await).len();
        assert_eq!(n_closed, day);
        // It is not read again at once, and the loop sleeps until there is something to do.
        let next_ms = house.engine.catch_up_with_clock().await;
        let next_ms = next_ms.expect("it is left alone").expect("more is due");
        assert!(next_ms > clock.now_ms() && next_ms < clock.now_ms() + HOUR_MS);
    }
}

/// A decision whose events are in order, and whose words are beside none of them.
fn panics() -> Decide {
    Arc::new(|_, _, who| {
        let mut decision = Decision::default();
        decision.notes.push(NewNote {
            event: usize::MAX,
            kind: NoteKind::Note,
            identity: who.identity,
            words: String::new(),
        });
        Ok(decision)
    })
}

async fn carries_out(
    house: &House,
    space: &str,
    delivery: &str,
    decide: Decide,
) -> Result<Done, EngineError> {
    let found = house.engine.space("simulate", space, space).await?;
    let asking = Asking {
        space_id: found.space_id,
        user: "mo".into(),
        name: "mo".into(),
        locale: None,
        zone: None,
        moderator: false,
    };
    let cause = cause("test", space, "mo", delivery);
    let community_id = found.community_id;
    house
        .engine
        .submit(community_id, asking, cause, decide)
        .await
}
