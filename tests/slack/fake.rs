//! The tests' Slack keeps Slack's rules: what a careless bot does is refused, and told.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, header};
use huzzah::clock::Clock;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::slack::Slack;
use crate::slack::act::Workspace;
use crate::slack::team::Kind;
use crate::slack::trouble::{Harm, Trouble};

const START_MS: i64 = 1_800_000_000_000;

/// A workspace, a token for it, and somebody who calls without care.
struct Careless {
    slack: Slack,
    acme: Workspace,
    token: String,
}

impl Careless {
    async fn new() -> Self {
        let slack = Slack::open(Clock::moved(START_MS)).await;
        let acme = slack.workspace("T1");
        let token = acme.installs();
        Self { slack, acme, token }
    }

    /// Slack's word, and everything else it answers.
    async fn calls(&self, method: &str, args: &Value) -> (String, Value) {
        let url = format!("{}/{method}", self.slack.api_url());
        let request = Request::post(url)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(args.to_string()))
            .expect("a right request");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let answer = client.request(request).await.expect("an answer");
        let body = Body::new(answer.into_body());
        let body = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        (body["error"].as_str().unwrap_or("ok").to_owned(), body)
    }

    async fn word(&self, method: &str, args: &Value) -> String {
        self.calls(method, args).await.0
    }

    async fn posts(&self, channel: &str) -> String {
        self.word("chat.postMessage", &post(channel)).await
    }
}

fn post(channel: &str) -> Value {
    json!({ "channel": channel, "text": "Hello", "unfurl_links": false, "unfurl_media": false })
}

#[tokio::test]
async fn whoever_may_not_post_is_told_why() {
    let town = Careless::new().await;
    let general = town.acme.channel("general");
    assert_eq!(town.posts(&general).await, "ok");
    let outside = town.acme.channel_with("outside", |_| ());
    assert_eq!(town.posts(&outside).await, "not_in_channel");
    let secret = town
        .acme
        .channel_with("secret", |channel| channel.kind = Kind::Private);
    assert_eq!(town.posts(&secret).await, "channel_not_found");
    assert_eq!(town.posts("C0NOWHERE").await, "channel_not_found");
    town.acme
        .channel_with("general", |channel| channel.archived = true);
    assert_eq!(town.posts(&general).await, "is_archived");
    assert_eq!(town.posts(&town.acme.person("ana")).await, "ok");
    town.acme
        .person_with("ana", |person| person.deactivated = true);
    assert_eq!(town.posts("U0ANA").await, "user_disabled");
    town.slack.with(|world| {
        for grant in &mut world.grants {
            grant.scopes = BTreeSet::from(["commands".to_owned()]);
        }
    });
    let (word, body) = town.calls("chat.postMessage", &post("C1")).await;
    assert_eq!(
        (word.as_str(), &body["needed"], &body["provided"]),
        ("missing_scope", &json!("chat:write"), &json!("commands"))
    );
    town.slack.with(|world| {
        world
            .grants
            .iter_mut()
            .for_each(|grant| grant.revoked = true);
    });
    assert_eq!(town.posts("C1").await, "token_revoked");
}

#[tokio::test]
async fn one_post_a_second_and_channel_and_no_more() {
    let town = Careless::new().await;
    town.slack.with(|world| world.strict = true);
    let (general, feed) = (town.acme.channel("general"), town.acme.channel("feed"));
    assert_eq!(town.posts(&general).await, "ok");
    assert_eq!(town.posts(&general).await, "ratelimited");
    assert_eq!(town.posts(&feed).await, "ok");
    town.slack
        .with(|world| world.clock.clone())
        .advance_ms(1_000);
    assert_eq!(town.posts(&general).await, "ok");
    assert_eq!(town.acme.history("general").len(), 2);
}

#[tokio::test]
async fn a_trigger_is_good_once_and_for_three_seconds() {
    let town = Careless::new().await;
    let user = town.acme.person("ana");
    let fresh = || town.slack.with(|world| world.trigger("T1", &user));
    let view = json!({
        "type": "modal", "title": { "type": "plain_text", "text": "Hello" },
        "blocks": [{ "type": "divider" }],
    });
    let open = async |trigger: &str| {
        let args = json!({ "trigger_id": trigger, "view": view });
        town.word("views.open", &args).await
    };
    let (first, late) = (fresh(), fresh());
    assert_eq!(open(&first).await, "ok");
    assert_eq!(open(&first).await, "exchanged_trigger_id");
    town.slack
        .with(|world| world.clock.clone())
        .advance_ms(3_001);
    assert_eq!(open(&late).await, "expired_trigger_id");
    assert_eq!(open("1.2.3").await, "invalid_trigger_id");
    let id = town.acme.modal("ana").expect("it is open")["id"].clone();
    let stale = json!({ "view_id": id, "hash": "old", "view": view });
    assert_eq!(town.word("views.update", &stale).await, "hash_conflict");
}

#[tokio::test]
async fn what_harms_are_ordered_are_done() {
    let town = Careless::new().await;
    let general = town.acme.channel("general");
    let busy = Harm::Busy { retry_after_s: 7 };
    town.slack
        .trouble(Trouble::on("chat.postMessage", busy).times(1));
    assert_eq!(town.posts(&general).await, "ratelimited");
    assert_eq!(town.posts(&general).await, "ok");
    let refuse = Harm::Refuse("account_inactive");
    town.slack.trouble(
        Trouble::on("chat.postMessage", refuse)
            .in_channel(&general)
            .until_ms(START_MS + 60_000),
    );
    assert_eq!(town.posts(&general).await, "account_inactive");
    assert_eq!(town.posts(&town.acme.channel("feed")).await, "ok");
    town.slack
        .with(|world| world.clock.clone())
        .advance_ms(60_000);
    assert_eq!(town.posts(&general).await, "ok");
    let outcomes: Vec<String> = town
        .slack
        .calls("chat.postMessage")
        .into_iter()
        .map(|call| call.outcome)
        .collect();
    assert_eq!(
        outcomes,
        ["ratelimited", "ok", "account_inactive", "ok", "ok"]
    );
}

/// Something against the rules, and a part of the words that say so.
#[track_caller]
fn check(method: &str, args: &Value, part: &str) {
    let faults = super::slack::faults_of(method, args);
    assert!(
        faults.iter().any(|fault| fault.contains(part)),
        "{part} is not in {faults:#?}"
    );
}

fn message(block: &Value) -> Value {
    let mut args = post("C1");
    args["blocks"] = json!([block]);
    args
}

#[test]
fn what_is_against_slacks_limits_or_our_promises_is_told() {
    let long = "x".repeat(3_001);
    let button = json!({ "type": "button", "action_id": "v1:0", "value": long,
        "text": { "type": "plain_text", "text": "y".repeat(76) } });
    let actions = json!({ "type": "actions", "elements": [button] });
    check("chat.postMessage", &message(&actions), "a button is 76");
    check("chat.postMessage", &message(&actions), "value is 3001");
    let section = |text: &str| json!({ "type": "section", "text": { "type": "mrkdwn", "text": text, "verbatim": true } });
    check(
        "chat.postMessage",
        &message(&section(&long)),
        "its text is 3001",
    );
    check("chat.postMessage", &message(&section("")), "is empty");
    check(
        "chat.postMessage",
        &message(&section("bye")),
        "lacks what the blocks say",
    );
    check(
        "chat.postMessage",
        &message(&section("<!here> Hello")),
        "ping everybody",
    );
    let live = json!({ "type": "section", "text": { "type": "mrkdwn", "text": "Hello" } });
    check("chat.postMessage", &message(&live), "not verbatim");
    check(
        "chat.postMessage",
        &json!({ "channel": "C1", "text": "x" }),
        "unfurl",
    );
    check("chat.getPermalink", &json!({}), "no schema and no rule");
    check("chat.delete", &json!({ "channel": "C1" }), "lacks `ts`");
    check(
        "chat.delete",
        &json!({ "channel": 1, "ts": "1" }),
        "not of kind Word",
    );
    check(
        "response_url",
        &json!({ "channel": "C1" }),
        "no argument `channel`",
    );
    check(
        "response_url",
        &json!({ "response_type": "all" }),
        "is all, not one of",
    );
    let view = json!({ "view": { "type": "modal", "blocks": [{ "type": "divider" }],
        "title": { "type": "plain_text", "text": "A title that is too long by far" } } });
    check("views.update", &view, "title is 31 characters");
}

#[test]
fn a_block_that_slack_does_not_know_is_told() {
    if std::env::var_os("CONTRACTS_DIR").is_none() {
        println!("CONTRACTS_DIR is not set: Slack's schemas are not tried");
        return;
    }
    check(
        "chat.postMessage",
        &message(&json!({ "type": "confetti" })),
        "Blocks",
    );
    let mut args = post("C1");
    args["colour"] = json!("red");
    check("chat.postMessage", &args, "ChatPostMessageArguments");
    check("users.info", &json!({ "user": 7 }), "UsersInfoArguments");
    assert_eq!(
        super::slack::faults_of("chat.postMessage", &post("C1")),
        Vec::<String>::new()
    );
}
