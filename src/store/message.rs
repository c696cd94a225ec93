//! What platforms keep of messages and troubles: one message a delivery, one word a trouble.

use crate::store::value::{Row, values};
use crate::store::{Store, StoreError, Tx};

/// A public message that answers a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `discord` or `slack`.
    pub platform: String,
    /// What makes it one message however often the command is delivered.
    pub message_key: String,
    /// The space.
    pub platform_space: String,
    /// The channel.
    pub channel: String,
    /// The platform's id of the message, once known.
    pub platform_message: Option<String>,
    /// Whose command it answers.
    pub user_id: Option<String>,
    /// The entry it shows.
    pub about_seq: Option<i64>,
    /// When it was begun.
    pub made_ms: i64,
}

impl Tx {
    /// Begins a message (state `sending`); false when that key was begun before. Drops the platform's rows made before
    /// `drop_before_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn begin_message(
        &mut self,
        message: &Message,
        drop_before_ms: i64,
    ) -> Result<bool, StoreError> {
        self.execute(
            "delete from message where platform = $1 and made_ms < $2",
            values![&message.platform, drop_before_ms],
        )
        .await?;
        let n_begun = self
            .execute(
                "insert into message
                   (platform, message_key, platform_space, channel, platform_message, user_id, about_seq, state, made_ms)
                 values ($1, $2, $3, $4, null, $5, $6, 'sending', $7)
                 on conflict (platform, message_key) do nothing",
                values![
                    &message.platform,
                    &message.message_key,
                    &message.platform_space,
                    &message.channel,
                    message.user_id.as_deref(),
                    message.about_seq,
                    message.made_ms
                ],
            )
            .await?;
        Ok(n_begun == 1)
    }

    /// Notes where a begun message went (`sent`), or that it can't be told (`unknown`, no id).
    ///
    /// # Errors
    /// If the store fails.
    pub async fn message_sent(
        &mut self,
        platform: &str,
        message_key: &str,
        channel: &str,
        platform_message: Option<&str>,
    ) -> Result<(), StoreError> {
        let state = if platform_message.is_some() {
            "sent"
        } else {
            "unknown"
        };
        self.execute(
            "update message
             set channel = $3, platform_message = $4, state = $5
             where platform = $1 and message_key = $2 and state = 'sending'",
            values![platform, message_key, channel, platform_message, state],
        )
        .await
        .map(drop)
    }

    /// Drops a begun message that was surely not posted, so that a repeated delivery may post it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn drop_message(
        &mut self,
        platform: &str,
        message_key: &str,
    ) -> Result<(), StoreError> {
        self.execute(
            "delete from message where platform = $1 and message_key = $2 and state = 'sending'",
            values![platform, message_key],
        )
        .await
        .map(drop)
    }

    /// Forgets whose commands messages answered.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn forget_asker(
        &mut self,
        platform: &str,
        platform_space: &str,
        user_id: &str,
    ) -> Result<(), StoreError> {
        self.execute(
            "update message
             set user_id = null
             where platform = $1 and platform_space = $2 and user_id = $3",
            values![platform, platform_space, user_id],
        )
        .await
        .map(drop)
    }

    /// Notes that a moderator is told of a trouble; false when she was told since `not_before_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn tell_once(
        &mut self,
        platform: &str,
        platform_space: &str,
        subject: &str,
        now_ms: i64,
        not_before_ms: i64,
    ) -> Result<bool, StoreError> {
        let n_noted = self
            .execute(
                "insert into told (platform, platform_space, subject, told_ms)
                 values ($1, $2, $3, $4)
                 on conflict (platform, platform_space, subject) do update
                 set told_ms = excluded.told_ms
                 where told.told_ms < $5",
                values![platform, platform_space, subject, now_ms, not_before_ms],
            )
            .await?;
        Ok(n_noted == 1)
    }

    /// The troubles of a space that begin so are over.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn untell(
        &mut self,
        platform: &str,
        platform_space: &str,
        subject_prefix: &str,
    ) -> Result<(), StoreError> {
        // Not `like`: an underscore in a channel's id would stand for any letter.
        self.execute(
            "delete from told
             where platform = $1 and platform_space = $2 and substr(subject, 1, length($3)) = $3",
            values![platform, platform_space, subject_prefix],
        )
        .await
        .map(drop)
    }

    /// Drops everything kept here of a space that is forgotten.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn purge_messages(
        &mut self,
        platform: &str,
        platform_space: &str,
    ) -> Result<(), StoreError> {
        for sql in [
            "delete from message where platform = $1 and platform_space = $2",
            "delete from told where platform = $1 and platform_space = $2",
        ] {
            self.execute(sql, values![platform, platform_space]).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Messages about an entry that were sent, newest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn messages_about(
        &self,
        platform: &str,
        platform_space: &str,
        about_seq: i64,
    ) -> Result<Vec<Message>, StoreError> {
        let sql = "select platform, message_key, platform_space, channel, platform_message, user_id, about_seq, made_ms
             from message
             where platform = $1 and platform_space = $2 and about_seq = $3 and state = 'sent'
             order by made_ms desc, message_key desc";
        let rows = self
            .fetch(sql, values![platform, platform_space, about_seq])
            .await?;
        rows.iter().map(message).collect()
    }

    /// The entry that a message shows, by the channel and the platform's id of the message.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn entry_shown(
        &self,
        platform: &str,
        platform_space: &str,
        channel: &str,
        platform_message: &str,
    ) -> Result<Option<i64>, StoreError> {
        let sql = "select about_seq
             from message
             where platform = $1 and platform_space = $2 and channel = $3 and platform_message = $4
               and about_seq is not null";
        let rows = self
            .fetch(
                sql,
                values![platform, platform_space, channel, platform_message],
            )
            .await?;
        rows.first().map(|row| row.int(0)).transpose()
    }
}

fn message(row: &Row) -> Result<Message, StoreError> {
    Ok(Message {
        platform: row.text(0)?,
        message_key: row.text(1)?,
        platform_space: row.text(2)?,
        channel: row.text(3)?,
        platform_message: row.maybe_text(4)?,
        user_id: row.maybe_text(5)?,
        about_seq: row.maybe_int(6)?,
        made_ms: row.int(7)?,
    })
}
