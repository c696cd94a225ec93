//! What a member reads after a command.

use insta::assert_snapshot;

use super::refusals::refusals;
use super::spring_cut;
use super::town::{Town, at, read};
use crate::cards::entry::EntryFacts;
use crate::cards::{entry, question, refusal};
use crate::domain::amount::{self, Decimal, Reading, Typed, Unit, Unreadable};
use crate::domain::calendar::WhenTrouble;
use crate::domain::challenge::Phase;
use crate::domain::refusal::{Problem, Question, Refusal, Wanted};

/// An entry's facts as its reply knows them.
fn facts(challenge: u32, identity: u32, entry: u64, unit: &str) -> EntryFacts {
    EntryFacts {
        entry,
        challenge,
        identity,
        rank_before: None,
        enrolled: false,
        typed_unit: Unit::from_word(unit).expect("a unit"),
        when_typed: false,
        note: None,
        alone: false,
    }
}

#[test]
fn an_entry_is_repeated_as_it_was_understood() {
    let mut town = Town::new();
    let cut = spring_cut(&mut town);
    town.reports(2, cut, "5kg");
    let first = town.reports(3, cut, "3kg");
    let joined = EntryFacts {
        enrolled: true,
        note: Some("easy\u{e000}p1,0\u{e001} run".to_owned()),
        ..facts(cut, 3, first, "kg")
    };
    // The last is not told so in public.
    assert_snapshot!(read(entry::recorded(&town.view(0), &[joined])), @r"
    bob logged 3 kg in Spring cut
    Welcome to Spring cut, bob!
    “easyp1,0 run”
    This round: 3 kg
    [Undo] undo 27
    ");
    let second = town.reports(3, cut, "6.6lb");
    let up = EntryFacts {
        rank_before: Some(2),
        ..facts(cut, 3, second, "lb")
    };
    assert_snapshot!(read(entry::recorded(&town.view(0), &[up])), @r"
    bob logged 6.6 lb (2.99 kg) in Spring cut
    This round: 5.99 kg, place 1 of 2, up 1 place ↑
    [Undo] undo 28
    ");
    town.now_ms += 86_400_000;
    let late = town.reports_at(3, cut, "1 kg", "yesterday");
    let late = EntryFacts {
        when_typed: true,
        alone: true,
        ..facts(cut, 3, late, "kg")
    };
    assert_snapshot!(read(entry::recorded(&town.view(0), &[late])), @r"
    You logged 1 kg in Spring cut
    Logged late, for yesterday.
    This round: 6.99 kg, place 1 of 2
    [Undo] undo 29
    ");
    let other = town.runs("Half marathon", &[("unit", "kg"), ("scoring", "best")]);
    let (one, two) = (town.reports(3, cut, "2kg"), town.reports(3, other, "2kg"));
    let both = [facts(cut, 3, one, "kg"), facts(other, 3, two, "kg")];
    assert_snapshot!(read(entry::recorded(&town.view(0), &both)), @r"
    bob logged 2 kg in 2 challenges
    Spring cut: This round: 8.99 kg, place 1 of 2
    Half marathon: This round: 2 kg, place 1 of 1
    [Undo in Spring cut] undo 33
    [Undo in Half marathon] undo 35
    ");
}

#[test]
fn held_capped_and_sensitive_entries_say_so() {
    let mut town = Town::new();
    let cut = town.runs(
        "Spring cut",
        &[("unit", "kg"), ("entry_max", "100kg"), ("day_cap", "5kg")],
    );
    let held = town.reports(2, cut, "150kg");
    assert_snapshot!(read(entry::recorded(&town.view(0), &[facts(cut, 2, held, "kg")])), @r"
    ana logged 150 kg in Spring cut
    It waits for a moderator because it is above 100 kg. Nothing more to do: it counts once it is accepted.
    [Undo] undo 25
    ");
    town.reports(2, cut, "3kg");
    let capped = town.reports(2, cut, "4kg");
    let capped = EntryFacts {
        alone: true,
        ..facts(cut, 2, capped, "kg")
    };
    assert_snapshot!(read(entry::recorded(&town.view(2), &[capped])), @r"
    You logged 4 kg in Spring cut
    This round: 5 kg, place 1 of 1
    One day counts up to 5 kg, so 2 kg of it count.
    [Undo] undo 27
    ");
    let weight = town.runs(
        "Weight",
        &[("unit", "kg"), ("scoring", "change"), ("direction", "less")],
    );
    town.joins(2, weight);
    town.reports(2, weight, "80kg");
    let reading = town.reports(2, weight, "78.5kg");
    let public = EntryFacts {
        note: Some("78.5 at last".to_owned()),
        ..facts(weight, 2, reading, "kg")
    };
    let private = EntryFacts {
        alone: true,
        ..public.clone()
    };
    assert_snapshot!(read(entry::recorded(&town.view(3), &[public])), @r"
    ana logged progress in Weight
    This round: place 1 of 1
    [Undo] undo 33
    ");
    assert_snapshot!(read(entry::recorded(&town.view(3), &[private])), @r"
    You logged 78.5 kg in Weight
    “78.5 at last”
    This round: 1.5 kg, place 1 of 1
    [Undo] undo 33
    ");
    let course = town.runs(
        "Course",
        &[
            ("scoring", "completion"),
            ("items", "Intro; Module 1; Exam"),
        ],
    );
    let item = town.reports(2, course, "Module 1");
    assert_snapshot!(read(entry::recorded(&town.view(0), &[facts(course, 2, item, "items")])), @r"
    ana logged “Module 1” in Course
    This round: 1 item, place 1 of 1
    [Undo] undo 38
    ");
    let daily = town.runs("Every day", &[("scoring", "streak")]);
    let check_in = town.reports(2, daily, "");
    assert_snapshot!(read(entry::recorded(&town.view(0), &[facts(daily, 2, check_in, "check-ins")])), @r"
    ana logged a check-in in Every day
    This round: 1 day, place 1 of 1
    [Undo] undo 43
    ");
}

#[test]
fn an_undo_is_confirmed_with_the_new_standing() {
    let mut town = Town::new();
    let cut = spring_cut(&mut town);
    let (first, second) = (town.reports(2, cut, "3kg"), town.reports(2, cut, "4kg"));
    town.undoes(2, second);
    assert_snapshot!(read(entry::undone(&town.view(2), cut, 2, second, 0)), @r"
    Taken back: 4 kg in Spring cut
    This round: 3 kg, place 1 of 1
    ");
    assert_snapshot!(read(entry::taken_back(&town.view(0), cut, 2, second)), @"Taken back: entry #26 by ana in Spring cut");
    town.undoes(2, first);
    assert_snapshot!(read(entry::undone(&town.view(2), cut, 2, first, 1)), @r"
    Taken back: 3 kg in Spring cut
    You are off the board for now. Log again whenever you like.
    Round 1 had closed: its table stays as it was, and a note beside it tells of the change.
    ");
}

#[test]
fn refusals_show_the_way() {
    let mut town = Town::new();
    let title = || "Spring cut".to_owned();
    let cut = spring_cut(&mut town);
    town.runs("Weight", &[("unit", "kg"), ("scoring", "goal")]);
    let unit = || "kg".to_owned();
    let said = |refused: Refusal| read(refusal::refusal(&town.view(2), &refused));
    let typed = "\u{e000}p1,0\u{e001}".to_owned() + &"x".repeat(1 << 20);
    let amount = |trouble| Refusal::Amount {
        trouble,
        unit: unit(),
        title: title(),
    };
    let lines = [
        said(amount(Unreadable::NoNumber)),
        said(amount(Unreadable::Negative)),
        said(amount(Unreadable::UnknownUnit("blorp".to_owned()))),
        said(Refusal::OtherMeasure {
            typed: "mi".to_owned(),
            running: vec![(title(), unit())],
        }),
        said(Refusal::NoAmount {
            title: title(),
            unit: unit(),
        }),
        said(Refusal::NoSuchChallenge {
            typed,
            near: vec![title()],
        }),
        said(Refusal::Phase {
            title: title(),
            phase: Phase::Paused,
            wanted: Wanted::Entry,
            starts_ms: None,
        }),
        said(Refusal::When {
            trouble: WhenTrouble::TooOld {
                earliest_ms: at(2027, 1, 5),
            },
            title: title(),
            look_back_ms: 172_800_000,
            start_ms: 0,
            works: None,
        }),
        said(Refusal::GoalNeeded {
            title: "Weight".to_owned(),
            unit: unit(),
        }),
        said(Refusal::ConsentNeeded {
            title: "Weight".to_owned(),
        }),
        said(Refusal::Option {
            name: "zone",
            typed: "Berln".to_owned(),
            problem: Problem::Zone(vec!["Europe/Berlin"]),
        }),
        said(Refusal::Option {
            name: "direction",
            typed: String::new(),
            problem: Problem::DirectionNeeded,
        }),
        said(Refusal::NoSuchCommand {
            typed: "progess".to_owned(),
            near: vec!["progress".to_owned()],
        }),
        said(Refusal::Stale),
    ];
    assert_snapshot!(lines.join("\n"), @r##"
    I can't find a number there. Try /progress 3kg.
    Amounts don't go below zero. To take an entry back, type /undo; to log one, try /progress 3kg.
    I don't know the unit “blorp”. Here it is kg: try /progress 3kg.
    Nothing that runs measures distance: Spring cut measures kg. Try /progress 3kg.
    How much was it? Spring cut waits for an amount, for example /progress 3kg.
    I don't know a challenge “p1,0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”. Did you mean Spring cut?
    [Show challenges] challenges
    Spring cut takes a break: entries count again when it resumes.
    That is too long ago for Spring cut: it looks back 48 h, to Tue 5 Jan 2027, 00:00 (UTC). A moderator can add it for you.
    Weight is about your own goal: join with it, for example /join "Weight" goal:70kg.
    Weight is about something personal: your numbers stay between you and moderators who judge an entry, others see your place or percent. If that is fine, join with /join "Weight" and log again.
    [Join] join "#2"
    zone: I don't know the zone “Berln”. Try Europe/Berlin.
    Which way is better? Add direction:more or direction:less.
    I don't know “progess”. Did you mean /progress?
    [Show help] help
    That took too long to reach me, so I did nothing. Please try again.
    "##);
    let goal = refusal::refusal(
        &town.view(2),
        &Refusal::GoalNeeded {
            title: "Weight".to_owned(),
            unit: unit(),
        },
    );
    assert_eq!(
        goal.form.map(|form| form.command).as_deref(),
        Some("join \"#2\"")
    );
    assert_eq!(cut, 1);
}

#[test]
fn every_refusal_is_one_short_sentence_or_two() {
    let mut town = Town::new();
    spring_cut(&mut town);
    for refused in refusals() {
        let text = read(refusal::refusal(&town.view(2), &refused));
        assert!(
            (8..400).contains(&text.chars().count()),
            "{refused:?}: {text}"
        );
        assert!(
            !text.contains("refused-") && !text.contains("option-") && !text.contains("phase-"),
            "{text}"
        );
    }
}

#[test]
fn a_question_has_an_answer_in_words_for_each_button() {
    let mut town = Town::new();
    spring_cut(&mut town);
    town.runs(
        "A challenge with a title that is far too long for any button",
        &[("unit", "kg")],
    );
    let asked = |asked: &Question| {
        let line = match asked {
            Question::WhichAmount { .. } => "progress",
            _ => "progress 3kg",
        };
        read(question::question(&town.view(2), asked, line, true))
    };
    assert_snapshot!(asked(&Question::WhichChallenge { challenges: vec![1, 2] }), @r"
    Which challenge is this for?
    Spring cut: /progress 3kg challenge:#1
    A challenge with a title that is far too long for any button: /progress 3kg challenge:#2
    All of them: /progress 3kg challenge:all
    Pick one with a button and I'll remember it for next time.
    [Spring cut] progress 3kg challenge:#1 remember:yes
    [A challenge with a title that…] progress 3kg challenge:#2 remember:yes
    [All of them] progress 3kg challenge:all
    ");
    let way = |shown: &str, again: &str| (shown.to_owned(), again.to_owned());
    let ways = [way("1 h 30 min", "1h30min"), way("1 min 30 s", "1min30s")];
    assert_snapshot!(asked(&Question::WhichAmount { ways, challenge: 1 }), @r"
    Which one do you mean in Spring cut: 1 h 30 min or 1 min 30 s?
    1 h 30 min: /progress 1h30min challenge:#1
    1 min 30 s: /progress 1min30s challenge:#1
    [1 h 30 min] progress 1h30min challenge:#1
    [1 min 30 s] progress 1min30s challenge:#1
    ");
    assert_snapshot!(asked(&Question::CountAgain { entry: 9, challenge: 1 }), @r"
    You logged the same in Spring cut a moment ago. Count it again?
    Count it again: /progress 3kg again:yes
    [Count it again] progress 3kg again:#9
    ");
}

#[test]
fn examples_can_be_typed_as_they_stand() {
    let words = "g kg mg t lb oz st m km mm cm mi yd ft in nmi s ms min h d w l ml cl dl gal qt pint cup J kJ MJ cal kcal Wh kWh % steps items pages points EUR USD GBP JPY SEK PLN INR pushups";
    for word in words.split(' ') {
        let unit = Unit::from_word(word).expect("a unit");
        let reading = Reading {
            unit: &unit,
            signed: false,
            zero_ok: false,
            community: Decimal::Comma,
            member: Decimal::Point,
        };
        let example = crate::cards::example::of_unit(unit.symbol());
        match amount::read(&example, &reading) {
            Ok(Typed::Amount(read)) => {
                assert!(read.fits(&unit) && read.note.is_empty(), "{example}");
            }
            other => panic!("{example}: {other:?}"),
        }
    }
}
