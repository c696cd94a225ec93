//! The house, as one process runs it, on a clock and a database that a test holds; its clock and its courier are stepped
//! by hand.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use huzzah::app::serve::House;
use huzzah::clock::Clock;
use huzzah::engine::{Courier, Engine};
use huzzah::platform::discord::Discord;
use huzzah::platform::lounge;
use huzzah::platform::slack::Slack;
use huzzah::store::Store;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::database::TestDatabase;

/// Monday the 4th of January 2027, 09:00 UTC.
pub(crate) const MORNING_MS: i64 = 1_799_053_200_000;

/// How long, in real time, the house may take to finish what it was asked.
const PATIENCE: Duration = Duration::from_secs(20);

/// Posts that wait for one another are all out after this.
const DRAIN_MS: i64 = 30_000;

/// A house that is served.
pub(crate) struct Bot {
    pub(crate) engine: Engine,
    pub(crate) courier: Courier,
    pub(crate) address: SocketAddr,
    slack: Option<Slack>,
    discord: Option<Discord>,
    served: Mutex<Option<(oneshot::Sender<()>, JoinHandle<()>)>>,
}

impl Bot {
    /// A house on a database and a clock, with nobody in it yet.
    pub(crate) async fn house(database: &TestDatabase, clock: &Clock) -> House {
        let store = Store::open(&database.url).await.expect("a database");
        let engine = Engine::seeded(store, clock.clone(), 7);
        House::on(engine, lounge::Options::default())
    }

    /// Starts what is in a house, and serves it on a free port.
    pub(crate) async fn serve(house: House) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        if let Some(slack) = &house.slack {
            slack.check().await.expect("the settings fit the database");
            slack.start();
        }
        if let Some(discord) = &house.discord {
            discord.start();
        }
        let bot = Self {
            engine: house.engine.clone(),
            courier: house.courier.clone(),
            address: listener.local_addr().expect("an address"),
            slack: house.slack.clone(),
            discord: house.discord.clone(),
            served: Mutex::new(None),
        };
        let (stop, told) = oneshot::channel();
        let served = tokio::spawn(async move {
            let closed = lounge::Door::Closed("nobody comes in by the lounge".to_owned());
            let told = async move { drop(told.await) };
            let served = house.serve(listener, &closed, told).await;
            served.expect("the port holds");
        });
        *bot.held() = Some((stop, served));
        bot
    }

    /// Stops in good order.
    pub(crate) async fn end(&self) {
        let served = self.held().take();
        let (stop, served) = served.expect("it was served");
        stop.send(()).expect("it listens");
        served.await.expect("it ended well");
    }

    /// Waits until everything that the house was asked is done.
    pub(crate) async fn settles(&self) {
        let mut settled = true;
        if let Some(slack) = &self.slack {
            settled &= slack.finished(PATIENCE).await;
        }
        if let Some(discord) = &self.discord {
            settled &= discord.finished(PATIENCE).await;
        }
        assert!(settled, "the house does not come to an end");
    }

    /// Everything that `huzzah verify` finds wrong.
    pub(crate) async fn differences(&self) -> Vec<String> {
        let mut differences = Vec::new();
        for community_id in self.engine.communities().await.expect("the store answers") {
            let checked = self.engine.verify(community_id).await;
            differences.extend(checked.expect("a readable stream").differences);
        }
        differences
    }

    /// Does what is due now, and posts what may be posted now.
    pub(crate) async fn steps(&self) {
        let caught_up = self.engine.catch_up_with_clock().await;
        caught_up.expect("the clock's loop goes on");
        self.posts().await;
    }

    async fn posts(&self) {
        let delivered = self.courier.deliver_due().await;
        delivered.expect("the courier goes on");
        let settled = self.courier.settle_unknown().await;
        settled.expect("the courier finds out");
    }

    /// Does what is due now, and posts it: the seconds between two posts in a channel pass, and are given back.
    pub(crate) async fn ticks(&self, clock: &Clock) {
        self.steps().await;
        let now_ms = clock.now_ms();
        loop {
            let at_ms = clock.now_ms();
            let due_ms = self.engine.store().next_delivery_due(at_ms, &[]).await;
            let due_ms = due_ms.expect("the store answers");
            let Some(due_ms) = due_ms.filter(|due_ms| *due_ms <= now_ms + DRAIN_MS) else {
                break;
            };
            clock.set_ms(due_ms);
            self.posts().await;
        }
        clock.jump_ms(now_ms - clock.now_ms());
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<(oneshot::Sender<()>, JoinHandle<()>)>> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
