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
    assert_snapshot!(crew.says("mo", "/huzzah doctor").await, @"");
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
    assert_snapshot!(crew.says("mo", "/huzzah doctor").await, @"");
}

#[tokio::test]
async fn the_channel_for_news_is_looked_at() {
    let crew = Crew::new(Way::Http).await;
    let feed = "I am in the channel for news";
    assert!(about(&crew, feed).await.ends_with("OK. It is #feed."));
    crew.acme
        .channel_with("feed", |feed| feed.bot_is_in = false);
    assert_snapshot!(about(&crew, feed).await, @"");
    crew.acme.channel_with("feed", |feed| feed.archived = true);
    assert_snapshot!(about(&crew, feed).await, @"");
    crew.acme.channel_with("feed", |feed| {
        feed.archived = false;
        feed.kind = Kind::Private;
    });
    let gone = Trouble::on("conversations.info", Harm::Refuse("channel_not_found"));
    crew.slack.trouble(gone);
    assert_snapshot!(about(&crew, feed).await, @"");
    crew.slack.no_more_trouble();
    crew.slack
        .trouble(Trouble::on("conversations.info", Harm::Status(503)));
    assert_snapshot!(about(&crew, feed).await, @"");
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
    assert_snapshot!(about(&crew, "I am in the channel for news").await, @"");
}

#[tokio::test]
async fn groups_that_moderate_are_looked_up() {
    let crew = Crew::new(Way::Http).await;
    crew.acme.group("S1", "leaders", &["ana"]);
    crew.says("mo", "/huzzah setup moderators:\"@leaders\"")
        .await;
    let group = "I can see who is in a group that moderates";
    assert!(about(&crew, group).await.contains("OK. It is"));
    for word in ["missing_scope", "no_such_subteam"] {
        crew.slack.no_more_trouble();
        crew.slack
            .trouble(Trouble::on("usergroups.users.list", Harm::Refuse(word)));
        let said = about(&crew, group).await;
        match word {
            "missing_scope" => assert_snapshot!(said, @""),
            _ => assert_snapshot!(said, @""),
        }
    }
}

#[tokio::test]
async fn a_token_that_slack_refuses_is_told_where_the_answer_still_gets_through() {
    let crew = Crew::new(Way::Http).await;
    crew.slack
        .trouble(Trouble::on("auth.test", Harm::Refuse("token_revoked")));
    assert_snapshot!(about(&crew, "Slack knows my token").await, @"");
}
