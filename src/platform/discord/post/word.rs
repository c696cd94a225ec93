//! One word to a moderator: that a post did not go out and what to do, or what is for moderators alone.

use serde_json::json;
use serenity::http::Route;

use crate::cards::Card;
use crate::commands::announce::Announcement;
use crate::engine::{DeliveryRow, Posted, SpaceRow};
use crate::platform::discord::api::{CallError, Method};
use crate::platform::discord::post::Poster;
use crate::platform::discord::post::mark::Mark;
use crate::platform::discord::post::trouble::{Trouble, is_about_content};
use crate::platform::discord::snowflake::known;
use crate::platform::post::word::{TELL_MOST, Told};

impl Poster {
    /// Tells a moderator, once, that a post did not go out; nothing more is tried in a channel that refuses everything.
    pub(super) async fn lost(&self, announcement: &Announcement, trouble: Trouble) -> Posted {
        let space = &announcement.space;
        tracing::warn!(
            space = space.platform_space,
            kind = announcement.kind,
            ?trouble,
            "a post did not go out"
        );
        let feed = space.feed.as_deref().unwrap_or_default();
        if trouble.is_of_channel() {
            let (key, now_ms) = (&announcement.key, self.now_ms());
            self.0.circuits.cut(feed, trouble, key, now_ms);
        }
        let told = self.tell_of(announcement, trouble);
        let told = tokio::time::timeout(TELL_MOST, told).await;
        if told.is_err() {
            let space = &space.platform_space;
            tracing::warn!(space, "a moderator may not have been told in time");
        }
        self.0.circuits.told(feed, told != Ok(false));
        Posted::Nowhere
    }

    /// What becomes of a post in a channel that is left alone; none where it may be tried.
    pub(super) async fn held_back(
        &self,
        announcement: &Announcement,
        channel: &str,
    ) -> Option<Posted> {
        let circuits = &self.0.circuits;
        let (trouble, told) = circuits.of(channel, &announcement.key, self.now_ms())?;
        tracing::debug!(channel, kind = announcement.kind, "a post is held back");
        if told {
            return Some(Posted::Nowhere);
        }
        Some(self.lost(announcement, trouble).await)
    }

    /// Whether somebody was told, or nobody can be.
    async fn tell_of(&self, announcement: &Announcement, trouble: Trouble) -> bool {
        if trouble == Trouble::Token {
            return true;
        }
        let space = &announcement.space;
        let feed = space.feed.as_deref();
        let sheet = trouble.card(&announcement.card.title.to_string(), feed);
        let card = sheet.named(&|_| String::new(), &|_| None);
        let (key, subject) = (announcement.key.as_str(), trouble.subject(feed));
        let mut line = self.0.words.responsible(space, None);
        line.reverse();
        let mut asked_owner = false;
        loop {
            // The next in line hears only where the one before can't be told; the last is the server's owner.
            let user = match line.pop() {
                Some(user) => user,
                None if asked_owner => break,
                None => {
                    asked_owner = true;
                    match self.owner(space).await {
                        Some(owner) => owner,
                        None => break,
                    }
                }
            };
            match self.tell(space, (key, &subject), &user, &card, 1).await {
                Told::Yes => return true,
                Told::NotYet(_) => return false,
                Told::Never => {}
            }
        }
        tracing::warn!(
            space = space.platform_space,
            "no moderator could be told; /posts lists the post"
        );
        true
    }

    /// Tells every moderator who is known by name what is for moderators alone; where none is, the server's owner.
    pub(super) async fn tell_moderators(
        &self,
        announcement: &Announcement,
        delivery: &DeliveryRow,
    ) -> Posted {
        let space = &announcement.space;
        let mut named = self.0.words.everybody(space);
        if named.is_empty() {
            named.extend(self.owner(space).await);
        }
        let prefix = format!("word:{}:", announcement.key);
        for user in named {
            let subject = format!("{prefix}{user};");
            let told = self.tell(
                space,
                (&announcement.key, &subject),
                &user,
                &announcement.card,
                delivery.attempts,
            );
            if let Told::NotYet(posted) = told.await {
                return posted;
            }
        }
        self.0.words.forget(space, &prefix).await;
        Posted::Nothing
    }

    /// Tells somebody something directly, once per subject; the key is that of the post because of which.
    async fn tell(
        &self,
        space: &SpaceRow,
        (key, subject): (&str, &str),
        user: &str,
        card: &Card,
        attempts: u32,
    ) -> Told {
        // The same trouble may come again within minutes, with another post.
        let mark = Mark::of(&format!("{key}/{subject}"), user);
        let tell = async {
            let sent = match self.direct(user).await {
                Ok(channel) => {
                    let sent = self.send(&channel, card, &mark, false).await;
                    match sent {
                        Err(CallError::Refused { status, code })
                            if is_about_content(status, code) =>
                        {
                            self.send(&channel, card, &mark, true).await
                        }
                        sent => sent,
                    }
                }
                // Nothing was said yet.
                Err(CallError::Unknown(error)) => Err(CallError::NotSent(error)),
                Err(error) => Err(error),
            };
            match sent {
                Ok(_) | Err(CallError::Unknown(_)) => Told::Yes,
                Err(CallError::Busy(wait)) => Told::NotYet(self.busy(space, wait)),
                Err(CallError::NotSent(_)) => Told::NotYet(self.later(attempts)),
                Err(CallError::Refused { status, code }) => {
                    tracing::warn!(
                        status,
                        code,
                        space = space.platform_space,
                        user,
                        "a moderator can't be told directly"
                    );
                    Told::Never
                }
            }
        };
        self.0.words.once(space, subject, attempts, tell).await
    }

    /// The channel in which somebody is told something directly; it stays the same for ever.
    async fn direct(&self, user: &str) -> Result<String, CallError> {
        let body = json!({ "recipient_id": user });
        let route = Route::UserMeDmChannels;
        let answer = self.0.api.call(Method::Post, route, Some(&body)).await?;
        let channel = answer["id"].as_str().map(str::to_owned);
        channel.ok_or_else(|| CallError::Unknown("a direct channel without an id".to_owned()))
    }

    /// Who owns a server, where Discord says.
    async fn owner(&self, space: &SpaceRow) -> Option<String> {
        let guild_id = known(&space.platform_space).ok()?.into();
        let route = Route::Guild { guild_id };
        match self.0.api.call(Method::Get, route, None).await {
            Ok(guild) => guild["owner_id"].as_str().map(str::to_owned),
            Err(error) => {
                tracing::warn!(%error, space = space.platform_space, "nobody knows who owns a server");
                None
            }
        }
    }
}
