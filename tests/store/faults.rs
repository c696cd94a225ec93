//! Lost connections, above all around COMMIT.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use huzzah::store::{Store, StoreError};
use sqlx::{Connection as _, Executor as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::database::fresh_database;
use crate::{head, new_community, open, page};

const FORWARD: u8 = 0;
const CUT_BEFORE_COMMIT: u8 = 1;
const CUT_AFTER_COMMIT: u8 = 2;

/// A way to the server that can be cut at the next COMMIT.
struct Wire {
    url: String,
    mode: Arc<AtomicU8>,
}

/// Lays a wire to the server of `url`.
async fn wire_to(url: &str) -> Wire {
    let (before, rest) = url.split_once('@').expect("the address names a user");
    let (server, path) = rest.split_once('/').expect("the address names a database");
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    let mode = Arc::new(AtomicU8::new(FORWARD));
    let (server, shared) = (server.to_owned(), Arc::clone(&mode));
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let upstream = TcpStream::connect(&server)
                .await
                .expect("the server answers");
            tokio::spawn(forward(client, upstream, Arc::clone(&shared)));
        }
    });
    Wire {
        url: format!("{before}@127.0.0.1:{port}/{path}"),
        mode,
    }
}

async fn forward(
    mut client: TcpStream,
    mut upstream: TcpStream,
    mode: Arc<AtomicU8>,
) -> std::io::Result<()> {
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let chunk = &asked[..read?];
                let is_commit = chunk.windows(7).any(|word| word == b"commit\0");
                match mode.load(Ordering::SeqCst) {
                    CUT_BEFORE_COMMIT if is_commit => return Ok(()),
                    CUT_AFTER_COMMIT if is_commit => {
                        upstream.write_all(chunk).await?;
                        // The server has surely done it once it answers.
                        let _ = upstream.read(&mut answered).await?;
                        return Ok(());
                    }
                    _ if chunk.is_empty() => return Ok(()),
                    _ => upstream.write_all(chunk).await?,
                }
            }
            read = upstream.read(&mut answered) => match read? {
                0 => return Ok(()),
                read => client.write_all(&answered[..read]).await?,
            },
        }
    }
}

async fn append(store: &Store, community_id: i64, first_seq: u64) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    tx.append_page(&page(community_id, first_seq, "x")).await?;
    tx.set_head(community_id, head(first_seq, None)).await?;
    tx.commit().await
}

#[tokio::test]
async fn a_lost_answer_to_commit_is_never_taken_for_yes_or_no() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let wire = wire_to(&database.url).await;
    let store = open(&wire.url).await;
    let id = new_community(&store, "Runners").await;
    for (mode, first_seq, saved) in [(CUT_BEFORE_COMMIT, 1, 0), (CUT_AFTER_COMMIT, 1, 1)] {
        wire.mode.store(mode, Ordering::SeqCst);
        let outcome = append(&store, id, first_seq).await;
        assert!(
            matches!(outcome, Err(StoreError::CommitUnknown(_))),
            "{outcome:?}"
        );
        wire.mode.store(FORWARD, Ordering::SeqCst);
        assert_eq!(
            store.pages_after(id, 0, 9).await.expect("reads").len(),
            saved
        );
    }
    append(&store, id, 2).await.expect("goes on");
}

#[tokio::test]
async fn connections_that_died_while_idle_are_replaced_unnoticed() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let reads = (0..4).map(|_| store.head(id));
    for read in futures_util::future::join_all(reads).await {
        read.expect("reads");
    }
    let mut admin = sqlx::PgConnection::connect(&database.url)
        .await
        .expect("connects");
    let sql = "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    admin.execute(sql).await.expect("ends the sessions");
    store.head(id).await.expect("reads");
    append(&store, id, 1).await.expect("writes");
}

#[tokio::test]
async fn what_a_stopped_process_holds_is_let_go() {
    let database = fresh_database();
    if database.url.starts_with("sqlite") {
        return;
    }
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let mut stopped = store.begin().await.expect("begins");
    stopped.lock_community(id).await.expect("locks");
    let mut waiting = store.begin().await.expect("begins");
    waiting.lock_community(id).await.expect("gets the lock");
    waiting
        .append_page(&page(id, 1, "went on"))
        .await
        .expect("appends");
    waiting.commit().await.expect("saves");
    assert!(stopped.append_page(&page(id, 1, "woke up")).await.is_err());
}
