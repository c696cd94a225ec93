//! What the house itself says in the lounge: announcements, their edits, and what a demo is filled with.

use crate::cards::Card;
use crate::commands::announce::Announcement;
use crate::commands::{Asker, Reply, Visibility};
use crate::platform::lounge::name::Name;
use crate::platform::lounge::{ARENA, CHANNELS, Lounge, carry, person, text, view};
use crate::store::lounge::{LoungeMessage, LoungeSession, NewLoungeMessage};

/// How far back a message is looked for.
const NEWEST: i64 = 60;

impl Lounge {
    /// Posts a card in a channel once per key, and answers the message's id: the earlier one's, when the key was used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn post(
        &self,
        channel: &str,
        kind: &str,
        key: &str,
        at_ms: i64,
        card: &Card,
    ) -> anyhow::Result<String> {
        let message = house_message(channel, kind, format!("post:{key}"), at_ms, card)?;
        Ok(self.store_message(&message).await?.to_string())
    }

    /// Tells each moderator something privately, once per key; those who were never here are told nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_moderators(&self, announcement: &Announcement) -> anyhow::Result<()> {
        let body = serde_json::to_string(&announcement.card)?;
        for user_id in self.moderators().await? {
            let message = NewLoungeMessage {
                key: format!("post:{}:{user_id}", announcement.key),
                at_ms: announcement.due_ms,
                channel: ARENA.to_owned(),
                user_id: Some(user_id.clone()),
                only_for: Some(user_id),
                kind: announcement.kind.clone(),
                body: body.clone(),
                ..NewLoungeMessage::default()
            };
            self.store_message(&message).await?;
        }
        Ok(())
    }

    /// Makes a posted message read as another card; answers whether the message is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn edit(&self, message_id: &str, card: &Card) -> anyhow::Result<bool> {
        let Ok(message_id) = message_id.parse() else {
            return Ok(false);
        };
        let mut tx = self.0.store.begin().await?;
        let done = tx
            .lounge_edit(message_id, &serde_json::to_string(card)?)
            .await?;
        tx.commit().await?;
        self.tell_streams().await?;
        Ok(done)
    }

    /// Gives somebody a seat without a browser, so that what she says has a name; `None` when the name is taken.
    ///
    /// For filling a demo: nobody can come back to this seat.
    ///
    /// # Errors
    /// When the name is no name, or the database fails.
    pub async fn seat(&self, name: &str) -> anyhow::Result<Option<Asker>> {
        let name = Name::read(name).map_err(anyhow::Error::msg)?;
        let (session, _) = person::new_session(name, self.0.clock.now_ms());
        let session = LoungeSession {
            came_first: false,
            ..session
        };
        let entered = self.let_in(&session).await?;
        Ok(entered.map(|session| Asker {
            user: session.user_id,
            name: session.name,
            ..Asker::default()
        }))
    }

    /// Says a text in a channel in somebody's name, once per key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell(
        &self,
        who: &Asker,
        channel: &str,
        key: &str,
        at_ms: i64,
        said: &str,
    ) -> anyhow::Result<()> {
        self.store_message(&chat(who, channel, key, at_ms, said))
            .await?;
        Ok(())
    }

    /// Says a text below the newest message of a kind that has a word in it, once per key; nowhere when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_below(
        &self,
        who: &Asker,
        (channel, kind, word): (&str, &str, &str),
        key: &str,
        at_ms: i64,
        said: &str,
    ) -> anyhow::Result<()> {
        let store = &self.0.store;
        let newest = store
            .lounge_channel(channel, &who.user, i64::MAX, NEWEST)
            .await?;
        let about = |message: &&LoungeMessage| message.kind == kind && message.body.contains(word);
        let Some(parent) = newest.iter().rev().find(about) else {
            return Ok(());
        };
        let message = NewLoungeMessage {
            parent_id: Some(parent.message_id),
            ..chat(who, channel, key, at_ms, said)
        };
        self.store_message(&message).await?;
        Ok(())
    }

    /// Shows a public reply that was not asked for by a request, once per key; of a private one only what it makes
    /// earlier messages read is shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn show(
        &self,
        who: &Asker,
        channel: &str,
        key: &str,
        at_ms: i64,
        reply: &Reply,
    ) -> anyhow::Result<()> {
        let spot = carry::Spot {
            channel: channel.to_owned(),
            parent_id: None,
        };
        let message = carry::reply_message(who, &spot, key, at_ms, reply)?;
        let mut tx = self.0.store.begin().await?;
        carry::replace_earlier(&mut tx, reply, &message.key).await?;
        if reply.visibility == Visibility::Public {
            tx.lounge_post(&message).await?;
        }
        tx.commit().await?;
        self.tell_streams().await
    }

    /// Forgets somebody: her name, her seat, what she said, and the replies that were hers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget(&self, user_id: &str) -> anyhow::Result<()> {
        let name = self.0.store.lounge_name(user_id).await?;
        let mut tx = self.0.store.begin().await?;
        tx.lounge_forget(user_id).await?;
        tx.commit().await?;
        if let Some(name) = name {
            self.unname(&name).await?;
        }
        self.tell_streams().await
    }
}

/// A message of the house itself. What is meant for a channel that is not here would be seen by nobody: it goes to the
/// arena.
pub(crate) fn house_message(
    channel: &str,
    kind: &str,
    key: String,
    at_ms: i64,
    card: &Card,
) -> anyhow::Result<NewLoungeMessage> {
    let here = CHANNELS.iter().any(|(id, _)| *id == channel);
    Ok(NewLoungeMessage {
        key,
        at_ms,
        channel: if here { channel } else { ARENA }.to_owned(),
        kind: kind.to_owned(),
        body: serde_json::to_string(card)?,
        ..NewLoungeMessage::default()
    })
}

fn chat(who: &Asker, channel: &str, key: &str, at_ms: i64, said: &str) -> NewLoungeMessage {
    NewLoungeMessage {
        key: format!("chat:{}:{key}", who.user),
        at_ms,
        channel: channel.to_owned(),
        user_id: Some(who.user.clone()),
        kind: view::CHAT.to_owned(),
        body: text::neutral(said).into_owned(),
        ..NewLoungeMessage::default()
    }
}
