//! `challenge open / pause / resume / end / cancel`: a challenge's life in a moderator's hands.

use crate::domain::act::clock::{ended, started};
use crate::domain::act::{Decided, Decision, Moment, NoteKind, Who, fresh_seed};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::draw::commitment;
use crate::domain::event::{
    ChallengeCancelled, ChallengeOpened, ChallengePaused, ChallengeResumed,
};
use crate::domain::refusal::{Problem, Refusal, Wanted};
use crate::domain::rules::Scoring;

/// Decides what opening does: joining from now on, and the start at once where it is not later.
///
/// # Errors
/// [`Refusal::Phase`] when it is not a draft; [`Refusal::Option`] when its end has passed meanwhile.
pub fn open(
    community: &Community,
    moment: &Moment<'_>,
    who: Who,
    challenge: &Challenge,
) -> Decided {
    expect(challenge, &[Phase::Draft], Wanted::Open)?;
    let rules = challenge.rules();
    let starts_ms = rules.starts_ms.unwrap_or(moment.now_ms).max(moment.now_ms);
    if rules.ends_ms.is_some_and(|ends_ms| ends_ms <= starts_ms) {
        return Err(Refusal::Option {
            name: "ends",
            typed: String::new(),
            problem: Problem::Past,
        });
    }
    let mut decision = Decision::default();
    let commitment = draw_commitment(moment, challenge, 0, &mut decision);
    decision.push(ChallengeOpened {
        challenge: challenge.number(),
        by: who.identity,
        starts_ms,
        commitment,
    });
    if starts_ms <= moment.now_ms {
        let start = started(community, moment, challenge, starts_ms, &mut decision);
        decision.push(start);
    }
    Ok(decision)
}

/// Decides what pausing does.
///
/// # Errors
/// [`Refusal::Phase`] when it does not run.
pub fn pause(who: Who, challenge: &Challenge) -> Decided {
    expect(challenge, &[Phase::Running], Wanted::Pause)?;
    Ok(Decision::of(ChallengePaused {
        challenge: challenge.number(),
        by: who.identity,
    }))
}

/// Decides what resuming does.
///
/// # Errors
/// [`Refusal::Phase`] when it is not paused.
pub fn resume(who: Who, challenge: &Challenge) -> Decided {
    expect(challenge, &[Phase::Paused], Wanted::Resume)?;
    Ok(Decision::of(ChallengeResumed {
        challenge: challenge.number(),
        by: who.identity,
    }))
}

/// Decides what ending now does: the running round closes, the grace begins.
///
/// # Errors
/// [`Refusal::Phase`] when it has not started or is over.
pub fn end(moment: &Moment<'_>, who: Who, challenge: &Challenge) -> Decided {
    expect(challenge, &[Phase::Running, Phase::Paused], Wanted::End)?;
    Ok(ended(moment, challenge, moment.now_ms, Some(who.identity)))
}

/// Decides what calling off does: no winners, nothing counts any more.
///
/// # Errors
/// [`Refusal::Phase`] when it is over.
pub fn cancel(who: Who, challenge: &Challenge, reason: &str) -> Decided {
    let phases = [
        Phase::Draft,
        Phase::Open,
        Phase::Running,
        Phase::Paused,
        Phase::Ended,
    ];
    expect(challenge, &phases, Wanted::Cancel)?;
    let mut decision = Decision::of(ChallengeCancelled {
        challenge: challenge.number(),
        by: who.identity,
    });
    decision.note(NoteKind::Reason, who.identity, reason);
    Ok(decision)
}

/// A fresh seed for a draw, kept with the decision; its commitment, where winners are drawn.
pub(super) fn draw_commitment(
    moment: &Moment<'_>,
    challenge: &Challenge,
    round: u32,
    decision: &mut Decision,
) -> Option<String> {
    if challenge.rules().scoring != Scoring::Draw {
        return None;
    }
    let seed = fresh_seed(moment, challenge.number(), round);
    let commitment = commitment(&seed.seed);
    decision.seeds.push(seed);
    Some(commitment)
}

fn expect(challenge: &Challenge, phases: &[Phase], wanted: Wanted) -> Result<(), Refusal> {
    if phases.contains(&challenge.phase()) {
        return Ok(());
    }
    let (title, phase) = (challenge.rules().title.clone(), challenge.phase());
    Err(Refusal::Phase {
        title,
        phase,
        wanted,
        starts_ms: challenge.head.starts_ms,
    })
}
