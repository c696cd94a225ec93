//! `audit`: who did what, when and why.

use crate::cards::card::CardKind;
use crate::cards::say::{Put, say};
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};
use crate::domain::event::Event;

/// One act in the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When it was recorded.
    pub at_ms: i64,
    /// Who did it; 0 for the clock.
    pub by: u32,
    /// What was done.
    pub event: Event,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// Its number in the stream.
    pub seq: u64,
}

/// A page of the trail, counted from 0; `more` says whether another follows.
#[must_use]
pub fn audit(view: &View, lines: &[Line], page: usize, more: bool) -> Sheet {
    let page = page.saturating_add(1);
    let mut sheet = Sheet::new(CardKind::Notice, say("audit-title", &[]));
    if lines.is_empty() {
        return sheet.line(say("audit-none", &[]));
    }
    let row = |line: &Line| {
        let by = if line.by == 0 {
            say("audit-clock", &[])
        } else {
            mark::person(line.by, 0)
        };
        let what = what(view, line.seq, &line.event);
        vec![
            parts::id(line.seq),
            view.time(line.at_ms),
            by,
            what,
            line.reason
                .clone()
                .unwrap_or_else(|| no_reason(&line.event)),
        ]
    };
    let headings = vec![
        say("audit-column-number", &[]),
        say("audit-column-when", &[]),
        say("audit-column-who", &[]),
        say("audit-column-what", &[]),
        say("audit-column-why", &[]),
    ];
    let caption = say("audit-caption", &[("page", page.into())]);
    sheet.table = Some(parts::table(
        caption,
        headings,
        &[],
        lines.iter().map(row).collect(),
    ));
    if page > 1 {
        sheet = sheet.action(parts::button(
            say("page-newer", &[]),
            format!("audit page:{}", page - 1),
        ));
    }
    if more {
        sheet = sheet.action(parts::button(
            say("page-older", &[]),
            format!("audit page:{}", page + 1),
        ));
    }
    sheet
}

/// What stands in a reason's place: entries are judged and added with one, other acts need none.
fn no_reason(event: &Event) -> String {
    match event {
        Event::EntryRecorded(_)
        | Event::EntryVoided(_)
        | Event::EntryAccepted(_)
        | Event::EntryRejected(_) => say("audit-no-reason", &[]),
        _ => String::new(),
    }
}

/// What an event did, in a few words.
fn what(view: &View, seq: u64, event: &Event) -> String {
    let challenge = event.challenge();
    let title = challenge
        .and_then(|number| view.community.challenge(number))
        .map(|found| found.rules().title.clone());
    let title = title.unwrap_or_default();
    let about = |identity: u32, entry: u64| -> [(&'static str, Put); 3] {
        [
            ("entry", parts::id(entry).into()),
            (
                "member",
                mark::person(identity, challenge.unwrap_or(0)).into(),
            ),
            ("challenge", title.as_str().into()),
        ]
    };
    let named = [("challenge", title.as_str().into())];
    match event {
        Event::CommunitySet(_) => say("audit-setup", &[]),
        Event::ChallengeDrafted(_) => say("audit-drafted", &named),
        Event::ChallengeEdited(edited) => say(
            "audit-edited",
            &[
                ("challenge", title.as_str().into()),
                ("rules", edited.changed.join(", ").into()),
            ],
        ),
        Event::ChallengeOpened(_) => say("audit-opened", &named),
        Event::ChallengePaused(_) => say("audit-paused", &named),
        Event::ChallengeResumed(_) => say("audit-resumed", &named),
        Event::ChallengeCancelled(_) => say("audit-cancelled", &named),
        Event::ChallengeEnded(_) => say("audit-ended", &named),
        Event::DrawRedone(redone) => {
            let drawn = redone.winners.iter();
            let winners: Vec<String> = drawn
                .map(|winner| mark::person(winner.identity, redone.challenge))
                .collect();
            say(
                "audit-redrawn",
                &[
                    ("challenge", title.as_str().into()),
                    ("winners", winners.join(", ").into()),
                ],
            )
        }
        Event::EntryRecorded(entry) => say("audit-added", &about(entry.identity, seq)),
        Event::EntryVoided(voided) => say("audit-voided", &about(voided.identity, voided.entry)),
        Event::EntryAccepted(judged) => {
            say("audit-accepted", &about(judged.identity, judged.entry))
        }
        Event::EntryRejected(judged) => {
            say("audit-rejected", &about(judged.identity, judged.entry))
        }
        other => other.kind().replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text};
    use crate::domain::act::entry::Judgement;

    #[test]
    fn the_trail_says_who_did_what_when_and_why() {
        let mut stage = Stage::new();
        let walk = stage.runs("Walk", &[("unit", "km")]);
        let entry = stage.reports(2, walk, "3km", "now");
        let event = stage.judges(entry, Judgement::Void);
        let line = |event: Event, reason: Option<&str>| Line {
            at_ms: stage.now_ms,
            by: 1,
            event,
            reason: reason.map(str::to_owned),
            seq: stage.community.seq(),
        };
        let lines = [line(event, Some("typed twice"))];
        assert_snapshot!(text(audit(&stage.view(1), &lines, 1, true)), @r"
        Who did what
        Newest first, page 2
        #11  Mon 4 Jan 2027, 09:00 (UTC)  Ana  voided entry #10 of Ben in Walk  typed twice
        [Show newer] /audit page:1
        [Show older] /audit page:3
        ");
        assert_snapshot!(text(audit(&stage.view(1), &[], 0, false)), @r"
        Who did what
        No moderator has done anything yet.
        ");
    }
}
