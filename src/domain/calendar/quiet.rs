//! Quiet hours: when news rests.

use std::fmt;

use chrono_tz::Tz;

use super::text::read_clock;
use super::zone::{civil, day_after, instant_ms, time_at};

/// Hours of every day in which nothing is announced that can wait, by a community's clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// Minutes after midnight at which they begin.
    from_min: u16,
    /// Minutes after midnight at which they end; before `from_min`, where they go over midnight.
    to_min: u16,
}

impl Quiet {
    /// Reads `22-08` or `22:30–7:15`; none for anything else.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let (from, to) = typed.split_once(['-', '–'])?;
        let (from_min, to_min) = (read_clock(from)?, read_clock(to)?);
        (from_min != to_min).then_some(Self { from_min, to_min })
    }

    /// When news of an instant may be told: then, or where that is in quiet hours, at their end.
    #[must_use]
    pub fn told_ms(self, zone: Tz, at_ms: i64) -> i64 {
        let now = civil(zone, at_ms);
        let (from, to) = (time_at(self.from_min), time_at(self.to_min));
        let (begun, over) = (now.time() >= from, now.time() >= to);
        let over_midnight = self.to_min < self.from_min;
        let ends_on = match (over_midnight, begun, over) {
            (true, true, _) => day_after(now.date()),
            (true, false, false) | (false, true, false) => now.date(),
            (true, false, true) | (false, ..) => return at_ms,
        };
        // Where clocks are put back over the end, it has passed the first time already.
        instant_ms(zone, ends_on, to).max(at_ms)
    }
}

impl fmt::Display for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_clock(f, self.from_min)?;
        f.write_str("-")?;
        show_clock(f, self.to_min)
    }
}

fn show_clock(f: &mut fmt::Formatter<'_>, minutes: u16) -> fmt::Result {
    match minutes % 60 {
        0 => write!(f, "{:02}", minutes / 60),
        rest => write!(f, "{:02}:{rest:02}", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(instant: &str) -> i64 {
        let at = chrono::DateTime::parse_from_rfc3339(instant).expect("an instant");
        at.timestamp_millis()
    }

    #[track_caller]
    fn check(quiet: &str, zone: Tz, at: &str, told: &str) {
        let quiet = Quiet::read(quiet).expect("quiet hours");
        assert_eq!(quiet.told_ms(zone, ms(at)), ms(told));
    }

    #[test]
    fn what_falls_into_quiet_hours_is_told_at_their_end() {
        let check = |at, told| check("22-08", Tz::UTC, at, told);
        check("2027-01-04T21:59:59Z", "2027-01-04T21:59:59Z");
        check("2027-01-04T22:00:00Z", "2027-01-05T08:00:00Z");
        check("2027-01-04T23:30:00Z", "2027-01-05T08:00:00Z");
        check("2027-01-05T00:00:00Z", "2027-01-05T08:00:00Z");
        check("2027-01-05T07:59:59Z", "2027-01-05T08:00:00Z");
        check("2027-01-05T08:00:00Z", "2027-01-05T08:00:00Z");
    }

    #[test]
    fn quiet_hours_need_not_go_over_midnight() {
        let check = |at, told| check("12:30-14", Tz::Asia__Kolkata, at, told);
        check("2027-01-04T12:29:00+05:30", "2027-01-04T12:29:00+05:30");
        check("2027-01-04T12:30:00+05:30", "2027-01-04T14:00:00+05:30");
        check("2027-01-04T14:00:00+05:30", "2027-01-04T14:00:00+05:30");
        check("2027-01-04T23:00:00+05:30", "2027-01-04T23:00:00+05:30");
    }

    #[test]
    fn the_end_is_read_from_the_clocks_also_where_they_are_moved() {
        let berlin = |quiet, at, told| check(quiet, Tz::Europe__Berlin, at, told);
        berlin(
            "22-08",
            "2027-03-27T22:30:00+01:00",
            "2027-03-28T08:00:00+02:00",
        );
        berlin(
            "22-08",
            "2027-10-30T22:30:00+02:00",
            "2027-10-31T08:00:00+01:00",
        );
        // An end that the clocks skip is read with the offset before the gap.
        berlin(
            "22-02:30",
            "2027-03-28T01:00:00+01:00",
            "2027-03-28T03:30:00+02:00",
        );
        // An end that comes twice is the first; after it nothing waits.
        berlin(
            "22-02:30",
            "2027-10-31T02:15:00+02:00",
            "2027-10-31T02:30:00+02:00",
        );
        berlin(
            "22-02:30",
            "2027-10-31T02:15:00+01:00",
            "2027-10-31T02:15:00+01:00",
        );
    }

    #[test]
    fn quiet_hours_are_read_and_shown() {
        for (typed, shown) in [
            ("22-08", "22-08"),
            ("9pm – 7:15", "21-07:15"),
            ("0-6", "00-06"),
        ] {
            let quiet = Quiet::read(typed).map(|quiet| quiet.to_string());
            assert_eq!(quiet.as_deref(), Some(shown), "{typed}");
        }
        for typed in ["off", "", "22", "22-22", "25-08", "night"] {
            assert_eq!(Quiet::read(typed), None, "{typed}");
        }
    }
}
