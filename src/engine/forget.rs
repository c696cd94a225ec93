//! Forgetting a person: her words are deleted, and her readings in sensitive challenges blanked in place, in the stream
//! and in filed results. It is the only rewriting of an event that there is.

use crate::domain::challenge::Challenge;
use crate::domain::event::{Event, Outcome, Record};
use crate::domain::line;
use crate::engine::home::Home;
use crate::engine::{EngineError, filing};
use crate::store::{ResultPart, Tx};

/// Pages read at a time.
const PAGES: u32 = 64;

/// A challenge whose amounts are nobody else's business.
struct Sensitive {
    number: u32,
    /// The first event that is about it.
    first_seq: u64,
    /// Whether its scores are amounts; percentages stay.
    raw: bool,
}

impl Sensitive {
    fn of(challenge: &Challenge) -> Self {
        Self {
            number: challenge.number(),
            first_seq: challenge.head.first_seq,
            raw: !challenge.rules().scoring.is_percent(),
        }
    }
}

/// Deletes and blanks what is to be forgotten, in the transaction of the event that says so. The snapshot goes as well:
/// it is made anew from the stream.
pub(super) async fn forget(tx: &mut Tx, home: &Home, identity: u32) -> Result<(), EngineError> {
    tx.forget_person(home.community_id, identity).await?;
    let sensitive: Vec<Sensitive> = {
        let fold = home.fold();
        let concerned = fold
            .challenges()
            .iter()
            .filter(|one| one.rules().sensitive && one.had_member(identity));
        concerned.map(Sensitive::of).collect()
    };
    if sensitive.is_empty() {
        return Ok(());
    }
    tx.drop_snapshot(home.community_id).await?;
    blank_pages(tx, home.community_id, identity, &sensitive).await?;
    for challenge in sensitive.iter().filter(|challenge| challenge.raw) {
        blank_results(tx, home.community_id, identity, challenge.number).await?;
    }
    Ok(())
}

async fn blank_pages(
    tx: &mut Tx,
    community_id: i64,
    identity: u32,
    sensitive: &[Sensitive],
) -> Result<(), EngineError> {
    let mark = format!("\"identity\":{identity}");
    let first_seq = sensitive.iter().map(|one| one.first_seq).min();
    let start = tx.page_start(community_id, first_seq.unwrap_or(0)).await?;
    let mut seq = start.saturating_sub(1);
    loop {
        let pages = tx.pages_after(community_id, seq, PAGES).await?;
        let Some(last) = pages.last() else {
            return Ok(());
        };
        seq = last.first_seq;
        for page in pages.iter().filter(|page| page.body.contains(&mark)) {
            let mut records = line::read_page(&page.body)?;
            let mut blanked = false;
            for record in &mut records {
                blanked |= blank(record, identity, sensitive);
            }
            if blanked {
                let body = line::write_page(&records);
                tx.rewrite_page(community_id, page.first_seq, &body).await?;
            }
        }
    }
}

/// Filed tables keep rank and percent; a raw score goes.
async fn blank_results(
    tx: &mut Tx,
    community_id: i64,
    identity: u32,
    challenge: u32,
) -> Result<(), EngineError> {
    for (round, part) in tx.all_result_parts(community_id, challenge).await? {
        let mut filed = filing::read(&part.body)?;
        let raw = |row: &&mut (u32, u32, i64, i64)| row.0 == identity && row.2 != 0;
        if let Some(row) = filed.rows.iter_mut().find(raw) {
            row.2 = 0;
            let part = ResultPart {
                part_no: part.part_no,
                body: filing::rows(filed.rows.iter().copied()),
            };
            tx.blank_result_part(community_id, challenge, round, &part)
                .await?;
        }
    }
    Ok(())
}

/// Blanks what one event says of that person's readings; whether it said anything.
fn blank(record: &mut Record, identity: u32, sensitive: &[Sensitive]) -> bool {
    let number = record.event.challenge();
    let Some(challenge) = sensitive.iter().find(|one| Some(one.number) == number) else {
        return false;
    };
    match &mut record.event {
        Event::EntryRecorded(entry) if entry.identity == identity => {
            entry.amount_micro = 0;
            entry.number.clear();
            true
        }
        Event::MemberJoined(joined) if joined.identity == identity => {
            joined.goal_micro = None;
            joined.start_micro = None;
            true
        }
        Event::GoalSet(set) if set.identity == identity => {
            set.goal_micro = 0;
            set.start_micro = None;
            true
        }
        Event::RoundClosed(closed) => blank_outcome(&mut closed.outcome, identity, challenge),
        Event::ChallengeEnded(ended) => blank_outcome(&mut ended.outcome, identity, challenge),
        Event::ChallengeFinal(last) => blank_outcome(&mut last.outcome, identity, challenge),
        _ => false,
    }
}

fn blank_outcome(outcome: &mut Outcome, identity: u32, challenge: &Sensitive) -> bool {
    if !challenge.raw {
        return false;
    }
    let mut any = false;
    let winners = outcome.winners.iter_mut();
    for winner in winners.filter(|winner| winner.identity == identity) {
        winner.num = 0;
        any = true;
    }
    let rise = outcome.most_improved.as_mut();
    if let Some(rise) = rise.filter(|rise| rise.identity == identity) {
        rise.num = 0;
        any = true;
    }
    any
}
