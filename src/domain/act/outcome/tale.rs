//! What a close tells beside the places: who improved most, the best streak, who is new.
//!
//! Members are gone through in the order of joining, in which they lie in memory: in the order of the board a close of a
//! million members would wait for memory most of its time. Among equals the first on the board is told.

use crate::domain::challenge::{Board, Challenge};
use crate::domain::event::{Rise, Run};
use crate::domain::participant::Participant;
use crate::domain::rules::Scoring;
use crate::domain::score::{Key, Score};
use crate::domain::scoring::{self, Counted};

/// First-timers that are named.
const FIRST_TIMERS_NAMED: usize = 5;
/// A run of days worth telling.
const RUN_LEAST: u32 = 3;

/// What there is to tell of a board.
#[derive(Debug, Default)]
pub(super) struct Tale {
    /// The greatest rise of a member's round score over her own previous round.
    pub(super) most_improved: Option<Rise>,
    /// The longest run of local days that reaches into the window.
    pub(super) best_streak: Option<Run>,
    /// Those whose first entry fell in the running round: the first of them on the board.
    pub(super) first_timers: Vec<u32>,
    /// How many those are in all.
    pub(super) n_first_timers: u32,
}

/// Goes through everybody who has a place on a board.
pub(super) fn of(challenge: &Challenge, board: Board) -> Tale {
    let in_round = board == Board::Round;
    let tells_runs = challenge.rules().scoring != Scoring::Completion;
    let tells_new = in_round && challenge.head.round >= 2;
    let mut rise: Option<(Score, Key)> = None;
    let mut run: Option<(u32, Key)> = None;
    let mut new: Vec<Key> = Vec::new();
    let mut n_new = 0_u32;
    let mut counted = Vec::new();
    for participant in challenge.participants().filter(|one| one.takes_part()) {
        let Some(key) = participant.key(board) else {
            continue;
        };
        if in_round
            && let Some(risen) = risen(participant, key.score, challenge.head.round)
            && rise.is_none_or(|(most, first)| risen > most || (risen == most && key < first))
        {
            rise = Some((risen, key));
        }
        let is_new = |first: u32| first >= challenge.head.round_first_place;
        if tells_new && participant.first().is_some_and(is_new) {
            n_new = n_new.saturating_add(1);
            insert_among_first(&mut new, key);
        }
        // Whoever has one entry has no run to tell.
        if tells_runs && participant.first() != participant.last() {
            challenge.counted_into(participant.last(), &mut counted);
            let days = days_in_a_row(&counted, board, challenge.head.round);
            if days >= RUN_LEAST
                && run.is_none_or(|(most, first)| days > most || (days == most && key < first))
            {
                run = Some((days, key));
            }
        }
    }
    Tale {
        most_improved: rise.map(|(rise, key)| Rise {
            identity: key.identity,
            num: rise.num(),
            den: rise.den(),
        }),
        best_streak: run.map(|(days, key)| Run {
            identity: key.identity,
            days,
        }),
        first_timers: new.iter().map(|key| key.identity).collect(),
        n_first_timers: n_new,
    }
}

/// How far a member has risen over her own previous round; none where she did not.
fn risen(participant: &Participant, score: Score, round: u32) -> Option<Score> {
    let (last, before) = participant.last_round()?;
    let is_previous = last.checked_add(1) == Some(round);
    score
        .minus(before)
        .filter(|rise| is_previous && rise.num() > 0)
}

/// The longest run of local days in these entries that reaches into the window; 0 where it can't be worth telling.
fn days_in_a_row(counted: &[Counted], board: Board, round: u32) -> u32 {
    if counted.len() < RUN_LEAST as usize {
        return 0;
    }
    let in_window = counted
        .iter()
        .filter(|entry| board == Board::Whole || entry.round == round);
    let since = in_window.map(|entry| entry.day).min();
    since.map_or(0, |since| scoring::run_of_days(counted, since))
}

/// Keeps the few first keys in order.
fn insert_among_first(few: &mut Vec<Key>, key: Key) {
    let at = few.partition_point(|there| *there < key);
    if at < FIRST_TIMERS_NAMED {
        few.insert(at, key);
        few.truncate(FIRST_TIMERS_NAMED);
    }
}
