//! What a challenge measures: scoring, unit, kind and direction, and the amounts among its rules.

use crate::domain::act::ENTRY_MAX_MICRO;
use crate::domain::act::draft::{Wishes, refused};
use crate::domain::act::settings::one_of;
use crate::domain::amount::{self, Decimal, Dimension, Reading, Typed, Unit};
use crate::domain::community::Community;
use crate::domain::refusal::{Problem, Refusal};
use crate::domain::rules::{CHECK_INS, Direction, Kind, Scoring};

/// Weight on the scale and money are nobody else's business unless a moderator says so.
#[must_use]
pub fn usually_sensitive(unit: &Unit, kind: Kind, measured: bool) -> bool {
    measured
        && match unit.dimension() {
            Dimension::Money => true,
            Dimension::Mass => kind == Kind::Readings,
            _ => false,
        }
}

/// Whether `direction:less` goes with the scoring of that word.
#[must_use]
pub fn may_be_less(scoring: &str) -> bool {
    matches!(scoring, "best" | "latest" | "change" | "percent_change")
}

/// Whether the sum of a local day can be capped.
#[must_use]
pub fn takes_day_cap(scoring: Scoring, kind: Kind) -> bool {
    kind == Kind::Increments && matches!(scoring, Scoring::Total | Scoring::Goal)
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
        Scoring::ActiveDays | Scoring::Streak | Scoring::Draw => Some(CHECK_INS),
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

pub(super) fn read_direction(wishes: &Wishes, scoring: Scoring) -> Result<Direction, Refusal> {
    let Some(typed) = wishes.option("direction") else {
        return match scoring {
            Scoring::Change | Scoring::PercentChange => {
                Err(refused("direction", wishes, Problem::DirectionNeeded))
            }
            _ => Ok(Direction::More),
        };
    };
    let direction = one_of("direction", typed, &["more", "less"])?;
    match direction.as_str() {
        "less" if may_be_less(scoring.word()) => Ok(Direction::Less),
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
    let typed = wishes.option(name);
    let Some(typed) = typed.filter(|typed| !typed.eq_ignore_ascii_case("none")) else {
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
