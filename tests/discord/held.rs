//! A database that is slow, as far as the house can tell: somebody else holds what it writes to.

use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};

/// What keeps everybody else from writing, until it is let go.
pub(crate) enum Held {
    File(SqliteConnection),
    Server(PgConnection),
}

impl Held {
    /// Keeps everybody else from writing to the stream of the database at that address.
    pub(crate) async fn hold(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            let mut file = SqliteConnection::connect(url).await.expect("a file");
            let begun = file.execute("begin immediate").await;
            begun.expect("nobody else is writing");
            return Self::File(file);
        }
        let mut server = PgConnection::connect(url).await.expect("a server");
        let begun = server.execute("begin").await;
        begun.expect("a transaction");
        let locked = server.execute("lock table page in exclusive mode").await;
        locked.expect("nobody else is writing");
        Self::Server(server)
    }

    /// Lets go.
    pub(crate) async fn release(self) {
        let closed = match self {
            Self::File(mut file) => {
                file.execute("rollback").await.expect("it was begun");
                file.close().await
            }
            Self::Server(mut server) => {
                server.execute("rollback").await.expect("it was begun");
                server.close().await
            }
        };
        closed.expect("it was open");
    }
}
