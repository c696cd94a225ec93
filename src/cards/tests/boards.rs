//! Boards, rule cards and news.

use insta::assert_snapshot;

use super::spring_cut;
use super::town::{Town, at, read, sent};
use crate::cards::phrase::POST_MAX;
use crate::cards::{amounts, board, news, rules, winners};
use crate::domain::act::entry::{Judgement, Pick};
use crate::domain::amount::Decimal;
use crate::domain::event::{
    ChallengeFinal, Event, Outcome, Reveal, Rise, RoundClosed, Run, Winner,
};
use crate::domain::rules::Rules;
use crate::domain::score::Score;

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
    Closes in 4 days
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
    let shared = sent(board::live(
        &town.view(0),
        cut,
        &board::Round::Whole,
        usize::MAX,
    ));
    assert_eq!(shared.table.map(|table| table.rows.len()), Some(8));
    assert!(
        !shared
            .actions
            .iter()
            .any(|action| action.command.contains("share"))
    );
    let rows = town
        .community
        .challenge(cut)
        .expect("it")
        .table(crate::domain::challenge::Board::Whole);
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
    let weight = town.runs(
        "Weight",
        &[("unit", "kg"), ("scoring", "change"), ("direction", "less")],
    );
    for identity in 2..=4 {
        town.joins(identity, weight);
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
    Looks right? Open it with /challenge open "Push".
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
    Join with /join "Push".
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
    Join with /join "Lottery".
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
    let weight = town.runs(
        "Weight",
        &[("unit", "kg"), ("scoring", "goal"), ("rounds", "none")],
    );
    assert_snapshot!(read(rules::card(&town.view(2), weight)), @r##"
    Weight – running
    Join with your own goal, for example /join "Weight" goal:70kg start:80kg.
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
        news::cancelled(&view, cut, "Too icy outside"),
        news::amended(&view, cut, 2, entry, 1),
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
    The reason: Too icy outside
    There are no winners this time. Thanks to everyone who took part!

    Spring cut: a note on round 1
    Entry #25 by ana was taken back after the close. The round's table stays as it was; the challenge's score has changed.
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
    let winner = |rank| Winner {
        identity: rank,
        rank,
        num: i64::MAX - 7,
        den: 1,
    };
    let outcome = Outcome {
        winners: (1..=10).map(winner).collect(),
        n_winners: 40,
        n_ranked: 900,
        n_started: 80,
        together_micro: Some(i64::MAX),
        most_improved: Some(Rise {
            identity: 1,
            num: i64::MAX,
            den: 3,
        }),
        best_streak: Some(Run {
            identity: 2,
            days: 900,
        }),
        first_timers: vec![1, 2, 3, 4, 5],
        n_first_timers: 70,
        n_held: 12,
        own_judgements: (1_000_000..1_000_090).collect(),
        draw: Some(Reveal {
            seed: hash.clone(),
            n_tickets: 9_000_000,
            tickets_digest: hash.clone(),
        }),
        ..Outcome::default()
    };
    let (challenge, due_ms) = (number, town.now_ms);
    let commitment = Some(hash);
    let closed = RoundClosed {
        challenge,
        round: 52,
        due_ms,
        late: true,
        outcome: outcome.clone(),
        next_close_ms: Some(due_ms),
        commitment,
    };
    let last = ChallengeFinal {
        challenge,
        due_ms,
        late: true,
        outcome,
    };
    let view = town.view(0);
    for sheet in [
        winners::round_closed(&view, &closed, &[]),
        winners::finished(&view, &last, &[]),
        news::opened(&view, number),
        news::started(&view, number),
    ] {
        let card = sheet.named(&|_| "W".repeat(40), &|_| None);
        let text = card.text();
        assert!(
            text.chars().count() <= POST_MAX,
            "{} characters: {text}",
            text.chars().count()
        );
        assert!(text.len() <= 9000 && !text.contains('\u{202e}'), "{text}");
        assert!(
            text.contains("Prize") || text.contains("has started"),
            "{text}"
        );
    }
}

#[test]
fn scores_are_shown_for_people_and_exactly_for_machines() {
    let mut town = Town::new();
    let mut rules = |options: &[(&str, &str)]| -> Rules {
        let number = town.drafted(
            &format!(
                "T{}",
                options.len() + town.community.challenges().len() * 10
            ),
            options,
        );
        town.community
            .challenge(number)
            .expect("it")
            .rules()
            .clone()
    };
    let total = rules(&[("unit", "kg")]);
    let best = rules(&[("unit", "s"), ("scoring", "best"), ("direction", "less")]);
    let percent = rules(&[
        ("unit", "kg"),
        ("scoring", "percent_change"),
        ("direction", "less"),
    ]);
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
    assert_eq!(
        amounts::score(&percent, Score::ratio(1, 8).expect("it"), Decimal::Comma),
        "12,5 %"
    );
    assert_eq!(amounts::rise(&percent, 1, 8, Decimal::Point), "12.5 points");
}

#[test]
fn a_void_after_the_close_is_told_beside_the_round() {
    let mut town = Town::new();
    let cut = spring_cut(&mut town);
    let entry = town.reports(2, cut, "3kg");
    let _ = town.until(at(2027, 1, 11));
    let voided = town.judges(Pick::Number(entry), Judgement::Void);
    let Event::EntryVoided(voided) = voided else {
        panic!("a void")
    };
    let post = news::amended(
        &town.view(0),
        cut,
        voided.identity,
        voided.entry,
        voided.amends,
    );
    assert_snapshot!(read(post), @r"
    Spring cut: a note on round 1
    Entry #25 by ana was taken back after the close. The round's table stays as it was; the challenge's score has changed.
    ");
}
