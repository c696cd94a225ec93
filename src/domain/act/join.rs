//! `join`: taking part in a challenge, with a goal and a start where it has them.

use crate::domain::act::{Decided, Decision, Moment, NoteKind, Who, find};
use crate::domain::amount::{self, Reading, Typed};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::event::MemberJoined;
use crate::domain::refusal::{Problem, Refusal, Wanted};
use crate::domain::rules::Kind;

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
    let goal_micro = read_micro(community, who, challenge, "goal", joining.goal.as_deref())?;
    let start_micro = read_micro(community, who, challenge, "start", joining.start.as_deref())?;
    check_terms(challenge, who.identity, goal_micro, start_micro)?;
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
    if rules.needs_goal() && known.is_none_or(|participant| participant.goal.is_none()) {
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

/// An amount given as `goal:` or `start:`, in the challenge's measure.
///
/// # Errors
/// [`Refusal::Option`] with a right example.
pub fn read_micro(
    community: &Community,
    who: Who,
    challenge: &Challenge,
    name: &'static str,
    typed: Option<&str>,
) -> Result<Option<i64>, Refusal> {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    let rules = challenge.rules();
    if !rules.has_baseline() && !rules.needs_goal() {
        return Err(Refusal::NoGoals {
            title: rules.title.clone(),
        });
    }
    let decimal = community.settings().decimal();
    let member = community
        .person(who.identity)
        .and_then(|person| person.decimal)
        .unwrap_or(decimal);
    let zero_ok = name == "goal" && rules.kind == Kind::Readings;
    let reading = Reading {
        unit: &rules.unit,
        signed: false,
        zero_ok,
        community: decimal,
        member,
    };
    let amount = match amount::read(typed, &reading) {
        Ok(Typed::Amount(amount)) if amount.fits(&rules.unit) && amount.note.is_empty() => {
            amount.amount.micro()
        }
        _ => {
            let problem = Problem::Amount(rules.unit.symbol().to_owned());
            return Err(Refusal::Option {
                name,
                typed: typed.to_owned(),
                problem,
            });
        }
    };
    if amount.abs() > crate::domain::act::ENTRY_MAX_MICRO {
        return Err(Refusal::TooMuch {
            unit: rules.unit.symbol().to_owned(),
        });
    }
    Ok(Some(amount))
}

/// A goal is needed where the challenge is about goals, and must differ from the start.
///
/// # Errors
/// [`Refusal::GoalNeeded`], [`Refusal::GoalIsStart`] or [`Refusal::GoalLocked`].
pub fn check_terms(
    challenge: &Challenge,
    identity: u32,
    goal: Option<i64>,
    start: Option<i64>,
) -> Result<(), Refusal> {
    let rules = challenge.rules();
    let unit = || rules.unit.symbol().to_owned();
    let known = challenge.participant(identity);
    if known.is_some_and(|participant| participant.goal_locked)
        && (goal.is_some() || start.is_some())
    {
        return Err(Refusal::GoalLocked {
            title: rules.title.clone(),
        });
    }
    if !rules.needs_goal() {
        return if goal.is_some() {
            Err(Refusal::NoGoals {
                title: rules.title.clone(),
            })
        } else {
            Ok(())
        };
    }
    let goal = goal.or_else(|| known.and_then(|participant| participant.goal));
    let Some(goal) = goal else {
        return Err(Refusal::GoalNeeded {
            title: rules.title.clone(),
            unit: unit(),
        });
    };
    let first_reading = || {
        challenge
            .counted(identity)
            .first()
            .map(|first| first.amount)
    };
    let start = start
        .or_else(|| known.and_then(|participant| participant.start))
        .or_else(first_reading);
    let same = match rules.kind {
        Kind::Increments => goal <= 0,
        Kind::Readings => start == Some(goal),
    };
    if same {
        Err(Refusal::GoalIsStart {
            title: rules.title.clone(),
            unit: unit(),
        })
    } else {
        Ok(())
    }
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
    if challenge.has_member(identity) {
        return Err(Refusal::AlreadyIn { title: title() });
    }
    let returns = challenge.participant(identity).is_some();
    match challenge.phase() {
        Phase::Open | Phase::Running | Phase::Paused => {}
        Phase::Ended if returns => {}
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
        Some(since_ms) if now_ms >= since_ms && !returns => Err(Refusal::JoinClosed {
            title: title(),
            since_ms,
        }),
        _ => Ok(()),
    }
}
