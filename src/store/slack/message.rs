//! What Slack's folder writes about messages and troubles: one message a delivery, one word a trouble.

use crate::store::slack::SlackMessage;
use crate::store::value::values;
use crate::store::{StoreError, Tx};

impl Tx {
    /// Begins a message (state `sending`); false when that key was begun before. Drops rows made before `drop_before_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_begin_message(
        &mut self,
        message: &SlackMessage,
        drop_before_ms: i64,
    ) -> Result<bool, StoreError> {
        self.execute(
            "delete from slack_message where made_ms < $1",
            values![drop_before_ms],
        )
        .await?;
        let n_begun = self
            .execute(
                "insert into slack_message
                   (message_key, platform_space, channel, ts, user_id, about_seq, state, made_ms)
                 values ($1, $2, $3, null, $4, $5, 'sending', $6)
                 on conflict (message_key) do nothing",
                values![
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

    /// Notes where a begun message went (`sent`), or that it can't be told (`unknown`, ts none).
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_message_sent(
        &mut self,
        message_key: &str,
        channel: &str,
        ts: Option<&str>,
    ) -> Result<(), StoreError> {
        let state = if ts.is_some() { "sent" } else { "unknown" };
        self.execute(
            "update slack_message
             set channel = $2, ts = $3, state = $4
             where message_key = $1 and state = 'sending'",
            values![message_key, channel, ts, state],
        )
        .await
        .map(drop)
    }

    /// Drops a begun message that was surely not posted, so that a repeated delivery may post it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_drop_message(&mut self, message_key: &str) -> Result<(), StoreError> {
        self.execute(
            "delete from slack_message where message_key = $1 and state = 'sending'",
            values![message_key],
        )
        .await
        .map(drop)
    }

    /// Forgets whose commands messages answered.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_forget_user(
        &mut self,
        platform_space: &str,
        user_id: &str,
    ) -> Result<(), StoreError> {
        self.execute(
            "update slack_message set user_id = null where platform_space = $1 and user_id = $2",
            values![platform_space, user_id],
        )
        .await
        .map(drop)
    }

    /// Notes that a moderator is told of a trouble; false when she was told since `not_before_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_tell_once(
        &mut self,
        platform_space: &str,
        subject: &str,
        now_ms: i64,
        not_before_ms: i64,
    ) -> Result<bool, StoreError> {
        let n_noted = self
            .execute(
                "insert into slack_told (platform_space, subject, told_ms)
                 values ($1, $2, $3)
                 on conflict (platform_space, subject) do update
                 set told_ms = excluded.told_ms
                 where slack_told.told_ms < $4",
                values![platform_space, subject, now_ms, not_before_ms],
            )
            .await?;
        Ok(n_noted == 1)
    }

    /// The troubles of a space that begin so are over.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_untell(
        &mut self,
        platform_space: &str,
        subject_prefix: &str,
    ) -> Result<(), StoreError> {
        // Not `like`: an underscore in a channel's id would stand for any letter.
        self.execute(
            "delete from slack_told
             where platform_space = $1 and substr(subject, 1, length($2)) = $2",
            values![platform_space, subject_prefix],
        )
        .await
        .map(drop)
    }
}
