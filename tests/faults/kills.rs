//! `kill -9` of the real program under load, and a death before every step of its transactions.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::time::Duration;

use futures_util::future::join_all;
use huzzah::domain::event::{Event, Record};
use huzzah::domain::line;
use huzzah::store::Store;
use serde_json::Value;
use tokio::time::Instant;

use crate::chance::Chance;
use crate::house::amounts;
use crate::process::{Person, Process, program};

/// Kills, unless `TEST_KILLS` names a number.
const KILLS: u32 = 100;
const LOGGERS: usize = 16;

/// One who logs: her number's multiples are her amounts, and her deliveries go out until they are acknowledged.
struct Logger {
    person: Person,
    number: usize,
    next: usize,
    acknowledged: Vec<i64>,
}

impl Logger {
    /// Every amount is logged by one logger only, and once.
    fn amount(&self) -> usize {
        self.next * LOGGERS + self.number + 1
    }

    /// Logs until the connection breaks.
    async fn log(&mut self, address: &str, until: Instant) {
        while Instant::now() < until {
            let amount = self.amount();
            let delivery = format!("delivery-{amount}");
            let Some(answer) = self
                .person
                .say(address, &delivery, &format!("/progress {amount}"))
                .await
            else {
                return;
            };
            if is_saved(&answer) {
                self.acknowledged
                    .push(i64::try_from(amount).expect("small"));
                self.next += 1;
            }
        }
    }
}

fn is_saved(answer: &Value) -> bool {
    answer["refused"] == false && answer["card"].to_string().contains("logged")
}

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
    let first = Process::start(&file, None).expect("it serves");
    let mo = Person::enter(&first.address, "Mo").await;
    mo.say(
        &first.address,
        "create-01",
        "/challenge create Walk unit:steps",
    )
    .await
    .expect("a draft");
    mo.say(&first.address, "open-0001", "/challenge open Walk")
        .await
        .expect("it runs");
    let mut loggers = Vec::new();
    for number in 0..LOGGERS {
        let person = Person::enter(&first.address, &format!("Logger {number}")).await;
        loggers.push(Logger {
            person,
            number,
            next: 0,
            acknowledged: Vec::new(),
        });
    }
    first.kill();
    for _ in 0..n_kills {
        let process = Process::start(&file, None).expect("it serves again");
        let until = Instant::now() + Duration::from_millis(chance.below(500));
        let address = process.address.clone();
        let killed = async {
            tokio::time::sleep_until(until).await;
            process.kill();
        };
        // The loggers go on until they find nobody.
        let past = until + Duration::from_mins(1);
        let logging = join_all(loggers.iter_mut().map(|logger| logger.log(&address, past)));
        tokio::join!(killed, logging);
    }
    let last = Process::start(&file, None).expect("it serves at last");
    for logger in &mut loggers {
        let before = logger.next;
        while logger.next == before {
            logger
                .log(&last.address, Instant::now() + Duration::from_millis(1))
                .await;
        }
    }
    last.kill();
    verified(&file);
    let recorded = amounts(&records(&file).await);
    let n_acknowledged: usize = loggers.iter().map(|logger| logger.acknowledged.len()).sum();
    for logger in &loggers {
        for amount in &logger.acknowledged {
            assert_eq!(recorded.get(amount), Some(&1), "{amount} was acknowledged");
        }
    }
    assert!(
        recorded.values().all(|n_recorded| *n_recorded == 1),
        "none is doubled"
    );
    assert_eq!(
        recorded.len(),
        n_acknowledged,
        "all were acknowledged in the end"
    );
    println!("{n_kills} kills, {n_acknowledged} acknowledged entries: 0 lost, 0 doubled");
}

/// What is done in turn, each under a delivery of its own.
const STORY: [(&str, &str); 6] = [
    ("delivery-1", "/challenge create Walk unit:steps"),
    ("delivery-2", "/challenge open Walk"),
    ("delivery-3", "/progress 1 on foot"),
    ("delivery-4", "/progress 2"),
    ("delivery-5", "/undo"),
    ("delivery-6", "/progress 3"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_death_before_any_step_loses_and_doubles_nothing() {
    if env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let clean = folder.path().join("clean.db");
    let first = Process::start(&clean, None).expect("it serves");
    let mo = Person::enter(&first.address, "Mo").await;
    first.kill();
    // The last to close a file puts all of it into that one file, which is then copied.
    open(&clean).await.close().await;
    let mut n = 1;
    while dies_and_goes_on(folder.path(), &clean, &mo, n).await {
        n += 1;
    }
    assert!(n > 40, "{n} steps");
    println!("{n} steps: 0 lost, 0 doubled");
}

/// Plays the story with a death before the `n`-th step, goes on after it, and answers whether there was one.
async fn dies_and_goes_on(folder: &Path, clean: &Path, mo: &Person, n: u32) -> bool {
    let file = folder.join(format!("step-{n}.db"));
    fs::copy(clean, &file).expect("a copy");
    let mut died = true;
    if let Some(mut process) = Process::start(&file, Some(n)) {
        died = !play(&process, mo).await;
        died |= !process.is_alive();
    }
    let process = Process::start(&file, None).expect("it serves again");
    assert!(play(&process, mo).await, "step {n}");
    process.kill();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let records = records(&file).await;
    for record in &records {
        let kind = match &record.event {
            Event::ChallengeDrafted(_) => "drafted",
            Event::ChallengeOpened(_) => "opened",
            Event::EntryRecorded(_) => "recorded",
            Event::EntryVoided(_) => "voided",
            Event::MemberJoined(_) => "joined",
            _ => continue,
        };
        *kinds.entry(kind).or_default() += 1;
    }
    let right = [
        ("drafted", 1),
        ("joined", 1),
        ("opened", 1),
        ("recorded", 3),
        ("voided", 1),
    ];
    assert_eq!(kinds, BTreeMap::from(right), "step {n}");
    assert!(
        amounts(&records)
            .values()
            .all(|n_recorded| *n_recorded == 1),
        "step {n}"
    );
    verified(&file);
    died
}

/// Plays the story; whether all of it was answered.
async fn play(process: &Process, mo: &Person) -> bool {
    for (delivery, line) in STORY {
        match mo.say(&process.address, delivery, line).await {
            Some(answer) => assert_eq!(answer["refused"], false, "{line}: {answer}"),
            None => return false,
        }
    }
    true
}

/// What `huzzah verify` finds: nothing.
#[track_caller]
fn verified(file: &Path) {
    let output = program(file).arg("verify").output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The stream of the only community of a file.
async fn records(file: &Path) -> Vec<Record> {
    let store = open(file).await;
    let communities = store.communities_after(0, 2).await.expect("reads");
    assert_eq!(communities.len(), 1);
    let pages = store
        .pages_after(communities[0].community_id, 0, 1_000_000)
        .await
        .expect("reads");
    store.close().await;
    let read = |page: &huzzah::store::Page| line::read_page(&page.body).expect("a page");
    pages.iter().flat_map(read).collect()
}

async fn open(file: &Path) -> Store {
    let url = format!("sqlite://{}", file.display());
    Store::open(&url).await.expect("it opens")
}
