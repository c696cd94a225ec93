//! Whether a report is recorded, held, asked about or refused, and when it counts.

use chrono::{Days, NaiveDate};

use super::act::{Report, Scoring, When};
use super::civil;
use super::reckon::{Challenge, HOUR, Outcome, Reckoner};
use super::score::{Entry, State};

impl Reckoner {
    /// Judges one report and puts it in the list where it is recorded.
    pub(crate) fn record(&mut self, user: &str, report: &Report) -> Outcome {
        let n = self.place(report.title);
        let challenge = &self.challenges[n];
        let rules = &challenge.rules;
        let micro = report.amount.as_ref().map_or(1, |amount| amount.micro);
        if !challenge.has_started(self.now) {
            return Outcome::Refused("not started");
        }
        if challenge.is_final(self.now) {
            return Outcome::Refused("final");
        }
        if challenge.is_paused {
            return Outcome::Refused("paused");
        }
        let part = challenge.parts.get(user);
        if part.is_some_and(|part| part.has_left) || (part.is_none() && rules.scoring.needs_goal())
        {
            return Outcome::Refused("not in it");
        }
        if micro < 0 || (micro == 0 && !rules.scoring.is_of_readings()) {
            return Outcome::Refused("amount");
        }
        if micro == 0 && rules.scoring == Scoring::PercentChange {
            return Outcome::Refused("a reading of nothing");
        }
        let (effective, day) = match self.effective(user, challenge, report.when) {
            Ok(found) => found,
            Err(why) => return Outcome::Refused(why),
        };
        if rules.scoring.measures_from_the_first_reading()
            && part.is_none_or(|part| part.aim.start.is_none())
            && !self.has_accepted(user, n)
        {
            if micro == 0 {
                return Outcome::Refused("a baseline of nothing");
            }
            if part.is_some_and(|part| part.aim.goal == Some(micro)) {
                return Outcome::Refused("a goal that is the baseline");
            }
        }
        let is_near_duplicate = self.entries.iter().any(|entry| {
            (entry.user.as_str(), entry.challenge, entry.micro, entry.day) == (user, n, micro, day)
                && entry.item == report.item
                && entry.state != State::Voided
                && self.now - entry.recorded_at <= 60
        });
        if is_near_duplicate && !report.again {
            return Outcome::Asked;
        }
        let is_held = rules
            .entry_max
            .as_ref()
            .is_some_and(|max| micro > max.micro);
        let running = challenge
            .rounds
            .last()
            .filter(|round| round.frozen.is_none() && round.opened_at <= effective);
        let round = running.map(|_| challenge.rounds.len());
        self.entries.push(Entry {
            seq: self.entries.len(),
            user: user.to_owned(),
            challenge: n,
            micro,
            item: report.item,
            recorded_at: self.now,
            effective,
            day,
            round,
            state: if is_held {
                State::Held
            } else {
                State::Accepted
            },
        });
        self.challenges[n].parts.entry(user.to_owned()).or_default();
        if is_held {
            Outcome::Held
        } else {
            Outcome::Accepted
        }
    }

    /// Whether anything of hers counts there.
    fn has_accepted(&self, user: &str, challenge: usize) -> bool {
        self.entries.iter().any(|entry| {
            entry.user == user && entry.challenge == challenge && entry.state == State::Accepted
        })
    }

    /// When a report counts, and its local day.
    fn effective(
        &self,
        user: &str,
        challenge: &Challenge,
        when: When,
    ) -> Result<(i64, NaiveDate), &'static str> {
        let (now, zone, day_ends) = (self.now, self.zones.of(user, self.now), self.zones.day_ends);
        let oldest = now - challenge.rules.look_back_h * HOUR;
        let today = civil::local_day(zone, now, day_ends);
        let on_date = |date: NaiveDate| {
            let noon = civil::instant(zone, date.and_hms_opt(12, 0, 0).expect("noon"));
            if noon > now {
                let has_begun = civil::day_start(zone, date, day_ends) <= now;
                has_begun.then_some((now, date)).ok_or("future")
            } else if noon < oldest {
                let reaches = civil::day_start(zone, date + Days::new(1), day_ends) > oldest;
                reaches.then_some((oldest, date)).ok_or("too long ago")
            } else {
                Ok((noon, date))
            }
        };
        let found = match when {
            When::Now => (now, today),
            When::Today => on_date(today)?,
            When::Yesterday | When::YesterdayInWords => on_date(today - Days::new(1))?,
            When::Date(date) => on_date(date)?,
            When::Civil(time) => {
                let at = civil::instant(zone, time);
                if at > now {
                    return Err("future");
                }
                if at < oldest {
                    return Err("too long ago");
                }
                (at, civil::local_day(zone, at, day_ends))
            }
        };
        if challenge.start.is_none_or(|start| found.0 < start) {
            return Err("before the start");
        }
        if challenge.has_ended(found.0) {
            return Err("after the end");
        }
        Ok(found)
    }
}
