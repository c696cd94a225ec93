//! The book of public messages that answer commands: each is begun once, so that a delivery that comes again posts nothing
//! again, and an undo finds the message it is about.

use crate::store::{Message, Store, StoreError};

/// How long it is known which message shows an entry; challenges seldom last longer.
const KEEP_MS: i64 = 180 * 86_400_000;

/// The book.
pub(crate) struct Ledger<'a>(&'a Store);

impl<'a> Ledger<'a> {
    /// The book in a store.
    pub(crate) fn new(store: &'a Store) -> Self {
        Self(store)
    }

    /// Begins a message; false where it was begun before.
    ///
    /// # Errors
    /// If the store fails.
    pub(crate) async fn begin(&self, message: &Message) -> Result<bool, StoreError> {
        let mut tx = self.0.begin().await?;
        let drop_before_ms = message.made_ms.saturating_sub(KEEP_MS);
        let begun = tx.begin_message(message, drop_before_ms).await?;
        tx.commit().await?;
        Ok(begun)
    }

    /// Notes where a message went and the platform's id of it; none where it can't be told whether it did.
    pub(crate) async fn note(&self, message: &Message, channel: &str, id: Option<&str>) {
        let (platform, key) = (message.platform.as_str(), message.message_key.as_str());
        let noted = async {
            let mut tx = self.0.begin().await?;
            tx.message_sent(platform, key, channel, id).await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::error!(%error, platform, "a posted message is not known to be posted");
        }
    }

    /// Takes a message out again that was surely not posted.
    pub(crate) async fn drop(&self, message: &Message) {
        let (platform, key) = (message.platform.as_str(), message.message_key.as_str());
        let dropped = async {
            let mut tx = self.0.begin().await?;
            tx.drop_message(platform, key).await?;
            tx.commit().await
        };
        if let Err(error) = dropped.await {
            tracing::error!(%error, platform, "a message that was not posted counts as posted");
        }
    }
}
