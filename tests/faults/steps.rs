//! A death before every step of every transaction, in what people wait for and in what is done behind them.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;

use huzzah::clock::Clock;
use huzzah::store::DeliveryState;

use crate::house::{HOUR_MS, House, MORNING_MS};
use crate::loggers::is_saved;
use crate::moved::Moved;
use crate::process::Person;

/// What is done in turn: how many hours after the morning, by whom, and under a delivery of its own. Before a later hour,
/// what is due until then is done, posted and filed.
const STORY: [(i64, &str, &str); 12] = [
    (
        0,
        "mo",
        "/challenge create Walk unit:steps rounds:daily closes:20:00",
    ),
    (0, "mo", "/challenge open Walk"),
    (
        0,
        "mo",
        "/challenge create Raffle unit:times scoring:draw winners:1 rounds:none ends:2027-01-04 grace:0h",
    ),
    (0, "mo", "/challenge open Raffle"),
    (0, "mo", "/progress 1 on foot challenge:Walk"),
    (0, "ana", "/progress 2 challenge:Walk"),
    (0, "mo", "/undo"),
    (0, "mo", "/progress 1 challenge:Raffle"),
    (0, "ana", "/progress 1 challenge:Raffle"),
    // Raffle has ended, and its draw is revealed.
    (16, "mo", "/challenge redraw Raffle reason:\"Moved away\""),
    // Walk's first round has closed, and is filed.
    (36, "ana", "/progress 4 challenge:Walk"),
    (37, "ana", "/undo"),
];
/// A snapshot is due after so many events.
const SNAPSHOT_AFTER: u64 = 4;
/// Runs in a row that end by themselves, after which no step is left.
const UNHARMED: u32 = 3;

/// What is there in the end.
#[derive(Debug, PartialEq)]
struct Kept {
    events: BTreeMap<&'static str, usize>,
    posts: BTreeMap<String, usize>,
    posts_not_sent: Vec<String>,
    filed: Vec<(u32, u32)>,
    standings: Vec<String>,
    differences: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_death_before_any_step_loses_and_doubles_nothing() {
    if env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let clean = folder.path().join("clean.db");
    let first = Moved::start(&url(&clean), MORNING_MS, 0, SNAPSHOT_AFTER).expect("it serves");
    let people = [
        Person::enter(&first.address, "mo").await,
        Person::enter(&first.address, "ana").await,
    ];
    assert!(first.stops());
    let (_, right) = dies_and_goes_on(folder.path(), &people, 0).await;
    let events = [
        ("challenge_drafted", 2),
        ("challenge_ended", 1),
        ("challenge_final", 1),
        ("challenge_opened", 2),
        ("challenge_started", 2),
        ("draw_redone", 1),
        ("entry_recorded", 5),
        ("entry_voided", 2),
        ("identity_arrived", 2),
        ("member_joined", 4),
        ("round_closed", 1),
    ];
    assert_eq!(right.events, BTreeMap::from(events));
    let posts = [
        ("challenge_final", 1),
        ("challenge_opened", 2),
        ("draw_redone", 1),
        ("reply", 5),
        ("round_closed", 1),
    ];
    assert_eq!(
        right.posts,
        posts.map(|(kind, n)| (kind.to_owned(), n)).into()
    );
    assert_eq!(right.posts_not_sent, Vec::<String>::new());
    assert_eq!(right.filed.len(), 2);
    assert_eq!(right.differences, Vec::<String>::new());
    let (mut n, mut unharmed) = (0, 0);
    while unharmed < UNHARMED {
        let both = [n + 1, n + 2].map(|n| {
            let (folder, people) = (folder.path().to_owned(), people.clone());
            tokio::spawn(async move { dies_and_goes_on(&folder, &people, n).await })
        });
        for played in both {
            let (died, kept) = played.await.expect("no panic");
            n += 1;
            assert_eq!(kept, right, "a death before step {n}");
            unharmed = if died { 0 } else { unharmed + 1 };
        }
    }
    let n_steps = n - unharmed;
    println!("{n_steps} steps: 0 lost, 0 doubled");
    assert!(n_steps > 200, "{n_steps} steps");
}

/// Plays the story with a death before the `n`-th step, goes on after it; whether there was one, and what is kept.
async fn dies_and_goes_on(folder: &Path, people: &[Person; 2], n: u32) -> (bool, Kept) {
    let file = folder.join(format!("step-{n}.db"));
    fs::copy(folder.join("clean.db"), &file).expect("a copy");
    let url = url(&file);
    let mut done = 0;
    let mut died = true;
    if let Some(mut process) = Moved::start(&url, MORNING_MS, n, SNAPSHOT_AFTER) {
        done = play(&mut process, people, 0).await;
        died = !process.stops();
    }
    if died {
        let at_ms = STORY.get(done).map_or(end_ms(), |step| hour_ms(step.0));
        let mut process = Moved::start(&url, at_ms, 0, SNAPSHOT_AFTER).expect("it serves again");
        assert_eq!(
            play(&mut process, people, done).await,
            STORY.len(),
            "step {n}"
        );
        // What the dead one held counts as lost by then, and is asked about.
        assert!(process.settles_at(end_ms() + HOUR_MS), "step {n}");
        assert!(process.stops(), "step {n}");
    }
    let kept = kept(&url).await;
    fs::remove_file(&file).expect("it is there");
    (died, kept)
}

/// Plays the story from a step on; the first that was not answered, or all.
async fn play(process: &mut Moved, [mo, ana]: &[Person; 2], from: usize) -> usize {
    let mut hour = 0;
    for (n, (at, who, line)) in STORY.iter().enumerate().skip(from) {
        if *at > hour && !process.settles_at(hour_ms(*at)) {
            return n;
        }
        hour = *at;
        let person = if *who == "mo" { mo } else { ana };
        let delivery = format!("delivery-{n}");
        match person.say(&process.address, &delivery, line).await {
            Some(answer) if line.starts_with("/progress") => {
                assert!(is_saved(&answer), "{line}: {answer}");
            }
            Some(answer) => assert_eq!(answer["refused"], false, "{line}: {answer}"),
            None => return n,
        }
    }
    if process.settles_at(end_ms()) {
        STORY.len()
    } else {
        STORY.len() - 1
    }
}

async fn kept(url: &str) -> Kept {
    let house = House::open(url, &Clock::moved(end_ms() + HOUR_MS)).await;
    let store = house.engine.store();
    let communities = house.engine.communities().await.expect("reads");
    assert_eq!(communities.len(), 1);
    let community_id = communities[0];
    let records = house.stream_of(community_id).await;
    let mut events = BTreeMap::new();
    let mut posts_not_sent = Vec::new();
    for record in records {
        *events.entry(record.event.kind()).or_default() += 1;
        let rows = store
            .deliveries_of(community_id, record.seq)
            .await
            .expect("reads");
        let not_sent = rows.iter().filter(|row| row.state != DeliveryState::Sent);
        posts_not_sent.extend(not_sent.map(|row| format!("{row:?}")));
    }
    let mut posts = BTreeMap::new();
    for message in store
        .lounge_channel("arena", "", i64::MAX, 100)
        .await
        .expect("reads")
    {
        *posts.entry(message.kind).or_default() += 1;
    }
    let standings = house.tables_of(community_id).await;
    let kept = Kept {
        events,
        posts,
        posts_not_sent,
        filed: store.filed_results(community_id).await.expect("reads"),
        standings: standings.iter().map(|one| format!("{one:?}")).collect(),
        differences: house.differences().await,
    };
    house.close().await;
    kept
}

fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

fn hour_ms(hour: i64) -> i64 {
    MORNING_MS + hour * HOUR_MS
}

/// Everything that was begun in the story has had its time.
fn end_ms() -> i64 {
    hour_ms(STORY[STORY.len() - 1].0 + 3)
}
