//! `/doctor`: what it finds in a server, and the exact remedy.

use insta::assert_snapshot;

use crate::discord::act::Server;
use crate::discord::permits::{ASKED, ATTACH_FILES, SEND_MESSAGES};
use crate::discord::trouble::{Harm, Trouble};
use crate::office::{Office, done, named};

async fn says(office: &Office, server: &Server) -> String {
    let card = office.says(server, "/doctor").await.card;
    named(server, &card.text())
}

/// What the doctor says of one thing.
async fn about(office: &Office, server: &Server, thing: &str) -> String {
    let said = says(office, server).await;
    let found = said.lines().find(|line| line.starts_with(thing));
    found
        .unwrap_or_else(|| panic!("nothing of {thing} in {said}"))
        .to_owned()
}

/// What the roles of a server allow, the bot's own and that of everybody.
fn may(office: &Office, server: &Server, permissions: u64) {
    server.bot_may(permissions);
    let guild = server.guild.clone();
    office.discord.with(|world| {
        let everyone = world.guild_mut(&guild).roles.get_mut(&guild);
        everyone.expect("a role").permissions = permissions;
    });
}

#[tokio::test]
async fn a_server_is_looked_at_and_what_needs_a_hand_comes_first() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let commands = about(&office, &acme, "Discord knows my commands").await;
    assert!(
        commands.contains("needs a hand. It knows none of them"),
        "{commands}"
    );
    office.registers().await;
    assert_snapshot!(says(&office, &acme).await, @r"
    1 thing needs a hand.
    Checked Fri 15 Jan 2027, 08:00 (UTC)
    Discord reaches me by signed requests: needs a hand. None has come since my start. In the Developer Portal, the Interactions Endpoint URL must be the address of this Huzzah with /discord/interactions at its end.
    The database takes writes: OK
    There is a channel for news and winners: OK
    Every post went out: OK
    Discord knows my token: OK
    Discord knows my commands: OK
    I may write in the channel for news: OK. It is #feed.
    My place among the roles: OK. No role stands above mine. I hand out no roles, so that does not matter.
    ");
}

#[tokio::test]
async fn rights_that_are_missing_in_the_channel_for_news_are_named() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let channel = "I may write in the channel for news";
    may(&office, &acme, ASKED & !SEND_MESSAGES);
    assert_snapshot!(about(&office, &acme, channel).await, @"I may write in the channel for news: needs a hand. In #feed I lack Send Messages. Open that channel's settings, go to Permissions, add me and allow it. Or choose another channel with /setup feed:#channel.");
    may(&office, &acme, ASKED & !ATTACH_FILES);
    assert!(about(&office, &acme, channel).await.contains("OK"));
    assert_snapshot!(about(&office, &acme, "Everything else works").await, @"Everything else works without Attach Files: OK. What I would hand over as a file comes as text.");
    acme.deletes_channel("feed");
    assert_snapshot!(about(&office, &acme, channel).await, @"I may write in the channel for news: needs a hand. The channel for news is gone. Choose another one with /setup feed:#channel.");
}

#[tokio::test]
async fn a_channel_that_is_well_again_is_posted_in_at_once() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    may(&office, &acme, ASKED & !SEND_MESSAGES);
    office.opens(&acme, &["Run"]).await;
    office.delivers_often(2, 2_000).await;
    may(&office, &acme, ASKED);
    assert!(says(&office, &acme).await.contains("did not surely go out"));
    office.opens(&acme, &["Walk"]).await;
    office.delivers_often(2, 2_000).await;
    assert_eq!(crate::office::news(&acme), ["New challenge: Walk"]);
}

#[tokio::test]
async fn roles_that_moderate_are_looked_up() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let role = acme.role("Leaders", |_| ());
    done(
        &office
            .says(&acme, &format!("/setup moderators:<@&{role}>"))
            .await,
    );
    let moderates = "A role that moderates is there";
    assert!(about(&office, &acme, moderates).await.contains("OK. It is"));
    let guild = acme.guild.clone();
    office
        .discord
        .with(|world| world.guild_mut(&guild).roles.remove(&role));
    let said = about(&office, &acme, moderates).await;
    assert!(
        said.contains("needs a hand. A role that moderates is gone"),
        "{said}"
    );
}

#[tokio::test]
async fn a_discord_that_is_away_or_refuses_the_token_is_told() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let token = "Discord knows my token";
    office
        .discord
        .trouble(Trouble::on("me.get", Harm::Status(503)));
    assert_snapshot!(about(&office, &acme, token).await, @"Discord knows my token: needs a hand. Discord did not answer just now. Check again in a minute.");
    office.discord.no_more_trouble();
    let refuse = Harm::Refuse {
        status: 401,
        code: 0,
    };
    office.discord.trouble(Trouble::on("", refuse));
    assert_snapshot!(about(&office, &acme, token).await, @"Discord knows my token: needs a hand. Discord refuses my token. Whoever runs this Huzzah makes a new one under Bot in the Developer Portal, puts it into HUZZAH_DISCORD__TOKEN and starts Huzzah again.");
}
