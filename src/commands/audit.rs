//! `audit`: who did what, when, and why.

use crate::cards;
use crate::cards::audit::Line;
use crate::commands::declare::{Command, Kind, opt};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::commands::leaderboard;
use crate::domain::event::{Event, Record};
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "audit",
    about: "Who did what, when, and why",
    moderator: true,
    free_text: false,
    options: &[opt("page", Kind::Number, "Which ten, newest first")],
    examples: &["audit"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

/// Lines on a page.
const LINES: usize = 10;
/// Pages of the stream read at a time.
const PAGES: u32 = 64;

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let page = leaderboard::page(ask.arguments.get("page"))?;
    let wanted = (page + 1).saturating_mul(LINES) + 1;
    let mut seq = desk.look(ask, |view| Ok(view.community.seq())).await?;
    let mut acts: Vec<(Record, u32)> = Vec::new();
    while seq > 0 && acts.len() < wanted {
        let records = desk
            .engine()
            .records_before(ask.community_id(), seq, PAGES)
            .await?;
        let Some(oldest) = records.last() else { break };
        seq = oldest.seq.saturating_sub(1);
        acts.extend(
            records
                .into_iter()
                .filter_map(|record| moderator_of(&record.event).map(|by| (record, by))),
        );
    }
    let more = acts.len() > (page + 1) * LINES;
    let shown: Vec<(Record, u32)> = acts.into_iter().skip(page * LINES).take(LINES).collect();
    let seqs: Vec<u64> = shown.iter().map(|(record, _)| record.seq).collect();
    let reasons = desk
        .engine()
        .notes(ask.community_id(), &seqs, "reason")
        .await?;
    let lines: Vec<Line> = shown
        .into_iter()
        .map(|(record, by)| Line {
            at_ms: record.at_ms,
            by,
            reason: reasons
                .iter()
                .find(|note| note.seq == record.seq)
                .map(|note| note.body.clone()),
            seq: record.seq,
            event: record.event,
        })
        .collect();
    Ok(Reply::private(
        desk.card(ask, |view| cards::audit::audit(view, &lines, page, more))
            .await?,
    ))
}

/// Who did it, where a moderator did something.
fn moderator_of(event: &Event) -> Option<u32> {
    match event {
        Event::CommunitySet(body) => Some(body.by),
        Event::ChallengeDrafted(body) => Some(body.by),
        Event::ChallengeEdited(body) => Some(body.by),
        Event::ChallengeOpened(body) => Some(body.by),
        Event::ChallengePaused(body) => Some(body.by),
        Event::ChallengeResumed(body) => Some(body.by),
        Event::ChallengeCancelled(body) => Some(body.by),
        Event::ChallengeEnded(body) => body.by,
        Event::DrawRedone(body) => Some(body.by),
        Event::EntryRecorded(body) => body.by,
        Event::EntryVoided(body) if body.by != body.identity => Some(body.by),
        Event::EntryAccepted(body) => Some(body.by),
        Event::EntryRejected(body) => Some(body.by),
        _ => None,
    }
}
