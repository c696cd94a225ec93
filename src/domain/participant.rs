//! A member in one challenge: what she brought along, her newest entry, and her two marks.

use crate::domain::challenge::Board;
use crate::domain::score::{Key, Score};
use crate::domain::scoring::{Mark, Terms};

/// Where there is no place.
const NONE: u32 = u32::MAX;
/// Bytes of a participant in a snapshot.
pub const BYTES: usize = 60;

/// A participant, copied freely.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four things that are true of her or not"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub identity: u32,
    /// The place of her newest entry.
    pub last: Option<u32>,
    /// The place of her first entry.
    pub first: Option<u32>,
    /// The number in the stream of her (last) joining.
    pub joined_seq: u64,
    /// Her target, in micro units.
    pub goal: Option<i64>,
    /// Her first reading, in micro units.
    pub start: Option<i64>,
    /// She left.
    pub left: bool,
    /// She was forgotten.
    pub forgotten: bool,
    /// Her goal can't change any more: a close has passed since she joined.
    pub goal_locked: bool,
    /// An alias for her is in the notes of her joining.
    pub alias: bool,
    /// Her score in the last round she had one in.
    pub last_round: Option<(u32, Score)>,
    whole: Option<Mark>,
    round: Option<Mark>,
}

impl Participant {
    /// Somebody who just joined.
    #[must_use]
    pub fn joined(identity: u32, joined_seq: u64) -> Self {
        Self {
            identity,
            last: None,
            first: None,
            joined_seq,
            goal: None,
            start: None,
            left: false,
            forgotten: false,
            goal_locked: false,
            alias: false,
            last_round: None,
            whole: None,
            round: None,
        }
    }

    /// Whether she is shown, ranked and may win.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        !self.left && !self.forgotten
    }

    /// What she brought along.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms {
            start: self.start,
            goal: self.goal,
        }
    }

    /// Her mark on a live board.
    #[must_use]
    pub fn mark(&self, board: Board) -> Option<Mark> {
        match board {
            Board::Whole => self.whole,
            Board::Round => self.round,
        }
    }

    /// Her key on a live board.
    #[must_use]
    pub fn key(&self, board: Board) -> Option<Key> {
        let mark = self.mark(board)?;
        Some(Key {
            score: mark.score,
            made_by: mark.made_by,
            identity: self.identity,
        })
    }

    pub(crate) fn set_marks(&mut self, whole: Option<Mark>, round: Option<Mark>) {
        self.whole = whole;
        self.round = round;
    }

    /// The participant as bytes for a snapshot; marks are made anew from entries.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; BYTES] {
        let flags = [
            self.left,
            self.forgotten,
            self.goal_locked,
            self.alias,
            self.goal.is_some(),
            self.start.is_some(),
            self.last_round.is_some(),
        ];
        let bits = flags
            .iter()
            .enumerate()
            .fold(0_u32, |bits, (n, flag)| bits | u32::from(*flag) << n);
        let (round, score) = self.last_round.unwrap_or((0, Score::whole(0)));
        let mut bytes = [0; BYTES];
        let mut rest = bytes.as_mut_slice();
        let mut put = |part: &[u8]| {
            let (here, after) = std::mem::take(&mut rest).split_at_mut(part.len());
            here.copy_from_slice(part);
            rest = after;
        };
        put(&self.identity.to_le_bytes());
        put(&self.last.unwrap_or(NONE).to_le_bytes());
        put(&self.first.unwrap_or(NONE).to_le_bytes());
        put(&self.joined_seq.to_le_bytes());
        put(&self.goal.unwrap_or(0).to_le_bytes());
        put(&self.start.unwrap_or(0).to_le_bytes());
        put(&bits.to_le_bytes());
        put(&round.to_le_bytes());
        put(&score.num().to_le_bytes());
        put(&score.den().to_le_bytes());
        bytes
    }

    /// The participant from a snapshot's bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; BYTES]) -> Self {
        let four =
            |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        let eight =
            |at: usize| i64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
        let bits = four(36);
        let flag = |n: u32| bits >> n & 1 == 1;
        let place = |at: usize| Some(four(at)).filter(|place| *place != NONE);
        Self {
            identity: four(0),
            last: place(4),
            first: place(8),
            joined_seq: eight(12).cast_unsigned(),
            goal: flag(4).then(|| eight(20)),
            start: flag(5).then(|| eight(28)),
            left: flag(0),
            forgotten: flag(1),
            goal_locked: flag(2),
            alias: flag(3),
            last_round: if flag(6) {
                Score::ratio(eight(44), eight(52)).map(|score| (four(40), score))
            } else {
                None
            },
            whole: None,
            round: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_participant_comes_back_from_its_bytes() {
        let mut participant = Participant::joined(7, 1 << 33);
        participant.goal = Some(-70);
        participant.last = Some(9);
        participant.alias = true;
        participant.last_round = Score::ratio(-1, 3).map(|score| (4, score));
        assert_eq!(
            Participant::from_bytes(&participant.to_bytes()),
            participant
        );
        assert_eq!(
            Participant::from_bytes(&Participant::joined(1, 2).to_bytes()),
            Participant::joined(1, 2)
        );
    }
}
