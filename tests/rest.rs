//! A finished challenge may be put away and recalled at any time, and nobody can tell from the fold.

#[path = "rest/history.rs"]
mod history;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use huzzah::domain::act::entry::{Judgement, Pick};
use huzzah::domain::act::{self, Decided, Moment, Secrets};
use huzzah::domain::away;
use huzzah::domain::challenge::{Board, Challenge, Recalling};
use huzzah::domain::community::Community;
use huzzah::domain::event::{Record, Unreadable};
use huzzah::domain::snapshot::Restoring;
use proptest::prelude::*;

use history::{MEMBERS, Stream, person, step};

/// Puts back what is away, from the stream up to where the fold is.
fn recall(community: &mut Community, records: &[Record], numbers: &[u32]) {
    for number in numbers {
        let Some(challenge) = community.challenge_mut(*number) else {
            continue;
        };
        let Some(mut recalling): Option<Recalling> = challenge.recall() else {
            continue;
        };
        for record in records {
            recalling.take(record).expect("the stream is sound");
        }
        challenge.recalled(recalling);
        assert!(!challenge.is_away());
    }
}

fn recall_all(community: &mut Community, records: &[Record]) {
    let all: Vec<u32> = community
        .challenges()
        .iter()
        .map(Challenge::number)
        .collect();
    recall(community, records, &all);
}

fn file_all(community: &mut Community) {
    let waiting = community.challenges().iter().flat_map(|challenge| {
        challenge
            .frozen()
            .iter()
            .map(|frozen| (challenge.number(), frozen.round))
    });
    for (challenge, round) in waiting.collect::<Vec<_>>() {
        community.filed(challenge, round);
    }
}

/// Folds a stream; after each event, as the bits say, everything that can rest is put away, or all of it recalled.
fn fold_restlessly(records: &[Record], bits: &[u8]) -> Community {
    let mut community = Community::default();
    for (at, record) in records.iter().enumerate() {
        loop {
            match community.apply(record) {
                Ok(()) => break,
                Err(Unreadable::Away(number)) => {
                    assert_eq!(community.must_recall(&record.event), Some(number));
                    recall(&mut community, &records[..at], &[number]);
                }
                Err(error) => panic!("{error}"),
            }
        }
        file_all(&mut community);
        match bits[at % bits.len()] % 4 {
            0 | 1 => community.put_all_away(),
            2 => recall_all(&mut community, &records[..=at]),
            _ => {}
        }
    }
    community
}

/// What members can be told of a challenge at rest.
fn seen_at_rest(community: &Community) -> String {
    let mut text = format!("{:?} {:?}\n", community.seq(), community.next_due_ms());
    for challenge in community.challenges() {
        writeln!(
            text,
            "{:?} {} {:?}",
            challenge.head,
            challenge.n_members(),
            challenge.forgotten()
        )
        .expect("text");
        for who in 0..=MEMBERS + 1 {
            let member = (challenge.has_member(who), challenge.had_member(who));
            let (alias, n) = (challenge.alias_seq(who), challenge.n_entries_of(who));
            writeln!(text, "  {who}: {member:?} {alias:?} {n}").expect("text");
        }
    }
    text
}

/// Everything else that can be told, for which entries must be here.
fn seen(community: &Community) -> String {
    let mut text = seen_at_rest(community);
    for challenge in community.challenges() {
        for board in [Board::Whole, Board::Round] {
            writeln!(text, "{board:?} {:?}", challenge.table(board)).expect("text");
            let (started, tickets) = (challenge.n_started(board), challenge.tickets(board));
            writeln!(text, "  {started} {tickets:?}").expect("text");
        }
        for participant in challenge.participants() {
            let identity = participant.identity;
            let entries: Vec<_> = challenge.entries_of(identity).collect();
            writeln!(text, "  {:?} {entries:?}", participant.to_bytes()).expect("text");
            for board in [Board::Whole, Board::Round] {
                let standing = challenge.standing(identity, board);
                // The mark of somebody hidden is made anew when she comes back.
                let mark = standing.and_then(|_| participant.mark(board));
                let position = challenge.position(identity, board);
                writeln!(text, "  {standing:?} {mark:?} {position:?}").expect("text");
            }
        }
    }
    text
}

/// A community as a process finds it that reads the snapshots of one that stored them now and then.
fn through_snapshots(records: &[Record], bits: &[u8]) -> Community {
    let mut stored: BTreeMap<(String, u32), Vec<u8>> = BTreeMap::new();
    let (mut head, mut base) = (Vec::new(), 0);
    let mut community = Community::default();
    for (at, record) in records.iter().enumerate() {
        community.apply(record).expect("nothing is away");
        file_all(&mut community);
        let last = at + 1 == records.len();
        if bits[at % bits.len()].is_multiple_of(5) || last {
            let taken = community.take().expect("all is filed");
            let seq = taken.seq();
            let (new_head, pieces) = taken.pieces_since(base);
            (head, base) = (new_head, seq);
            for piece in pieces {
                stored.insert((piece.kind, piece.number), piece.bytes);
            }
        }
    }
    let mut restoring = Restoring::begin(&head).expect("it was just written");
    let is_empty = stored.values().all(Vec::is_empty);
    assert_eq!(restoring.is_whole(), is_empty, "what is missing is missed");
    for kind in restoring.kinds() {
        let parts = stored
            .iter()
            .filter(|((part, _), bytes)| *part == kind && !bytes.is_empty());
        for (_, bytes) in parts {
            assert!(restoring.put(&kind, bytes), "{kind} fits");
        }
    }
    assert!(restoring.is_whole());
    let finished = community
        .challenges()
        .iter()
        .filter(|one| one.phase().is_finished());
    for number in finished.map(Challenge::number) {
        let mut left = stored.iter().filter(|((kind, _), bytes)| {
            !bytes.is_empty() && (*kind == format!("e{number}") || *kind == format!("p{number}"))
        });
        assert!(
            left.next().is_none(),
            "a finished challenge keeps its roll alone"
        );
    }
    restoring.finish().sorted()
}

/// What can be told of a challenge only while its entries are here.
const TELLINGS: [fn(&Challenge, u32, u64) -> String; 10] = [
    |challenge, _, _| format!("{:?}", challenge.table(Board::Whole)),
    |challenge, _, _| format!("{:?}", challenge.standings(Board::Round, 0, 9).count()),
    |challenge, who, _| format!("{:?}", challenge.counted(who)),
    |challenge, who, _| format!("{:?}", challenge.standing(who, Board::Round)),
    |challenge, who, _| format!("{:?}", challenge.position(who, Board::Round)),
    |challenge, _, entry| format!("{:?}", challenge.entry(entry)),
    |challenge, who, _| format!("{:?}", challenge.entries_of(who).count()),
    |challenge, who, _| format!("{:?}", challenge.participant(who)),
    |challenge, _, _| format!("{:?}", challenge.participants().count()),
    |challenge, _, _| format!("{:?}", challenge.n_entries()),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_can_tell_what_was_put_away_and_recalled(
        steps in prop::collection::vec(step(), 1..160),
        bits in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let Stream { community: plain, records, .. } = Stream::of(&steps);
        let mut restless = fold_restlessly(&records, &bits);
        prop_assert_eq!(seen_at_rest(&plain), seen_at_rest(&restless));
        recall_all(&mut restless, &records);
        prop_assert_eq!(seen(&plain), seen(&restless));
        let mut opened = through_snapshots(&records, &bits);
        prop_assert_eq!(seen_at_rest(&plain), seen_at_rest(&opened));
        recall_all(&mut opened, &records);
        prop_assert_eq!(seen(&plain), seen(&opened));
    }

    #[test]
    fn whoever_reaches_for_what_is_away_is_heard(
        steps in prop::collection::vec(step(), 40..160),
        entry in 1..200_u64,
        who in 1..=MEMBERS,
    ) {
        let Stream { community: plain, records, .. } = Stream::of(&steps);
        let mut resting = plain.clone();
        file_all(&mut resting);
        resting.put_all_away();
        // Whatever is decided without a miss is decided as with everything at hand.
        let pick = Pick::Number(entry);
        let secrets = Secrets::new();
        let moment = Moment { now_ms: plain.last_ms(), chance: [0; 32], secrets: &secrets };
        let decide = |community: &Community| {
            let events = |decided: Decided| decided.map(|decision| decision.events);
            [
                events(act::entry::judge(community, person(1), None, pick, Judgement::Void, "")),
                events(act::entry::judge(community, person(1), Some(who), pick, Judgement::Accept, "")),
                events(act::undo::decide(community, &moment, person(who), Some(entry))),
                events(act::undo::decide(community, &moment, person(who), None)),
            ]
        };
        let (mut decided, reached) = away::listen(|| decide(&resting));
        let missing = reached.iter().any(|number| resting.challenge(*number).is_some_and(Challenge::is_away));
        if missing {
            recall(&mut resting, &records, &reached);
            decided = away::listen(|| decide(&resting)).0;
        }
        prop_assert_eq!(&decided, &decide(&plain));
        // And whatever is told of a challenge at rest is heard.
        for challenge in resting.challenges().iter().filter(|one| one.is_away()) {
            for tell in TELLINGS {
                let (_, reached) = away::listen(|| tell(challenge, who, entry));
                prop_assert_eq!(reached, [challenge.number()]);
            }
        }
    }
}
