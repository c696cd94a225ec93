//! `goal`: setting or changing one's own target until the first close after joining.

use crate::domain::act::{Decided, Decision, Moment, Who, find, join, terms};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::event::GoalSet;
use crate::domain::refusal::{Refusal, Wanted};

/// Decides what a new goal does; a member who is not in the challenge joins with it.
///
/// # Errors
/// A refusal that says what is missing.
pub fn decide(
    community: &Community,
    moment: &Moment<'_>,
    who: Who,
    goal: Option<&str>,
    start: Option<&str>,
    named: Option<&str>,
) -> Decided {
    let challenge = wanted(community, who, named)?;
    let rules = challenge.rules();
    if !rules.needs_goal() {
        return Err(Refusal::NoGoals {
            title: rules.title.clone(),
        });
    }
    if !challenge.has_member(who.identity) {
        let joining = join::Joining {
            challenge: Some(format!("#{}", challenge.number())),
            goal: goal.map(str::to_owned),
            start: start.map(str::to_owned),
            alias: None,
        };
        return join::decide(community, moment, who, &joining);
    }
    if challenge.phase().is_finished() || challenge.phase() == Phase::Ended {
        let (title, phase) = (rules.title.clone(), challenge.phase());
        return Err(Refusal::Phase {
            title,
            phase,
            wanted: Wanted::Goal,
            starts_ms: None,
        });
    }
    let goal_micro = terms::read(community, who, challenge, "goal", goal)?;
    let start_micro = terms::read(community, who, challenge, "start", start)?;
    // Who gives the start alone keeps the goal that she has.
    let kept = start_micro.and_then(|_| challenge.participant(who.identity)?.goal());
    let Some(goal_micro) = goal_micro.or(kept) else {
        return Err(Refusal::GoalNeeded {
            title: rules.title.clone(),
            unit: rules.unit.symbol().to_owned(),
        });
    };
    terms::check(challenge, who.identity, Some(goal_micro), start_micro)?;
    Ok(Decision::of(GoalSet {
        challenge: challenge.number(),
        identity: who.identity,
        goal_micro,
        start_micro,
    }))
}

fn wanted<'a>(
    community: &'a Community,
    who: Who,
    named: Option<&str>,
) -> Result<&'a Challenge, Refusal> {
    if let Some(named) = named {
        return find::challenge(community, named, who.moderator);
    }
    let unfinished = || {
        let all = community.challenges().iter();
        all.filter(|one| !one.phase().is_finished() && one.phase() != Phase::Draft)
    };
    let with_goals = || unfinished().filter(|one| one.rules().needs_goal());
    let mine = with_goals().find(|one| one.has_member(who.identity));
    let with_start = || unfinished().find(|one| one.rules().has_baseline());
    mine.or_else(|| with_goals().next())
        .ok_or_else(|| Refusal::NoGoals {
            title: with_start()
                .map(|one| one.rules().title.clone())
                .unwrap_or_default(),
        })
}
