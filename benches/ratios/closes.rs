//! The close of a weekly round in which every member has an entry, under a moved clock.

use std::sync::Arc;
use std::time::{Duration, Instant};

use huzzah::clock::Clock;
use huzzah::domain::refusal::Refusal;
use huzzah::engine::{Decide, Engine, EngineError, cause};

use crate::redis::Server;
use crate::table::{Line, Unit};
use crate::world::{self, World};

/// Seconds from the due instant to the durable close.
pub(crate) async fn measure(server: &Server, world: &World, rounds: usize, lines: &mut Vec<Line>) {
    let place = world.places[0];
    let mut client = server.client();
    let clock = Clock::moved(Clock::wall().now_ms());
    let engine = world.engine(clock.clone()).await;
    let mut figures = Vec::new();
    for round in 1..=rounds {
        if round > 1 {
            let number = u32::try_from(round).expect("few rounds");
            world
                .add_entries(place, world.members, number, clock.now_ms())
                .await;
            catch_up(&engine, world, number).await;
        }
        let head = world
            .store
            .head(place.community_id)
            .await
            .expect("the store answers")
            .expect("the community is there");
        clock.set_ms(head.next_due_ms.expect("a round runs"));
        let started = Instant::now();
        engine
            .do_what_is_due(place.community_id)
            .await
            .expect("the round closes");
        let ours = started.elapsed().as_secs_f64();
        let filed = || async {
            world
                .store
                .filed_results(place.community_id)
                .await
                .expect("the store answers")
                .len()
        };
        while filed().await < round {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let started = Instant::now();
        client.ask(&["ZUNIONSTORE", "closed:0", "1", "board:0"]);
        figures.push((ours, started.elapsed().as_secs_f64()));
        client.ask(&["DEL", "closed:0"]);
    }
    let measure = format!("round close, {} members", world.members);
    lines.push(Line {
        measure,
        against: "Redis, ZUNIONSTORE",
        unit: Unit::Seconds,
        rounds: figures,
        floor: None,
    });
}

/// Has the engine read what was written beside it: every command does, also one that is refused.
async fn catch_up(engine: &Engine, world: &World, round: u32) {
    let place = world.places[0];
    let refuse: Decide = Arc::new(|_, _, _| {
        Err(Refusal::NothingRuns {
            upcoming: Vec::new(),
        })
    });
    let cause = cause("bench", "", "u1", &format!("catch up {round}"));
    let refused = engine
        .submit(
            place.community_id,
            world::asking(place.space_id, 1),
            cause,
            refuse,
        )
        .await;
    assert!(
        matches!(refused, Err(EngineError::Refused(_))),
        "a command is carried out"
    );
}
