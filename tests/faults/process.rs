//! The real program as a child process, and people who talk to its lounge over HTTP.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A running `huzzah run`; killed when dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: String,
}

impl Process {
    /// Starts on a SQLite file and a free port, with more in its environment. None where it died before it served.
    pub(crate) fn start(file: &Path, environment: &[(&str, &str)]) -> Option<Self> {
        let mut command = program(file);
        command.arg("run").envs(environment.iter().copied());
        Self::serving(command)
    }

    /// The same by a command of one's own.
    pub(crate) fn serving(mut command: Command) -> Option<Self> {
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        let output = child.stdout.take().expect("it has an output");
        let address = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let rest = line.split_once("http://")?.1;
                Some(rest.split(' ').next()?.to_owned())
            });
        let Some(address) = address else {
            child.wait().expect("it ended");
            return None;
        };
        Some(Self { child, address })
    }

    /// Kills it: nothing in it runs any more.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it ended");
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to stop; how it ended.
    pub(crate) fn told_to_stop(mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.expect("there is such a program").success());
        self.child.wait().expect("it ended")
    }

    /// Whether it runs still.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("it can be asked").is_none()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended before.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The program on a SQLite file.
pub(crate) fn program(file: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huzzah"));
    command
        .env(
            "HUZZAH_DATABASE__URL",
            format!("sqlite://{}", file.display()),
        )
        .env("HUZZAH_HTTP__BIND", "127.0.0.1:0")
        .env("HUZZAH_LOG__FILTER", "error");
    command
}

/// Somebody with a seat in the lounge.
#[derive(Clone)]
pub(crate) struct Person {
    cookie: String,
}

impl Person {
    /// Enters under a name.
    pub(crate) async fn enter(address: &str, name: &str) -> Self {
        let (head, _) = post(address, "/lounge/enter", "", &json!({ "name": name }))
            .await
            .expect("is let in");
        let cookie = head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
            .expect("a cookie");
        let token = cookie.split(';').next().expect("a pair");
        Self {
            cookie: format!("cookie: {token}\r\n"),
        }
    }

    /// Says a line; what the lounge answered, or none where it was not answered in full.
    pub(crate) async fn say(&self, address: &str, delivery: &str, line: &str) -> Option<Value> {
        let body = json!({ "channel": "arena", "delivery": delivery, "text": line });
        let (head, body) = post(address, "/lounge/say", &self.cookie, &body).await?;
        if !head.starts_with("HTTP/1.1 200") {
            return None;
        }
        serde_json::from_str(&body).ok()
    }
}

/// Posts; head and body of the answer, or none where the connection broke.
async fn post(address: &str, path: &str, headers: &str, body: &Value) -> Option<(String, String)> {
    let body = body.to_string();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\norigin: http://{address}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((
        head.to_lowercase().replacen("http/1.1", "HTTP/1.1", 1),
        body.to_owned(),
    ))
}
