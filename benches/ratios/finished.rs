//! What years of finished challenges cost: memory and start, against the same challenges still running.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use huzzah::clock::Clock;
use huzzah::domain::act::{self, draft};
use huzzah::domain::challenge::Board;
use huzzah::domain::event::{EntryRecorded, Event, IdentityArrived, MemberJoined};
use huzzah::engine::{Decide, Engine, cause};

use crate::table::{Line, Unit};
use crate::world::{self, Place, World, asking};
use crate::{FEW_ROUNDS, children, folder, note};

/// Challenges beside the one that runs on.
const CHALLENGES: u32 = 50;
const MEMBERS: u32 = 4_000;
/// Entries of each member in each challenge.
const ENTRIES: u32 = 10;

/// Adds the lines.
pub(crate) async fn measure(lines: &mut Vec<Line>) {
    note(&format!(
        "{CHALLENGES} finished challenges of {MEMBERS} members with {ENTRIES} entries each"
    ));
    let (finished, running, empty) = (folder(), folder(), folder());
    let (finished, running) = (
        finished.path().join("huzzah.db"),
        running.path().join("huzzah.db"),
    );
    build(&finished, true).await;
    build(&running, false).await;
    let empty = children::resident(&empty.path().join("huzzah.db"));
    let (mut memory, mut start) = (Vec::new(), Vec::new());
    for _ in 0..FEW_ROUNDS {
        let (ours, theirs) = (children::resident(&finished), children::resident(&running));
        memory.push((ours - empty, theirs - empty));
        start.push((children::seconds(&finished), children::seconds(&running)));
    }
    let measure = |what: &str| format!("{what}, {CHALLENGES} finished x {MEMBERS} x {ENTRIES}");
    let against = "the same, still running";
    lines.push(Line {
        measure: measure("memory"),
        against,
        unit: Unit::Bytes,
        rounds: memory,
        floor: None,
    });
    lines.push(Line {
        measure: measure("start"),
        against,
        unit: Unit::Seconds,
        rounds: start,
        floor: None,
    });
    recall(&finished).await;
}

/// Tells how long somebody waits who asks about a finished challenge, and who asks again.
async fn recall(path: &Path) {
    let engine = Engine::new(world::open(path).await, Clock::wall());
    for what in [
        "the community is opened",
        "a challenge is recalled",
        "it is here",
    ] {
        let began = Instant::now();
        let number = if what == "the community is opened" {
            1
        } else {
            2
        };
        let rows = engine.view(1, |community| {
            let challenge = community.challenge(number).expect("the challenge is there");
            challenge.standings(Board::Whole, 0, 10).count()
        });
        assert_eq!(rows.await.expect("the community can be opened"), 10);
        note(&format!("  {what}: {:?}", began.elapsed()));
    }
}

/// A community with one running challenge, and others that are finished or running.
async fn build(path: &Path, finished: bool) {
    let store = world::open(path).await;
    let engine = Engine::new(store.clone(), Clock::wall());
    let space = engine.space("bench", "s0", "Bench").await;
    let space = space.expect("a space can be made");
    let place = Place {
        community_id: space.community_id,
        space_id: space.space_id,
    };
    for number in 1..=CHALLENGES + 1 {
        begin(&engine, place, number).await;
    }
    let now_ms = engine.now_ms();
    drop(engine);
    let world = World {
        store,
        places: vec![place],
        members: MEMBERS,
    };
    let arrive = (2..=MEMBERS + 1).map(|identity| {
        let arrived = IdentityArrived {
            identity,
            zone: None,
        };
        arrived.into()
    });
    world.append(place, now_ms, arrive).await;
    for challenge in 1..=CHALLENGES + 1 {
        let events = (0..=ENTRIES).flat_map(|turn| {
            (2..=MEMBERS + 1).map(move |identity| match turn {
                0 => joined(challenge, identity),
                turn => entry(challenge, identity, turn, now_ms),
            })
        });
        world.append(place, now_ms, events).await;
    }
    let engine = world.engine(Clock::wall()).await;
    if finished {
        for number in 2..=CHALLENGES + 1 {
            let end: Decide = Arc::new(move |community, moment, who| {
                let challenge = community.challenge(number).expect("it runs");
                act::challenge::end(moment, who, challenge)
            });
            submit(&engine, place, &format!("end-{number}"), end).await;
        }
    }
    engine.finish().await;
    world.store.close().await;
}

async fn begin(engine: &Engine, place: Place, number: u32) {
    let title = format!("Kilometres {number}");
    let create: Decide = Arc::new(move |community, moment, who| {
        let options = [
            ("title", title.as_str()),
            ("unit", "km"),
            ("rounds", "none"),
            ("grace", "0h"),
        ];
        let options = options.map(|(name, typed)| (name.to_owned(), typed.to_owned()));
        let wishes = draft::Wishes {
            options: options.to_vec(),
        };
        draft::decide(community, moment, who, &wishes)
    });
    let open: Decide = Arc::new(move |community, moment, who| {
        let challenge = community
            .challenge(number)
            .expect("it was just written down");
        act::challenge::open(community, moment, who, challenge)
    });
    submit(engine, place, &format!("create-{number}"), create).await;
    submit(engine, place, &format!("open-{number}"), open).await;
}

async fn submit(engine: &Engine, place: Place, delivery: &str, decide: Decide) {
    let cause = cause("bench", &place.space_id.to_string(), "u1", delivery);
    engine
        .submit(place.community_id, asking(place.space_id, 1), cause, decide)
        .await
        .expect("a moderator is obeyed");
}

fn joined(challenge: u32, identity: u32) -> Event {
    MemberJoined {
        challenge,
        identity,
        goal_micro: None,
        start_micro: None,
        alias: false,
    }
    .into()
}

fn entry(challenge: u32, identity: u32, turn: u32, now_ms: i64) -> Event {
    let metres = i64::from(100 + identity.wrapping_mul(7919 * turn) % 9_900);
    EntryRecorded {
        challenge,
        identity,
        amount_micro: metres * 1_000_000,
        number: format!("{}.{:03}", metres / 1000, metres % 1000),
        unit: "km".to_owned(),
        effective_ms: now_ms,
        day: u16::try_from((now_ms - 4 * 3_600_000) / 86_400_000).unwrap_or(u16::MAX),
        round: 0,
        item: None,
        held: false,
        by: None,
    }
    .into()
}
