//! Whatever is typed: nothing panics, nothing is half recorded, nothing shows as markup or turns the text round.

#[path = "common/bot.rs"]
mod bot;
#[path = "common/crew.rs"]
#[expect(
    dead_code,
    reason = "it stands behind a door of the town that is not used here"
)]
mod crew;
#[path = "common/database.rs"]
mod database;
#[path = "common/discord/mod.rs"]
#[expect(dead_code, reason = "not every test needs all of it")]
mod discord;
#[path = "common/party.rs"]
#[expect(dead_code, reason = "not every test needs all of it")]
mod party;
#[path = "common/slack/mod.rs"]
#[expect(
    dead_code,
    reason = "it stands behind a door of the town that is not used here"
)]
mod slack;
#[path = "common/town/mod.rs"]
#[expect(dead_code, reason = "stories use the rest")]
mod town;

use std::time::{Duration, Instant};

use huzzah::commands::registry::COMMANDS;
use huzzah::commands::{Reply, Said};
use serde_json::{Value, json};

use town::Town;
use town::desk::invocation;

/// An answer is there within this, also in a slow build.
const BUDGET: Duration = Duration::from_secs(2);

/// What nobody should type.
const TYPED: &[&str] = &[
    "three",
    "-3kg",
    "0",
    "-0",
    "NaN",
    "inf",
    "-inf",
    "1e400",
    "2^9999",
    "3²",
    "½",
    "1/0",
    "0x10",
    "1_000",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854.775807kg",
    "99999999999999999999999999999999999999999",
    "0.0000000000000000000000000001",
    "٣kg",
    "３kg",
    "+3",
    "++3",
    "3 3 3",
    "3kg4kg",
    "1:2:3:4",
    "1:99",
    "25:61:61",
    "12,500",
    "12.500",
    "12'500",
    "1,2,3",
    ",5",
    "5,",
    ".",
    ",",
    "1..2",
    "3,5,7kg",
    "1st 99lb",
    "-",
    "+",
    "'; drop table page; --",
    "\" or 1=1 --",
    "$1",
    "%s%n",
    "{0}",
    "{ $title }",
    "${jndi:ldap://x}",
    "\\",
    "\\u0000",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;",
    "</title>",
    "@everyone",
    "@here",
    "<@123>",
    "<@&123>",
    "<#123>",
    "<!channel>",
    "<!here>",
    "<!subteam^S1>",
    "<https://evil.example|click>",
    "[click](https://evil.example)",
    "https://evil.example",
    "**bold** _it_ ~~no~~ `code` ||spoiler||",
    "```\ncode\n```",
    "# Heading",
    "> quote",
    "- list",
    "| a | b |",
    "\"",
    "'",
    "“",
    "”",
    "„“",
    "«",
    "»",
    "‹›",
    "「」",
    "\"\"",
    "\"a",
    "a\"b",
    "'a b'",
    "’",
    "challenge:",
    "challenge:\"",
    "challenge:all",
    "when:",
    "when:yesterday",
    "when:2027-02-30",
    "when:9999-12-31",
    "when:-262144-01-01",
    "when:\"2027-01-05 25:00\"",
    "item:x",
    "again:yes",
    "nope:yes",
    ":",
    "::",
    "a:b:c",
    "confirm:yes",
    "\u{202E}gk3\u{202C}",
    "\u{2066}x\u{2069}",
    "\u{200B}3kg",
    "3\u{200D}kg",
    "\u{FEFF}3kg",
    "a\u{0301}\u{0301}\u{0301}",
    "\u{0}",
    "3\u{0}kg",
    "\u{7}\u{8}\u{1b}[31mred",
    "\r\n\r\nX: y",
    "\n\n\n",
    "\t",
    "\u{85}\u{2028}\u{2029}",
    "\u{E000}\u{F8FF}",
    "\u{10FFFF}",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "💪",
    "🇩🇪",
    "\u{1F3FD}",
    "\u{E0067}\u{E0062}",
    "ﷺ",
    "İ",
    "ß",
    "ǅ",
    "0\u{20E3}",
    "１２３４５６７８９０",
    "#1",
    "#0",
    "#4294967295",
    "#99999999999999999999",
    "@",
    "@ana",
    "@@ana",
    "last",
    "all",
    "this",
    "page:0",
    "page:-1",
    "page:18446744073709551616",
    "round:0",
    "round:4294967296",
    "round:-1",
    "1",
    "18446744073709551615",
    "/",
    "//",
    "/progress /undo",
    "null",
    "undefined",
    "true",
    "CON",
    "../../etc/passwd",
    "~",
    "",
    " ",
    "\u{A0}",
    "\u{3000}",
];

/// The same, and what is long.
fn corpus() -> Vec<String> {
    let mut corpus: Vec<String> = TYPED.iter().map(|typed| (*typed).to_owned()).collect();
    let long = [
        "a".repeat(1_000_000),
        "9".repeat(1_000_000),
        "3kg ".repeat(3_000),
        "\u{202E}".repeat(5_000),
        "a\u{0301}".repeat(5_000),
        "👨‍👩‍👧‍👦".repeat(500),
        "\"".repeat(9_999),
        "1:".repeat(7_000),
        "challenge:\"".repeat(1_000),
        "x".repeat(300),
        "ﷺ".repeat(80),
        format!("3kg {}", "note ".repeat(2_000)),
    ];
    corpus.extend(long);
    corpus
}

/// Nothing in what is read turns it round, controls a terminal, or is empty.
#[track_caller]
fn check(reply: &Reply, typed: &str) {
    let typed: String = typed.chars().take(120).collect();
    let text = reply.card.text();
    assert!(!text.contains("something broke"), "{typed:?}: {text}");
    assert!(
        !text.trim().is_empty() || reply.card.form.is_some(),
        "{typed:?} is answered"
    );
    assert!(text.len() < 20_000, "{typed:?}: {} bytes", text.len());
    let bad = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    assert!(!text.contains(bad), "{typed:?}: {text:?}");
    assert!(reply.card.mentions.is_empty(), "{typed:?} pings nobody");
    for action in &reply.card.actions {
        assert!(
            action.label.chars().count() <= 30,
            "{typed:?}: [{}]",
            action.label
        );
        assert!(
            !action.label.contains(bad),
            "{typed:?}: [{:?}]",
            action.label
        );
    }
    if reply.refused {
        assert!(text.chars().count() <= 600, "{typed:?}: {text}");
    }
}

async fn played() -> Town {
    let town = Town::new().await;
    town.says("mo", "/challenge create Lift unit:kg entry_max:50kg")
        .await;
    town.says("mo", "/challenge open Lift").await;
    town.says("mo", "/challenge create Draft unit:km").await;
    town.says("ana", "/progress 3kg").await;
    town.says("ana", "/progress 60kg").await;
    town
}

#[tokio::test]
async fn nothing_that_is_typed_breaks_a_command() {
    let town = played().await;
    let mut n_typed = 0;
    let mut slowest = (Duration::ZERO, String::new());
    for command in COMMANDS
        .iter()
        .filter(|command| command.path != "forget-me")
    {
        for hostile in corpus() {
            for line in [
                format!("/{} {hostile}", command.path),
                format!("/{} \"{hostile}\"", command.path),
            ] {
                let asked = Instant::now();
                let reply = town
                    .desk()
                    .replies("town", &format!("line-{n_typed}"), "mo", &line)
                    .await;
                n_typed += 1;
                if asked.elapsed() > slowest.0 {
                    slowest = (asked.elapsed(), line.chars().take(60).collect());
                }
                check(&reply, &line);
            }
        }
    }
    assert!(slowest.0 < BUDGET, "{slowest:?}");
    for post in town.posted().await.split("\n---\n") {
        assert!(!post.contains("something broke"), "{post}");
    }
    assert_eq!(town.differences().await, Vec::<String>::new());
    assert!(n_typed > 5_000, "{n_typed}");
}

#[tokio::test]
async fn nothing_that_is_filled_in_breaks_a_form() {
    let town = played().await;
    let right = [
        ("title", "Mile"),
        ("unit", "km"),
        ("amount", "3kg"),
        ("challenge", "Lift"),
        ("member", "@ana"),
        ("target", "5"),
    ];
    let mut n_filled = 0;
    for command in COMMANDS
        .iter()
        .filter(|command| command.path != "forget-me")
    {
        for option in command.options {
            for hostile in corpus() {
                let needed = command
                    .options
                    .iter()
                    .filter(|other| other.required && other.name != option.name);
                let mut fields: Vec<(String, String)> = needed
                    .map(|other| {
                        let value = right
                            .iter()
                            .find(|(name, _)| *name == other.name)
                            .map_or("Lift", |(_, value)| *value);
                        (other.name.to_owned(), value.to_owned())
                    })
                    .collect();
                fields.push((option.name.to_owned(), hostile.clone()));
                let said = Said::Fields {
                    command: command.path.to_owned(),
                    fields,
                };
                let reply = town
                    .desk()
                    .desk
                    .answer(invocation("town", &format!("form-{n_filled}"), "mo", said))
                    .await;
                n_filled += 1;
                check(
                    &reply,
                    &format!("{} {}:{hostile}", command.path, option.name),
                );
            }
        }
    }
    assert_eq!(town.differences().await, Vec::<String>::new());
    assert!(n_filled > 5_000, "{n_filled}");
}

#[tokio::test]
async fn a_hostile_name_is_shown_as_a_name() {
    let town = played().await;
    for (n, name) in corpus().into_iter().enumerate() {
        let said = Said::Line("/progress 3kg again:yes".to_owned());
        let mut typed = invocation("town", &format!("name-{n}"), &format!("user {n}"), said);
        typed.who.name.clone_from(&name);
        let reply = town.desk().desk.answer(typed).await;
        check(&reply, &name);
        assert!(!reply.refused, "{name:?}: {}", reply.card.text());
    }
    for page in ["", " page:2", " page:10", " page:99"] {
        let line = format!("/leaderboard Lift{page}");
        check(
            &town
                .desk()
                .replies("town", &format!("page{page}"), "mo", &line)
                .await,
            &line,
        );
    }
    town.until("2027-01-10T20:00:00Z").await;
    let posted = town.posted().await;
    assert!(posted.chars().count() < 3_000, "{posted}");
    let before = town.says("mo", "/leaderboard Lift round:1").await;
    let town = town.restarted().await;
    assert_eq!(town.says("mo", "/leaderboard Lift round:1").await, before);
}

/// What `simulate` writes for lines.
async fn simulated(lines: &[Value]) -> Vec<Value> {
    let input: Vec<String> = lines.iter().map(Value::to_string).collect();
    let input = input.join("\n");
    let mut output = Vec::new();
    huzzah::app::simulate::run(input.as_bytes(), &mut output, "sqlite::memory:", 1)
        .await
        .expect("a dry run runs");
    let output = String::from_utf8(output).expect("text");
    output
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON lines"))
        .collect()
}

#[tokio::test]
async fn a_refused_line_changes_no_standing() {
    let at = "2027-01-04T09:00:00Z";
    let mut lines = vec![
        json!({"at": at, "user": "mo", "moderator": true, "line": "/challenge create Lift unit:kg"}),
        json!({"at": at, "user": "mo", "moderator": true, "line": "/challenge open Lift"}),
        json!({"at": at, "user": "ana", "line": "/progress 3kg"}),
    ];
    lines.extend(
        corpus()
            .into_iter()
            .map(|typed| json!({"at": at, "user": "ben", "line": format!("/progress {typed}")})),
    );
    lines.push(json!({"at": at, "user": "ana", "line": "/leaderboard"}));
    let written = simulated(&lines).await;
    let refused = written
        .iter()
        .filter(|line| line["refused"] == true)
        .count();
    assert!(refused > 60, "{refused}");
    for line in written.iter().filter(|line| line["refused"] == true) {
        let text = line["text"].as_str().expect("text");
        assert!(
            text.trim_end().ends_with(['.', '!', '?', '"']) || text.contains('\n'),
            "{text}"
        );
    }
    let standings = written.last().expect("standings");
    let ana = standings["standings"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|row| row["user"] == "ana");
    assert_eq!(ana.expect("she is there")["score"], "3");
}
