//! `make bench`: the engine beside Redis on this machine, in one run, candidates interleaved and in rotating order.
//!
//! `BENCH_SIZES=10000,100000` chooses other sizes, `BENCH_ROUNDS=3` fewer rounds, `BENCH_FULL=1` adds the start and the
//! memory with ten entries a member, `BENCH_ONLY=entries` leaves out everything but the durable entries (and
//! `BENCH_ONLY=entries-one` the many communities too), `BENCH_ONLY=finished` everything but what finished challenges cost,
//! `BENCH_ONLY=requests` everything but Slack's signed requests, `BENCH_ONLY=replies` everything but how long members of
//! Slack and Discord wait.

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
/// Entries since the last snapshot when a start is measured.
const TAIL: u32 = 100_000;

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
    let only = std::env::var("BENCH_ONLY").unwrap_or_default();
    if matches!(only.as_str(), "" | "finished") {
        finished::measure(&mut lines).await;
    }
    if matches!(only.as_str(), "" | "requests") {
        let time = Duration::from_millis(if largest >= LARGE { 4_000 } else { 1_500 });
        requests::measure(largest, rounds, time, &mut lines).await;
    }
    if matches!(only.as_str(), "" | "replies") {
        replies::measure(rounds, &mut lines).await;
    }
    if matches!(only.as_str(), "finished" | "requests" | "replies") {
        return table::print(&lines);
    }
    for members in sizes {
        let parts = Parts {
            start: members == largest && only.is_empty(),
            reads: only.is_empty(),
        };
        one_community(members, rounds, parts, &mut lines).await;
    }
    if only != "entries-one" {
        many_communities(rounds, &mut lines).await;
    }
    if std::env::var_os("BENCH_FULL").is_some() {
        ten_entries_each(largest, &mut lines).await;
    }
    table::print(&lines);
    println!("\n{}", machine::describe(folder.path()));
}

/// A folder on the disk that the build uses.
fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder can be made")
}

/// What is measured of one community beside its entries.
struct Parts {
    start: bool,
    reads: bool,
}

/// Entries, reads, closes, start and memory at one size.
async fn one_community(members: u32, rounds: usize, parts: Parts, lines: &mut Vec<Line>) {
    note(&format!("one community of {members} members"));
    let (ours, theirs) = (folder(), folder());
    let path = ours.path().join("huzzah.db");
    let world = World::build(&path, 1, members).await;
    children::snapshot(&world).await;
    children::write_aof(theirs.path(), 1, members, members);
    let world = if parts.start {
        start_and_memory(world, &path, theirs.path(), members, lines).await
    } else {
        world
    };
    let server = Server::start(theirs.path());
    let engine = world.engine(Clock::wall()).await;
    let time = Duration::from_millis(if members >= LARGE { 4_000 } else { 1_500 });
    entries(&engine, &server, &world, (rounds, time), lines).await;
    if !parts.reads {
        return;
    }
    reads::measure(&engine, &server, &world, rounds, lines).await;
    drop(engine);
    closes::measure(
        &server,
        &world,
        if members >= LARGE { FEW_ROUNDS } else { rounds },
        lines,
    )
    .await;
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

/// Start and memory of a database with a snapshot; gives it back with a tail of entries after the snapshot.
async fn start_and_memory(
    world: World,
    path: &Path,
    theirs: &Path,
    members: u32,
    lines: &mut Vec<Line>,
) -> World {
    note("  memory and start");
    world.store.close().await;
    let empty = folder();
    let mut memory = Vec::new();
    for _ in 0..FEW_ROUNDS {
        let resident =
            children::resident(path) - children::resident(&empty.path().join("huzzah.db"));
        let server = Server::start(theirs);
        drop(server.client());
        memory.push((resident, server.resident()));
    }
    let measure = format!("memory, {members} members of one entry");
    lines.push(Line {
        measure,
        against: "Redis, used_memory_rss",
        unit: Unit::Bytes,
        rounds: memory,
        floor: Some(3.0),
    });
    let world = World {
        store: world::open(path).await,
        ..world
    };
    children::add_tail(&world, theirs, TAIL).await;
    world.store.close().await;
    let measure = format!("start, {members} members, {members} entries + tail");
    lines.push(children::starts(measure, path, theirs, FEW_ROUNDS));
    World {
        store: world::open(path).await,
        ..world
    }
}

/// Start and memory with ten entries a member.
async fn ten_entries_each(members: u32, lines: &mut Vec<Line>) {
    note(&format!("ten entries each of {members} members"));
    let (ours, theirs) = (folder(), folder());
    let path = ours.path().join("huzzah.db");
    let world = World::build(&path, 1, members).await;
    world
        .add_entries(
            world.places[0],
            members * 9 - TAIL,
            1,
            Clock::wall().now_ms(),
        )
        .await;
    children::snapshot(&world).await;
    children::write_aof(theirs.path(), 1, members, members * 10 - TAIL);
    children::add_tail(&world, theirs.path(), TAIL).await;
    world.store.close().await;
    let measure = format!(
        "start, {members} members, {} entries + tail",
        members * 10 - TAIL
    );
    lines.push(children::starts(measure, &path, theirs.path(), FEW_ROUNDS));
    let empty = folder();
    let resident = children::resident(&path) - children::resident(&empty.path().join("huzzah.db"));
    let server = Server::start(theirs.path());
    drop(server.client());
    let rounds = vec![(resident, server.resident())];
    let measure = format!("memory, {members} members of ten entries");
    lines.push(Line {
        measure,
        against: "Redis, used_memory_rss",
        unit: Unit::Bytes,
        rounds,
        floor: None,
    });
}

/// Tells on standard error how far it is.
#[expect(
    clippy::print_stderr,
    reason = "progress of a run of minutes; the table is what standard output is for"
)]
fn note(text: &str) {
    eprintln!("{text}");
}
