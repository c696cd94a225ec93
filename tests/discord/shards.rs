//! Shards: as many as Discord advises, or those that the settings name.

use huzzah::platform::discord::{Options, Shards};

use crate::party::{Party, Way, options};

#[tokio::test]
async fn a_process_serves_the_shards_that_it_is_told_and_hears_of_their_servers_alone() {
    let party = Party::unstarted(Way::Gateway).await;
    let guild: u64 = party.acme.guild.parse().expect("a number");
    let own = u32::try_from((guild >> 22) % 4).expect("below four");
    let named = Options {
        shards: Shards::Range {
            from: own,
            to: own,
            total: 4,
        },
        ..options(&party.discord, Way::Gateway)
    };
    party.starts_with(named).await;
    let live = party.discord.linked(1).await;
    assert_eq!(live[0].1, (u64::from(own), 4));
    party.says("mo", "/setup feed:#feed").await;
    party.says("mo", "/challenge create Run unit:km").await;
    party.says("mo", "/challenge open Run").await;
    let logged = party.says("ana", "/progress 3km").await;
    assert!(logged.contains("ana logged 3 km in Run"), "{logged}");
}

#[tokio::test]
async fn without_a_session_left_nobody_identifies() {
    let party = Party::unstarted(Way::Gateway).await;
    party.discord.with(|world| world.sessions.n_identifies = 0);
    let house = party.house(options(&party.discord, Way::Gateway)).await;
    let asked = |world: &crate::discord::world::World| {
        let mut calls = world.calls.iter();
        calls.any(|call| call.route == "gateway.bot").then_some(())
    };
    party
        .discord
        .until("the question how many are left", asked)
        .await;
    party
        .discord
        .until("registered commands", |world| {
            (!world.commands.is_empty()).then_some(())
        })
        .await;
    assert_eq!(party.discord.with(|world| world.sessions.known.len()), 0);
    house.end().await;
}
