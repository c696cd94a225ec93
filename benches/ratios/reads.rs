//! A rank with its neighbours, and the first ten.

use std::time::Instant;

use huzzah::domain::challenge::{Board, Standing};
use huzzah::engine::Engine;

use crate::LARGE;
use crate::load::Picks;
use crate::redis::{Connection, Server};
use crate::table::{Line, Unit};
use crate::world::{self, World};

/// Questions in one round.
const OURS: u32 = 20_000;
const THEIRS: u32 = 1_500;

/// Seconds a question.
pub(crate) async fn measure(
    engine: &Engine,
    server: &Server,
    world: &World,
    rounds: usize,
    lines: &mut Vec<Line>,
) {
    let (mut ranks, mut tops) = (Vec::new(), Vec::new());
    drop(server.client());
    let mut client = Connection::open(server.port).await;
    for round in 0..rounds {
        let mut picks = Picks::new(round as u64, 1, world.members);
        if round % 2 == 0 {
            let ours = (
                rank(engine, world, &mut picks).await,
                top(engine, world).await,
            );
            let theirs = (
                redis_rank(&mut client, &mut picks).await,
                redis_top(&mut client).await,
            );
            ranks.push((ours.0, theirs.0));
            tops.push((ours.1, theirs.1));
        } else {
            let theirs = (
                redis_rank(&mut client, &mut picks).await,
                redis_top(&mut client).await,
            );
            ranks.push((rank(engine, world, &mut picks).await, theirs.0));
            tops.push((top(engine, world).await, theirs.1));
        }
    }
    let members = world.members;
    lines.push(Line {
        measure: format!("rank, two neighbours each side, {members} members"),
        against: "Redis, ZREVRANK + ZRANGE",
        unit: Unit::Seconds,
        rounds: ranks,
        floor: Some(40.0).filter(|_| members >= LARGE),
    });
    let measure = format!("top 10, {members} members");
    lines.push(Line {
        measure,
        against: "Redis, ZRANGE",
        unit: Unit::Seconds,
        rounds: tops,
        floor: Some(100.0).filter(|_| members >= LARGE),
    });
}

async fn rank(engine: &Engine, world: &World, picks: &mut Picks) -> f64 {
    let community_id = world.places[0].community_id;
    let started = Instant::now();
    for _ in 0..OURS {
        let (_, identity) = picks.next();
        let rows = engine.view(community_id, |community| {
            let challenge = community.challenge(1)?;
            let at = challenge.position(identity, Board::Whole)?;
            let rows: Vec<Standing> = challenge
                .standings(Board::Whole, at.saturating_sub(2), 5)
                .collect();
            Some(rows)
        });
        let rows = rows
            .await
            .expect("the community is open")
            .expect("everybody is ranked");
        assert!(rows.iter().any(|row| row.identity == identity));
    }
    started.elapsed().as_secs_f64() / f64::from(OURS)
}

async fn top(engine: &Engine, world: &World) -> f64 {
    let community_id = world.places[0].community_id;
    let started = Instant::now();
    for _ in 0..OURS {
        let rows = engine.view(community_id, |community| {
            let challenge = community.challenge(1)?;
            Some(
                challenge
                    .standings(Board::Whole, 0, 10)
                    .collect::<Vec<Standing>>(),
            )
        });
        assert_eq!(
            rows.await
                .expect("the community is open")
                .map(|rows| rows.len()),
            Some(10)
        );
    }
    started.elapsed().as_secs_f64() / f64::from(OURS)
}

async fn redis_rank(client: &mut Connection, picks: &mut Picks) -> f64 {
    let started = Instant::now();
    for _ in 0..THEIRS {
        let (_, identity) = picks.next();
        let rank = client
            .ask(&["ZREVRANK", "board:0", &world::user(identity)])
            .await;
        let rank: u64 = std::str::from_utf8(&rank[1..])
            .ok()
            .and_then(|rank| rank.trim().parse().ok())
            .expect("a rank");
        let (from, to) = (rank.saturating_sub(2).to_string(), (rank + 2).to_string());
        client
            .ask(&["ZRANGE", "board:0", &from, &to, "REV", "WITHSCORES"])
            .await;
    }
    started.elapsed().as_secs_f64() / f64::from(THEIRS)
}

async fn redis_top(client: &mut Connection) -> f64 {
    let started = Instant::now();
    for _ in 0..THEIRS {
        client
            .ask(&["ZRANGE", "board:0", "0", "9", "REV", "WITHSCORES"])
            .await;
    }
    started.elapsed().as_secs_f64() / f64::from(THEIRS)
}
