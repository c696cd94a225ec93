//! Forgetting a person: her words are deleted, and her readings in sensitive challenges blanked in place, in the stream
//! and in filed results. It is the only rewriting of an event that there is.

use crate::domain::event::{Event, Outcome, Record};
use crate::domain::line;
use crate::engine::EngineError;
use crate::engine::home::Home;
use crate::engine::read::FiledPart;
use crate::store::Tx;

/// Pages read at a time.
const PAGES: u32 = 64;

/// Deletes and blanks what is to be forgotten, in the transaction of the event that says so.
pub(super) async fn forget(tx: &mut Tx, home: &Home, identity: u32) -> Result<(), EngineError> {
    tx.forget_person(home.community_id, identity).await?;
    let sensitive: Vec<u32> = {
        let fold = home.fold();
        let concerned = fold
            .challenges()
            .iter()
            .filter(|one| one.rules().sensitive && one.participant(identity).is_some());
        concerned
            .map(super::super::domain::challenge::Challenge::number)
            .collect()
    };
    if sensitive.is_empty() {
        return Ok(());
    }
    // The snapshot holds her readings still; the next one is made of the blanked fold.
    tx.drop_snapshot(home.community_id).await?;
    for challenge in &sensitive {
        blank_filed(tx, home.community_id, *challenge, identity).await?;
    }
    let mark = format!("\"identity\":{identity}");
    let mut seq = 0;
    loop {
        let pages = tx.pages_after(home.community_id, seq, PAGES).await?;
        let Some(last) = pages.last() else {
            return Ok(());
        };
        seq = last.first_seq;
        for page in pages.iter().filter(|page| page.body.contains(&mark)) {
            let mut records = line::read_page(&page.body)?;
            let mut blanked = false;
            for record in &mut records {
                blanked |= blank(record, identity, &sensitive);
            }
            if blanked {
                let mut body = Vec::with_capacity(page.body.len());
                records
                    .iter()
                    .for_each(|record| line::write(record, &mut body));
                let body = String::from_utf8(body)
                    .map_err(|error| EngineError::Broken(error.to_string()))?;
                tx.rewrite_page(home.community_id, page.first_seq, &body)
                    .await?;
            }
        }
    }
}

/// Blanks her raw scores in a challenge's filed tables; ranks and percentages stay.
async fn blank_filed(
    tx: &mut Tx,
    community_id: i64,
    challenge: u32,
    identity: u32,
) -> Result<(), EngineError> {
    let mut after = None;
    loop {
        let parts = tx
            .filed_parts_after(community_id, challenge, after, PAGES)
            .await?;
        let Some(last) = parts.last() else {
            return Ok(());
        };
        after = Some((last.round_no, last.part.part_no));
        for mut filed in parts {
            let broken =
                |error: serde_json::Error| EngineError::Broken(format!("a filed result: {error}"));
            let mut part: FiledPart = serde_json::from_str(&filed.part.body).map_err(broken)?;
            let hers = part
                .rows
                .iter_mut()
                .find(|(whose, _, _, den)| *whose == identity && *den == 1);
            if let Some((_, _, num, _)) = hers {
                *num = 0;
                filed.part.body = serde_json::to_string(&part).map_err(broken)?;
                tx.rewrite_filed_part(community_id, challenge, &filed)
                    .await?;
            }
        }
    }
}

/// Blanks what one event says of that person's readings; whether it said anything.
fn blank(record: &mut Record, identity: u32, sensitive: &[u32]) -> bool {
    if !record
        .event
        .challenge()
        .is_some_and(|challenge| sensitive.contains(&challenge))
    {
        return false;
    }
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
        Event::RoundClosed(closed) => blank_outcome(&mut closed.outcome, identity),
        Event::ChallengeEnded(ended) => blank_outcome(&mut ended.outcome, identity),
        Event::ChallengeFinal(last) => blank_outcome(&mut last.outcome, identity),
        _ => false,
    }
}

fn blank_outcome(outcome: &mut Outcome, identity: u32) -> bool {
    let mut any = false;
    // Percentages have a denominator and stay; raw scores go.
    for winner in outcome
        .winners
        .iter_mut()
        .filter(|winner| winner.identity == identity && winner.den == 1)
    {
        winner.num = 0;
        any = true;
    }
    if let Some(rise) = outcome
        .most_improved
        .as_mut()
        .filter(|rise| rise.identity == identity && rise.den == 1)
    {
        rise.num = 0;
        any = true;
    }
    any
}
