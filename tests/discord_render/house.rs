//! The house's own cards and forms, of people and titles as awkward as they can be.

use huzzah::cards::{Card, Span, Words};
use huzzah::clock::Clock;
use huzzah::commands::{Asker, Desk, Features, Invocation, Place, Reply, Said};
use huzzah::engine::Engine;
use huzzah::platform::discord::render::{message, modal, texts};
use huzzah::store::Store;

use crate::database::fresh_database;
use crate::laws::ids;
use crate::plain::plain;
use crate::{markdown, rules};

/// Monday the 4th of January 2027, 09:00 UTC.
const MORNING_MS: i64 = 1_799_053_200_000;
const LINES: [(&str, &str); 24] = [
    (
        "mo",
        "challenge create \"R&D <run>: *fast* _feet_ ~`100k`~ :+1: @here [x](http://y)\" unit:km prize:\"# <@&1>\"",
    ),
    (
        "mo",
        "challenge create \"1. Goals\" unit:kg scoring:goal rounds:none",
    ),
    ("mo", "challenge open #1"),
    ("mo", "challenge open #2"),
    ("ana", "join #1"),
    ("ana", "join #2"),
    ("ana", "join #2 goal:70kg start:80kg"),
    ("ana", "progress 5 km > easy run challenge:#1"),
    ("ben", "progress 7 km challenge:#1"),
    ("ben", "progress"),
    ("ben", "progress 5"),
    ("ben", "progress five km"),
    ("ana", "leaderboard #1"),
    ("ana", "leaderboard #1 share:yes"),
    ("ana", "profile"),
    ("ana", "why"),
    ("ana", "challenges"),
    ("ana", "challenges #1"),
    ("ana", "settings"),
    ("ana", "forget-me"),
    ("ana", "help"),
    ("mo", "help challenge create"),
    ("mo", "setup"),
    ("mo", "audit"),
];

#[tokio::test]
async fn the_house_s_own_cards_keep_to_what_discord_takes_and_say_the_same() {
    let database = fresh_database();
    let store = Store::open(&database.url).await.expect("a database");
    let engine = Engine::seeded(store, Clock::moved(MORNING_MS), 7);
    let desk = Desk::new(engine, Features::default());
    let mut n_modals = 0;
    for (n, (who, line)) in LINES.into_iter().enumerate() {
        let reply = asks(&desk, n, who, line).await;
        let json = message(&reply.card, &ids).json(0);
        rules::check_message(&json);
        let read = texts(&json);
        markdown::check(&read);
        assert!(!read.contains("-# …and more"), "{line} is cut:\n{read}");
        let said = plain(&json, &|seconds| shown(&reply.card, seconds));
        assert_eq!(said, reply.card.text(), "{line}");
        if let Some(form) = &reply.card.form {
            rules::check_modal(&modal(form, &[]).expect("a modal"));
            n_modals += 1;
        }
    }
    assert!(n_modals >= 3, "{n_modals} forms");
    let reply = asks(&desk, 99, "ana", "leaderboard #1").await;
    let read = texts(&message(&reply.card, &ids).json(0));
    assert!(read.contains(r"1\. \<ben\_under"), "{read}");
}

/// How a card's instant reads on other platforms.
fn shown(card: &Card, seconds: i64) -> String {
    let facts = card.facts.iter().map(|fact| &fact.value);
    let words = std::iter::once(&card.title).chain(&card.lines).chain(facts);
    let mut spans = words.flat_map(|Words(spans)| spans);
    let found = spans.find_map(|span| match span {
        Span::Time { at_ms, text } if at_ms.div_euclid(1_000) == seconds => Some(text.clone()),
        _ => None,
    });
    found.expect("an instant of the card")
}

async fn asks(desk: &Desk, n: usize, who: &str, line: &str) -> Reply {
    let (user, name) = match who {
        "ana" => ("80351110224678912", "Ana @everyone *bold* & `code`"),
        "ben" => (
            "80351110224678913",
            "<ben_under_score> ~x~ |<@80351110224678912>",
        ),
        _ => ("80351110224678914", "mo"),
    };
    let invocation = Invocation {
        place: Place {
            platform: "discord",
            space: "41771983423143937".to_owned(),
            channel: "41771983423143938".to_owned(),
            direct: false,
        },
        who: Asker {
            user: user.to_owned(),
            name: name.to_owned(),
            moderator: who == "mo",
            ..Asker::default()
        },
        delivery: format!("said-{n}"),
        said: Said::Line(line.to_owned()),
    };
    desk.answer(invocation).await
}
