//! The shape of a challenge: its end, its rounds, and the items of a checklist.

use crate::domain::act::draft::typed::{clean, date};
use crate::domain::act::draft::{Wishes, refused};
use crate::domain::act::find;
use crate::domain::act::settings::one_of;
use crate::domain::calendar::{Closing, Rhythm, Tz, period_end_ms};
use crate::domain::community::Community;
use crate::domain::refusal::{Problem, Refusal};
use crate::domain::rules::{Rounds, Scoring, TITLE_MAX};

/// Most items of a checklist.
const ITEMS_MAX: usize = 200;

/// The end of a challenge: a date's last midnight, after now and after the start.
///
/// # Errors
/// [`Refusal::Option`].
pub fn read_end(
    zone: Tz,
    wishes: &Wishes,
    now_ms: i64,
    starts_ms: Option<i64>,
) -> Result<Option<i64>, Refusal> {
    if wishes
        .option("ends")
        .is_some_and(|typed| typed.eq_ignore_ascii_case("none"))
    {
        return Ok(None);
    }
    match date(wishes, "ends", |typed| period_end_ms(zone, typed))? {
        Some(end_ms) if end_ms <= now_ms => Err(refused("ends", wishes, Problem::Past)),
        Some(end_ms) if starts_ms.is_some_and(|starts_ms| end_ms <= starts_ms) => {
            Err(refused("ends", wishes, Problem::BeforeStart))
        }
        end_ms => Ok(end_ms),
    }
}

pub(super) fn read_rounds(
    community: &Community,
    wishes: &Wishes,
) -> Result<Option<Rounds>, Refusal> {
    let word = match wishes.option("rounds") {
        None => "weekly".to_owned(),
        Some(typed) => one_of("rounds", typed, &["none", "daily", "weekly", "monthly"])?,
    };
    let Some(rhythm) = Rhythm::named(&word) else {
        return Ok(None);
    };
    let example = match rhythm {
        Rhythm::Daily => "20:00",
        Rhythm::Weekly => "sun 20:00",
        Rhythm::Monthly => "last 20:00",
    };
    let closes = match wishes.option("closes") {
        Some(typed) => {
            let read = Closing::read(rhythm, typed);
            read.ok_or_else(|| refused("closes", wishes, Problem::Closing(example)))?
        }
        None => usual_closes(community, rhythm),
    };
    Ok(Some(Rounds { rhythm, closes }))
}

/// When rounds of a rhythm close where nobody says so.
#[must_use]
pub fn usual_closes(community: &Community, rhythm: Rhythm) -> Closing {
    let weekly = community.settings().closes.as_deref();
    weekly
        .filter(|_| rhythm == Rhythm::Weekly)
        .and_then(|usual| Closing::read(rhythm, usual))
        .unwrap_or_else(|| Closing::usual(rhythm))
}

pub(super) fn read_items(wishes: &Wishes, scoring: Scoring) -> Result<Vec<String>, Refusal> {
    match (wishes.option("items"), scoring) {
        (None, Scoring::Completion) => Err(refused("items", wishes, Problem::ItemsNeeded)),
        (None, _) => Ok(Vec::new()),
        (Some(_), other) if other != Scoring::Completion => {
            Err(refused("items", wishes, Problem::OnlyFor("completion")))
        }
        (Some(typed), _) => {
            let separator = if typed.contains(';') { ';' } else { ',' };
            let mut items: Vec<String> = Vec::new();
            for item in typed
                .split(separator)
                .map(clean)
                .filter(|item| !item.is_empty())
            {
                if !items
                    .iter()
                    .any(|known| find::fold(known) == find::fold(&item))
                {
                    items.push(item);
                }
            }
            match items.len() {
                0 => Err(refused("items", wishes, Problem::ItemsNeeded)),
                1..=ITEMS_MAX if items.iter().all(|item| item.chars().count() <= TITLE_MAX) => {
                    Ok(items)
                }
                _ => Err(refused("items", wishes, Problem::Long(ITEMS_MAX))),
            }
        }
    }
}
