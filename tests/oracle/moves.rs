//! What people do in a history: reports, second thoughts, comings and goings, the moderator's acts.

use chrono::Days;

use super::act::{Act, MODERATOR, Report, When};
use super::civil;
use super::history::{DAY, Writer, ZONES};
use super::reckon::Outcome;
use super::score::{Entry, State};

impl Writer {
    pub(crate) fn user(&mut self) -> String {
        self.rng.pick(&self.users).clone()
    }

    fn has_left(&self, user: &str, title: &str) -> bool {
        let challenge = &self.reckoner.challenges[self.reckoner.place(title)];
        challenge.parts.get(user).is_some_and(|part| part.has_left)
    }

    /// Whether the rules say plainly what such a report comes to.
    pub(crate) fn may_report(&self, user: &str, title: &str, when: When) -> bool {
        let challenge = &self.reckoner.challenges[self.reckoner.place(title)];
        let is_settled = self.reckoner.zones.are_settled(user, self.now - 5 * DAY);
        let is_plain = when == When::Now || is_settled;
        let may_enrol = !challenge.rules.scoring.is_of_readings() && !challenge.has_ended(self.now);
        let part = challenge.parts.get(user);
        is_plain && part.map_or(may_enrol, |part| !part.has_left)
    }

    /// One report, in the challenge given or in any.
    pub(crate) fn report(&mut self, wanted: Option<usize>) {
        let user = self.user();
        self.report_by(&user, wanted);
    }

    /// A report at the very instant of the line before, by somebody else.
    pub(crate) fn report_at_once(&mut self) {
        let last = self.lines.last().map(|line| line.user.clone());
        let user = self.user();
        if last.as_ref() != Some(&user) {
            self.report_by(&user, None);
        }
    }

    fn report_by(&mut self, user: &str, wanted: Option<usize>) {
        for _ in 0..8 {
            let n = wanted.unwrap_or_else(|| self.any_challenge());
            let title = self.planned[n].rules.title;
            let when = self.when(user, n);
            let is_pointless = self.reckoner.challenges[n].is_final(self.now)
                || !self.reckoner.challenges[n].has_started(self.now);
            if (is_pointless && self.rng.chance(95)) || !self.may_report(user, title, when) {
                continue;
            }
            let report = self.planned[n].report(&mut self.rng, when);
            let may_double = report.item.is_none();
            let outcome = self.say(user, Act::Report(report.clone()));
            let is_recorded = matches!(outcome, Outcome::Accepted | Outcome::Held);
            if is_recorded && may_double && self.rng.chance(8) {
                self.report_twice(user, report);
            }
            return;
        }
    }

    fn any_challenge(&mut self) -> usize {
        let n_challenges = self.planned.len() as u64;
        usize::try_from(self.rng.below(n_challenges)).expect("an index")
    }

    /// The same once more within a minute, under another delivery id.
    fn report_twice(&mut self, user: &str, mut report: Report) {
        let later = self.now + self.rng.seconds(1, 55);
        if !self.reckoner.dues_until(later).is_empty() {
            return;
        }
        self.now = later;
        match self.rng.below(4) {
            0 => report.again = true,
            1 if report.when == When::Now
                && self.may_report(user, report.title, When::Yesterday) =>
            {
                report.when = When::Yesterday;
            }
            _ => {}
        }
        self.say(user, Act::Report(report));
    }

    fn when(&mut self, user: &str, n: usize) -> When {
        let zone = self.reckoner.zones.of(user, self.now);
        let today = civil::local_day(zone, self.now, self.reckoner.zones.day_ends);
        let look_back = self.planned[n].rules.look_back_h * 3_600;
        match self.rng.below(100) {
            0..66 => When::Now,
            66..74 => When::Yesterday,
            74..77 if self.planned[n].rules.unit.is_some() => When::YesterdayInWords,
            77..80 => When::Today,
            80..89 => {
                let n_days = self.rng.below(6);
                When::Date(today + Days::new(1) - Days::new(n_days))
            }
            _ => {
                let at = match self.rng.below(12) {
                    0 => self.now + self.rng.seconds(120, 7_200),
                    1 => self.now - look_back - self.rng.seconds(120, 7_200),
                    _ => self.now - self.rng.seconds(60, look_back - 60),
                };
                // Typed to the minute.
                let time = civil::civil(zone, at - at.rem_euclid(60));
                let is_odd = self.rng.chance(6);
                let odd = time.date().and_hms_opt(2, 30, 0).expect("a time");
                When::Civil(if is_odd { odd } else { time })
            }
        }
    }

    pub(crate) fn undo(&mut self) {
        let user = self.user();
        let judge = &self.reckoner;
        let newest = judge.newest(&user, |entry| entry.state != State::Voided);
        let reached = judge.newest(&user, |entry| judge.is_undoable(entry));
        if self.is_plain(&user, newest, reached) {
            self.say(&user, Act::Undo);
        }
    }

    pub(crate) fn void(&mut self) {
        let user = self.user();
        let newest = self
            .reckoner
            .newest(&user, |entry| entry.state != State::Voided);
        let is_plain = newest.is_some_and(|entry| {
            entry.state == State::Accepted && self.reckoner.is_open_to_change(entry)
        });
        if is_plain {
            self.say(MODERATOR, Act::Void(user));
        }
    }

    pub(crate) fn judge_held(&mut self) {
        let judge = &self.reckoner;
        let waits = |user: &&String| {
            let held = judge.newest(user, |entry| entry.state == State::Held);
            held.is_some_and(|entry| judge.is_open_to_change(entry))
        };
        let waiting: Vec<String> = self.users.iter().filter(waits).cloned().collect();
        if waiting.is_empty() {
            return;
        }
        let user = self.rng.pick(&waiting).clone();
        let act = if self.rng.chance(70) {
            Act::Accept(user)
        } else {
            Act::Reject(user)
        };
        self.say(MODERATOR, act);
    }

    /// Whether every reading of the rules picks the same entry.
    fn is_plain(&self, user: &str, newest: Option<&Entry>, reached: Option<&Entry>) -> bool {
        let Some(reached) = reached else {
            return true;
        };
        let title = self.planned[reached.challenge].rules.title;
        newest.is_some_and(|newest| newest.seq == reached.seq) && !self.has_left(user, title)
    }

    pub(crate) fn leave_or_return(&mut self) {
        let user = self.user();
        let n = self.any_challenge();
        let title = self.planned[n].rules.title;
        let challenge = &self.reckoner.challenges[n];
        let is_quiet = challenge.has_ended(self.now)
            || challenge.is_paused
            || !challenge.has_started(self.now);
        let Some(part) = challenge.parts.get(&user).filter(|_| !is_quiet) else {
            return;
        };
        let act = if part.has_left {
            Act::Join {
                title,
                goal: None,
                start: None,
            }
        } else if self.rng.chance(50) {
            Act::Leave(title)
        } else {
            return;
        };
        self.say(&user, act);
    }

    pub(crate) fn settle_zone(&mut self) {
        let user = self.user();
        let zone = *self.rng.pick(&ZONES);
        if self.rng.chance(35) {
            self.say(&user, Act::Zone(zone));
        }
    }

    /// Brings somebody into a challenge in which she is not yet.
    pub(crate) fn join(&mut self, user: &str) {
        for n in 0..self.planned.len() {
            let challenge = &self.reckoner.challenges[n];
            let is_shut = challenge.has_ended(self.now) || challenge.is_paused;
            if is_shut || challenge.parts.contains_key(user) || self.rng.chance(40) {
                continue;
            }
            let act = self.planned[n].join(&mut self.rng);
            self.say(user, act);
        }
    }

    pub(crate) fn resume(&mut self) {
        while let Some(n) = self.resume_at.iter().position(|(at, _)| *at <= self.now) {
            let (_, title) = self.resume_at.swap_remove(n);
            self.say(MODERATOR, Act::Resume(title));
        }
    }

    pub(crate) fn moderate(&mut self) {
        if self
            .new_zone_at
            .is_some_and(|at| at <= self.now && at + 5 * DAY > self.now)
        {
            let zone = *self.rng.pick(&ZONES);
            self.new_zone_at = Some(0);
            self.say(
                MODERATOR,
                Act::Setup {
                    zone,
                    day_ends: None,
                },
            );
            return;
        }
        let n = self.any_challenge();
        let title = self.planned[n].rules.title;
        let challenge = &self.reckoner.challenges[n];
        let ends_soon = challenge.has_ended(self.now + 5 * DAY);
        if challenge.is_paused || ends_soon || !challenge.has_started(self.now - 10 * DAY) {
            return;
        }
        let date = self.planned[n]
            .rules
            .ends
            .filter(|_| self.new_zone_at.is_none());
        match self.rng.below(12) {
            0 => {
                self.say(MODERATOR, Act::End(title));
            }
            1..5 => {
                self.resume_at
                    .push((self.now + self.rng.seconds(3_600, 3 * DAY), title));
                self.say(MODERATOR, Act::Pause(title));
            }
            _ => {
                if let Some(date) = date {
                    let later = date + Days::new(self.rng.below(9) + 1);
                    self.planned[n].rules.ends = Some(later);
                    self.say(MODERATOR, Act::Extend(title, later));
                }
            }
        }
    }
}
