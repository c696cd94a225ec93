//! `challenge edit`: before the start every rule may change, afterwards only what can't change what members did.

mod again;
mod differ;

use again::redrafted;
use differ::differs;

use crate::domain::act::draft::{self, Wishes, number, read_end, words};
use crate::domain::act::{Decided, Decision, Moment, Who};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::event::ChallengeEdited;
use crate::domain::refusal::{Problem, Refusal, Wanted};
use crate::domain::rules::Rules;

/// What may still change after the start.
const ALWAYS: [&str; 5] = ["title", "purpose", "prize", "winners", "ends"];
/// Everything that may change before it.
const BEFORE: [&str; 21] = [
    "title",
    "purpose",
    "prize",
    "winners",
    "ends",
    "unit",
    "scoring",
    "direction",
    "kind",
    "starts",
    "rounds",
    "closes",
    "tie",
    "look_back",
    "day_cap",
    "entry_max",
    "items",
    "join_until",
    "sensitive",
    "quiet",
    "grace",
];

/// Decides what a change of rules does.
///
/// # Errors
/// [`Refusal::TooLateToChange`], [`Refusal::NothingToChange`], or as for a new challenge.
pub fn decide(
    community: &Community,
    moment: &Moment<'_>,
    who: Who,
    challenge: &Challenge,
    wishes: &Wishes,
) -> Decided {
    let named: Vec<&'static str> = BEFORE
        .into_iter()
        .filter(|name| wishes.option(name).is_some())
        .collect();
    if named.is_empty() {
        return Err(Refusal::NothingToChange);
    }
    let rules = match challenge.phase() {
        Phase::Draft | Phase::Open => redrafted(community, moment, challenge, wishes)?,
        Phase::Running | Phase::Paused | Phase::Ended => {
            if let Some(name) = named.iter().find(|name| !ALWAYS.contains(name)) {
                return Err(Refusal::TooLateToChange { name });
            }
            amended(community, moment, challenge, wishes)?
        }
        Phase::Final | Phase::Cancelled => return Err(over(challenge)),
    };
    draft::title_is_free(community, &rules.title, challenge.number())?;
    if rules == *challenge.rules() {
        return Err(Refusal::NothingToChange);
    }
    let round_close_ms = round_close(community, challenge, &rules);
    let changed = BEFORE
        .into_iter()
        .filter(|name| named.contains(name) || differs(challenge.rules(), &rules, name))
        .map(str::to_owned)
        .collect();
    Ok(Decision::of(ChallengeEdited {
        challenge: challenge.number(),
        by: who.identity,
        rules,
        round_close_ms,
        changed,
    }))
}

/// What is over can't be changed like that any more.
fn over(challenge: &Challenge) -> Refusal {
    Refusal::Phase {
        title: challenge.rules().title.clone(),
        phase: challenge.phase(),
        wanted: Wanted::Edit,
        starts_ms: None,
    }
}

/// After the start: title, purpose, prize, number of winners, and a later end.
fn amended(
    community: &Community,
    moment: &Moment<'_>,
    challenge: &Challenge,
    wishes: &Wishes,
) -> Result<Rules, Refusal> {
    let mut rules = challenge.rules().clone();
    if let Some(typed) = wishes.option("title") {
        rules.title = draft::title(typed)?;
    }
    rules.purpose = words(wishes, "purpose")?.or(rules.purpose);
    rules.prize = words(wishes, "prize")?.or(rules.prize);
    rules.winners = number(wishes, "winners", rules.winners, 1, 100)?;
    if wishes.option("ends").is_some() {
        let refused = || draft::refused("ends", wishes, Problem::EarlierEnd);
        if challenge.phase() == Phase::Ended {
            return Err(over(challenge));
        }
        let ends_ms = read_end(community.settings().tz(), wishes, moment.now_ms, None)?;
        match (rules.ends_ms, ends_ms) {
            (None, Some(_)) => return Err(refused()),
            (Some(old), Some(new)) if new < old => return Err(refused()),
            _ => rules.ends_ms = ends_ms,
        }
    }
    Ok(rules)
}

/// When the running round closes under the new rules.
fn round_close(community: &Community, challenge: &Challenge, rules: &Rules) -> Option<i64> {
    let head = &challenge.head;
    let close_ms = head.round_close_ms.filter(|_| head.round != 0)?;
    let rounds = rules.rounds.as_ref()?;
    if head.rules.ends_ms != Some(close_ms) {
        return Some(close_ms);
    }
    let zone = community.settings().tz();
    let next_ms = match head.round {
        1 => rounds.closes.first_ms(zone, head.round_open_ms),
        _ => rounds.closes.following_ms(zone, head.round_open_ms),
    };
    Some(
        rules
            .ends_ms
            .map_or(next_ms, |ends_ms| ends_ms.min(next_ms)),
    )
}
