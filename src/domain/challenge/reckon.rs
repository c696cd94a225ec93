//! Making a participant's marks from her entries, and keeping the boards in step with them.

use crate::domain::challenge::{Board, Challenge};
use crate::domain::entry::State;
use crate::domain::participant::Participant;
use crate::domain::rules::Scoring;
use crate::domain::score::Score;
use crate::domain::scoring::{self, Mark, Window};

impl Challenge {
    /// Makes a participant's marks anew from her entries and puts them on the boards.
    pub(crate) fn reckon(&mut self, number: u32, seq: u64) {
        let Some(participant) = self.participants.get(number as usize).copied() else {
            return;
        };
        self.take_off(&participant);
        let counted = self.counted(participant.identity);
        let terms = participant.terms();
        let whole = scoring::score(&self.head.rules, terms, &counted, Window::Whole);
        let round = match self.head.round {
            0 => None,
            _ => scoring::score(&self.head.rules, terms, &counted, self.round_window()),
        };
        self.put_on(number, whole, round, seq);
    }

    /// The same after one more entry, without looking at the others where the scoring allows.
    pub(crate) fn reckon_added(&mut self, number: u32, place: u32, seq: u64) {
        let Some(entry) = self.entries.get(place as usize).copied() else {
            return;
        };
        let Some(participant) = self.participants.get(number as usize).copied() else {
            return;
        };
        let quick =
            self.head.rules.scoring == Scoring::Total && self.head.rules.day_cap_micro.is_none();
        if !quick || entry.state() != State::Accepted {
            return self.reckon(number, seq);
        }
        self.take_off(&participant);
        let add = |mark: Option<Mark>| {
            let sum = mark
                .map_or(0, |mark| mark.score.num())
                .saturating_add(entry.amount());
            Some(Mark {
                score: Score::whole(sum),
                made_by: place,
            })
        };
        let whole = add(participant.mark(Board::Whole));
        let in_round = self.head.round != 0 && entry.round() == self.head.round;
        let round = if in_round {
            add(participant.mark(Board::Round))
        } else {
            participant.mark(Board::Round)
        };
        self.put_on(number, whole, round, seq);
    }

    fn take_off(&mut self, participant: &Participant) {
        if let Some(key) = participant.key(Board::Whole) {
            self.board.remove(&key);
        }
        if let Some(key) = participant.key(Board::Round) {
            self.round_board.remove(&key);
        }
    }

    fn put_on(&mut self, number: u32, whole: Option<Mark>, round: Option<Mark>, seq: u64) {
        let Some(participant) = self.participants.change(number as usize, seq) else {
            return;
        };
        participant.set_marks(whole, round);
        let participant = *participant;
        if !participant.takes_part() {
            return;
        }
        if let Some(key) = participant.key(Board::Whole) {
            self.board.insert(key);
        }
        if let Some(key) = participant.key(Board::Round) {
            self.round_board.insert(key);
        }
    }
}
