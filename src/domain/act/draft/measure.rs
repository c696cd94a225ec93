//! What a challenge measures: scoring, unit, kind and direction, and the amounts among its rules.

use crate::domain::act::ENTRY_MAX_MICRO;
use crate::domain::act::draft::{Wishes, refused};
use crate::domain::act::settings::one_of;
use crate::domain::amount::{self, Decimal, Dimension, Reading, Typed, Unit};
use crate::domain::community::Community;
use crate::domain::refusal::{Problem, Refusal};
use crate::domain::rules::{Direction, Kind, Scoring};

/// Weight on the scale and money are nobody else's business unless a moderator says so.
pub(super) fn is_sensitive(unit: &Unit, kind: Kind) -> bool {
    match unit.dimension() {
        Dimension::Money => true,
        Dimension::Mass => kind == Kind::Readings,
        _ => false,
    }
}

pub(super) fn read_scoring(wishes: &Wishes) -> Result<Scoring, Refusal> {
    let Some(typed) = wishes.option("scoring") else {
        return Ok(Scoring::Total);
    };
    if typed.eq_ignore_ascii_case("votes") {
        return Err(refused("scoring", wishes, Problem::VotesLater));
    }
    let word = one_of("scoring", typed, &Scoring::WORDS.map(|(word, _)| word))?;
    Ok(Scoring::WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .map_or(Scoring::Total, |(_, scoring)| *scoring))
}

pub(super) fn weeks_or_days(wishes: &Wishes, scoring: Scoring) -> bool {
    let unit = wishes.option("unit").map(str::to_lowercase);
    scoring.is_counted()
        && unit.is_some_and(|unit| matches!(unit.as_str(), "week" | "weeks" | "day" | "days"))
}

pub(super) fn read_unit(wishes: &Wishes, scoring: Scoring) -> Result<Unit, Refusal> {
    let default = match scoring {
        Scoring::Completion => Some("items"),
        Scoring::ActiveDays | Scoring::Streak | Scoring::Draw => Some("check-ins"),
        _ => None,
    };
    let typed = wishes
        .option("unit")
        .filter(|_| !weeks_or_days(wishes, scoring) && scoring != Scoring::Completion);
    let word = typed
        .or(default)
        .ok_or_else(|| refused("unit", wishes, Problem::Empty))?;
    Unit::from_word(word).map_err(|_| refused("unit", wishes, Problem::Unit))
}

pub(super) fn read_kind(wishes: &Wishes, scoring: Scoring) -> Result<Kind, Refusal> {
    let usual = match scoring {
        Scoring::Latest | Scoring::Change | Scoring::PercentChange | Scoring::Goal => {
            Kind::Readings
        }
        _ => Kind::Increments,
    };
    let Some(typed) = wishes.option("kind") else {
        return Ok(usual);
    };
    let kind = match one_of("kind", typed, &["increments", "readings"])?.as_str() {
        "readings" => Kind::Readings,
        _ => Kind::Increments,
    };
    let fits = match scoring {
        Scoring::Change | Scoring::PercentChange | Scoring::Latest => kind == Kind::Readings,
        Scoring::Total => kind == Kind::Increments,
        _ => true,
    };
    if fits {
        Ok(kind)
    } else {
        Err(refused("kind", wishes, Problem::KindNotFor(scoring.word())))
    }
}

pub(super) fn read_direction(
    wishes: &Wishes,
    scoring: Scoring,
    kind: Kind,
) -> Result<Direction, Refusal> {
    let Some(typed) = wishes.option("direction") else {
        return match scoring {
            Scoring::Change | Scoring::PercentChange => {
                Err(refused("direction", wishes, Problem::DirectionNeeded))
            }
            _ => Ok(Direction::More),
        };
    };
    let direction = one_of("direction", typed, &["more", "less"])?;
    let may_be_less = matches!(
        scoring,
        Scoring::Best | Scoring::Latest | Scoring::Change | Scoring::PercentChange
    );
    match direction.as_str() {
        "less" if may_be_less => Ok(Direction::Less),
        // A goal's direction follows from start and goal.
        "less" if scoring == Scoring::Goal && kind == Kind::Readings => Ok(Direction::More),
        "less" => Err(refused(
            "direction",
            wishes,
            Problem::LessNotFor(scoring.word()),
        )),
        _ => Ok(Direction::More),
    }
}

pub(super) fn read_amount(
    community: &Community,
    wishes: &Wishes,
    unit: &Unit,
    name: &'static str,
) -> Result<Option<i64>, Refusal> {
    let Some(typed) = wishes.option(name) else {
        return Ok(None);
    };
    let decimal: Decimal = community.settings().decimal();
    let reading = Reading {
        unit,
        signed: false,
        zero_ok: false,
        community: decimal,
        member: decimal,
    };
    match amount::read(typed, &reading) {
        Ok(Typed::Amount(amount))
            if amount.fits(unit)
                && amount.note.is_empty()
                && amount.amount.micro() <= ENTRY_MAX_MICRO =>
        {
            Ok(Some(amount.amount.micro()))
        }
        _ => Err(refused(
            name,
            wishes,
            Problem::Amount(unit.symbol().to_owned()),
        )),
    }
}
