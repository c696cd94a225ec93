//! Zones, local days and round closes, found by trying one day after the other.

use chrono::offset::{LocalResult, Offset, TimeZone};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use chrono_tz::Tz;

/// How a challenge is cut into rounds, in the community's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounds {
    /// No rounds.
    Never,
    /// Every day at this time.
    Daily(NaiveTime),
    /// Every week on this weekday at this time.
    Weekly(Weekday, NaiveTime),
    /// Every month on this day (31 stands for the last, however long the month) at this time.
    Monthly(u32, NaiveTime),
}

/// The instant, in seconds, of a civil time: in a gap with the offset before it, doubled the first.
pub(crate) fn instant(zone: Tz, civil: NaiveDateTime) -> i64 {
    match zone.from_local_datetime(&civil) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.timestamp(),
        LocalResult::None => {
            let day_before = civil - Duration::days(1);
            let offset = zone.offset_from_utc_datetime(&day_before).fix();
            civil.and_utc().timestamp() - i64::from(offset.local_minus_utc())
        }
    }
}

/// The civil time that a clock in this zone shows.
pub(crate) fn civil(zone: Tz, at: i64) -> NaiveDateTime {
    utc(at).with_timezone(&zone).naive_local()
}

/// When the local day `date` starts, which is when the one before ends.
pub(crate) fn day_start(zone: Tz, date: NaiveDate, day_ends: NaiveTime) -> i64 {
    instant(zone, date.and_time(day_ends))
}

/// The local day of an instant: the latest date that has started.
pub(crate) fn local_day(zone: Tz, at: i64, day_ends: NaiveTime) -> NaiveDate {
    let mut date = utc(at).date_naive() + Days::new(2);
    while day_start(zone, date, day_ends) > at {
        date = date - Days::new(1);
    }
    date
}

/// The first regular close at `from` or later; none where there are no rounds.
pub(crate) fn close_from(zone: Tz, rounds: Rounds, from: i64) -> Option<i64> {
    let first = utc(from).date_naive() - Days::new(3);
    (0..70)
        .map(|n_days| first + Days::new(n_days))
        .filter_map(|date| Some(instant(zone, date.and_time(close_on(rounds, date)?))))
        .filter(|close| *close >= from)
        .min()
}

/// The instant as it is written in a history.
pub(crate) fn show(at: i64) -> String {
    utc(at).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn close_on(rounds: Rounds, date: NaiveDate) -> Option<NaiveTime> {
    match rounds {
        Rounds::Never => None,
        Rounds::Daily(time) => Some(time),
        Rounds::Weekly(weekday, time) => (date.weekday() == weekday).then_some(time),
        Rounds::Monthly(day, time) => {
            let is_last = (date + Days::new(1)).month() != date.month();
            (date.day() == day || (is_last && date.day() < day)).then_some(time)
        }
    }
}

fn utc(at: i64) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(at, 0).expect("histories stay in this century")
}

#[test]
fn civil_times_in_a_gap_use_the_offset_before_it_and_doubled_ones_are_the_first() {
    for (zone, month, day, hour, minute, expected) in [
        (Tz::Europe__Berlin, 3, 28, 2, 30, "2027-03-28T01:30:00Z"),
        (Tz::Europe__Berlin, 10, 31, 2, 30, "2027-10-31T00:30:00Z"),
        (Tz::America__New_York, 3, 14, 2, 30, "2027-03-14T07:30:00Z"),
        (Tz::America__New_York, 11, 7, 1, 30, "2027-11-07T05:30:00Z"),
        (
            Tz::Australia__Lord_Howe,
            10,
            3,
            2,
            15,
            "2027-10-02T15:45:00Z",
        ),
        (
            Tz::Australia__Lord_Howe,
            4,
            4,
            1,
            45,
            "2027-04-03T14:45:00Z",
        ),
        (Tz::Asia__Kathmandu, 4, 4, 4, 0, "2027-04-03T22:15:00Z"),
    ] {
        let at = instant(zone, date(month, day).and_time(time(hour, minute)));
        assert_eq!(show(at), expected);
    }
}

#[test]
fn one_in_the_morning_is_still_yesterday() {
    let at = instant(Tz::Europe__Berlin, date(3, 28).and_time(time(1, 0)));
    assert_eq!(local_day(Tz::Europe__Berlin, at, time(4, 0)), date(3, 27));
    assert_eq!(local_day(Tz::Europe__Berlin, at, time(0, 0)), date(3, 28));
}

#[test]
fn months_close_on_their_last_day() {
    let rounds = Rounds::Monthly(31, time(20, 0));
    let from = instant(Tz::UTC, date(2, 3).and_time(time(0, 0)));
    let close = close_from(Tz::UTC, rounds, from).expect("a close");
    assert_eq!(show(close), "2027-02-28T20:00:00Z");
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).expect("a date")
}
