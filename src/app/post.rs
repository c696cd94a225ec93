//! How the courier posts: by the platform of the space.

use std::sync::Arc;

use crate::commands::Desk;
use crate::commands::announce::Announcement;
use crate::engine::{DeliveryRow, DeliveryState, Post, Posted};
use crate::platform::discord::{self, Discord};
use crate::platform::lounge::{self, ARENA, Lounge};
use crate::platform::slack::{self, Slack};

/// How long until a post that could not be made is made.
const AGAIN_MS: i64 = 2_000;

/// How long a post waits for a process that serves its platform, where several share the database.
const ELSEWHERE_MS: i64 = 10_000;

/// Posts by the platform of the space. Where that platform is not served, another process may serve it; nowhere where
/// there can be no other.
pub(super) fn by_platform(
    desk: &Desk,
    lounge: &Lounge,
    slack: Option<&Slack>,
    discord: Option<&Discord>,
) -> Post {
    let (desk, lounge) = (desk.clone(), lounge.clone());
    let (slack, discord) = (slack.cloned(), discord.cloned());
    Arc::new(move |delivery: DeliveryRow| {
        let (desk, lounge) = (desk.clone(), lounge.clone());
        let (slack, discord) = (slack.clone(), discord.clone());
        Box::pin(async move {
            let is_unknown = delivery.state == DeliveryState::Unknown;
            let again_ms = desk.engine().now_ms().saturating_add(AGAIN_MS);
            let announcement = match desk.announcement(&delivery).await {
                Ok(Some(announcement)) => announcement,
                Ok(None) => return Posted::Nothing,
                Err(error) => {
                    tracing::warn!(%error, "an announcement is made later");
                    // What may be visible already is not known not to be.
                    if is_unknown {
                        return Posted::Unknown;
                    }
                    return Posted::Later(again_ms);
                }
            };
            match (announcement.space.platform.as_str(), &slack, &discord) {
                (lounge::PLATFORM, ..) => in_lounge(&lounge, &announcement, again_ms).await,
                (slack::PLATFORM, Some(slack), _) => slack.post(&announcement, &delivery).await,
                (discord::PLATFORM, _, Some(discord)) => {
                    discord.post(&announcement, &delivery).await
                }
                _ if is_unknown => Posted::Unknown,
                _ if desk.engine().is_shared() => {
                    Posted::Later(desk.engine().now_ms().saturating_add(ELSEWHERE_MS))
                }
                _ => Posted::Nowhere,
            }
        })
    })
}

async fn in_lounge(lounge: &Lounge, announcement: &Announcement, again_ms: i64) -> Posted {
    let channel = announcement.space.feed.as_deref().unwrap_or(ARENA);
    if let Some((message, card)) = &announcement.corrects
        && let Err(error) = lounge.edit(message, card).await
    {
        tracing::warn!(%error, "an earlier post could not be corrected");
        return Posted::Later(again_ms);
    }
    if announcement.moderators_only {
        return match lounge.tell_moderators(announcement).await {
            Ok(()) => Posted::Nothing,
            Err(error) => {
                tracing::warn!(%error, "moderators are told later");
                Posted::Later(again_ms)
            }
        };
    }
    // The lounge takes a key once, so a post whose outcome was lost may simply be tried again.
    let (kind, key, card) = (&announcement.kind, &announcement.key, &announcement.card);
    let due_ms = announcement.due_ms;
    match lounge.post(channel, kind, key, due_ms, card).await {
        Ok(message) => Posted::Sent(message),
        Err(error) => {
            tracing::warn!(%error, "a post in the lounge is tried again");
            Posted::Later(again_ms)
        }
    }
}
