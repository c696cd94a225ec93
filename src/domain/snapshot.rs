//! A community taken apart into small pieces to be stored, and put together again.
//!
//! What can be computed is not stored: boards and marks are made anew from entries, remembered deliveries from the stream.
//! Of a finished challenge only head and roll are stored, whether its entries are here or away: they come back from the
//! stream.

mod person;
mod restoring;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::challenge::{Challenge, Head};
use crate::domain::chunked::{CHUNK, Chunked};
use crate::domain::community::Community;
use crate::domain::entry::Entry;
use crate::domain::participant::Participant;
use crate::domain::roll::{Enrolled, Roll};
use crate::domain::settings::{Person, Settings};

pub use restoring::{Restoring, Unsorted};

use person::NO_ZONE;

/// The layout of the pieces; a snapshot of another format is dropped and made anew.
pub const FORMAT: u32 = 3;
const ENTRY_BYTES: usize = 32;

/// A community's state at one event, cheap to take: the pieces are shared with the community until it changes them.
#[derive(Debug, Clone)]
pub struct Taken {
    head: HeadPiece,
    people: Chunked<Person>,
    challenges: Vec<Parts>,
}

/// What is stored of a challenge beside its head.
#[derive(Debug, Clone)]
enum Parts {
    Live(Chunked<Participant>, Chunked<Entry>),
    AtRest(Roll),
}

impl Parts {
    fn counts(&self) -> (usize, usize) {
        match self {
            Self::Live(participants, entries) => (participants.len(), entries.len()),
            Self::AtRest(roll) => (roll.len(), 0),
        }
    }
}

/// A piece: its kind, its number within the kind, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// `people`, `p1` (participants of challenge 1), `e1` (its entries) or `r1` (its roll, once it is finished).
    pub kind: String,
    /// From 0.
    pub number: u32,
    /// At most 256 KiB; empty where there is none any more.
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct HeadPiece {
    seq: u64,
    last_ms: i64,
    settings: Settings,
    challenges: Vec<Head>,
    /// All zone names of the release that wrote it, which people refer to by place.
    zones: Vec<String>,
    /// How many items the pieces hold; older snapshots do not say.
    #[serde(default)]
    counts: Option<Counts>,
}

/// How many items the pieces of a snapshot hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Counts {
    people: usize,
    /// Of each challenge its participants and entries, or those on its roll and none.
    challenges: Vec<(usize, usize)>,
}

impl Community {
    /// Takes the state as it is; `None` while closed tables wait to be filed, since a snapshot does not hold those.
    #[must_use]
    pub fn take(&self) -> Option<Taken> {
        if self
            .challenges
            .iter()
            .any(|challenge| !challenge.frozen.is_empty())
        {
            return None;
        }
        let parts = |one: &Challenge| {
            if one.phase().is_finished() {
                Parts::AtRest(one.roll.clone())
            } else {
                Parts::Live((*one.participants).clone(), (*one.entries).clone())
            }
        };
        let challenges: Vec<Parts> = self.challenges.iter().map(parts).collect();
        let counts = Counts {
            people: self.people.len(),
            challenges: challenges.iter().map(Parts::counts).collect(),
        };
        Some(Taken {
            head: HeadPiece {
                seq: self.seq,
                last_ms: self.last_ms,
                settings: self.settings.clone(),
                challenges: self
                    .challenges
                    .iter()
                    .map(|challenge| challenge.head.clone())
                    .collect(),
                zones: Vec::new(),
                counts: Some(counts),
            },
            people: self.people.clone(),
            challenges,
        })
    }
}

impl Taken {
    /// The event up to which it goes.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.head.seq
    }

    /// The pieces that changed after event `seq`, and the head that belongs to them.
    #[must_use]
    pub fn pieces_since(mut self, seq: u64) -> (Vec<u8>, Vec<Piece>) {
        // All zones, so that places stay the same for pieces that are not written again.
        let zones_known: Vec<Tz> = chrono_tz::TZ_VARIANTS.to_vec();
        let place = |zone: Option<Tz>| {
            let found = zone.and_then(|zone| zones_known.iter().position(|known| *known == zone));
            found
                .and_then(|place| u16::try_from(place).ok())
                .unwrap_or(NO_ZONE)
        };
        self.head.zones = zone_names().map(str::to_owned).collect();
        let mut pieces = Vec::new();
        for (number, people) in self.people.changed_since(seq) {
            let bytes = bytes_of(people, |person| {
                person::to_bytes(person, place(person.zone), place(person.zone_before))
            });
            push(&mut pieces, "people".to_owned(), number, bytes);
        }
        for (head, parts) in self.head.challenges.iter().zip(&self.challenges) {
            match parts {
                Parts::Live(participants, entries) => {
                    for (number, items) in participants.changed_since(seq) {
                        let bytes = bytes_of(items, Participant::to_bytes);
                        push(&mut pieces, format!("p{}", head.challenge), number, bytes);
                    }
                    for (number, items) in entries.changed_since(seq) {
                        let bytes = bytes_of(items, Entry::to_bytes);
                        push(&mut pieces, format!("e{}", head.challenge), number, bytes);
                    }
                }
                Parts::AtRest(roll) => {
                    for (number, items) in roll.changed_since(seq) {
                        let bytes = bytes_of(items, Enrolled::to_bytes);
                        push(&mut pieces, format!("r{}", head.challenge), number, bytes);
                    }
                    if head.finished_seq > seq && head.first_seq <= seq {
                        end_live_pieces(&mut pieces, head.challenge, roll);
                    }
                }
            }
        }
        let head = serde_json::to_vec(&self.head).expect("a head is plain data");
        (head, pieces)
    }
}

/// The names of all zones, as this release counts them.
fn zone_names() -> impl Iterator<Item = &'static str> {
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
}

fn bytes_of<T, const N: usize>(items: &[T], bytes: impl Fn(&T) -> [u8; N]) -> Vec<u8> {
    let mut all = Vec::with_capacity(items.len() * N);
    for item in items {
        all.extend_from_slice(&bytes(item));
    }
    all
}

/// The pieces of a challenge that was stored before it was finished cease to be.
fn end_live_pieces(pieces: &mut Vec<Piece>, challenge: u32, roll: &Roll) {
    let n_entries: usize = roll.iter().map(|member| member.n_entries() as usize).sum();
    for (letter, n) in [("p", roll.len()), ("e", n_entries)] {
        for number in 0..n.div_ceil(CHUNK) {
            push(pieces, format!("{letter}{challenge}"), number, Vec::new());
        }
    }
}

fn push(pieces: &mut Vec<Piece>, kind: String, number: usize, bytes: Vec<u8>) {
    pieces.push(Piece {
        kind,
        number: u32::try_from(number).unwrap_or(u32::MAX),
        bytes,
    });
}
