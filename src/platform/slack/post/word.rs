//! One word to a moderator: that a post did not go out and what to do, or what is for moderators alone.

use std::time::Duration;

use crate::cards::Card;
use crate::commands::announce::Announcement;
use crate::engine::{DeliveryRow, Posted, SpaceRow};
use crate::platform::slack::PLATFORM;
use crate::platform::slack::api::CallError;
use crate::platform::slack::blocks;
use crate::platform::slack::post::Poster;
use crate::platform::slack::post::trouble::{SUBJECT, Trouble};
use crate::platform::slack::workspaces::Workspace;
use crate::store::StoreError;

/// What is known of a post must be written down in time, whether or not anybody could be told.
const TELL_MOST: Duration = Duration::from_secs(8);

/// What came of a word to one person.
enum Told {
    /// She has it, may have it, or had it before.
    Yes,
    /// It did not leave, or Slack asks to wait: the next time.
    NotYet(Posted),
    /// She can't be told.
    Never,
}

impl Poster {
    /// Tells a moderator, once, that a post did not go out.
    pub(super) async fn lost(
        &self,
        workspace: &Workspace,
        announcement: &Announcement,
        trouble: &Trouble,
    ) -> Posted {
        let told = self.tell_of(workspace, announcement, trouble);
        if tokio::time::timeout(TELL_MOST, told).await.is_err() {
            tracing::warn!(
                space = announcement.space.platform_space,
                "a moderator may not have been told in time"
            );
        }
        Posted::Nowhere
    }

    async fn tell_of(&self, workspace: &Workspace, announcement: &Announcement, trouble: &Trouble) {
        let space = &announcement.space;
        tracing::warn!(
            space = space.platform_space,
            kind = announcement.kind,
            ?trouble,
            "a post did not go out"
        );
        if let Trouble::Token(_) = trouble {
            return;
        }
        let feed = space.feed.as_deref();
        let title = announcement.card.title.to_string();
        let sheet = trouble.card(&title, feed, workspace);
        let card = sheet.named(&|_| String::new(), &|_| None);
        let subject = trouble.subject(feed);
        for user in self.responsible(workspace, space) {
            // The next in line hears only where the one before can't be told.
            match self.tell(workspace, space, &subject, &user, &card, 1).await {
                Told::Yes | Told::NotYet(_) => return,
                Told::Never => {}
            }
        }
        tracing::warn!(
            space = space.platform_space,
            "no moderator could be told; /posts lists the post"
        );
    }

    /// Tells every moderator who is known by name what is for moderators alone; where none is, whoever installed the app.
    pub(super) async fn tell_moderators(
        &self,
        workspace: &Workspace,
        announcement: &Announcement,
        delivery: &DeliveryRow,
    ) -> Posted {
        let space = &announcement.space;
        let mut named: Vec<String> = space.feed_by.iter().cloned().collect();
        named.extend(people(space));
        named.extend(self.0.moderators.iter().cloned());
        if named.is_empty() {
            named.extend(workspace.installer.clone());
        }
        named.sort_unstable();
        named.dedup();
        let prefix = format!("word:{}:", announcement.key);
        for user in named {
            let subject = format!("{prefix}{user};");
            let told = self.tell(
                workspace,
                space,
                &subject,
                &user,
                &announcement.card,
                delivery.attempts,
            );
            if let Told::NotYet(posted) = told.await {
                return posted;
            }
        }
        self.forget(space, &prefix).await;
        Posted::Nothing
    }

    /// Forgets which troubles of posting a moderator was told about, since they are over.
    pub(super) async fn forget_troubles(&self, space: &SpaceRow) {
        self.forget(space, SUBJECT).await;
    }

    /// Who is told of a trouble: whoever chose the channel, else the first moderator named, else whoever installed the
    /// app, else the first moderator of the settings.
    fn responsible(&self, workspace: &Workspace, space: &SpaceRow) -> Vec<String> {
        let mut line: Vec<String> = Vec::new();
        let chain = space
            .feed_by
            .iter()
            .cloned()
            .chain(people(space).next())
            .chain(workspace.installer.clone())
            .chain(self.0.moderators.first().cloned());
        for user in chain {
            if !line.contains(&user) {
                line.push(user);
            }
        }
        line
    }

    /// Tells somebody something directly, once per subject.
    async fn tell(
        &self,
        workspace: &Workspace,
        space: &SpaceRow,
        subject: &str,
        user: &str,
        card: &Card,
        attempts: u32,
    ) -> Told {
        match self.begin(space, subject).await {
            Ok(true) => {}
            Ok(false) => return Told::Yes,
            Err(error) => {
                tracing::warn!(%error, space = space.platform_space, "a moderator is told later");
                return Told::NotYet(self.later(attempts));
            }
        }
        let sent = match self.send(workspace, user, blocks::message(card)).await {
            Err(CallError::Refused(word)) if super::trouble::is_about_blocks(&word) => {
                self.send(workspace, user, blocks::plain_message(card))
                    .await
            }
            sent => sent,
        };
        let told = match sent {
            Ok(_) | Err(CallError::Unknown(_)) => return Told::Yes,
            Err(CallError::Busy(wait)) => Told::NotYet(self.busy(space, wait)),
            Err(CallError::NotSent(_)) => Told::NotYet(self.later(attempts)),
            Err(CallError::Refused(word)) => {
                tracing::warn!(
                    word,
                    space = space.platform_space,
                    user,
                    "a moderator can't be told directly"
                );
                Told::Never
            }
        };
        self.forget(space, subject).await;
        told
    }

    async fn begin(&self, space: &SpaceRow, subject: &str) -> Result<bool, StoreError> {
        let mut tx = self.0.engine.store().begin().await?;
        let now_ms = self.now_ms();
        let begun = tx
            .tell_once(
                PLATFORM,
                &space.platform_space,
                subject,
                now_ms,
                i64::MIN,
            )
            .await?;
        tx.commit().await?;
        Ok(begun)
    }

    async fn forget(&self, space: &SpaceRow, subject: &str) {
        let forgotten = async {
            let mut tx = self.0.engine.store().begin().await?;
            tx.untell(PLATFORM, &space.platform_space, subject).await?;
            tx.commit().await
        };
        let forgotten: Result<(), StoreError> = forgotten.await;
        if let Err(error) = forgotten {
            tracing::warn!(%error, space = space.platform_space, "a trouble that is over is still known");
        }
    }
}

/// The people among a space's named moderators.
fn people(space: &SpaceRow) -> impl Iterator<Item = String> + '_ {
    let mentions = space.moderators.as_deref().unwrap_or_default();
    let ids = mentions
        .split_whitespace()
        .filter_map(|mention| mention.strip_prefix("<@")?.strip_suffix('>'));
    ids.filter(|id| !id.starts_with('&')).map(str::to_owned)
}
