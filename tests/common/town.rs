//! A town: the whole house but its platforms, on a clock that is moved by hand and a database of its own.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use huzzah::clock::Clock;
use huzzah::commands::{Asker, Desk, Features, Invocation, Place, Reply, Said, Visibility};
use huzzah::engine::{Courier, Engine, Posted};
use huzzah::store::Store;

use crate::database::{TestDatabase, fresh_database};

/// Monday the 4th of January 2027, 09:00 UTC.
const MORNING: &str = "2027-01-04T09:00:00Z";

/// People who talk to the desk, and a feed that collects what is posted. Whoever is called `mo` moderates.
pub(crate) struct Town {
    pub(crate) engine: Engine,
    pub(crate) desk: Desk,
    pub(crate) clock: Clock,
    database: TestDatabase,
    courier: Courier,
    posts: Arc<Mutex<Vec<String>>>,
    n_said: Mutex<u64>,
}

impl Town {
    pub(crate) async fn new() -> Self {
        Self::on(fresh_database(), Clock::moved(ms(MORNING))).await
    }

    /// The same town after its process was stopped and started.
    pub(crate) async fn restarted(self) -> Self {
        self.engine.finish().await;
        self.engine.store().close().await;
        let n_said = self.n_said.into_inner().expect("no test panicked here");
        let town = Self::on(self.database, self.clock).await;
        *town.n_said.lock().expect("no test panicked here") = n_said;
        town
    }

    async fn on(database: TestDatabase, clock: Clock) -> Self {
        let store = Store::open(&database.url).await.expect("a database");
        let engine = Engine::seeded(store, clock.clone(), 7);
        let features = Features {
            lounge_feed: "feed".to_owned(),
        };
        let desk = Desk::new(engine.clone(), features);
        let posts = Arc::new(Mutex::new(Vec::new()));
        let courier = courier(&engine, &desk, &posts);
        Self {
            engine,
            desk,
            clock,
            database,
            courier,
            posts,
            n_said: Mutex::new(0),
        }
    }

    /// What somebody reads who types a line.
    pub(crate) async fn says(&self, user: &str, line: &str) -> String {
        let delivery = {
            let mut n_said = self.n_said.lock().expect("no test panicked here");
            *n_said += 1;
            format!("said-{n_said}")
        };
        self.delivers(&delivery, user, line).await
    }

    /// The same, with the platform's id of the delivery.
    pub(crate) async fn delivers(&self, delivery: &str, user: &str, line: &str) -> String {
        read(&self.replies(delivery, user, line).await)
    }

    pub(crate) async fn replies(&self, delivery: &str, user: &str, line: &str) -> Reply {
        let said = Said::Line(line.to_owned());
        self.desk
            .answer(invocation("town", delivery, user, said))
            .await
    }

    /// Lets the clock run to an instant: what is due on the way happens at its time, and is posted.
    pub(crate) async fn until(&self, instant: &str) {
        let to_ms = ms(instant);
        loop {
            let next_ms = self.engine.store().next_due_overall().await;
            let due_ms = next_ms
                .expect("the store answers")
                .filter(|due_ms| *due_ms <= to_ms);
            let Some(due_ms) = due_ms else { break };
            self.clock.set_ms(due_ms);
            self.tick().await;
        }
        self.clock.set_ms(to_ms);
        self.tick().await;
    }

    /// Does what is due now, and posts it.
    pub(crate) async fn tick(&self) {
        self.engine
            .catch_up_with_clock()
            .await
            .expect("the clock's loop goes on");
        let delivered = self.courier.deliver_due().await;
        delivered.expect("the courier goes on");
        let settled = self.courier.settle_unknown().await;
        settled.expect("the courier finds out");
    }

    /// Everything posted since the last look.
    pub(crate) async fn posted(&self) -> String {
        self.tick().await;
        let mut posts = self.posts.lock().expect("no test panicked here");
        std::mem::take(&mut *posts).join("\n---\n")
    }

    /// Everything that `huzzah verify` finds wrong.
    pub(crate) async fn differences(&self) -> Vec<String> {
        let mut differences = Vec::new();
        for community_id in self.engine.communities().await.expect("the store answers") {
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

/// A line or form of somebody in a space.
pub(crate) fn invocation(space: &str, delivery: &str, user: &str, said: Said) -> Invocation {
    Invocation {
        place: Place {
            platform: "simulate",
            space: space.to_owned(),
            channel: "feed".to_owned(),
        },
        who: Asker {
            user: user.to_owned(),
            name: user.to_owned(),
            moderator: user == "mo",
            ..Asker::default()
        },
        delivery: delivery.to_owned(),
        said,
    }
}

/// A reply as it is read: who sees it, its text, its buttons, its file.
pub(crate) fn read(reply: &Reply) -> String {
    let seen = match (reply.visibility, reply.refused) {
        (_, true) => "(refused)",
        (Visibility::Private, _) => "(private)",
        (Visibility::Public, _) => "(public)",
    };
    let mut text = format!("{seen} {}", reply.card.text());
    for action in &reply.card.actions {
        write!(text, "\n[{}] /{}", action.label, action.command).expect("strings take all text");
    }
    if let Some(file) = &reply.file {
        write!(text, "\n{}:\n{}", file.name, file.content).expect("strings take all text");
    }
    text
}

/// Milliseconds of an instant.
pub(crate) fn ms(instant: &str) -> i64 {
    let at = chrono::DateTime::parse_from_rfc3339(instant).expect("an instant");
    at.timestamp_millis()
}

fn courier(engine: &Engine, desk: &Desk, posts: &Arc<Mutex<Vec<String>>>) -> Courier {
    let (desk, posts) = (desk.clone(), Arc::clone(posts));
    let post = Arc::new(move |delivery| {
        let (desk, posts) = (desk.clone(), Arc::clone(&posts));
        let posted: std::pin::Pin<Box<dyn Future<Output = Posted> + Send>> = Box::pin(async move {
            let made = desk.announcement(&delivery).await.expect("a card");
            let Some(made) = made else {
                return Posted::Nothing;
            };
            let to = if made.moderators_only {
                " (to moderators)"
            } else {
                ""
            };
            let mut text = format!("{}{to}: {}", made.kind, made.card.text());
            for action in &made.card.actions {
                write!(text, "\n[{}] /{}", action.label, action.command)
                    .expect("strings take all text");
            }
            posts.lock().expect("no test panicked here").push(text);
            Posted::Sent(made.key)
        });
        posted
    });
    Courier::new(engine.clone(), post, "town")
}
