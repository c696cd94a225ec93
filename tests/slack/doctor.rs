//! `/huzzah doctor`: what it finds, and the exact remedy.

use insta::assert_snapshot;

use crate::crew::{Crew, Way};
use crate::slack::team::Kind;
use crate::slack::trouble::{Harm, Trouble};

/// What the doctor says of one thing.
async fn about(crew: &Crew, thing: &str) -> String {
    let said = crew.says("mo", "/huzzah doctor").await;
    let mut lines = said.lines();
    let found = lines.find(|line| line.starts_with(thing));
    found
        .unwrap_or_else(|| panic!("nothing of {thing} in {said}"))
        .to_owned()
}

#[tokio::test]
async fn a_workspace_that_is_set_up_well_is_told_so() {
    let crew = Crew::new(Way::Socket).await;
    assert_snapshot!(crew.says("mo", "/huzzah doctor").await, @r"
    (private) Everything is as it should be.
    Checked Mon 4 Jan 2027, 09:00 (UTC)
    The database takes writes: OK
    There is a channel for news and winners: OK
    Every post went out: OK
    Slack reaches me over the socket: OK
    Slack knows my token: OK
    The app may do what it needs to: OK
    I am in the channel for news, and it takes posts: OK. It is #feed.
    Short commands: OK. If /progress, /leaderboard or /challenge opens another app, that one was installed later: /huzzah progress and the like always come to me.
    [Check again] /doctor
    ");
    let crew = Crew::new(Way::Http).await;
    let said = about(&crew, "Slack reaches me by signed requests").await;
    assert!(said.contains("OK. The last one came"), "{said}");
    let refused = crew.says("ana", "/huzzah doctor").await;
    assert!(refused.contains("for moderators"), "{refused}");
}

#[tokio::test]
async fn each_missing_scope_is_named_with_what_to_do() {
    let crew = Crew::new(Way::Http).await;
    crew.slack.with(|world| {
        for grant in &mut world.grants {
            grant.scopes.retain(|scope| {
                !matches!(
                    scope.as_str(),
                    "app_mentions:read" | "files:write" | "usergroups:read" | "channels:read"
                )
            });
        }
    });
    assert_snapshot!(crew.says("mo", "/huzzah doctor").await, @r"
    (private) 2 things need a hand.
    Checked Mon 4 Jan 2027, 09:00 (UTC)
    The app has the scope app_mentions:read: needs a hand. The scope app_mentions:read is missing. Add it under OAuth & Permissions in the app's settings, and install the app again.
    I am in the channel for news, and it takes posts: needs a hand. I can't see that without the scope channels:read, for a private channel groups:read. Type /invite U0BOTT1 in the channel: Slack says whether I am there already. Or add the scope under OAuth & Permissions in the app's settings, and install the app again.
    The database takes writes: OK
    There is a channel for news and winners: OK
    Every post went out: OK
    Slack reaches me by signed requests: OK. The last one came just now.
    Slack knows my token: OK
    Everything else works without the scope channels:read: OK. I can't see whether I am in a public channel.
    Everything else works without the scope files:write: OK. What I would hand over as a file comes as text.
    Everything else works without the scope usergroups:read: OK. User groups can't be named as moderators, only people.
    Short commands: OK. If /progress, /leaderboard or /challenge opens another app, that one was installed later: /huzzah progress and the like always come to me.
    [Check again] /doctor
    ");
}

#[tokio::test]
async fn the_channel_for_news_is_looked_at() {
    let crew = Crew::new(Way::Http).await;
    let feed = "I am in the channel for news";
    assert!(about(&crew, feed).await.ends_with("OK. It is #feed."));
    crew.acme
        .channel_with("feed", |feed| feed.bot_is_in = false);
    assert_snapshot!(about(&crew, feed).await, @"I am in the channel for news, and it takes posts: needs a hand. I am not in #feed. Type /invite U0BOTT1 in that channel.");
    crew.acme.channel_with("feed", |feed| feed.archived = true);
    assert_snapshot!(about(&crew, feed).await, @"I am in the channel for news, and it takes posts: needs a hand. #feed is archived. Choose another channel with /huzzah setup feed:#channel, or unarchive it.");
    crew.acme.channel_with("feed", |feed| {
        feed.archived = false;
        feed.kind = Kind::Private;
    });
    let gone = Trouble::on("conversations.info", Harm::Refuse("channel_not_found"));
    crew.slack.trouble(gone);
    assert_snapshot!(about(&crew, feed).await, @"I am in the channel for news, and it takes posts: needs a hand. #feed is gone, or it is private and I am not in it. Type /invite U0BOTT1 in that channel, or choose another one with /huzzah setup feed:#channel.");
    crew.slack.no_more_trouble();
    crew.slack
        .trouble(Trouble::on("conversations.info", Harm::Status(503)));
    assert_snapshot!(about(&crew, feed).await, @"I am in the channel for news, and it takes posts: needs a hand. Slack did not answer just now. Check again in a minute.");
}

#[tokio::test]
async fn a_channel_that_is_known_by_its_name_alone_is_to_be_chosen_again() {
    let crew = Crew::before_setup(Way::Http).await;
    let said = crew.says("mo", "/huzzah doctor").await;
    assert!(
        !said.contains("I am in the channel"),
        "no channel is chosen: {said}"
    );
    let bot = crew.bot();
    let space = bot.engine.space("slack", "T1", "T1").await;
    let space = space.expect("the store answers");
    let chosen = bot.engine.set_feed(&space, Some("wins"), None).await;
    chosen.expect("the store takes it");
    assert_snapshot!(about(&crew, "I am in the channel for news").await, @"I am in the channel for news, and it takes posts: needs a hand. I know #wins only by its name. Choose it once more with /huzzah setup feed:#channel, so that Slack tells me which channel it is.");
}

#[tokio::test]
async fn groups_that_moderate_are_looked_up() {
    let crew = Crew::new(Way::Http).await;
    crew.acme.group("S1", "leaders", &["ana"]);
    crew.says("mo", "/huzzah setup moderators:\"@leaders\"")
        .await;
    let group = "I can see who is in a group that moderates";
    assert!(about(&crew, group).await.contains("OK. It is"));
    let refused = |word| Trouble::on("usergroups.users.list", Harm::Refuse(word));
    crew.slack.trouble(refused("missing_scope"));
    assert_snapshot!(about(&crew, group).await, @"I can see who is in a group that moderates: needs a hand. The scope usergroups:read is missing. Add it under OAuth & Permissions in the app's settings, and install the app again.");
    crew.slack.no_more_trouble();
    crew.slack.trouble(refused("no_such_subteam"));
    assert_snapshot!(about(&crew, group).await, @r#"I can see who is in a group that moderates: needs a hand. Slack does not tell me who is in @subteam^S1; its word is no_such_subteam. Name the moderators again with /huzzah setup moderators:"@group"."#);
}

#[tokio::test]
async fn a_token_that_slack_refuses_is_told_where_the_answer_still_gets_through() {
    let crew = Crew::new(Way::Http).await;
    crew.slack
        .trouble(Trouble::on("auth.test", Harm::Refuse("token_revoked")));
    assert_snapshot!(about(&crew, "Slack knows my token").await, @"Slack knows my token: needs a hand. Slack refuses the token; its word is token_revoked. Install the app again, and where HUZZAH_SLACK__BOT_TOKEN is used put the new token there.");
}
