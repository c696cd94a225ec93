//! Local days: what counts as one day for a member.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::zone::{civil, day_after, day_before, instant_ms, time_at};

const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("the epoch is a date");
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon is a time");

/// A local day: days since 1970-01-01, until 2149-06-06.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub u16);

impl Day {
    /// The day of that date, or the nearest there is.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        let n_days = date.signed_duration_since(EPOCH).num_days();
        Self(u16::try_from(n_days.max(0)).unwrap_or(u16::MAX))
    }

    /// Its date.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        EPOCH + chrono::Days::new(u64::from(self.0))
    }

    /// Its ISO week, Monday to Sunday, counted from the week of 1970-01-01.
    #[must_use]
    pub fn week(self) -> u16 {
        // 1970-01-01 was a Thursday.
        self.0 / 7 + (self.0 % 7 + 3) / 7
    }
}

/// The rule that cuts time into somebody's local days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The zone of the clocks.
    pub zone: Tz,
    /// When a day ends: minutes after the midnight that follows it.
    pub ends_min: u16,
}

impl Days {
    /// The local day of an instant: the latest day that has started by then.
    #[must_use]
    pub fn day_of(self, ms: i64) -> Day {
        let mut date = day_after(civil(self.zone, ms).date());
        // A gap of a whole day puts the start at most three dates back; the bound is for absurd years.
        for _ in 0..8 {
            if self.starts_ms(date) <= ms {
                break;
            }
            date = day_before(date);
        }
        Day::of(date)
    }

    /// The instant at which a day starts. Two days start at once where a zone skips one.
    #[must_use]
    pub fn start_ms(self, day: Day) -> i64 {
        self.starts_ms(day.date())
    }

    /// The instant at which it is 12:00 on a day.
    #[must_use]
    pub fn noon_ms(self, day: Day) -> i64 {
        self.noon_of_ms(day.date())
    }

    pub(super) fn starts_ms(self, date: NaiveDate) -> i64 {
        instant_ms(self.zone, date, time_at(self.ends_min))
    }

    pub(super) fn noon_of_ms(self, date: NaiveDate) -> i64 {
        instant_ms(self.zone, date, NOON)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;
    use proptest::prelude::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn a_run_at_one_in_the_morning_is_still_today() {
        let days = Days {
            zone: Tz::Europe__Berlin,
            ends_min: 240,
        };
        let at = |h, m| {
            instant_ms(
                days.zone,
                date(2027, 1, 5),
                NaiveTime::from_hms_opt(h, m, 0).expect("a time"),
            )
        };
        assert_eq!(days.day_of(at(3, 59)).date(), date(2027, 1, 4));
        assert_eq!(days.day_of(at(4, 0)).date(), date(2027, 1, 5));
    }

    #[test]
    fn a_skipped_day_has_no_instants() {
        let days = Days {
            zone: Tz::Pacific__Apia,
            ends_min: 240,
        };
        let (skipped, next) = (Day::of(date(2011, 12, 30)), Day::of(date(2011, 12, 31)));
        assert_eq!(days.start_ms(skipped), days.start_ms(next));
        assert_eq!(days.day_of(days.start_ms(next)), next);
        assert_eq!(
            days.day_of(days.start_ms(next) - 1).date(),
            date(2011, 12, 29)
        );
    }

    #[test]
    fn weeks_start_on_monday() {
        for n in 0..=u16::MAX {
            let day = Day(n);
            assert_eq!(Day::of(day.date()), day);
            let monday = day.date().weekday() == chrono::Weekday::Mon;
            assert_eq!(n > 0 && Day(n - 1).week() != day.week(), n > 0 && monday);
        }
        assert_eq!(Day::of(NaiveDate::MIN), Day(0));
        assert_eq!(Day::of(NaiveDate::MAX), Day(u16::MAX));
    }

    proptest! {
        #[test]
        fn days_tile_time(i in 0..chrono_tz::TZ_VARIANTS.len(), ms in 0..5_000_000_000_000_i64, ends_min in 0..1440_u16) {
            let days = Days { zone: chrono_tz::TZ_VARIANTS[i], ends_min };
            let day = days.day_of(ms);
            prop_assert!(day == Day(0) || days.start_ms(day) <= ms);
            prop_assert!(days.start_ms(Day(day.0 + 1)) > ms);
        }

        #[test]
        fn no_instant_panics(i in 0..chrono_tz::TZ_VARIANTS.len(), ms: i64, ends_min: u16) {
            let _ = Days { zone: chrono_tz::TZ_VARIANTS[i], ends_min }.day_of(ms);
        }
    }
}
