//! Dates and clock times as people type them.

use chrono::{NaiveDate, NaiveDateTime};

use super::zone::time_at;

/// A civil date, perhaps with a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Civil {
    Date(NaiveDate),
    Moment(NaiveDateTime),
}

/// Reads a time of day, in minutes after midnight: `04:00`, `4`, `20:00`, `8pm`, `8.30 pm`.
#[must_use]
pub fn read_clock(text: &str) -> Option<u16> {
    let text = short_lower(text)?;
    let (digits, half) = match text.strip_suffix("am") {
        Some(rest) => (rest, Some(0)),
        None => text
            .strip_suffix("pm")
            .map_or((text.as_str(), None), |rest| (rest, Some(12))),
    };
    let digits = digits.trim_end();
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (number(hour, 2)?, number(minute, 2)?),
        Some(_) => return None,
        None => (number(digits, 2)?, 0),
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Reads `2027-01-05`, `2027-01-05 18:30` or `2027-01-05T18:30`.
pub(super) fn read_civil(text: &str) -> Option<Civil> {
    let text = short_lower(text)?;
    match text.split_once([' ', 't']) {
        None => read_date(&text).map(Civil::Date),
        Some((date, clock)) => Some(Civil::Moment(
            read_date(date)?.and_time(time_at(read_clock(clock)?)),
        )),
    }
}

/// Trimmed and in lower case, if it is short enough to be a date or a span at all.
pub(super) fn short_lower(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() <= 64).then(|| text.to_lowercase())
}

fn read_date(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(
        number(year, 4)?.into(),
        number(month, 2)?.into(),
        number(day, 2)?.into(),
    )
}

/// A number of at most so many digits and nothing else.
fn number(text: &str, digits_max: usize) -> Option<u16> {
    let digits = text.len() <= digits_max && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_times_are_read() {
        #[track_caller]
        fn check(text: &str, expected: Option<u16>) {
            assert_eq!(read_clock(text), expected, "{text}");
        }
        check("04:00", Some(240));
        check("4", Some(240));
        check(" 20:00 ", Some(1200));
        check("8pm", Some(1200));
        check("8:30 PM", Some(1230));
        check("8.30pm", Some(1230));
        check("12am", Some(0));
        check("12pm", Some(720));
        check("0:00", Some(0));
        check("23:59", Some(1439));
        for bad in [
            "", "24:00", "24", "13pm", "0am", "20:60", "20:5", ":30", "+4", "-4", "4:000", "pm",
            "٤", "20:00:00",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn dates_are_read_strictly() {
        let date = NaiveDate::from_ymd_opt(2027, 1, 5).expect("a date");
        let moment = Civil::Moment(date.and_time(time_at(1110)));
        assert_eq!(read_civil(" 2027-01-05 "), Some(Civil::Date(date)));
        assert_eq!(read_civil("2027-1-5"), Some(Civil::Date(date)));
        assert_eq!(read_civil("2027-01-05 18:30"), Some(moment));
        assert_eq!(read_civil("2027-01-05T18:30"), Some(moment));
        assert_eq!(read_civil("2027-01-05 6:30pm"), Some(moment));
        for bad in [
            "",
            "2027",
            "2027-02-30",
            "27-01-05",
            "-2027-01-05",
            "2027-01-05 25:00",
            "2027-01-05T",
            "05.01.2027",
            "2027-01-0５",
        ] {
            assert_eq!(read_civil(bad), None, "{bad}");
        }
    }
}
