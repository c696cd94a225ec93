//! The close of a weekly round in which every member has an entry, under a moved clock.

use std::time::{Duration, Instant};

use huzzah::clock::Clock;

use crate::redis::Server;
use crate::table::{Line, Unit};
use crate::world::World;

/// Seconds from the due instant to the durable close.
pub(crate) async fn measure(server: &Server, world: &World, rounds: usize, lines: &mut Vec<Line>) {
    let place = world.places[0];
    let mut client = server.client();
    let clock = Clock::moved(Clock::wall().now_ms());
    let mut engine = world.engine(clock.clone()).await;
    let mut figures = Vec::new();
    for round in 1..=rounds {
        if round > 1 {
            let number = u32::try_from(round).expect("few rounds");
            world
                .add_entries(place, world.members, number, clock.now_ms())
                .await;
            // On SQLite a process does not look for what others write: this one opens the community anew.
            engine = world.engine(clock.clone()).await;
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
