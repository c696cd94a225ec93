//! Draws: committed to before, revealed after, and checked by anyone.

use std::io::Write as _;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use crate::town::Town;

#[tokio::test]
async fn a_draw_is_committed_to_revealed_and_can_be_checked() {
    let town = Town::new().await;
    town.says("mo", "/challenge create Raffle unit:times scoring:draw winners:2 rounds:none ends:2027-01-08 grace:0h").await;
    town.says("mo", "/challenge open Raffle").await;
    let opened = town.posted().await;
    assert_snapshot!(opened, @r##"
    challenge_opened: New challenge: Raffle
    Join with /join "Raffle".
    Measures: an own unit: times
    Score: one ticket for each day on which you logged something; winners are drawn
    Starts: Mon 4 Jan 2027, 09:00 (UTC)
    Ends: Sat 9 Jan 2027, 00:00 (UTC)
    Rounds: none, one result at the end
    Winners: 2 winners are drawn
    Logging late: up to 48 h back; entries can be taken back as long
    Joining: any time until the end; what you log from then on counts
    Grace: none, the result is final at the end
    Draw: anyone can check it; SHA-256 of the sealed seed: 9f17326badca7a7d4325fc7f4db0b8c214081eef63759375751ca758843dd118
    [Join] /join "#1"
    "##);
    for day in 4..8 {
        for user in ["ana", "ben", "cem", "dee"].iter().take(day - 3) {
            town.says(user, "/progress").await;
        }
        town.until(&format!("2027-01-{:02}T09:00:00Z", day + 1))
            .await;
    }
    town.until("2027-01-09T00:00:00Z").await;
    let post = town.posted().await;
    assert_snapshot!(post, @r"
    challenge_final: 🏆 Raffle, final result: ana and cem win the draw
    1. ana – 4 tickets
    2. cem – 2 tickets
    4 members took part.
    Best streak: ana, 4 days in a row
    Drawn from 10 tickets; SHA-256 of the ticket list: f7cc8b545dc05ae6fa2babfd52af55ce36154e14e735d644a4135e2d818aebed
    Check it yourself: the seed was b1b1ff68f64d77df219c835a09aeb0eb5fa6f4414d22e1eec8470a9899063318, /export draw:#1 round:0 gives you the tickets, and huzzah verify-draw finds the same winners.
    Thanks to everyone who took part!
    Tickets in order: ana, ana, ben, ana, ben, cem, ana, ben, cem, dee
    [Check the draw] /export draw:#1 round:0
    ");
    assert_snapshot!(town.says("ana", "/why").await, @r"
    (private) Raffle: 4 tickets, place 1 of 4
    The arithmetic: 4 tickets for 4 different days with an entry
    Place 1: no score is better.
    4 entries, newest first
    #17  Thu 7 Jan  check-in  adds a ticket
    #12  Wed 6 Jan  check-in  adds a ticket
    #8  Tue 5 Jan  check-in  adds a ticket
    #7  Mon 4 Jan  check-in  adds a ticket
    [Show leaderboard] /leaderboard challenge:#1
    ");
    let file = town.says("dee", "/export draw:Raffle").await;
    let (told, file) = file.split_once(".txt:\n").expect("a file");
    assert_snapshot!(told, @r"
    (private) The draw of Raffle, to check yourself
    The first line is the seed, then comes the holder of each ticket, by number and in order. Check it with huzzah verify-draw.
    1. ana is number 2
    2. cem is number 4
    huzzah-draw-1-0
    ");
    assert_snapshot!(verify_draw(file), @r"
    commitment: 9f17326badca7a7d4325fc7f4db0b8c214081eef63759375751ca758843dd118
    tickets: 10
    1. 2
    2. 4
    ");
    assert_snapshot!(town.says("ana", "/export draw:Raffle round:4").await, @"(refused) Raffle has drawn no winners, so there is nothing to check or draw again.");
    assert_snapshot!(town.says("mo", "/challenge redraw Raffle reason:\"Moved away\"").await, @r"
    (private) Raffle is drawn again.
    The new winner is ben. The post is corrected.
    ");
    assert_snapshot!(town.posted().await, @r"
    draw_redone: Raffle: drawn again, ben wins
    It is the next of the same order, so anyone can check it with the seed of the first draw.
    ");
    assert_eq!(town.differences().await, Vec::<String>::new());
}

/// What `huzzah verify-draw` says about a text.
fn verify_draw(text: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_huzzah"))
        .args(["verify-draw", "-", "--winners", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(text.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_published_draw_comes_out_the_same() {
    let seed = "00".repeat(32);
    let text = format!("{seed}\nana\nben\nana\ncem\n");
    assert_snapshot!(verify_draw(&text), @r"
    commitment: 66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925
    tickets: 4
    1. ben
    2. cem
    ");
}
