//! `join`: taking part in a challenge, with a goal and a start where it has them.

use crate::domain::act::{Decided, Decision, Moment, NoteKind, Who, find, terms};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::event::MemberJoined;
use crate::domain::refusal::{Problem, Refusal, Wanted};

/// What a member types to join.
#[derive(Debug, Clone, Default)]
pub struct Joining {
    /// Which challenge; may be left out where only one can be joined.
    pub challenge: Option<String>,
    /// Her target.
    pub goal: Option<String>,
    /// Her first reading.
    pub start: Option<String>,
    /// The name she wants there.
    pub alias: Option<String>,
}

/// Longest alias, in characters.
const ALIAS_MAX: usize = 40;

/// Decides what joining does.
///
/// # Errors
/// A refusal that says what is missing.
pub fn decide(community: &Community, moment: &Moment<'_>, who: Who, joining: &Joining) -> Decided {
    let challenge = wanted(community, who, joining)?;
    can_join(challenge, who.identity, moment.now_ms)?;
    let goal_micro = terms::read(community, who, challenge, "goal", joining.goal.as_deref())?;
    let start_micro = terms::read(community, who, challenge, "start", joining.start.as_deref())?;
    terms::check(challenge, who.identity, goal_micro, start_micro)?;
    let alias = joining
        .alias
        .as_deref()
        .map(str::trim)
        .filter(|alias| !alias.is_empty());
    if let Some(alias) = alias
        && alias.chars().count() > ALIAS_MAX
    {
        return Err(Refusal::Option {
            name: "alias",
            typed: alias.to_owned(),
            problem: Problem::Long(ALIAS_MAX),
        });
    }
    let mut decision = Decision::of(MemberJoined {
        challenge: challenge.number(),
        identity: who.identity,
        goal_micro,
        start_micro,
        alias: alias.is_some(),
    });
    decision.note(NoteKind::Alias, who.identity, alias.unwrap_or_default());
    Ok(decision)
}

/// Enrols a member with her first entry, where nothing more is needed of her.
///
/// # Errors
/// A refusal where a goal or consent is needed, or nobody may join any more.
pub fn enrol(
    moment: &Moment<'_>,
    identity: u32,
    challenge: &Challenge,
    decision: &mut Decision,
) -> Result<(), Refusal> {
    can_join(challenge, identity, moment.now_ms)?;
    let rules = challenge.rules();
    let known = challenge.participant(identity);
    if rules.needs_goal() && known.is_none_or(|participant| participant.goal().is_none()) {
        return Err(Refusal::GoalNeeded {
            title: rules.title.clone(),
            unit: rules.unit.symbol().to_owned(),
        });
    }
    if rules.sensitive && known.is_none() {
        return Err(Refusal::ConsentNeeded {
            title: rules.title.clone(),
        });
    }
    decision.push(MemberJoined {
        challenge: challenge.number(),
        identity,
        goal_micro: None,
        start_micro: None,
        alias: false,
    });
    Ok(())
}

fn wanted<'a>(
    community: &'a Community,
    who: Who,
    joining: &Joining,
) -> Result<&'a Challenge, Refusal> {
    if let Some(named) = &joining.challenge {
        return find::challenge(community, named, who.moderator);
    }
    let mut open = community.challenges().iter().filter(|challenge| {
        matches!(
            challenge.phase(),
            Phase::Open | Phase::Running | Phase::Paused
        ) && !challenge.has_member(who.identity)
    });
    match (open.next(), open.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Refusal::NothingRuns {
            upcoming: Vec::new(),
        }),
        (Some(one), Some(other)) => {
            let near = [one, other]
                .into_iter()
                .chain(open)
                .map(|challenge| challenge.rules().title.clone());
            Err(Refusal::NoSuchChallenge {
                typed: String::new(),
                near: near.take(5).collect(),
            })
        }
    }
}

fn can_join(challenge: &Challenge, identity: u32, now_ms: i64) -> Result<(), Refusal> {
    let rules = challenge.rules();
    let title = || rules.title.clone();
    if challenge.has_member(identity) && !challenge.phase().is_finished() {
        return Err(Refusal::AlreadyIn { title: title() });
    }
    let returns = || challenge.participant(identity).is_some();
    match challenge.phase() {
        Phase::Open | Phase::Running | Phase::Paused => {}
        Phase::Ended if returns() => {}
        Phase::Ended => {
            return Err(Refusal::JoinClosed {
                title: title(),
                since_ms: challenge.head.ended_ms.unwrap_or(now_ms),
            });
        }
        phase => {
            let starts_ms = challenge.head.starts_ms;
            return Err(Refusal::Phase {
                title: title(),
                phase,
                wanted: Wanted::Join,
                starts_ms,
            });
        }
    }
    match rules.join_until_ms {
        Some(since_ms) if now_ms >= since_ms && !returns() => Err(Refusal::JoinClosed {
            title: title(),
            since_ms,
        }),
        _ => Ok(()),
    }
}
