//! Engines in this process: one or several on one database, as processes would share it.

use std::collections::BTreeMap;

use huzzah::clock::Clock;
use huzzah::commands::{Asker, Desk, Features, Invocation, Place, Reply, Said};
use huzzah::domain::challenge::{Board, Standing};
use huzzah::domain::community::Community;
use huzzah::domain::event::{Event, Record};
use huzzah::domain::line;
use huzzah::engine::Engine;
use huzzah::store::Store;

/// Monday the 4th of January 2027, 09:00 UTC.
pub(crate) const MORNING_MS: i64 = 1_799_053_200_000;
pub(crate) const HOUR_MS: i64 = 3_600_000;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

/// An engine with its desk.
#[derive(Clone)]
pub(crate) struct House {
    pub(crate) engine: Engine,
    pub(crate) desk: Desk,
}

impl House {
    pub(crate) async fn open(url: &str, clock: &Clock) -> Self {
        let store = Store::open(url).await.expect("a database");
        let engine = Engine::new(store, clock.clone());
        let desk = Desk::new(engine.clone(), Features::default());
        Self { engine, desk }
    }

    pub(crate) async fn close(self) {
        self.engine.finish().await;
        self.engine.store().close().await;
    }

    /// Types a line in a space and waits for the answer, however long it takes.
    pub(crate) async fn says(&self, space: &str, user: &str, delivery: &str, line: &str) -> Reply {
        self.calls(space, (user, user), delivery, line).await
    }

    /// The same by a user who has that name now.
    pub(crate) async fn calls(
        &self,
        space: &str,
        who: (&str, &str),
        delivery: &str,
        line: &str,
    ) -> Reply {
        let mut reply = self.answers(space, who, delivery, line).await;
        match reply.later.take() {
            Some(later) => later.await.expect("an answer"),
            None => reply,
        }
    }

    /// Types a line in a space and takes the first answer; whoever is called `mo` moderates.
    pub(crate) async fn asks(&self, space: &str, user: &str, delivery: &str, line: &str) -> Reply {
        self.answers(space, (user, user), delivery, line).await
    }

    async fn answers(
        &self,
        space: &str,
        (user, name): (&str, &str),
        delivery: &str,
        line: &str,
    ) -> Reply {
        let invocation = Invocation {
            place: Place {
                platform: "simulate",
                space: space.to_owned(),
                channel: "feed".to_owned(),
                direct: false,
            },
            who: Asker {
                user: user.to_owned(),
                name: name.to_owned(),
                moderator: user == "mo",
                ..Asker::default()
            },
            delivery: delivery.to_owned(),
            said: Said::Line(line.to_owned()),
        };
        self.desk.answer(invocation).await
    }

    /// A running challenge in steps.
    pub(crate) async fn run_challenge(&self, space: &str, options: &str) {
        let create = format!("/challenge create Walk unit:steps {options}");
        for (delivery, line) in [
            ("create", create.as_str()),
            ("open", "/challenge open Walk"),
        ] {
            let reply = self.says(space, "mo", delivery, line).await;
            assert!(!reply.refused, "{line}: {}", reply.card.text());
        }
    }

    /// The whole stream of a space's community.
    pub(crate) async fn stream(&self, space: &str) -> Vec<Record> {
        self.stream_of(self.community(space).await).await
    }

    /// The same of a community.
    pub(crate) async fn stream_of(&self, community_id: i64) -> Vec<Record> {
        records_of(self.engine.store(), community_id).await
    }

    pub(crate) async fn community(&self, space: &str) -> i64 {
        let found = self.engine.space("simulate", space, space).await;
        found.expect("a space").community_id
    }

    /// All standings as this engine's fold has them.
    pub(crate) async fn tables(&self, space: &str) -> Vec<Standing> {
        self.tables_of(self.community(space).await).await
    }

    /// The same of a community.
    pub(crate) async fn tables_of(&self, community_id: i64) -> Vec<Standing> {
        let tables = self.engine.view(community_id, Self::all_tables);
        tables.await.expect("a fold")
    }

    /// All standings of a fold.
    pub(crate) fn all_tables(community: &Community) -> Vec<Standing> {
        let both = community
            .challenges()
            .iter()
            .flat_map(|challenge| [challenge.table(Board::Whole), challenge.table(Board::Round)]);
        both.flatten().collect()
    }

    pub(crate) async fn differences(&self) -> Vec<String> {
        let mut differences = Vec::new();
        for community_id in self.engine.communities().await.expect("communities") {
            let checked = self
                .engine
                .verify(community_id)
                .await
                .expect("a readable stream");
            differences.extend(checked.differences);
        }
        differences
    }
}

/// How often each amount (in whole steps) was recorded.
pub(crate) fn amounts(records: &[Record]) -> BTreeMap<i64, usize> {
    let mut amounts = BTreeMap::new();
    for record in records {
        if let Event::EntryRecorded(entry) = &record.event {
            *amounts.entry(entry.amount_micro / 1_000_000).or_default() += 1;
        }
    }
    amounts
}

/// Round and due instant of every close, in the stream's order.
pub(crate) fn closes(records: &[Record]) -> Vec<(u32, i64)> {
    let closed = records.iter().filter_map(|record| match &record.event {
        Event::RoundClosed(closed) => Some((closed.round, closed.due_ms)),
        _ => None,
    });
    closed.collect()
}

/// A community's whole stream.
pub(crate) async fn records_of(store: &Store, community_id: i64) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    loop {
        let after = records.last().map_or(0, |record| record.seq);
        let pages = store.pages_after(community_id, after, 256).await;
        let pages = pages.expect("the store answers");
        if pages.is_empty() {
            return records;
        }
        for page in pages {
            records.extend(line::read_page(&page.body).expect("a readable page"));
        }
    }
}
