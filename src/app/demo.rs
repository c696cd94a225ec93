//! `huzzah demo`.

use crate::config::Settings;

/// Serves.
///
/// # Errors
/// Never yet.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    crate::app::serve::run(settings).await
}
