//! What is measured in a process of its own: the start, and the memory.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use huzzah::clock::Clock;
use huzzah::domain::challenge::Board;
use huzzah::engine::Engine;

use crate::redis::{self, Server};
use crate::table::{Line, Unit};
use crate::world::{self, World};

/// The community that a child reads.
const FIRST: i64 = 1;
const AOF: &str = "appendonly.aof.1.incr.aof";

/// A child: opens the database, answers the first ten of the board, and says how much memory it holds.
pub(crate) async fn run(task: &str, path: &Path) {
    assert_eq!(task, "answer", "a child answers");
    let engine = Engine::new(world::open(path).await, Clock::wall());
    let known = engine
        .store()
        .head(FIRST)
        .await
        .expect("the store answers")
        .is_some();
    let rows = if known {
        let top = engine.view(FIRST, |community| {
            let challenge = community.challenge(1).expect("the challenge is there");
            challenge.standings(Board::Whole, 0, 10).count()
        });
        top.await.expect("the community can be opened")
    } else {
        0
    };
    println!("{rows} rows");
    if known {
        // What it comes to hold once members ask is part of what it holds.
        let met = engine.meet_everybody(FIRST).await;
        met.expect("the people can be read");
    }
    println!("{} bytes", own_resident());
}

/// Stores a snapshot of everything.
pub(crate) async fn snapshot(world: &World) {
    let engine = world.engine(Clock::wall()).await;
    engine.finish().await;
}

/// Adds entries after the snapshot on both sides.
pub(crate) async fn add_tail(world: &World, theirs: &Path, n: u32) {
    world
        .add_entries(world.places[0], n, 1, Clock::wall().now_ms())
        .await;
    let file = OpenOptions::new()
        .append(true)
        .open(theirs.join("appendonlydir").join(AOF));
    let mut file = BufWriter::new(file.expect("the append-only file is there"));
    write_entries(
        &mut file,
        1,
        world.members,
        1 << 40..(1 << 40) + u64::from(n),
    );
    file.flush().expect("the disk takes it");
}

/// The append-only file that Redis would have written for `entries` entries of members in turn, never rewritten.
pub(crate) fn write_aof(folder: &Path, communities: u32, members: u32, entries: u32) {
    let folder = folder.join("appendonlydir");
    fs::create_dir_all(&folder).expect("a folder can be made");
    fs::write(
        folder.join("appendonly.aof.manifest"),
        format!("file {AOF} seq 1 type i\n"),
    )
    .expect("the disk takes it");
    let mut file = BufWriter::new(File::create(folder.join(AOF)).expect("a file can be made"));
    let mut select = Vec::new();
    redis::command(&mut select, &["SELECT", "0"]);
    file.write_all(&select).expect("the disk takes it");
    write_entries(&mut file, communities, members, 1..u64::from(entries) + 1);
    file.flush().expect("the disk takes it");
}

fn write_entries(
    file: &mut impl std::io::Write,
    communities: u32,
    members: u32,
    numbers: std::ops::Range<u64>,
) {
    let mut out = Vec::new();
    for number in numbers {
        let community = number % u64::from(communities);
        let member = number / u64::from(communities) % u64::from(members);
        let user = format!("u{}", 2 + member);
        let metres = 100 + (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) % 99_900;
        let amount = format!("{}.{:03}", metres / 1000, metres % 1000);
        let (board, stream) = (format!("board:{community}"), format!("stream:{community}"));
        out.clear();
        redis::entry(
            &mut out,
            (&board, &stream),
            &format!("1000000000000-{number}"),
            &user,
            &amount,
        );
        file.write_all(&out).expect("the disk takes it");
    }
}

/// From the process's start to its first answer.
pub(crate) fn starts(
    measure: String,
    ours: &Path,
    theirs: &Path,
    (n_rounds, floor): (usize, Option<f64>),
) -> Line {
    let rounds = (0..n_rounds).map(|round| {
        let us = || {
            let (seconds, lines) = answer(ours);
            assert_eq!(lines[0], "10 rows");
            seconds
        };
        let them = || {
            let started = Instant::now();
            let server = Server::start(theirs);
            server
                .client()
                .ask(&["ZRANGE", "board:0", "0", "9", "REV", "WITHSCORES"]);
            started.elapsed().as_secs_f64()
        };
        if round % 2 == 0 {
            let ours = us();
            (ours, them())
        } else {
            let theirs = them();
            (us(), theirs)
        }
    });
    let against = "Redis, loading its AOF";
    Line {
        measure,
        against,
        unit: Unit::Seconds,
        rounds: rounds.collect(),
        floor,
    }
}

/// Resident memory, in bytes, of a process that has opened the database.
pub(crate) fn resident(path: &Path) -> f64 {
    let (_, lines) = answer(path);
    lines[1]
        .trim_end_matches(" bytes")
        .parse()
        .expect("a number of bytes")
}

/// Seconds from a process's start to its first answer.
pub(crate) fn seconds(path: &Path) -> f64 {
    answer(path).0
}

/// Seconds until a child's first line, and all of its lines.
fn answer(path: &Path) -> (f64, Vec<String>) {
    let own = std::env::current_exe().expect("a process knows its own file");
    let started = Instant::now();
    let child = Command::new(own)
        .arg("answer")
        .arg(path)
        .stdout(Stdio::piped())
        .spawn();
    let mut child = child.expect("a child can be started");
    let mut output =
        BufReader::new(child.stdout.take().expect("its output is ours to read")).lines();
    let first = output.next().expect("a child answers");
    let seconds = started.elapsed().as_secs_f64();
    let lines = std::iter::once(first)
        .chain(output)
        .map(|line| line.expect("a child writes text"))
        .collect();
    assert!(
        child.wait().expect("a child ends").success(),
        "a child failed"
    );
    (seconds, lines)
}

fn own_resident() -> u64 {
    let status =
        fs::read_to_string("/proc/self/status").expect("Linux tells a process about itself");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .expect("resident memory is told");
    let kibibytes: u64 = line
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .expect("a number");
    kibibytes * 1024
}
