//! The real program beside the tests' Slack: what it needs to start, what its log tells, and how much it swallows.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use huzzah::clock::Clock;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::crew::Way;
use crate::slack::Slack;
use crate::slack::act::Workspace;
use crate::slack::deliver::Door;
use crate::slack::trouble::{Harm, Trouble};

/// A running `huzzah run`; killed when dropped.
struct Program {
    child: Child,
    address: SocketAddr,
    log: PathBuf,
    _folder: TempDir,
}

fn command(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huzzah"));
    let database = folder.path().join("huzzah.db");
    command
        .env_clear()
        .env(
            "HUZZAH_DATABASE__URL",
            format!("sqlite://{}", database.display()),
        )
        .env("HUZZAH_HTTP__BIND", "127.0.0.1:0")
        .current_dir(folder.path());
    command
}

impl Program {
    fn start(slack: &Slack, settings: &[(&str, String)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("log");
        let mut command = command(&folder);
        command
            .arg("run")
            .env("HUZZAH_LOG__FILTER", "trace")
            .env("HUZZAH_LOG__FORMAT", "json")
            .env("HUZZAH_SLACK__API_URL", slack.api_url())
            .envs(settings.iter().map(|(name, value)| (*name, value)))
            .stdout(Stdio::piped())
            .stderr(File::create(&log).expect("a file"));
        let mut child = command.spawn().expect("it starts");
        let output = child.stdout.take().expect("its output");
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        let address = lines.into_iter().find_map(|line| {
            let rest = line.split_once("http://")?.1;
            rest.split(' ').next()?.parse().ok()
        });
        let Some(address) = address else {
            panic!(
                "it did not start: {}",
                fs::read_to_string(&log).unwrap_or_default()
            );
        };
        Self {
            child,
            address,
            log,
            _folder: folder,
        }
    }

    /// Stops in good order; everything it logged.
    fn ends(mut self) -> String {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.expect("it can be told").success());
        self.child.wait().expect("it ends");
        fs::read_to_string(&self.log).expect("a log")
    }

    /// The most memory it has held, in KiB.
    fn peak_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it runs");
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let figure = line.expect("a peak").split_whitespace().nth(1);
        figure.expect("a figure").parse().expect("a number")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended before.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A workspace with the app, and the settings of a program that serves it.
async fn town(way: Way) -> (Slack, Workspace, Vec<(&'static str, String)>) {
    let slack = Slack::open(Clock::wall()).await;
    let acme = slack.workspace("T1");
    acme.person_with("mo", |person| person.admin = true);
    let mut settings = vec![("HUZZAH_SLACK__BOT_TOKEN", acme.installs())];
    slack.with(|world| match way {
        Way::Socket => settings.push(("HUZZAH_SLACK__APP_TOKEN", world.app.socket_token.clone())),
        Way::Http => settings.push((
            "HUZZAH_SLACK__SIGNING_SECRET",
            world.app.signing_secret.clone(),
        )),
    });
    (slack, acme, settings)
}

/// Waits until somebody sees something that says so.
async fn sees(acme: &Workspace, who: &str, mark: u64, part: &str) {
    let user = acme.person(who);
    let what = format!("{who} sees {part}");
    acme.slack
        .until(&what, |world| {
            let seen = world.team("T1").visible_to(&user);
            let fresh = seen.into_iter().filter(|(_, message)| message.seq > mark);
            let mut texts = fresh.map(|(_, message)| message.text.as_str());
            texts.any(|text| text.contains(part)).then_some(())
        })
        .await;
}

async fn types(acme: &Workspace, who: &str, line: &str, part: &str) {
    let deed = acme.types(who, "general", line).await;
    assert!(deed.acked.is_some(), "{line} is acknowledged");
    sees(acme, who, deed.envelope.mark, part).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_at_its_most_talkative_tells_no_secret_and_nothing_that_members_wrote() {
    for way in [Way::Socket, Way::Http] {
        let (slack, acme, settings) = town(way).await;
        let program = Program::start(&slack, &settings);
        match way {
            Way::Socket => drop(slack.linked(1).await),
            Way::Http => slack.reaches(Door::Http(program.address)),
        }
        types(&acme, "mo", "/huzzah setup feed:#feed", "settings").await;
        types(
            &acme,
            "mo",
            "/challenge create \"Sourdough secret\" unit:km",
            "Draft",
        )
        .await;
        types(
            &acme,
            "mo",
            "/challenge open \"Sourdough secret\"",
            "is open",
        )
        .await;
        types(
            &acme,
            "ana",
            "/progress 3km past the gasworks",
            "logged 3 km",
        )
        .await;
        types(&acme, "ana", "/huzzah export", "Your export").await;
        let mention = acme.mention("ben", "general", None, "4km quite windy");
        let deed = slack.deliver(mention).await;
        sees(&acme, "ben", deed.envelope.mark, "logged 4 km").await;
        acme.types("cem", "general", "/progress").await;
        slack
            .until("a form", |world| {
                let cem = world.person("T1", "U0CEM")?;
                (!cem.modals.is_empty()).then_some(())
            })
            .await;
        let deed = acme
            .submits("cem", &[("How much", "5 km"), ("A note", "wet gloves")])
            .await;
        sees(&acme, "cem", deed.envelope.mark, "logged 5 km").await;
        for harm in [
            Harm::Busy { retry_after_s: 1 },
            Harm::Status(500),
            Harm::DropBefore,
            Harm::Refuse("internal_error"),
        ] {
            slack.trouble(Trouble::on("", harm).times(1));
            acme.types("ana", "general", "/leaderboard").await;
            acme.types("ana", "general", "/progress 6km muddy boots again:yes")
                .await;
            slack.no_more_trouble();
        }
        sees(&acme, "mo", 0, "New challenge: Sourdough secret").await;
        let log = program.ends();
        assert!(log.lines().count() > 50, "the log is at its most talkative");
        let mut secrets = vec![
            "xoxb-".to_owned(),
            "xapp-".to_owned(),
            "ticket-".to_owned(),
            "/hook/".to_owned(),
            "gasworks".to_owned(),
            "windy".to_owned(),
            "wet gloves".to_owned(),
            "muddy".to_owned(),
            "Sourdough".to_owned(),
        ];
        secrets.extend(settings.iter().map(|(_, value)| value.clone()));
        for secret in secrets {
            let told: Vec<&str> = log.lines().filter(|line| line.contains(&secret)).collect();
            assert!(
                told.is_empty(),
                "{way:?}: {secret} in {:.2000}",
                told.join("\n")
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_megabytes_without_a_signature_take_no_memory() {
    let (slack, acme, settings) = town(Way::Http).await;
    let program = Program::start(&slack, &settings);
    slack.reaches(Door::Http(program.address));
    types(&acme, "mo", "/huzzah help", "What you can do").await;
    // What the program and its allocator keep ready for such requests, however long, is there after the first of them on
    // each of its threads.
    for _ in 0..6 {
        flood(program.address, 8).await;
    }
    let before = program.peak_kib();
    flood(program.address, 300).await;
    let grown = program.peak_kib().saturating_sub(before);
    assert!(grown < 8 * 1_024, "it took {grown} KiB");
    types(&acme, "mo", "/huzzah help", "What you can do").await;
}

/// Sends so many megabytes without a signature and with a bad one, of a length told before and in chunks.
async fn flood(address: SocketAddr, n_pieces: usize) {
    const PIECE: usize = 1 << 20;
    let now_s = Clock::wall().now_ms() / 1_000;
    let unsigned = String::new();
    let badly = format!(
        "x-slack-request-timestamp: {now_s}\r\nx-slack-signature: v0={}\r\n",
        "0".repeat(64)
    );
    for signature in [&unsigned, &badly] {
        for length in [
            format!("content-length: {}", n_pieces * PIECE),
            "transfer-encoding: chunked".to_owned(),
        ] {
            let head = format!(
                "POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{signature}{length}\r\n\r\n"
            );
            let mut stream = TcpStream::connect(address).await.expect("a connection");
            stream.write_all(head.as_bytes()).await.expect("it is sent");
            let mut piece = vec![b'x'; PIECE];
            if length.starts_with("transfer") {
                piece = [format!("{PIECE:x}\r\n").as_bytes(), &piece, b"\r\n"].concat();
            }
            // It may hang up at any time; that is what it should do.
            for _ in 0..n_pieces {
                if stream.write_all(&piece).await.is_err() {
                    break;
                }
            }
            let mut answer = [0; 64];
            let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut answer)).await;
            if let Ok(Ok(n)) = read
                && n > 0
            {
                let said = String::from_utf8_lossy(&answer[..n]).into_owned();
                assert!(said.starts_with("HTTP/1.1 4"), "{said}");
            }
        }
    }
}

#[test]
fn settings_that_cannot_work_end_in_one_line_with_the_fix() {
    for (settings, part) in [
        (
            json!({ "HUZZAH_SLACK__BOT_TOKEN": "xoxb-1" }),
            "HUZZAH_SLACK__SIGNING_SECRET",
        ),
        (
            json!({ "HUZZAH_SLACK__APP_TOKEN": "xapp-1" }),
            "HUZZAH_SLACK__BOT_TOKEN",
        ),
        (
            json!({ "HUZZAH_SLACK__BOT_TOKEN": "xoxp-1", "HUZZAH_SLACK__APP_TOKEN": "xapp-1" }),
            "xoxb-",
        ),
        (
            json!({ "HUZZAH_SLACK__CLIENT_ID": "1.2" }),
            "HUZZAH_SLACK__CLIENT_SECRET",
        ),
        (
            json!({
                "HUZZAH_SLACK__CLIENT_ID": "1.2", "HUZZAH_SLACK__CLIENT_SECRET": "hush-hush",
                "HUZZAH_SLACK__TOKEN_KEY": "short", "HUZZAH_SLACK__SIGNING_SECRET": "hush-hush",
            }),
            "HUZZAH_SLACK__TOKEN_KEY",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = command(&folder);
        let fields = settings.as_object().expect("an object").iter();
        command.arg("run");
        for (name, value) in fields {
            command.env(name, value.as_str().expect("text"));
        }
        let ended = command.output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(2), "{settings}: {said}");
        assert!(
            said.contains(part) && said.lines().count() <= 3,
            "{settings}: {said}"
        );
        assert!(!said.contains("hush-hush"), "{said}");
    }
}

#[test]
fn a_look_at_the_settings_shows_no_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = command(&folder);
    let secrets = [
        ("HUZZAH_SLACK__BOT_TOKEN", "xoxb-hush-1"),
        ("HUZZAH_SLACK__APP_TOKEN", "xapp-hush-2"),
        ("HUZZAH_SLACK__SIGNING_SECRET", "hush-3"),
    ];
    let ended = command.args(["config", "check"]).envs(secrets).output();
    let ended = ended.expect("it ends");
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(
        ended.status.success() && said.contains("bot_token"),
        "{said}"
    );
    assert!(!said.contains("hush"), "{said}");
}

#[test]
fn nothing_that_is_printed_for_debugging_shows_a_secret() {
    use huzzah::config::TokenKey;
    use huzzah::platform::slack::{App, Door, Options};
    let several = App::Several {
        client_id: "1.2".to_owned(),
        client_secret: "hush-1".into(),
        token_key: TokenKey::read(&"0f".repeat(32)).expect("a key"),
    };
    let one = App::One {
        bot_token: "xoxb-hush-2".into(),
    };
    let socket = Door::Socket {
        app_token: "xapp-hush-3".into(),
    };
    let http = Door::Http {
        signing_secret: "hush-4".into(),
    };
    for (door, app) in [(socket, several), (http, one)] {
        let options = Options {
            api_url: "https://slack.com/api".to_owned(),
            door,
            app,
            moderators: Vec::new(),
        };
        let shown = format!("{options:?} {options:#?}");
        assert!(
            !shown.contains("hush") && !shown.contains("0f0f"),
            "{shown}"
        );
    }
}
