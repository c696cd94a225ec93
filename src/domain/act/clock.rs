//! What the clock does by itself: start, close, end, make final. Each at its own time, oldest first.

use crate::domain::act::challenge::draw_commitment;
use crate::domain::act::{Decision, Moment, outcome};
use crate::domain::challenge::{Board, Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::event::{ChallengeEnded, ChallengeFinal, ChallengeStarted, RoundClosed};

/// A close carried out this long after it was due says so.
const LATE_MS: i64 = 600_000;

/// Decides the oldest thing that is due at or before the moment; `None` when nothing is.
///
/// Call it again after applying what it answers, until there is nothing more.
#[must_use]
pub fn decide(community: &Community, moment: &Moment<'_>) -> Option<Decision> {
    let due = community
        .challenges()
        .iter()
        .filter_map(|challenge| Some((challenge.next_due_ms()?, challenge)));
    let (due_ms, challenge) =
        due.min_by_key(|(due_ms, challenge)| (*due_ms, challenge.number()))?;
    if due_ms > moment.now_ms {
        return None;
    }
    let head = &challenge.head;
    let mut decision = Decision::default();
    match challenge.phase() {
        Phase::Open => {
            let start = started(community, moment, challenge, due_ms, &mut decision);
            decision.push(start);
        }
        Phase::Running | Phase::Paused if head.rules.ends_ms == Some(due_ms) => {
            return Some(ended(moment, challenge, due_ms, None));
        }
        Phase::Running | Phase::Paused => {
            let next_close_ms = next_close(community, challenge, due_ms);
            let commitment = draw_commitment(moment, challenge, head.round + 1, &mut decision);
            let mut closed = close(moment, challenge, due_ms);
            closed.next_close_ms = Some(next_close_ms);
            closed.commitment = commitment;
            decision.push(closed);
        }
        Phase::Ended => decision.push(finished(moment, challenge, due_ms)),
        Phase::Draft | Phase::Final | Phase::Cancelled => return None,
    }
    Some(decision)
}

/// The start of a challenge, and of its first round.
pub(super) fn started(
    community: &Community,
    moment: &Moment<'_>,
    challenge: &Challenge,
    due_ms: i64,
    decision: &mut Decision,
) -> ChallengeStarted {
    let rules = challenge.rules();
    let round_close_ms = rules.rounds.as_ref().map(|rounds| {
        let first_ms = rounds.closes.first_ms(community.settings().tz(), due_ms);
        rules
            .ends_ms
            .map_or(first_ms, |ends_ms| ends_ms.min(first_ms))
    });
    let commitment = match round_close_ms {
        Some(_) => draw_commitment(moment, challenge, 1, decision),
        None => None,
    };
    ChallengeStarted {
        challenge: challenge.number(),
        due_ms,
        round_close_ms,
        commitment,
    }
}

/// The end of a challenge: its last round closes, its own table is provisional, or final where it has no grace.
pub(super) fn ended(
    moment: &Moment<'_>,
    challenge: &Challenge,
    due_ms: i64,
    by: Option<u32>,
) -> Decision {
    let mut decision = Decision::default();
    if challenge.head.round != 0 {
        decision.push(close(moment, challenge, due_ms));
    }
    let grace_ms = challenge.rules().grace_ms;
    decision.push(ChallengeEnded {
        challenge: challenge.number(),
        by,
        due_ms,
        late: is_late(moment, due_ms),
        final_ms: due_ms.saturating_add(grace_ms),
        outcome: outcome::standing(challenge, Board::Whole),
    });
    if grace_ms == 0 {
        let mut last = finished(moment, challenge, due_ms);
        if challenge.head.round != 0 {
            // The last round's post has listed them.
            last.outcome.own_judgements.clear();
            last.outcome.judgements.clear();
        }
        decision.push(last);
    }
    decision
}

fn close(moment: &Moment<'_>, challenge: &Challenge, due_ms: i64) -> RoundClosed {
    RoundClosed {
        challenge: challenge.number(),
        round: challenge.head.round,
        due_ms,
        late: is_late(moment, due_ms),
        outcome: outcome::decided(challenge, Board::Round, moment.secrets),
        next_close_ms: None,
        commitment: None,
    }
}

fn finished(moment: &Moment<'_>, challenge: &Challenge, due_ms: i64) -> ChallengeFinal {
    ChallengeFinal {
        challenge: challenge.number(),
        due_ms,
        late: is_late(moment, due_ms),
        outcome: outcome::decided(challenge, Board::Whole, moment.secrets),
    }
}

/// When the round after the one that closes at `due_ms` closes: cut to the challenge's end.
fn next_close(community: &Community, challenge: &Challenge, due_ms: i64) -> i64 {
    let rules = challenge.rules();
    let rounds = rules.rounds.as_ref();
    let next_ms = rounds.map_or(i64::MAX, |rounds| {
        rounds
            .closes
            .following_ms(community.settings().tz(), due_ms)
    });
    rules
        .ends_ms
        .map_or(next_ms, |ends_ms| ends_ms.min(next_ms))
}

fn is_late(moment: &Moment<'_>, due_ms: i64) -> bool {
    moment.now_ms.saturating_sub(due_ms) >= LATE_MS
}
