//! Spans of time as people type and read them.

use super::text::short_lower;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The longest span that is read: ten years.
const SPAN_MS_MAX: i64 = 3_653 * DAY_MS;

/// Reads a span: `48h`, `3d`, `90min`, `2w`, `1d 12h`, `0`. A bare number other than 0 and anything
/// longer than ten years is refused.
#[must_use]
pub fn read_span_ms(text: &str) -> Option<i64> {
    let text = short_lower(text)?;
    let mut rest = text.as_str();
    if rest.is_empty() {
        return None;
    }
    let mut span_ms: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let count: i64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
        let part_ms = count.checked_mul(unit_ms(&rest[..letters], count)?)?;
        span_ms = span_ms.checked_add(part_ms)?;
        rest = rest[letters..].trim_start();
    }
    (span_ms <= SPAN_MS_MAX).then_some(span_ms)
}

/// How members read a span: `48 h`, `3 days`, `90 min`. Whole days are named from three on.
#[must_use]
pub fn show_span(ms: i64) -> String {
    let ms = ms.max(0);
    let (hours, minutes) = (ms / HOUR_MS, ms % HOUR_MS / MINUTE_MS);
    if ms >= 3 * DAY_MS && ms % DAY_MS == 0 {
        format!("{} days", ms / DAY_MS)
    } else if ms > 0 && ms < MINUTE_MS {
        format!("{} s", (ms / 1000).max(1))
    } else if hours < 2 && minutes > 0 || hours == 0 {
        format!("{} min", hours * 60 + minutes)
    } else if minutes == 0 {
        format!("{hours} h")
    } else {
        format!("{hours} h {minutes} min")
    }
}

fn unit_ms(unit: &str, count: i64) -> Option<i64> {
    match unit {
        "" if count == 0 => Some(0),
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1000),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(MINUTE_MS),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(HOUR_MS),
        "d" | "day" | "days" => Some(DAY_MS),
        "w" | "week" | "weeks" => Some(7 * DAY_MS),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_and_shown() {
        #[track_caller]
        fn check(text: &str, shown: &str) {
            assert_eq!(
                read_span_ms(text).map(show_span).as_deref(),
                Some(shown),
                "{text}"
            );
        }
        check("48h", "48 h");
        check("3d", "3 days");
        check("1 day", "24 h");
        check("90min", "90 min");
        check("2w", "14 days");
        check("0", "0 min");
        check("0h", "0 min");
        check("1d 12h", "36 h");
        check("2h30m", "2 h 30 min");
        check(" 10 Minutes ", "10 min");
        check("30s", "30 s");
        check("520w", "3640 days");
    }

    #[test]
    fn other_texts_are_refused() {
        for bad in [
            "",
            "48",
            "h",
            "-3h",
            "3.5h",
            "522w",
            "99999999999999999999h",
            "9223372036854775807w",
            "3 fortnights",
            "3h 4",
            "٣h",
            "3h,",
        ] {
            assert_eq!(read_span_ms(bad), None, "{bad}");
        }
        assert_eq!(read_span_ms(&"1h".repeat(1 << 20)), None);
        assert_eq!(show_span(-1), "0 min");
        assert!(!show_span(i64::MAX).is_empty());
    }
}
