//! What can go wrong with the database, sorted by what the caller can do about it.

use std::path::PathBuf;

use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Unreachable, busy, full or read-only just now: nothing was saved, and trying again later may help.
    #[error("the database cannot be used just now: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// COMMIT was sent and its answer lost: look in the stream whether it was saved before answering anybody.
    #[error("whether the last commit was saved is not known: {0}")]
    CommitUnknown(#[source] sqlx::Error),
    /// Somebody else was first: the number or name is taken, or the generation has moved on. Catch up and try again.
    #[error("somebody else was first")]
    Rival,
    /// Another process holds the database file; `0` is its lock file.
    #[error("another process is using this database (it holds {})", .0.display())]
    InUse(PathBuf),
    /// There is no such file; none was made.
    #[error("there is no database file {}: name the one that huzzah runs on", .0.display())]
    NotThere(PathBuf),
    /// The database has a migration that this binary does not know.
    #[error(
        "the database belongs to a newer release (it has migration {0}): start that release or a later one"
    )]
    Newer(i64),
    /// What was read cannot be what was written.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The address names no database that this program can use.
    #[error("cannot use this database address: {0}")]
    Address(String),
    /// Anything else, which trying again will not mend.
    #[error("the database refused: {0}")]
    Other(#[source] sqlx::Error),
}

impl StoreError {
    /// Sorts the error of a COMMIT: only what the database itself has plainly refused is known not to be saved.
    pub(super) fn of_commit(error: sqlx::Error) -> Self {
        let refused = error.as_database_error().is_some_and(refuses_commit);
        if refused {
            Self::from(error)
        } else {
            Self::CommitUnknown(error)
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::Io(_)
            | E::Tls(_)
            | E::Protocol(_)
            | E::PoolTimedOut
            | E::WorkerCrashed
            | E::BeginFailed => Self::Unavailable(error),
            E::Decode(_) | E::ColumnDecode { .. } => Self::Corrupt(error.to_string()),
            E::Database(reported) => match nature(reported.as_ref()) {
                Nature::Rival => Self::Rival,
                Nature::Passing => Self::Unavailable(error),
                Nature::Damage => Self::Corrupt(error.to_string()),
                Nature::Final => Self::Other(error),
            },
            _ => Self::Other(error),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::Newer(version),
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                Self::from(error)
            }
            other => Self::Other(other.into()),
        }
    }
}

/// Whether the connection itself is gone, so that another one may serve.
pub(super) fn is_lost_connection(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(reported) => reported
            .try_downcast_ref::<PgDatabaseError>()
            .is_some_and(|reported| {
                // The server ended the session: 57P01–57P03 for a shutdown, 25P03 for one that idled, 08 for the line.
                matches!(
                    reported.code(),
                    "57P01" | "57P02" | "57P03" | "25P03" | "57P05"
                ) || reported.code().starts_with("08")
            }),
        _ => false,
    }
}

/// What a database's own error code means for us.
enum Nature {
    Rival,
    Passing,
    Damage,
    Final,
}

fn nature(reported: &dyn DatabaseError) -> Nature {
    if reported.is_unique_violation() {
        return Nature::Rival;
    }
    if let Some(reported) = reported.try_downcast_ref::<PgDatabaseError>() {
        return postgres_nature(reported.code());
    }
    match sqlite_code(reported) {
        // BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN.
        Some(5..=8 | 10 | 13 | 14) => Nature::Passing,
        // CORRUPT, NOTADB.
        Some(11 | 26) => Nature::Damage,
        _ => Nature::Final,
    }
}

fn postgres_nature(code: &str) -> Nature {
    match code.get(..2) {
        // Connection, rolled back to be tried again, resources, operator, system; and a standby's "read only".
        Some("08" | "40" | "53" | "57" | "58") => Nature::Passing,
        _ if matches!(code, "25006" | "25P03" | "55P03" | "55006") => Nature::Passing,
        _ if matches!(code, "XX001" | "XX002") => Nature::Damage,
        _ => Nature::Final,
    }
}

fn refuses_commit(reported: &dyn DatabaseError) -> bool {
    if let Some(reported) = reported.try_downcast_ref::<PgDatabaseError>() {
        // Constraint, transaction state, rollback; 40003 says that it does not know itself.
        return matches!(reported.code().get(..2), Some("23" | "25" | "40"))
            && reported.code() != "40003";
    }
    // ERROR ("no transaction is active": rolled back before), BUSY, LOCKED, READONLY, FULL, CONSTRAINT. After an input
    // or output error the commit's frames may lie in the log, so nobody knows.
    matches!(sqlite_code(reported), Some(1 | 5 | 6 | 8 | 13 | 19))
}

/// The primary result code of SQLite.
fn sqlite_code(reported: &dyn DatabaseError) -> Option<i32> {
    let reported = reported.try_downcast_ref::<SqliteError>()?;
    let extended: i32 = reported.code()?.parse().ok()?;
    Some(extended & 0xff)
}
