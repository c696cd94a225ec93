//! Shards: several connections of one process, and several processes that share them on one database.

use huzzah::clock::Clock;
use huzzah::platform::discord::Shards;

use crate::bot::{Bot, MORNING_MS};
use crate::database::{TestDatabase, fresh_database};
use crate::discord::Discord;
use crate::discord::act::Server;
use crate::discord::deliver::Door;
use crate::party::{Way, options, read};

/// Discord with two shards, and a server on each.
async fn two_shards(clock: &Clock) -> (Discord, [Server; 2]) {
    let discord = Discord::open(clock.clone()).await;
    discord.with(|world| {
        world.sessions.n_shards = 2;
        world.sessions.max_concurrency = 2;
    });
    let one = discord.server("One");
    // A server's shard goes by the millisecond in which it was founded.
    clock.advance_ms(1);
    let two = discord.server("Two");
    (discord, [one, two])
}

async fn house(discord: &Discord, database: &TestDatabase, clock: &Clock, shards: Shards) -> Bot {
    let house = Bot::house(database, clock).await;
    let mut options = options(discord, Way::Gateway);
    options.shards = shards;
    Bot::serve(house.with_discord(options).expect("a house")).await
}

/// Everybody competes in a server of their own.
async fn compete(discord: &Discord, servers: &[Server], bots: &[Bot]) {
    let live = discord.linked(2).await;
    let mut shards: Vec<_> = live.into_iter().map(|(_, shard)| shard).collect();
    shards.sort_unstable();
    assert_eq!(shards, [(0, 2), (1, 2)]);
    let registered =
        |world: &crate::discord::world::World| (!world.commands.is_empty()).then_some(());
    discord.until("registered commands", registered).await;
    discord.reaches(Door::Gateway);
    for server in servers {
        server.moderates("mo");
        for line in [
            "/challenge create Run unit:km",
            "/challenge open Run",
            "/progress 3km",
        ] {
            let typed = server.types("mo", "general", line).await;
            for bot in bots {
                bot.settles().await;
            }
            if line == "/progress 3km" {
                let seen = read(&server.seen_by(&typed.envelope.user, typed.envelope.mark));
                assert!(seen.contains("logged 3 km in Run"), "{seen}");
            }
        }
    }
    for bot in bots {
        bot.end().await;
    }
}

#[tokio::test]
async fn a_process_serves_all_shards_that_discord_advises() {
    let clock = Clock::moved(MORNING_MS);
    let (discord, servers) = two_shards(&clock).await;
    let database = fresh_database();
    let bot = house(&discord, &database, &clock, Shards::Auto).await;
    compete(&discord, &servers, &[bot]).await;
}

#[tokio::test]
async fn two_processes_share_the_shards_on_one_database() {
    if std::env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres") {
        let clock = Clock::moved(MORNING_MS);
        let (discord, servers) = two_shards(&clock).await;
        let database = fresh_database();
        let mut bots = Vec::new();
        for shard in [0, 1] {
            let shards = Shards::Range {
                from: shard,
                to: shard,
                total: 2,
            };
            bots.push(house(&discord, &database, &clock, shards).await);
        }
        compete(&discord, &servers, &bots).await;
    } else {
        println!("one process alone opens a file of SQLite");
    }
}
