//! `huzzah verify` from outside: it finds what was changed behind its back, and makes nothing that is not there.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use huzzah::domain::community::Community;
use huzzah::domain::line;
use huzzah::domain::snapshot::FORMAT;
use huzzah::store::{SnapshotHeader, SnapshotPart, Store};
use sqlx::{Connection as _, Executor as _, SqliteConnection};

/// Two weeks of a challenge with a closed round, then one that runs.
const LINES: &str = r#"
{"at":"2027-01-04T09:00:00Z","user":"mo","moderator":true,"line":"/challenge create Run unit:km"}
{"at":"2027-01-04T09:00:01Z","user":"mo","moderator":true,"line":"/challenge open Run"}
{"at":"2027-01-04T09:01:00Z","user":"ana","line":"/progress 5km"}
{"at":"2027-01-04T09:02:00Z","user":"ben","line":"/progress 7km"}
{"at":"2027-01-12T09:00:00Z","user":"ana","line":"/progress 2km"}
"#;

fn huzzah(arguments: &[&str], database: &str, input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_huzzah"))
        .args(arguments)
        .env("HUZZAH_DATABASE__URL", database)
        .env("HUZZAH_LOG__FILTER", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("piped");
    // Whoever reads nothing is gone before it is written.
    drop(stdin.write_all(input.as_bytes()));
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

/// Plays the two weeks on a file, and answers its address.
fn played(file: &Path) -> String {
    let url = format!("sqlite://{}", file.display());
    let output = huzzah(&["simulate", "-", "--database", &url], &url, LINES);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    url
}

#[track_caller]
fn check(url: &str, code: i32, sentences: &[&str]) {
    let output = huzzah(&["verify"], url, "");
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}{complaint}");
    for sentence in sentences {
        assert!(said.contains(sentence), "{sentence}\nis not in\n{said}");
    }
}

async fn tamper(file: &Path, sql: &'static str) {
    let url = format!("sqlite://{}", file.display());
    let mut database = SqliteConnection::connect(&url).await.expect("it opens");
    let done = database.execute(sql).await.expect("it is done");
    assert_eq!(done.rows_affected(), 1);
    database.close().await.expect("it closes");
}

#[tokio::test]
async fn what_was_left_alone_is_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = played(&folder.path().join("huzzah.db"));
    let counted = "1 community, 12 events, ";
    check(&url, 0, &[counted, "standings recomputed: 0 differ"]);
}

#[tokio::test]
async fn a_row_changed_in_a_filed_result_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("huzzah.db");
    let url = played(&file);
    let sql = "update result set body = replace(body, '7000000', '9000000') where part_no = 0";
    tamper(&file, sql).await;
    check(
        &url,
        1,
        &["community 1: Run, round 1 as filed: ", " differ"],
    );
}

#[tokio::test]
async fn a_close_that_does_not_follow_from_its_entries_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("huzzah.db");
    let url = played(&file);
    let store = Store::open(&url).await.expect("it opens");
    let pages = store.pages_after(1, 0, 256).await.expect("pages");
    let close = pages
        .iter()
        .find(|page| page.body.contains("\"digest\":\""));
    let close = close.expect("a close");
    let (before, after) = close.body.split_once("\"digest\":\"").expect("a digest");
    let turned = if after.starts_with('0') { '1' } else { '0' };
    let body = format!("{before}\"digest\":\"{turned}{}", &after[1..]);
    let mut tx = store.begin().await.expect("begins");
    let rewritten = tx.rewrite_page(1, close.first_seq, &body).await;
    assert!(rewritten.expect("it is written"));
    tx.commit().await.expect("saves");
    store.close().await;
    let sentence =
        "community 1: Run: the close of Round does not follow from the entries before it";
    check(&url, 1, &[sentence]);
}

#[tokio::test]
async fn a_snapshot_of_other_entries_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = played(&folder.path().join("huzzah.db"));
    let store = Store::open(&url).await.expect("it opens");
    let mut community = Community::default();
    for page in store.pages_after(1, 0, 256).await.expect("pages") {
        // As if Ana had gone further in the running round.
        let body = page.body.replace(":2000000000,", ":3000000000,");
        for record in line::read_page(&body).expect("a page") {
            community.apply(&record).expect("it follows");
        }
    }
    community.filed(1, 1);
    let taken = community.take().expect("all is filed");
    let seq = taken.seq();
    let (head, pieces) = taken.pieces_since(0);
    let parts = pieces.into_iter().map(|piece| SnapshotPart {
        kind: piece.kind,
        part_no: piece.number,
        body: piece.bytes,
    });
    let parts: Vec<SnapshotPart> = parts.collect();
    let format = FORMAT;
    let header = SnapshotHeader { seq, format, head };
    store.drop_snapshot(1).await.expect("dropped");
    let base = store.snapshot_base(1).await.expect("reads");
    let written = store.write_snapshot_parts(1, base, seq, &parts).await;
    written.expect("written");
    let finished = store.finish_snapshot(1, base, &header).await;
    finished.expect("finished");
    store.close().await;
    check(&url, 1, &["community 1: Run, as shown: "]);
}

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data").join("hzuzah.db");
    let output = huzzah(&["verify"], &format!("sqlite://{}", file.display()), "");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    assert!(
        complaint.contains("there is no database file"),
        "{complaint}"
    );
    assert!(!file.exists() && !folder.path().join("data").exists());
}
