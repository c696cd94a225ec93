//! The standings beside a conversation: one small board for each challenge that somebody may care about now.

use std::cmp::Reverse;

use crate::cards::{self, Card};
use crate::commands::desk::{Desk, Reader};
use crate::commands::invocation::{Asker, Place};
use crate::domain::challenge::{Challenge, Phase};
use crate::engine::EngineError;

/// Challenges in a panel at most.
const PANELS: usize = 4;

impl Desk {
    /// The boards of what runs, for a panel beside the conversation: the reader's own first, then what closes next.
    pub async fn boards(&self, place: &Place, who: &Asker) -> Vec<Card> {
        self.boards_or(place, who).await.unwrap_or_default()
    }

    async fn boards_or(&self, place: &Place, who: &Asker) -> Result<Vec<Card>, EngineError> {
        let (space, identity) = self.at(place, who).await?;
        let now_ms = self.engine().now_ms();
        let reader = Reader {
            identity,
            moderator: who.moderator,
        };
        let sheets = self
            .engine()
            .view(space.community_id, |community| {
                let view = reader.view(community, now_ms);
                let live = community.challenges().iter().filter(|one| {
                    matches!(
                        one.phase(),
                        Phase::Open | Phase::Running | Phase::Paused | Phase::Ended
                    )
                });
                let mut live: Vec<&Challenge> = live.collect();
                live.sort_by_key(|one| panel_order(one, view.reader));
                live.into_iter()
                    .take(PANELS)
                    .map(|one| cards::board::panel(&view, one.number()))
                    .collect::<Vec<_>>()
            })
            .await?;
        let mut cards = Vec::with_capacity(sheets.len());
        for sheet in sheets {
            cards.push(self.named(&space, sheet).await?);
        }
        Ok(cards)
    }
}

/// Where a challenge stands in somebody's panel: her own before others', then what closes next, then the newest.
fn panel_order(challenge: &Challenge, reader: u32) -> (bool, i64, Reverse<u32>) {
    let head = &challenge.head;
    let closes = [head.round_close_ms, head.rules.ends_ms, head.final_ms];
    let closes_ms = closes.into_iter().flatten().min().unwrap_or(i64::MAX);
    let theirs = !challenge.has_member(reader);
    (theirs, closes_ms, Reverse(challenge.number()))
}
