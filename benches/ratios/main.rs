//! `make bench`: the engine beside Redis on this machine, in one run, candidates interleaved and in rotating order.
//!
//! `BENCH_SIZES=10000,100000` chooses other sizes, `BENCH_ROUNDS=3` fewer rounds. `BENCH_ONLY` names the parts that are
//! measured, with commas between: `entries` (durable entries in one community), `many` (in many), `reads` (rank and top
//! 10), `closes` (of rounds), `start` (and memory, with one entry a member and with ten), `finished` (what finished
//! challenges cost), `requests` (Slack's, signed), `replies` (how long members of Slack and Discord wait).

mod children;
mod closes;
#[path = "../../tests/common/discord/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod discord;
mod finished;
mod guild;
mod load;
mod machine;
mod reads;
mod redis;
mod replies;
mod requests;
#[path = "../../tests/common/slack/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod slack;
mod start;
mod table;
mod town;
mod world;

use std::path::Path;
use std::time::Duration;

use huzzah::clock::Clock;
use tempfile::TempDir;

use redis::Server;
use table::{Line, Unit};
use world::World;

/// Rounds of what is quick.
const ROUNDS: usize = 7;
/// Rounds of what takes seconds to load or a million entries to prepare.
const FEW_ROUNDS: usize = 3;
/// Communities where there are many, and members of each.
const MANY: (u32, u32) = (1_000, 100);
/// The size from which a round of entries takes longer, so that the stored snapshots are part of it.
const LARGE: u32 = 1_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime can be built");
    if let [task, path] = arguments.as_slice()
        && task != "--bench"
    {
        return runtime.block_on(children::run(task, Path::new(path)));
    }
    runtime.block_on(bench());
}

async fn bench() {
    let sizes = std::env::var("BENCH_SIZES").unwrap_or_else(|_| "10000,100000,1000000".to_owned());
    let sizes: Vec<u32> = sizes
        .split(',')
        .map(|size| size.trim().parse().expect("BENCH_SIZES holds numbers"))
        .collect();
    let rounds = std::env::var("BENCH_ROUNDS").map_or(ROUNDS, |rounds| {
        rounds.parse().expect("BENCH_ROUNDS is a number")
    });
    let folder = folder();
    println!("{}", machine::describe(folder.path()));
    println!(
        "entries: 256 loggers, SQLite synchronous FULL; Redis: appendfsync always, ZINCRBY + XADD in MULTI/EXEC\n"
    );
    let mut lines = Vec::new();
    let largest = sizes.iter().copied().max().unwrap_or(0);
    if wants("finished") {
        finished::measure(&mut lines).await;
    }
    if wants("requests") {
        let time = Duration::from_millis(if largest >= LARGE { 4_000 } else { 1_500 });
        requests::measure(largest, rounds, time, &mut lines).await;
    }
    if wants("replies") {
        replies::measure(rounds, &mut lines).await;
    }
    for members in sizes {
        one_community(members, rounds, members == largest, &mut lines).await;
    }
    if wants("many") {
        many_communities(rounds, &mut lines).await;
    }
    if wants("start") {
        start::ten_entries_each(largest, &mut lines).await;
    }
    table::print(&lines);
    println!("\n{}", machine::describe(folder.path()));
}

/// Whether that part is to be measured.
fn wants(part: &str) -> bool {
    match std::env::var("BENCH_ONLY") {
        Ok(only) if !only.is_empty() => only.split(',').any(|wanted| wanted.trim() == part),
        _ => true,
    }
}

/// A folder on the disk that the build uses.
fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder can be made")
}

/// Entries, reads, closes, and at the largest size start and memory.
async fn one_community(members: u32, rounds: usize, is_largest: bool, lines: &mut Vec<Line>) {
    let starts = is_largest && wants("start");
    if !starts && !["entries", "reads", "closes"].into_iter().any(wants) {
        return;
    }
    note(&format!("one community of {members} members"));
    let (ours, theirs) = (folder(), folder());
    let path = ours.path().join("huzzah.db");
    let world = World::build(&path, 1, members).await;
    children::snapshot(&world).await;
    children::write_aof(theirs.path(), 1, members, members);
    let world = if starts {
        start::and_memory(world, &path, theirs.path(), lines).await
    } else {
        world
    };
    let server = Server::start(theirs.path());
    let engine = world.engine(Clock::wall()).await;
    if wants("entries") {
        let time = Duration::from_millis(if members >= LARGE { 4_000 } else { 1_500 });
        entries(&engine, &server, &world, (rounds, time), lines).await;
    }
    if wants("reads") {
        reads::measure(&engine, &server, &world, rounds, lines).await;
    }
    drop(engine);
    if wants("closes") {
        let rounds = if members >= LARGE { FEW_ROUNDS } else { rounds };
        closes::measure(&server, &world, rounds, lines).await;
    }
}

/// Entries spread over many small communities.
async fn many_communities(rounds: usize, lines: &mut Vec<Line>) {
    let (n, members) = MANY;
    note(&format!("{n} communities of {members} members"));
    let (ours, theirs) = (folder(), folder());
    let world = World::build(&ours.path().join("huzzah.db"), n, members).await;
    children::write_aof(theirs.path(), n, members, n * members);
    let server = Server::start(theirs.path());
    let engine = world.engine(Clock::wall()).await;
    entries(
        &engine,
        &server,
        &world,
        (rounds, Duration::from_millis(1_500)),
        lines,
    )
    .await;
}

async fn entries(
    engine: &huzzah::engine::Engine,
    server: &Server,
    world: &World,
    (rounds, time): (usize, Duration),
    lines: &mut Vec<Line>,
) {
    drop(server.client());
    let (mut against_connections, mut against_coalesced) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let mut rates = [0.0; 3];
        for turn in 0..rates.len() {
            let which = (turn + round) % rates.len();
            rates[which] = match which {
                0 => load::engine(engine, world, time).await,
                1 => load::connections(server.port, world, time).await,
                _ => load::coalesced(server.port, world, time).await,
            };
            // What one leaves behind must not slow the next.
            tokio::time::sleep(time / 3).await;
        }
        note(&format!(
            "  entries/s: {:.0}, Redis {:.0}, coalesced {:.0}",
            rates[0], rates[1], rates[2]
        ));
        against_connections.push((rates[0], rates[1]));
        against_coalesced.push((rates[0], rates[2]));
    }
    let many = world.places.len() > 1;
    let measure = match world.places.len() {
        1 => format!("durable entries, {} members", world.members),
        n => format!("durable entries, {n} communities of {}", world.members),
    };
    let line = |against, rounds, floor| Line {
        measure: measure.clone(),
        against,
        unit: Unit::Rate,
        rounds,
        floor,
    };
    // The floors are for a million members in one community, and for many communities.
    let floor = |floor| Some(floor).filter(|_| many || world.members >= LARGE);
    let connections = floor(1.5).filter(|_| !many);
    lines.push(line(
        "Redis, 256 connections",
        against_connections,
        connections,
    ));
    lines.push(line(
        "Redis, coalesced",
        against_coalesced,
        floor(if many { 0.25 } else { 1.0 }),
    ));
}

/// Tells on standard error how far it is.
#[expect(
    clippy::print_stderr,
    reason = "progress of a run of minutes; the table is what standard output is for"
)]
fn note(text: &str) {
    eprintln!("{text}");
}
