//! What the lounge reads: sessions, history, and what changed after a number.

use crate::store::lounge::{LoungeMessage, LoungeSession};
use crate::store::value::{Row, values};
use crate::store::{Store, StoreError};

macro_rules! select_message {
    ($rest:literal) => {
        concat!(
            "select m.message_id, m.last_change, m.at_ms, m.channel, m.parent_id, m.user_id, s.name, m.only_for,
                    m.kind, m.line, m.body, m.n_replies, m.gone
             from lounge_message m
             left join lounge_session s on s.user_id = m.user_id
             ",
            $rest
        )
    };
}

impl Store {
    /// Whose session it is.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_session(
        &self,
        token_hash: &str,
    ) -> Result<Option<LoungeSession>, StoreError> {
        let rows = self
            .fetch(
                "select user_id, name, name_key, token_hash, came_first, zone, locale, entered_ms
                 from lounge_session
                 where token_hash = $1",
                values![token_hash],
            )
            .await?;
        rows.first().map(session).transpose()
    }

    /// The user ids of the first to enter and of those with one of these name keys.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_moderators(&self, name_keys: &[String]) -> Result<Vec<String>, StoreError> {
        let first = "select user_id from lounge_session where came_first = 1";
        let named = "select user_id from lounge_session where name_key = $1 and came_first = 0";
        let mut rows = self.fetch(first, &[]).await?;
        for name_key in name_keys {
            rows.extend(self.fetch(named, values![name_key]).await?);
        }
        rows.iter().map(|row| row.text(0)).collect()
    }

    /// The name of a person who has a seat.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_name(&self, user_id: &str) -> Result<Option<String>, StoreError> {
        let sql = "select name from lounge_session where user_id = $1";
        let rows = self.fetch(sql, values![user_id]).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }

    /// What a person wrote that is still there, in order: her messages, and the lines to which only she reads the answer.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_words_of(&self, user_id: &str) -> Result<Vec<LoungeMessage>, StoreError> {
        let sql = select_message!(
            "where m.user_id = $1 and m.gone = 0 and (m.kind = 'chat' or m.line is not null)
             order by m.message_id"
        );
        let rows = self.fetch(sql, values![user_id]).await?;
        rows.iter().map(message).collect()
    }

    /// Posted cards after a number, in order, at most `limit`: number and body.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_cards_after(
        &self,
        message_id: i64,
        limit: i64,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        let sql = "select message_id, body
             from lounge_message
             where message_id > $1 and kind <> 'chat' and gone = 0
             order by message_id
             limit $2";
        let rows = self.fetch(sql, values![message_id, limit]).await?;
        rows.iter()
            .map(|row| Ok((row.int(0)?, row.text(1)?)))
            .collect()
    }

    /// One message, if this person may see it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_message(
        &self,
        message_id: i64,
        viewer: &str,
    ) -> Result<Option<LoungeMessage>, StoreError> {
        let sql = select_message!(
            "where m.message_id = $1 and m.gone = 0 and (m.only_for is null or m.only_for = $2)"
        );
        let rows = self.fetch(sql, values![message_id, viewer]).await?;
        rows.first().map(message).transpose()
    }

    /// The newest messages of a channel before a number, oldest first, as this person sees them; threads are left out.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_channel(
        &self,
        channel: &str,
        viewer: &str,
        before: i64,
        limit: i64,
    ) -> Result<Vec<LoungeMessage>, StoreError> {
        let sql = select_message!(
            "where m.channel = $1 and m.parent_id is null and m.gone = 0
               and (m.only_for is null or m.only_for = $2) and m.message_id < $3
             order by m.message_id desc
             limit $4"
        );
        let rows = self
            .fetch(sql, values![channel, viewer, before, limit])
            .await?;
        rows.iter().rev().map(message).collect()
    }

    /// The newest messages of a thread, oldest first, as this person sees them.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_thread(
        &self,
        parent_id: i64,
        viewer: &str,
        limit: i64,
    ) -> Result<Vec<LoungeMessage>, StoreError> {
        let sql = select_message!(
            "where m.parent_id = $1 and m.gone = 0 and (m.only_for is null or m.only_for = $2)
             order by m.message_id desc
             limit $3"
        );
        let rows = self.fetch(sql, values![parent_id, viewer, limit]).await?;
        rows.iter().rev().map(message).collect()
    }

    /// What changed after a number, in order, as this person sees it; with the messages that are gone. Messages that
    /// changed together share a number: `after` is that of a change and of the last message of it that is known.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_changes(
        &self,
        after: (i64, i64),
        viewer: &str,
        limit: i64,
    ) -> Result<Vec<LoungeMessage>, StoreError> {
        let (change, message_id) = after;
        let sql = select_message!(
            "where m.last_change >= $1 and (m.last_change > $1 or m.message_id > $2)
               and (m.only_for is null or m.only_for = $3)
             order by m.last_change, m.message_id
             limit $4"
        );
        let rows = self
            .fetch(sql, values![change, message_id, viewer, limit])
            .await?;
        rows.iter().map(message).collect()
    }

    /// The number of the last change.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn lounge_last_change(&self) -> Result<i64, StoreError> {
        let sql = "select last_change from lounge_counter where lounge_counter_id = 1";
        let rows = self.fetch(sql, &[]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
}

fn session(row: &Row) -> Result<LoungeSession, StoreError> {
    Ok(LoungeSession {
        user_id: row.text(0)?,
        name: row.text(1)?,
        name_key: row.text(2)?,
        token_hash: row.text(3)?,
        came_first: row.int(4)? != 0,
        zone: row.maybe_text(5)?,
        locale: row.maybe_text(6)?,
        entered_ms: row.int(7)?,
    })
}

fn message(row: &Row) -> Result<LoungeMessage, StoreError> {
    Ok(LoungeMessage {
        message_id: row.int(0)?,
        last_change: row.int(1)?,
        at_ms: row.int(2)?,
        channel: row.text(3)?,
        parent_id: row.maybe_int(4)?,
        user_id: row.maybe_text(5)?,
        name: row.maybe_text(6)?,
        only_for: row.maybe_text(7)?,
        kind: row.text(8)?,
        line: row.maybe_text(9)?,
        body: row.text(10)?,
        n_replies: row.int(11)?,
        gone: row.int(12)? != 0,
    })
}
