//! Plants faults and sees them caught, and sees nothing caught that is allowed.

use std::collections::BTreeSet;

use super::check;

/// The faults of one planted line under the obligatory first one.
#[track_caller]
fn planted(path: &str, body: &str, expected: &[&str]) {
    let crates = [
        "serde", "sqlx", "tokio", "chrono", "config", "metrics", "axum", "serenity",
    ];
    let crates = crates.iter().map(|name| (*name).to_owned()).collect();
    let faults = check(path, &format!("//! Planted.\n{body}"), &crates);
    assert_eq!(faults, expected, "\n{body}");
}

#[test]
fn a_planted_import_is_caught_with_file_and_line() {
    planted(
        "src/domain/amount.rs",
        "\nuse crate::engine::Engine;\n",
        &["src/domain/amount.rs:3: `domain` may not name `crate::engine::Engine`"],
    );
    planted(
        "src/domain/act/undo.rs",
        "use {std::fmt, crate::{domain::{self, Event}, store as shelf,\n  cards::Card}};\nfn f() { sqlx::query(\"x\"); }",
        &[
            "src/domain/act/undo.rs:2: `domain` may not name `crate::store`",
            "src/domain/act/undo.rs:3: `domain` may not name `crate::cards::Card`",
            "src/domain/act/undo.rs:4: `domain` may not name the crate `sqlx`",
        ],
    );
    planted(
        "src/domain/act/undo.rs",
        "use super::super::super::store::Tx;\nmod inner { use super::super::super::Event; use super::super::super::super::web; }",
        &[
            "src/domain/act/undo.rs:2: `domain` may not name `crate::store::Tx`",
            "src/domain/act/undo.rs:3: `domain` may not name `crate::web`",
        ],
    );
    planted(
        "src/commands/undo.rs",
        "fn f(x: &crate::platform::lounge::Page) { crate::store::open::<u8>(x) }",
        &[
            "src/commands/undo.rs:2: `commands` may not name `crate::platform::lounge::Page`",
            "src/commands/undo.rs:2: `commands` may not name `crate::store::open`",
        ],
    );
}

#[test]
fn what_is_allowed_is_not_caught() {
    planted(
        "src/domain/event.rs",
        "use crate::domain::Amount;\nuse super::board::Board;\nuse serde::Serialize;",
        &[],
    );
    planted(
        "src/domain/event.rs",
        "// use crate::store;\n/* use /* sqlx::x */ crate::web; */\nconst A: &str = \"crate::store::x\";",
        &[],
    );
    planted(
        "src/domain/event.rs",
        "const A: &str = r#\"use \"crate::store\"#;\nfn f<'a>(c: &'a char) -> bool { *c == '\"' || *c == '\\'' }",
        &[],
    );
    planted(
        "src/domain/event.rs",
        "#[cfg(test)]\nmod tests { use super::*; fn f() { tokio::spawn(std::fs::read(\"x\")); } }",
        &[],
    );
    planted(
        "src/platform/lounge/page.rs",
        "use crate::config::Lounge;\nuse crate::config;\nfn f() { config::load(); }",
        &[],
    );
    planted(
        "src/web.rs",
        "mod metrics;\nfn f() { metrics::render(); self::metrics::render(); }",
        &[],
    );
    planted(
        "src/platform/lounge.rs",
        "use crate::store::lounge::Row;\nuse crate::platform::Platform;",
        &[],
    );
    planted(
        "src/main.rs",
        "use huzzah::store;\nuse sqlx::query;\nuse huzzah::platform::lounge;",
        &[],
    );
}

#[test]
fn platforms_stay_apart() {
    planted(
        "src/platform/lounge.rs",
        "use crate::store::Head;\nuse crate::domain::Event;\nuse serenity::Client;",
        &[
            "src/platform/lounge.rs:2: `platform::lounge` may not name `crate::store::Head`",
            "src/platform/lounge.rs:3: `platform::lounge` may not name `crate::domain::Event`",
            "src/platform/lounge.rs:4: `platform::lounge` may not name the crate `serenity`",
        ],
    );
    planted(
        "src/platform.rs",
        "pub(crate) mod lounge;\nuse lounge::Page;\nuse crate::platform::lounge::Page;",
        &["src/platform.rs:4: `platform` may not name `crate::platform::lounge::Page`"],
    );
}

#[test]
fn impure_code_in_a_pure_module_is_caught() {
    planted(
        "src/domain/draw.rs",
        "async fn f() {}\nuse std::time::Instant;\nfn g() { std::env::args(); }",
        &[
            "src/domain/draw.rs:3: `domain` is pure and may not name `std::time::Instant`",
            "src/domain/draw.rs:4: `domain` is pure and may not name `std::env::args`",
            "src/domain/draw.rs:2: `domain` is pure and has no `async`",
        ],
    );
}

#[test]
fn the_wall_clock_and_sql_have_one_place_each() {
    planted(
        "src/app.rs",
        "fn f() { chrono::Utc::now(); }\nconst A: &str = \"select a,\n  b from page\";\nconst B: &str = \"select a challenge\";",
        &[
            "src/app.rs:2: `chrono::Utc::now` reads the wall clock: ask `Clock`",
            "src/app.rs:3: SQL is written in `store` alone: \"select a,\n  b from page\"",
        ],
    );
    planted("src/clock.rs", "fn f() { chrono::Utc::now(); }", &[]);
    planted(
        "src/store/page.rs",
        "const A: &str = \"delete from page\";",
        &[],
    );
    planted(
        "src/store/page.rs",
        "use std::time::SystemTime as T; fn f() { std::time::SystemTime::now(); }",
        &["src/store/page.rs:2: `std::time::SystemTime::now` reads the wall clock: ask `Clock`"],
    );
}

#[test]
fn a_file_must_say_what_it_is_and_belong_somewhere() {
    let faults = check("src/util.rs", "fn f() {}", &BTreeSet::new());
    let expected = [
        "src/util.rs:1: a file opens with `//!` and says what it is",
        "src/util.rs:1: `util` is in no rule of tests/house/rules.rs",
    ];
    assert_eq!(faults, expected);
}

#[test]
fn the_reader_of_sources_survives_any_ending() {
    let text = "//! x\nuse a::{b, c::*, d::{self as e}}; r#\"x\"# b\"\\\"\" 'a' '\\u{1}' /* /* */ */ r#type";
    for end in 0..=text.len() {
        check("src/web.rs", &text[..end], &BTreeSet::new());
    }
}
