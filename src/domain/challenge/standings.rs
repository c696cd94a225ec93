//! Who stands where: ranks, tables and tickets, read from a challenge's boards and entries.

use std::collections::BTreeSet;

use crate::domain::board::Ranked;
use crate::domain::challenge::{Board, Challenge, Standing, count};
use crate::domain::entry::State;
use crate::domain::participant::Participant;
use crate::domain::rules::{Scoring, Tie};
use crate::domain::score::{Key, Score};
use crate::domain::scoring::{self, Counted, Window};

impl Challenge {
    /// The live standing of a member.
    #[must_use]
    pub fn standing(&self, identity: u32, board: Board) -> Option<Standing> {
        let number = self.index.get(identity)?;
        let participant = self.participants.get(number as usize)?;
        if !participant.takes_part() {
            return None;
        }
        let key = participant.key(board)?;
        Some(Standing {
            identity,
            rank: self.rank(&key, self.board(board)),
            score: key.score,
        })
    }

    /// The live standings from position `from` on, at most `n` of them.
    pub fn standings(
        &self,
        board: Board,
        from: usize,
        n: usize,
    ) -> impl Iterator<Item = Standing> + '_ {
        self.ranked(self.board(board), from).take(n)
    }

    /// The position of a member on a live board, from 0.
    #[must_use]
    pub fn position(&self, identity: u32, board: Board) -> Option<usize> {
        let number = self.index.get(identity)?;
        self.board(board)
            .position(&self.participants.get(number as usize)?.key(board)?)
    }

    /// The rank of a key: one more than the number of better scores, or of places before it where the earliest wins.
    fn rank(&self, key: &Key, board: &Ranked<Key>) -> u32 {
        let better = match self.head.rules.tie {
            Tie::Shared => board.count_while(|other| other.score > key.score),
            Tie::Earliest => board.count_while(|other| other < key),
        };
        u32::try_from(better).map_or(u32::MAX, |better| better.saturating_add(1))
    }

    fn ranked<'a>(
        &'a self,
        board: &'a Ranked<Key>,
        from: usize,
    ) -> impl Iterator<Item = Standing> + 'a {
        let mut before: Option<(Score, u32)> = None;
        let mut at = u32::try_from(from).unwrap_or(u32::MAX);
        board.iter_from(from).map(move |key| {
            at = at.saturating_add(1);
            let rank = match before {
                Some((score, rank)) if score == key.score && self.head.rules.tie == Tie::Shared => {
                    rank
                }
                // The first row shares its place where the key before it has the same score.
                None if from > 0
                    && board
                        .get(from - 1)
                        .is_some_and(|key_before| key_before.score == key.score) =>
                {
                    self.rank(key, board)
                }
                _ => at,
            };
            before = Some((key.score, rank));
            Standing {
                identity: key.identity,
                rank,
                score: key.score,
            }
        })
    }

    /// Whether a member's score in the challenge would be another if that entry of hers counted.
    #[must_use]
    pub fn would_change(&self, identity: u32, entry: u64) -> bool {
        let Some((place, entry)) = self.entry(entry) else {
            return false;
        };
        let terms = self.terms(identity);
        let score = |counted: &[Counted]| {
            let mark = scoring::score(&self.head.rules, terms, counted, Window::Whole);
            mark.map(|mark| mark.score)
        };
        let mut counted = self.counted(identity);
        counted.retain(|one| one.place != place);
        let without = score(&counted);
        let at = counted.partition_point(|one| one.place < place);
        counted.insert(at, count(place, entry));
        score(&counted) != without
    }

    /// The window of the running round.
    #[must_use]
    pub fn round_window(&self) -> Window {
        Window::Round {
            number: self.head.round,
            open_ms: self.head.round_open_ms,
            first_place: self.head.round_first_place,
        }
    }

    /// How many members have accepted entries in the window of a board but no standing there: a first reading, a day
    /// that counts in the round before, a day whose cap was reached.
    #[must_use]
    pub fn n_started(&self, board: Board) -> u32 {
        if self.ranks_every_entry(board) {
            return 0;
        }
        let started = self.participants.iter().filter(|participant| {
            participant.takes_part()
                && participant.mark(board).is_none()
                && self.has_reading(participant, board)
        });
        u32::try_from(started.count()).unwrap_or(u32::MAX)
    }

    /// Whether whoever has an accepted entry in the window of a board has a standing there.
    fn ranks_every_entry(&self, board: Board) -> bool {
        match self.head.rules.scoring {
            Scoring::Best | Scoring::Latest | Scoring::Completion => true,
            Scoring::Total => board == Board::Whole || self.head.rules.day_cap_micro.is_none(),
            Scoring::ActiveDays | Scoring::Streak | Scoring::Draw => board == Board::Whole,
            Scoring::Change | Scoring::PercentChange | Scoring::Goal => false,
        }
    }

    fn has_reading(&self, participant: &Participant, board: Board) -> bool {
        let first_place = match board {
            Board::Whole => 0,
            Board::Round => self.head.round_first_place,
        };
        // Nothing that was recorded before a round opened counts for it.
        self.entries_of(participant.identity)
            .take_while(|(place, _)| *place >= first_place)
            .any(|(_, entry)| {
                entry.state() == State::Accepted
                    && (board == Board::Whole || entry.round() == self.head.round)
            })
    }

    /// How many entries in the window of a board wait for a moderator.
    #[must_use]
    pub fn n_waiting(&self, board: Board) -> usize {
        let held = self.head.held.iter();
        let entries = held.filter_map(|place| self.entry_at(*place));
        let inside = entries.filter(|one| board == Board::Whole || one.round() == self.head.round);
        inside.count()
    }

    /// The table of a live board with every row, as a close writes it down.
    #[must_use]
    pub fn table(&self, board: Board) -> Vec<Standing> {
        self.ranked(self.board(board), 0).collect()
    }

    /// The tickets of a draw in stream order: one for each member and local day, in the round where the day's first
    /// accepted entry counts. Members who are hidden hold none.
    #[must_use]
    pub fn tickets(&self, board: Board) -> Vec<u32> {
        if self.head.rules.scoring != Scoring::Draw {
            return Vec::new();
        }
        let mut tickets: Vec<(u32, u32)> = Vec::new();
        for participant in self
            .participants
            .iter()
            .filter(|participant| participant.takes_part())
        {
            let mut days = BTreeSet::new();
            for entry in self.counted(participant.identity) {
                let inside = board == Board::Whole || entry.round == self.head.round;
                if days.insert(entry.day.0) && inside {
                    tickets.push((entry.place, participant.identity));
                }
            }
        }
        tickets.sort_unstable();
        tickets.into_iter().map(|(_, identity)| identity).collect()
    }
}
