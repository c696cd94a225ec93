//! One word to a moderator: whom to tell, and that she is told once a trouble.

use std::time::Duration;

use crate::engine::{Engine, Posted, SpaceRow};
use crate::platform::post::pace;
use crate::platform::post::trouble::SUBJECT;
use crate::store::StoreError;

/// What is known of a post must be written down in time, whether or not anybody could be told.
pub(crate) const TELL_MOST: Duration = Duration::from_secs(8);

/// What came of a word to one person.
pub(crate) enum Told {
    /// She has it, may have it, or had it before.
    Yes,
    /// It did not leave, or the platform asks to wait: the next time.
    NotYet(Posted),
    /// She can't be told.
    Never,
}

/// A platform's words to moderators; what they were told is kept.
pub(crate) struct Words {
    engine: Engine,
    platform: &'static str,
    /// Who moderates everywhere, by the settings.
    moderators: Vec<String>,
}

impl Words {
    /// Words on a platform; `moderators` are the ids of those who moderate everywhere.
    pub(crate) fn new(engine: Engine, platform: &'static str, moderators: &[String]) -> Self {
        Self {
            engine,
            platform,
            moderators: moderators.to_vec(),
        }
    }

    /// Who is told of a trouble, the next in line where the one before can't be: whoever chose the channel, the first
    /// moderator named, `host` (who brought the bot there, as far as the platform says), the first of the settings.
    pub(crate) fn responsible(&self, space: &SpaceRow, host: Option<String>) -> Vec<String> {
        let mut line: Vec<String> = Vec::new();
        let chain = space
            .feed_by
            .iter()
            .cloned()
            .chain(people(space).next())
            .chain(host)
            .chain(self.moderators.first().cloned());
        for user in chain {
            if !line.contains(&user) {
                line.push(user);
            }
        }
        line
    }

    /// Every moderator who is known by name; empty where none is.
    pub(crate) fn everybody(&self, space: &SpaceRow) -> Vec<String> {
        let mut named: Vec<String> = space.feed_by.iter().cloned().collect();
        named.extend(people(space));
        named.extend(self.moderators.iter().cloned());
        named.sort_unstable();
        named.dedup();
        named
    }

    /// Tells something, once per subject: `tell` is not begun where that was done before.
    pub(crate) async fn once(
        &self,
        space: &SpaceRow,
        subject: &str,
        attempts: u32,
        tell: impl Future<Output = Told>,
    ) -> Told {
        match self.begin(space, subject).await {
            Ok(true) => {}
            Ok(false) => return Told::Yes,
            Err(error) => {
                tracing::warn!(%error, space = space.platform_space, "a moderator is told later");
                let at_ms = pace::again_ms(self.engine.now_ms(), attempts);
                return Told::NotYet(Posted::Later(at_ms));
            }
        }
        let told = tell.await;
        if !matches!(told, Told::Yes) {
            self.forget(space, subject).await;
        }
        told
    }

    /// Forgets which troubles of posting a moderator was told about, since they are over.
    pub(crate) async fn forget_troubles(&self, space: &SpaceRow) {
        self.forget(space, SUBJECT).await;
    }

    /// Forgets what was told under subjects that begin so.
    pub(crate) async fn forget(&self, space: &SpaceRow, subject: &str) {
        let forgotten = async {
            let mut tx = self.engine.store().begin().await?;
            tx.untell(self.platform, &space.platform_space, subject)
                .await?;
            tx.commit().await
        };
        let forgotten: Result<(), StoreError> = forgotten.await;
        if let Err(error) = forgotten {
            tracing::warn!(%error, platform = self.platform, space = space.platform_space, "a trouble that is over is still known");
        }
    }

    async fn begin(&self, space: &SpaceRow, subject: &str) -> Result<bool, StoreError> {
        let mut tx = self.engine.store().begin().await?;
        let now_ms = self.engine.now_ms();
        let begun = tx
            .tell_once(
                self.platform,
                &space.platform_space,
                subject,
                now_ms,
                i64::MIN,
            )
            .await?;
        tx.commit().await?;
        Ok(begun)
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
