//! How long a start takes to the first answer, and how much memory a process holds after it.

use std::path::Path;

use huzzah::clock::Clock;

use crate::redis::Server;
use crate::table::{Line, Unit};
use crate::world::{self, World};
use crate::{FEW_ROUNDS, LARGE, children, folder, note};

/// Entries since the last snapshot when a start is measured.
const TAIL: u32 = 100_000;

/// Of a database with one entry a member and a snapshot; gives it back with a tail of entries after the snapshot.
pub(crate) async fn and_memory(
    world: World,
    path: &Path,
    theirs: &Path,
    lines: &mut Vec<Line>,
) -> World {
    note("  memory and start");
    world.store.close().await;
    let members = world.members;
    let floor = Some(3.0).filter(|_| members >= LARGE);
    lines.push(memory((members, "one entry"), path, theirs, floor));
    let world = World {
        store: world::open(path).await,
        ..world
    };
    children::add_tail(&world, theirs, TAIL).await;
    world.store.close().await;
    let measure = format!("start, {members} members of one entry, and a tail");
    lines.push(children::starts(measure, path, theirs, (FEW_ROUNDS, None)));
    World {
        store: world::open(path).await,
        ..world
    }
}

/// The same with ten entries a member, for which the floor is set.
pub(crate) async fn ten_entries_each(members: u32, lines: &mut Vec<Line>) {
    note(&format!("ten entries each of {members} members"));
    let (ours, theirs) = (folder(), folder());
    let path = ours.path().join("huzzah.db");
    let world = World::build(&path, 1, members).await;
    let more = (members * 9).saturating_sub(TAIL);
    let now_ms = Clock::wall().now_ms();
    world.add_entries(world.places[0], more, 1, now_ms).await;
    children::snapshot(&world).await;
    children::write_aof(theirs.path(), 1, members, members + more);
    children::add_tail(&world, theirs.path(), TAIL).await;
    world.store.close().await;
    let floor = Some(5.0).filter(|_| members >= LARGE);
    let measure = format!("start, {members} members of ten entries, and a tail");
    let rounds = (FEW_ROUNDS, floor);
    lines.push(children::starts(measure, &path, theirs.path(), rounds));
    lines.push(memory((members, "ten entries"), &path, theirs.path(), None));
}

fn memory((members, entries): (u32, &str), path: &Path, theirs: &Path, floor: Option<f64>) -> Line {
    let empty = folder();
    let round = |_| {
        let alone = children::resident(&empty.path().join("huzzah.db"));
        let resident = children::resident(path) - alone;
        let server = Server::start(theirs);
        drop(server.client());
        (resident, server.resident())
    };
    // Memory hardly differs from one run to the next.
    let n_rounds = if floor.is_some() { FEW_ROUNDS } else { 1 };
    Line {
        measure: format!("memory, {members} members of {entries}"),
        against: "Redis, used_memory_rss",
        unit: Unit::Bytes,
        rounds: (0..n_rounds).map(round).collect(),
        floor,
    }
}
