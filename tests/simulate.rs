//! `huzzah simulate` from outside: what it reads, what it writes, and what it says of lines that it can't read.
//!
//! `tests/simulate/season.txt` is what `season.jsonl` must come to, word for word; `UPDATE_GOLDEN=1` writes it anew, to be
//! read before it is kept.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn here(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Runs the program with lines on its standard input.
fn simulate(lines: &str, options: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_huzzah"))
        .args(["simulate", "-"])
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("piped");
    // It stops reading at the first line that it can't read.
    drop(input.write_all(lines.as_bytes()));
    drop(input);
    child.wait_with_output().expect("the program ends")
}

#[track_caller]
fn written(output: &Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn objects(written: &str) -> Vec<Value> {
    let lines = written.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

#[test]
fn a_season_reads_the_same_every_time() {
    let lines = fs::read_to_string(here("tests/simulate/season.jsonl")).expect("a history");
    let once = written(&simulate(&lines, &["--seed", "7"]));
    let again = written(&simulate(&lines, &["--seed", "7"]));
    assert_eq!(once, again);
    let kept = here("tests/simulate/season.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&kept, &once).expect("it can be written");
    }
    let expected = fs::read_to_string(&kept).expect("a transcript");
    for (number, (found, expected)) in (1..).zip(once.lines().zip(expected.lines())) {
        assert_eq!(found, expected, "line {number} of season.txt");
    }
    assert_eq!(once, expected);
}

#[test]
fn every_input_line_ends_with_its_number_and_the_standings_come_last() {
    let lines = fs::read_to_string(here("tests/simulate/season.jsonl")).expect("a history");
    let written = objects(&written(&simulate(&lines, &[])));
    let done = written.iter().filter_map(|line| line["done"].as_u64());
    let n_lines = u64::try_from(lines.lines().count()).expect("few");
    assert_eq!(
        done.collect::<Vec<_>>(),
        (1..=n_lines).collect::<Vec<u64>>()
    );
    let standings = written.iter().filter(|line| line["standings"].is_array());
    assert_eq!(standings.count(), 1);
    assert!(written.last().expect("lines")["standings"].is_array());
}

#[test]
fn moderators_are_reminded_a_day_before_the_close_also_where_nothing_else_happens() {
    let lines = concat!(
        r#"{"at":"2027-01-04T09:00:00Z","user":"mo","moderator":true,"line":"/challenge create Run unit:km entry_max:50km"}"#,
        "\n",
        r#"{"at":"2027-01-04T09:00:01Z","user":"mo","moderator":true,"line":"/challenge open Run"}"#,
        "\n",
        r#"{"at":"2027-01-04T09:01:00Z","user":"ana","line":"/progress 80"}"#,
        "\n",
        r#"{"at":"2027-01-12T00:00:00Z"}"#,
        "\n",
    );
    let written = objects(&written(&simulate(lines, &[])));
    let place = |is: &dyn Fn(&Value) -> bool| written.iter().position(is);
    let reminded = place(&|line| line["to"] == "mo" && line["at"] == "2027-01-09T20:00:00Z");
    let closed = place(&|line| line["announcement"] == "round_closed");
    assert!(reminded.is_some() && reminded < closed, "{written:#?}");
    assert_eq!(
        written[closed.expect("a close")]["at"],
        "2027-01-10T20:00:00Z"
    );
}

/// The fenced blocks of the README's part about dry runs.
fn readme_blocks() -> Vec<String> {
    let readme = fs::read_to_string(here("README.md")).expect("a README");
    let (_, part) = readme
        .split_once("## Try rules before you use them")
        .expect("the README tells of dry runs");
    let (part, _) = part.split_once("\n## ").expect("another part follows");
    let blocks = part.split("```json\n").skip(1);
    blocks
        .filter_map(|block| Some(block.split_once("```")?.0.to_owned()))
        .collect()
}

#[test]
fn the_readme_shows_what_comes_out() {
    let [lines, shown] = readme_blocks().try_into().expect("two examples");
    let written = written(&simulate(&lines, &[]));
    for shown in shown.lines() {
        // What is left out of a line is written as `…`.
        let pieces: Vec<&str> = shown.split('…').collect();
        let has_all = |line: &str| {
            let mut rest = line;
            pieces.iter().all(|piece| {
                let found = rest.find(piece);
                rest = found.map_or("", |at| &rest[at + piece.len()..]);
                found.is_some()
            })
        };
        assert!(
            written.lines().any(has_all),
            "{shown}\nis not in\n{written}"
        );
    }
}

#[track_caller]
fn check_refused(lines: &str, options: &[&str], sentence: &str) {
    let output = simulate(lines, options);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    assert_eq!(complaint.trim_end().lines().count(), 1, "{complaint}");
    assert!(complaint.contains(sentence), "{complaint}");
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let good = r#"{"at":"2027-01-04T09:00:00Z","user":"ana","line":"/help"}"#;
    let after = |bad: &str| format!("{good}\n\n{bad}\n");
    check_refused(
        &after(r#"{"at":"2027-01-04T08:59:59Z"}"#),
        &[],
        "line 3 is earlier than the line before it: put the lines in order of time",
    );
    check_refused(
        &after(r#"{"at":"2027-01-04T09:"#),
        &[],
        "line 3: this is not a line such as {\"at\":",
    );
    check_refused(
        &after(r#"{"at":"tomorrow"}"#),
        &[],
        "line 3: `tomorrow` is not a time such as 2027-01-04T09:00:00Z",
    );
    check_refused(
        &after(r#"{"at":"2027-01-04T09:00:00Z","line":"/help"}"#),
        &[],
        "line 3: a line has a user and either `line` or `press`, as in",
    );
    check_refused(
        &after(r#"{"at":"2027-01-04T09:00:00Z","user":"ana","says":"/help"}"#),
        &[],
        "unknown field `says`",
    );
}

#[test]
fn a_button_that_is_not_there_is_refused_with_those_that_are() {
    let lines = concat!(
        r#"{"at":"2027-01-04T09:00:00Z","user":"mo","moderator":true,"line":"/challenge create Run unit:km"}"#,
        "\n",
        r#"{"at":"2027-01-04T09:00:01Z","user":"mo","moderator":true,"press":"Opn"}"#,
        "\n",
        r#"{"at":"2027-01-04T09:00:02Z","user":"ana","press":"Open"}"#,
        "\n",
    );
    let written = objects(&written(&simulate(lines, &[])));
    let refused: Vec<&str> = written
        .iter()
        .filter(|line| line["refused"] == true)
        .filter_map(|line| line["text"].as_str())
        .collect();
    assert_eq!(
        refused,
        [
            "mo sees no button Opn here; there are: Open.",
            "ana sees no button Open here; there are none."
        ]
    );
}

#[test]
fn an_empty_file_is_played_on_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("dry run.db");
    fs::write(&file, "").expect("an empty file");
    let url = format!("sqlite:{}", file.display());
    let lines = r#"{"at":"2027-01-04T09:00:00Z","user":"mo","moderator":true,"line":"/challenge create Run unit:km"}"#;
    let output = written(&simulate(lines, &["--database", &url]));
    assert!(output.contains("\"standings\":"), "{output}");
    let again = "is not empty: name an empty one, or leave --database out";
    check_refused(lines, &["--database", &url], again);
}
