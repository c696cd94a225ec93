//! One challenge as the fold keeps it: its life, its participants, its entries and its two boards.

use std::sync::Arc;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::domain::board::Ranked;
use crate::domain::chunked::Chunked;
use crate::domain::entry::{Entry, State};
use crate::domain::participant::Participant;
use crate::domain::rules::{Rules, Scoring, Tie};
use crate::domain::score::{Key, Score};
use crate::domain::scoring::{self, Counted, Mark, Terms, Window};

/// A challenge.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// What is written down about it in a snapshot as it is.
    pub head: Head,
    pub(crate) participants: Chunked<Participant>,
    pub(crate) index: HashMap<u32, u32>,
    pub(crate) entries: Chunked<Entry>,
    pub(crate) board: Ranked<Key>,
    pub(crate) round_board: Ranked<Key>,
    /// Tables of closed rounds that are not filed yet.
    pub(crate) frozen: Vec<Arc<Frozen>>,
}

/// What is small about a challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its number in the community.
    pub challenge: u32,
    /// Its rules.
    pub rules: Rules,
    /// Where in its life it is.
    pub phase: Phase,
    /// The moderator who wrote it down.
    pub drafted_by: u32,
    /// When it starts or started.
    pub starts_ms: Option<i64>,
    /// When it ended.
    pub ended_ms: Option<i64>,
    /// When it becomes or became final.
    pub final_ms: Option<i64>,
    /// The running round, from 1; 0 when none runs.
    pub round: u32,
    /// When the running round opened.
    pub round_open_ms: i64,
    /// When it closes.
    pub round_close_ms: Option<i64>,
    /// How many entries there were when it opened.
    pub round_first_place: u32,
    /// What was closed, in order.
    pub closed: Vec<Closed>,
    /// The sum of accepted amounts.
    pub together: i128,
    /// The same in the running round.
    pub round_together: i128,
    /// The entries that wait for a moderator, by place.
    pub held: Vec<u32>,
    /// The commitment of the challenge's own draw.
    pub commitment: Option<String>,
    /// The commitment of the running round's draw.
    pub round_commitment: Option<String>,
    /// The challenge's own draw winners, redraws included, in order.
    pub drawn: Vec<u32>,
    /// Entries voided or accepted by a moderator who competes, since the last close.
    pub own_judgements: Vec<u64>,
}

/// Where in its life a challenge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Written down, seen by moderators.
    Draft,
    /// Can be joined; entries are refused until it starts.
    Open,
    /// Entries count.
    Running,
    /// Entries are refused; rounds close as usual.
    Paused,
    /// Over; in its grace.
    Ended,
    /// Over for good.
    Final,
    /// Called off, without winners.
    Cancelled,
}

/// What the fold remembers of a closed round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The round; 0 for the challenge as a whole.
    pub round: u32,
    /// When it was due to close.
    pub due_ms: i64,
    /// The close's number in the stream.
    pub seq: u64,
    /// How many were ranked.
    pub n_ranked: u32,
    /// Its draw's winners, redraws included, in order.
    pub drawn: Vec<u32>,
}

/// The whole table of a closed round, or of a final challenge (round 0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The round; 0 for the challenge as a whole.
    pub round: u32,
    /// The close's number in the stream.
    pub seq: u64,
    /// The rows, in order of rank.
    pub rows: Vec<Standing>,
    /// The tickets in stream order, as identities, where winners are drawn.
    pub tickets: Vec<u32>,
}

/// The place of a member in a challenge or a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub identity: u32,
    /// The rank, from 1.
    pub rank: u32,
    /// The score.
    pub score: Score,
}

/// Which of a challenge's two live boards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Board {
    /// The challenge so far.
    Whole,
    /// The running round.
    Round,
}

impl Phase {
    /// Whether it is over, or was never to be.
    #[must_use]
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Final | Self::Cancelled)
    }

    /// Whether it has started and is not over.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}

impl Challenge {
    /// A challenge just written down.
    #[must_use]
    pub fn drafted(challenge: u32, by: u32, rules: Rules) -> Self {
        Self::restored(Head {
            challenge,
            rules,
            phase: Phase::Draft,
            drafted_by: by,
            starts_ms: None,
            ended_ms: None,
            final_ms: None,
            round: 0,
            round_open_ms: 0,
            round_close_ms: None,
            round_first_place: 0,
            closed: Vec::new(),
            together: 0,
            round_together: 0,
            held: Vec::new(),
            commitment: None,
            round_commitment: None,
            drawn: Vec::new(),
            own_judgements: Vec::new(),
        })
    }

    /// A challenge from a snapshot's head, without its participants and entries yet.
    #[must_use]
    pub fn restored(head: Head) -> Self {
        Self {
            head,
            participants: Chunked::default(),
            index: HashMap::new(),
            entries: Chunked::default(),
            board: Ranked::new(),
            round_board: Ranked::new(),
            frozen: Vec::new(),
        }
    }

    /// Its rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.head.rules
    }

    /// Its number in the community.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.head.challenge
    }

    /// Where in its life it is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.head.phase
    }

    /// The live board.
    #[must_use]
    pub fn board(&self, board: Board) -> &Ranked<Key> {
        match board {
            Board::Whole => &self.board,
            Board::Round => &self.round_board,
        }
    }

    /// The participant of that identity.
    #[must_use]
    pub fn participant(&self, identity: u32) -> Option<&Participant> {
        self.participants.get(*self.index.get(&identity)? as usize)
    }

    /// Whether that identity takes part now.
    #[must_use]
    pub fn has_member(&self, identity: u32) -> bool {
        self.participant(identity)
            .is_some_and(Participant::takes_part)
    }

    /// How many take part or took part.
    #[must_use]
    pub fn n_participants(&self) -> usize {
        self.participants.len()
    }

    /// Everybody who takes part or took part.
    pub fn participants(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter()
    }

    /// The entry with that number in the stream, and its place.
    #[must_use]
    pub fn entry(&self, seq: u64) -> Option<(u32, &Entry)> {
        let (mut low, mut high) = (0, self.entries.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.entries.get(middle)?.seq() < seq {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let entry = self.entries.get(low)?;
        (entry.seq() == seq).then(|| (u32::try_from(low).unwrap_or(u32::MAX), entry))
    }

    /// The entry at that place.
    #[must_use]
    pub fn entry_at(&self, place: u32) -> Option<&Entry> {
        self.entries.get(place as usize)
    }

    /// How many entries were recorded.
    #[must_use]
    pub fn n_entries(&self) -> usize {
        self.entries.len()
    }

    /// A member's entries, newest recording first, with their places.
    pub fn entries_of(&self, identity: u32) -> impl Iterator<Item = (u32, &Entry)> {
        self.entries_from(
            self.participant(identity)
                .and_then(|participant| participant.last),
        )
    }

    /// A list of entries, newest recording first, from a place on.
    fn entries_from(&self, last: Option<u32>) -> impl Iterator<Item = (u32, &Entry)> {
        let mut next = last;
        std::iter::from_fn(move || {
            let place = next?;
            let entry = self.entries.get(place as usize)?;
            next = entry.previous();
            Some((place, entry))
        })
    }

    /// A member's accepted entries in order of recording.
    #[must_use]
    pub fn counted(&self, identity: u32) -> Vec<Counted> {
        self.counted_from(
            self.participant(identity)
                .and_then(|participant| participant.last),
        )
    }

    /// The accepted entries of a list in order of recording.
    pub(crate) fn counted_from(&self, last: Option<u32>) -> Vec<Counted> {
        let accepted = self
            .entries_from(last)
            .filter(|(_, entry)| entry.state() == State::Accepted);
        let mut counted: Vec<Counted> =
            accepted.map(|(place, entry)| count(place, entry)).collect();
        counted.reverse();
        counted
    }

    /// The live standing of a member.
    #[must_use]
    pub fn standing(&self, identity: u32, board: Board) -> Option<Standing> {
        let number = *self.index.get(&identity)?;
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
        let number = *self.index.get(&identity)?;
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

    /// The window of the running round.
    #[must_use]
    pub fn round_window(&self) -> Window {
        Window::Round {
            number: self.head.round,
            open_ms: self.head.round_open_ms,
            first_place: self.head.round_first_place,
        }
    }

    /// How many members have accepted entries in the window of a board but no standing there yet.
    #[must_use]
    pub fn n_started(&self, board: Board) -> u32 {
        if !self.head.rules.has_baseline() {
            return 0;
        }
        let started = self.participants.iter().filter(|participant| {
            participant.takes_part()
                && participant.mark(board).is_none()
                && self.has_reading(participant, board)
        });
        u32::try_from(started.count()).unwrap_or(u32::MAX)
    }

    fn has_reading(&self, participant: &Participant, board: Board) -> bool {
        self.entries_of(participant.identity).any(|(_, entry)| {
            entry.state() == State::Accepted
                && (board == Board::Whole || entry.round() == self.head.round)
        })
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
            let mut days = std::collections::BTreeSet::new();
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

    /// Tables of closed rounds that are not filed yet.
    #[must_use]
    pub fn frozen(&self) -> &[Arc<Frozen>] {
        &self.frozen
    }

    /// Forgets a table that has been filed.
    pub fn filed(&mut self, round: u32) {
        self.frozen.retain(|frozen| frozen.round != round);
    }

    /// What a member brought along.
    #[must_use]
    pub fn terms(&self, identity: u32) -> Terms {
        self.participant(identity)
            .map(Participant::terms)
            .unwrap_or_default()
    }
}

/// An entry as scoring sees it.
fn count(place: u32, entry: &Entry) -> Counted {
    Counted {
        place,
        amount: entry.amount(),
        effective_ms: entry.effective_ms(),
        day: entry.day(),
        round: entry.round(),
    }
}
