//! When an entry took effect, and when challenges begin and end.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use chrono_tz::Tz;

use super::day::{Day, Days};
use super::text::{Civil, read_civil, short_lower};
use super::zone::{civil, day_after, day_before, instant_ms};

/// What a member said about when it happened.
#[derive(Default, Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Nothing, or `now`.
    #[default]
    Now,
    /// `today`: the local day of now.
    Today,
    /// `yesterday`: the local day before.
    Yesterday,
    /// A date alone: that local day.
    Day(NaiveDate),
    /// A date and a time of the member's clocks.
    Moment(NaiveDateTime),
}

impl When {
    /// That minute of the clocks there.
    #[must_use]
    pub fn minute(zone: Tz, at_ms: i64) -> Self {
        let at = civil(zone, at_ms);
        Self::Moment(
            at.with_second(0)
                .and_then(|at| at.with_nanosecond(0))
                .unwrap_or(at),
        )
    }
}

/// When an entry counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective {
    /// Its effective time.
    pub at_ms: i64,
    /// Its local day.
    pub day: Day,
}

/// Why an entry cannot count when the member said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenTrouble {
    /// It has not happened yet.
    Future,
    /// It is longer ago than the look-back.
    TooOld {
        /// The earliest instant that would still do.
        earliest_ms: i64,
    },
    /// The challenge had not started.
    BeforeStart,
}

/// Reads `now`, `today`, `yesterday`, `2027-01-05`, `2027-01-05 18:30` or `2027-01-05T18:30`.
#[must_use]
pub fn read_when(text: &str) -> Option<When> {
    match short_lower(text)?.as_str() {
        "now" => Some(When::Now),
        "today" => Some(When::Today),
        "yesterday" => Some(When::Yesterday),
        text => read_civil(text).map(|civil| match civil {
            Civil::Date(date) => When::Day(date),
            Civil::Moment(moment) => When::Moment(moment),
        }),
    }
}

/// When an entry reported at `now_ms` counts.
///
/// A local day counts at its noon. Where noon is still to come, a day that has started counts now;
/// where noon is longer ago than the look-back, a day that reaches into the look-back counts at the
/// earliest instant of it. Nothing counts in the future, before the look-back, or before the
/// challenge's start. A day that was named stays the entry's local day wherever its time is moved.
///
/// # Errors
/// The trouble with it.
pub fn effective(
    when: &When,
    now_ms: i64,
    days: &Days,
    look_back_ms: i64,
    start_ms: i64,
) -> Result<Effective, WhenTrouble> {
    let earliest_ms = now_ms.saturating_sub(look_back_ms);
    let found = match *when {
        When::Now => Effective {
            at_ms: now_ms,
            day: days.day_of(now_ms),
        },
        When::Today => on_day(days.day_of(now_ms).date(), now_ms, earliest_ms, *days)?,
        When::Yesterday => on_day(
            day_before(days.day_of(now_ms).date()),
            now_ms,
            earliest_ms,
            *days,
        )?,
        When::Day(date) => on_day(date, now_ms, earliest_ms, *days)?,
        When::Moment(moment) => {
            let at_ms = instant_ms(days.zone, moment.date(), moment.time());
            if at_ms > now_ms {
                return Err(WhenTrouble::Future);
            }
            if at_ms < earliest_ms {
                return Err(WhenTrouble::TooOld { earliest_ms });
            }
            Effective {
                at_ms,
                day: days.day_of(at_ms),
            }
        }
    };
    if found.at_ms < start_ms {
        Err(WhenTrouble::BeforeStart)
    } else {
        Ok(found)
    }
}

/// The instant at which a challenge starts: a date means the midnight that begins it.
#[must_use]
pub fn period_start_ms(zone: Tz, text: &str) -> Option<i64> {
    read_civil(text).map(|civil| match civil {
        Civil::Date(date) => instant_ms(zone, date, NaiveTime::MIN),
        Civil::Moment(moment) => instant_ms(zone, moment.date(), moment.time()),
    })
}

/// The instant at which a challenge ends: a date means the midnight that ends it.
#[must_use]
pub fn period_end_ms(zone: Tz, text: &str) -> Option<i64> {
    read_civil(text).map(|civil| match civil {
        Civil::Date(date) => instant_ms(zone, day_after(date), NaiveTime::MIN),
        Civil::Moment(moment) => instant_ms(zone, moment.date(), moment.time()),
    })
}

fn on_day(
    date: NaiveDate,
    now_ms: i64,
    earliest_ms: i64,
    days: Days,
) -> Result<Effective, WhenTrouble> {
    let noon_ms = days.noon_of_ms(date);
    let at_ms = if noon_ms > now_ms {
        if days.starts_ms(date) > now_ms {
            return Err(WhenTrouble::Future);
        }
        now_ms
    } else if noon_ms < earliest_ms {
        if days.starts_ms(day_after(date)) <= earliest_ms {
            return Err(WhenTrouble::TooOld { earliest_ms });
        }
        earliest_ms
    } else {
        noon_ms
    };
    Ok(Effective {
        at_ms,
        day: Day::of(date),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{show_local, zone_named};
    use proptest::prelude::*;

    const DAYS: Days = Days {
        zone: Tz::America__New_York,
        ends_min: 240,
    };
    const LOOK_BACK_MS: i64 = 48 * 3_600_000;

    #[track_caller]
    fn at(text: &str) -> i64 {
        period_start_ms(DAYS.zone, text).expect("a civil time")
    }

    /// What becomes of `when`, said at `now` in a challenge that started on 2027-01-01.
    #[track_caller]
    fn check(when: &str, now: &str, expected: Result<(&str, &str), WhenTrouble>) {
        let when = read_when(when).expect("a when");
        let found = effective(&when, at(now), &DAYS, LOOK_BACK_MS, at("2027-01-01"));
        let found = found.map(|e| (show_local(DAYS.zone, e.at_ms), e.day.date().to_string()));
        assert_eq!(
            found,
            expected.map(|(at, day)| (at.to_owned(), day.to_owned()))
        );
    }

    #[test]
    fn a_day_counts_at_its_noon_or_as_near_as_it_may() {
        check(
            "now",
            "2027-01-05 01:00",
            Ok(("Tue 5 Jan 2027, 01:00", "2027-01-04")),
        );
        check(
            "today",
            "2027-01-05 18:00",
            Ok(("Tue 5 Jan 2027, 12:00", "2027-01-05")),
        );
        check(
            "today",
            "2027-01-05 09:00",
            Ok(("Tue 5 Jan 2027, 09:00", "2027-01-05")),
        );
        check(
            "today",
            "2027-01-05 01:00",
            Ok(("Mon 4 Jan 2027, 12:00", "2027-01-04")),
        );
        check(
            "Yesterday",
            "2027-01-05 18:00",
            Ok(("Mon 4 Jan 2027, 12:00", "2027-01-04")),
        );
        check(
            "yesterday",
            "2027-01-05 01:00",
            Ok(("Sun 3 Jan 2027, 12:00", "2027-01-03")),
        );
        check(
            "2027-01-03",
            "2027-01-05 11:00",
            Ok(("Sun 3 Jan 2027, 12:00", "2027-01-03")),
        );
        check(
            "2027-01-03",
            "2027-01-05 18:00",
            Ok(("Sun 3 Jan 2027, 18:00", "2027-01-03")),
        );
        check(
            "2027-01-03",
            "2027-01-06 03:59",
            Ok(("Mon 4 Jan 2027, 03:59", "2027-01-03")),
        );
        let earliest_ms = at("2027-01-04 04:00");
        check(
            "2027-01-03",
            "2027-01-06 04:00",
            Err(WhenTrouble::TooOld { earliest_ms }),
        );
        check("2027-01-06", "2027-01-05 18:00", Err(WhenTrouble::Future));
        check("2027-01-06", "2027-01-06 03:59", Err(WhenTrouble::Future));
        check(
            "2027-01-06",
            "2027-01-06 04:00",
            Ok(("Wed 6 Jan 2027, 04:00", "2027-01-06")),
        );
        check(
            "yesterday",
            "2027-01-01 18:00",
            Err(WhenTrouble::BeforeStart),
        );
    }

    #[test]
    fn a_moment_is_taken_at_its_word() {
        check(
            "2027-01-05 01:30",
            "2027-01-05 18:00",
            Ok(("Tue 5 Jan 2027, 01:30", "2027-01-04")),
        );
        check(
            "2027-01-05T18:00",
            "2027-01-05 18:00",
            Ok(("Tue 5 Jan 2027, 18:00", "2027-01-05")),
        );
        check(
            "2027-01-05 18:01",
            "2027-01-05 18:00",
            Err(WhenTrouble::Future),
        );
        check(
            "2027-01-03 18:00",
            "2027-01-05 18:00",
            Ok(("Sun 3 Jan 2027, 18:00", "2027-01-03")),
        );
        let earliest_ms = at("2027-01-03 18:00");
        check(
            "2027-01-03 17:59",
            "2027-01-05 18:00",
            Err(WhenTrouble::TooOld { earliest_ms }),
        );
        check(
            "2026-12-31 23:59",
            "2027-01-01 18:00",
            Err(WhenTrouble::BeforeStart),
        );
    }

    #[test]
    fn other_words_are_no_when() {
        for bad in ["", "tomorrow", "5 kg", "2027-13-01", "yesterday 18:30"] {
            assert_eq!(read_when(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_period_runs_from_the_first_midnight_to_the_last() {
        let zone = zone_named("Europe/Berlin").expect("a zone");
        let shown = |ms: Option<i64>| show_local(zone, ms.expect("a period"));
        assert_eq!(
            shown(period_start_ms(zone, "2027-02-28")),
            "Sun 28 Feb 2027, 00:00"
        );
        assert_eq!(
            shown(period_end_ms(zone, "2027-02-28")),
            "Mon 1 Mar 2027, 00:00"
        );
        assert_eq!(
            shown(period_end_ms(zone, "2027-02-28 18:00")),
            "Sun 28 Feb 2027, 18:00"
        );
        assert!(period_end_ms(zone, "9999-12-31").is_some());
        assert_eq!(period_start_ms(zone, "soon"), None);
    }

    proptest! {
        #[test]
        fn what_counts_lies_in_the_look_back(
            i in 0..chrono_tz::TZ_VARIANTS.len(), now_ms in 1_000_000_000_000..4_000_000_000_000_i64,
            back in 0..4_u64, look_back_ms in 0..400_000_000_i64, ends_min in 0..720_u16,
        ) {
            let days = Days { zone: chrono_tz::TZ_VARIANTS[i], ends_min };
            let date = days.day_of(now_ms).date() - chrono::Days::new(back);
            if let Ok(found) = effective(&When::Day(date), now_ms, &days, look_back_ms, 0) {
                prop_assert!(found.at_ms <= now_ms && found.at_ms >= now_ms - look_back_ms);
                prop_assert_eq!(found.day.date(), date);
            }
        }

        #[test]
        fn no_text_and_no_number_panics(text: String, now_ms: i64, look_back_ms: i64, start_ms: i64, ends_min: u16) {
            let days = Days { zone: Tz::Pacific__Apia, ends_min };
            let _ = read_when(&text);
            for when in [When::Now, When::Today, When::Yesterday, When::Day(NaiveDate::MAX), When::Moment(NaiveDateTime::MIN)] {
                let _ = effective(&when, now_ms, &days, look_back_ms, start_ms);
            }
        }
    }
}
