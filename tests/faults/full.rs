//! A disk that is full for a while, played by a limit on the size of files.

use std::env;
use std::fs;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::house::amounts;
use crate::kills::{kept, verified};
use crate::loggers::{Logger, acknowledged_once, more_answered};
use crate::process::{Person, Process, program};

const LOGGERS: usize = 16;
/// What the log may still grow by.
const ROOM: u64 = 200_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_disk_is_full_nothing_is_called_saved_and_afterwards_it_goes_on() {
    if env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("huzzah.db");
    let mut command = Command::new("sh");
    let own = program(&file);
    let environment = own
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    // Too large a file is an error like a full disk, not a signal.
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" run"])
        .arg(own.get_program())
        .envs(environment);
    let mut process = Process::serving(command).expect("it serves");
    let mo = Person::enter(&process.address, "Mo").await;
    for (delivery, line) in [
        ("create-01", "/challenge create Walk unit:steps"),
        ("open-0001", "/challenge open Walk"),
    ] {
        let answer = mo.say(&process.address, delivery, line).await;
        assert_eq!(answer.expect("an answer")["refused"], false, "{line}");
    }
    let (loggers, answered) = Logger::enter(&process.address, 0..LOGGERS, LOGGERS).await;
    let stop = Arc::new(AtomicBool::new(false));
    let logging = loggers.into_iter().map(|mut logger| {
        let (address, stop) = (process.address.clone(), Arc::clone(&stop));
        tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                logger.log_until_saved(&address).await;
            }
            logger
        })
    });
    let logging: Vec<_> = logging.collect();
    more_answered(&answered, LOGGERS).await;
    let log = file.with_extension("db-wal");
    let full = fs::metadata(&log).expect("a log").len() + ROOM;
    limit(&process, &full.to_string());
    // Until nobody is answered any more.
    let mut n_before = usize::MAX;
    while n_before != answered.load(Ordering::Relaxed) {
        n_before = answered.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert!(process.is_alive());
    limit(&process, "unlimited");
    let room = Instant::now();
    more_answered(&answered, LOGGERS).await;
    assert!(
        room.elapsed() < Duration::from_secs(20),
        "{:?}",
        room.elapsed()
    );
    stop.store(true, Ordering::Relaxed);
    let mut loggers = Vec::new();
    for logger in join_all(logging).await {
        loggers.push(logger.expect("no panic"));
    }
    assert!(process.is_alive());
    process.kill();
    verified(&file);
    let (records, _) = kept(&file).await;
    acknowledged_once(&loggers, &amounts(&records));
}

/// Limits the size to which a process may make files grow.
fn limit(process: &Process, size: &str) {
    let set = Command::new("prlimit")
        .args([
            &format!("--pid={}", process.id()),
            &format!("--fsize={size}:unlimited"),
        ])
        .status();
    assert!(set.expect("prlimit is there").success());
}
