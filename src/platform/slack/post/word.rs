//! One word to a moderator: that a post did not go out and what to do, or what is for moderators alone.

use crate::cards::Card;
use crate::commands::announce::Announcement;
use crate::engine::{DeliveryRow, Posted, SpaceRow};
use crate::platform::post::word::{TELL_MOST, Told};
use crate::platform::slack::api::CallError;
use crate::platform::slack::blocks;
use crate::platform::slack::post::Poster;
use crate::platform::slack::post::trouble::Trouble;
use crate::platform::slack::workspaces::Workspace;

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
        let line = self.0.words.responsible(space, workspace.installer.clone());
        for user in line {
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
        let mut named = self.0.words.everybody(space);
        if named.is_empty() {
            named.extend(workspace.installer.clone());
        }
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
        self.0.words.forget(space, &prefix).await;
        Posted::Nothing
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
        let tell = async {
            let sent = match self.send(workspace, user, blocks::message(card)).await {
                Err(CallError::Refused(word)) if super::trouble::is_about_blocks(&word) => {
                    self.send(workspace, user, blocks::plain_message(card))
                        .await
                }
                sent => sent,
            };
            match sent {
                Ok(_) | Err(CallError::Unknown(_)) => Told::Yes,
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
            }
        };
        self.0.words.once(space, subject, attempts, tell).await
    }
}
