//! A database of its own for each test, on SQLite or PostgreSQL as `TEST_DATABASE` says.
//!
//! `TEST_DATABASE` is `sqlite` (the default: a file in a fresh folder) or `postgres`; then `TEST_POSTGRES_URL` names a
//! server on which databases may be created, as in `postgres://postgres@localhost:5432/postgres`.

use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, process, thread};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;

/// A database that is gone when this is dropped.
pub(crate) struct TestDatabase {
    /// What to hand to `Store::open`, as often as the test likes on PostgreSQL.
    pub(crate) url: String,
    home: Home,
}

enum Home {
    /// Held for its own clean-up.
    Folder {
        _folder: TempDir,
    },
    Server {
        server_url: String,
        name: String,
    },
}

/// Makes an empty database.
///
/// # Panics
/// If it cannot, since no test can go on then.
pub(crate) fn fresh_database() -> TestDatabase {
    if env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres") {
        let server_url = env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names a server");
        return on_server(server_url);
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let url = format!(
        "sqlite:{}",
        folder.path().join("data").join("huzzah.db").display()
    );
    TestDatabase {
        url,
        home: Home::Folder { _folder: folder },
    }
}

fn on_server(server_url: String) -> TestDatabase {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "huzzah_test_{}_{}",
        process::id(),
        MADE.fetch_add(1, Ordering::Relaxed)
    );
    ask_server(&server_url, format!("create database {name}"));
    // The path is what follows the authority; options after it are kept.
    let (address, options) = server_url.split_once('?').unwrap_or((&server_url, ""));
    let authority_end = address.find("://").map_or(0, |at| at + 3);
    let path_start = address[authority_end..]
        .find('/')
        .map_or(address.len(), |at| authority_end + at);
    let url = format!("{}/{name}?{options}", &address[..path_start]);
    TestDatabase {
        url,
        home: Home::Server { server_url, name },
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Home::Server { server_url, name } = &self.home {
            ask_server(
                server_url,
                format!("drop database if exists {name} with (force)"),
            );
        }
    }
}

/// Runs one statement on a thread of its own, so that it works inside and outside of a runtime.
fn ask_server(server_url: &str, sql: String) {
    let server_url = server_url.to_owned();
    let asked = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be built");
        runtime.block_on(async {
            let mut server = PgConnection::connect(&server_url)
                .await
                .expect("the server answers");
            server
                .execute(AssertSqlSafe(sql))
                .await
                .expect("the server obeys");
        });
    });
    asked.join().expect("the server can be asked");
}
