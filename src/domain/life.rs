//! How one event changes one challenge.

use std::sync::Arc;

use crate::domain::calendar::Day;
use crate::domain::challenge::{Board, Challenge, Closed, Frozen, OwnJudgement, Phase};
use crate::domain::entry::{Entry, Parts, State};
use crate::domain::event::{
    ChallengeEdited, ChallengeFinal, EntryRecorded, Event, GoalSet, MemberJoined, Outcome,
    RoundClosed,
};
use crate::domain::participant::Participant;
use crate::domain::rules::Scoring;
use crate::domain::score::Score;

impl Challenge {
    /// Folds one event about this challenge in; `None` when it does not fit.
    pub(crate) fn apply(&mut self, seq: u64, at_ms: i64, event: &Event) -> Option<()> {
        match event {
            Event::ChallengeEdited(edited) => self.edit(edited, seq),
            Event::ChallengeOpened(opened) => {
                self.head.phase = Phase::Open;
                self.head.starts_ms = Some(opened.starts_ms);
                self.head.commitment.clone_from(&opened.commitment);
            }
            Event::ChallengeStarted(started) => {
                self.head.phase = Phase::Running;
                self.head.starts_ms = Some(started.due_ms);
                if let Some(close_ms) = started.round_close_ms {
                    self.open_round(
                        1,
                        started.due_ms,
                        Some(close_ms),
                        started.commitment.clone(),
                    );
                }
            }
            Event::ChallengePaused(_) => self.head.phase = Phase::Paused,
            Event::ChallengeResumed(_) => self.head.phase = Phase::Running,
            Event::ChallengeCancelled(_) => {
                self.head.phase = Phase::Cancelled;
                self.head.ended_ms = Some(at_ms);
            }
            Event::RoundClosed(closed) => self.close_round(closed, seq),
            Event::ChallengeEnded(ended) => {
                self.head.phase = Phase::Ended;
                self.head.ended_ms = Some(ended.due_ms);
                self.head.final_ms = Some(ended.final_ms);
                self.head.own_judgements.clear();
            }
            Event::ChallengeFinal(last) => self.finish(last, seq),
            Event::DrawRedone(redone) => {
                let drawn = redone.winners.iter().map(|winner| winner.identity);
                let closed = self
                    .head
                    .closed
                    .iter_mut()
                    .find(|closed| closed.round == redone.round)?;
                closed.drawn.extend(drawn);
            }
            Event::MemberJoined(joined) => self.join(joined, seq)?,
            Event::MemberLeft(left) => {
                self.hide(left.identity, seq, |participant| participant.left = true)?;
            }
            Event::GoalSet(set) => self.set_goal(set, seq)?,
            Event::EntryRecorded(recorded) => self.record(recorded, seq, at_ms)?,
            Event::EntryVoided(voided) => {
                self.judge(voided.identity, voided.entry, State::Voided, None, seq)?;
                self.note_judgement(voided.by, voided.identity, voided.entry, seq);
            }
            Event::EntryAccepted(accepted) => {
                self.judge(
                    accepted.identity,
                    accepted.entry,
                    State::Accepted,
                    Some(accepted.round),
                    seq,
                )?;
                self.note_judgement(accepted.by, accepted.identity, accepted.entry, seq);
            }
            Event::EntryRejected(rejected) => self.judge(
                rejected.identity,
                rejected.entry,
                State::Rejected,
                None,
                seq,
            )?,
            _ => return None,
        }
        Some(())
    }

    /// Hides somebody who was forgotten; her entries stay in what all made together.
    pub(crate) fn forget(&mut self, identity: u32, seq: u64) {
        self.roll.forget(identity, seq);
        if self.is_away() {
            return;
        }
        let blank = self.head.rules.sensitive;
        if blank {
            self.blank(identity, seq);
        }
        self.hide(identity, seq, |participant| {
            participant.forgotten = true;
            if blank {
                participant.set_goal(None);
                participant.set_start(None);
                participant.set_last_round(None);
            }
        });
    }

    /// Blanks what somebody recorded; percentages in tables that wait to be filed stay, raw scores go.
    fn blank(&mut self, identity: u32, seq: u64) {
        if !self.rules().scoring.is_percent() {
            for frozen in &mut self.frozen {
                let rows = &mut Arc::make_mut(frozen).rows;
                for row in rows.iter_mut().filter(|row| row.identity == identity) {
                    row.score = Score::whole(0);
                }
            }
        }
        let places: Vec<u32> = self.entries_of(identity).map(|(place, _)| place).collect();
        for place in places {
            if let Some(entry) = self.entries.change(place as usize, seq) {
                entry.blank();
            }
        }
    }

    fn edit(&mut self, edited: &ChallengeEdited, seq: u64) {
        self.head.rules = edited.rules.clone();
        if self.head.phase == Phase::Open {
            self.head.starts_ms = edited.rules.starts_ms.or(self.head.starts_ms);
        }
        if self.head.round != 0 {
            self.head.round_close_ms = edited.round_close_ms;
        }
        let everybody = u32::try_from(self.participants.len()).unwrap_or(u32::MAX);
        for number in 0..everybody {
            self.reckon(number, seq);
        }
    }

    fn open_round(
        &mut self,
        round: u32,
        open_ms: i64,
        close_ms: Option<i64>,
        commitment: Option<String>,
    ) {
        self.head.round = round;
        self.head.round_open_ms = open_ms;
        self.head.round_close_ms = close_ms;
        self.head.round_first_place = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.head.round_together = 0;
        self.head.round_commitment = commitment;
    }

    fn close_round(&mut self, closed: &RoundClosed, seq: u64) {
        self.freeze(
            Board::Round,
            closed.round,
            closed.due_ms,
            seq,
            &closed.outcome,
        );
        *self.round_board = crate::domain::board::Ranked::new();
        for number in 0..self.participants.len() {
            let Some(participant) = self.participants.get(number) else {
                break;
            };
            let locks = participant.goal().is_some() && !participant.goal_locked;
            let mark = participant.mark(Board::Round);
            let ranked = mark.filter(|_| participant.takes_part());
            if !locks && ranked.is_none() {
                continue;
            }
            let Some(participant) = self.participants.change(number, seq) else {
                break;
            };
            participant.goal_locked |= locks;
            if let Some(mark) = ranked {
                participant.set_last_round(Some((closed.round, mark.score)));
                participant.set_marks(participant.mark(Board::Whole), None);
            }
        }
        self.head.own_judgements.clear();
        match closed.next_close_ms {
            Some(close_ms) => {
                self.open_round(
                    closed.round + 1,
                    closed.due_ms,
                    Some(close_ms),
                    closed.commitment.clone(),
                );
            }
            None => self.open_round(0, closed.due_ms, None, None),
        }
    }

    fn finish(&mut self, last: &ChallengeFinal, seq: u64) {
        self.freeze(Board::Whole, 0, last.due_ms, seq, &last.outcome);
        self.head.phase = Phase::Final;
        self.head.own_judgements.clear();
    }

    /// Writes the whole table of a board down, to be filed.
    fn freeze(&mut self, board: Board, round: u32, due_ms: i64, seq: u64, outcome: &Outcome) {
        let drawn = match self.head.rules.scoring {
            Scoring::Draw => outcome
                .winners
                .iter()
                .map(|winner| winner.identity)
                .collect(),
            _ => Vec::new(),
        };
        self.head.closed.push(Closed {
            round,
            due_ms,
            seq,
            n_ranked: outcome.n_ranked,
            drawn,
        });
        let frozen = Frozen {
            round,
            seq,
            rows: self.table(board),
            tickets: self.tickets(board),
        };
        self.frozen.push(Arc::new(frozen));
    }

    fn join(&mut self, joined: &MemberJoined, seq: u64) -> Option<()> {
        let number = if let Some(number) = self.index.get(joined.identity) {
            number
        } else {
            let number = u32::try_from(self.participants.len()).ok()?;
            self.participants
                .push(Participant::joined(joined.identity, seq), seq);
            self.index.insert(joined.identity, number);
            number
        };
        let participant = self.participants.change(number as usize, seq)?;
        participant.left = false;
        if joined.goal_micro.is_some() {
            participant.set_goal(joined.goal_micro);
        }
        if joined.start_micro.is_some() {
            participant.set_start(joined.start_micro);
        }
        if joined.alias {
            participant.alias = true;
            participant.joined_seq = seq;
        }
        self.reckon(number, seq);
        Some(())
    }

    fn hide(
        &mut self,
        identity: u32,
        seq: u64,
        change: impl FnOnce(&mut Participant),
    ) -> Option<()> {
        let number = self.index.get(identity)?;
        change(self.participants.change(number as usize, seq)?);
        // The marks stay on the boards until they are taken off with the key they had.
        self.reckon(number, seq);
        Some(())
    }

    fn set_goal(&mut self, set: &GoalSet, seq: u64) -> Option<()> {
        let number = self.index.get(set.identity)?;
        let participant = self.participants.change(number as usize, seq)?;
        participant.set_goal(Some(set.goal_micro));
        if set.start_micro.is_some() {
            participant.set_start(set.start_micro);
        }
        self.reckon(number, seq);
        Some(())
    }

    fn record(&mut self, recorded: &EntryRecorded, seq: u64, at_ms: i64) -> Option<()> {
        let number = self.index.get(recorded.identity)?;
        let place = u32::try_from(self.entries.len()).ok()?;
        let participant = self.participants.change(number as usize, seq)?;
        let entry = Entry::new(&Parts {
            seq,
            amount: recorded.item.map_or(recorded.amount_micro, i64::from),
            recorded_ms: at_ms,
            effective_ms: recorded.effective_ms,
            day: Day(recorded.day),
            round: recorded.round,
            state: if recorded.held {
                State::Held
            } else {
                State::Accepted
            },
            previous: participant.last(),
        });
        participant.set_last(place);
        self.entries.push(entry, seq);
        if recorded.held {
            self.head.held.push(place);
        } else {
            self.add_together(&entry, 1);
        }
        self.reckon_added(number, place, seq);
        Some(())
    }

    /// Changes what became of an entry, and everything that follows from it.
    fn judge(
        &mut self,
        identity: u32,
        entry: u64,
        state: State,
        round: Option<u32>,
        seq: u64,
    ) -> Option<()> {
        let (place, before) = self.entry(entry).map(|(place, entry)| (place, *entry))?;
        let changed = self.entries.change(place as usize, seq)?;
        changed.set_state(state);
        if let Some(round) = round {
            changed.set_round(round);
        }
        let after = *changed;
        self.head.held.retain(|held| *held != place);
        match (before.state(), state) {
            (State::Accepted, State::Accepted) => {}
            (State::Accepted, _) => self.add_together(&before, -1),
            (_, State::Accepted) => self.add_together(&after, 1),
            _ => {}
        }
        let number = self.index.get(identity)?;
        self.reckon(number, seq);
        Some(())
    }

    fn add_together(&mut self, entry: &Entry, sign: i128) {
        if !self.head.rules.is_collective() {
            return;
        }
        self.head.together += sign * i128::from(entry.amount());
        if self.head.round != 0 && entry.round() == self.head.round {
            self.head.round_together += sign * i128::from(entry.amount());
        }
    }

    fn note_judgement(&mut self, by: u32, identity: u32, entry: u64, seq: u64) {
        if by != identity && self.has_member(by) {
            let own = OwnJudgement { entry, seq };
            self.head.own_judgements.push(own);
        }
    }
}
