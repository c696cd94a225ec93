//! Any card and any form, with whatever people have typed into messengers to see what happens.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::Union;

use huzzah::cards::{
    Action, Card, CardKind, Column, Fact, Field, Form, Row, Span, Style, Table, Words,
};

const HOSTILE: [&str; 34] = [
    "",
    " ",
    "Spring cut",
    "@everyone @here",
    "@\u{200b}everyone",
    "<@80351110224678912>",
    "<@!80351110224678912>",
    "<@&165511591545143296>",
    "<#103735883630395392>",
    "</progress:1234567890>",
    "<t:1618953630:R>",
    "<a:wave:41771983429993937>",
    "[safe](https://evil.example)",
    "https://evil.example/a_b_c",
    "<https://evil.example>",
    "*bold* _italic_ ~~gone~~ `code` ||spoiler||",
    "**a** __b__ ***c*** \\*d\\*",
    "```\nblock\n```",
    "> quoted\n>>> all",
    "# big\n## less\n-# small",
    "1. first\n1. second",
    "- one\n* two",
    ":tada: :+1: :100: 20:00",
    "¯\\_(ツ)_/¯ \\",
    "Level C#",
    "نجمة الليل שלום",
    "\u{202e}drawkcab\u{2066}x",
    "zero\u{200b}width\u{2060}\u{feff}",
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪",
    "e\u{301}\u{302}\u{303}\u{304}",
    "𝒯𝒽𝑒 𠜎𠜱𠝹",
    "\"quoted\" 'too' \\back\\slash",
    "line\nfeed\ttab\r\nend\u{2028}so",
    "1,240.5 kg",
];

/// What somebody types: mostly short, now and then ten thousand characters.
pub(crate) fn typed() -> impl Strategy<Value = String> {
    let sample = || select(&HOSTILE[..]).prop_map(str::to_owned);
    let several = prop::collection::vec(sample(), 2..6).prop_map(|parts| parts.join(" "));
    let long = (sample(), 1_usize..10_000).prop_map(|(part, length)| {
        let part = if part.is_empty() { "x" } else { &part };
        part.chars().cycle().take(length).collect()
    });
    Union::new_weighted(vec![
        (8, sample().boxed()),
        (4, several.boxed()),
        (2, "\\PC{0,120}".boxed()),
        (2, "[a1:<>@#&*_~`|\\\\./()\\[\\] \\-]{0,60}".boxed()),
        (1, "[\\p{L}&<>*_@:` ]{0,400}".boxed()),
        (1, long.boxed()),
    ])
}

pub(crate) fn short() -> impl Strategy<Value = String> {
    typed().prop_map(|text| text.chars().take(200).collect())
}

/// Somebody's id, mostly a good one.
fn user() -> impl Strategy<Value = String> {
    prop_oneof![6 => "[1-9][0-9]{16,18}", 1 => typed()]
}

fn words() -> impl Strategy<Value = Words> {
    let at_ms =
        prop_oneof![9 => any::<i32>().prop_map(|s| i64::from(s) * 1_000), 1 => any::<i64>()];
    let span = prop_oneof![
        6 => typed().prop_map(|text| Span::Text { text }),
        1 => (at_ms, short()).prop_map(|(at_ms, text)| Span::Time { at_ms, text }),
        1 => command().prop_map(|line| Span::Command { line }),
        1 => user().prop_map(|id| Span::Channel { id }),
        1 => ("&?", user()).prop_map(|(group, id)| Span::Mention { id: format!("{group}{id}") }),
    ];
    prop::collection::vec(span, 0..4).prop_map(Words)
}

pub(crate) fn command() -> impl Strategy<Value = String> {
    const FIRST: [&str; 7] = [
        "progress",
        "leaderboard",
        "challenge create",
        "join",
        "challenges",
        "help",
        "",
    ];
    (select(&FIRST[..]), short()).prop_map(|(first, rest)| format!("{first} {rest}"))
}

pub(crate) fn card() -> impl Strategy<Value = Card> {
    let lines = prop_oneof![
        5 => prop::collection::vec(words(), 0..8),
        1 => prop::collection::vec(words(), 40..90),
    ];
    let fact = (short(), words()).prop_map(|(label, value)| Fact { label, value });
    let actions = prop_oneof![
        5 => prop::collection::vec(action(), 0..6),
        1 => prop::collection::vec(action(), 20..60),
    ];
    (
        (select(&KINDS[..]), words(), lines, proptest::option::of(table())),
        prop::collection::vec(fact, 0..12),
        actions,
        proptest::option::weighted(0.2, form()),
        prop_oneof![5 => prop::collection::vec(user(), 0..4), 1 => prop::collection::vec(user(), 90..150)],
    )
        .prop_map(|((kind, title, lines, table), facts, actions, form, mentions)| Card {
            kind,
            title,
            lines,
            table,
            facts,
            picture: None,
            actions,
            form,
            mentions,
        })
}

pub(crate) const KINDS: [CardKind; 9] = [
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
    let style = select(&[Style::Plain, Style::Primary, Style::Danger][..]);
    let line = prop_oneof![9 => command(), 1 => typed()];
    let confirm = proptest::option::weighted(0.2, short());
    (short(), line, style, confirm, proptest::option::of(user())).prop_map(
        |(label, command, style, confirm, only_for)| Action {
            label,
            command,
            style,
            confirm,
            only_for,
        },
    )
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
        let columns = prop::collection::vec(column, n_columns);
        let rows = prop::collection::vec(row, n_rows);
        (short(), columns, rows, 0_usize..4).prop_map(|(caption, columns, rows, row_header)| {
            Table {
                caption,
                columns,
                rows,
                row_header,
            }
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
        "[a-z_]{0,20}",
        (short(), typed(), typed()),
        choices,
        any::<Index>(),
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
    let command = prop_oneof![4 => Just("challenge create".to_owned()), 1 => command()];
    (
        short(),
        command,
        prop::collection::vec(field, 0..24),
        short(),
    )
        .prop_map(|(title, command, fields, submit)| Form {
            title,
            command,
            fields,
            submit,
        })
}
