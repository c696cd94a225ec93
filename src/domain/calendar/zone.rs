//! Zones by name, and instants from civil time.

use chrono::{
    DateTime, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc,
};
use chrono_tz::{TZ_VARIANTS, Tz};

/// The first and last dates that the calendar tells apart.
const FIRST_DATE: NaiveDate =
    NaiveDate::from_ymd_opt(1, 1, 1).expect("the first of January exists");
const LAST_DATE: NaiveDate =
    NaiveDate::from_ymd_opt(9999, 12, 31).expect("every December has 31 days");

/// No zone has a longer name; a longer hint is not worth comparing.
const HINT_BYTES_MAX: usize = 40;

/// The zone of that IANA name, whatever its case; spaces stand for underscores.
#[must_use]
pub fn zone_named(name: &str) -> Option<Tz> {
    let name = name.trim();
    if name.len() > HINT_BYTES_MAX {
        return None;
    }
    if let Ok(zone) = name.parse() {
        return Some(zone);
    }
    let name = name.replace(' ', "_");
    TZ_VARIANTS
        .iter()
        .copied()
        .find(|zone| zone.name().eq_ignore_ascii_case(&name))
}

/// Up to three zone names that somebody who typed `hint` may have meant, the likeliest first.
#[must_use]
pub fn zones_like(hint: &str) -> Vec<&'static str> {
    let hint = hint.trim();
    if hint.is_empty() || hint.len() > HINT_BYTES_MAX {
        return Vec::new();
    }
    let hint = hint.to_lowercase().replace(' ', "_");
    let mut near: Vec<_> = TZ_VARIANTS
        .iter()
        .filter_map(|zone| Some((unlikeness(&hint, &zone.name().to_lowercase())?, zone.name())))
        .collect();
    // Names with a place (`Europe/Berlin`) before bare old ones (`Cuba`).
    near.sort_by_key(|&(unlikeness, name)| (unlikeness, !name.contains('/'), name));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// The instant at which `zone`'s clocks show `time` on `date`: in a gap by the offset before it,
/// and the first where the time comes twice.
#[must_use]
pub fn instant_ms(zone: Tz, date: NaiveDate, time: NaiveTime) -> i64 {
    let civil = date.clamp(FIRST_DATE, LAST_DATE).and_time(time);
    let offset_s = match zone.offset_from_local_datetime(&civil) {
        MappedLocalTime::Single(offset) => i64::from(offset.fix().local_minus_utc()),
        MappedLocalTime::Ambiguous(one, other) => i64::from(
            one.fix()
                .local_minus_utc()
                .max(other.fix().local_minus_utc()),
        ),
        MappedLocalTime::None => offset_before_gap_s(zone, civil),
    };
    civil.and_utc().timestamp_millis() - offset_s * 1000
}

/// How members read an instant: `Sun 10 Jan 2027, 20:00`.
#[must_use]
pub fn show_local(zone: Tz, ms: i64) -> String {
    civil(zone, ms).format("%a %-d %b %Y, %H:%M").to_string()
}

/// What `zone`'s clocks show at an instant.
pub(super) fn civil(zone: Tz, ms: i64) -> NaiveDateTime {
    let first_ms = FIRST_DATE
        .and_time(NaiveTime::MIN)
        .and_utc()
        .timestamp_millis();
    let last_ms = LAST_DATE
        .and_time(NaiveTime::MIN)
        .and_utc()
        .timestamp_millis();
    let utc = DateTime::<Utc>::from_timestamp_millis(ms.clamp(first_ms, last_ms))
        .expect("these years are in range")
        .naive_utc();
    utc + zone.offset_from_utc_datetime(&utc).fix()
}

/// The time of day that many minutes after midnight; 23:59 at most.
pub(super) fn time_at(minutes: u16) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minutes.min(1439)) * 60, 0)
        .expect("a minute before midnight is a time")
}

/// The next date; the calendar's last one has none and stays.
pub(super) fn day_after(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

/// The date before; the calendar's first one has none and stays.
pub(super) fn day_before(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(1)).unwrap_or(date)
}

/// The offset before the gap that holds `civil`. Read with the offset after the gap, a civil time
/// in it lies before the transition, and the other way round: so two looks see both offsets.
fn offset_before_gap_s(zone: Tz, civil: NaiveDateTime) -> i64 {
    let one = zone.offset_from_utc_datetime(&civil).fix();
    let other = zone.offset_from_utc_datetime(&(civil - one)).fix();
    i64::from(one.local_minus_utc().min(other.local_minus_utc()))
}

/// How far a lower-case zone name is from a lower-case hint; nothing if too far.
fn unlikeness(hint: &str, name: &str) -> Option<usize> {
    let city = name.rsplit('/').next().unwrap_or(name);
    let hint_city = hint.rsplit('/').next().unwrap_or(hint);
    if name == hint || city == hint {
        Some(0)
    } else if city == hint_city {
        Some(1)
    } else if hint.len() >= 3 && city.starts_with(hint) {
        Some(2)
    } else if hint.len() >= 3 && name.contains(hint) {
        Some(3)
    } else {
        let typos = typos(hint, name).min(typos(hint_city, city));
        (typos <= hint_city.chars().count() / 4 + 1 && typos < hint_city.len()).then_some(3 + typos)
    }
}

/// The Levenshtein distance: letters to add, drop or change.
fn typos(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, letter) in from.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, other) in to.iter().enumerate() {
            let changed = corner + usize::from(letter != *other);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(zone: Tz, date: (i32, u32, u32), time: (u32, u32), shown: &str) {
        let date = NaiveDate::from_ymd_opt(date.0, date.1, date.2).expect("a date");
        let time = NaiveTime::from_hms_opt(time.0, time.1, 0).expect("a time");
        let ms = instant_ms(zone, date, time);
        let utc = DateTime::<Utc>::from_timestamp_millis(ms).expect("in range");
        assert_eq!(utc.format("%Y-%m-%dT%H:%MZ").to_string(), shown);
    }

    #[test]
    fn a_gap_is_read_with_the_offset_before_it_and_a_doubled_time_is_the_first() {
        check(
            Tz::Europe__Berlin,
            (2027, 1, 10),
            (20, 0),
            "2027-01-10T19:00Z",
        );
        check(
            Tz::Europe__Berlin,
            (2027, 3, 28),
            (2, 30),
            "2027-03-28T01:30Z",
        );
        check(
            Tz::Europe__Berlin,
            (2027, 10, 31),
            (2, 30),
            "2027-10-31T00:30Z",
        );
        check(
            Tz::Australia__Lord_Howe,
            (2027, 10, 3),
            (2, 15),
            "2027-10-02T15:45Z",
        );
        check(
            Tz::Australia__Lord_Howe,
            (2027, 4, 4),
            (1, 45),
            "2027-04-03T14:45Z",
        );
        check(
            Tz::Pacific__Apia,
            (2011, 12, 30),
            (12, 0),
            "2011-12-30T22:00Z",
        );
        check(
            Tz::Pacific__Apia,
            (2011, 12, 31),
            (12, 0),
            "2011-12-30T22:00Z",
        );
    }

    #[test]
    fn absurd_dates_are_moved_not_met_with_panic() {
        for zone in [Tz::UTC, Tz::Pacific__Apia, Tz::America__New_York] {
            let first_ms = instant_ms(zone, NaiveDate::MIN, NaiveTime::MIN);
            let last_ms = instant_ms(zone, NaiveDate::MAX, NaiveTime::MIN);
            assert!(first_ms < 0 && last_ms > 0);
            assert_eq!(show_local(zone, i64::MIN), show_local(zone, i64::MIN + 1));
            assert_eq!(show_local(zone, i64::MAX), show_local(zone, i64::MAX - 1));
        }
        assert_eq!(day_after(NaiveDate::MAX), NaiveDate::MAX);
        assert_eq!(day_before(NaiveDate::MIN), NaiveDate::MIN);
    }

    #[test]
    fn zones_are_named_in_any_case() {
        assert_eq!(zone_named(" europe/BERLIN "), Some(Tz::Europe__Berlin));
        assert_eq!(zone_named("america/new york"), Some(Tz::America__New_York));
        assert_eq!(zone_named("utc"), Some(Tz::UTC));
        assert_eq!(zone_named("berlin"), None);
        assert_eq!(zone_named(&"x".repeat(1 << 20)), None);
    }

    #[test]
    fn a_near_miss_finds_its_zone() {
        assert_eq!(zones_like("berlin").first(), Some(&"Europe/Berlin"));
        assert_eq!(zones_like("Europe/Berlni").first(), Some(&"Europe/Berlin"));
        assert_eq!(zones_like("new york").first(), Some(&"America/New_York"));
        assert_eq!(zones_like("Germany/Berlin").first(), Some(&"Europe/Berlin"));
        assert_eq!(zones_like("calcuta").first(), Some(&"Asia/Calcutta"));
        assert_eq!(zones_like("argentina").len(), 3);
        assert!(zones_like("zzzzzzzzzz").is_empty());
        assert!(zones_like("").is_empty());
        assert!(zones_like(&"ß".repeat(999)).is_empty());
    }

    #[test]
    fn instants_are_shown_as_members_read_them() {
        assert_eq!(
            show_local(Tz::Europe__Berlin, 1_799_607_600_000),
            "Sun 10 Jan 2027, 20:00"
        );
    }
}
