//! A community taken apart into small pieces to be stored, and put together again.
//!
//! What can be computed is not stored: boards and marks are made anew from entries, remembered deliveries from the stream.
//! Of a finished challenge only head and roll are stored, whether its entries are here or away: they come back from the
//! stream.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::amount::Decimal;
use crate::domain::board::Ranked;
use crate::domain::calendar::zone_named;
use crate::domain::challenge::{Board, Challenge, Head};
use crate::domain::chunked::{CHUNK, Chunked};
use crate::domain::community::Community;
use crate::domain::entry::Entry;
use crate::domain::participant::{self, Participant};
use crate::domain::roll::{self, Enrolled, Roll};
use crate::domain::score::Key;
use crate::domain::scoring::{self, Window};
use crate::domain::settings::{Person, Settings, Units};

/// The layout of the pieces; a snapshot of another format is dropped and made anew.
pub const FORMAT: u32 = 2;
const PERSON_BYTES: usize = 20;
const ENTRY_BYTES: usize = 32;
const NO_ZONE: u16 = u16::MAX;
/// From so many members on, making a board anew is worth a thread.
const LARGE_BOARD: usize = 1 << 16;

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
                person_bytes(person, place(person.zone), place(person.zone_before))
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
                .chunks_exact(PERSON_BYTES)
                .map(|bytes| read_person(bytes, &self.zones))
                .collect();
            return bytes.len().is_multiple_of(PERSON_BYTES)
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

    /// The community, with marks and boards of what is not finished made anew.
    #[must_use]
    pub fn finish(mut self) -> Community {
        for challenge in &mut self.community.challenges {
            if challenge.phase().is_finished() {
                challenge.restored_at_rest();
            } else {
                challenge.rebuild();
            }
        }
        self.community
    }
}

impl Challenge {
    /// Makes every mark and both boards anew from the entries.
    pub fn rebuild(&mut self) {
        let n = self.participants.len();
        let mut whole_keys: Vec<Key> = Vec::with_capacity(n);
        let mut round_keys: Vec<Key> = Vec::with_capacity(n);
        let mut counted = Vec::new();
        self.index.clear();
        self.index.reserve(n);
        for number in 0..n {
            let Some(participant) = self.participants.get(number).copied() else {
                break;
            };
            self.index.insert(
                participant.identity,
                u32::try_from(number).unwrap_or(u32::MAX),
            );
            self.counted_into(participant.last, &mut counted);
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
        let (whole, round) = both_boards(whole_keys, round_keys);
        *self.board = whole;
        *self.round_board = round;
    }
}

/// Sorting takes most of the time that a large board needs: then each of the two has a thread of its own.
fn both_boards(whole: Vec<Key>, round: Vec<Key>) -> (Ranked<Key>, Ranked<Key>) {
    if whole.len() < LARGE_BOARD {
        return (Ranked::from_sorted(whole), Ranked::from_sorted(round));
    }
    std::thread::scope(|scope| {
        let round = scope.spawn(|| Ranked::from_sorted(round));
        let whole = Ranked::from_sorted(whole);
        (whole, round.join().expect("sorting does not panic"))
    })
}

fn person_bytes(person: &Person, zone: u16, before: u16) -> [u8; PERSON_BYTES] {
    let units = match person.units {
        Units::Challenge => 0_u16,
        Units::Metric => 1,
        Units::Imperial => 2,
    };
    let decimal = match person.decimal {
        None => 0_u16,
        Some(Decimal::Point) => 1,
        Some(Decimal::Comma) => 2,
    };
    let flags = u16::from(person.mentions)
        | u16::from(person.notes) << 1
        | u16::from(person.forgotten) << 2;
    let bits = flags | units << 4 | decimal << 8;
    let mut bytes = [0; PERSON_BYTES];
    bytes[..2].copy_from_slice(&zone.to_le_bytes());
    bytes[2..4].copy_from_slice(&before.to_le_bytes());
    bytes[4..12].copy_from_slice(&person.zone_from_ms.to_le_bytes());
    bytes[12..16].copy_from_slice(&person.default_challenge.to_le_bytes());
    bytes[16..18].copy_from_slice(&bits.to_le_bytes());
    bytes
}

fn read_person(bytes: &[u8], zones: &[Option<Tz>]) -> Person {
    let two = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let zone = |place: u16| zones.get(usize::from(place)).copied().flatten();
    let bits = two(16);
    Person {
        zone: zone(two(0)),
        zone_before: zone(two(2)),
        zone_from_ms: i64::from_le_bytes(bytes[4..12].try_into().expect("eight bytes")),
        default_challenge: u32::from_le_bytes(bytes[12..16].try_into().expect("four bytes")),
        mentions: bits & 1 != 0,
        notes: bits & 2 != 0,
        forgotten: bits & 4 != 0,
        units: match bits >> 4 & 3 {
            1 => Units::Metric,
            2 => Units::Imperial,
            _ => Units::Challenge,
        },
        decimal: match bits >> 8 & 3 {
            1 => Some(Decimal::Point),
            2 => Some(Decimal::Comma),
            _ => None,
        },
    }
}
