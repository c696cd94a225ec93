//! What is acknowledged has been forced to the disk before: the system calls of the real program, as `strace` sees them.

use std::env;
use std::fs;
use std::process::{Command, Stdio};

use futures_util::future::join_all;

use crate::kills::pages;
use crate::loggers::Logger;
use crate::process::{Person, Process, program};

const ENTRIES: usize = 40;
const PEOPLE: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_batch_is_forced_to_the_disk_before_it_is_acknowledged() {
    if env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres") {
        return;
    }
    if !may_trace() {
        println!("LEFT OUT: strace is missing or may not trace here; nobody counted the syncs");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (file, calls) = (folder.path().join("huzzah.db"), folder.path().join("calls"));
    let own = program(&file);
    let mut command = Command::new("strace");
    let environment = own
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    command
        .args([
            "-D",
            "-f",
            "-s",
            "24",
            "-e",
            "trace=fsync,fdatasync,write,writev,sendto,sendmsg",
            "-o",
        ])
        .arg(&calls)
        .arg(own.get_program())
        .arg("run")
        .envs(environment);
    let process = Process::serving(command).expect("it serves");
    let mo = Person::enter(&process.address, "Mo").await;
    let first = ["/challenge create Walk unit:steps", "/challenge open Walk"].map(str::to_owned);
    let entries = (1..=ENTRIES).map(|n| format!("/progress {} steps", 1_000 + n));
    for (n, line) in first.into_iter().chain(entries).enumerate() {
        let answer = mo
            .say(&process.address, &format!("delivery-{n}"), &line)
            .await;
        assert_eq!(answer.expect("an answer")["refused"], false, "{line}");
    }
    // One after another: between two answers there is a sync.
    let one_by_one = Calls::read(&fs::read_to_string(&calls).expect("calls"));
    assert!(one_by_one.answers > ENTRIES, "{one_by_one:?}");
    assert!(
        one_by_one.unforced <= 1,
        "only the one who enters may be: {one_by_one:?}"
    );
    // And together: there are at least as many syncs as batches.
    let (mut loggers, _) = Logger::enter(&process.address, 0..PEOPLE, PEOPLE).await;
    for _ in 0..ENTRIES / PEOPLE {
        let logged = loggers
            .iter_mut()
            .map(|logger| logger.log_one(&process.address));
        assert!(join_all(logged).await.into_iter().all(|answered| answered));
    }
    process.kill();
    let all = Calls::read(&fs::read_to_string(&calls).expect("calls"));
    let n_pages = pages(&file).await;
    assert!(all.syncs >= n_pages, "{n_pages} batches: {all:?}");
    println!("{} syncs for {n_pages} batches", all.syncs);
}

/// What the program asked of the system.
#[derive(Debug, Default)]
struct Calls {
    syncs: usize,
    answers: usize,
    /// Answers with no sync since the one before.
    unforced: usize,
}

impl Calls {
    fn read(calls: &str) -> Self {
        let mut read = Self::default();
        let mut is_forced = false;
        for call in calls.lines() {
            let is_sync = call.contains("fsync") || call.contains("fdatasync");
            if is_sync && call.ends_with("= 0") {
                read.syncs += 1;
                is_forced = true;
            } else if call.contains("HTTP/1.1 200") && !call.contains("resumed>") {
                read.answers += 1;
                read.unforced += usize::from(!is_forced);
                is_forced = false;
            }
        }
        read
    }
}

fn may_trace() -> bool {
    let traced = Command::new("strace")
        .args(["-D", "-f", "-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status();
    traced.is_ok_and(|status| status.success())
}
