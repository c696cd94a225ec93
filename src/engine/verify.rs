//! Recomputing everything from nothing: the stream folded anew, every mark made the slow way, every filed table compared.

use std::collections::BTreeSet;

use crate::domain::act::outcome;
use crate::domain::challenge::{Board, Challenge, Standing};
use crate::domain::community::Community;
use crate::domain::event::Event;
use crate::domain::line;
use crate::engine::{Engine, EngineError};

/// What one community's check found.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// Events read.
    pub n_events: u64,
    /// Standings compared.
    pub n_standings: u64,
    /// What differs, one sentence each.
    pub differences: Vec<String>,
}

impl Engine {
    /// The numbers of all communities.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn communities(&self) -> Result<Vec<i64>, EngineError> {
        let mut ids = Vec::new();
        loop {
            let rows = self
                .inner
                .store
                .communities_after(ids.last().copied().unwrap_or(0), 1_000)
                .await?;
            if rows.is_empty() {
                return Ok(ids);
            }
            ids.extend(rows.iter().map(|row| row.community_id));
        }
    }

    /// Recomputes every standing of a community and compares it with what is shown and what was filed.
    ///
    /// # Errors
    /// If the store fails or the stream can't be read.
    pub async fn verify(&self, community_id: i64) -> Result<Checked, EngineError> {
        let mut checked = Checked::default();
        let mut anew = Community::default();
        let blanked = self.view(community_id, blanked).await?;
        loop {
            let pages = self
                .inner
                .store
                .pages_after(community_id, anew.seq(), 256)
                .await?;
            if pages.is_empty() {
                break;
            }
            for page in pages {
                for record in line::read_page(&page.body)? {
                    check_outcome(&anew, &record.event, &blanked, &mut checked);
                    anew.apply(&record)?;
                    checked.n_events += 1;
                }
                self.check_frozen(community_id, &mut anew, &blanked, &mut checked)
                    .await?;
            }
        }
        let shown = self.view(community_id, standings).await?;
        for challenge in anew.challenges() {
            let mut slow = challenge.clone();
            slow.rebuild();
            let title = &challenge.rules().title;
            compare(
                title,
                "as recomputed",
                &tables(&slow),
                &tables(challenge),
                &mut checked,
            );
            let live = shown
                .iter()
                .find(|(number, _)| *number == challenge.number())
                .map(|(_, tables)| tables);
            compare(
                title,
                "as shown",
                &tables(&slow),
                live.unwrap_or(&Vec::new()),
                &mut checked,
            );
        }
        Ok(checked)
    }

    /// Compares tables frozen during the recomputation with the filed ones.
    async fn check_frozen(
        &self,
        community_id: i64,
        anew: &mut Community,
        blanked: &Blanked,
        checked: &mut Checked,
    ) -> Result<(), EngineError> {
        let mut frozen = Vec::new();
        for challenge in anew.challenges() {
            let title = challenge.rules().title.clone();
            frozen.extend(
                challenge
                    .frozen()
                    .iter()
                    .map(|one| (challenge.number(), title.clone(), one.clone())),
            );
        }
        for (number, title, one) in frozen {
            let place = format!("round {} as filed", one.round);
            match self.frozen(community_id, number, one.round).await? {
                None => checked
                    .differences
                    .push(format!("{title}: {place} is missing")),
                Some(filed) if filed.seq != one.seq || filed.tickets != one.tickets => {
                    checked
                        .differences
                        .push(format!("{title}: {place} is of another close"));
                }
                Some(filed) => {
                    let right = comparable(&one.rows, number, blanked);
                    let other = comparable(&filed.rows, number, blanked);
                    compare(&title, &place, &right, &other, checked);
                }
            }
            anew.filed(number, one.round);
        }
        Ok(())
    }
}

/// Whose readings were blanked, by challenge: what was closed before can't be recomputed from them any more.
type Blanked = BTreeSet<(u32, u32)>;

fn blanked(community: &Community) -> Blanked {
    let sensitive = community
        .challenges()
        .iter()
        .filter(|challenge| challenge.rules().sensitive);
    let forgotten = sensitive.flat_map(|challenge| {
        let gone = challenge.forgotten().into_iter();
        gone.map(|identity| (challenge.number(), identity))
    });
    forgotten.collect()
}

/// The rows of a table that can be recomputed: where somebody's readings were blanked, the others' scores, by member.
fn comparable(rows: &[Standing], challenge: u32, blanked: &Blanked) -> Vec<Standing> {
    if !blanked.iter().any(|(number, _)| *number == challenge) {
        return rows.to_vec();
    }
    let others = rows
        .iter()
        .filter(|row| !blanked.contains(&(challenge, row.identity)));
    let mut others: Vec<Standing> = others.map(|row| Standing { rank: 0, ..*row }).collect();
    others.sort_unstable_by_key(|row| row.identity);
    others
}

/// A close must have decided what the fold before it gives.
fn check_outcome(before: &Community, event: &Event, blanked: &Blanked, checked: &mut Checked) {
    let (number, board, digest, n_ranked) = match event {
        Event::RoundClosed(body) => (
            body.challenge,
            Board::Round,
            &body.outcome.digest,
            body.outcome.n_ranked,
        ),
        Event::ChallengeFinal(body) => (
            body.challenge,
            Board::Whole,
            &body.outcome.digest,
            body.outcome.n_ranked,
        ),
        _ => return,
    };
    let Some(challenge) = before.challenge(number) else {
        return;
    };
    if blanked.iter().any(|(blanked, _)| *blanked == number) {
        return;
    }
    let table = challenge.table(board);
    let same_count = u32::try_from(table.len()) == Ok(n_ranked);
    if !same_count || outcome::digest(&table) != *digest {
        let title = &challenge.rules().title;
        checked.differences.push(format!(
            "{title}: the close of {board:?} does not follow from the entries before it"
        ));
    }
}

fn compare(
    title: &str,
    place: &str,
    right: &[Standing],
    other: &[Standing],
    checked: &mut Checked,
) {
    checked.n_standings += u64::try_from(right.len()).unwrap_or(u64::MAX);
    if right.len() != other.len() {
        checked.differences.push(format!(
            "{title}, {place}: {} standings instead of {}",
            other.len(),
            right.len()
        ));
    }
    let differing = right
        .iter()
        .zip(other)
        .filter(|(right, other)| right != other);
    for (right, other) in differing.take(10) {
        checked
            .differences
            .push(format!("{title}, {place}: {other:?} instead of {right:?}"));
    }
}

fn standings(community: &Community) -> Vec<(u32, Vec<Standing>)> {
    community
        .challenges()
        .iter()
        .map(|challenge| (challenge.number(), tables(challenge)))
        .collect()
}

fn tables(challenge: &Challenge) -> Vec<Standing> {
    let mut rows = challenge.table(Board::Whole);
    rows.extend(challenge.table(Board::Round));
    rows
}
