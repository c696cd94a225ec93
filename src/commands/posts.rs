//! `posts`: posts that did not go out or may not have, and a moderator's word about each.

use crate::cards::posts::{Stuck, Word};
use crate::cards::{self, View};
use crate::commands::declare::{Command, Kind, opt};
use crate::commands::desk::{Ask, Desk};
use crate::commands::feed;
use crate::commands::invocation::Reply;
use crate::domain::refusal::{Problem, Refusal};
use crate::engine::{DeliveryKey, DeliveryRow, DeliveryState, EngineError};

pub(super) const COMMAND: Command = Command {
    path: "posts",
    about: "Posts that did not surely go out: post them again, or say that they are there",
    moderator: true,
    free_text: false,
    options: &[
        opt("again", Kind::Text, "Which to post again"),
        opt(
            "there",
            Kind::Text,
            "Which not to post again, because it is there or not needed; all for all",
        ),
    ],
    examples: &["posts"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

/// Posts that are shown at a time.
const SHOWN: usize = 5;
/// Posts that are counted at most.
const COUNTED: u32 = 1_000;

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let (engine, space_id) = (desk.engine(), ask.space.space_id);
    let word = if let Some(typed) = ask.arguments.get("again") {
        let key = read(ask, "again", typed)?;
        Some(if engine.post_again(&key).await? {
            Word::Again
        } else {
            Word::Settled
        })
    } else if let Some(typed) = ask.arguments.get("there") {
        let key = match typed {
            "all" => None,
            typed => Some(read(ask, "there", typed)?),
        };
        Some(match engine.take_as_posted(space_id, key.as_ref()).await? {
            0 => Word::Settled,
            _ => Word::There,
        })
    } else {
        None
    };
    let rows = engine.stuck_posts(space_id, COUNTED).await?;
    let mut posts = Vec::new();
    for row in rows.iter().take(SHOWN) {
        posts.push(told(desk, row).await?);
    }
    let feed = feed::of(desk, ask).await?;
    let make =
        |view: &View<'_>| cards::posts::stuck(view, &posts, rows.len(), feed.as_deref(), word);
    Ok(Reply::private(desk.card(ask, make).await?))
}

/// A stuck post as a moderator reads it.
async fn told(desk: &Desk, row: &DeliveryRow) -> Result<Stuck, EngineError> {
    let announcement = desk.announcement(row).await?;
    let title = announcement.map(|announcement| announcement.card.title.to_string());
    let key = &row.key;
    Ok(Stuck {
        id: format!("{}-{}-{}", key.seq, key.kind, key.space_id),
        title: title.unwrap_or_default(),
        may_be_there: row.state == DeliveryState::Unknown,
        due_ms: row.due_ms,
    })
}

/// The post that a button names; only one of the asker's own space.
fn read(ask: &Ask, name: &'static str, typed: &str) -> Result<DeliveryKey, Refusal> {
    let parts = typed.split_once('-').and_then(|(seq, rest)| {
        let (kind, space_id) = rest.rsplit_once('-')?;
        Some((seq.parse().ok()?, kind, space_id.parse::<i64>().ok()?))
    });
    match parts {
        Some((seq, kind, space_id)) if space_id == ask.space.space_id => Ok(DeliveryKey {
            community_id: ask.community_id(),
            seq,
            kind: kind.to_owned(),
            space_id,
        }),
        _ => Err(Refusal::Option {
            name,
            typed: typed.to_owned(),
            problem: Problem::Post,
        }),
    }
}
