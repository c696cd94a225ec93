//! A community in Slack whose people and titles are as awkward as they can be, and every card it reads.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use huzzah::cards::Card;
use huzzah::clock::Clock;
use huzzah::commands::{Asker, Desk, Features, Invocation, Place, Reply, Said};
use huzzah::engine::{Courier, Engine, Posted};
use huzzah::store::Store;

use crate::database::{TestDatabase, fresh_database};

/// Who types, as Slack knows them: user id and shown name.
pub(crate) type Person = (&'static str, &'static str);

pub(crate) const MO: Person = ("U0MO", "Mo");
pub(crate) const ANA: Person = ("U0ANA", "Ana <!channel> *bold* & `code`");
pub(crate) const BEN: Person = ("U0BEN", "ben_under_score ~x~ |<@U0ANA>");
pub(crate) const NAJMA: Person = ("U0NAJMA", "نجمة الليل \u{202e}שלום");
pub(crate) const FAMILY: Person = ("W0FAMILY", "👩‍👩‍👧‍👦 Familie :tada:");
pub(crate) const EVERYONE: Person = ("U0EVERY", "@everyone");
pub(crate) const LONG: Person = (
    "U0LONG",
    "Wolfeschlegelsteinhausenbergerdorff-Schmidt von und zu Oberkassel am Rhein, Jr.",
);

/// A title with every sign that means something to Slack.
pub(crate) const AWKWARD: &str = "R&D <run>: *fast* _feet_ ~`100k`~ :+1: @here";
/// The longest title there is: ninety characters.
pub(crate) const LONGEST: &str =
    "The very long and thoroughly described walk round the lake, the hill, and back to the lake";

/// The house without a platform, on a clock moved by hand, and the cards that it posts.
pub(crate) struct Story {
    desk: Desk,
    engine: Engine,
    clock: Clock,
    courier: Courier,
    posts: Arc<Mutex<Vec<(String, Card)>>>,
    n_said: Mutex<u32>,
    _database: TestDatabase,
}

impl Story {
    /// Monday the 4th of January 2027, 09:00 UTC.
    pub(crate) async fn new() -> Self {
        let database = fresh_database();
        let store = Store::open(&database.url).await.expect("a database");
        let clock = Clock::moved(ms("2027-01-04T09:00:00Z"));
        let engine = Engine::seeded(store, clock.clone(), 7);
        let desk = Desk::new(engine.clone(), Features::default());
        let posts = Arc::new(Mutex::new(Vec::new()));
        let courier = courier(&engine, &desk, &posts);
        Self {
            desk,
            engine,
            clock,
            courier,
            posts,
            n_said: Mutex::new(0),
            _database: database,
        }
    }

    /// The reply to a line.
    pub(crate) async fn says(&self, who: Person, line: &str) -> Reply {
        let delivery = {
            let mut n_said = self.n_said.lock().expect("no test panicked here");
            *n_said += 1;
            format!("said-{n_said}")
        };
        let (user, name) = who;
        let invocation = Invocation {
            place: Place {
                platform: "slack",
                space: "T0TOWN".to_owned(),
                channel: "C0TOWN".to_owned(),
                direct: false,
            },
            who: Asker {
                user: user.to_owned(),
                name: name.to_owned(),
                moderator: who == MO,
                ..Asker::default()
            },
            delivery,
            said: Said::Line(line.to_owned()),
        };
        self.desk.answer(invocation).await
    }

    /// Lets the clock run to an instant, with everything that is due on the way.
    pub(crate) async fn until(&self, instant: &str) {
        let to_ms = ms(instant);
        loop {
            let due_ms = self
                .engine
                .store()
                .next_due_overall()
                .await
                .expect("a store");
            let Some(due_ms) = due_ms.filter(|due_ms| *due_ms <= to_ms) else {
                break;
            };
            self.clock.set_ms(due_ms);
            self.tick().await;
        }
        self.clock.set_ms(to_ms);
        self.tick().await;
    }

    /// The cards posted since the last look, each with its kind.
    pub(crate) async fn posted(&self) -> Vec<(String, Card)> {
        self.tick().await;
        std::mem::take(&mut *self.posts.lock().expect("no test panicked here"))
    }

    async fn tick(&self) {
        let caught = self.engine.catch_up_with_clock().await;
        caught.expect("the clock's loop goes on");
        let delivered = self.courier.deliver_due().await;
        delivered.expect("the courier goes on");
    }
}

fn courier(engine: &Engine, desk: &Desk, posts: &Arc<Mutex<Vec<(String, Card)>>>) -> Courier {
    let (desk, posts) = (desk.clone(), Arc::clone(posts));
    let post = Arc::new(move |delivery| {
        let (desk, posts) = (desk.clone(), Arc::clone(&posts));
        let posted: Pin<Box<dyn Future<Output = Posted> + Send>> = Box::pin(async move {
            let made = desk.announcement(&delivery).await.expect("a card");
            let Some(made) = made else {
                return Posted::Nowhere;
            };
            let mut posts = posts.lock().expect("no test panicked here");
            posts.push((made.kind, made.card));
            Posted::Sent(made.key)
        });
        posted
    });
    Courier::new(engine.clone(), post, "story")
}

fn ms(instant: &str) -> i64 {
    let at = chrono::DateTime::parse_from_rfc3339(instant).expect("an instant");
    at.timestamp_millis()
}
