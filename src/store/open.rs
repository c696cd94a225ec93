//! Opening a database, and the connections that reading and writing take turns with.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, SqlSafeStr};

use crate::store::StoreError;
use crate::store::connection::Connection;
use crate::store::error::is_lost_connection;
use crate::store::migrate::migrate;
use crate::store::tx::Tx;
use crate::store::value::{Row, Value, values};

/// How long to wait for a free connection before the store counts as unavailable.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections of a process to PostgreSQL: few, since up to sixteen processes share the 97 that it has for everybody.
const POSTGRES_WRITERS: u32 = 3;
const POSTGRES_READERS: u32 = 3;
const SQLITE_READERS: u32 = 4;
/// The log is copied into the file every so many pages of 4 KiB: seldom, since each copy waits for the disk twice.
const SQLITE_CHECKPOINT_PAGES: &str = "4000";
/// What the writer may keep of the file, in KiB (below zero): the upper parts of its trees for a million members.
const SQLITE_WRITER_CACHE: &str = "-32768";
const CACHED_STATEMENTS: usize = 256;
/// A server that takes longer to say what time it is there is not believed.
const CLOCK_ANSWER_MOST_MS: i64 = 200;
/// A process that is stopped inside a transaction loses its locks before those who wait for them give up.
const POSTGRES_SESSION: &str =
    "set lock_timeout = '6s'; set idle_in_transaction_session_timeout = '4s'";

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file, used by this process alone, or memory.
    Sqlite,
    /// A server, shared by any number of processes.
    Postgres,
}

/// An open database. Cloning is cheap and shares the connections.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    pools: Pools,
    /// Whether the database lives in one connection only, which then serves for everything.
    in_memory: bool,
    lock: Option<File>,
}

enum Pools {
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres {
        writers: PgPool,
        readers: PgPool,
    },
}

impl Store {
    /// Opens `sqlite:path`, `sqlite::memory:` or `postgres://…`, and brings its tables up to date.
    ///
    /// A file and its folder are created where missing, and locked against a second process.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::Newer`], [`StoreError::Address`], or what else stands against it.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let shared = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => open_sqlite(url).await?,
            Some("postgres" | "postgresql") => open_postgres(url).await?,
            _ => {
                return Err(StoreError::Address(
                    "it must begin with sqlite: or postgres:".into(),
                ));
            }
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Opens a database that is there already; none is made.
    ///
    /// # Errors
    /// [`StoreError::NotThere`], and those of [`Store::open`].
    pub async fn open_existing(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") && !is_memory(url) {
            let options = sqlite_options(url)?;
            if !options.get_filename().is_file() {
                return Err(StoreError::NotThere(options.get_filename().to_owned()));
            }
        }
        Self::open(url).await
    }

    /// Which database it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.shared.pools {
            Pools::Sqlite { .. } => Kind::Sqlite,
            Pools::Postgres { .. } => Kind::Postgres,
        }
    }

    /// Begins a transaction; on SQLite this waits until the one before has ended.
    ///
    /// In memory there is one connection for everything: read through the transaction while it is open.
    ///
    /// # Errors
    /// If the database cannot be reached or is busy.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let begin = match self.kind() {
            // SQLite: a transaction that reads before it writes would fail when it upgrades.
            Kind::Sqlite => "begin immediate",
            // PostgreSQL: the server's default may be stricter, and would fail where we mean to wait.
            Kind::Postgres => "begin isolation level read committed",
        };
        let mut stale = 0;
        loop {
            let mut tx = Tx::new(self.writer().await?, !self.shared.in_memory);
            match tx.command(begin).await {
                Ok(()) => return Ok(tx),
                // A pooled connection may have died while it idled; nothing has been done in it yet.
                Err(error) if stale < POSTGRES_WRITERS && is_lost_connection(&error) => stale += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Writes one row, to find out whether the database takes writes.
    ///
    /// # Errors
    /// Whatever stands against it.
    pub async fn probe(&self, now_ms: i64) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        tx.execute(
            "insert into probe (probe_id, probed_ms)
             values (1, $1)
             on conflict (probe_id) do update set probed_ms = excluded.probed_ms",
            values![now_ms],
        )
        .await?;
        tx.commit().await
    }

    /// By how much the database server's clock is ahead of ours, which `now_ms` reads once a connection is held and once
    /// more when the server has answered; 0 where the database has no clock of its own. None where the answer took too
    /// long to tell.
    ///
    /// # Errors
    /// If the database cannot be reached.
    pub async fn server_clock_offset_ms(
        &self,
        now_ms: impl Fn() -> i64,
    ) -> Result<Option<i64>, StoreError> {
        if self.kind() == Kind::Sqlite {
            return Ok(Some(0));
        }
        // PostgreSQL only: the processes that share a server take its clock for theirs.
        let sql = "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
        let mut connection = self.reader().await?;
        // A connection that died while it idled is replaced here, and the statement is prepared.
        if connection.fetch(sql.into_sql_str(), &[]).await.is_err() {
            connection = self.reader().await?;
        }
        let asked_ms = now_ms();
        let rows = connection.fetch(sql.into_sql_str(), &[]).await?;
        let answered_ms = now_ms();
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let took_ms = answered_ms.saturating_sub(asked_ms);
        if !(0..=CLOCK_ANSWER_MOST_MS).contains(&took_ms) {
            return Ok(None);
        }
        let middle_ms = asked_ms.saturating_add(took_ms / 2);
        Ok(Some(row.int(0)?.saturating_sub(middle_ms)))
    }

    /// Closes all connections, waiting for those in use, and lets go of the file.
    pub async fn close(&self) {
        match &self.shared.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres { writers, readers } => {
                readers.close().await;
                writers.close().await;
            }
        }
        if let Some(lock) = &self.shared.lock {
            // Should this fail, the file is let go of when the process ends.
            let _ = lock.unlock();
        }
    }

    /// Runs a query outside any transaction.
    pub(super) async fn fetch(
        &self,
        sql: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let sql = sql.into_sql_str();
        let mut stale = 0;
        loop {
            match self.reader().await?.fetch(sql.clone(), values).await {
                Ok(rows) => return Ok(rows),
                // As in `begin`; reading twice does no harm.
                Err(error) if stale < POSTGRES_READERS && is_lost_connection(&error) => stale += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn writer(&self) -> Result<Connection, StoreError> {
        Ok(match &self.shared.pools {
            Pools::Sqlite { writer, .. } => Connection::Sqlite(writer.acquire().await?),
            Pools::Postgres { writers, .. } => Connection::Postgres(writers.acquire().await?),
        })
    }

    async fn reader(&self) -> Result<Connection, StoreError> {
        Ok(match &self.shared.pools {
            Pools::Sqlite { readers, .. } => Connection::Sqlite(readers.acquire().await?),
            Pools::Postgres { readers, .. } => Connection::Postgres(readers.acquire().await?),
        })
    }
}

async fn open_sqlite(url: &str) -> Result<Shared, StoreError> {
    let options = sqlite_options(url)?
        .busy_timeout(PATIENCE)
        .foreign_keys(true)
        .statement_cache_capacity(CACHED_STATEMENTS);
    if is_memory(url) {
        return open_memory(options).await;
    }

    let lock = lock_file(options.get_filename())?;
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", SQLITE_CHECKPOINT_PAGES);
    let writer = sqlite_pool(1)
        .connect_with(
            options
                .clone()
                .pragma("cache_size", SQLITE_WRITER_CACHE)
                .create_if_missing(true),
        )
        .await?;
    migrate(&mut *writer.acquire().await?).await?;
    let readers = sqlite_pool(SQLITE_READERS).connect_lazy_with(options.pragma("query_only", "on"));
    Ok(Shared {
        pools: Pools::Sqlite { writer, readers },
        in_memory: false,
        lock: Some(lock),
    })
}

fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    SqliteConnectOptions::from_str(url).map_err(|error| StoreError::Address(error.to_string()))
}

fn is_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

async fn open_memory(options: SqliteConnectOptions) -> Result<Shared, StoreError> {
    let pool = sqlite_pool(1)
        // The connection cannot be closed without losing everything, so what a dropped transaction left is undone here;
        // it fails where there is none.
        .after_release(|connection, _| {
            Box::pin(async move {
                connection
                    .execute("rollback")
                    .await
                    .map_or(Ok(true), |_| Ok(true))
            })
        })
        .connect_with(options)
        .await?;
    migrate(&mut *pool.acquire().await?).await?;
    let pools = Pools::Sqlite {
        writer: pool.clone(),
        readers: pool,
    };
    Ok(Shared {
        pools,
        in_memory: true,
        lock: None,
    })
}

fn sqlite_pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Creates the folder of a database file and takes the lock that keeps other processes away from it.
fn lock_file(database: &Path) -> Result<File, StoreError> {
    let unavailable = |error| StoreError::Unavailable(sqlx::Error::Io(error));
    if let Some(folder) = database.parent() {
        fs::create_dir_all(folder).map_err(unavailable)?;
    }
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let path = PathBuf::from(path);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(unavailable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(path)),
        Err(TryLockError::Error(error)) => Err(unavailable(error)),
    }
}

async fn open_postgres(url: &str) -> Result<Shared, StoreError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|error| StoreError::Address(error.to_string()))?
        .application_name("huzzah")
        .statement_cache_capacity(CACHED_STATEMENTS);

    // A connection of its own: waiting for another process's migrations takes as long as they take.
    let mut connection = options.connect().await?;
    migrate(&mut connection).await?;
    // Its work is done; how it ends does not matter.
    let _ = connection.close().await;

    let pool = |size| {
        PgPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(PATIENCE)
            .idle_timeout(Duration::from_mins(1))
            .test_before_acquire(false)
            .after_connect(|connection, _| {
                Box::pin(async move { connection.execute(POSTGRES_SESSION).await.map(drop) })
            })
            .connect_lazy_with(options.clone())
    };
    let pools = Pools::Postgres {
        writers: pool(POSTGRES_WRITERS),
        readers: pool(POSTGRES_READERS),
    };
    Ok(Shared {
        pools,
        in_memory: false,
        lock: None,
    })
}
