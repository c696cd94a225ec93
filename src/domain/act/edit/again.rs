//! Before the start: what is typed now over what was typed before, read as a whole again.
//!
//! - What nobody typed is a default, and is computed anew: a challenge that becomes one of weights is sensitive, one that
//!   becomes daily closes in the evening, one that measures change must be told which way. What differs from its default
//!   was typed, and stays as long as it goes with the rest.
//! - A cap and a greatest entry stay the same amount in another unit of the same measure; with another measure they must
//!   be given anew, or taken away with `none`.
//! - An opened challenge starts now at the earliest, and no challenge ends before it starts.
//! - What members joined on stays: a challenge that is sensitive, once somebody joined it. A draw's seal belongs into the
//!   post that opens it, so an opened challenge does not become a draw.

use crate::domain::act::Moment;
use crate::domain::act::draft::{self, Wishes};
use crate::domain::amount::{Decimal, show};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::refusal::{Problem, Refusal};
use crate::domain::rules::{Direction, Rules, Scoring};

/// The rules after an edit before the start.
pub(super) fn redrafted(
    community: &Community,
    moment: &Moment<'_>,
    challenge: &Challenge,
    wishes: &Wishes,
) -> Result<Rules, Refusal> {
    let old = challenge.rules();
    let touched = |name: &str| wishes.option(name).is_some();
    let mut all = Wishes {
        options: typed_again(community, old, wishes),
    };
    for (name, typed) in &wishes.options {
        all.options.retain(|(known, _)| known != name);
        all.options.push((name.clone(), typed.clone()));
    }
    let mut rules = draft::read_rules(community, moment.now_ms, &all)?;
    if !touched("starts") {
        rules.starts_ms = old.starts_ms;
    } else if challenge.phase() == Phase::Open {
        let starts_ms = rules.starts_ms.unwrap_or(moment.now_ms);
        rules.starts_ms = Some(starts_ms.max(moment.now_ms));
    }
    if !touched("ends") {
        rules.ends_ms = old.ends_ms;
    }
    if !touched("join_until") {
        rules.join_until_ms = old.join_until_ms;
    }
    if !touched("unit") && !touched("scoring") {
        rules.unit = old.unit.clone();
        rules.measured = old.measured;
        rules.weeks = old.weeks;
    }
    keep_amounts(old, wishes, &mut rules)?;
    if touched("starts") || touched("ends") {
        check_end(challenge, moment, wishes, &rules)?;
    }
    if challenge.phase() == Phase::Open {
        keep_promises(challenge, wishes, &mut rules)?;
    }
    Ok(rules)
}

/// A cap and a greatest entry that were not named stay the same amounts, as far as they go with the new measure.
fn keep_amounts(old: &Rules, wishes: &Wishes, rules: &mut Rules) -> Result<(), Refusal> {
    let takes_cap = draft::takes_day_cap(rules.scoring, rules.kind);
    let fits = old.unit.fits(&rules.unit);
    let unit = rules.unit.symbol().to_owned();
    for (name, new, old_micro) in [
        (
            "day_cap",
            &mut rules.day_cap_micro,
            old.day_cap_micro.filter(|_| takes_cap),
        ),
        (
            "entry_max",
            &mut rules.entry_max_micro,
            old.entry_max_micro.filter(|_| rules.measured),
        ),
    ] {
        let Some(micro) = old_micro.filter(|_| wishes.option(name).is_none()) else {
            continue;
        };
        if !fits {
            return Err(Refusal::Option {
                name,
                typed: show(micro.into(), &old.unit, Decimal::Point),
                problem: Problem::Amount(unit),
            });
        }
        *new = Some(micro);
    }
    Ok(())
}

fn check_end(
    challenge: &Challenge,
    moment: &Moment<'_>,
    wishes: &Wishes,
    rules: &Rules,
) -> Result<(), Refusal> {
    let opened = challenge
        .head
        .starts_ms
        .filter(|_| challenge.phase() == Phase::Open);
    let starts_ms = rules.starts_ms.or(opened).unwrap_or(moment.now_ms);
    match rules.ends_ms {
        Some(ends_ms) if ends_ms <= moment.now_ms => {
            Err(draft::refused("ends", wishes, Problem::Past))
        }
        Some(ends_ms) if ends_ms <= starts_ms => {
            Err(draft::refused("ends", wishes, Problem::BeforeStart))
        }
        _ => Ok(()),
    }
}

/// What was published on opening, and what members joined on.
fn keep_promises(challenge: &Challenge, wishes: &Wishes, rules: &mut Rules) -> Result<(), Refusal> {
    let old = challenge.rules();
    if rules.scoring == Scoring::Draw && challenge.head.commitment.is_none() {
        return Err(draft::refused("scoring", wishes, Problem::DrawOpened));
    }
    if old.sensitive && !rules.sensitive && challenge.participants().next().is_some() {
        if wishes.option("sensitive").is_some() {
            return Err(draft::refused("sensitive", wishes, Problem::Promised));
        }
        rules.sensitive = true;
    }
    Ok(())
}

/// The old rules as a moderator typed them, dates and amounts left out; defaults and what does not go with the new
/// scoring are left out too.
fn typed_again(community: &Community, old: &Rules, wishes: &Wishes) -> Vec<(String, String)> {
    let scoring = wishes.option("scoring").map(str::to_lowercase);
    let new_scoring = scoring
        .as_deref()
        .filter(|word| *word != old.scoring.word());
    let stays = new_scoring.is_none();
    let word = |value: serde_json::Result<serde_json::Value>| match value {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    };
    let on_off = |on: bool| if on { "on" } else { "off" }.to_owned();
    let mut options = vec![
        ("title", old.title.clone()),
        ("scoring", old.scoring.word().to_owned()),
        ("tie", word(serde_json::to_value(old.tie))),
        ("winners", old.winners.to_string()),
        ("look_back", format!("{}min", old.look_back_ms / 60_000)),
        ("grace", format!("{}min", old.grace_ms / 60_000)),
        ("purpose", old.purpose.clone().unwrap_or_default()),
        ("prize", old.prize.clone().unwrap_or_default()),
        ("quiet", on_off(old.quiet)),
    ];
    if old.weeks && stays {
        options.push(("unit", "weeks".to_owned()));
    } else if old.measured {
        options.push(("unit", old.unit.symbol().to_owned()));
    }
    let less_goes = new_scoring.is_none_or(draft::may_be_less);
    if less_goes && (old.direction == Direction::Less || old.scoring.is_move()) {
        options.push(("direction", word(serde_json::to_value(old.direction))));
    }
    if stays {
        options.push(("kind", word(serde_json::to_value(old.kind))));
        options.push(("items", old.items.join(";")));
    }
    if old.sensitive != draft::usually_sensitive(&old.unit, old.kind, old.measured) {
        options.push(("sensitive", on_off(old.sensitive)));
    }
    match &old.rounds {
        None => options.push(("rounds", "none".to_owned())),
        Some(rounds) => {
            let rhythm = rounds.rhythm;
            options.push(("rounds", rhythm.name().to_owned()));
            let keeps_rhythm = wishes
                .option("rounds")
                .is_none_or(|typed| typed.eq_ignore_ascii_case(rhythm.name()));
            if keeps_rhythm && rounds.closes != draft::usual_closes(community, rhythm) {
                options.push(("closes", rounds.closes.to_string()));
            }
        }
    }
    options
        .into_iter()
        .map(|(name, typed)| (name.to_owned(), typed))
        .collect()
}
