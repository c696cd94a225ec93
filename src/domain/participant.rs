//! A member in one challenge: what she brought along, her newest entry, and her two marks.

use crate::domain::challenge::Board;
use crate::domain::score::{Key, Score};
use crate::domain::scoring::{Mark, Terms};

/// Where there is no place.
const NONE: u32 = u32::MAX;
/// Bytes of a participant in a snapshot.
pub const BYTES: usize = 60;

/// A participant, copied freely. A million of them lie in memory, so what may be absent has no room of its own for saying
/// so: 104 bytes each.
#[expect(
    clippy::struct_excessive_bools,
    reason = "six things that are true of her or not"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub identity: u32,
    /// The number in the stream of her (last) joining.
    pub joined_seq: u64,
    /// She left.
    pub left: bool,
    /// She was forgotten.
    pub forgotten: bool,
    /// Her goal can't change any more: a close has passed since she joined.
    pub goal_locked: bool,
    /// An alias for her is in the notes of her joining.
    pub alias: bool,
    has_goal: bool,
    has_start: bool,
    goal: i64,
    start: i64,
    last: u32,
    first: u32,
    whole: Packed,
    round: Packed,
    /// Made by is the round's number here.
    last_round: Packed,
}

/// A mark that may be absent; its entry is 0 then.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(Rust, packed(4))]
struct Packed {
    score: Option<Score>,
    made_by: u32,
}

impl Packed {
    fn of(mark: Option<(u32, Score)>) -> Self {
        Self {
            score: mark.map(|(_, score)| score),
            made_by: mark.map_or(0, |(made_by, _)| made_by),
        }
    }

    fn mark(self) -> Option<(u32, Score)> {
        Some((self.made_by, self.score?))
    }
}

impl Participant {
    /// Somebody who just joined.
    #[must_use]
    pub fn joined(identity: u32, joined_seq: u64) -> Self {
        Self {
            identity,
            joined_seq,
            left: false,
            forgotten: false,
            goal_locked: false,
            alias: false,
            has_goal: false,
            has_start: false,
            goal: 0,
            start: 0,
            last: NONE,
            first: NONE,
            whole: Packed::default(),
            round: Packed::default(),
            last_round: Packed::default(),
        }
    }

    /// Whether she is shown, ranked and may win.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        !self.left && !self.forgotten
    }

    /// The place of her newest entry.
    #[must_use]
    pub fn last(&self) -> Option<u32> {
        Some(self.last).filter(|place| *place != NONE)
    }

    /// The place of her first entry.
    #[must_use]
    pub fn first(&self) -> Option<u32> {
        Some(self.first).filter(|place| *place != NONE)
    }

    /// Her target, in micro units.
    #[must_use]
    pub fn goal(&self) -> Option<i64> {
        self.has_goal.then_some(self.goal)
    }

    /// Her first reading as she gave it on joining, in micro units.
    #[must_use]
    pub fn start(&self) -> Option<i64> {
        self.has_start.then_some(self.start)
    }

    /// The last round she had a score in, and that score.
    #[must_use]
    pub fn last_round(&self) -> Option<(u32, Score)> {
        self.last_round.mark()
    }

    /// What she brought along.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms {
            start: self.start(),
            goal: self.goal(),
        }
    }

    /// Her mark on a live board.
    #[must_use]
    pub fn mark(&self, board: Board) -> Option<Mark> {
        let packed = match board {
            Board::Whole => self.whole,
            Board::Round => self.round,
        };
        let (made_by, score) = packed.mark()?;
        Some(Mark { score, made_by })
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

    /// Her newest entry has that place.
    pub(crate) fn set_last(&mut self, place: u32) {
        self.last = place;
        self.first = self.first.min(place);
    }

    pub(crate) fn set_goal(&mut self, goal: Option<i64>) {
        self.has_goal = goal.is_some();
        self.goal = goal.unwrap_or(0);
    }

    pub(crate) fn set_start(&mut self, start: Option<i64>) {
        self.has_start = start.is_some();
        self.start = start.unwrap_or(0);
    }

    pub(crate) fn set_last_round(&mut self, last_round: Option<(u32, Score)>) {
        self.last_round = Packed::of(last_round);
    }

    pub(crate) fn set_marks(&mut self, whole: Option<Mark>, round: Option<Mark>) {
        let packed = |mark: Option<Mark>| Packed::of(mark.map(|mark| (mark.made_by, mark.score)));
        self.whole = packed(whole);
        self.round = packed(round);
    }

    /// The participant as bytes for a snapshot; marks are made anew from entries.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; BYTES] {
        let last_round = self.last_round();
        let flags = [
            self.left,
            self.forgotten,
            self.goal_locked,
            self.alias,
            self.has_goal,
            self.has_start,
            last_round.is_some(),
        ];
        let bits = flags
            .iter()
            .enumerate()
            .fold(0_u32, |bits, (n, flag)| bits | u32::from(*flag) << n);
        let (round, score) = last_round.unwrap_or((0, Score::whole(0)));
        let mut bytes = [0; BYTES];
        let mut rest = bytes.as_mut_slice();
        let mut put = |part: &[u8]| {
            let (here, after) = std::mem::take(&mut rest).split_at_mut(part.len());
            here.copy_from_slice(part);
            rest = after;
        };
        put(&self.identity.to_le_bytes());
        put(&self.last.to_le_bytes());
        put(&self.first.to_le_bytes());
        put(&self.joined_seq.to_le_bytes());
        put(&self.goal.to_le_bytes());
        put(&self.start.to_le_bytes());
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
        let last_round = if flag(6) {
            Score::ratio(eight(44), eight(52)).map(|score| (four(40), score))
        } else {
            None
        };
        Self {
            left: flag(0),
            forgotten: flag(1),
            goal_locked: flag(2),
            alias: flag(3),
            has_goal: flag(4),
            has_start: flag(5),
            goal: eight(20),
            start: eight(28),
            last: four(4),
            first: four(8),
            last_round: Packed::of(last_round),
            ..Self::joined(four(0), eight(12).cast_unsigned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_participant_comes_back_from_its_bytes() {
        let mut participant = Participant::joined(7, 1 << 33);
        participant.set_goal(Some(-70));
        participant.set_last(9);
        participant.alias = true;
        participant.set_last_round(Score::ratio(-1, 3).map(|score| (4, score)));
        assert_eq!(
            Participant::from_bytes(&participant.to_bytes()),
            participant
        );
        assert_eq!(
            Participant::from_bytes(&Participant::joined(1, 2).to_bytes()),
            Participant::joined(1, 2)
        );
    }

    #[test]
    fn what_is_absent_has_no_room_of_its_own() {
        assert_eq!(size_of::<Participant>(), 104);
        let mut participant = Participant::joined(7, 1);
        let mark = |made_by| Score::ratio(1, 3).map(|score| Mark { score, made_by });
        participant.set_marks(mark(4), None);
        assert_eq!(participant.mark(Board::Whole), mark(4));
        assert_eq!(participant.mark(Board::Round), None);
        assert_eq!((participant.first(), participant.goal()), (None, None));
        participant.set_last(3);
        participant.set_last(9);
        assert_eq!(
            (participant.first(), participant.last()),
            (Some(3), Some(9))
        );
    }
}
