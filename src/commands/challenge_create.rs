//! `challenge create`: write a challenge down and see its rule card before anybody else does.

use crate::cards::{self, CardKind, Sheet};
use crate::commands::declare::{Command, Kind, Opt, opt, word};
use crate::commands::desk::{Ask, Desk, left_nothing};
use crate::commands::invocation::Reply;
use crate::domain::act::{self, draft::Wishes};
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::engine::EngineError;

/// The words for scorings, as members type them.
const SCORINGS: &[&str] = &[
    "total",
    "best",
    "latest",
    "change",
    "percent_change",
    "goal",
    "active_days",
    "streak",
    "completion",
    "draw",
    "votes",
];

/// What a challenge's rules are called, here and in `challenge edit`.
const RULES: [Opt; 20] = [
    opt(
        "unit",
        Kind::Unit,
        "What is measured: kg, km, min, steps, EUR, or a word of your own such as pushups",
    ),
    opt(
        "scoring",
        Kind::Choice(SCORINGS),
        "How scores are made; total when left out",
    ),
    opt(
        "direction",
        Kind::Choice(&["more", "less"]),
        "Which way is better; needed for change and percent_change",
    ),
    opt(
        "kind",
        Kind::Choice(&["increments", "readings"]),
        "Whether entries add up or show where one stands",
    ),
    opt("starts", Kind::Date, "The first day; now when left out"),
    opt("ends", Kind::Date, "The last day; none when left out"),
    opt(
        "rounds",
        Kind::Choice(&["none", "daily", "weekly", "monthly"]),
        "Rounds with winners of their own; weekly",
    ),
    opt(
        "closes",
        Kind::Text,
        "When a round closes: \"sun 20:00\", \"20:00\", \"last 20:00\"",
    ),
    opt("winners", Kind::Number, "How many places win; 3"),
    opt(
        "tie",
        Kind::Choice(&["shared", "earliest"]),
        "What equal scores mean; shared",
    ),
    opt(
        "look_back",
        Kind::Text,
        "How long ago an entry may have happened; 48h",
    ),
    opt("day_cap", Kind::Amount, "The most that one day counts"),
    opt(
        "entry_max",
        Kind::Amount,
        "Above it an entry waits for a moderator",
    ),
    opt(
        "items",
        Kind::Text,
        "The checklist of completion: \"Intro; Module 1; Module 2\"",
    ),
    opt(
        "join_until",
        Kind::Date,
        "The last day to join; the end when left out",
    ),
    opt("purpose", Kind::Text, "What it is for"),
    opt("prize", Kind::Text, "What the winners get"),
    opt(
        "sensitive",
        Kind::Choice(&["on", "off"]),
        "Show percent or rank alone; on for weights and money",
    ),
    opt(
        "quiet",
        Kind::Choice(&["on", "off"]),
        "Confirm entries privately",
    ),
    opt(
        "grace",
        Kind::Text,
        "How long after the end late entries count; 24h",
    ),
];

/// The rules behind a command's own arguments.
pub(super) const fn with_rules<const N: usize>(own: &[Opt]) -> [Opt; N] {
    let mut all = [own[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < own.len() {
            own[at]
        } else {
            RULES[at - own.len()]
        };
        at += 1;
    }
    all
}

const OPTIONS: [Opt; 21] = with_rules(&[word(
    "title",
    Kind::Text,
    "Its name, in quotation marks where it has spaces",
)]);

const PATH: &str = "challenge create";
const EXAMPLES: &[&str] = &[
    "challenge create \"Spring cut\" unit:kg",
    "challenge create \"100 pushups\" unit:pushups rounds:daily closes:20:00 ends:2027-02-28",
];

pub(super) const COMMAND: Command = Command {
    path: PATH,
    about: "Write a challenge down; you see its rules before anybody else does",
    moderator: true,
    free_text: false,
    options: &OPTIONS,
    examples: EXAMPLES,
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    if ask.arguments.get("title").is_none() {
        let example = EXAMPLES[0].to_owned();
        let missing = Refusal::Missing {
            command: PATH.to_owned(),
            name: "title".to_owned(),
            example,
        };
        let make = |view: &crate::cards::View<'_>| Sheet {
            kind: CardKind::Question,
            form: Some(cards::forms::create(view)),
            ..cards::refusal::refusal(view, &missing)
        };
        return Ok(Reply::private(desk.card(ask, make).await?));
    }
    let wishes = wishes(ask);
    let decided = desk.submit(ask, move |community, moment, who| {
        act::draft::decide(community, moment, who, &wishes)
    });
    let done = decided.await?;
    let drafted = done.records.iter().find_map(|record| match &record.event {
        Event::ChallengeDrafted(drafted) => Some(drafted.challenge),
        _ => None,
    });
    let number = drafted.ok_or_else(|| left_nothing(&done, "a draft"))?;
    let make = |view: &crate::cards::View<'_>| cards::rules::card(view, number);
    Ok(Reply::private(
        desk.card_for(ask, Some(done.identity), make).await?,
    ))
}

/// The rules that were given, by name.
pub(super) fn wishes(ask: &Ask) -> Wishes {
    Wishes {
        options: ask
            .arguments
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    }
}
