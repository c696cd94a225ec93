//! A crew: people of a Slack workspace, and the house that serves it, on a clock and a database that a test holds.

use std::sync::{Arc, Mutex};

use huzzah::clock::Clock;
use huzzah::config::TokenKey;
use huzzah::platform::slack::{self as platform, App, Options};

use crate::bot::Bot;
pub(crate) use crate::bot::MORNING_MS;
use crate::database::{TestDatabase, fresh_database};
use crate::slack::act::Workspace;
use crate::slack::deliver::{Deed, Door};
use crate::slack::see::Seen;
use crate::slack::{Slack, lock};

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

impl Crew {
    /// One workspace, by its bot token; the feed is chosen.
    pub(crate) async fn new(way: Way) -> Self {
        let crew = Self::before_setup(way).await;
        crew.says("mo", "/huzzah setup feed:#feed").await;
        crew
    }

    /// One workspace, by its bot token, in which nothing was done yet.
    pub(crate) async fn before_setup(way: Way) -> Self {
        Self::founded(way, |_, acme| App::One {
            bot_token: acme.installs().into(),
        })
        .await
    }

    /// A house for many workspaces; one has installed the app and chosen its feed.
    pub(crate) async fn several(way: Way) -> Self {
        let crew = Self::founded(way, |slack, _| {
            slack.with(|world| App::Several {
                client_id: world.app.client_id.clone(),
                client_secret: world.app.client_secret.as_str().into(),
                token_key: TokenKey::read(&"0f".repeat(32)).expect("a key"),
            })
        })
        .await;
        crew.installs(&crew.acme).await;
        crew.says("mo", "/huzzah setup feed:#feed").await;
        crew
    }

    /// `mo` installs the app in a workspace, by a browser.
    pub(crate) async fn installs(&self, workspace: &Workspace) {
        workspace.person_with("mo", |person| person.admin = true);
        let address = self.bot().address;
        let sent = self.slack.browses(address, "/slack/install", "").await;
        let code = workspace.approves("mo");
        let (_, query) = sent.location.split_once("state=").expect("a state");
        let state = query.split('&').next().unwrap_or_default();
        let back = format!("/slack/oauth?code={code}&state={state}");
        let done = self.slack.browses(address, &back, &sent.cookie).await;
        assert_eq!(done.status, 303, "the app is installed");
        self.settles().await;
    }

    async fn founded(way: Way, app: impl FnOnce(&Slack, &Workspace) -> App) -> Self {
        let clock = Clock::moved(MORNING_MS);
        let slack = Slack::open(clock.clone()).await;
        let acme = slack.workspace("T1");
        acme.person_with("mo", |person| person.admin = true);
        let app = app(&slack, &acme);
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
        let house = Bot::house(&self.database, &self.clock).await;
        let house = house.with_slack(options(self)).expect("a house");
        let bot = Bot::serve(house).await;
        if self.way() == Way::Socket {
            self.slack.linked(1).await;
        }
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
        self.bot().settles().await;
    }

    /// Everything that `huzzah verify` finds wrong.
    pub(crate) async fn differences(&self) -> Vec<String> {
        self.bot().differences().await
    }

    /// Does what is due now, and posts what may be posted now.
    pub(crate) async fn steps(&self) {
        self.bot().steps().await;
    }

    /// Does what is due now, and posts it: the seconds between two posts in a channel pass, and are given back.
    pub(crate) async fn ticks(&self) {
        self.bot().ticks(&self.clock).await;
    }
}

fn options(crew: &Crew) -> Options {
    let api_url = crew.slack.api_url();
    crew.slack.with(|world| Options {
        api_url,
        door: match crew.way() {
            Way::Socket => platform::Door::Socket {
                app_token: world.app.socket_token.as_str().into(),
            },
            Way::Http => platform::Door::Http {
                signing_secret: world.app.signing_secret.as_str().into(),
            },
        },
        app: crew.app.clone(),
        moderators: Vec::new(),
    })
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
