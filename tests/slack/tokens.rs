//! Tokens: asked about once, renewed in time, by one process at a time.

use huzzah::app::serve::House;
use huzzah::platform::lounge;
use huzzah::platform::slack::team::TeamKey;
use huzzah::platform::slack::workspaces::{NoWorkspace, Workspace, Workspaces};
use huzzah::platform::slack::{App, Options};
use huzzah::store::NewSpace;
use secrecy::ExposeSecret as _;

use crate::office::{HOUR_MS, MINUTE_MS, Office, options};
use crate::slack::trouble::{Harm, Trouble};

async fn rotating() -> (Office, TeamKey) {
    let office = Office::new().await;
    office.slack.with(|world| world.app.rotates = true);
    office.slack.workspace("T1").person("Ana");
    let key = office.installs("T1").await;
    (office, key)
}

fn token(workspace: &Workspace) -> String {
    workspace.token.expose_secret().to_owned()
}

async fn token_of(workspaces: &Workspaces, key: &TeamKey) -> String {
    token(&workspaces.of(key).await.expect("is here"))
}

/// How often new tokens were asked for.
fn n_renewals(office: &Office) -> usize {
    let calls = office.slack.calls("oauth.v2.access");
    let renewals = calls
        .iter()
        .filter(|call| call.args["grant_type"] == "refresh_token");
    renewals.count()
}

#[tokio::test]
async fn a_token_is_renewed_ten_minutes_before_it_ends_and_once() {
    let (office, key) = rotating().await;
    let workspaces = office.door().workspaces().clone();
    let first = token_of(&workspaces, &key).await;
    office.clock.advance_ms(12 * HOUR_MS - 11 * MINUTE_MS);
    assert_eq!(token_of(&workspaces, &key).await, first);
    office.clock.advance_ms(MINUTE_MS);
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let (workspaces, key) = (workspaces.clone(), key.clone());
            tokio::spawn(async move { token_of(&workspaces, &key).await })
        })
        .collect();
    for one in asking {
        one.await.expect("nobody fails");
    }
    let second = token_of(&workspaces, &key).await;
    assert_ne!(second, first);
    assert_eq!(n_renewals(&office), 1);
    office.clock.advance_ms(12 * HOUR_MS);
    // Nobody asked for half a day: the token has ended, its refresh token has not.
    assert_ne!(token_of(&workspaces, &key).await, second);
    assert_eq!(n_renewals(&office), 2);
}

#[tokio::test]
async fn two_processes_renew_a_token_once_or_one_goes_on_with_the_others() {
    let (office, key) = rotating().await;
    let other = office.another().await;
    let other = other.slack.as_ref().expect("Slack is on").workspaces();
    let one = office.door().workspaces();
    for round in 0..4 {
        office.clock.advance_ms(12 * HOUR_MS - 5 * MINUTE_MS);
        let (_, _) = tokio::join!(one.of(&key), other.of(&key));
        office.clock.advance_ms(MINUTE_MS);
        let (ours, theirs) = (token_of(one, &key).await, token_of(other, &key).await);
        assert_eq!(ours, theirs, "round {round}");
        let live = office.slack.with(|world| {
            let mut grants = world.grants.iter();
            let found = grants.find(|grant| grant.token == ours);
            found.and_then(|grant| grant.expires_ms)
        });
        assert!(
            live > Some(office.clock.now_ms() + HOUR_MS),
            "round {round}"
        );
    }
}

#[tokio::test]
async fn a_renewal_that_fails_leaves_the_old_token_as_long_as_it_lives() {
    let (office, key) = rotating().await;
    let workspaces = office.door().workspaces();
    let first = token_of(workspaces, &key).await;
    office.clock.advance_ms(12 * HOUR_MS - 5 * MINUTE_MS);
    office
        .slack
        .trouble(Trouble::on("oauth.v2.access", Harm::Status(503)));
    for _ in 0..3 {
        assert_eq!(token_of(workspaces, &key).await, first);
    }
    assert_eq!(n_renewals(&office), 1, "a failing Slack is not hammered");
    office.clock.advance_ms(MINUTE_MS);
    assert_eq!(token_of(workspaces, &key).await, first);
    assert_eq!(n_renewals(&office), 2);
    office.clock.advance_ms(5 * MINUTE_MS);
    let ended = workspaces.of(&key).await.expect_err("it has ended");
    assert!(matches!(ended, NoWorkspace::Failed(_)), "{ended}");
    office.slack.no_more_trouble();
    office.clock.advance_ms(MINUTE_MS);
    assert_ne!(token_of(workspaces, &key).await, first);
}

fn one(office: &Office, bot_token: &str) -> House {
    let options = Options {
        app: App::One {
            bot_token: bot_token.into(),
        },
        ..options(&office.slack, "0f")
    };
    let (store, clock) = (office.store.clone(), office.clock.clone());
    let house = House::build(store, clock, lounge::Options::default());
    house.with_slack(options).expect("a house")
}

fn workspaces_of(house: &House) -> &Workspaces {
    house.slack.as_ref().expect("Slack is on").workspaces()
}

#[tokio::test]
async fn the_one_workspace_is_asked_about_until_it_answers_and_then_never_again() {
    let office = Office::new().await;
    let acme = office.slack.workspace("T1");
    let bot_token = acme.installs();
    let house = one(&office, &bot_token);
    office
        .slack
        .trouble(Trouble::on("auth.test", Harm::Status(500)).times(2));
    for _ in 0..2 {
        let lost = workspaces_of(&house).only().await.expect_err("no answer");
        assert!(!lost.to_string().contains(&bot_token), "{lost}");
    }
    let found = workspaces_of(&house).only().await.expect("an answer");
    let found = found.expect("one workspace");
    assert_eq!(found.key.space(), "T1");
    assert_eq!(
        (found.bot_user.as_str(), found.name.as_str()),
        ("U0BOTT1", "t1-crew")
    );
    let of_org = TeamKey::of_space("E9/T1");
    let same = workspaces_of(&house).of(&of_org).await.expect("that team");
    assert_eq!((token(&same), same.key), (bot_token, found.key));
    let other = workspaces_of(&house).of(&TeamKey::of_space("T2")).await;
    assert!(matches!(other, Err(NoWorkspace::NotHere)));
    assert_eq!(office.slack.calls("auth.test").len(), 3);
}

#[tokio::test]
async fn a_token_that_slack_refuses_is_told_with_the_setting() {
    let office = Office::new().await;
    let house = one(&office, "xoxb-hunter2");
    let refused = workspaces_of(&house).only().await.expect_err("no token");
    assert_eq!(
        refused.to_string(),
        "the workspace's token could not be read: Slack refuses the bot's token (invalid_auth): copy it again from \
         OAuth & Permissions in the app's settings to HUZZAH_SLACK__BOT_TOKEN"
    );
}

#[tokio::test]
async fn a_workspace_that_joins_an_organisation_keeps_its_space() {
    let office = Office::new().await;
    let acme = office.slack.workspace("T1");
    office.slack.workspace("T2");
    office.installs("T2").await;
    let join = |team: &str| {
        office
            .slack
            .with(|world| world.team_mut(team).enterprise = Some("E1".to_owned()));
    };
    // One by configuration, known by its space; one that installed the app, known by that.
    let mut tx = office.store.begin().await.expect("begins");
    let space = NewSpace {
        platform: "slack",
        platform_space: "T1",
        name: "Acme",
    };
    tx.settle_space(space, 0).await.expect("settles");
    tx.commit().await.expect("saves");
    join("T1");
    join("T2");
    let house = one(&office, &acme.installs());
    let found = workspaces_of(&house).only().await.expect("an answer");
    assert_eq!(found.expect("one").key.space(), "T1");
    office.installs("T2").await;
    let found = office
        .door()
        .workspaces()
        .of(&TeamKey::of_space("E1/T2"))
        .await;
    assert_eq!(found.expect("is here").key.space(), "T2");
    // One that is new has its organisation in its key.
    office.slack.workspace("T3");
    join("T3");
    office.installs("T3").await;
    let found = office
        .door()
        .workspaces()
        .of(&TeamKey::of_space("T3"))
        .await;
    assert_eq!(found.expect("is here").key.space(), "E1/T3");
}
