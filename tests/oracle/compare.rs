//! The program's standings beside the recomputed ones, and a readable account of the first difference.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::Value;

use super::civil;
use super::history::History;
use super::reckon::{Outcome, Row};
use super::score::Entry;

/// What the program printed: its standings, and its replies to each line.
pub(crate) struct Printed {
    rows: Vec<Row>,
    replies: BTreeMap<usize, Vec<Value>>,
}

/// A table's place: the challenge, and the round or none.
type Place<'a> = (&'a str, Option<usize>);

impl Printed {
    /// Reads all that `simulate` wrote.
    pub(crate) fn read(output: &str) -> Self {
        let mut replies = BTreeMap::new();
        let mut since_done = Vec::new();
        let mut rows = None;
        for text in output.lines() {
            let value: Value = serde_json::from_str(text)
                .unwrap_or_else(|error| panic!("not a JSON line ({error}): {text}"));
            if let Some(line) = value["done"].as_u64() {
                let line = usize::try_from(line).expect("a line number");
                replies.insert(line, std::mem::take(&mut since_done));
            } else if let Some(standings) = value["standings"].as_array() {
                rows = Some(standings.iter().map(row).collect());
            } else if value.get("to").is_some() {
                since_done.push(value);
            }
        }
        let rows = rows.expect("the last line holds the standings");
        Self { rows, replies }
    }
}

/// Compares every table: ranks, members, scores, units and order; and which lines were refused.
pub(crate) fn compare(history: &History, printed: &Printed) -> Result<(), String> {
    let expected_rows = history.reckoner.standings();
    let (expected, got) = (tables(&expected_rows), tables(&printed.rows));
    let n_done = printed.replies.len();
    if n_done != history.lines.len() {
        return Err(format!("{n_done} lines done of {}", history.lines.len()));
    }
    let places: BTreeSet<_> = expected.keys().chain(got.keys()).collect();
    let differing = |place: &&&Place<'_>| expected.get(**place) != got.get(**place);
    let n_differing = places.iter().filter(differing).count();
    let Some(place) = places.iter().find(differing) else {
        let judged: Vec<String> = judged_otherwise(history, printed).collect();
        return match judged.as_slice() {
            [] => Ok(()),
            [first, ..] => Err(format!(
                "{} lines are judged otherwise, the first is\n{first}",
                judged.len()
            )),
        };
    };
    let none = Vec::new();
    let expected = expected.get(place).unwrap_or(&none);
    let got = got.get(place).unwrap_or(&none);
    let account = account(history, printed, **place, expected, got);
    Err(format!(
        "{n_differing} tables differ, the first is {account}"
    ))
}

fn account(
    history: &History,
    printed: &Printed,
    (title, round): Place<'_>,
    expected: &[&Row],
    got: &[&Row],
) -> String {
    let mut text = format!("{title}, round {round:?}\n");
    let n_rows = expected.len().max(got.len());
    let mut users = Vec::new();
    for n in 0..n_rows {
        let (expected, got) = (expected.get(n).copied(), got.get(n).copied());
        let mark = if expected == got { ' ' } else { '!' };
        add(
            &mut text,
            &format!("{mark} expected {:32} got {}", show(expected), show(got)),
        );
        if expected != got && users.is_empty() {
            users.extend(
                [expected, got]
                    .into_iter()
                    .flatten()
                    .map(|row| row.user.clone()),
            );
        }
    }
    users.dedup();
    let reckoner = &history.reckoner;
    let challenge = reckoner.place(title);
    add(
        &mut text,
        &format!("{:#?}", reckoner.challenges[challenge].rules),
    );
    let rounds = &reckoner.challenges[challenge].rounds;
    if let Some(round) = round.and_then(|number| rounds.get(number.checked_sub(1)?)) {
        let close = reckoner.challenges[challenge].close_of(round);
        let (from, to) = (civil::show(round.opened_at), civil::show(close));
        add(&mut text, &format!("the round runs from {from} to {to}"));
    }
    for user in users {
        let part = reckoner.challenges[challenge].parts.get(&user);
        add(&mut text, &format!("{user}: {part:?}"));
        let own = |entry: &&Entry| entry.challenge == challenge && entry.user == user;
        for entry in reckoner.entries.iter().filter(own) {
            add(&mut text, &describe(entry));
        }
    }
    add(
        &mut text,
        "the first lines that the program judged otherwise:",
    );
    for difference in judged_otherwise(history, printed).take(5) {
        add(&mut text, &difference);
    }
    text
}

fn describe(entry: &Entry) -> String {
    format!(
        "  #{} {:?} {} {} recorded {} effective {} day {} round {:?}",
        entry.seq,
        entry.state,
        entry.micro,
        entry.item.unwrap_or(""),
        civil::show(entry.recorded_at),
        civil::show(entry.effective),
        entry.day,
        entry.round
    )
}

/// Lines refused here and not there, or the other way; what was asked about or came twice is left out.
fn judged_otherwise<'a>(
    history: &'a History,
    printed: &'a Printed,
) -> impl Iterator<Item = String> + 'a {
    let judged = history
        .lines
        .iter()
        .zip(&history.reckoner.outcomes)
        .zip(1..);
    judged.filter_map(|((line, outcome), number)| {
        let is_refusal = match outcome {
            Outcome::Refused(_) => true,
            Outcome::Asked | Outcome::Repeated => return None,
            Outcome::Done | Outcome::Accepted | Outcome::Held => false,
        };
        let replies = printed.replies.get(&number)?;
        let was_refused = replies.iter().any(|reply| reply["refused"] == true);
        (is_refusal != was_refused).then(|| {
            let said = replies
                .iter()
                .map(|reply| &reply["text"])
                .collect::<Vec<_>>();
            format!(
                "  line {number} {}\n    here {outcome:?}, there {said:?}",
                line.json()
            )
        })
    })
}

fn tables(rows: &[Row]) -> BTreeMap<Place<'_>, Vec<&Row>> {
    let mut tables: BTreeMap<Place<'_>, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        tables
            .entry((&row.challenge, row.round))
            .or_default()
            .push(row);
    }
    tables
}

fn row(value: &Value) -> Row {
    let number = |name: &str| value[name].as_u64().and_then(|n| usize::try_from(n).ok());
    let word = |name: &str| {
        value[name]
            .as_str()
            .expect("every row has all fields")
            .to_owned()
    };
    Row {
        challenge: word("challenge"),
        round: number("round"),
        rank: number("rank").expect("every row has a rank"),
        user: word("user"),
        score: word("score"),
        unit: word("unit"),
    }
}

fn show(row: Option<&Row>) -> String {
    row.map_or("nothing".to_owned(), |row| {
        format!("{}. {} {} {}", row.rank, row.user, row.score, row.unit)
    })
}

fn add(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("a string takes all");
}
