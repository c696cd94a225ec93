//! Putting a community together again from the pieces of a snapshot.

use chrono_tz::Tz;

use super::{Counts, ENTRY_BYTES, HeadPiece, person, zone_names};
use crate::domain::board::Ranked;
use crate::domain::calendar::zone_named;
use crate::domain::challenge::{Board, Challenge, Numbers};
use crate::domain::community::Community;
use crate::domain::entry::Entry;
use crate::domain::participant::{self, Participant};
use crate::domain::roll::{self, Enrolled};
use crate::domain::score::Key;
use crate::domain::scoring::{self, Window};

/// A community being put together from pieces.
#[derive(Debug)]
pub struct Restoring {
    community: Community,
    zones: Vec<Option<Tz>>,
    counts: Option<Counts>,
}

impl Restoring {
    /// Begins with the head; `None` when it can't be read, or a release wrote it that counts zones otherwise: pieces
    /// that are written later would mix the two.
    #[must_use]
    pub fn begin(head: &[u8]) -> Option<Self> {
        let head: HeadPiece = serde_json::from_slice(head).ok()?;
        if !head.zones.iter().map(String::as_str).eq(zone_names()) {
            return None;
        }
        let community = Community {
            seq: head.seq,
            last_ms: head.last_ms,
            settings: head.settings,
            challenges: head
                .challenges
                .into_iter()
                .map(Challenge::restored)
                .collect(),
            ..Community::default()
        };
        Some(Self {
            community,
            zones: head.zones.iter().map(|name| zone_named(name)).collect(),
            counts: head.counts,
        })
    }

    /// When the last event before the snapshot was recorded.
    #[must_use]
    pub fn last_ms(&self) -> i64 {
        self.community.last_ms
    }

    /// The kinds of pieces to be put in, each from number 0 on.
    #[must_use]
    pub fn kinds(&self) -> Vec<String> {
        let mut kinds = vec!["people".to_owned()];
        for challenge in &self.community.challenges {
            let number = challenge.number();
            if challenge.phase().is_finished() {
                kinds.push(format!("r{number}"));
            } else {
                kinds.extend([format!("p{number}"), format!("e{number}")]);
            }
        }
        kinds
    }

    /// Puts the next piece of a kind in; `false` when it does not fit.
    #[must_use]
    pub fn put(&mut self, kind: &str, bytes: &[u8]) -> bool {
        let seq = self.community.seq;
        if kind == "people" {
            let people = bytes
                .chunks_exact(person::BYTES)
                .map(|bytes| person::from_bytes(bytes, &self.zones))
                .collect();
            return bytes.len().is_multiple_of(person::BYTES)
                && self.community.people.restore(people, seq);
        }
        let (letter, number) = kind.split_at(1.min(kind.len()));
        let number = number.parse().ok();
        let Some(challenge) = number.and_then(|number| self.community.challenge_mut(number)) else {
            return false;
        };
        match letter {
            "p" => {
                let whole = bytes.len().is_multiple_of(participant::BYTES);
                let pieces = bytes.as_chunks::<{ participant::BYTES }>().0;
                whole
                    && challenge
                        .participants
                        .restore(pieces.iter().map(Participant::from_bytes).collect(), seq)
            }
            "e" => {
                let whole = bytes.len().is_multiple_of(ENTRY_BYTES);
                let pieces = bytes.as_chunks::<ENTRY_BYTES>().0;
                whole
                    && challenge
                        .entries
                        .restore(pieces.iter().map(Entry::from_bytes).collect(), seq)
            }
            "r" => {
                let whole = bytes.len().is_multiple_of(roll::BYTES);
                let pieces = bytes.as_chunks::<{ roll::BYTES }>().0;
                whole
                    && challenge
                        .roll
                        .restore(pieces.iter().map(Enrolled::from_bytes).collect(), seq)
            }
            _ => false,
        }
    }

    /// Whether as many items were put in as there are to be.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let community = &self.community;
        let counts = |challenge: &Challenge| {
            if challenge.phase().is_finished() {
                (challenge.roll.len(), 0)
            } else {
                (challenge.participants.len(), challenge.entries.len())
            }
        };
        self.counts.as_ref().is_none_or(|whole| {
            whole.people == community.people.len()
                && community
                    .challenges
                    .iter()
                    .map(counts)
                    .eq(whole.challenges.iter().copied())
        })
    }

    /// The community, with the marks of what is not finished made anew, and the keys of its boards.
    #[must_use]
    pub fn finish(mut self) -> Unsorted {
        let mut boards = Vec::new();
        for challenge in &mut self.community.challenges {
            if challenge.phase().is_finished() {
                challenge.restored_at_rest();
            } else {
                boards.extend(challenge.make_marks());
            }
        }
        Unsorted {
            community: self.community,
            boards,
        }
    }
}

/// A community whose boards are not sorted yet.
#[derive(Debug)]
pub struct Unsorted {
    community: Community,
    /// Of each challenge that is not finished its whole board and its round's.
    boards: Vec<Vec<Key>>,
}

impl Unsorted {
    /// The keys of each board, to be sorted by whoever has hands free: it takes most of the time that large ones need.
    pub fn boards(&mut self) -> impl Iterator<Item = &mut Vec<Key>> {
        self.boards.iter_mut()
    }

    /// The community. Boards that nobody sorted are sorted here.
    #[must_use]
    pub fn sorted(mut self) -> Community {
        let mut boards = self.boards.into_iter().map(Ranked::from_sorted);
        let challenges = self.community.challenges.iter_mut();
        for challenge in challenges.filter(|one| !one.phase().is_finished()) {
            *challenge.board = boards.next().unwrap_or_default();
            *challenge.round_board = boards.next().unwrap_or_default();
        }
        self.community
    }
}

impl Challenge {
    /// Makes every mark and both boards anew from the entries.
    pub fn rebuild(&mut self) {
        let [whole, round] = self.make_marks();
        *self.board = Ranked::from_sorted(whole);
        *self.round_board = Ranked::from_sorted(round);
    }

    /// Makes every mark anew from the entries; answers the keys of the whole board and of the round's.
    fn make_marks(&mut self) -> [Vec<Key>; 2] {
        let n = self.participants.len();
        let mut whole_keys: Vec<Key> = Vec::with_capacity(n);
        let mut round_keys: Vec<Key> = Vec::with_capacity(n);
        let mut counted = Vec::new();
        for number in 0..n {
            let Some(participant) = self.participants.get(number).copied() else {
                break;
            };
            self.counted_into(participant.last(), &mut counted);
            let terms = participant.terms();
            let whole = scoring::score(&self.head.rules, terms, &counted, Window::Whole);
            let running = self.head.round != 0;
            let round = if running {
                scoring::score(&self.head.rules, terms, &counted, self.round_window())
            } else {
                None
            };
            self.participants.restore_marks(number, |participant| {
                participant.set_marks(whole, round);
                if participant.takes_part() {
                    whole_keys.extend(participant.key(Board::Whole));
                    round_keys.extend(participant.key(Board::Round));
                }
            });
        }
        let identities = (0..n).filter_map(|number| Some(self.participants.get(number)?.identity));
        let identities: Vec<u32> = identities.collect();
        *self.index = Numbers::of(identities.iter().copied());
        [whole_keys, round_keys]
    }
}
