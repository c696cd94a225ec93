//! Deliveries that come twice, near-duplicates, and what a whole history must contain.

use std::collections::BTreeMap;

use super::act::{Act, Line, Report, When};
use super::cases::{MONDAY, kilograms, play};
use super::history;
use super::reckon::Outcome;
use super::typed::{self, Typed, Unit};

#[test]
fn near_duplicates_are_asked_about_and_deliveries_come_once() {
    let mut reckoner = play(kilograms(), &[]);
    let mut take = |seconds: i64, id: &str, amount: Typed, again: bool| {
        let act = Act::Report(Report {
            title: "T",
            amount: Some(amount),
            item: None,
            note: None,
            when: When::Now,
            again,
        });
        reckoner.take(&Line {
            at: MONDAY + seconds,
            user: "u1".to_owned(),
            id: Some(id.to_owned()),
            act,
        })
    };
    let kilogram = || typed::plain(Unit::Kilogram, 1);
    let grams = Typed {
        text: "1000 g".to_owned(),
        micro: Unit::Kilogram.micro(),
    };
    assert_eq!(take(1, "a", kilogram(), false), Outcome::Accepted);
    assert_eq!(take(30, "b", grams, false), Outcome::Asked);
    assert_eq!(take(40, "a", kilogram(), false), Outcome::Repeated);
    assert_eq!(take(50, "c", kilogram(), true), Outcome::Accepted);
    assert_eq!(take(111, "d", kilogram(), false), Outcome::Accepted);
}

#[test]
fn histories_reach_every_corner() {
    let history = history::write(1, 3_600);
    let mut counts = BTreeMap::new();
    for outcome in &history.reckoner.outcomes {
        *counts.entry(format!("{outcome:?}")).or_insert(0) += 1;
    }
    for wanted in [
        "Done",
        "Accepted",
        "Held",
        "Asked",
        "Repeated",
        "Refused(\"future\")",
        "Refused(\"too long ago\")",
        "Refused(\"before the start\")",
        "Refused(\"after the end\")",
        "Refused(\"final\")",
        "Refused(\"not started\")",
        "Refused(\"amount\")",
    ] {
        assert!(
            counts.contains_key(wanted),
            "{wanted} is missing in {counts:?}"
        );
    }
    let rows = history.reckoner.standings();
    for challenge in &history.reckoner.challenges {
        let title = challenge.rules.title;
        assert!(
            rows.iter().any(|row| row.challenge == title),
            "{title} has no row"
        );
    }
    assert!(rows.len() > 300, "only {} rows", rows.len());
}
