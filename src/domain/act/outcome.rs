//! What a close decides: podium, digest of the whole table, and the facts its post tells.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::domain::act::Secrets;
use crate::domain::challenge::{Board, Challenge, Standing};
use crate::domain::draw;
use crate::domain::event::{Outcome, Reveal, Rise, Run, Winner};
use crate::domain::rules::Scoring;
use crate::domain::score::Score;
use crate::domain::scoring;

/// Names on a podium.
pub const NAMED_MOST: usize = 10;
/// First-timers that are named.
const FIRST_TIMERS_NAMED: usize = 5;
/// A run of days worth telling.
const RUN_LEAST: u32 = 3;

/// How a board stands, without drawing winners.
#[must_use]
pub fn standing(challenge: &Challenge, board: Board) -> Outcome {
    let table = challenge.table(board);
    let places = table
        .iter()
        .take_while(|row| row.rank <= challenge.rules().winners);
    let winners: Vec<Winner> = places.clone().take(NAMED_MOST).map(winner).collect();
    let (first_timers, n_first_timers) = first_timers(challenge, board);
    Outcome {
        winners,
        n_winners: n(places.count()),
        n_ranked: n(table.len()),
        n_started: challenge.n_started(board),
        digest: digest(&table),
        together_micro: together(challenge, board),
        most_improved: if board == Board::Round {
            most_improved(challenge)
        } else {
            None
        },
        best_streak: best_streak(challenge, board),
        first_timers,
        n_first_timers,
        n_held: n(challenge.head.held.len()),
        own_judgements: challenge.head.own_judgements.clone(),
        draw: None,
    }
}

/// What a close decides: as [`standing`], and the winners drawn where they are drawn.
#[must_use]
pub fn decided(challenge: &Challenge, board: Board, secrets: &Secrets) -> Outcome {
    let mut outcome = standing(challenge, board);
    if challenge.rules().scoring != Scoring::Draw {
        return outcome;
    }
    let round = if board == Board::Round {
        challenge.head.round
    } else {
        0
    };
    let tickets = challenge.tickets(board);
    outcome.winners = Vec::new();
    outcome.n_winners = 0;
    if let Some(seed) = secrets.get(&(challenge.number(), round)) {
        let places = usize::try_from(challenge.rules().winners).unwrap_or(usize::MAX);
        let drawn = draw::winners(seed, &tickets, places, &[]);
        outcome.n_winners = n(drawn.len());
        outcome.winners = drawn_winners(challenge, board, &drawn, 1);
        outcome.draw = Some(Reveal {
            seed: seed.to_hex(),
            n_tickets: u64::try_from(tickets.len()).unwrap_or(u64::MAX),
            tickets_digest: tickets_digest(&tickets),
        });
    }
    outcome
}

/// Drawn members as winners, with their tickets as scores, ranked from `first` in the order in which they were drawn.
#[must_use]
pub fn drawn_winners(
    challenge: &Challenge,
    board: Board,
    drawn: &[u32],
    first: u32,
) -> Vec<Winner> {
    let ranked = drawn.iter().zip(first..);
    let winner = |(identity, rank): (&u32, u32)| {
        let score = challenge
            .standing(*identity, board)
            .map_or(Score::whole(0), |standing| standing.score);
        Winner {
            identity: *identity,
            rank,
            num: score.num(),
            den: score.den(),
        }
    };
    ranked.map(winner).collect()
}

/// SHA-256 over the rows as lines `identity rank num/den`, in hex.
#[must_use]
pub fn digest(table: &[Standing]) -> String {
    let mut hash = Sha256::new();
    let mut line = String::new();
    for row in table {
        line.clear();
        let (identity, rank, score) = (row.identity, row.rank, row.score);
        writeln!(line, "{identity} {rank} {}/{}", score.num(), score.den())
            .expect("strings take all text");
        hash.update(line.as_bytes());
    }
    hex(&hash.finalize())
}

/// SHA-256 over the tickets as lines of their identities, in hex.
#[must_use]
pub fn tickets_digest(tickets: &[u32]) -> String {
    let mut hash = Sha256::new();
    for ticket in tickets {
        hash.update(format!("{ticket}\n").as_bytes());
    }
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            write!(text, "{byte:02x}").expect("strings take all text");
            text
        })
}

fn winner(row: &Standing) -> Winner {
    Winner {
        identity: row.identity,
        rank: row.rank,
        num: row.score.num(),
        den: row.score.den(),
    }
}

fn together(challenge: &Challenge, board: Board) -> Option<i64> {
    if !challenge.rules().is_collective() {
        return None;
    }
    let sum = if board == Board::Round {
        challenge.head.round_together
    } else {
        challenge.head.together
    };
    i64::try_from(sum).ok().filter(|sum| *sum > 0)
}

/// The greatest rise of a member's round score over her own previous round; the first on the board among equals.
fn most_improved(challenge: &Challenge) -> Option<Rise> {
    let round = challenge.head.round;
    let mut best: Option<(Score, u32)> = None;
    for standing in challenge.standings(Board::Round, 0, usize::MAX) {
        let before = challenge
            .participant(standing.identity)
            .and_then(|participant| participant.last_round);
        let Some((_, before)) = before.filter(|(last, _)| last + 1 == round) else {
            continue;
        };
        let Some(rise) = standing.score.minus(before).filter(|rise| rise.num() > 0) else {
            continue;
        };
        if best.is_none_or(|(most, _)| rise > most) {
            best = Some((rise, standing.identity));
        }
    }
    best.map(|(rise, identity)| Rise {
        identity,
        num: rise.num(),
        den: rise.den(),
    })
}

/// The longest run of local days that reaches into the window; the first on the board among equals.
fn best_streak(challenge: &Challenge, board: Board) -> Option<Run> {
    if challenge.rules().scoring == Scoring::Completion {
        return None;
    }
    let mut best: Option<Run> = None;
    for standing in challenge.standings(board, 0, usize::MAX) {
        let counted = challenge.counted(standing.identity);
        let in_window = |entry: &&scoring::Counted| {
            board == Board::Whole || entry.round == challenge.head.round
        };
        let Some(since) = counted
            .iter()
            .filter(in_window)
            .map(|entry| entry.day)
            .min()
        else {
            continue;
        };
        let days = scoring::run_of_days(&counted, since);
        if days >= RUN_LEAST && best.as_ref().is_none_or(|best| days > best.days) {
            best = Some(Run {
                identity: standing.identity,
                days,
            });
        }
    }
    best
}

/// Those whose first entry fell in the running round: some by number, and how many.
fn first_timers(challenge: &Challenge, board: Board) -> (Vec<u32>, u32) {
    if board == Board::Whole || challenge.head.round < 2 {
        return (Vec::new(), 0);
    }
    let since = challenge.head.round_first_place;
    let new = challenge
        .standings(Board::Round, 0, usize::MAX)
        .filter(|standing| {
            let first = challenge
                .participant(standing.identity)
                .and_then(|participant| participant.first);
            first.is_some_and(|first| first >= since)
        });
    let mut named = Vec::new();
    let mut count = 0_u32;
    for standing in new {
        count = count.saturating_add(1);
        if named.len() < FIRST_TIMERS_NAMED {
            named.push(standing.identity);
        }
    }
    (named, count)
}

fn n(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
