//! `kill -9` of the real program under load.

use std::env;
use std::path::Path;
use std::time::Duration;

use futures_util::future::join_all;
use huzzah::domain::event::Record;
use huzzah::domain::line;
use huzzah::store::Store;

use crate::chance::Chance;
use crate::house::amounts;
use crate::loggers::{Logger, acknowledged_once, more_answered};
use crate::process::{Person, Process, program};

/// Kills, unless `TEST_KILLS` names a number.
const KILLS: u32 = 100;
const LOGGERS: usize = 256;
/// A snapshot is due after so many events, so that kills fall into the writing of one.
const SNAPSHOT_AFTER: &str = "100";
/// What was acknowledged between two kills, on average, at the least.
const LEAST_A_KILL: usize = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_and_doubles_nothing() {
    if env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres") {
        return;
    }
    let n_kills = env::var("TEST_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(KILLS);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("huzzah.db");
    let mut chance = Chance(u64::from(std::process::id()));
    let first = Process::start(&file, &[]).expect("it serves");
    let mo = Person::enter(&first.address, "Mo").await;
    for (delivery, line) in [
        ("create-01", "/challenge create Walk unit:steps"),
        ("open-0001", "/challenge open Walk"),
    ] {
        let answer = mo.say(&first.address, delivery, line).await;
        assert_eq!(answer.expect("an answer")["refused"], false, "{line}");
    }
    let (mut loggers, answered) = Logger::enter(&first.address, 0..LOGGERS, LOGGERS).await;
    first.kill();
    let asked = [("TEST_SNAPSHOT_AFTER", SNAPSHOT_AFTER)];
    for n in 0..n_kills {
        let process = Process::start(&file, &asked).expect("it serves again");
        let address = process.address.clone();
        let pause = Duration::from_millis(chance.below(500));
        let killed = async {
            // Every other one is well at work before it gets so long.
            if n % 2 == 1 {
                more_answered(&answered, 1).await;
            }
            tokio::time::sleep(pause).await;
            process.kill();
        };
        // The loggers go on until they find nobody.
        let logging = join_all(loggers.iter_mut().map(|logger| logger.log(&address)));
        tokio::join!(killed, logging);
    }
    let last = Process::start(&file, &asked).expect("it serves at last");
    let finishing = loggers
        .iter_mut()
        .map(|logger| logger.log_until_saved(&last.address));
    join_all(finishing).await;
    last.kill();
    verified(&file);
    let (records, snapshot_seq) = kept(&file).await;
    let n_acknowledged = acknowledged_once(&loggers, &amounts(&records));
    println!(
        "{n_kills} kills, {n_acknowledged} acknowledged entries: 0 lost, 0 doubled; the snapshot holds {snapshot_seq} events"
    );
    let enough = LEAST_A_KILL * usize::try_from(n_kills).expect("few");
    assert!(
        n_acknowledged >= LOGGERS + enough,
        "{n_acknowledged} entries"
    );
    assert!(snapshot_seq > 0, "snapshots were written meanwhile");
}

/// What `huzzah verify` finds: nothing.
#[track_caller]
pub(crate) fn verified(file: &Path) {
    let output = program(file).arg("verify").output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The stream of the only community of a file, and the event up to which its snapshot goes.
pub(crate) async fn kept(file: &Path) -> (Vec<Record>, u64) {
    let store = open(file).await;
    let communities = store.communities_after(0, 2).await.expect("reads");
    assert_eq!(communities.len(), 1);
    let community_id = communities[0].community_id;
    let pages = store.pages_after(community_id, 0, 1_000_000).await;
    let header = store.snapshot_header(community_id).await.expect("reads");
    store.close().await;
    let read = |page: &huzzah::store::Page| line::read_page(&page.body).expect("a page");
    let records = pages.expect("reads").iter().flat_map(read).collect();
    (records, header.map_or(0, |header| header.seq))
}

/// How many pages the streams of a file have.
pub(crate) async fn pages(file: &Path) -> usize {
    let store = open(file).await;
    let mut n_pages = 0;
    for community in store.communities_after(0, 1_000).await.expect("reads") {
        let pages = store
            .pages_after(community.community_id, 0, 1_000_000)
            .await;
        n_pages += pages.expect("reads").len();
    }
    store.close().await;
    n_pages
}

async fn open(file: &Path) -> Store {
    let url = format!("sqlite://{}", file.display());
    Store::open(&url).await.expect("it opens")
}
