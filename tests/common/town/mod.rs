//! A town: the whole house on a clock that is moved by hand and a database of its own, and people who talk to it.
//!
//! `HUZZAH_TEST_DOOR` says by which door they come: straight to the `desk` (the default), as members of a Slack workspace
//! (`slack-socket`, `slack-http`), or of a Discord server (`discord-gateway`, `discord-http`). A story reads the same by
//! every door.

pub(crate) mod desk;
mod kinds;
mod refusals;
mod server;
mod workspace;

use std::env;
use std::sync::Mutex;

use huzzah::clock::Clock;
use huzzah::engine::{Courier, Engine};
use huzzah::store::Store;

use crate::crew::Way;
use crate::database::{TestDatabase, fresh_database};
use crate::party;

/// Monday the 4th of January 2027, 09:00 UTC.
const MORNING: &str = "2027-01-04T09:00:00Z";

/// For how long a platform may take somebody's old name for her name.
const NAMES_MS: i64 = 3_600_000;

/// People who talk to the house, and a feed that collects what is posted. Whoever is called `mo` moderates.
pub(crate) struct Town {
    pub(crate) engine: Engine,
    pub(crate) clock: Clock,
    door: Door,
    database: Option<TestDatabase>,
    courier: Courier,
    n_said: Mutex<u64>,
}

/// Where people come in.
enum Door {
    /// Their lines are handed to the desk as they are.
    Desk(desk::Counter),
    /// Their lines are typed in a Slack workspace.
    Slack(Box<workspace::Members>),
    /// Their lines are typed in a Discord server.
    Discord(Box<server::Members>),
}

impl Town {
    /// A town behind the door that the environment names.
    pub(crate) async fn new() -> Self {
        let named = env::var("HUZZAH_TEST_DOOR").unwrap_or_default();
        match named.as_str() {
            "" | "desk" => Self::behind_the_desk().await,
            "slack-http" => Self::behind_slack(Way::Http).await,
            "slack-socket" => Self::behind_slack(Way::Socket).await,
            "discord-gateway" => Self::behind_discord(party::Way::Gateway).await,
            "discord-http" => Self::behind_discord(party::Way::Http).await,
            other => panic!(
                "HUZZAH_TEST_DOOR={other} is no door: desk, slack-socket, slack-http, discord-gateway or discord-http"
            ),
        }
    }

    /// A town for a story that looks at more than people see; by another door it can't be told, and says so.
    pub(crate) async fn at_the_desk(why: &str) -> Option<Self> {
        match env::var("HUZZAH_TEST_DOOR").as_deref() {
            Err(_) | Ok("" | "desk") => Some(Self::behind_the_desk().await),
            Ok(door) => {
                println!("not told by the door {door}: {why}");
                None
            }
        }
    }

    /// The counter of a town at the desk.
    pub(crate) fn desk(&self) -> &desk::Counter {
        let Door::Desk(counter) = &self.door else {
            panic!("this story is told at the desk");
        };
        counter
    }

    /// The same town at the desk after its process was stopped and started.
    pub(crate) async fn restarted(self) -> Self {
        self.engine.finish().await;
        self.engine.store().close().await;
        let database = self.database.expect("a town at the desk has a database");
        let n_said = self.n_said;
        Self {
            n_said,
            ..Self::on(database, self.clock).await
        }
    }

    async fn behind_the_desk() -> Self {
        Self::on(fresh_database(), Clock::moved(ms(MORNING))).await
    }

    async fn on(database: TestDatabase, clock: Clock) -> Self {
        let store = Store::open(&database.url).await.expect("a database");
        let engine = Engine::seeded(store, clock.clone(), 7);
        let (counter, courier) = desk::Counter::new(&engine);
        Self {
            engine,
            clock,
            door: Door::Desk(counter),
            database: Some(database),
            courier,
            n_said: Mutex::new(0),
        }
    }

    async fn behind_slack(way: Way) -> Self {
        let members = workspace::Members::new(way).await;
        let crew = members.crew();
        let bot = crew.bot();
        Self {
            engine: bot.engine.clone(),
            clock: crew.clock.clone(),
            courier: bot.courier.clone(),
            door: Door::Slack(Box::new(members)),
            database: None,
            n_said: Mutex::new(0),
        }
    }

    async fn behind_discord(way: party::Way) -> Self {
        let members = server::Members::new(way).await;
        let party = members.party();
        let bot = party.bot();
        Self {
            engine: bot.engine.clone(),
            clock: party.clock.clone(),
            courier: bot.courier.clone(),
            door: Door::Discord(Box::new(members)),
            database: None,
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
        match &self.door {
            Door::Desk(desk) => desk.hears("town", delivery, user, line).await,
            Door::Slack(members) => members.hears(delivery, user, line).await,
            Door::Discord(members) => members.hears(delivery, user, line).await,
        }
    }

    /// What somebody reads who types a line in another space of the same house.
    pub(crate) async fn elsewhere(&self, user: &str, line: &str) -> String {
        match &self.door {
            Door::Desk(desk) => desk.hears("elsewhere", line, user, line).await,
            Door::Slack(members) => members.hears_elsewhere(user, line).await,
            Door::Discord(members) => members.hears_elsewhere(user, line).await,
        }
    }

    /// What people were told privately without asking, as `name: text`, since the last look.
    pub(crate) fn told(&self) -> Vec<String> {
        match &self.door {
            Door::Desk(desk) => desk.told(),
            Door::Slack(members) => members.told(),
            Door::Discord(members) => members.told(),
        }
    }

    /// Somebody takes another name on her platform. An hour later she uses the house again, and it is known everywhere.
    pub(crate) async fn renames(&self, user: &str, name: &str) {
        match &self.door {
            Door::Desk(desk) => desk.renames(user, name),
            Door::Slack(members) => members.renames(user, name),
            Door::Discord(members) => members.renames(user, name),
        }
        self.clock.advance_ms(NAMES_MS);
        self.says(user, "/help").await;
    }

    /// Lets the clock run to an instant: what is due on the way happens at its time, and is posted.
    pub(crate) async fn until(&self, instant: &str) {
        let to_ms = ms(instant);
        loop {
            let next_ms = self.engine.next_happening().await;
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
        match &self.door {
            Door::Desk(_) => {}
            Door::Slack(members) => return members.crew().ticks().await,
            Door::Discord(members) => return members.party().ticks().await,
        }
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
        let posts = match &self.door {
            Door::Desk(desk) => desk.posts(),
            Door::Slack(members) => members.posts().await,
            Door::Discord(members) => members.posts().await,
        };
        posts.join("\n---\n")
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

/// Milliseconds of an instant.
pub(crate) fn ms(instant: &str) -> i64 {
    let at = chrono::DateTime::parse_from_rfc3339(instant).expect("an instant");
    at.timestamp_millis()
}
