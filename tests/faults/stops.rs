//! The real program is told to stop.

use std::time::Duration;

use huzzah::store::Store;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::process::{Person, Process};

#[tokio::test]
async fn a_stop_waits_for_what_was_accepted_and_not_for_ever() {
    if std::env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("huzzah.db");
    let process = Process::start(&file, &[]).expect("it serves");
    let mo = Person::enter(&process.address, "Mo").await;
    let create = "/challenge create Walk unit:steps";
    for (delivery, line) in [
        ("create-01", create),
        ("open-0001", "/challenge open Walk"),
        ("progress1", "/progress 1234"),
    ] {
        let said = mo.say(&process.address, delivery, line).await;
        assert_eq!(said.expect("an answer")["refused"], false, "{line}");
    }
    // Half a request, whose other half never comes.
    let mut half = TcpStream::connect(&process.address).await.expect("a line");
    let head = format!(
        "POST /lounge/enter HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\n\
         content-type: application/json\r\ncontent-length: 900\r\n\r\n{{",
        process.address
    );
    half.write_all(head.as_bytes()).await.expect("it is sent");
    // It has been accepted once a later request is answered.
    Person::enter(&process.address, "Bo").await;
    let told = Instant::now();
    let status = process.told_to_stop();
    assert!(status.success(), "{status}");
    assert!(
        told.elapsed() < Duration::from_secs(20),
        "{:?}",
        told.elapsed()
    );
    let store = Store::open(&format!("sqlite://{}", file.display())).await;
    let store = store.expect("nobody holds it");
    let pages = store.pages_after(1, 0, 99).await.expect("reads");
    let saved = pages.iter().any(|page| page.body.contains("1234000000"));
    assert!(saved, "what was accepted is there");
}
