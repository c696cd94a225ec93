//! One process that serves a Discord server, a Slack workspace and the lounge.

use huzzah::clock::Clock;
use huzzah::platform::slack::{self, App};

use crate::bot::{Bot, MORNING_MS};
use crate::database::fresh_database;
use crate::discord::Discord;
use crate::party::{Way, options, read};
use crate::slack::Slack;
use crate::slack::deliver::Door;

#[tokio::test]
async fn one_process_serves_a_server_a_workspace_and_the_lounge() {
    let clock = Clock::moved(MORNING_MS);
    let (discord, slack) = (
        Discord::open(clock.clone()).await,
        Slack::open(clock.clone()).await,
    );
    let (server, workspace) = (discord.server("Acme"), slack.workspace("T1"));
    server.moderates("mo");
    workspace.person_with("mo", |person| person.admin = true);
    let app = App::One {
        bot_token: workspace.installs().into(),
    };
    let slack_options = slack.with(|world| slack::Options {
        api_url: slack.api_url(),
        door: slack::Door::Http {
            signing_secret: world.app.signing_secret.as_str().into(),
        },
        app,
        moderators: Vec::new(),
    });
    let database = fresh_database();
    let house = Bot::house(&database, &clock).await;
    let house = house.with_slack(slack_options).expect("a house");
    let house = house
        .with_discord(options(&discord, Way::Gateway))
        .expect("a house");
    let bot = Bot::serve(house).await;
    discord.linked(1).await;
    discord
        .until("commands", |world| {
            (!world.commands.is_empty()).then_some(())
        })
        .await;
    slack.reaches(Door::Http(bot.address));
    for line in ["/challenge create Run unit:km", "/challenge open Run"] {
        server.types("mo", "general", line).await;
        workspace.types("mo", "general", line).await;
        bot.settles().await;
    }
    let (here, there) = tokio::join!(
        server.types("ana", "general", "/progress 3km"),
        workspace.types("ana", "general", "/progress 5km"),
    );
    bot.settles().await;
    let here = read(&server.seen_by(&here.envelope.user, here.envelope.mark));
    assert!(here.contains("ana logged 3 km in Run"), "{here}");
    let there = workspace.seen_by(&there.envelope.user, there.envelope.mark);
    assert!(
        there
            .iter()
            .any(|seen| seen.text.contains("ana logged 5 km in Run")),
        "{there:?}"
    );
    let (status, _) = slack.knocks(bot.address, "/slack/events", &[], "{}").await;
    assert_eq!(status, 401, "what is not signed stays outside");
    bot.end().await;
}
