//! Rounds opened and closed in time, and the table of any window.

use super::act::Scoring;
use super::civil;
use super::reckon::{HOUR, Reckoner, Round, Row};
use super::score::{self, Entry, Score, State, Window};

impl Reckoner {
    /// Freezes the table of every round whose close has come, at the close.
    pub(crate) fn close_what_is_due(&mut self) {
        for n in 0..self.challenges.len() {
            while self.turn(n) {}
        }
    }

    /// Opens the first round, or closes the running one and opens the next; false when nothing is due.
    fn turn(&mut self, n: usize) -> bool {
        let zone = self.zones.latest;
        let challenge = &self.challenges[n];
        let Some(start) = challenge.start.filter(|start| *start <= self.now) else {
            return false;
        };
        let (opened_at, earliest_close) = match challenge.rounds.last() {
            None => (start, start + 24 * HOUR),
            Some(round) if round.frozen.is_none() => {
                let close = challenge.close_of(round);
                if close > self.now {
                    return false;
                }
                let window = Window::Round {
                    number: challenge.rounds.len(),
                    opened_at: round.opened_at,
                };
                let table = self.table(n, window);
                let rounds = &mut self.challenges[n].rounds;
                rounds.last_mut().expect("just read").frozen = Some(table);
                return true;
            }
            Some(round) => {
                let close = challenge.close_of(round);
                let is_daily = matches!(challenge.rules.rounds, civil::Rounds::Daily(_));
                (close, close + if is_daily { 1 } else { 24 * HOUR })
            }
        };
        if challenge.has_ended(opened_at) {
            return false;
        }
        let Some(regular_close) = civil::close_from(zone, challenge.rules.rounds, earliest_close)
        else {
            return false;
        };
        self.challenges[n].rounds.push(Round {
            opened_at,
            regular_close,
            frozen: None,
        });
        true
    }

    /// The table of a window, in display order.
    pub(crate) fn table(&self, n: usize, window: Window) -> Vec<Row> {
        let challenge = &self.challenges[n];
        let rules = &challenge.rules;
        let mut scores: Vec<(&String, Score)> = Vec::new();
        for (user, part) in challenge.parts.iter().filter(|(_, part)| !part.has_left) {
            let accepted: Vec<&Entry> = self
                .entries
                .iter()
                .filter(|entry| entry.challenge == n && entry.user == *user)
                .filter(|entry| entry.state == State::Accepted)
                .collect();
            if let Some(score) = score::score(rules, &part.aim, &accepted, window) {
                scores.push((user, score));
            }
        }
        let less_wins = rules.less && matches!(rules.scoring, Scoring::Best | Scoring::Latest);
        let is_better = |one: &Score, other: &Score| {
            if less_wins {
                one.value < other.value
            } else {
                one.value > other.value
            }
        };
        let is_before = |one: &Score, other: &Score| {
            is_better(one, other) || (one.value == other.value && one.made < other.made)
        };
        let n_who = |stands: &dyn Fn(&Score, &Score) -> bool, score: &Score| {
            scores
                .iter()
                .filter(|(_, other)| stands(other, score))
                .count()
        };
        let mut rows: Vec<(usize, Row)> = scores
            .iter()
            .map(|(user, score)| {
                let place = n_who(&is_before, score);
                let n_better = if rules.earliest {
                    place
                } else {
                    n_who(&is_better, score)
                };
                let row = Row {
                    challenge: rules.title.to_owned(),
                    round: match window {
                        Window::Whole => None,
                        Window::Round { number, .. } => Some(number),
                    },
                    rank: n_better + 1,
                    user: (*user).clone(),
                    score: score.value.show(),
                    unit: score::score_unit(rules).to_owned(),
                };
                (place, row)
            })
            .collect();
        rows.sort_by_key(|(place, _)| *place);
        rows.into_iter().map(|(_, row)| row).collect()
    }
}
