//! Random histories: a season of a small community, line by line, mostly forward in time.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::act::{Act, Line, MODERATOR};
use super::plan::{self, Planned};
use super::reckon::{Outcome, Reckoner};
use super::rng::Rng;

/// Seconds.
pub(crate) const DAY: i64 = 86_400;
/// Where communities and members live.
pub(crate) const ZONES: [Tz; 5] = [
    Tz::Europe__Berlin,
    Tz::America__New_York,
    Tz::Australia__Lord_Howe,
    Tz::Asia__Kathmandu,
    Tz::UTC,
];

/// A finished history with its judge, who has taken every line.
pub(crate) struct History {
    pub(crate) lines: Vec<Line>,
    pub(crate) reckoner: Reckoner,
}

impl History {
    /// The first lines of this history, judged afresh.
    pub(crate) fn beginning(&self, n_lines: usize) -> Self {
        let lines = self.lines[..n_lines].to_vec();
        let mut reckoner = Reckoner::new();
        for line in &lines {
            reckoner.take(line);
        }
        Self { lines, reckoner }
    }
}

/// Writes the history of this seed, of about so many lines.
pub(crate) fn write(seed: u64, n_lines: u64) -> History {
    let mut writer = Writer::begin(seed, n_lines);
    while writer.now < writer.until {
        writer.step();
    }
    writer.now += 2 * DAY;
    writer.repeat_deliveries();
    writer.say(MODERATOR, Act::Clock);
    History {
        lines: writer.lines,
        reckoner: writer.reckoner,
    }
}

/// A history being written, and judged on the way.
pub(crate) struct Writer {
    pub(crate) rng: Rng,
    pub(crate) now: i64,
    pub(crate) until: i64,
    pub(crate) mean_step: i64,
    pub(crate) users: Vec<String>,
    pub(crate) planned: Vec<Planned>,
    pub(crate) lines: Vec<Line>,
    pub(crate) reckoner: Reckoner,
    /// Deliveries that will come once more, each at its time.
    pub(crate) repeats: Vec<Line>,
    /// When the community's zone changes in mid-season; ends are not moved in such a season.
    pub(crate) new_zone_at: Option<i64>,
    pub(crate) resume_at: Vec<(i64, &'static str)>,
}

impl Writer {
    fn begin(seed: u64, n_lines: u64) -> Self {
        let mut rng = Rng::new(seed);
        // Both seasons cross the changes of Berlin, New York and Lord Howe.
        let (year, month, day) = *rng.pick(&[(2027, 2, 26), (2027, 9, 16)]);
        let first_day = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        let now = first_day.and_time(NaiveTime::MIN).and_utc().timestamp() + rng.seconds(0, DAY);
        let n_days = rng.seconds(58, 100);
        let n_users = rng.below(10) + 3;
        let new_zone_at = rng.chance(30).then(|| now + rng.seconds(20, 40) * DAY);
        let zone = *rng.pick(&ZONES);
        let planned = plan::season(&mut rng, first_day, n_days);
        let mut writer = Self {
            rng,
            now,
            until: now + n_days * DAY,
            mean_step: n_days * DAY / i64::try_from(n_lines).expect("a few thousand"),
            users: (1..=n_users).map(|n| format!("u{n}")).collect(),
            planned,
            lines: Vec::new(),
            reckoner: Reckoner::new(),
            repeats: Vec::new(),
            new_zone_at,
            resume_at: Vec::new(),
        };
        writer.set_up(zone);
        writer
    }

    fn set_up(&mut self, zone: Tz) {
        let hour = *self.rng.pick(&[None, Some(0), Some(2), Some(5)]);
        let day_ends = hour.map(|hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour"));
        self.say(MODERATOR, Act::Setup { zone, day_ends });
        // Days go by, so that the zone works everywhere before anything is counted.
        self.now += 6 * DAY;
        for n in 0..self.planned.len() {
            self.now += 60;
            let rules = self.planned[n].rules.clone();
            let title = rules.title;
            self.say(MODERATOR, Act::Create(Box::new(rules)));
            self.say(MODERATOR, Act::Open(title));
        }
        for user in self.users.clone() {
            self.now += 70;
            self.join(&user);
        }
    }

    fn step(&mut self) {
        if self.rng.chance(4) {
            return self.report_at_once();
        }
        let until = self.now + self.rng.seconds(65, self.mean_step * 2);
        let dues = self.reckoner.dues_until(until);
        let may_meet = self.rng.chance(40);
        let next_due = dues
            .first()
            .copied()
            .filter(|(due, _)| may_meet && *due > self.now + 65);
        self.now = next_due.map_or(until, |(due, _)| due - i64::from(self.rng.chance(25)));
        self.repeat_deliveries();
        self.resume();
        match self.rng.below(100) {
            _ if next_due.is_some() => self.report(next_due.map(|(_, n)| n)),
            0..78 => self.report(None),
            78..84 => self.undo(),
            84..86 => self.void(),
            86..91 => self.judge_held(),
            91..93 => self.leave_or_return(),
            93..95 => self.settle_zone(),
            95..98 => {
                let user = self.user();
                self.join(&user);
            }
            98 => {
                self.say(MODERATOR, Act::Clock);
            }
            _ => self.moderate(),
        }
    }

    /// Writes a line and lets the judge take it.
    pub(crate) fn say(&mut self, user: &str, act: Act) -> Outcome {
        let id = (self.rng.chance(80) && !matches!(act, Act::Clock))
            .then(|| format!("d{}", self.lines.len() + 1));
        let line = Line {
            at: self.now,
            user: user.to_owned(),
            id,
            act,
        };
        let outcome = self.reckoner.take(&line);
        if line.id.is_some() && outcome != Outcome::Asked && self.rng.chance(6) {
            let mut again = line.clone();
            again.at += self.rng.seconds(1, 10_200);
            if self.rng.chance(30) {
                again.at = line.at + self.rng.seconds(0, 40);
            }
            let is_of_moderator = user == MODERATOR;
            if !is_of_moderator && again.at < self.until {
                self.repeats.push(again);
            }
        }
        self.lines.push(line);
        outcome
    }

    fn repeat_deliveries(&mut self) {
        self.repeats.sort_by_key(|line| line.at);
        let n_due = self
            .repeats
            .iter()
            .take_while(|line| line.at <= self.now)
            .count();
        for mut line in self.repeats.drain(..n_due).collect::<Vec<_>>() {
            line.at = line.at.max(self.reckoner.now);
            let was_refused = !self.reckoner.was_delivered(&line);
            // A refused command that comes again is judged afresh: only plain reports may.
            let may_come = matches!(&line.act, Act::Report(report)
                if self.may_report(&line.user, report.title, report.when));
            if was_refused && !may_come {
                continue;
            }
            self.reckoner.take(&line);
            self.lines.push(line);
        }
    }
}
