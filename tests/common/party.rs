//! A party: people of a Discord server, and the house that serves it, on a clock and a database that a test holds.

use std::sync::{Arc, Mutex};

use huzzah::clock::Clock;
use huzzah::platform::discord::{self as platform, Options, Shards};

use crate::bot::{Bot, MORNING_MS};
use crate::database::{TestDatabase, fresh_database};
use crate::discord::act::Server;
use crate::discord::deliver::{Deed, Door};
use crate::discord::see::Seen;
use crate::discord::{Discord, lock};

/// How interactions reach the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Gateway,
    Http,
}

/// Both ways.
pub(crate) const WAYS: [Way; 2] = [Way::Gateway, Way::Http];

/// People, their Discord, and the house. Whoever is called `mo` may manage the server.
pub(crate) struct Party {
    pub(crate) discord: Discord,
    pub(crate) acme: Server,
    pub(crate) clock: Clock,
    way: Mutex<Way>,
    pub(crate) database: TestDatabase,
    bot: Mutex<Option<Arc<Bot>>>,
}

impl Party {
    /// One server; the feed is chosen.
    pub(crate) async fn new(way: Way) -> Self {
        let party = Self::before_setup(way).await;
        party.says("mo", "/setup feed:#feed").await;
        party
    }

    /// One server, in which nothing was done yet.
    pub(crate) async fn before_setup(way: Way) -> Self {
        let party = Self::unstarted(way).await;
        party.starts().await;
        party
    }

    /// One server, and a house that is not up yet.
    pub(crate) async fn unstarted(way: Way) -> Self {
        let clock = Clock::moved(MORNING_MS);
        let discord = Discord::open(clock.clone()).await;
        let acme = discord.server("Acme");
        acme.moderates("mo");
        Self {
            discord,
            acme,
            clock,
            way: Mutex::new(way),
            database: fresh_database(),
            bot: Mutex::new(None),
        }
    }

    /// A challenge that runs, measured in kilometres.
    pub(crate) async fn running(way: Way) -> Self {
        let party = Self::new(way).await;
        party.says("mo", "/challenge create Run unit:km").await;
        party.says("mo", "/challenge open Run").await;
        party
    }

    /// The house as it runs now.
    pub(crate) fn bot(&self) -> Arc<Bot> {
        let bot = lock(&self.bot);
        Arc::clone(bot.as_ref().expect("the house is up"))
    }

    /// How interactions reach the house now.
    pub(crate) fn way(&self) -> Way {
        *lock(&self.way)
    }

    /// The house stops in good order, and starts again so that interactions reach it that way.
    pub(crate) async fn restarts_by(&self, way: Way) {
        self.stops().await;
        *lock(&self.way) = way;
        self.starts().await;
    }

    /// The house starts on the database as it is.
    pub(crate) async fn starts(&self) {
        self.starts_with(options(&self.discord, self.way())).await;
    }

    /// The same with options of one's own.
    pub(crate) async fn starts_with(&self, options: Options) {
        let house = Bot::house(&self.database, &self.clock).await;
        let house = house.with_discord(options).expect("a house");
        let bot = Bot::serve(house).await;
        self.reaches(&bot).await;
        *lock(&self.bot) = Some(Arc::new(bot));
    }

    /// Interactions go to that house, which knows its server and has registered its commands.
    async fn reaches(&self, bot: &Bot) {
        match self.way() {
            Way::Gateway => {
                self.discord.linked(1).await;
                self.discord.reaches(Door::Gateway);
            }
            Way::Http => self.discord.reaches(Door::Http(bot.address)),
        }
        let registered =
            |world: &crate::discord::world::World| (!world.commands.is_empty()).then_some(());
        self.discord.until("registered commands", registered).await;
    }

    /// The house stops in good order.
    pub(crate) async fn stops(&self) {
        let bot = lock(&self.bot).take().expect("the house is up");
        bot.end().await;
        if self.way() == Way::Gateway {
            self.discord.unlinked().await;
        }
    }

    /// What somebody newly sees who types a command in `general`.
    pub(crate) async fn says(&self, who: &str, line: &str) -> String {
        let deed = self.acme.types(who, "general", line).await;
        assert!(
            deed.acked.is_some(),
            "{line} failed: the application did not respond"
        );
        read(&self.answers(&deed).await)
    }

    /// What somebody newly sees because of what she did.
    pub(crate) async fn answers(&self, deed: &Deed) -> Vec<Seen> {
        self.settles().await;
        self.acme.seen_by(&deed.envelope.user, deed.envelope.mark)
    }

    /// The same as text.
    pub(crate) async fn reads(&self, deed: &Deed) -> String {
        read(&self.answers(deed).await)
    }

    /// Waits until everything that the house was asked is done.
    pub(crate) async fn settles(&self) {
        self.bot().settles().await;
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

/// What the house is told about a Discord.
pub(crate) fn options(discord: &Discord, way: Way) -> Options {
    let api_url = Some(discord.api_url());
    discord.with(|world| Options {
        token: world.app.token.as_str().into(),
        api_url,
        door: match way {
            Way::Gateway => platform::Door::Gateway,
            Way::Http => platform::Door::Http {
                public_key: world.public_key(),
            },
        },
        moderators: Vec::new(),
        shards: Shards::Auto,
        dev_guild: None,
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
