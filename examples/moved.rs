//! A lounge over stand-ins.

use std::sync::Arc;

use huzzah::cards::{Card, CardKind, Column, Fact, Row, Span, Table, Words};
use huzzah::clock::Clock;
use huzzah::commands::Desk;
use huzzah::platform::lounge::{Lounge, Options};
use huzzah::store::Store;

#[tokio::main]
async fn main() {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let bind = set("HUZZAH_HTTP__BIND").unwrap_or_else(|| "127.0.0.1:8080".into());
    let database = set("HUZZAH_DATABASE__URL").unwrap_or_else(|| "sqlite::memory:".into());
    let now_ms = Clock::wall().now_ms();
    let clock = Clock::moved(
        set("CLOCK_MS")
            .and_then(|ms| ms.parse().ok())
            .unwrap_or(now_ms),
    );
    let store = Store::open(&database).await.expect("store");
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let options = Options {
        name: "The Kitchen Runners".into(),
        access_code: set("HUZZAH_LOUNGE__ACCESS_CODE").map(Into::into),
        ..Options::default()
    };
    let lounge = Lounge::new(
        Desk::default(),
        store,
        clock.clone(),
        options,
        stopped.clone(),
    );
    if std::env::var("SEED").is_ok() {
        seed(&lounge).await;
    }
    tokio::spawn(lounge.clone().watch_others());
    let router = huzzah::web::router(huzzah::web::Parts {
        ready: Arc::new(|| Box::pin(async { Ok(()) })),
        metrics: Arc::new(String::new),
        mounts: vec![lounge.routes()],
    });
    let listener = tokio::net::TcpListener::bind(bind).await.expect("port");
    // The standard input says `advance MILLISECONDS`; its end stops the house.
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if let Some(ms) = line.strip_prefix("advance ").and_then(|ms| ms.parse().ok()) {
                clock.advance_ms(ms);
            }
        }
        stop.send_replace(true);
    });
    huzzah::web::serve(listener, router, stopped)
        .await
        .expect("serve");
}

async fn seed(lounge: &Lounge) {
    let now = Clock::wall().now_ms();
    let day = 86_400_000;
    let priya = lounge.seat("Priya").await.expect("seat").expect("free");
    let tomas = lounge.seat("Tomás").await.expect("seat").expect("free");
    lounge
        .tell(
            &priya,
            "arena",
            "1",
            now - 2 * day,
            "Morning all! First long run in weeks, legs are jelly 🏃",
        )
        .await
        .expect("tell");
    lounge
        .tell(
            &tomas,
            "arena",
            "2",
            now - 2 * day + 40_000,
            "That is how it starts. See you on the board :)",
        )
        .await
        .expect("tell");
    let entry = Card {
        kind: CardKind::Entry,
        title: "Priya logged 3.5 kg in Spring cut".into(),
        facts: vec![
            Fact {
                label: "Total".into(),
                value: "12.5 kg".into(),
            },
            Fact {
                label: "Place".into(),
                value: "1st of 14, up from 2nd".into(),
            },
        ],
        ..Card::default()
    };
    lounge
        .post("arena", "reply", "e", now - 2 * day + 90_000, &entry)
        .await
        .expect("post");
    let winners = Card {
        kind: CardKind::Winners,
        title: "Spring cut: round 2 is over!".into(),
        lines: vec![
            "Priya wins with 12.5 kg, ahead of Tomás and דנה. Well done, everybody!".into(),
        ],
        table: Some(Table {
            caption: "The podium of round 2".into(),
            columns: vec![
                Column {
                    heading: "Place".into(),
                    numeric: true,
                },
                Column {
                    heading: "Name".into(),
                    numeric: false,
                },
                Column {
                    heading: "Total".into(),
                    numeric: true,
                },
            ],
            rows: [
                ("1", "Priya", "12.5 kg"),
                ("2", "Tomás", "11 kg"),
                ("3", "דנה", "9.8 kg"),
            ]
            .map(|r| Row {
                cells: vec![r.0.into(), r.1.into(), r.2.into()],
                mine: false,
                gap_before: false,
            })
            .to_vec(),
            row_header: 1,
        }),
        facts: vec![
            Fact {
                label: "Most improved".into(),
                value: "Kofi, 4 kg more than last week".into(),
            },
            Fact {
                label: "Together".into(),
                value: "1,240 kg, 62 meals for the food bank".into(),
            },
            Fact {
                label: "Prize".into(),
                value: "Priya picks the next team lunch".into(),
            },
            Fact {
                label: "Next close".into(),
                value: Words(vec![Span::Time {
                    at_ms: now + 5 * day,
                    text: "Sunday 20:00 UTC".into(),
                }]),
            },
        ],
        ..Card::default()
    };
    lounge
        .post("arena", "round_closed", "w", now - day, &winners)
        .await
        .expect("post");
    lounge
        .tell(
            &tomas,
            "arena",
            "3",
            now - 600_000,
            "Congratulations Priya!! 🎉\nI want that lunch next week.",
        )
        .await
        .expect("tell");
    lounge
        .tell(
            &priya,
            "chat",
            "4",
            now - 500_000,
            "Does anybody have a good recipe for overnight oats?",
        )
        .await
        .expect("tell");
}
