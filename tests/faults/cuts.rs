//! A wire to PostgreSQL that is cut at every byte round COMMIT, and one that stays cut for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use huzzah::clock::Clock;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::database::fresh_database;
use crate::house::{House, MORNING_MS, amounts};

/// COMMIT as it is asked: a letter, four bytes of length, the word and a zero.
const ASKED: usize = 12;
/// As it is answered: `CommandComplete` and `ReadyForQuery`.
const ANSWERED: usize = 18;
/// Nothing is cut.
const WHOLE: usize = usize::MAX;

/// A wire: how many bytes of the next COMMIT and its answer still pass, and whether it is mended afterwards.
#[derive(Clone)]
struct Wire {
    passes: Arc<AtomicUsize>,
    stays_cut: Arc<AtomicBool>,
    is_cut: watch::Sender<bool>,
}

impl Wire {
    async fn lay(url: &str) -> (Self, String) {
        let (before, rest) = url.split_once('@').expect("the address names a user");
        let (server, path) = rest.split_once('/').expect("the address names a database");
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let wire = Self {
            passes: Arc::new(AtomicUsize::new(WHOLE)),
            stays_cut: Arc::default(),
            is_cut: watch::Sender::new(false),
        };
        let (laid, server) = (wire.clone(), server.to_owned());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if *laid.is_cut.borrow() {
                    continue;
                }
                let upstream = TcpStream::connect(&server)
                    .await
                    .expect("the server answers");
                let wire = laid.clone();
                tokio::spawn(async move { wire.forward(client, upstream).await });
            }
        });
        (wire, format!("{before}@127.0.0.1:{port}/{path}"))
    }

    /// Passes bytes on until an end goes or the wire is cut.
    async fn forward(&self, mut client: TcpStream, mut upstream: TcpStream) -> std::io::Result<()> {
        let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
        let mut answer_passes = WHOLE;
        let mut cut = self.is_cut.subscribe();
        loop {
            tokio::select! {
                () = async { drop(cut.wait_for(|cut| *cut).await) } => return Ok(()),
                read = client.read(&mut asked) => {
                    let chunk = &asked[..read?];
                    if chunk.is_empty() {
                        return Ok(());
                    }
                    let commit = chunk.windows(ASKED).position(|word| word[0] == b'Q' && &word[5..] == b"commit\0");
                    let armed = commit.map(|at| (at, self.passes.swap(WHOLE, Ordering::SeqCst)));
                    match armed.filter(|(_, passes)| *passes != WHOLE) {
                        Some((at, passes)) if passes < ASKED => {
                            upstream.write_all(&chunk[..at + passes]).await?;
                            self.cut();
                            return Ok(());
                        }
                        Some((_, passes)) => {
                            answer_passes = passes - ASKED;
                            upstream.write_all(chunk).await?;
                        }
                        None => upstream.write_all(chunk).await?,
                    }
                }
                read = upstream.read(&mut answered) => {
                    let chunk = &answered[..read?];
                    if chunk.is_empty() {
                        return Ok(());
                    }
                    if answer_passes == WHOLE {
                        client.write_all(chunk).await?;
                    } else {
                        client.write_all(&chunk[..answer_passes.min(chunk.len())]).await?;
                        self.cut();
                        return Ok(());
                    }
                }
            }
        }
    }

    fn cut(&self) {
        if self.stays_cut.load(Ordering::SeqCst) {
            self.is_cut.send_replace(true);
        }
    }
}

#[tokio::test]
async fn a_wire_cut_at_any_byte_of_a_commit_loses_and_doubles_nothing() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let (wire, url) = Wire::lay(&database.url).await;
    let clock = Clock::moved(MORNING_MS);
    let house = House::open(&url, &clock).await;
    house.run_challenge("town", "").await;
    for n in 0..=ASKED + ANSWERED {
        wire.passes.store(n, Ordering::SeqCst);
        let asked = Instant::now();
        let line = format!("/progress {}", n + 1);
        let reply = house.asks("town", "ana", &format!("d{n}"), &line).await;
        assert!(
            !reply.refused && reply.later.is_none(),
            "{n}: {}",
            reply.card.text()
        );
        assert!(
            asked.elapsed() < Duration::from_millis(2_500),
            "{n}: {:?}",
            asked.elapsed()
        );
        assert_eq!(
            wire.passes.load(Ordering::SeqCst),
            WHOLE,
            "{n}: the wire was cut"
        );
    }
    let recorded = amounts(&house.stream("town").await);
    assert_eq!(recorded.len(), ASKED + ANSWERED + 1);
    assert!(recorded.values().all(|n_recorded| *n_recorded == 1));
    assert_eq!(house.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn while_the_database_is_away_nothing_is_called_saved_that_is_not() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let (wire, url) = Wire::lay(&database.url).await;
    let clock = Clock::moved(MORNING_MS);
    let house = House::open(&url, &clock).await;
    house.run_challenge("town", "").await;
    for n in [0, 5, ASKED, ASKED + 7] {
        wire.stays_cut.store(true, Ordering::SeqCst);
        wire.passes.store(n, Ordering::SeqCst);
        let (delivery, line) = (format!("d{n}"), format!("/progress {}", n + 1));
        let asked = Instant::now();
        let reply = house.asks("town", "ana", &delivery, &line).await;
        assert!(
            asked.elapsed() < Duration::from_secs(3),
            "{n}: {:?}",
            asked.elapsed()
        );
        let text = reply.card.text();
        assert!(text.contains("whether this was saved"), "{n}: {text}");
        // Whoever comes now is refused at once, before anything is decided.
        let asked = Instant::now();
        let other = format!("b{n}");
        let other = house.asks("town", "bo", &other, "/progress 9").await;
        let other = other.card.text();
        assert!(other.contains("nothing was saved"), "{n}: {other}");
        assert!(
            asked.elapsed() < Duration::from_millis(500),
            "{n}: {:?}",
            asked.elapsed()
        );
        // It comes back.
        wire.stays_cut.store(false, Ordering::SeqCst);
        wire.is_cut.send_replace(false);
        let back = Instant::now();
        let later = reply.later.expect("she is told later");
        let told = later.await.expect("she is told").card.text();
        assert!(
            back.elapsed() < Duration::from_secs(5),
            "{n}: {:?}",
            back.elapsed()
        );
        let saved = amounts(&house.stream("town").await)
            .contains_key(&i64::try_from(n + 1).expect("small"));
        assert!(saved && told.contains("logged"), "{n}: {told}");
        let again = house.asks("town", "ana", &delivery, &line).await;
        assert!(!again.refused, "{n}: {}", again.card.text());
        assert!(
            back.elapsed() < Duration::from_secs(5),
            "{n}: {:?}",
            back.elapsed()
        );
    }
    let recorded = amounts(&house.stream("town").await);
    assert_eq!(recorded.len(), 4);
    assert!(recorded.values().all(|n_recorded| *n_recorded == 1));
    assert_eq!(house.differences().await, Vec::<String>::new());
}
