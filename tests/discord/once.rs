//! What is delivered more than once, or to a house that was restarted, counts once.

use crate::party::{Party, WAYS, Way};

/// How many messages everybody sees in `general`.
fn n_public(party: &Party) -> usize {
    party.acme.history("general").len()
}

async fn is_first_with(party: &Party, amount: &str) {
    let board = party.says("ben", "/leaderboard").await;
    assert!(board.contains(&format!("1.  ana  {amount}")), "{board}");
}

#[tokio::test]
async fn a_delivery_counts_once_over_either_door_and_across_restarts() {
    for (first, second) in [(Way::Http, Way::Gateway), (Way::Gateway, Way::Http)] {
        let party = Party::running(first).await;
        let before = n_public(&party);
        let typed = party.acme.types("ana", "general", "/progress 3km").await;
        party.settles().await;
        for way in [first, second, first] {
            party.restarts_by(way).await;
            party.discord.redeliver(&typed).await;
            party.discord.redeliver(&typed).await;
            party.settles().await;
        }
        assert_eq!(n_public(&party), before + 1, "it is confirmed once");
        is_first_with(&party, "3 km").await;
    }
}

#[tokio::test]
async fn what_a_resumed_session_hears_again_counts_once() {
    let party = Party::running(Way::Gateway).await;
    let before = n_public(&party);
    party.acme.types("ana", "general", "/progress 3km").await;
    party.settles().await;
    // The gateway is not sure what was heard, and tells everything again.
    party.discord.with(|world| world.sessions.repeats = true);
    party.discord.closes_all(4_000);
    party
        .discord
        .until("a resumed session", |world| {
            (world.sessions.n_resumes > 0).then_some(())
        })
        .await;
    party.discord.linked(1).await;
    party.acme.types("ben", "general", "/progress 1km").await;
    party.settles().await;
    assert_eq!(n_public(&party), before + 2);
    is_first_with(&party, "3 km").await;
}

#[tokio::test]
async fn a_connection_that_breaks_loses_nothing() {
    let party = Party::running(Way::Gateway).await;
    party.acme.types("ana", "general", "/progress 3km").await;
    party.settles().await;
    party.discord.breaks_all();
    // Typed while nobody listens: it comes when the session is resumed, if that is soon enough.
    let typed = party
        .acme
        .command("ana", "general", "/progress 4km")
        .expect("a command");
    let guild = party.acme.guild.clone();
    party
        .discord
        .with(|world| world.happens(Some(&guild), "INTERACTION_CREATE", &typed.payload));
    let token = typed.token.clone();
    party
        .discord
        .until("what was typed", |world| {
            world.interactions[&token].answered.clone()
        })
        .await;
    party.settles().await;
    is_first_with(&party, "7 km").await;
}

#[tokio::test]
async fn sessions_go_on_as_the_gateway_says() {
    let party = Party::running(Way::Gateway).await;
    let n_before = party.discord.with(|world| world.sessions.n_identifies);
    party.discord.asks_to_reconnect();
    party
        .discord
        .until("a resumed session", |world| {
            (world.sessions.n_resumes == 1).then_some(())
        })
        .await;
    let n_after = party.discord.with(|world| world.sessions.n_identifies);
    assert_eq!(n_before, n_after, "to resume costs nothing");
    party.says("ana", "/progress 3km").await;
    party.discord.invalidates(false);
    let again = |world: &crate::discord::world::World| {
        (world.sessions.n_identifies == n_after - 1 && !world.sessions.live().is_empty())
            .then_some(())
    };
    party.discord.until("a session of its own", again).await;
    is_first_with(&party, "3 km").await;
}

#[tokio::test]
async fn a_discord_that_goes_and_comes_back_mid_story_loses_and_doubles_nothing() {
    for way in WAYS {
        let party = Party::running(way).await;
        let before = n_public(&party);
        let typed = party.acme.types("ana", "general", "/progress 3km").await;
        party.discord.goes_down().await;
        party.discord.comes_back().await;
        party.settles().await;
        if way == Way::Gateway {
            party.discord.linked(1).await;
        }
        party.discord.redeliver(&typed).await;
        party.settles().await;
        party.says("ana", "/progress 4km").await;
        assert!(n_public(&party) <= before + 2, "nothing is doubled");
        is_first_with(&party, "7 km").await;
        assert_eq!(party.bot().differences().await, Vec::<String>::new());
    }
}
