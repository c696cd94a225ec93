//! `huzzah health` and `/readyz` of the real program: what a container's health check sees, while it runs and after.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use sqlx::{Connection as _, Executor as _, SqliteConnection};

/// A running `huzzah run`; killed when dropped.
struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended before.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn huzzah(command: &str, file: &Path, bind: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_huzzah"));
    program
        .arg(command)
        .env(
            "HUZZAH_DATABASE__URL",
            format!("sqlite://{}", file.display()),
        )
        .env("HUZZAH_HTTP__BIND", bind)
        .env("HUZZAH_LOG__FILTER", "error");
    program
}

fn run(file: &Path) -> Running {
    let mut command = huzzah("run", file, "127.0.0.1:0");
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    let output = child.stdout.take().expect("piped");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let said = lines.find_map(|line| Some(line.split_once("http://")?.1.to_owned()));
    let said = said.expect("it says where it is");
    let address = said.split(' ').next().expect("an address").to_owned();
    Running { child, address }
}

fn health(file: &Path, bind: &str) -> Output {
    huzzah("health", file, bind).output().expect("it ends")
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it is answered");
    answer
}

#[test]
fn a_running_process_is_well_and_ready_and_a_stopped_one_is_neither() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("huzzah.db");
    let running = run(&file);
    let address = running.address.clone();
    assert!(get(&address, "/readyz").starts_with("HTTP/1.1 200 "));
    let well = health(&file, &address);
    assert!(well.status.success(), "{well:?}");
    // A container listens everywhere; it asks itself by the loopback address.
    let port = address.rsplit(':').next().expect("a port");
    let well = health(&file, &format!("0.0.0.0:{port}"));
    assert!(well.status.success(), "{well:?}");
    drop(running);
    let gone = health(&file, &address);
    assert_eq!(gone.status.code(), Some(2));
    let complaint = String::from_utf8_lossy(&gone.stderr);
    assert!(
        complaint.starts_with(&format!("huzzah: reach {address}: ")),
        "{complaint}"
    );
}

#[tokio::test]
async fn a_process_whose_database_takes_no_writes_is_not_ready() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("huzzah.db");
    let running = run(&file);
    let url = format!("sqlite://{}", file.display());
    let mut other = SqliteConnection::connect(&url).await.expect("it opens");
    let held = other.execute("begin immediate").await;
    held.expect("nobody else writes");
    let ready = get(&running.address, "/readyz");
    assert!(ready.starts_with("HTTP/1.1 503 "), "{ready}");
    assert!(
        ready.contains("the database cannot be used just now"),
        "{ready}"
    );
    // It lives all the same: to start it anew would not help.
    assert!(health(&file, &running.address).status.success());
    other.execute("rollback").await.expect("it is let go of");
    let ready = get(&running.address, "/readyz");
    assert!(ready.starts_with("HTTP/1.1 200 "), "{ready}");
}
