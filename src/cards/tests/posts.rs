//! Winner posts.

use insta::assert_snapshot;

use super::spring_cut;
use super::town::{Town, at, read};
use crate::cards::winners;
use crate::domain::event::Event;

#[test]
fn winners_are_told_with_everything_worth_telling() {
    let mut town = Town::new();
    let cut = town.runs(
        "Spring cut",
        &[
            ("unit", "kg"),
            ("purpose", "62 meals"),
            ("prize", "A cookbook"),
            ("ends", "2027-01-17 20:00"),
        ],
    );
    town.reports(2, cut, "1000kg");
    town.reports(3, cut, "240kg");
    let Some(Event::RoundClosed(first)) = town.until(at(2027, 1, 10) + 20 * 3_600_000) else {
        panic!("a close")
    };
    assert_snapshot!(read(winners::round_closed(&town.view(2), &first, &[])), @r"
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
    let [Event::RoundClosed(second), Event::ChallengeEnded(ended)] = closes.as_slice() else {
        panic!("{closes:?}")
    };
    assert_snapshot!(read(winners::round_closed(&town.view(0), second, &[])), @r"
    🏆 Spring cut, round 2: bob wins with 300 kg
    1. bob – 300 kg
    2. m4 – 9.5 kg
    2 members took part.
    Most improved: bob, 60 kg up on the round before
    First entries from m4. Welcome!
    Together: 309.5 kg for “62 meals”
    Prize: A cookbook. Winners, ask a moderator to claim it.
    ");
    assert_eq!(
        winners::round_closed(&town.view(0), second, &[]).mentions,
        [4]
    );
    assert_snapshot!(read(winners::provisional(&town.view(0), ended, &[])), @r"
    Spring cut has ended: ana leads
    Provisional until Mon 18 Jan 2027, 20:00 (UTC): entries from before the end can still be logged.
    1. ana – 1,000 kg
    2. bob – 540 kg
    3. m4 – 9.5 kg
    3 members took part.
    Together: 1,549.5 kg for “62 meals”
    ");
    let Some(Event::ChallengeFinal(last)) = town.until(at(2027, 1, 18) + 20 * 3_600_000) else {
        panic!("a final")
    };
    assert_snapshot!(read(winners::finished(&town.view(0), &last, &[])), @r"
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
    let Some(Event::RoundClosed(closed)) = town.until(at(2027, 1, 11)) else {
        panic!("a close")
    };
    assert_eq!(closed.challenge, cut);
    assert_snapshot!(read(winners::round_closed(&town.view(0), &closed, &[])), @r"
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
    let Some(Event::RoundClosed(closed)) = town.until(at(2027, 1, 11)) else {
        panic!("a close")
    };
    let text = read(winners::round_closed(&town.view(0), &closed, &[]));
    let reveal = closed.outcome.draw.as_ref().expect("a draw");
    assert!(
        text.contains(&reveal.seed) && text.contains(&reveal.tickets_digest),
        "{text}"
    );
    let hidden = text
        .replace(&reveal.seed, "SEED")
        .replace(&reveal.tickets_digest, "DIGEST");
    assert_snapshot!(hidden.replace(closed.commitment.as_deref().expect("the next"), "SEAL"), @r"
    🏆 Lottery, round 1: m4 and m5 win the draw (late)
    1. m4 – 1 ticket
    2. m5 – 1 ticket
    4 members took part.
    The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    Drawn from 4 tickets; SHA-256 of the ticket list: DIGEST
    Check it yourself: the seed was SEED, /export draw:#1 round:1 gives you the tickets, and huzzah verify-draw finds the same winners.
    The next draw is sealed; SHA-256 of its seed: SEAL
    ");
}

#[test]
fn winners_of_a_sensitive_challenge_are_named_without_numbers() {
    let mut town = Town::new();
    let weight = town.runs(
        "Weight",
        &[("unit", "kg"), ("scoring", "change"), ("direction", "less")],
    );
    for identity in 2..=3 {
        town.mentions(identity);
        town.joins_as(
            identity,
            weight,
            if identity == 3 { Some("The Fox") } else { None },
        );
        town.reports(identity, weight, "80kg");
        town.reports(identity, weight, "77.7kg");
    }
    let Some(Event::RoundClosed(closed)) = town.until(at(2027, 1, 10) + 20 * 3_600_000) else {
        panic!("a close")
    };
    let post = winners::round_closed(&town.view(2), &closed, &[]);
    // Who goes by another name is not given away by a ping.
    assert_eq!(post.mentions, [2]);
    assert_snapshot!(read(post), @r"
    🏆 Weight, round 1: ana and bob share first place
    1. ana
    1. bob
    2 members took part.
    The next round closes Sun 17 Jan 2027, 20:00 (UTC).
    ");
}
