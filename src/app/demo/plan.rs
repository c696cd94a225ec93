//! Everything that happens in the demo, in order of time.

use chrono::{DateTime, Datelike, Days, NaiveDate};

use crate::app::demo::chance::Chance;
use crate::app::demo::people::{PEOPLE, Person};
use crate::app::demo::talk;
use crate::platform::lounge::ARENA;

/// A minute.
pub(super) const MINUTE: i64 = 60_000;
/// A day.
const DAY: i64 = 24 * 60 * MINUTE;
/// The story ends this long before the visitor comes.
const PAUSE: i64 = 3 * MINUTE;

/// The place of the moderator among the people.
const MODERATOR: usize = 0;
/// The challenge of kilometres.
pub(super) const WALK: &str = "Walk to the sea";
/// The draw.
pub(super) const SIT: &str = "Ten quiet minutes";
/// The challenge of everybody's own goal.
pub(super) const PRACTICE: &str = "Practice makes music";

/// Something that somebody does.
pub(super) struct Act {
    /// When.
    pub(super) at_ms: i64,
    /// Who, as a place in [`PEOPLE`].
    pub(super) who: usize,
    /// What.
    pub(super) deed: Deed,
}

/// What somebody does in a channel.
pub(super) enum Deed {
    /// Says something.
    Say(&'static str, &'static str),
    /// Says something in the thread of the channel's newest message of a kind with a word in it.
    Answer(&'static str, &'static str, &'static str, &'static str),
    /// Types a command.
    Type(&'static str, String),
}

impl Act {
    /// A typed command in the channel of progress.
    fn types(at_ms: i64, who: usize, line: String) -> Self {
        Self {
            at_ms,
            who,
            deed: Deed::Type(ARENA, line),
        }
    }
}

/// The story that ends at `now_ms`: it began on a Monday four to five weeks ago, so that four rounds have closed.
///
/// # Errors
/// Names the line of the story that can't be read.
pub(super) fn acts(now_ms: i64) -> anyhow::Result<Vec<Act>> {
    let monday = first_monday(now_ms);
    let start_ms = monday
        .and_hms_opt(6, 30, 0)
        .map_or(now_ms, |start| start.and_utc().timestamp_millis());
    let midnight_ms = start_ms - 6 * 60 * MINUTE - 30 * MINUTE;
    let mut acts = beginning(start_ms, monday);
    let mut chance = Chance::new(2_027);
    let n_days = (now_ms - midnight_ms) / DAY + 1;
    for day in 0..n_days {
        for (who, person) in PEOPLE.iter().enumerate() {
            let at_ms = midnight_ms + day * DAY + i64::from(person.at_min) * MINUTE;
            one_day(&mut acts, &mut chance, (who, person), at_ms, day);
        }
    }
    acts.extend(talk::story(midnight_ms, now_ms)?);
    acts.retain(|act| act.at_ms >= start_ms && act.at_ms <= now_ms - PAUSE);
    acts.sort_by_key(|act| act.at_ms);
    Ok(acts)
}

/// The Monday of the week four weeks ago.
fn first_monday(now_ms: i64) -> NaiveDate {
    let today = DateTime::from_timestamp_millis(now_ms)
        .unwrap_or_default()
        .date_naive();
    let back = 28 + u64::from(today.weekday().num_days_from_monday());
    today.checked_sub_days(Days::new(back)).unwrap_or(today)
}

/// The moderator sets the place up, and people join.
fn beginning(start_ms: i64, monday: NaiveDate) -> Vec<Act> {
    let last_day = |weeks: u64| {
        monday
            .checked_add_days(Days::new(7 * weeks - 1))
            .unwrap_or(monday)
    };
    let mut lines = vec![
        "/setup zone:Europe/Lisbon".to_owned(),
        format!(
            "/challenge create \"{WALK}\" unit:km scoring:total ends:{} day_cap:30km entry_max:42km \
             purpose:\"a walk all the way to the sea, 1,000 km\" \
             prize:\"The winner picks Sunday's trail\"",
            last_day(8)
        ),
        format!("/challenge open \"{WALK}\""),
        format!(
            "/challenge create \"{SIT}\" scoring:draw winners:1 quiet:on ends:{} \
             purpose:\"Ten minutes without a screen, every day you can\" \
             prize:\"A coffee with whoever you like, on the house\"",
            last_day(8)
        ),
        format!("/challenge open \"{SIT}\""),
        format!(
            "/challenge create \"{PRACTICE}\" unit:h scoring:goal kind:increments rounds:none quiet:on ends:{} \
             purpose:\"Any instrument, any level: choose your own hours\"",
            last_day(6)
        ),
        format!("/challenge open \"{PRACTICE}\""),
    ];
    let mut acts: Vec<Act> = (0..)
        .zip(lines.drain(..))
        .map(|(at, line)| Act::types(start_ms + at * MINUTE, MODERATOR, line))
        .collect();
    for (at, (who, person)) in (10..).zip(PEOPLE.iter().enumerate()) {
        let at_ms = start_ms + at * MINUTE;
        let mut join = |line| acts.push(Act::types(at_ms, who, line));
        join(format!("/join \"{WALK}\""));
        if person.sits > 0 {
            join(format!("/join \"{SIT}\""));
        }
        if person.practises.0 > 0 {
            join(format!("/join \"{PRACTICE}\" goal:{}h", person.practises.0));
        }
    }
    acts
}

const NOTES: [&str; 12] = [
    "before work",
    "with the dog",
    "in the rain",
    "lunch loop",
    "along the canal",
    "to the market and back",
    "phone call walk",
    "hills today",
    "slow and happy",
    "home from the station",
    "with my sister",
    "new shoes",
];

/// What one member reports on one day.
fn one_day(
    acts: &mut Vec<Act>,
    chance: &mut Chance,
    (who, person): (usize, &Person),
    at_ms: i64,
    day: i64,
) {
    let late = i64::from(chance.below(50));
    let at_ms = at_ms + late * MINUTE + i64::from(chance.below(60)) * 1_000;
    let weekend = if day % 7 >= 5 { 12 } else { 0 };
    if chance.happens(person.walks.0 + weekend) {
        acts.push(Act::types(at_ms, who, walk(chance, person, who, day)));
    }
    if chance.happens(person.sits) {
        let line = format!("/progress challenge:\"{SIT}\"");
        acts.push(Act::types(at_ms + 3 * MINUTE, who, line));
    }
    let (_, days, minutes) = person.practises;
    if chance.happens(days) {
        let minutes = minutes / 2 + 5 * chance.below(minutes / 5 + 1);
        acts.push(Act::types(
            at_ms + 9 * MINUTE,
            who,
            format!("/progress {minutes} min"),
        ));
    }
}

/// A walk as somebody types it: some weeks are better than others, and not everybody counts alike.
fn walk(chance: &mut Chance, person: &Person, who: usize, day: i64) -> String {
    let week = usize::try_from(day / 7).unwrap_or(0);
    let form = [100, 82, 118, 94, 108][(who * 2 + week) % 5];
    let tenths = (person.walks.1 * form / 100 * (60 + chance.below(80)) / 100).max(8);
    let note = if chance.happens(45) {
        format!(" {}", chance.one_of(&NOTES))
    } else {
        String::new()
    };
    let (whole, tenth) = (tenths / 10, tenths % 10);
    match person.zone {
        "America/Chicago" => format!("/progress {whole}.{tenth} miles{note}"),
        "Europe/Berlin" => format!("/progress {whole},{tenth}km{note}"),
        "Pacific/Auckland" if tenth < 4 => format!("/progress {whole}k{note}"),
        _ => format!("/progress {whole}.{tenth} km{note}"),
    }
}
