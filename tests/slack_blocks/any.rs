//! Any card and any form, with whatever people have typed into messengers to see what happens.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::Union;

use huzzah::cards::{
    Action, Card, CardKind, Column, Fact, Field, Form, Row, Span, Style, Table, Words,
};

const HOSTILE: [&str; 26] = [
    "",
    " ",
    "Spring cut",
    "<!here>",
    "<!channel|all>",
    "<@U123>",
    "<@U123|ana>",
    "<!subteam^S1>",
    "<#C1|general>",
    "<https://evil.example|safe>",
    "@everyone @here",
    "&lt;!here&gt; &amp;amp;",
    "*bold* _italic_ ~gone~ `code`",
    "```\nblock\n```",
    "> quoted\n>>> all",
    ":tada: :+1: :100:",
    "a|b^c",
    "نجمة الليل שלום",
    "\u{202e}drawkcab\u{2066}x",
    "zero\u{200b}width\u{2060}\u{feff}",
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪",
    "e\u{301}\u{302}\u{303}\u{304}",
    "𝒯𝒽𝑒 𠜎𠜱𠝹",
    "\"quoted\" 'too' \\back\\slash",
    "line\nfeed\ttab\r\nend",
    "1,240.5 kg",
];

/// So many cases, and no long search for a smaller one: cards are large.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What somebody types: mostly short, now and then ten thousand characters.
pub(crate) fn typed() -> impl Strategy<Value = String> {
    let sample = || proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned);
    Union::new_weighted(vec![
        (8, sample().boxed()),
        (
            4,
            prop::collection::vec(sample(), 2..6)
                .prop_map(|parts| parts.join(" "))
                .boxed(),
        ),
        (2, "\\PC{0,120}".boxed()),
        (1, "[\\p{L}&<>*_@:` ]{0,400}".boxed()),
        (
            1,
            (sample(), 1_usize..10_000)
                .prop_map(|(part, length)| long(&part, length))
                .boxed(),
        ),
    ])
}

fn long(part: &str, length: usize) -> String {
    let part = if part.is_empty() { "x" } else { part };
    part.chars().cycle().take(length).collect()
}

fn short() -> impl Strategy<Value = String> {
    typed().prop_map(|text| text.chars().take(200).collect())
}

pub(crate) fn words() -> impl Strategy<Value = Words> {
    let span = prop_oneof![
        4 => typed().prop_map(|text| Span::Text { text }),
        1 => (any::<i32>(), short()).prop_map(|(s, text)| Span::Time { at_ms: i64::from(s) * 1_000, text }),
        1 => command().prop_map(|line| Span::Command { line }),
        1 => prop_oneof!["[CGD][A-Z0-9]{8}", short()].prop_map(|id| Span::Channel { id }),
        1 => prop_oneof!["[UW][A-Z0-9]{8}", "&S[A-Z0-9]{8}", short()].prop_map(|id| Span::Mention { id }),
    ];
    prop::collection::vec(span, 0..4).prop_map(Words)
}

fn command() -> impl Strategy<Value = String> {
    const FIRST: [&str; 6] = [
        "progress",
        "leaderboard",
        "challenge create",
        "join",
        "challenges",
        "help",
    ];
    (proptest::sample::select(&FIRST[..]), short())
        .prop_map(|(first, rest)| format!("{first} {rest}"))
}

pub(crate) fn card() -> impl Strategy<Value = Card> {
    let kind = proptest::sample::select(&KINDS[..]);
    let lines = prop_oneof![
        5 => prop::collection::vec(words(), 0..8),
        1 => prop::collection::vec(words(), 40..90),
    ];
    let fact = (short(), words()).prop_map(|(label, value)| Fact { label, value });
    let actions = prop_oneof![
        5 => prop::collection::vec(action(), 0..6),
        1 => prop::collection::vec(action(), 20..60),
    ];
    let mention = prop_oneof!["[UW][A-Z0-9]{8}", typed()];
    (
        (kind, words(), lines, proptest::option::of(table())),
        prop::collection::vec(fact, 0..12),
        actions,
        proptest::option::weighted(0.2, form()),
        prop::collection::vec(mention, 0..20),
    )
        .prop_map(
            |((kind, title, lines, table), facts, actions, form, mentions)| Card {
                kind,
                title,
                lines,
                table,
                facts,
                picture: None,
                actions,
                form,
                mentions,
            },
        )
}

const KINDS: [CardKind; 9] = [
    CardKind::Notice,
    CardKind::Refusal,
    CardKind::Question,
    CardKind::Entry,
    CardKind::Board,
    CardKind::Rules,
    CardKind::Winners,
    CardKind::Profile,
    CardKind::Help,
];

fn action() -> impl Strategy<Value = Action> {
    let style = prop_oneof![
        Just(Style::Plain),
        Just(Style::Primary),
        Just(Style::Danger)
    ];
    let line = prop_oneof![9 => command(), 1 => typed()];
    let confirm = proptest::option::of(typed());
    let user = proptest::option::of(Just("U0ANA".to_owned()));
    (short(), line, style, confirm, user).prop_map(|(label, command, style, confirm, only_for)| {
        Action {
            label,
            command,
            style,
            confirm,
            only_for,
        }
    })
}

fn table() -> impl Strategy<Value = Table> {
    let size = prop_oneof![5 => (1_usize..6, 0_usize..14), 1 => (0_usize..30, 0_usize..130)];
    size.prop_flat_map(|(n_columns, n_rows)| {
        let cell = prop_oneof![3 => "[0-9]{1,3}(,[0-9]{3})?(\\.[0-9]{1,2})? kg", 3 => short()];
        let cells = prop::collection::vec(cell, n_columns);
        let row = (cells, any::<bool>(), proptest::bool::weighted(0.1));
        let row = row.prop_map(|(cells, mine, gap_before)| Row {
            cells,
            mine,
            gap_before,
        });
        let column = (short(), any::<bool>());
        let column = column.prop_map(|(heading, numeric)| Column { heading, numeric });
        (
            short(),
            prop::collection::vec(column, n_columns),
            prop::collection::vec(row, n_rows),
            0_usize..4,
        )
            .prop_map(|(caption, columns, rows, row_header)| Table {
                caption,
                columns,
                rows,
                row_header,
            })
    })
}

pub(crate) fn form() -> impl Strategy<Value = Form> {
    let choices = prop_oneof![
        3 => Just(Vec::new()),
        2 => prop::collection::vec(short(), 1..8),
        1 => prop::collection::vec(short(), 90..120),
    ];
    let field = (
        "[a-z_]{1,20}",
        (short(), typed(), typed()),
        choices,
        any::<proptest::sample::Index>(),
        (any::<bool>(), any::<bool>()),
    );
    let field = field.prop_map(
        |(name, (label, hint, value), choices, chosen, (required, advanced))| Field {
            name,
            label,
            hint,
            value: if choices.is_empty() {
                value
            } else {
                chosen.get(&choices).clone()
            },
            choices,
            required,
            advanced,
            ..Field::default()
        },
    );
    (
        short(),
        command(),
        prop::collection::vec(field, 0..24),
        short(),
    )
        .prop_map(|(title, command, mut fields, submit)| {
            // Arguments have different names.
            let mut names = BTreeSet::new();
            fields.retain(|field| names.insert(field.name.clone()));
            Form {
                title,
                command,
                fields,
                submit,
            }
        })
}
