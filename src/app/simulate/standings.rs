//! The standings at the end of a simulation: every challenge as it stands, and every closed round as it was frozen.

use serde_json::{Value, json};

use crate::app::simulate::{PLATFORM, SPACE};
use crate::cards::amounts::exact_score;
use crate::domain::challenge::{Board, Standing};
use crate::domain::rules::Rules;
use crate::engine::{Engine, EngineError};

/// A table to be written: the challenge's rules, the round (none for the challenge), and the rows.
struct Table {
    rules: Rules,
    round: Option<u32>,
    rows: Vec<Standing>,
}

/// All standings of all spaces, in order of creation.
pub(super) async fn all(engine: &Engine, spaces: &[String]) -> Result<Vec<Value>, EngineError> {
    let mut standings = Vec::new();
    for name in spaces {
        let space = engine.space(PLATFORM, name, name).await?;
        for table in tables(engine, space.community_id).await? {
            for row in &table.rows {
                let names = engine
                    .names(space.community_id, &[(row.identity, 0)])
                    .await?;
                let mut standing = json!({
                    "challenge": table.rules.title, "round": table.round, "rank": row.rank,
                    "user": names.any_user(row.identity),
                    "score": exact_score(&table.rules, row.score.num(), row.score.den()),
                    "unit": table.rules.score_unit(),
                });
                if name != SPACE {
                    standing["space"] = json!(name);
                }
                standings.push(standing);
            }
        }
    }
    Ok(standings)
}

async fn tables(engine: &Engine, community_id: i64) -> Result<Vec<Table>, EngineError> {
    let challenges = engine
        .view(community_id, |community| {
            let each = community.challenges().iter().map(|challenge| {
                let closed = challenge
                    .head
                    .closed
                    .iter()
                    .map(|closed| closed.round)
                    .filter(|round| *round != 0);
                (
                    challenge.number(),
                    challenge.rules().clone(),
                    challenge.table(Board::Whole),
                    closed.collect::<Vec<_>>(),
                )
            });
            each.collect::<Vec<_>>()
        })
        .await?;
    let mut tables = Vec::new();
    for (number, rules, rows, closed) in challenges {
        tables.push(Table {
            rules: rules.clone(),
            round: None,
            rows,
        });
        for round in closed {
            let frozen = engine.frozen(community_id, number, round).await?;
            let rows = frozen.map(|frozen| frozen.rows).unwrap_or_default();
            tables.push(Table {
                rules: rules.clone(),
                round: Some(round),
                rows,
            });
        }
    }
    Ok(tables)
}
