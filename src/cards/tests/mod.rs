//! What people read, card by card, in a small community.

mod town;
mod wording;

use insta::assert_snapshot;

use self::town::{Town, at, read, sent};
use crate::cards::entry::EntryFacts;
use crate::cards::phrase::POST_MAX;
use crate::cards::{amounts, board, entry, news, question, refusal, rules, winners};
use crate::domain::act::entry::{Judgement, Pick};
use crate::domain::amount::{Decimal, Unit, Unreadable};
use crate::domain::calendar::WhenTrouble;
use crate::domain::challenge::Phase;
use crate::domain::event::{ChallengeFinal, Event, Outcome, Reveal, Rise, RoundClosed, Run, Winner};
use crate::domain::refusal::{Problem, Question, Refusal, Wanted};
use crate::domain::rules::Rules;
use crate::domain::score::Score;

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

fn spring_cut(town: &mut Town) -> u32 {
    town.runs("Spring cut", &[("unit", "kg"), ("purpose", "62 meals"), ("prize", "A cookbook")])
}

#[test]
fn an_entry_is_repeated_as_it_was_understood() {
    let mut town = Town::new();
    let cut = spring_cut(&mut town);
    town.reports(2, cut, "5kg");
    let first = town.reports(3, cut, "3kg");
    let joined = EntryFacts { enrolled: true, note: Some("easy\u{e000}p1,0\u{e001} run".to_owned()), ..facts(cut, 3, first, "kg") };
    // The last is not told so in public.
    assert_snapshot!(read(entry::recorded(&town.view(0), &[joined])), @r"
    bob logged 3 kg in Spring cut
    Welcome to Spring cut, bob!
    “easyp1,0 run”
    This round: 3 kg
    [Undo] undo 27
    ");
    let second = town.reports(3, cut, "6.6lb");
    let up = EntryFacts { rank_before: Some(2), ..facts(cut, 3, second, "lb") };
    assert_snapshot!(read(entry::recorded(&town.view(0), &[up])), @r"
    bob logged 6.6 lb (2.99 kg) in Spring cut
    This round: 5.99 kg, place 1 of 2, up 1 place ↑
    [Undo] undo 28
    ");
    town.now_ms += 86_400_000;
    let late = town.reports_at(3, cut, "1 kg", "yesterday");
    let late = EntryFacts { when_typed: true, alone: true, ..facts(cut, 3, late, "kg") };
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
    let cut = town.runs("Spring cut", &[("unit", "kg"), ("entry_max", "100kg"), ("day_cap", "5kg")]);
    let held = town.reports(2, cut, "150kg");
    assert_snapshot!(read(entry::recorded(&town.view(0), &[facts(cut, 2, held, "kg")])), @r"
    ana logged 150 kg in Spring cut
    It waits for a moderator because it is above 100 kg. Nothing more to do: it counts once it is accepted.
    [Undo] undo 25
    ");
    town.reports(2, cut, "3kg");
    let capped = town.reports(2, cut, "4kg");
    let capped = EntryFacts { alone: true, ..facts(cut, 2, capped, "kg") };
    assert_snapshot!(read(entry::recorded(&town.view(2), &[capped])), @r"
    You logged 4 kg in Spring cut
    This round: 5 kg, place 1 of 1
    One day counts up to 5 kg, so 2 kg of it count.
    [Undo] undo 27
    ");
    let weight = town.runs("Weight", &[("unit", "kg"), ("scoring", "change"), ("direction", "less")]);
    town.joins(2, weight, None);
    town.reports(2, weight, "80kg");
    let reading = town.reports(2, weight, "78.5kg");
    let public = EntryFacts { note: Some("78.5 at last".to_owned()), ..facts(weight, 2, reading, "kg") };
    let private = EntryFacts { alone: true, ..public.clone() };
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
    let course = town.runs("Course", &[("scoring", "completion"), ("items", "Intro; Module 1; Exam")]);
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
    let amount = |trouble| Refusal::Amount { trouble, unit: unit(), title: title() };
    let lines = [
        said(amount(Unreadable::NoNumber)),
        said(amount(Unreadable::Negative)),
        said(amount(Unreadable::UnknownUnit("blorp".to_owned()))),
        said(Refusal::OtherMeasure { typed: "mi".to_owned(), running: vec![(title(), unit())] }),
        said(Refusal::NoAmount { title: title(), unit: unit() }),
        said(Refusal::NoSuchChallenge { typed, near: vec![title()] }),
        said(Refusal::Phase { title: title(), phase: Phase::Paused, wanted: Wanted::Entry, starts_ms: None }),
        said(Refusal::When {
            trouble: WhenTrouble::TooOld { earliest_ms: at(2027, 1, 5) },
            title: title(),
            look_back_ms: 172_800_000,
            start_ms: 0,
        }),
        said(Refusal::GoalNeeded { title: "Weight".to_owned(), unit: unit() }),
        said(Refusal::ConsentNeeded { title: "Weight".to_owned() }),
        said(Refusal::Option { name: "zone", typed: "Berln".to_owned(), problem: Problem::Zone(vec!["Europe/Berlin"]) }),
        said(Refusal::Option { name: "direction", typed: String::new(), problem: Problem::DirectionNeeded }),
        said(Refusal::NoSuchCommand { typed: "progess".to_owned(), near: vec!["progress".to_owned()] }),
        said(Refusal::Stale),
    ];
    assert_snapshot!(lines.join("\n"), @r##"
    I can't find a number there. Try /progress 3kg.
    Amounts don't go below zero. To take an entry back, type /undo; to log one, try /progress 3kg.
    I don't know the unit “blorp”. Here it is kg: try /progress 3kg.
    Nothing that runs measures mi: Spring cut measures kg. Try /progress 3kg.
    How much was it? Spring cut waits for an amount, for example /progress 3kg.
    I don't know a challenge “p1,0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”. Did you mean Spring cut?
    [Show challenges] challenges
    Spring cut takes a break: entries count again when it resumes.
    That is too long ago for Spring cut: it looks back 48 h, to Tue 5 Jan 2027, 00:00 (UTC). A moderator can add it for you.
    Weight is about your own goal: join with it, for example /join "#2" goal:70kg.
    Weight is about something personal: your numbers stay between you and moderators who judge an entry, others see your place or percent. If that is fine, join with /join "#2" and log again.
    [Join] join "#2"
    zone: I don't know the zone “Berln”. Try Europe/Berlin.
    Which way is better? Add direction:more or direction:less.
    I don't know “progess”. Did you mean /progress?
    [Show help] help
    That took too long to reach me, so I did nothing. Please try again.
    "##);
    let goal = refusal::refusal(&town.view(2), &Refusal::GoalNeeded { title: "Weight".to_owned(), unit: unit() });
    assert_eq!(goal.form.map(|form| form.command).as_deref(), Some("join \"#2\""));
    assert_eq!(cut, 1);
}

#[test]
fn every_refusal_is_one_short_sentence_or_two() {
    let mut town = Town::new();
    spring_cut(&mut town);
    for refused in town::refusals() {
        let text = read(refusal::refusal(&town.view(2), &refused));
        assert!((8..400).contains(&text.chars().count()), "{refused:?}: {text}");
        assert!(!text.contains("refused-") && !text.contains("option-") && !text.contains("phase-"), "{text}");
    }
}

#[test]
fn a_question_has_an_answer_in_words_for_each_button() {
    let mut town = Town::new();
    spring_cut(&mut town);
    town.runs("A challenge with a title that is far too long for any button", &[("unit", "kg")]);
    let asked = |asked: &Question| read(question::question(&town.view(2), asked, "progress 3kg"));
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
    [Count it again] progress 3kg again:yes
    ");
}

#[test]
fn a_board_shows_ten_places_and_my_own() {
    let mut town = Town::new();
    let cut = spring_cut(&mut town);
    for identity in 1..=18 {
        town.reports(identity, cut, &format!("{}kg", 40 - identity));
    }
    assert_snapshot!(read(board::live(&town.view(15), cut, &board::Round::Running, 1)), @r##"
    Spring cut – round 1
    Closes Sun 10 Jan 2027, 20:00 (UTC).
    18 members are on the board.
    Score in kg, page 1 of 2
    1.  mod  39 kg
    2.  ana  38 kg
    3.  bob  37 kg
    4.  m4  36 kg
    5.  m5  35 kg
    6.  m6  34 kg
    7.  m7  33 kg
    8.  m8  32 kg
    9.  m9  31 kg
    10.  m10  30 kg
    …
    13.  m13  27 kg
    14.  m14  26 kg
    15.  m15 (you)  25 kg
    16.  m16  24 kg
    17.  m17  23 kg
    [Next page] leaderboard "#1" page:2
    [All rounds] leaderboard "#1" round:all
    [Show to all] leaderboard "#1" share:yes
    "##);
    assert_snapshot!(read(board::live(&town.view(2), cut, &board::Round::Whole, 2)), @r##"
    Spring cut – so far
    18 members are on the board.
    Score in kg, page 2 of 2
    1.  mod  39 kg
    2.  ana (you)  38 kg
    3.  bob  37 kg
    4.  m4  36 kg
    …
    11.  m11  29 kg
    12.  m12  28 kg
    13.  m13  27 kg
    14.  m14  26 kg
    15.  m15  25 kg
    16.  m16  24 kg
    17.  m17  23 kg
    18.  m18  22 kg
    [Previous page] leaderboard "#1" round:all
    [This round] leaderboard "#1"
    [Show to all] leaderboard "#1" round:all page:2 share:yes
    "##);
    assert_snapshot!(read(board::panel(&town.view(9), cut)), @r"
    Spring cut
    closes in 4 days
    Together: 549 kg
    18 members
    1.  mod  39 kg
    2.  ana  38 kg
    3.  bob  37 kg
    4.  m4  36 kg
    5.  m5  35 kg
    …
    9.  m9 (you)  31 kg
    ");
    // Pages beyond the last are the last, and everybody's view has no row of its own.
    let shared = sent(board::live(&town.view(0), cut, &board::Round::Whole, usize::MAX));
    assert_eq!(shared.table.map(|table| table.rows.len()), Some(8));
    assert!(!shared.actions.iter().any(|action| action.command.contains("share")));
    let rows = town.community.challenge(cut).expect("it").table(crate::domain::challenge::Board::Whole);
    assert_snapshot!(read(board::closed(&town.view(5), cut, 1, &rows[..4], 1)), @r##"
    Spring cut – round 1
    4 members are on the board.
    Score in kg
    1.  mod  39 kg
    2.  ana  38 kg
    3.  bob  37 kg
    4.  m4  36 kg
    [This round] leaderboard "#1"
    [All rounds] leaderboard "#1" round:all
    [Show to all] leaderboard "#1" round:1 share:yes
    "##);
}

#[test]
fn a_sensitive_board_keeps_numbers_private() {
    let mut town = Town::new();
    let weight = town.runs("Weight", &[("unit", "kg"), ("scoring", "change"), ("direction", "less")]);
    for identity in 2..=4 {
        town.joins(identity, weight, None);
        town.reports(identity, weight, "80kg");
    }
    town.reports(2, weight, "78kg");
    town.reports(3, weight, "79kg");
    assert_snapshot!(read(board::live(&town.view(3), weight, &board::Round::Whole, 1)), @r##"
    Weight – so far
    2 members are on the board, 1 more has started.
    Places (numbers stay private)
    1.  ana  –
    2.  bob (you)  1 kg
    [This round] leaderboard "#1"
    [Show to all] leaderboard "#1" round:all share:yes
    "##);
}

#[test]
fn a_rule_card_says_everything() {
    let mut town = Town::new();
    let options = [
        ("unit", "pushups"),
        ("purpose", "Stronger together"),
        ("prize", "A mug"),
        ("ends", "2027-02-28"),
        ("day_cap", "200"),
        ("entry_max", "500"),
        ("tie", "earliest"),
        ("join_until", "2027-02-01"),
    ];
    let draft = town.drafted("Push", &options);
    assert_snapshot!(read(rules::card(&town.view(1), draft)), @r##"
    Draft: Push
    Stronger together
    Looks right? Open it with /challenge open "#1".
    Measures: an own unit: pushups
    Score: the sum of your entries
    Starts: when a moderator opens it
    Ends: Mon 1 Mar 2027, 00:00 (UTC)
    Rounds: weekly, closing sun 20:00 (UTC)
    Winners: 3 places; of equal scores the one logged first wins
    Prize: A mug
    Logging late: up to 48 h back; entries can be taken back as long
    A day: counts up to 200 pushups
    Large entries: above 500 pushups a moderator looks first
    Joining: until Tue 2 Feb 2027, 00:00 (UTC)
    Grace: 24 h after the end for late entries and corrections, then the result is final
    [Open] challenge open "#1"
    "##);
    town.opens(draft);
    assert_snapshot!(read(news::opened(&town.view(0), draft)), @r##"
    New challenge: Push
    Stronger together
    Join with /join "#1".
    Measures: an own unit: pushups
    Score: the sum of your entries
    Starts: Wed 6 Jan 2027, 12:00 (UTC)
    Ends: Mon 1 Mar 2027, 00:00 (UTC)
    Rounds: weekly, closing sun 20:00 (UTC); round 1 closes Sun 10 Jan 2027, 20:00 (UTC)
    Winners: 3 places; of equal scores the one logged first wins
    Prize: A mug
    Logging late: up to 48 h back; entries can be taken back as long
    A day: counts up to 200 pushups
    Large entries: above 500 pushups a moderator looks first
    Joining: until Tue 2 Feb 2027, 00:00 (UTC)
    Grace: 24 h after the end for late entries and corrections, then the result is final
    [Join] join "#1"
    "##);
    let draw = town.runs("Lottery", &[("scoring", "draw"), ("winners", "2")]);
    assert_snapshot!(read(rules::card(&town.view(2), draw)), @r##"
    Lottery – running
    Join with /join "#2".
    Measures: check-ins, one a day counts
    Score: one ticket for each day on which you logged something; winners are drawn
    Starts: Wed 6 Jan 2027, 12:00 (UTC)
    Ends: no end set
    Rounds: weekly, closing sun 20:00 (UTC); round 1 closes Sun 10 Jan 2027, 20:00 (UTC)
    Winners: 2 winners are drawn
    Logging late: up to 48 h back; entries can be taken back as long
    Joining: any time until the end; what you log from then on counts
    Grace: 24 h after the end for late entries and corrections, then the result is final
    Draw: anyone can check it; SHA-256 of the sealed seeds: this round a063d2bb5c6bf9c700880030dae3d6ca35e840f775695aced908e7a6fe5bfed1, the whole d426b18a80ce97a2ece9b364b5b8bc9dc6290ade87dc2577bb10f7a2482effb5
    [Join] join "#2"
    "##);
    let weight = town.runs("Weight", &[("unit", "kg"), ("scoring", "goal"), ("rounds", "none")]);
    assert_snapshot!(read(rules::card(&town.view(2), weight)), @r##"
    Weight – running
    Join with your own goal, for example /join "#3" goal:70kg start:80kg.
    Measures: mass in kg, each entry is a reading
    Score: how far you have come from your start to your own goal, in percent
    Starts: Wed 6 Jan 2027, 12:00 (UTC)
    Ends: no end set
    Rounds: none, one result at the end
    Winners: 3 places; equal scores share a place
    Logging late: up to 48 h back; entries can be taken back as long
    Joining: any time until the end; what you log from then on counts
    Grace: 24 h after the end for late entries and corrections, then the result is final
    Privacy: others see percent only; your numbers stay between you and a moderator who judges an entry
    [Join] join "#3"
    "##);
}

#[test]
fn winners_are_told_with_everything_worth_telling() {
    let mut town = Town::new();
    let cut = town.runs("Spring cut", &[("unit", "kg"), ("purpose", "62 meals"), ("prize", "A cookbook"), ("ends", "2027-01-17 20:00")]);
    town.reports(2, cut, "1000kg");
    town.reports(3, cut, "240kg");
    let Some(Event::RoundClosed(first)) = town.until(at(2027, 1, 10) + 20 * 3_600_000) else { panic!("a close") };
    assert_snapshot!(read(winners::round_closed(&town.view(2), &first)), @r"
    🏆 Spring cut, round 1: ana wins with 1,000 kg
    1. ana – 1,000 kg
    2. bob – 240 kg
    2 members took part.
    Together: 1,240 kg for “62 meals”
    Prize: A cookbook. Winners, ask a moderator to claim it.
    The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    ");
    town.mentions(4);
    town.reports(4, cut, "9.5kg");
    town.reports(3, cut, "300kg");
    let closes: Vec<Event> = town.events_until(at(2027, 1, 17) + 20 * 3_600_000);
    let [Event::RoundClosed(second), Event::ChallengeEnded(ended)] = closes.as_slice() else { panic!("{closes:?}") };
    assert_snapshot!(read(winners::round_closed(&town.view(0), second)), @r"
    🏆 Spring cut, round 2: bob wins with 300 kg
    1. bob – 300 kg
    2. m4 – 9.5 kg
    2 members took part.
    Most improved: bob, 60 kg up on the round before
    First entries from m4. Welcome!
    Together: 309.5 kg for “62 meals”
    Prize: A cookbook. Winners, ask a moderator to claim it.
    ");
    assert_eq!(winners::round_closed(&town.view(0), second).mentions, [4]);
    assert_snapshot!(read(winners::provisional(&town.view(0), ended)), @r"
    Spring cut has ended: ana leads
    Provisional until Mon 18 Jan 2027, 20:00 (UTC): entries from before the end can still be logged.
    1. ana – 1,000 kg
    2. bob – 540 kg
    3. m4 – 9.5 kg
    3 members took part.
    Together: 1,549.5 kg for “62 meals”
    ");
    let Some(Event::ChallengeFinal(last)) = town.until(at(2027, 1, 18) + 20 * 3_600_000) else { panic!("a final") };
    assert_snapshot!(read(winners::finished(&town.view(0), &last)), @r"
    🏆 Spring cut, final result: ana wins with 1,000 kg
    1. ana – 1,000 kg
    2. bob – 540 kg
    3. m4 – 9.5 kg
    3 members took part.
    Together: 1,549.5 kg for “62 meals”
    Prize: A cookbook. Winners, ask a moderator to claim it.
    Thanks to everyone who took part!
    ");
}

#[test]
fn a_round_without_entries_gets_a_friendly_line() {
    let mut town = Town::new();
    let cut = spring_cut(&mut town);
    let Some(Event::RoundClosed(closed)) = town.until(at(2027, 1, 11)) else { panic!("a close") };
    assert_eq!(closed.challenge, cut);
    assert_snapshot!(read(winners::round_closed(&town.view(0), &closed)), @r"
    Spring cut, round 1 (late): a quiet one
    Nobody logged this time, and a fresh round has begun: /progress 3kg opens it. The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    ");
}

#[test]
fn a_draw_can_be_checked_from_its_post() {
    let mut town = Town::new();
    let draw = town.runs("Lottery", &[("scoring", "draw"), ("winners", "2")]);
    for identity in 2..=5 {
        town.reports(identity, draw, "");
    }
    let Some(Event::RoundClosed(closed)) = town.until(at(2027, 1, 11)) else { panic!("a close") };
    let text = read(winners::round_closed(&town.view(0), &closed));
    let reveal = closed.outcome.draw.as_ref().expect("a draw");
    assert!(text.contains(&reveal.seed) && text.contains(&reveal.tickets_digest), "{text}");
    let hidden = text.replace(&reveal.seed, "SEED").replace(&reveal.tickets_digest, "DIGEST");
    assert_snapshot!(hidden.replace(closed.commitment.as_deref().expect("the next"), "SEAL"), @r"
    🏆 Lottery, round 1: m4 and m5 win the draw (late)
    1. m4 – 1 ticket
    2. m5 – 1 ticket
    4 members took part.
    The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    Drawn from 4 tickets; SHA-256 of the ticket list: DIGEST
    Check it yourself: the seed was SEED, and huzzah verify-draw finds the same winners.
    The next draw is sealed; SHA-256 of its seed: SEAL
    ");
}

#[test]
fn news_are_short() {
    let mut town = Town::new();
    let cut = town.runs("Spring cut", &[("unit", "kg"), ("entry_max", "100kg")]);
    let entry = town.reports(2, cut, "120kg");
    let edited = town.edits(cut, &[("prize", "A mug"), ("winners", "1")]);
    let view = town.view(0);
    let cards = [
        news::started(&view, cut),
        news::edited(&view, &edited),
        news::paused(&view, cut),
        news::resumed(&view, cut),
        news::cancelled(&view, cut),
        news::amended(&view, cut, 2, entry, 1),
        news::held_waiting(&view, cut),
    ];
    assert_snapshot!(cards.map(read).join("\n\n"), @r##"
    Spring cut has started!
    Log with /progress 3kg.
    The first round closes Sun 10 Jan 2027, 20:00 (UTC).
    [Join] join "#1"

    Spring cut has new rules
    It works from now on; what was logged stays as it is.
    Prize: A mug
    Winners: 1 place

    Spring cut takes a break
    Entries count again when it resumes. Nothing is lost.

    Spring cut goes on: entries count again
    Closes Sun 10 Jan 2027, 20:00 (UTC).

    Spring cut was called off
    There are no winners this time. Thanks to everyone who took part!

    Spring cut: a note on round 1
    Entry #25 by ana was taken back after the close. The round's table stays as it was; the challenge's score has changed.

    Spring cut: 1 entry waits for a moderator
    The round closes Sun 10 Jan 2027, 20:00 (UTC). What is accepted later counts for the challenge only.
    #25 by ana: 120 kg. /entry accept 25 or /entry reject 25
    [Accept #25] entry accept 25
    [Reject #25] entry reject 25
    "##);
}

#[test]
fn no_post_is_too_long() {
    let mut town = Town::new();
    let wide = "\u{202e}<@everyone>e\u{301}\u{301}\u{301}\u{301} ";
    let title = wide.repeat(6);
    let items: Vec<String> = (0..200).map(|n| format!("{n} {wide}")).collect();
    let options = [
        ("scoring", "completion"),
        ("purpose", &*"p".repeat(300)),
        ("prize", &*"q".repeat(300)),
        ("items", &*items.join(";")),
        ("ends", "2027-12-31"),
        ("join_until", "2027-11-30"),
        ("quiet", "on"),
    ];
    let number = town.runs(&title, &options);
    let hash = "f".repeat(64);
    let winner = |rank| Winner { identity: rank, rank, num: i64::MAX - 7, den: 1 };
    let outcome = Outcome {
        winners: (1..=10).map(winner).collect(),
        n_winners: 40,
        n_ranked: 900,
        n_started: 80,
        together_micro: Some(i64::MAX),
        most_improved: Some(Rise { identity: 1, num: i64::MAX, den: 3 }),
        best_streak: Some(Run { identity: 2, days: 900 }),
        first_timers: vec![1, 2, 3, 4, 5],
        n_first_timers: 70,
        n_held: 12,
        own_judgements: (1_000_000..1_000_090).collect(),
        draw: Some(Reveal { seed: hash.clone(), n_tickets: 9_000_000, tickets_digest: hash.clone() }),
        ..Outcome::default()
    };
    let (challenge, due_ms) = (number, town.now_ms);
    let commitment = Some(hash);
    let closed = RoundClosed { challenge, round: 52, due_ms, late: true, outcome: outcome.clone(), next_close_ms: Some(due_ms), commitment };
    let last = ChallengeFinal { challenge, due_ms, late: true, outcome };
    let view = town.view(0);
    for sheet in [winners::round_closed(&view, &closed), winners::finished(&view, &last), news::opened(&view, number), news::started(&view, number)] {
        let card = sheet.named(&|_| "W".repeat(40), &|_| None);
        let text = card.text();
        assert!(text.chars().count() <= POST_MAX, "{} characters: {text}", text.chars().count());
        assert!(text.len() <= 9000 && !text.contains('\u{202e}'), "{text}");
        assert!(text.contains("Prize") || text.contains("has started"), "{text}");
    }
}

#[test]
fn scores_are_shown_for_people_and_exactly_for_machines() {
    let mut town = Town::new();
    let mut rules = |options: &[(&str, &str)]| -> Rules {
        let number = town.drafted(&format!("T{}", options.len() + town.community.challenges().len() * 10), options);
        town.community.challenge(number).expect("it").rules().clone()
    };
    let total = rules(&[("unit", "kg")]);
    let best = rules(&[("unit", "s"), ("scoring", "best"), ("direction", "less")]);
    let percent = rules(&[("unit", "kg"), ("scoring", "percent_change"), ("direction", "less")]);
    let hours = rules(&[("unit", "h")]);
    let pounds = rules(&[("unit", "lb")]);
    let days = rules(&[("scoring", "active_days")]);
    let check = |rules: &Rules, num, den, people: &str, machines: &str| {
        let score = Score::ratio(num, den).expect("not nothing");
        assert_eq!(amounts::score(rules, score, Decimal::Point), people);
        assert_eq!(amounts::exact_score(rules, num, den), machines);
    };
    check(&total, 12_500_000_000, 1, "12.5 kg", "12.5");
    check(&total, -250_000_000, 1, "-0.25 kg", "-0.25");
    check(&best, -65_250_000, 1, "1 min 5.25 s", "65.25");
    check(&percent, 34, 1000, "3.4 %", "3.4");
    check(&percent, -1, 3, "-33.3 %", "-100/3");
    check(&hours, 5_400_000_000, 1, "1 h 30 min", "1.5");
    check(&pounds, 907_184_740, 1, "2 lb", "2");
    check(&days, 1, 1, "1 day", "1");
    check(&days, 5, 1, "5 days", "5");
    assert_eq!(amounts::exact_score(&percent, i64::MAX, i64::MAX), "100");
    assert_eq!(amounts::score(&percent, Score::ratio(1, 8).expect("it"), Decimal::Comma), "12,5 %");
    assert_eq!(amounts::rise(&percent, 1, 8, Decimal::Point), "12.5 points");
}

#[test]
fn a_void_after_the_close_is_told_beside_the_round() {
    let mut town = Town::new();
    let cut = spring_cut(&mut town);
    let entry = town.reports(2, cut, "3kg");
    let _ = town.until(at(2027, 1, 11));
    let voided = town.judges(Pick::Number(entry), Judgement::Void);
    let Event::EntryVoided(voided) = voided else { panic!("a void") };
    let post = news::amended(&town.view(0), cut, voided.identity, voided.entry, voided.amends);
    assert_snapshot!(read(post), @r"
    Spring cut: a note on round 1
    Entry #25 by ana was taken back after the close. The round's table stays as it was; the challenge's score has changed.
    ");
}
