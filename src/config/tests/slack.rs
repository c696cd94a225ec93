//! What an operator meets in the section `[slack]`.

use secrecy::ExposeSecret;

use super::{KEY, load, refused};

#[test]
fn slack_is_off_until_a_workspace_or_an_app_is_named() {
    let settings = load("", &[("HUZZAH_SLACK__API_URL", "http://[::1]:4000/api/")]);
    let settings = settings.expect("it loads");
    assert!(!settings.slack.is_on());
    assert_eq!(settings.slack.api_url(), "http://[::1]:4000/api");
    let socket = [
        ("HUZZAH_SLACK__BOT_TOKEN", " xoxb-1 "),
        ("HUZZAH_SLACK__APP_TOKEN", "xapp-1"),
        ("HUZZAH_SLACK__MODERATORS", "U012AB3CD, W1"),
    ];
    let slack = load("", &socket).expect("it loads").slack;
    assert!(slack.is_on());
    assert_eq!(slack.api_url(), "https://slack.com/api");
    assert_eq!(slack.moderators, ["U012AB3CD", "W1"]);
    let token = slack.bot_token.as_ref().expect("a token");
    assert_eq!(token.expose_secret(), "xoxb-1");
    let several = [
        ("HUZZAH_SLACK__CLIENT_ID", "1.2"),
        ("HUZZAH_SLACK__CLIENT_SECRET", "s"),
        ("HUZZAH_SLACK__TOKEN_KEY", KEY),
        ("HUZZAH_SLACK__SIGNING_SECRET", "s"),
    ];
    let slack = load("", &several).expect("it loads").slack;
    assert!(slack.is_on() && slack.bot_token.is_none());
    let key = slack.token_key.as_ref().expect("a key");
    assert_eq!(key.expose(), &[15; 32]);
}

#[test]
fn a_value_that_slack_cannot_have_handed_out_is_refused() {
    let bot = "HUZZAH_SLACK__BOT_TOKEN must begin with xoxb-: copy the Bot User OAuth Token from OAuth & Permissions in the app's settings";
    for wrong in [
        "hunter2",
        "xapp-hunter2",
        "xoxb-",
        "xoxe.xoxb-hunter2",
        "xoxp-hunter2",
    ] {
        refused("", &[("HUZZAH_SLACK__BOT_TOKEN", wrong)], bot);
    }
    refused(
        "",
        &[("HUZZAH_SLACK__APP_TOKEN", "xoxb-hunter2")],
        "HUZZAH_SLACK__APP_TOKEN must begin with xapp-: make an App-Level Token with the scope connections:write under Basic Information in the app's settings",
    );
    refused(
        "[slack]\nsigning_secret = 'hunter2 hunter2'",
        &[],
        "slack.signing_secret in settings.toml must be one word of plain letters, digits and signs: copy it again from the app's settings",
    );
    refused(
        "",
        &[("HUZZAH_SLACK__TOKEN_KEY", "hunter2")],
        "HUZZAH_SLACK__TOKEN_KEY must be 32 random bytes in base64 or hexadecimal: take what `openssl rand -base64 32` prints",
    );
    for wrong in ["A012AB3CD", "1.", "1.2.3", "x.y"] {
        refused(
            "",
            &[("HUZZAH_SLACK__CLIENT_ID", wrong)],
            "HUZZAH_SLACK__CLIENT_ID must be the Client ID under Basic Information in the app's settings, such as 1234567890.9876543210",
        );
    }
    for wrong in [
        "slack.com/api",
        "ftp://x",
        "https://",
        "http://a b",
        "https://u:hunter2@h",
        "http://h/?a",
    ] {
        refused(
            "",
            &[("HUZZAH_SLACK__API_URL", wrong)],
            "HUZZAH_SLACK__API_URL must be empty for Slack itself, or an address such as http://127.0.0.1:4000/api",
        );
    }
    for wrong in ["@ana", "u012", "U", "C012"] {
        let fix = "but must be member ids such as U012AB3CD: open the person's profile in Slack, then ⋮ and Copy member ID";
        refused(
            "",
            &[("HUZZAH_SLACK__MODERATORS", &format!("U1,{wrong}"))],
            &format!("HUZZAH_SLACK__MODERATORS has `{wrong}`, {fix}"),
        );
    }
}

#[test]
fn what_slack_needs_beside_a_setting_is_named() {
    let check = |set: &[&str], expected: &str| {
        let value = |name: &str| match name {
            "BOT_TOKEN" => "xoxb-hunter2",
            "APP_TOKEN" => "xapp-hunter2",
            "CLIENT_ID" => "1.2",
            "TOKEN_KEY" => KEY,
            _ => "hunter2",
        };
        let named: Vec<_> = set
            .iter()
            .map(|name| format!("HUZZAH_SLACK__{name}"))
            .collect();
        let env: Vec<_> = named
            .iter()
            .zip(set)
            .map(|(key, name)| (key.as_str(), value(name)))
            .collect();
        refused("", &env, &format!("HUZZAH_SLACK__{expected}"));
    };
    let bot =
        "needs the bot's token beside it: set HUZZAH_SLACK__BOT_TOKEN, which begins with xoxb-";
    check(&["APP_TOKEN"], &format!("APP_TOKEN {bot}"));
    check(&["SIGNING_SECRET"], &format!("SIGNING_SECRET {bot}"));
    let id = "needs the app's client id beside it: set HUZZAH_SLACK__CLIENT_ID";
    check(&["CLIENT_SECRET"], &format!("CLIENT_SECRET {id}"));
    check(&["TOKEN_KEY"], &format!("TOKEN_KEY {id}"));
    check(
        &["BOT_TOKEN"],
        "BOT_TOKEN needs a way in beside it: set HUZZAH_SLACK__APP_TOKEN for Socket Mode, or HUZZAH_SLACK__SIGNING_SECRET for signed requests",
    );
    check(
        &["CLIENT_ID", "TOKEN_KEY", "SIGNING_SECRET"],
        "CLIENT_ID needs the app's client secret beside it: set HUZZAH_SLACK__CLIENT_SECRET",
    );
    check(
        &["CLIENT_ID", "CLIENT_SECRET", "SIGNING_SECRET"],
        "CLIENT_ID needs a key that seals tokens beside it: set HUZZAH_SLACK__TOKEN_KEY to what `openssl rand -base64 32` prints",
    );
    check(
        &["CLIENT_ID", "CLIENT_SECRET", "TOKEN_KEY"],
        "CLIENT_ID needs a way in beside it: set HUZZAH_SLACK__SIGNING_SECRET for signed requests, or HUZZAH_SLACK__APP_TOKEN for Socket Mode",
    );
    check(
        &[
            "CLIENT_ID",
            "CLIENT_SECRET",
            "TOKEN_KEY",
            "SIGNING_SECRET",
            "BOT_TOKEN",
        ],
        "BOT_TOKEN can't stand beside slack.client_id: keep HUZZAH_SLACK__BOT_TOKEN for one workspace, or HUZZAH_SLACK__CLIENT_ID for several",
    );
    // An empty secret is none.
    refused(
        "[slack]\nbot_token = 'xoxb-hunter2'",
        &[("HUZZAH_SLACK__SIGNING_SECRET", " ")],
        "slack.bot_token in settings.toml needs a way in beside it: set HUZZAH_SLACK__APP_TOKEN for Socket Mode, or HUZZAH_SLACK__SIGNING_SECRET for signed requests",
    );
}
