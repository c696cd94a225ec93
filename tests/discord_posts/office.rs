//! A house beside a Discord, in whose servers Ana has chosen the channel for news.

use huzzah::app::serve::House;
use huzzah::clock::Clock;
use huzzah::commands::{Asker, Invocation, Place, Reply, Said};
use huzzah::engine::DeliveryRow;
use huzzah::platform::discord::api::Api;
use huzzah::platform::discord::{Door, Options, Shards, register};
use huzzah::platform::lounge;
use huzzah::store::Store;

use crate::database::{TestDatabase, fresh_database};
use crate::discord::Discord;
use crate::discord::act::{Server, id_of};
use crate::discord::see::Seen;
use crate::discord::world::Call;

pub(crate) const POST: &str = "message.post";
pub(crate) const START_MS: i64 = 1_800_000_000_000;
pub(crate) const MINUTE_MS: i64 = 60_000;
pub(crate) const HOUR_MS: i64 = 60 * MINUTE_MS;

pub(crate) struct Office {
    pub(crate) discord: Discord,
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    pub(crate) house: House,
    /// Kept as long as it is used.
    _database: TestDatabase,
}

impl Office {
    pub(crate) async fn new() -> Self {
        let clock = Clock::moved(START_MS);
        let discord = Discord::open(clock.clone()).await;
        let database = fresh_database();
        let store = Store::open(&database.url).await.expect("a database");
        let house = house(&store, &clock, &discord);
        Self {
            discord,
            clock,
            store,
            house,
            _database: database,
        }
    }

    /// The house tells Discord its commands.
    pub(crate) async fn registers(&self) {
        let token = self.discord.with(|world| world.app.token.clone());
        let api = Api::new(&token.as_str().into(), Some(&self.discord.api_url()));
        let api = api.expect("a client");
        let known = register::ensure(&api, &self.store, None).await;
        known.expect("Discord takes them");
    }

    /// The process is started again, and remembers only what is in the store.
    pub(crate) fn starts_again(&mut self) {
        self.house = house(&self.store, &self.clock, &self.discord);
    }

    /// A server in which Ana moderates and has chosen the channel for news.
    pub(crate) async fn server(&self, name: &str) -> Server {
        let server = self.discord.server(name);
        server.moderates("Ana");
        let feed = server.channel("feed");
        done(&self.says(&server, &format!("/setup feed:<#{feed}>")).await);
        server
    }

    /// What Ana is answered.
    pub(crate) async fn says(&self, server: &Server, line: &str) -> Reply {
        self.hears(server, "Ana", line).await
    }

    /// What somebody is answered.
    pub(crate) async fn hears(&self, server: &Server, who: &str, line: &str) -> Reply {
        server.person(who);
        let invocation = Invocation {
            place: Place {
                platform: "discord",
                space: server.guild.clone(),
                channel: server.channel("general"),
                direct: false,
            },
            who: Asker {
                user: id_of(who),
                name: who.to_owned(),
                moderator: who == "Ana",
                ..Asker::default()
            },
            delivery: format!("{line} at {}", self.clock.now_ms()),
            said: Said::Line(line.to_owned()),
        };
        self.house.desk.answer(invocation).await
    }

    /// Ana opens challenges, each of which is news.
    pub(crate) async fn opens(&self, server: &Server, titles: &[&str]) {
        for title in titles {
            done(
                &self
                    .says(server, &format!("/challenge create {title} unit:km"))
                    .await,
            );
            done(&self.says(server, &format!("/challenge open {title}")).await);
        }
    }

    pub(crate) async fn delivers(&self) {
        let delivered = self.house.courier.deliver_due().await;
        delivered.expect("the courier goes on");
        let settled = self.house.courier.settle_unknown().await;
        settled.expect("the courier finds out");
    }

    /// The courier's rounds, so far apart.
    pub(crate) async fn delivers_often(&self, n_rounds: u32, apart_ms: i64) {
        for _ in 0..n_rounds {
            self.delivers().await;
            self.clock.advance_ms(apart_ms);
        }
    }

    pub(crate) async fn stuck(&self, server: &Server) -> Vec<DeliveryRow> {
        let engine = &self.house.engine;
        let space = engine.space("discord", &server.guild, &server.guild).await;
        let space_id = space.expect("the store answers").space_id;
        let stuck = engine.stuck_posts(space_id, 99).await;
        stuck.expect("the store answers")
    }

    /// How often Discord was asked to post in a channel.
    pub(crate) fn asked(&self, channel: &str) -> Vec<Call> {
        let path = format!("/channels/{channel}/messages");
        let calls = self.discord.calls(POST).into_iter();
        calls.filter(|call| call.path.ends_with(&path)).collect()
    }
}

fn house(store: &Store, clock: &Clock, discord: &Discord) -> House {
    let token = discord.with(|world| world.app.token.clone());
    let public_key = discord.with(|world| world.public_key());
    let options = Options {
        token: token.as_str().into(),
        api_url: Some(discord.api_url()),
        door: Door::Http { public_key },
        moderators: Vec::new(),
        shards: Shards::Auto,
        dev_guild: None,
    };
    let house = House::build(store.clone(), clock.clone(), lounge::Options::default());
    house.with_discord(options).expect("a house")
}

#[track_caller]
pub(crate) fn done(reply: &Reply) {
    assert!(!reply.refused, "{}", reply.card.text());
}

/// The first lines of what everybody reads in the channel for news.
pub(crate) fn news(server: &Server) -> Vec<String> {
    titles(server.history("feed"))
}

pub(crate) fn titles(seen: Vec<Seen>) -> Vec<String> {
    let first = |seen: Seen| seen.text.lines().next().unwrap_or_default().to_owned();
    seen.into_iter().map(first).collect()
}

/// What somebody was told directly because a post did not go out.
pub(crate) fn warned(server: &Server, who: &str) -> Vec<String> {
    let seen = server.sees(who).into_iter();
    let direct = seen.filter(|seen| !seen.public && seen.text.contains("did not go out"));
    direct.map(|seen| named(server, &seen.read())).collect()
}

/// A text with channels by their names, as a reader sees them.
pub(crate) fn named(server: &Server, text: &str) -> String {
    let named = server.names().into_iter();
    named.fold(text.to_owned(), |text, (id, name)| {
        text.replace(&format!("#{id}"), &format!("#{name}"))
    })
}
