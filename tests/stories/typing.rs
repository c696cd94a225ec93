//! While somebody types: how the line may go on, and how it is understood so far.

use std::fmt::Write as _;

use huzzah::commands::{Asker, Place};

use crate::town::Town;

const WHY: &str = "what is offered while typing is asked of the desk itself";

struct Typing {
    town: Town,
}

impl Typing {
    async fn new() -> Option<Self> {
        let town = Town::at_the_desk(WHY).await?;
        for line in [
            "/challenge create \"Spring cut\" unit:kg",
            "/challenge open \"Spring cut\"",
            "/challenge create Steps unit:steps",
            "/challenge open Steps",
            "/challenge create Secret unit:km",
        ] {
            town.says("mo", line).await;
        }
        town.says("ana", "/progress 3kg").await;
        Some(Self { town })
    }

    fn at(user: &str) -> (Place, Asker) {
        let place = Place {
            platform: "simulate",
            space: "town".to_owned(),
            channel: "feed".to_owned(),
            direct: false,
        };
        let who = Asker {
            user: user.to_owned(),
            name: user.to_owned(),
            moderator: user == "mo",
            ..Asker::default()
        };
        (place, who)
    }

    /// The labels that are offered, and the line that the first of them gives.
    async fn offers(&self, user: &str, line: &str) -> (Vec<String>, String) {
        let (place, who) = Self::at(user);
        let offered = self.town.desk().desk.complete(&place, &who, line).await;
        let first = offered.first().map(|one| one.line.clone());
        let labels = offered.into_iter().map(|one| one.label);
        (labels.collect(), first.unwrap_or_default())
    }

    async fn check(&self, user: &str, line: &str, labels: &[&str], first: &str) {
        let offered = self.offers(user, line).await;
        assert_eq!(offered.0, labels, "{line}");
        assert_eq!(offered.1, first, "{line}");
    }

    /// What stands below the box, with a mark where sending it would be refused.
    async fn preview(&self, user: &str, line: &str) -> Option<String> {
        let (place, who) = Self::at(user);
        let preview = self.town.desk().desk.preview(&place, &who, line).await?;
        let mark = if preview.trouble { "✗ " } else { "" };
        Some(format!("{mark}{}", preview.text))
    }
}

#[tokio::test]
async fn commands_are_offered_to_those_who_may_use_them() {
    let Some(typing) = Typing::new().await else {
        return;
    };
    typing.check("ana", "hello", &[], "").await;
    typing
        .check("ana", "/pro", &["/progress", "/profile"], "/progress ")
        .await;
    typing
        .check("ana", "/chall", &["/challenges"], "/challenges ")
        .await;
    typing.check("ana", "/setup", &[], "").await;
    typing
        .check("mo", "/set", &["/settings", "/setup"], "/settings ")
        .await;
    typing.check("ana", "/nonsense", &[], "").await;
}

#[tokio::test]
async fn challenges_are_offered_with_ones_own_first_and_drafts_to_moderators() {
    let Some(typing) = Typing::new().await else {
        return;
    };
    let check = async |user, line, labels: &[&str], first| {
        let (offered, line_given) = typing.offers(user, line).await;
        let titles = ["Secret", "Spring cut", "Steps"];
        let offered: Vec<&str> = offered
            .iter()
            .map(String::as_str)
            .filter(|label| titles.contains(label))
            .collect();
        assert_eq!(offered, labels, "{line}");
        assert_eq!(line_given, first, "{line}");
    };
    check(
        "ana",
        "/join ",
        &["Spring cut", "Steps"],
        "/join \"Spring cut\" ",
    )
    .await;
    check("ana", "/join st", &["Steps"], "/join Steps ").await;
    check(
        "ana",
        "/progress 3 challenge:sp",
        &["Spring cut"],
        "/progress 3 challenge:\"Spring cut\" ",
    )
    .await;
    check(
        "ben",
        "/join \"Sp",
        &["Spring cut"],
        "/join \"Spring cut\" ",
    )
    .await;
    for (line, whole) in [
        ("/join \"Spring c", "/join \"Spring cut\" "),
        ("/join\u{a0}spring c", "/join\u{a0}\"Spring cut\" "),
        ("/join spring c", "/join \"Spring cut\" "),
        (
            "/progress 3 challenge:“Spring ",
            "/progress 3 challenge:\"Spring cut\" ",
        ),
        (
            "/progress 3 challenge:Spring cu",
            "/progress 3 challenge:\"Spring cut\" ",
        ),
    ] {
        check("ana", line, &["Spring cut"], whole).await;
    }
    // What has been closed is not gone on with, nor is a note.
    for line in [
        "/join \"Spring cut\" ",
        "/join \"Spring cut\"\u{a0}",
        "/progress 3\u{3000}",
        "/progress 3 \"challenge:Spring c",
    ] {
        let (offered, _) = typing.offers("ana", line).await;
        assert!(!offered.contains(&"Spring cut".to_owned()), "{line}");
    }
    check(
        "mo",
        "/challenge open s",
        &["Secret", "Spring cut", "Steps"],
        "/challenge open Secret ",
    )
    .await;
}

#[tokio::test]
async fn values_and_options_are_offered_once() {
    let Some(typing) = Typing::new().await else {
        return;
    };
    typing
        .check(
            "ana",
            "/settings mentions:",
            &["on", "off"],
            "/settings mentions:on ",
        )
        .await;
    typing
        .check(
            "ana",
            "/progress 3 when:",
            &["yesterday"],
            "/progress 3 when:yesterday ",
        )
        .await;
    typing
        .check(
            "ana",
            "/settings zone:berl",
            &["Europe/Berlin"],
            "/settings zone:Europe/Berlin ",
        )
        .await;
    let (offered, _) = typing.offers("ana", "/leaderboard Steps page:2 ").await;
    assert!(offered.contains(&"round:".to_owned()), "{offered:?}");
    assert!(!offered.contains(&"page:".to_owned()), "{offered:?}");
}

#[tokio::test]
async fn rounds_that_exist_are_offered() {
    let Some(typing) = Typing::new().await else {
        return;
    };
    let rounds = "/leaderboard \"Spring cut\" round:";
    let first = format!("{rounds}this ");
    typing
        .check("ana", rounds, &["this", "last", "all", "1"], &first)
        .await;
    typing.town.until("2027-01-18T00:00:00Z").await;
    let labels = ["this", "last", "all", "3", "2", "1"];
    typing.check("ana", rounds, &labels, &first).await;
    // The challenge that the command would show where none is named.
    let first = "/leaderboard round:this ";
    typing
        .check("ana", "/leaderboard round:", &labels, first)
        .await;
    let line = "/leaderboard \"Spring cut\" round:2";
    typing
        .check("ana", line, &["2"], "/leaderboard \"Spring cut\" round:2 ")
        .await;
}

#[tokio::test]
async fn a_report_is_understood_while_it_is_typed() {
    let Some(typing) = Typing::new().await else {
        return;
    };
    let mut table = String::new();
    for line in [
        "/progress 3,5kg",
        "/progress 1st 4lb before breakfast",
        "/progress 5k challenge:Steps",
        "/progress three",
        "/progress -3kg",
        "/progress 3 miles",
    ] {
        let preview = typing.preview("ana", line).await.unwrap_or_default();
        writeln!(table, "{line} → {preview}").expect("text");
    }
    insta::assert_snapshot!(table, @r"
    /progress 3,5kg → 3.5 kg in Spring cut
    /progress 1st 4lb before breakfast → 18 lb in Spring cut
    /progress 5k challenge:Steps → 5,000 steps in Steps
    /progress three → ✗ I can't find a number there. Try /progress 3kg.
    /progress -3kg → ✗ Amounts don't go below zero. To take an entry back, type /undo; to log one, try /progress 3kg.
    /progress 3 miles → ✗ Nothing that runs measures distance: Spring cut measures kg and Steps measures steps. Try /progress 3kg.
    ");
    for line in [
        "/progress",
        "/progress ",
        "progress 3kg",
        "3kg",
        "/undo",
        "/leaderboard",
    ] {
        assert_eq!(typing.preview("ana", line).await, None, "{line}");
    }
}

#[tokio::test]
async fn the_standings_beside_the_log_are_ones_own_first_and_then_what_closes_next() {
    let Some(town) = Town::at_the_desk(WHY).await else {
        return;
    };
    for (title, ends) in [
        ("A", "2027-06-30"),
        ("B", "2027-05-31"),
        ("C", "2027-04-30"),
        ("D", "2027-03-31"),
        ("E", "2027-02-28"),
        ("F", "2027-07-31"),
    ] {
        let line = format!("/challenge create {title} unit:km rounds:none ends:{ends}");
        town.says("mo", &line).await;
        town.says("mo", &format!("/challenge open {title}")).await;
    }
    let panel = async |user| {
        let (place, who) = Typing::at(user);
        let cards = town.desk().desk.boards(&place, &who).await;
        let titles: Vec<String> = cards.iter().map(|card| card.title.to_string()).collect();
        titles.join(" | ")
    };
    assert_eq!(panel("ana").await, "E | D | C | B");
    town.says("ana", "/progress 3 challenge:F").await;
    town.says("ana", "/progress 3 challenge:A").await;
    assert_eq!(panel("ana").await, "A | F | E | D");
    assert_eq!(panel("ben").await, "E | D | C | B");
}
