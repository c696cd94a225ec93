//! What the lounge writes: entering, posting, editing, putting away, forgetting.

use crate::store::lounge::{LoungeSession, NewLoungeMessage};
use crate::store::value::values;
use crate::store::{StoreError, Tx};

impl Tx {
    /// Lets somebody in under a name, or answers `None` when the name is taken.
    ///
    /// She keeps `came_first` only if nothing ever happened here before her: the counter remembers it when those who
    /// came before were forgotten.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_enter(
        &mut self,
        session: &LoungeSession,
    ) -> Result<Option<LoungeSession>, StoreError> {
        let number = self.take_lounge_number().await?;
        let came_first = session.came_first && number == 1;
        let n_entered = self
            .execute(
                "insert into lounge_session
                   (user_id, name, name_key, token_hash, came_first, zone, locale, entered_ms)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)
                 on conflict (name_key) do nothing",
                values![
                    &session.user_id,
                    &session.name,
                    &session.name_key,
                    &session.token_hash,
                    i64::from(came_first),
                    session.zone.as_deref(),
                    session.locale.as_deref(),
                    session.entered_ms
                ],
            )
            .await?;
        let entered = LoungeSession {
            came_first,
            ..session.clone()
        };
        Ok((n_entered == 1).then_some(entered))
    }

    /// The random number by which this database is told from others; `fresh` becomes it where there is none yet.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_own_number(&mut self, fresh: i64) -> Result<i64, StoreError> {
        let sql = "select last_change from lounge_counter where lounge_counter_id = 2";
        let known = self.fetch(sql, &[]).await?;
        if let Some(row) = known.first() {
            return row.int(0);
        }
        self.execute(
            "insert into lounge_counter (lounge_counter_id, last_change)
             values (2, $1)
             on conflict (lounge_counter_id) do nothing",
            values![fresh],
        )
        .await?;
        let rows = self.fetch(sql, &[]).await?;
        let missing = || StoreError::Corrupt("the lounge's own number is missing".to_owned());
        rows.first().ok_or_else(missing)?.int(0)
    }

    /// Posts a message once per key, and answers its number: the earlier one's, when the key was used before.
    ///
    /// A used key changes nothing: what was edited since stays edited.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_post(&mut self, message: &NewLoungeMessage) -> Result<i64, StoreError> {
        let number = self.take_lounge_number().await?;
        let earlier = self
            .fetch(
                "select message_id from lounge_message where message_key = $1",
                values![&message.key],
            )
            .await?;
        if let Some(row) = earlier.first() {
            return row.int(0);
        }
        self.execute(
            "insert into lounge_message
               (message_id, last_change, at_ms, channel, parent_id, user_id, only_for, about_seq, kind, message_key,
                line, body, n_replies, gone)
             values ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0)",
            values![
                number,
                message.at_ms,
                &message.channel,
                message.parent_id,
                message.user_id.as_deref(),
                message.only_for.as_deref(),
                message.about_seq,
                &message.kind,
                &message.key,
                message.line.as_deref(),
                &message.body
            ],
        )
        .await?;
        if message.parent_id.is_some() && message.only_for.is_none() {
            self.execute(
                "update lounge_message
                 set n_replies = n_replies + 1, last_change = $1
                 where message_id = $2",
                values![number, message.parent_id],
            )
            .await?;
        }
        Ok(number)
    }

    /// Makes a message read as another body; answers whether it is there.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_edit(&mut self, message_id: i64, body: &str) -> Result<bool, StoreError> {
        let number = self.take_lounge_number().await?;
        let n_edited = self
            .execute(
                "update lounge_message
                 set body = $1, last_change = $2
                 where message_id = $3 and gone = 0",
                values![body, number, message_id],
            )
            .await?;
        Ok(n_edited == 1)
    }

    /// Makes the earlier messages about an entry read as another body, except the one with this key.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_edit_about(
        &mut self,
        about_seq: i64,
        body: &str,
        except_key: &str,
    ) -> Result<(), StoreError> {
        let number = self.take_lounge_number().await?;
        self.execute(
            "update lounge_message
             set body = $1, last_change = $2
             where about_seq = $3 and message_key <> $4 and gone = 0",
            values![body, number, about_seq, except_key],
        )
        .await?;
        Ok(())
    }

    /// Takes away a message that only this person sees: its words are deleted. Other messages stay as they are.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_dismiss(
        &mut self,
        message_id: i64,
        only_for: &str,
    ) -> Result<(), StoreError> {
        let number = self.take_lounge_number().await?;
        self.execute(
            "update lounge_message
             set body = '', line = null, gone = 1, last_change = $1
             where message_id = $2 and only_for = $3 and gone = 0",
            values![number, message_id, only_for],
        )
        .await?;
        Ok(())
    }

    /// Takes away a message for everybody: its words are deleted.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_remove(&mut self, message_id: i64) -> Result<(), StoreError> {
        let number = self.take_lounge_number().await?;
        self.execute(
            "update lounge_message
             set body = '', line = null, gone = 1, last_change = $1
             where message_id = $2 and gone = 0",
            values![number, message_id],
        )
        .await?;
        Ok(())
    }

    /// Forgets somebody: her name, her seat, what she said, and the replies that were hers.
    ///
    /// Her browser is a stranger's afterwards, and her name is free.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_forget(&mut self, user_id: &str) -> Result<(), StoreError> {
        let number = self.take_lounge_number().await?;
        self.execute(
            "update lounge_message
             set body = '', line = null, gone = 1, user_id = null, last_change = $1
             where user_id = $2",
            values![number, user_id],
        )
        .await?;
        self.execute(
            "delete from lounge_session where user_id = $1",
            values![user_id],
        )
        .await?;
        Ok(())
    }

    /// Takes the next number, and with it the turn to write.
    async fn take_lounge_number(&mut self) -> Result<i64, StoreError> {
        let rows = self
            .fetch(
                "update lounge_counter
                 set last_change = last_change + 1
                 where lounge_counter_id = 1
                 returning last_change",
                &[],
            )
            .await?;
        let missing = || StoreError::Corrupt("the lounge's counter is missing".to_owned());
        rows.first().ok_or_else(missing)?.int(0)
    }
}
