//! Workspaces install the app by OAuth: who comes back is who was sent, and nothing secret is kept in the open.

use axum::http::StatusCode;
use huzzah::platform::slack::team::TeamKey;

use crate::office::{MINUTE_MS, Office};
use crate::slack::trouble::{Harm, Trouble};

const STALE: &str = "Please begin again";

#[tokio::test]
async fn a_workspace_installs_the_app_and_whoever_did_is_told_what_comes_next() {
    let office = Office::new().await;
    let acme = office.slack.workspace("T1");
    acme.person("Ana");
    let mut browser = office.browser();
    let sent = browser.gets("/slack/install").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let site = office.slack.api_url().replace("/api", "");
    let asked = format!(
        "{site}/oauth/v2/authorize?client_id=111.222&scope=commands%2Cchat%3Awrite%2Capp_mentions%3Aread%2C\
         users%3Aread%2Cchannels%3Aread%2Cgroups%3Aread%2Cfiles%3Awrite%2Cim%3Awrite%2Cusergroups%3Aread&state="
    );
    assert!(sent.location().starts_with(&asked), "{}", sent.location());
    let state = sent.state();
    assert!(state.len() >= 43, "32 random bytes: {state}");
    let cookie = sent.header("set-cookie").expect("a cookie");
    assert_eq!(
        cookie,
        format!(
            "huzzah_install={state}; Path=/slack/oauth; Max-Age=600; HttpOnly; Secure; SameSite=Lax"
        )
    );

    let done = browser.gets(&office.approves("T1", &state, |_| ())).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(done.location(), "/slack/installed?team=T1&app=A0HUZZAH");
    let page = browser.gets(done.location()).await;
    assert_eq!(page.title(), "Huzzah is in your workspace");
    let link = format!("href=\"{site}/app_redirect?app=A0HUZZAH&amp;team=T1\"");
    assert!(page.body.contains(&link), "{}", page.body);
    assert!(page.body.contains("<code>/huzzah setup</code>"));
    let style = browser.gets("/slack/page.css").await;
    assert_eq!(
        style.header("content-type"),
        Some("text/css; charset=utf-8")
    );

    let greeted = office.slack.until("a word to Ana", |world| {
        let team = world.team("T1");
        let seen = team.visible_to("U0ANA");
        seen.last().map(|(_, message)| message.text.clone())
    });
    let greeted = greeted.await;
    assert!(
        greeted.contains("/invite ") && greeted.contains("U0BOTT1"),
        "{greeted}"
    );
    assert!(greeted.contains("/huzzah setup"), "{greeted}");
}

#[tokio::test]
async fn what_is_kept_opens_with_the_operators_key_alone() {
    let office = Office::new().await;
    office.slack.with(|world| world.app.rotates = true);
    office.slack.workspace("T1");
    let key = office.installs("T1").await;
    let kept = office.store.slack_installation("", "T1").await;
    let kept = kept.expect("a database").expect("is kept");
    let grant = office.slack.with(|world| world.grants[0].clone());
    let refresh = grant.refresh.as_deref().expect("they rotate");
    for (sealed, secret) in [(kept.token, grant.token.as_str()), (kept.refresh, refresh)] {
        let sealed = sealed.expect("is kept");
        assert!(sealed.starts_with("v1:") && !sealed.contains(secret));
    }
    let workspace = office.door().workspaces().of(&key).await.expect("is here");
    assert!(!format!("{workspace:?}").contains("secret"));
    assert_eq!(workspace.bot_user, "U0BOTT1");
    assert_eq!(workspace.name, "t1-crew");
    assert_eq!(workspace.installer.as_deref(), Some("U0ANA"));
    let nobody = TeamKey::of_space("T2");
    assert!(office.door().workspaces().of(&nobody).await.is_err());

    let other = crate::office::options(&office.slack, "1f");
    let lounge = huzzah::platform::lounge::Options::default();
    let store = office.store.clone();
    let house = huzzah::app::serve::House::build(store, office.clock.clone(), lounge);
    let house = house.with_slack(other).expect("a house");
    let slack = house.slack.as_ref().expect("Slack is on");
    let error = slack.check().await.expect_err("another key");
    assert_eq!(
        error.to_string(),
        "a workspace's token was sealed with another key: set slack.token_key (HUZZAH_SLACK__TOKEN_KEY) to the key \
         it was sealed with, or have the app installed there again"
    );
    office.door().check().await.expect("the right key");
}

#[tokio::test]
async fn who_comes_back_must_be_who_was_sent_once_and_in_time() {
    let office = Office::new().await;
    office.slack.workspace("T1");
    let mut browser = office.browser();
    let state = browser.gets("/slack/install").await.state();

    // Somebody else's browser, or somebody else's state in this one.
    let mut stranger = office.browser();
    let back = office.approves("T1", &state, |_| ());
    assert_eq!(stranger.gets(&back).await.title(), STALE);
    stranger.gets("/slack/install").await;
    assert_eq!(stranger.gets(&back).await.title(), STALE);
    // What only looks like a state.
    browser.cookie = Some("huzzah_install=made-up".to_owned());
    let forged = office.approves("T1", "made-up", |_| ());
    assert_eq!(browser.gets(&forged).await.title(), STALE);
    browser.cookie = Some("huzzah_install=".to_owned());
    let empty = office.approves("T1", "", |_| ());
    assert_eq!(browser.gets(&empty).await.title(), STALE);
    for odd in [
        "/slack/oauth",
        "/slack/oauth?code=%ff",
        "/slack/oauth?code=1&code=2",
    ] {
        assert_eq!(browser.gets(odd).await.title(), STALE, "{odd}");
    }
    assert_eq!(office.slack.calls("oauth.v2.access").len(), 0);

    // The right one, once.
    browser.cookie = Some(format!("huzzah_install={state}"));
    assert_eq!(browser.gets(&back).await.status, StatusCode::SEE_OTHER);
    let again = office.approves("T1", &state, |_| ());
    assert_eq!(browser.gets(&again).await.title(), STALE);
    assert_eq!(office.slack.calls("oauth.v2.access").len(), 1);

    // Not after ten minutes.
    let state = browser.gets("/slack/install").await.state();
    office.clock.advance_ms(10 * MINUTE_MS);
    let late = office.approves("T1", &state, |_| ());
    assert_eq!(browser.gets(&late).await.title(), STALE);
}

#[tokio::test]
async fn whatever_goes_wrong_at_slack_is_told_with_what_to_do() {
    let office = Office::new().await;
    office.slack.workspace("T1");
    let mut browser = office.browser();
    let declined = browser
        .gets("/slack/oauth?error=access_denied&state=x")
        .await;
    assert_eq!(declined.title(), "Nothing was installed");
    let odd = browser.gets("/slack/oauth?error=%3Cscript%3E").await;
    assert_eq!(odd.title(), "Slack did not accept this app");
    assert!(!odd.body.contains("script"), "{}", odd.body);

    let back = async |change: &(dyn Fn(&mut crate::slack::world::Code) + Sync)| {
        let mut browser = office.browser();
        let state = browser.gets("/slack/install").await.state();
        let back = office.approves("T1", &state, change);
        browser.gets(&back).await.title().to_owned()
    };
    assert_eq!(back(&|code| code.until_ms = 0).await, STALE);
    assert_eq!(
        back(&|code| code.org_wide = true).await,
        "One workspace at a time, please"
    );
    let given_back = office.slack.with(|world| world.grants[0].revoked);
    assert!(given_back, "a token that is not kept is given back");
    for harm in [
        Harm::Status(503),
        Harm::DropAfter,
        Harm::Busy { retry_after_s: 5 },
    ] {
        office.slack.trouble(Trouble::on("oauth.v2.access", harm));
        assert_eq!(back(&|_| ()).await, "That did not work");
        office.slack.no_more_trouble();
    }
    let refuse = Harm::Refuse("bad_redirect_uri");
    office.slack.trouble(Trouble::on("oauth.v2.access", refuse));
    assert_eq!(back(&|_| ()).await, "Slack did not accept this app");
    office.slack.no_more_trouble();
    let kept = office.store.slack_installations_here("", 9).await;
    assert_eq!(kept.expect("a database"), []);
}
