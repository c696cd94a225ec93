//! A house in a process of its own, served like `huzzah run` but on a clock that the test moves: this test program, asked
//! to be that process.

use std::env;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{self, Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use huzzah::app::serve::House;
use huzzah::clock::Clock;
use huzzah::domain::challenge::Challenge;
use huzzah::engine;
use huzzah::platform::lounge::{Door, Options};
use huzzah::store::{self, DeliveryRow, DeliveryState, Store};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::house::records_of;

/// The database, the time, the step of a transaction before which it dies (0 for none), and the events after which
/// snapshots are written.
const ASKED: &str = "FAULTS_MOVED_HOUSE";

/// A child that serves; killed when dropped.
pub(crate) struct Moved {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
    pub(crate) address: String,
}

impl Moved {
    /// Starts on a database at a time; `die_at` names the step before which it dies. None where it died before it served.
    pub(crate) fn start(url: &str, at_ms: i64, die_at: u32, snapshot_after: u64) -> Option<Self> {
        let program = env::current_exe().expect("a program");
        let mut child = Command::new(program)
            .args([
                "--exact",
                "moved::serves_until_its_input_ends",
                "--nocapture",
            ])
            .env(ASKED, format!("{url} {at_ms} {die_at} {snapshot_after}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let output = child.stdout.take().expect("it has an output");
        let mut moved = Self {
            input: child.stdin.take(),
            child,
            output: BufReader::new(output).lines(),
            address: String::new(),
        };
        moved.address = moved.reads("serves at ")?;
        Some(moved)
    }

    /// Moves its clock, and waits until everything that is due then is done, posted and filed; false where it died.
    pub(crate) fn settles_at(&mut self, at_ms: i64) -> bool {
        self.tell(&format!("settle {at_ms}")) && self.reads("settled").is_some()
    }

    /// Moves its clock, and goes on at once.
    pub(crate) fn moves_to(&mut self, at_ms: i64) {
        self.tell(&format!("move {at_ms}"));
    }

    /// Has it stop in good order; whether it did.
    pub(crate) fn stops(mut self) -> bool {
        drop(self.input.take());
        self.child.wait().expect("it ended").success()
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn tell(&mut self, line: &str) -> bool {
        let input = self.input.as_mut().expect("it has an input");
        writeln!(input, "{line}").is_ok()
    }

    /// The rest of the next line that has these words; none when it died instead.
    fn reads(&mut self, words: &str) -> Option<String> {
        let mut lines = self.output.by_ref().map_while(Result::ok);
        lines.find_map(|line| Some(line.split_once(words)?.1.to_owned()))
    }
}

impl Drop for Moved {
    fn drop(&mut self) {
        // It may have ended before.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serves_until_its_input_ends() {
    // Run among the other tests, nobody asked for it.
    let Ok(asked) = env::var(ASKED) else { return };
    let parts: Vec<&str> = asked.split(' ').collect();
    let number = |n: usize| parts[n].parse::<i64>().expect("a number");
    let natural = |n: usize| parts[n].parse::<u32>().expect("a number");
    engine::snapshot_after(natural(3).into());
    store::die_at_step(natural(2));
    let clock = Clock::moved(number(1));
    let store = Store::open(parts[0]).await.expect("a database");
    let house = House::build(store, clock.clone(), Options::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("serves at {}", listener.local_addr().expect("an address"));
    house.start();
    let (told, lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            told.send(line).expect("the house stands");
        }
    });
    let obeyed = obey(house.engine.clone(), clock, lines);
    house
        .serve(listener, &Door::Open, obeyed)
        .await
        .expect("the port holds");
}

async fn obey(engine: engine::Engine, clock: Clock, mut lines: mpsc::UnboundedReceiver<String>) {
    while let Some(line) = lines.recv().await {
        let (word, at_ms) = line.split_once(' ').expect("a word and a time");
        clock.set_ms(at_ms.parse().expect("a time"));
        if word == "settle" {
            while !is_settled(&engine).await {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            println!("settled");
        }
    }
}

/// Whether this process is about to do something about a post. What another has begun is not for it to end.
fn is_under_way(post: &DeliveryRow, now_ms: i64) -> bool {
    let later = post.due_ms > now_ms || post.lease_ms.is_some_and(|at_ms| at_ms > now_ms);
    match post.state {
        DeliveryState::Sending => {
            let ours = format!("{}-", process::id());
            post.owner
                .as_ref()
                .is_some_and(|owner| owner.starts_with(&ours))
        }
        DeliveryState::Waiting | DeliveryState::Unknown => !later,
        DeliveryState::Sent | DeliveryState::Failed => false,
    }
}

/// Whether nothing is due, no post waits or is on its way, and every result is filed.
async fn is_settled(engine: &engine::Engine) -> bool {
    let (store, now_ms) = (engine.store(), engine.now_ms());
    let due_ms = store.next_due_overall().await.expect("reads");
    let post_ms = store.next_delivery_due(now_ms, &[]).await.expect("reads");
    let later = |at_ms: Option<i64>| at_ms.is_none_or(|at_ms| at_ms > now_ms);
    if !later(due_ms) || !later(post_ms) {
        return false;
    }
    for community_id in engine.communities().await.expect("reads") {
        for record in records_of(store, community_id).await {
            let posts = store.deliveries_of(community_id, record.seq).await;
            if posts
                .expect("reads")
                .iter()
                .any(|post| is_under_way(post, now_ms))
            {
                return false;
            }
        }
        let filed = engine.view(community_id, |community| {
            let challenges = community.challenges().iter();
            challenges.flat_map(Challenge::frozen).next().is_none()
        });
        if !filed.await.expect("a fold") {
            return false;
        }
    }
    true
}
