//! Random histories of thousands of lines through `simulate` against a slow, obvious recomputation.
//!
//! Nothing here knows the crate's code: the recomputation has rules, days and fractions of its own.
//! `ORACLE_SEEDS` is how many seeds are tried (6; 2 on PostgreSQL), `ORACLE_FIRST` the first one (1) and
//! `ORACLE_LINES` how long a history is. The program plays in memory, and on PostgreSQL where the tests do.

#[path = "common/database.rs"]
mod database;

mod oracle {
    pub(crate) mod act;
    mod cases;
    pub(crate) mod civil;
    mod command;
    pub(crate) mod compare;
    mod deliveries;
    mod fraction;
    pub(crate) mod history;
    mod judge;
    mod moves;
    mod plan;
    pub(crate) mod reckon;
    mod rng;
    mod rounds;
    mod score;
    mod typed;
    mod zones;
}

use std::env;
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

use database::fresh_database;
use oracle::compare::{self, Printed};
use oracle::history::{self, History};

#[test]
fn random_histories_come_to_the_standings_of_the_recomputation() {
    let first = number("ORACLE_FIRST", 1);
    let usual = if on_server() { 2 } else { 6 };
    for seed in first..first + number("ORACLE_SEEDS", usual) {
        let history = history::write(seed, number("ORACLE_LINES", 3_600));
        if let Err(difference) = judge(seed, &history) {
            let (history, difference) = shorten(seed, history, difference);
            let file = env::temp_dir().join(format!("huzzah-oracle-{seed}.jsonl"));
            std::fs::write(&file, text(&history)).expect("the history is kept for a look");
            panic!("seed {seed}, history in {}:\n{difference}", file.display());
        }
    }
}

fn judge(seed: u64, history: &History) -> Result<(), String> {
    compare::compare(history, &simulate(seed, history))
}

/// Looks for a shorter beginning that already differs.
fn shorten(seed: u64, history: History, difference: String) -> (History, String) {
    let (mut equal, mut found) = (0, (history, difference));
    while equal + 1 < found.0.lines.len() {
        let middle = usize::midpoint(equal, found.0.lines.len());
        let beginning = found.0.beginning(middle);
        match judge(seed, &beginning) {
            Ok(()) => equal = middle,
            Err(difference) => found = (beginning, difference),
        }
    }
    found
}

/// Runs the real program on a history.
fn simulate(seed: u64, history: &History) -> Printed {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huzzah"));
    command.args(["simulate", "-", "--seed", &seed.to_string()]);
    let database = on_server().then(fresh_database);
    if let Some(database) = &database {
        command.args(["--database", &database.url]);
    }
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("piped");
    let lines = text(history);
    // The program may stop reading; what it says on the way out tells more than a broken pipe.
    let feeder = thread::spawn(move || input.write_all(lines.as_bytes()).is_ok());
    let output = child.wait_with_output().expect("the program ends");
    let was_read = feeder.join().expect("the feeder only writes");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        was_read && output.status.success(),
        "seed {seed}: {}\n{complaint}",
        output.status
    );
    Printed::read(&String::from_utf8(output.stdout).expect("text"))
}

/// Whether the tests run on a database server.
fn on_server() -> bool {
    env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres")
}

fn text(history: &History) -> String {
    history
        .lines
        .iter()
        .map(|line| line.json() + "\n")
        .collect()
}

fn number(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().expect("a number"))
}
