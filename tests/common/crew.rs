//! A crew: people of a Slack workspace, and the house that serves it, on a clock and a database that a test holds.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use huzzah::clock::Clock;
use huzzah::commands::{Desk, Features};
use huzzah::engine::{Courier, Engine, Posted};
use huzzah::platform::slack::api::Api;
use huzzah::platform::slack::blocks;
use huzzah::platform::slack::carry::Carrier;
use huzzah::platform::slack::socket::Socket;
use huzzah::platform::slack::team::TeamKey;
use huzzah::platform::slack::workspaces::Workspaces;
use huzzah::platform::slack::{self as platform, App, Options, http};
use huzzah::store::Store;
use secrecy::SecretString;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::database::{TestDatabase, fresh_database};
use crate::slack::act::Workspace;
use crate::slack::deliver::{Deed, Door};
use crate::slack::see::Seen;
use crate::slack::{Slack, lock};

/// Monday the 4th of January 2027, 09:00 UTC.
pub(crate) const MORNING_MS: i64 = 1_799_053_200_000;

/// How long, in real time, the house may take to finish what it was asked.
const PATIENCE: Duration = Duration::from_secs(20);

/// How payloads reach the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Socket,
    Http,
}

/// Both ways.
pub(crate) const WAYS: [Way; 2] = [Way::Socket, Way::Http];

/// People, their Slack, and the house. Whoever is called `mo` is an admin of the workspace.
pub(crate) struct Crew {
    pub(crate) slack: Slack,
    pub(crate) acme: Workspace,
    pub(crate) clock: Clock,
    way: Mutex<Way>,
    database: TestDatabase,
    app: App,
    bot: Mutex<Option<Arc<Bot>>>,
}

/// The house, as one process runs it.
pub(crate) struct Bot {
    pub(crate) engine: Engine,
    pub(crate) desk: Desk,
    pub(crate) courier: Courier,
    pub(crate) address: SocketAddr,
    carrier: Carrier,
    stop: watch::Sender<bool>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Crew {
    /// One workspace, by its bot token; the feed is chosen.
    pub(crate) async fn new(way: Way) -> Self {
        let crew = Self::before_setup(way).await;
        crew.says("mo", "/huzzah setup feed:#feed").await;
        crew
    }

    /// One workspace, by its bot token, in which nothing was done yet.
    pub(crate) async fn before_setup(way: Way) -> Self {
        let clock = Clock::moved(MORNING_MS);
        let slack = Slack::open(clock.clone()).await;
        let acme = slack.workspace("T1");
        acme.person_with("mo", |person| person.admin = true);
        let app = App::One {
            bot_token: acme.installs().into(),
        };
        let crew = Self {
            slack,
            acme,
            clock,
            way: Mutex::new(way),
            database: fresh_database(),
            app,
            bot: Mutex::new(None),
        };
        crew.starts().await;
        crew
    }

    /// The house as it runs now.
    pub(crate) fn bot(&self) -> Arc<Bot> {
        let bot = lock(&self.bot);
        Arc::clone(bot.as_ref().expect("the house is up"))
    }

    /// How payloads reach the house now.
    pub(crate) fn way(&self) -> Way {
        *lock(&self.way)
    }

    /// The house stops in good order, and starts again so that payloads reach it that way.
    pub(crate) async fn restarts_by(&self, way: Way) {
        self.stops().await;
        *lock(&self.way) = way;
        self.starts().await;
    }

    /// The house starts on the database as it is.
    pub(crate) async fn starts(&self) {
        let bot = Bot::start(self).await;
        let door = match self.way() {
            Way::Socket => Door::Socket,
            Way::Http => Door::Http(bot.address),
        };
        self.slack.reaches(door);
        *lock(&self.bot) = Some(Arc::new(bot));
    }

    /// The house stops in good order.
    pub(crate) async fn stops(&self) {
        let bot = lock(&self.bot).take().expect("the house is up");
        bot.end().await;
    }

    /// What somebody newly sees who types a command in `general`.
    pub(crate) async fn says(&self, who: &str, line: &str) -> String {
        let deed = self.acme.types(who, "general", line).await;
        assert!(
            deed.acked.is_some(),
            "{line} failed with the error operation_timeout"
        );
        read(&self.answers(&deed).await)
    }

    /// What somebody newly sees because of what she did.
    pub(crate) async fn answers(&self, deed: &Deed) -> Vec<Seen> {
        self.settles().await;
        self.acme.seen_by(&deed.envelope.user, deed.envelope.mark)
    }

    /// Somebody mentions the bot, and what she newly sees.
    pub(crate) async fn hears(&self, who: &str, thread: Option<&str>, text: &str) -> Vec<Seen> {
        let mention = self.acme.mention(who, "general", thread, text);
        let deed = self.slack.deliver(mention).await;
        assert!(deed.acked.is_some(), "a mention was not acknowledged");
        self.answers(&deed).await
    }

    /// A challenge that runs, measured in kilometres.
    pub(crate) async fn running(way: Way) -> Self {
        let crew = Self::new(way).await;
        crew.says("mo", "/challenge create Run unit:km").await;
        crew.says("mo", "/challenge open Run").await;
        crew
    }

    /// Waits until everything that the house was asked is done.
    pub(crate) async fn settles(&self) {
        let settled = self.bot().carrier.finished(PATIENCE).await;
        assert!(settled, "the house does not come to an end");
    }

    /// Everything that `huzzah verify` finds wrong.
    pub(crate) async fn differences(&self) -> Vec<String> {
        let engine = self.bot().engine.clone();
        let mut differences = Vec::new();
        for community_id in engine.communities().await.expect("the store answers") {
            let checked = engine.verify(community_id).await;
            differences.extend(checked.expect("a readable stream").differences);
        }
        differences
    }

    /// Does what is due now, and posts it.
    pub(crate) async fn ticks(&self) {
        let bot = self.bot();
        let caught_up = bot.engine.catch_up_with_clock().await;
        caught_up.expect("the clock's loop goes on");
        let delivered = bot.courier.deliver_due().await;
        delivered.expect("the courier goes on");
        let settled = bot.courier.settle_unknown().await;
        settled.expect("the courier finds out");
    }
}

impl Bot {
    async fn start(crew: &Crew) -> Self {
        let store = Store::open(&crew.database.url).await.expect("a database");
        let engine = Engine::seeded(store.clone(), crew.clock.clone(), 7);
        let desk = Desk::new(engine.clone(), Features::default());
        let secret: SecretString = crew
            .slack
            .with(|world| world.app.signing_secret.clone())
            .into();
        let options = Options {
            api_url: crew.slack.api_url(),
            door: platform::Door::Http {
                signing_secret: secret.clone(),
            },
            app: crew.app.clone(),
            moderators: Vec::new(),
        };
        let api = Api::new(&options.api_url).expect("an address");
        let workspaces = Workspaces::new(&options, api.clone(), store, crew.clock.clone());
        let carrier = Carrier::new(desk.clone(), api.clone(), workspaces.clone(), &[]);
        let routes = http::routes(&secret, crew.clock.clone(), carrier.taker()).expect("a door");
        let router = huzzah::web::router(huzzah::web::Parts {
            ready: Arc::new(|| Box::pin(async { Ok(()) })),
            metrics: Arc::new(String::new),
            mounts: vec![routes],
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = watch::channel(false);
        let served = tokio::spawn(async move {
            let served = huzzah::web::serve(listener, router, stopped).await;
            served.expect("the port holds");
        });
        let mut tasks = vec![served];
        if crew.way() == Way::Socket {
            let app_token = crew.slack.with(|world| world.app.app_token.clone());
            let socket = Socket::new(
                api.clone(),
                &options.api_url,
                app_token.into(),
                crew.clock.clone(),
                carrier.taker(),
            );
            tasks.push(tokio::spawn(socket.run(stop.subscribe())));
            crew.slack.linked(1).await;
        }
        let courier = courier(&engine, &desk, &api, &workspaces);
        Self {
            engine,
            desk,
            courier,
            address,
            carrier,
            stop,
            tasks: Mutex::new(tasks),
        }
    }

    async fn end(&self) {
        self.stop.send_replace(true);
        let tasks: Vec<_> = lock(&self.tasks).drain(..).collect();
        for task in tasks {
            task.await.expect("it ended well");
        }
        self.carrier.finished(PATIENCE).await;
        self.engine.finish().await;
        self.engine.store().close().await;
    }
}

fn courier(engine: &Engine, desk: &Desk, api: &Api, workspaces: &Workspaces) -> Courier {
    let (desk, api, workspaces) = (desk.clone(), api.clone(), workspaces.clone());
    let post = Arc::new(move |delivery| {
        let (desk, api, workspaces) = (desk.clone(), api.clone(), workspaces.clone());
        let posted: Pin<Box<dyn Future<Output = Posted> + Send>> = Box::pin(async move {
            let Some(made) = desk.announcement(&delivery).await.expect("a card") else {
                return Posted::Nothing;
            };
            let key = TeamKey::of_space(&made.space.platform_space);
            let workspace = workspaces.of(&key).await.expect("a workspace");
            let message = blocks::message(&made.card);
            let body = json!({ "channel": made.space.feed, "text": message.text, "blocks": message.blocks,
                "unfurl_links": false, "unfurl_media": false });
            let sent = api
                .call(&workspace.token, "chat.postMessage", &body)
                .await
                .expect("a post");
            Posted::Sent(format!(
                "{}:{}",
                sent["channel"].as_str().unwrap_or_default(),
                sent["ts"].as_str().unwrap_or_default()
            ))
        });
        posted
    });
    Courier::new(engine.clone(), post, "crew")
}

/// What somebody sees, one after another.
pub(crate) fn read(seen: &[Seen]) -> String {
    let read: Vec<String> = seen
        .iter()
        .map(|seen| {
            let whom = if seen.public { "(public)" } else { "(private)" };
            format!("{whom} {}", seen.read())
        })
        .collect();
    read.join("\n")
}
