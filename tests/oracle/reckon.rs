//! What a history must come to: every line judged, every standing recomputed from the list of entries.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveTime};

use super::act::{Act, Line, Rules};
use super::civil;
use super::score::{Aim, Entry, State, Window};
use super::zones::Zones;

/// Seconds.
pub(crate) const HOUR: i64 = 3_600;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Not an entry, and carried out.
    Done,
    Accepted,
    Held,
    /// A near-duplicate: asked about, not recorded.
    Asked,
    /// A delivery that was here before.
    Repeated,
    Refused(&'static str),
}

/// One row of the standings; the round is none for the challenge as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) challenge: String,
    pub(crate) round: Option<usize>,
    pub(crate) rank: usize,
    pub(crate) user: String,
    pub(crate) score: String,
    pub(crate) unit: String,
}

/// One round: closed ones keep the table of their close.
#[derive(Clone, Debug)]
pub(crate) struct Round {
    pub(crate) opened_at: i64,
    /// The close by the calendar, before the challenge's end cuts it.
    pub(crate) regular_close: i64,
    pub(crate) frozen: Option<Vec<Row>>,
}

/// One member's part in a challenge.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) aim: Aim,
    pub(crate) has_left: bool,
}

/// One challenge.
#[derive(Clone, Debug)]
pub(crate) struct Challenge {
    pub(crate) rules: Rules,
    pub(crate) start: Option<i64>,
    pub(crate) end: Option<i64>,
    pub(crate) is_paused: bool,
    pub(crate) rounds: Vec<Round>,
    pub(crate) parts: BTreeMap<String, Part>,
}

/// The whole community, as plain lists.
#[derive(Debug)]
pub(crate) struct Reckoner {
    pub(crate) now: i64,
    pub(crate) zones: Zones,
    pub(crate) challenges: Vec<Challenge>,
    pub(crate) entries: Vec<Entry>,
    deliveries: Vec<(String, String, i64)>,
    pub(crate) outcomes: Vec<Outcome>,
}

impl Challenge {
    pub(crate) fn has_ended(&self, now: i64) -> bool {
        self.end.is_some_and(|end| end <= now)
    }

    pub(crate) fn is_final(&self, now: i64) -> bool {
        self.end
            .is_some_and(|end| end + self.rules.grace_h * HOUR <= now)
    }

    pub(crate) fn has_started(&self, now: i64) -> bool {
        self.start.is_some_and(|start| start <= now)
    }

    /// When the round closes.
    pub(crate) fn close_of(&self, round: &Round) -> i64 {
        self.end
            .map_or(round.regular_close, |end| end.min(round.regular_close))
    }

    /// When something happens by itself: the start, the running round's close, the end, becoming final.
    fn dues(&self) -> Vec<i64> {
        let running = self.rounds.last().filter(|round| round.frozen.is_none());
        let close = running.map(|round| self.close_of(round));
        let last = self.end.map(|end| end + self.rules.grace_h * HOUR);
        [self.start, close, self.end, last]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl Reckoner {
    pub(crate) fn new() -> Self {
        Self {
            now: i64::MIN,
            zones: Zones::new(),
            challenges: Vec::new(),
            entries: Vec::new(),
            deliveries: Vec::new(),
            outcomes: Vec::new(),
        }
    }

    /// Judges the next line; what is due at its instant happens first.
    pub(crate) fn take(&mut self, line: &Line) -> Outcome {
        assert!(self.now <= line.at, "histories run forward");
        self.now = line.at;
        self.close_what_is_due();
        let outcome = if self.was_delivered(line) {
            Outcome::Repeated
        } else {
            self.carry_out(&line.user, &line.act)
        };
        self.close_what_is_due();
        if let (Some(id), Outcome::Done | Outcome::Accepted | Outcome::Held) = (&line.id, outcome) {
            self.deliveries
                .push((line.user.clone(), id.clone(), line.at));
        }
        self.outcomes.push(outcome);
        outcome
    }

    /// Every row that must be printed: each challenge as it stands, then its closed rounds.
    pub(crate) fn standings(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (n, challenge) in self.challenges.iter().enumerate() {
            rows.extend(self.table(n, Window::Whole));
            for round in &challenge.rounds {
                rows.extend(round.frozen.iter().flatten().cloned());
            }
        }
        rows
    }

    /// The instants after now at which something closes, starts or ends, and where.
    pub(crate) fn dues_until(&self, until: i64) -> BTreeSet<(i64, usize)> {
        let dues = self
            .challenges
            .iter()
            .enumerate()
            .flat_map(|(n, challenge)| challenge.dues().into_iter().map(move |due| (due, n)));
        dues.filter(|(due, _)| (self.now + 1..=until).contains(due))
            .collect()
    }

    /// The challenge of that title.
    pub(crate) fn place(&self, title: &str) -> usize {
        self.challenges
            .iter()
            .position(|challenge| challenge.rules.title == title)
            .expect("histories name challenges that they made")
    }

    /// The newest entry of a member that fits, by recording.
    pub(crate) fn newest(&self, user: &str, fits: impl Fn(&Entry) -> bool) -> Option<&Entry> {
        self.entries
            .iter()
            .rev()
            .find(|entry| entry.user == user && fits(entry))
    }

    /// Whether the entry's challenge can still change.
    pub(crate) fn is_open_to_change(&self, entry: &Entry) -> bool {
        !self.challenges[entry.challenge].is_final(self.now)
    }

    /// Whether a member's own undo reaches this entry.
    pub(crate) fn is_undoable(&self, entry: &Entry) -> bool {
        let look_back = self.challenges[entry.challenge].rules.look_back_h * HOUR;
        entry.state != State::Voided
            && self.is_open_to_change(entry)
            && entry.recorded_at >= self.now - look_back
    }

    /// Whether this very delivery was carried out in the last three hours.
    pub(crate) fn was_delivered(&self, line: &Line) -> bool {
        self.deliveries.iter().any(|(user, id, at)| {
            *user == line.user && line.id.as_ref() == Some(id) && line.at - at <= 3 * HOUR
        })
    }

    fn carry_out(&mut self, user: &str, act: &Act) -> Outcome {
        match act {
            Act::Clock => Outcome::Done,
            Act::Setup { zone, day_ends } => {
                self.zones.set_up(self.now, *zone, *day_ends);
                Outcome::Done
            }
            Act::Zone(zone) => {
                self.zones.settle(user, self.now, *zone);
                Outcome::Done
            }
            Act::Create(rules) => {
                self.create(rules);
                Outcome::Done
            }
            Act::Open(title) => {
                let n = self.place(title);
                let challenge = &mut self.challenges[n];
                challenge.start = Some(challenge.start.unwrap_or(self.now).max(self.now));
                Outcome::Done
            }
            Act::Pause(title) => self.pause(title, true),
            Act::Resume(title) => self.pause(title, false),
            Act::End(title) => {
                let n = self.place(title);
                self.challenges[n].end = Some(self.now);
                Outcome::Done
            }
            Act::Extend(title, date) => {
                let n = self.place(title);
                self.challenges[n].end = Some(self.midnight_after(*date));
                Outcome::Done
            }
            Act::Join { title, goal, start } => {
                let n = self.place(title);
                let aim = Aim {
                    goal: goal.as_ref().map(|goal| goal.micro),
                    start: start.as_ref().map(|start| start.micro),
                };
                let part = Part {
                    aim,
                    has_left: false,
                };
                let parts = &mut self.challenges[n].parts;
                parts.entry(user.to_owned()).or_insert(part).has_left = false;
                Outcome::Done
            }
            Act::Leave(title) => {
                let n = self.place(title);
                let part = self.challenges[n].parts.get_mut(user);
                part.expect("only who is in leaves").has_left = true;
                Outcome::Done
            }
            Act::Report(report) => self.record(user, report),
            Act::Undo => {
                let found = self.newest(user, |entry| self.is_undoable(entry));
                self.change(found.map(|entry| entry.seq), State::Voided)
            }
            Act::Void(of) => {
                let found = self.newest(of, |entry| {
                    entry.state != State::Voided && self.is_open_to_change(entry)
                });
                self.change(found.map(|entry| entry.seq), State::Voided)
            }
            Act::Accept(of) => self.judge(of, State::Accepted),
            Act::Reject(of) => self.judge(of, State::Voided),
        }
    }

    fn create(&mut self, rules: &Rules) {
        let zone = self.zones.latest;
        let midnight = |date: NaiveDate| civil::instant(zone, date.and_time(NaiveTime::MIN));
        self.challenges.push(Challenge {
            rules: rules.clone(),
            start: rules.starts.map(midnight),
            end: rules.ends.map(|date| self.midnight_after(date)),
            is_paused: false,
            rounds: Vec::new(),
            parts: BTreeMap::new(),
        });
    }

    fn midnight_after(&self, date: NaiveDate) -> i64 {
        let next = date + Days::new(1);
        civil::instant(self.zones.latest, next.and_time(NaiveTime::MIN))
    }

    fn pause(&mut self, title: &str, is_paused: bool) -> Outcome {
        let n = self.place(title);
        self.challenges[n].is_paused = is_paused;
        Outcome::Done
    }

    fn judge(&mut self, user: &str, state: State) -> Outcome {
        let found = self.newest(user, |entry| {
            entry.state == State::Held && self.is_open_to_change(entry)
        });
        let seq = found.map(|entry| entry.seq);
        let outcome = self.change(seq, state);
        if let Some(seq) = seq {
            let entry = &self.entries[seq];
            let rounds = &self.challenges[entry.challenge].rounds;
            if entry
                .round
                .is_some_and(|number| rounds[number - 1].frozen.is_some())
            {
                self.entries[seq].round = None;
            }
        }
        outcome
    }

    fn change(&mut self, seq: Option<usize>, state: State) -> Outcome {
        let Some(seq) = seq else {
            return Outcome::Refused("no such entry");
        };
        self.entries[seq].state = state;
        Outcome::Done
    }
}
