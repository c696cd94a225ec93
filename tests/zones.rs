//! Closes and local days in every zone, against Python's zoneinfo with the same zone data.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

use chrono_tz::{IANA_TZDB_VERSION, TZ_VARIANTS, Tz};
use huzzah::domain::calendar::{Closing, Days, Rhythm, zone_named};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/zones/expected.py");

#[test]
fn every_zone_closes_and_counts_days_as_python_says() {
    let names: Vec<&str> = TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    let (some, others) = names.split_at(names.len() / 2);
    let told = thread::scope(|scope| {
        let halves = [some, others].map(|half| scope.spawn(|| compare(half)));
        halves.map(|half| half.join().expect("comparing does not panic"))
    });
    let [Some(some), Some(others)] = told else {
        let pip = pip_version(IANA_TZDB_VERSION);
        let missing = format!("this needs python3 (3.9 or later) with `pip install tzdata=={pip}`");
        assert!(std::env::var_os("CI").is_none(), "{missing}");
        println!("skipped: {missing}");
        return;
    };
    let wrong = [some, others].concat();
    assert!(
        wrong.is_empty(),
        "{} mismatches:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The mismatches in these zones; nothing if there is nobody to ask.
fn compare(names: &[&str]) -> Option<Vec<String>> {
    let told = ask_python(names)?;
    // Two zones are told once more for the day they skipped in 2011.
    let n_skipped = names
        .iter()
        .filter(|name| ["Pacific/Apia", "Pacific/Fakaofo"].contains(name))
        .count();
    assert_eq!(told.lines().count(), (names.len() + n_skipped) * 5);
    Some(told.lines().filter_map(mismatch).collect())
}

/// What the script prints; nothing if Python or the zone data of our version is missing.
fn ask_python(names: &[&str]) -> Option<String> {
    let mut python = Command::new("python3")
        .args([SCRIPT, IANA_TZDB_VERSION])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    // A script that stops early closes the pipe; its exit code tells why.
    let _ = python
        .stdin
        .take()
        .expect("it is piped")
        .write_all(names.join("\n").as_bytes());
    let output = python.wait_with_output().expect("python3 ends");
    if output.status.code() == Some(3) {
        return None;
    }
    assert!(output.status.success(), "the script failed");
    Some(String::from_utf8(output.stdout).expect("zone names and numbers"))
}

/// The version of the Python package for an IANA version: 2025b is 2025.2.
fn pip_version(iana: &str) -> String {
    let (year, letter) = iana.split_at(4);
    letter.bytes().next().map_or(year.to_owned(), |letter| {
        format!("{year}.{}", letter - b'a' + 1)
    })
}

/// What is wrong with our answer to a line, if anything is.
fn mismatch(line: &str) -> Option<String> {
    let mut words = line.split(' ');
    let mut word = || words.next().expect("a word");
    let (what, name, which) = (word(), word(), word());
    let zone = zone_named(name).expect("we named it");
    match what {
        "closes" => other_close(zone, which, [word(), word()].map(number), words),
        _ => other_day(zone, which, words),
    }
    .map(|wrong| format!("{name} {which}: {wrong}"))
}

/// Follows the closes from the beginning; each must be the one that comes next.
fn other_close<'a>(
    zone: Tz,
    rhythm: &str,
    [begin_s, first_s]: [i64; 2],
    runs: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let (rhythm, text) = match rhythm {
        "daily" => (Rhythm::Daily, "02:30"),
        "weekly" => (Rhythm::Weekly, "sun 02:00"),
        _ => (Rhythm::Monthly, "last 00:30"),
    };
    let closing = Closing::read(rhythm, text).expect("a closing");
    let mut close_s = first_s;
    let mut ours_ms = closing.next_ms(zone, begin_s * 1000 - 1);
    for (step_s, count) in runs.map(|run| run.split_once('x').expect("a run")) {
        for _ in 0..number(count) {
            if ours_ms != close_s * 1000 {
                return Some(format!("closes at {ours_ms} ms, not at {close_s} s"));
            }
            close_s += number(step_s);
            ours_ms = closing.next_ms(zone, ours_ms);
        }
    }
    (ours_ms != close_s * 1000).then(|| format!("closes at {ours_ms} ms, not at {close_s} s"))
}

fn other_day<'a>(
    zone: Tz,
    ends_min: &str,
    mut probes: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let days = Days {
        zone,
        ends_min: u16::try_from(number(ends_min)).expect("minutes"),
    };
    probes.find_map(|probe| {
        let (second, day) = probe.split_once(':').expect("a probe");
        let ours = days.day_of(number(second) * 1000);
        (i64::from(ours.0) != number(day))
            .then(|| format!("{second} s is in day {}, not {day}", ours.0))
    })
}

#[track_caller]
fn number(text: &str) -> i64 {
    text.parse().expect("a number")
}
