//! A Redis of our own, and just enough of its protocol to ask it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// A server that ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
}

impl Server {
    /// Starts a server that keeps its data in `folder`, with an append-only file that is synced at every write.
    pub(crate) fn start(folder: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = port.expect("there is a free port").port();
        let mut command = Command::new("redis-server");
        command.args([
            "--port",
            &port.to_string(),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--daemonize",
            "no",
        ]);
        command.args([
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--aof-use-rdb-preamble",
            "no",
        ]);
        command
            .args(["--auto-aof-rewrite-percentage", "0"])
            .arg("--dir")
            .arg(folder);
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("redis-server can be started");
        Self { child, port }
    }

    /// A connection, once the server has loaded its data.
    pub(crate) fn client(&self) -> Client {
        loop {
            if let Ok(stream) = TcpStream::connect(("127.0.0.1", self.port)) {
                stream.set_nodelay(true).expect("a socket takes the option");
                let mut client = Client {
                    stream,
                    read: Vec::new(),
                };
                if client.ask_raw(&["PING"]).starts_with(b"+") {
                    return client;
                }
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Resident memory in bytes.
    pub(crate) fn resident(&self) -> f64 {
        let info =
            String::from_utf8(self.client().ask(&["INFO", "memory"])).expect("INFO answers text");
        let line = info
            .lines()
            .find_map(|line| line.strip_prefix("used_memory_rss:"))
            .expect("INFO tells the memory");
        line.trim().parse().expect("a number of bytes")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; nothing it holds is needed any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A blocking connection.
pub(crate) struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Client {
    /// Sends one command and waits for its reply.
    ///
    /// # Panics
    /// If Redis answers with an error.
    pub(crate) fn ask(&mut self, parts: &[&str]) -> Vec<u8> {
        let reply = self.ask_raw(parts);
        assert!(
            !reply.starts_with(b"-"),
            "redis: {}",
            String::from_utf8_lossy(&reply)
        );
        reply
    }

    fn ask_raw(&mut self, parts: &[&str]) -> Vec<u8> {
        let mut out = Vec::with_capacity(128);
        command(&mut out, parts);
        self.stream.write_all(&out).expect("redis takes a command");
        loop {
            if let Some(end) = end_of_reply(&self.read, 0) {
                return self.read.drain(..end).collect();
            }
            let mut bytes = [0; 16 * 1024];
            let n = self.stream.read(&mut bytes).expect("redis answers");
            assert!(n > 0, "redis hung up");
            self.read.extend_from_slice(&bytes[..n]);
        }
    }
}

/// A connection for the runtime.
pub(crate) struct Connection {
    stream: tokio::net::TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(port: u16) -> Self {
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("redis takes a connection");
        stream.set_nodelay(true).expect("a socket takes the option");
        Self {
            stream,
            read: Vec::with_capacity(64 * 1024),
        }
    }

    /// Sends one command and waits for its reply.
    pub(crate) async fn ask(&mut self, parts: &[&str]) -> Vec<u8> {
        let mut out = Vec::with_capacity(128);
        command(&mut out, parts);
        self.stream
            .write_all(&out)
            .await
            .expect("redis takes a command");
        loop {
            if let Some(end) = end_of_reply(&self.read, 0) {
                return self.read.drain(..end).collect();
            }
            assert!(
                self.stream
                    .read_buf(&mut self.read)
                    .await
                    .expect("redis answers")
                    > 0,
                "redis hung up"
            );
        }
    }

    /// Sends `out` while it waits for `n_replies`; none of them may be an error.
    pub(crate) async fn exchange(&mut self, out: &[u8], n_replies: usize) {
        let (mut reader, mut writer) = self.stream.split();
        let read = &mut self.read;
        let receive = async {
            let mut at = 0;
            for _ in 0..n_replies {
                loop {
                    if let Some(end) = end_of_reply(read, at) {
                        assert_ne!(
                            read[at],
                            b'-',
                            "redis: {}",
                            String::from_utf8_lossy(&read[at..end])
                        );
                        at = end;
                        break;
                    }
                    read.drain(..at);
                    at = 0;
                    assert!(
                        reader.read_buf(read).await.expect("redis answers") > 0,
                        "redis hung up"
                    );
                }
            }
            read.drain(..at);
        };
        let send = async { writer.write_all(out).await.expect("redis takes a command") };
        tokio::join!(send, receive);
    }
}

/// Appends one command.
pub(crate) fn command(out: &mut Vec<u8>, parts: &[&str]) {
    write!(out, "*{}\r\n", parts.len()).expect("memory takes every byte");
    for part in parts {
        write!(out, "${}\r\n{part}\r\n", part.len()).expect("memory takes every byte");
    }
}

/// Appends what one entry is to Redis: a higher score and a line in a stream, together. Four replies follow.
pub(crate) fn entry(out: &mut Vec<u8>, keys: (&str, &str), id: &str, user: &str, amount: &str) {
    command(out, &["MULTI"]);
    command(out, &["ZINCRBY", keys.0, amount, user]);
    command(out, &["XADD", keys.1, id, "user", user, "amount", amount]);
    command(out, &["EXEC"]);
}

/// Where the reply that begins at `at` ends, if all of it is there.
fn end_of_reply(bytes: &[u8], at: usize) -> Option<usize> {
    let line = at
        + bytes
            .get(at..)?
            .windows(2)
            .position(|pair| pair == b"\r\n")?;
    let number = || {
        std::str::from_utf8(&bytes[at + 1..line])
            .ok()?
            .parse::<i64>()
            .ok()
    };
    let mut end = line + 2;
    match bytes[at] {
        b'$' => {
            let length = usize::try_from(number()?).map_or(0, |length| length + 2);
            (bytes.len() >= end + length).then_some(end + length)
        }
        b'*' => {
            for _ in 0..number()? {
                end = end_of_reply(bytes, end)?;
            }
            Some(end)
        }
        _ => Some(end),
    }
}
