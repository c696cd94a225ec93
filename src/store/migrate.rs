//! Brings a database's tables up to date. A migration that has shipped is never edited.

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migrate, Migration, MigrationType, Migrator};

use crate::store::StoreError;

/// Number, what it is for, and its statements, oldest first.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "first", include_str!("../../migrations/0001_first.sql")),
    (
        2,
        "lounge",
        include_str!("../../migrations/0002_lounge.sql"),
    ),
    (3, "slack", include_str!("../../migrations/0003_slack.sql")),
    (
        4,
        "discord",
        include_str!("../../migrations/0004_discord.sql"),
    ),
    (
        5,
        "courier",
        include_str!("../../migrations/0005_courier.sql"),
    ),
    (
        6,
        "snapshot",
        include_str!("../../migrations/0006_snapshot.sql"),
    ),
    (
        7,
        "slack leftovers",
        include_str!("../../migrations/0007_slack_leftovers.sql"),
    ),
];

/// Runs what has not been run yet; on PostgreSQL under an advisory lock, so that processes may start together.
pub(super) async fn migrate<C: Migrate>(connection: &mut C) -> Result<(), StoreError> {
    let known = MIGRATIONS.iter().map(|&(version, description, sql)| {
        Migration::new(
            version,
            description.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    // `Migrator::run` would do the same, but its future cannot be sent between threads.
    Ok(Migrator::with_migrations(known.collect())
        .run_direct(None, connection, false)
        .await?)
}
