//! A server of Discord whose members log kilometres, and the house that serves it.

use std::time::Duration;

use huzzah::app::serve::House;
use huzzah::clock::Clock;
use huzzah::engine::Engine;
use huzzah::platform::discord::{self as platform, Options, Shards};
use huzzah::platform::lounge;

use crate::discord::Discord;
use crate::discord::act::Server;
use crate::discord::deliver::Door;
use crate::folder;
use crate::town::Town;
use crate::world;

/// How Discord hands over what is typed.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Gateway,
    Http,
}

/// The Discord of the tests, which keeps Discord's rules, and a house that it reaches that way. Entries are confirmed to
/// whoever logs: Discord lets a bot post fifty messages a second in all, so a hundred would measure its limit.
pub(crate) async fn open(way: Way, members: &[String], channels: &[String]) -> (Server, Town) {
    let discord = Discord::open(Clock::wall()).await;
    let server = discord.server("Acme");
    server.moderates("mo");
    for member in members {
        server.person(member);
    }
    for channel in channels {
        server.channel_with(channel, |_| ());
    }
    let folder = folder();
    let store = world::open(&folder.path().join("huzzah.db")).await;
    let engine = Engine::new(store, Clock::wall());
    let house = House::on(engine, lounge::Options::default());
    let house = house.with_discord(options(&discord, way)).expect("a house");
    let town = Town::of(house, folder).await;
    match way {
        Way::Gateway => {
            discord.linked(1).await;
        }
        Way::Http => discord.reaches(Door::Http(town.address)),
    }
    let registered =
        |world: &crate::discord::world::World| (!world.commands.is_empty()).then_some(());
    discord.until("registered commands", registered).await;
    for line in [
        "/setup feed:#feed",
        "/challenge create Kilometres unit:km quiet:on",
        "/challenge open Kilometres",
    ] {
        says(&server, "mo", "general", line).await;
    }
    (server, town)
}

/// Somebody types a command; how long she waits for what she reads.
pub(crate) async fn says(server: &Server, who: &str, channel: &str, line: &str) -> Duration {
    let deed = server.types(who, channel, line).await;
    let answer = deed.acked.expect("it is answered in time");
    assert_eq!(answer.body["type"], 4, "{line} has its answer at once");
    answer.took
}

fn options(discord: &Discord, way: Way) -> Options {
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
