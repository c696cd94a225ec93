//! Kept examples: one of each kind of card, with names and titles as awkward as they can be.
//!
//! With `UPDATE_GOLDEN=1` they are written anew, to be looked at before they are kept.

use std::path::Path;

use huzzah::cards::{Action, Card, CardKind, Column, Fact, Row, Span, Style, Table, Words};
use huzzah::platform::discord::buttons::sure;
use huzzah::platform::discord::render::{PRIVATE, message, modal};
use serde_json::{Value, json};

use crate::laws::ids;
use crate::{any, forms, markdown, rules};

const ANA: &str = "Ana @everyone *bold* & `code`";
const BEN: &str = "<ben_under_score> ~~x~~ ||<@80351110224678912>||";
const NAJMA: &str = "نجمة الليل \u{202e}שלום";
const FAMILY: &str = "👩‍👩‍👧‍👦 Familie :tada:";
const LONG: &str =
    "Wolfeschlegelsteinhausenbergerdorff-Schmidt von und zu Oberkassel am Rhein, Jr.";
const TITLE: &str = "1. R&D <run>: **fast** _feet_ [x](https://evil.example) # @here C#";

#[test]
fn each_kind_of_card_looks_as_it_was_kept() {
    for kind in any::KINDS {
        let card = card(kind);
        let name = serde_json::to_value(kind).expect("a kind is a word");
        let message = message(&card, &ids);
        let kept: Vec<Value> = message
            .kept
            .iter()
            .map(|kept| json!({ "id": kept.id, "line": kept.line }))
            .collect();
        let json = message.json(if kind == CardKind::Refusal {
            PRIVATE
        } else {
            0
        });
        rules::check_message(&json);
        markdown::check(&huzzah::platform::discord::render::texts(&json));
        check(
            name.as_str().expect("a word"),
            &json!({ "message": json, "kept": kept }),
        );
    }
}

#[test]
fn a_card_that_is_too_long_is_cut_between_graphemes() {
    let mut card = card(CardKind::Rules);
    let text = "👩‍👩‍👧‍👦 e\u{301} *łąka* 1. ".repeat(300);
    card.lines = vec![words(&text)];
    let json = message(&card, &ids).json(0);
    rules::check_message(&json);
    check("cut", &json);
}

#[test]
fn a_modal_and_its_question_look_as_they_were_kept() {
    let data = modal(&forms::create(), &[]).expect("a modal");
    rules::check_modal(&data);
    check("modal", &data);
    let card = sure(
        "Forget me",
        "forget-me confirm:yes",
        Some("80351110224678912"),
    );
    let json = message(&card, &ids).json(PRIVATE);
    rules::check_message(&json);
    check("sure", &json);
}

#[test]
fn files_look_as_they_were_kept() {
    let mut message = message(&card(CardKind::Notice), &ids);
    assert_eq!(
        message.attach("Ana's \"export\".csv", ""),
        "Ana_s__export_.csv"
    );
    assert_eq!(
        message.attach("board.PNG", "Two lines:\nup and down"),
        "board.PNG"
    );
    assert_eq!(message.attach("..", ""), "file");
    assert_eq!(message.attach("__", ""), "3-file");
    let json = message.json(0);
    rules::check_message(&json);
    check("files", &json);
}

/// Compares with what is kept under that name.
#[track_caller]
pub(crate) fn check(name: &str, found: &Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden_discord");
    let path = folder.join(format!("{name}.json"));
    let found = serde_json::to_string_pretty(found).expect("JSON") + "\n";
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &found).expect("it can be written");
    }
    let kept = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(
        found,
        kept,
        "{} (UPDATE_GOLDEN=1 writes it anew)",
        path.display()
    );
}

fn words(text: &str) -> Words {
    text.into()
}

/// A card of that kind with everything that a card may have.
fn card(kind: CardKind) -> Card {
    let text = |text: &str| Span::Text {
        text: text.to_owned(),
    };
    let command = |line: &str| Span::Command {
        line: line.to_owned(),
    };
    let time = Span::Time {
        at_ms: 1_799_956_800_000,
        text: "Sun 20:00 (Europe/Berlin)".to_owned(),
    };
    let hint = Words(vec![
        text("Log with "),
        command("progress 3 kg"),
        text(" or see "),
        command("help"),
    ]);
    let ends = Words(vec![
        text("Closes "),
        time,
        text(" in "),
        Span::Channel {
            id: "41771983423143937".to_owned(),
        },
    ]);
    let mut card = Card {
        kind,
        title: Words(vec![text(TITLE)]),
        lines: vec![
            words(&format!(
                "{ANA} logged 3.5 kg: “> # - 1. https://evil.example”"
            )),
            hint,
            ends,
        ],
        actions: vec![
            action("Take it back #12", "undo 12", Style::Plain),
            action(
                "Leaderboard",
                "leaderboard \"#1\" round:all page:2",
                Style::Primary,
            ),
        ],
        ..Card::default()
    };
    match kind {
        CardKind::Board | CardKind::Profile => card.table = Some(board()),
        CardKind::Winners => {
            card.mentions = vec![
                "80351110224678912".to_owned(),
                "80351110224678913".to_owned(),
            ];
        }
        CardKind::Rules | CardKind::Help | CardKind::Notice => {
            let fact = |label: &str, value: &str| Fact {
                label: label.to_owned(),
                value: words(value),
            };
            card.facts = vec![
                fact("Scoring", "the sum of your entries"),
                fact("*Prize*", "A mug: 5 € (`1`)"),
            ];
        }
        CardKind::Question => {
            let line = format!("progress 3 kg note:\"{}\" challenge:#1", "long ".repeat(20));
            card.actions = vec![
                action(LONG, &line, Style::Plain),
                action("All", &line, Style::Plain),
            ];
            card.form = Some(forms::create());
        }
        CardKind::Refusal => {
            card.actions.truncate(1);
            card.actions[0].only_for = Some("80351110224678912".to_owned());
            let mut forget = action("Forget me", "forget-me confirm:yes", Style::Danger);
            forget.confirm = Some("This can't be taken back.".to_owned());
            card.actions.push(forget);
        }
        CardKind::Entry => card.actions = Vec::new(),
    }
    card
}

fn board() -> Table {
    let column = |heading: &str, numeric| Column {
        heading: heading.to_owned(),
        numeric,
    };
    let row = |rank: &str, name: &str, score: &str| Row {
        cells: [rank, name, score].map(str::to_owned).to_vec(),
        ..Row::default()
    };
    let mut rows = vec![
        row("1.", ANA, "1,240.5 kg"),
        row("1.", BEN, "1,240.5 kg"),
        row("3.", NAJMA, "12 kg"),
        row("4.", FAMILY, "–"),
        row("17.", &format!("{LONG} (you)"), "0.5 kg"),
    ];
    rows[4].mine = true;
    rows[4].gap_before = true;
    Table {
        caption: "Scores in kg, page 1 of 2".to_owned(),
        columns: vec![
            column("Place", true),
            column("Member", false),
            column("Score", true),
        ],
        rows,
        row_header: 1,
    }
}

fn action(label: &str, command: &str, style: Style) -> Action {
    Action {
        label: label.to_owned(),
        command: command.to_owned(),
        style,
        ..Action::default()
    }
}
