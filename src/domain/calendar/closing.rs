//! When rounds close.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::text::{read_clock, short_lower};
use super::zone::{civil, day_after, day_before, instant_ms, time_at};

const DAY_MS: i64 = 86_400_000;

/// 20:00, where no other time is asked for.
const USUAL_MINUTE: u16 = 20 * 60;

/// How often rounds close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rhythm {
    /// Every day.
    Daily,
    /// Once a week.
    Weekly,
    /// Once a month.
    Monthly,
}

/// The civil time at which rounds close. It reads and prints `20:00`, `sun 20:00`, `last 20:00` or
/// `15 20:00`, and is stored as that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Closing {
    on: On,
    minute: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum On {
    EveryDay,
    EveryWeek(Weekday),
    /// A day beyond the month's last means the last.
    EveryMonth(u8),
    EndOfMonth,
}

impl Rhythm {
    /// The rhythm of that name: `daily`, `weekly` or `monthly`, in any case.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        [Self::Daily, Self::Weekly, Self::Monthly]
            .into_iter()
            .find(|rhythm| rhythm.name().eq_ignore_ascii_case(text))
    }

    /// Its name, as typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }
}

impl Closing {
    /// What a rhythm's rounds do if nobody says otherwise: `20:00`, `sun 20:00`, `last 20:00`.
    #[must_use]
    pub fn usual(rhythm: Rhythm) -> Self {
        let on = match rhythm {
            Rhythm::Daily => On::EveryDay,
            Rhythm::Weekly => On::EveryWeek(Weekday::Sun),
            Rhythm::Monthly => On::EndOfMonth,
        };
        Self {
            on,
            minute: USUAL_MINUTE,
        }
    }

    /// Reads what closes rounds of that rhythm. A day left out is the usual one, and so is a time:
    /// `fri` is `fri 20:00`, a weekly `18:00` is `sun 18:00`.
    #[must_use]
    pub fn read(rhythm: Rhythm, text: &str) -> Option<Self> {
        let text = short_lower(text)?;
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((&text, ""));
        let rest = rest.trim();
        let rest = rest.strip_prefix("at ").unwrap_or(rest);
        if let Some(on) = read_on(rhythm, word.trim_end_matches(',')) {
            if rest.is_empty() {
                return Some(Self {
                    on,
                    minute: USUAL_MINUTE,
                });
            }
            if let Some(minute) = read_clock(rest) {
                return Some(Self { on, minute });
            }
        }
        Some(Self {
            minute: read_clock(&text)?,
            ..Self::usual(rhythm)
        })
    }

    /// The rhythm it keeps.
    #[must_use]
    pub fn rhythm(self) -> Rhythm {
        match self.on {
            On::EveryDay => Rhythm::Daily,
            On::EveryWeek(_) => Rhythm::Weekly,
            On::EveryMonth(_) | On::EndOfMonth => Rhythm::Monthly,
        }
    }

    /// The first close after an instant, never at it; `i64::MAX` where the calendar ends.
    #[must_use]
    pub fn next_ms(self, zone: Tz, after_ms: i64) -> i64 {
        // In a gap a close may fall on the date after its own, so the search starts a date early.
        let mut date = self.date_from(day_before(civil(zone, after_ms).date()));
        for _ in 0..5 {
            let close_ms = instant_ms(zone, date, time_at(self.minute));
            if close_ms > after_ms {
                return close_ms;
            }
            date = self.date_from(day_after(date));
        }
        i64::MAX
    }

    /// The close of the first round: the first at least 24 hours after the start.
    #[must_use]
    pub fn first_ms(self, zone: Tz, start_ms: i64) -> i64 {
        self.next_ms(zone, start_ms.saturating_add(DAY_MS - 1))
    }

    /// The close of the round that opens with a close: the next one, which for weeks and months is at least 24 hours away,
    /// so that a new zone leaves no round of a few hours.
    #[must_use]
    pub fn following_ms(self, zone: Tz, close_ms: i64) -> i64 {
        match self.rhythm() {
            Rhythm::Daily => self.next_ms(zone, close_ms),
            Rhythm::Weekly | Rhythm::Monthly => self.first_ms(zone, close_ms),
        }
    }

    /// The first date from `from` on that has a close.
    fn date_from(self, from: NaiveDate) -> NaiveDate {
        let month_day = match self.on {
            On::EveryDay => return from,
            On::EveryWeek(weekday) => {
                let ahead = (7 + weekday.num_days_from_monday()
                    - from.weekday().num_days_from_monday())
                    % 7;
                return from
                    .checked_add_days(chrono::Days::new(ahead.into()))
                    .unwrap_or(from);
            }
            On::EveryMonth(day) => u32::from(day),
            On::EndOfMonth => 31,
        };
        let this = in_month(from, month_day);
        if this >= from {
            return this;
        }
        from.checked_add_months(chrono::Months::new(1))
            .map_or(from, |next| in_month(next, month_day))
    }
}

impl fmt::Display for Closing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.on {
            On::EveryDay => {}
            On::EveryWeek(weekday) => write!(f, "{} ", weekday.to_string().to_lowercase())?,
            On::EveryMonth(day) => write!(f, "{day} ")?,
            On::EndOfMonth => write!(f, "last ")?,
        }
        write!(f, "{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

impl TryFrom<String> for Closing {
    type Error = String;

    /// What was printed says by itself which rhythm it keeps.
    fn try_from(text: String) -> Result<Self, String> {
        [Rhythm::Daily, Rhythm::Weekly, Rhythm::Monthly]
            .into_iter()
            .find_map(|rhythm| Self::read(rhythm, &text))
            .ok_or_else(|| format!("not a time to close rounds: {text:.40}"))
    }
}

impl From<Closing> for String {
    fn from(closing: Closing) -> Self {
        closing.to_string()
    }
}

fn read_on(rhythm: Rhythm, word: &str) -> Option<On> {
    match rhythm {
        Rhythm::Daily => None,
        Rhythm::Weekly => word.parse().ok().map(On::EveryWeek),
        Rhythm::Monthly if word == "last" => Some(On::EndOfMonth),
        Rhythm::Monthly => {
            let digits = ["st", "nd", "rd", "th", "."]
                .iter()
                .find_map(|end| word.strip_suffix(end))
                .unwrap_or(word);
            let plain = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            let day = digits
                .parse()
                .ok()
                .filter(|day| plain && (1..=31).contains(day))?;
            Some(On::EveryMonth(day))
        }
    }
}

/// That day of the month of `date`, or the month's last.
fn in_month(date: NaiveDate, day: u32) -> NaiveDate {
    (28..=day)
        .rev()
        .find_map(|day| date.with_day(day))
        .or_else(|| date.with_day(day))
        .unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{period_start_ms, show_local};
    use proptest::prelude::*;

    const BERLIN: Tz = Tz::Europe__Berlin;

    #[track_caller]
    fn closing(text: &str) -> Closing {
        Closing::try_from(text.to_owned()).expect("a closing")
    }

    fn stored(text: &str) -> Result<Closing, serde::de::value::Error> {
        Closing::deserialize(serde::de::IntoDeserializer::into_deserializer(text))
    }

    #[track_caller]
    fn at(zone: Tz, text: &str) -> i64 {
        period_start_ms(zone, text).expect("a civil time")
    }

    #[test]
    fn closings_are_read_for_their_rhythm() {
        #[track_caller]
        fn check(rhythm: Rhythm, text: &str, expected: Option<&str>) {
            let read = Closing::read(rhythm, text);
            assert_eq!(
                read.map(|closing| closing.to_string()).as_deref(),
                expected,
                "{text}"
            );
            assert!(read.is_none_or(|closing| closing.rhythm() == rhythm));
        }
        check(Rhythm::Daily, "20:00", Some("20:00"));
        check(Rhythm::Daily, "8pm", Some("20:00"));
        check(Rhythm::Daily, "sun 20:00", None);
        check(Rhythm::Weekly, "sun 20:00", Some("sun 20:00"));
        check(Rhythm::Weekly, "Friday, at 6:30 pm", Some("fri 18:30"));
        check(Rhythm::Weekly, "mon", Some("mon 20:00"));
        check(Rhythm::Weekly, "18:00", Some("sun 18:00"));
        check(Rhythm::Weekly, "15 20:00", None);
        check(Rhythm::Monthly, "last 20:00", Some("last 20:00"));
        check(Rhythm::Monthly, "15 20:00", Some("15 20:00"));
        check(Rhythm::Monthly, "1st 9:00", Some("1 09:00"));
        check(Rhythm::Monthly, "31", Some("31 20:00"));
        check(Rhythm::Monthly, "8 pm", Some("last 20:00"));
        for bad in [
            "",
            "32 20:00",
            "0 20:00",
            "+5 20:00",
            "last 25:00",
            "someday 20:00",
        ] {
            check(Rhythm::Monthly, bad, None);
        }
    }

    #[test]
    fn a_closing_is_stored_as_its_text() {
        for text in ["20:00", "sun 20:00", "last 00:30", "15 20:00"] {
            assert_eq!(closing(text).to_string(), text);
            assert_eq!(String::from(closing(text)), text);
            assert_eq!(stored(text).expect("the same"), closing(text));
        }
        assert!(stored("noon").is_err());
        assert_eq!(Rhythm::named(" Weekly"), Some(Rhythm::Weekly));
    }

    #[test]
    fn the_next_close_is_strictly_after() {
        #[track_caller]
        fn check(text: &str, after: &str, shown: &str) {
            let next_ms = closing(text).next_ms(BERLIN, at(BERLIN, after));
            assert_eq!(show_local(BERLIN, next_ms), shown);
        }
        check("20:00", "2027-01-05 19:59", "Tue 5 Jan 2027, 20:00");
        check("20:00", "2027-01-05 20:00", "Wed 6 Jan 2027, 20:00");
        check("sun 20:00", "2027-01-10 20:00", "Sun 17 Jan 2027, 20:00");
        check("sun 02:30", "2027-03-27 12:00", "Sun 28 Mar 2027, 03:30");
        check("last 20:00", "2028-02-01", "Tue 29 Feb 2028, 20:00");
        check("31 20:00", "2027-02-01", "Sun 28 Feb 2027, 20:00");
        check("31 20:00", "2027-02-28 20:00", "Wed 31 Mar 2027, 20:00");
        check("29 20:00", "2027-01-30", "Sun 28 Feb 2027, 20:00");
        check("1 00:00", "2027-12-31", "Sat 1 Jan 2028, 00:00");
    }

    #[test]
    fn the_first_round_lasts_a_day_at_least() {
        let weekly = Closing::usual(Rhythm::Weekly);
        let first = |start: &str| show_local(BERLIN, weekly.first_ms(BERLIN, at(BERLIN, start)));
        assert_eq!(first("2027-01-09 20:00"), "Sun 10 Jan 2027, 20:00");
        assert_eq!(first("2027-01-09 20:01"), "Sun 17 Jan 2027, 20:00");
    }

    #[test]
    fn a_close_may_be_moved_past_midnight() {
        // Nuuk's clocks go from 22:59 to 00:00 on that Saturday.
        let zone = Tz::America__Nuuk;
        let close_ms = closing("23:30").next_ms(zone, at(zone, "2027-03-28 00:10"));
        assert_eq!(show_local(zone, close_ms), "Sun 28 Mar 2027, 00:30");
        let next_ms = closing("23:30").next_ms(zone, close_ms);
        assert_eq!(show_local(zone, next_ms), "Sun 28 Mar 2027, 23:30");
    }

    #[test]
    fn two_closes_on_one_instant_are_one_round() {
        let zone = Tz::Pacific__Apia;
        let mut close_ms = at(zone, "2011-12-29 12:00");
        let mut shown = Vec::new();
        for _ in 0..3 {
            close_ms = closing("20:00").next_ms(zone, close_ms);
            shown.push(show_local(zone, close_ms));
        }
        assert_eq!(
            shown,
            [
                "Thu 29 Dec 2011, 20:00",
                "Sat 31 Dec 2011, 20:00",
                "Sun 1 Jan 2012, 20:00"
            ]
        );
    }

    #[test]
    fn the_calendar_ends_without_panic() {
        for text in ["20:00", "sun 20:00", "last 20:00", "15 20:00"] {
            assert_eq!(closing(text).next_ms(BERLIN, i64::MAX), i64::MAX);
            assert_eq!(closing(text).first_ms(BERLIN, i64::MAX), i64::MAX);
            assert!(closing(text).next_ms(BERLIN, i64::MIN) < 0);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String) {
            for rhythm in [Rhythm::Daily, Rhythm::Weekly, Rhythm::Monthly] {
                let _ = Closing::read(rhythm, &text);
            }
            let _ = Closing::try_from(text);
        }

        #[test]
        fn no_close_lies_between(i in 0..chrono_tz::TZ_VARIANTS.len(), after_ms in 0..4_000_000_000_000_i64, share in 0.0..1.0) {
            let zone = chrono_tz::TZ_VARIANTS[i];
            for text in ["02:30", "sun 02:00", "last 00:30", "15 23:30"] {
                let next_ms = closing(text).next_ms(zone, after_ms);
                prop_assert!(next_ms > after_ms);
                #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "any instant between will do")]
                let between_ms = after_ms + ((next_ms - after_ms - 1) as f64 * share) as i64;
                prop_assert_eq!(closing(text).next_ms(zone, between_ms), next_ms);
            }
        }
    }
}
