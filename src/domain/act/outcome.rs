//! What a close decides: podium, digest of the whole table, and the facts its post tells.

mod tale;

use sha2::{Digest, Sha256};

use crate::domain::act::Secrets;
use crate::domain::challenge::{Board, Challenge, Standing};
use crate::domain::draw;
use crate::domain::draw::hex;
use crate::domain::event::{Outcome, Reveal, Winner};
use crate::domain::number;
use crate::domain::rules::Scoring;
use crate::domain::score::Score;

/// Names on a podium.
pub const NAMED_MOST: usize = 10;
/// So many bytes of lines are hashed at a time.
const HASHED_BYTES: usize = 1 << 16;

/// How a board stands, without drawing winners.
#[must_use]
pub fn standing(challenge: &Challenge, board: Board) -> Outcome {
    let table = challenge.table(board);
    let places = table
        .iter()
        .take_while(|row| row.rank <= challenge.rules().winners);
    let winners: Vec<Winner> = places.clone().take(NAMED_MOST).map(winner).collect();
    let told = tale::of(challenge, board);
    let own = &challenge.head.own_judgements;
    Outcome {
        winners,
        n_winners: n(places.count()),
        n_ranked: n(table.len()),
        n_started: challenge.n_started(board),
        digest: digest(&table),
        together_micro: together(challenge, board),
        most_improved: told.most_improved,
        best_streak: told.best_streak,
        first_timers: told.first_timers,
        n_first_timers: told.n_first_timers,
        n_held: n(challenge.head.held.len()),
        own_judgements: own.iter().map(|judgement| judgement.entry).collect(),
        judgements: own.iter().map(|judgement| judgement.seq).collect(),
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
    digest_of_lines(table, |row, line| {
        number::push(line, row.identity.into());
        line.push(b' ');
        number::push(line, row.rank.into());
        line.push(b' ');
        number::push(line, row.score.num());
        line.push(b'/');
        number::push(line, row.score.den());
    })
}

/// SHA-256 over the tickets as lines of their identities, in hex.
#[must_use]
pub fn tickets_digest(tickets: &[u32]) -> String {
    digest_of_lines(tickets, |ticket, line| {
        number::push(line, (*ticket).into());
    })
}

fn digest_of_lines<T>(items: &[T], write: impl Fn(&T, &mut Vec<u8>)) -> String {
    let mut hash = Sha256::new();
    let mut lines = Vec::with_capacity(HASHED_BYTES + 128);
    for item in items {
        write(item, &mut lines);
        lines.push(b'\n');
        if lines.len() >= HASHED_BYTES {
            hash.update(&lines);
            lines.clear();
        }
    }
    hash.update(&lines);
    hex(&hash.finalize())
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

fn n(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
