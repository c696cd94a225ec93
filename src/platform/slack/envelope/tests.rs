//! Payloads as Slack's documentation and its own libraries' tests show them.

use serde_json::{Value, json};

use super::*;

fn command(fields: &Value) -> Errand {
    read(Shape::Command, fields)
}

fn event(event: &Value) -> Value {
    json!({
        "token": "verification_token", "team_id": "T_SOURCE", "enterprise_id": "E_SOURCE", "api_app_id": "A111",
        "event": event, "type": "event_callback", "event_id": "Ev111", "event_time": 1_599_616_881,
        "authorizations": [{
            "enterprise_id": "E_INSTALLED", "team_id": "T_INSTALLED", "user_id": "W111", "is_bot": true,
            "is_enterprise_install": false
        }]
    })
}

fn key(enterprise: &str, team: &str) -> TeamKey {
    TeamKey {
        enterprise: enterprise.to_owned(),
        team: team.to_owned(),
    }
}

/// The slash command of <https://docs.slack.dev/interactivity/implementing-slash-commands>.
#[test]
fn a_slash_command_says_who_where_and_what() {
    let errand = command(&json!({
        "token": "gIkuvaNzQIHg97ATvDxqgjtO", "team_id": "T0001", "team_domain": "example",
        "enterprise_id": "E0001", "enterprise_name": "Globular%20Construct%20Inc", "channel_id": "C2147483705",
        "channel_name": "test", "user_id": "U2147483697", "user_name": "Steve", "command": "/huzzah",
        "text": "progress 94 kg &amp; more", "response_url": "https://hooks.slack.com/commands/1234/5678",
        "trigger_id": "13345224609.738474920.8088930838d88f008e0", "api_app_id": "A123456"
    }));
    let who = Sender {
        user: "U2147483697".to_owned(),
        name: "Steve".to_owned(),
    };
    assert_eq!(errand.who, who);
    assert_eq!(errand.team, key("E0001", "T0001"));
    assert_eq!(errand.spot.channel, "C2147483705");
    assert!(!errand.spot.direct);
    assert_eq!(errand.delivery, "13345224609.738474920.8088930838d88f008e0");
    assert_eq!(errand.trigger.as_deref(), Some(errand.delivery.as_str()));
    assert!(errand.hook.is_some());
    assert_eq!(errand.what, What::Line("progress 94 kg & more".to_owned()));
    assert!(!format!("{errand:?}").contains("hooks.slack.com"));
}

#[test]
fn a_command_without_half_of_its_fields_is_still_a_command() {
    let errand = command(&json!({
        "team_id": "T1", "user_id": "U1", "command": "/progress", "text": null, "enterprise_id": null,
        "channel_id": "D1", "is_enterprise_install": "false", "something_new": {"a": [1]}
    }));
    assert_eq!(errand.what, What::Line("progress".to_owned()));
    assert_eq!(errand.team, key("", "T1"));
    assert!(errand.spot.direct);
    assert_eq!(errand.hook, None);
}

#[test]
fn a_direct_message_of_any_kind_is_direct() {
    let errand = command(&json!({
        "team_id": "T1", "user_id": "U1", "command": "/huzzah", "channel_id": "G1", "channel_name": "directmessage"
    }));
    assert!(errand.spot.direct);
    assert_eq!(errand.what, What::Line(String::new()));
}

#[test]
fn a_mention_in_a_shared_channel_belongs_where_the_app_is_installed() {
    let errand = read(
        Shape::Event,
        &event(&json!({
            "client_msg_id": "9cbd4c5b-7ddf-4ede-b479-ad21fca66d63", "type": "app_mention",
            "text": "<@W111> 3kg", "user": "W222", "ts": "1595926230.009600", "team": "T_SOURCE",
            "channel": "C111", "event_ts": "1595926230.009600"
        })),
    );
    assert_eq!(errand.team, key("E_INSTALLED", "T_INSTALLED"));
    assert_eq!(errand.who.user, "W222");
    assert_eq!(errand.sent_ms, Some(1_599_616_881_000));
    assert_eq!(errand.delivery, "mention:C111:1595926230.009600");
    assert_eq!(errand.spot.thread.as_deref(), Some("1595926230.009600"));
    assert!(!errand.spot.in_thread);
    let said = What::Mention("<@W111> 3kg".to_owned(), Some("W111".to_owned()));
    assert_eq!(errand.what, said);
}

#[test]
fn a_mention_in_a_thread_stays_there_and_a_bots_mention_is_nothing() {
    let mut said = json!({
        "type": "app_mention", "text": "<@W111> 3kg", "user": "U2", "ts": "2.1", "thread_ts": "1.1", "channel": "C1"
    });
    let errand = read(Shape::Event, &event(&said));
    assert_eq!(errand.spot.thread.as_deref(), Some("1.1"));
    assert!(errand.spot.in_thread);
    said["bot_id"] = "B1".into();
    assert_eq!(read(Shape::Event, &event(&said)).what, What::Nothing);
}

#[test]
fn an_installation_without_an_organisation_keeps_the_authors_organisation_out() {
    let mut payload = event(&json!({
        "type": "app_mention", "user": "W013QGS7BPF", "text": "<@U04T5KKKLUE>", "ts": "1.1",
        "team": "T014GJXU940", "user_team": "E013Y3SHLAY", "channel": "C04T3ACM40K"
    }));
    payload["authorizations"] = json!([{
        "enterprise_id": null, "team_id": "T03E94MJU", "user_id": "U04T5KKKLUE", "is_bot": true
    }]);
    assert_eq!(read(Shape::Event, &payload).team, key("", "T03E94MJU"));
}

#[test]
fn home_and_leaving_are_known_and_other_events_are_nothing() {
    let what = |inner: Value| read(Shape::Event, &event(&inner)).what;
    let opened =
        |tab| json!({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": tab});
    assert_eq!(what(opened("home")), What::HomeOpened);
    assert_eq!(what(opened("messages")), What::Nothing);
    assert_eq!(
        what(json!({"type": "app_home_opened", "user": "U1"})),
        What::HomeOpened
    );
    assert_eq!(what(json!({"type": "app_uninstalled"})), What::Gone);
    let revoked =
        |bot: &[&str]| json!({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": bot}});
    assert_eq!(what(revoked(&["U2"])), What::Gone);
    assert_eq!(what(revoked(&[])), What::Nothing);
    assert_eq!(
        what(json!({"type": "channel_rename", "channel": {"id": "C1"}})),
        What::Nothing
    );
    assert_eq!(what(json!("what is this")), What::Nothing);
    assert_eq!(read(Shape::Event, &Value::Null).what, What::Nothing);
    assert_eq!(read(Shape::Interactive, &json!([1])).what, What::Nothing);
    assert_eq!(
        read(
            Shape::Event,
            &json!({"type": "app_rate_limited", "team_id": "T1"})
        )
        .what,
        What::Nothing
    );
}

/// The shortcut of `slackapi/bolt-python`, `tests/scenario_tests/test_shortcut.py`.
#[test]
fn the_global_shortcut_opens_the_form() {
    let errand = read(
        Shape::Interactive,
        &json!({
            "type": "shortcut", "token": "verification_token", "action_ts": "111.111",
            "team": {"id": "T111", "domain": "workspace-domain", "enterprise_id": "E111", "enterprise_name": "Org"},
            "user": {"id": "W111", "username": "primary-owner", "team_id": "T111"},
            "callback_id": "log_progress", "trigger_id": "111.111.xxxxxx"
        }),
    );
    assert_eq!(errand.what, What::LogProgress);
    assert_eq!(errand.team, key("E111", "T111"));
    assert_eq!(errand.who.name, "primary-owner");
    assert!(errand.spot.channel.is_empty());
}

#[test]
fn message_shortcuts_know_their_message() {
    let payload = |callback: &str, message: Value| {
        let payload = json!({
            "type": "message_action", "callback_id": callback, "trigger_id": "1.2.x", "message_ts": "5.1",
            "response_url": "https://hooks.slack.com/app/T1/1/x", "message": message, "enterprise": null,
            "user": {"id": "U1", "name": "ana"}, "channel": {"id": "C1", "name": "general"}, "team": {"id": "T1"}
        });
        read(Shape::Interactive, &payload)
    };
    let here = payload(
        LOG_HERE,
        json!({"type": "message", "text": "hi", "ts": "5.1"}),
    );
    assert_eq!(here.what, What::LogProgress);
    assert_eq!(here.spot.thread.as_deref(), Some("5.1"));
    assert!(!here.spot.in_thread);
    let here = payload(LOG_HERE, json!({"ts": "5.1", "thread_ts": "4.1"}));
    assert_eq!(here.spot.thread.as_deref(), Some("4.1"));
    let void = payload(VOID_ENTRY, json!({"ts": "5.1"}));
    assert_eq!(void.what, What::VoidEntry("5.1".to_owned()));
    assert_eq!(payload("another", json!({})).what, What::Nothing);
}

fn button(line: &str) -> Value {
    json!({
        "type": "button", "action_id": "v1:0", "block_id": "v1:once:0", "action_ts": "1.1",
        "text": {"type": "plain_text", "text": "Run", "emoji": false}, "value": json!({"l": line}).to_string()
    })
}

fn run(line: &str) -> blocks::Press {
    blocks::Press::Run {
        line: line.to_owned(),
        only_for: None,
    }
}

/// The press of `vercel/chat`'s recorded payloads, on a message in a thread, by somebody of another workspace as in
/// `slackapi/java-slack-sdk#1041`.
#[test]
fn a_press_belongs_where_the_message_was_posted() {
    let errand = read(
        Shape::Interactive,
        &json!({
            "type": "block_actions", "api_app_id": "A00FAKEAPP01", "token": "xAbCdEfGhIjKlMnOpQrStUvW",
            "user": {"id": "U03TBQ3FJ91", "username": "ana", "name": "ana", "team_id": "T03U1JC8EN4"},
            "container": {
                "type": "message", "message_ts": "1767326126.896109", "channel_id": "C00FAKECHAN1",
                "is_ephemeral": false, "thread_ts": "1767326125.870439"
            },
            "trigger_id": "10215325802133.3901254001572.2e2548aa918b35fd85829545c2d4ae2b",
            "team": {"id": "T03TPC7D0TU", "domain": "workspace1"}, "enterprise": null,
            "channel": {"id": "C00FAKECHAN1", "name": "chat-sdk"},
            "message": {
                "user": "U00FAKEBOT01", "type": "message", "ts": "1767326126.896109",
                "thread_ts": "1767326125.870439"
            },
            "response_url": "https://hooks.slack.com/actions/T1/2/3", "actions": [button("undo 7")]
        }),
    );
    assert_eq!(errand.team, key("", "T03TPC7D0TU"));
    assert_eq!(errand.who.user, "U03TBQ3FJ91");
    assert_eq!(errand.spot.thread.as_deref(), Some("1767326125.870439"));
    assert!(errand.spot.in_thread);
    let on = On::Message {
        ts: "1767326126.896109".to_owned(),
        ephemeral: false,
        spent: false,
    };
    assert_eq!(errand.what, What::Press(run("undo 7"), on));
}

#[test]
fn a_press_on_what_one_person_sees_spends_it_where_the_buttons_say_so() {
    let mut payload = json!({
        "type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "1.2.3",
        "container": {"type": "message", "message_ts": "5.1", "channel_id": "C1", "is_ephemeral": true},
        "channel": {"id": "C1"}, "response_url": "https://hooks.slack.com/x", "actions": [button("progress 3kg")]
    });
    let spent = |payload: &Value| match read(Shape::Interactive, payload).what {
        What::Press(_, On::Message { spent, .. }) => spent,
        what => panic!("no press on a message: {what:?}"),
    };
    assert!(spent(&payload));
    payload["actions"][0]["block_id"] = "b1".into();
    assert!(!spent(&payload));
    payload["actions"][0]["action_id"] = "v0:0".into();
    let stale = read(Shape::Interactive, &payload).what;
    assert!(
        matches!(stale, What::Press(blocks::Press::Stale, _)),
        "{stale:?}"
    );
    payload["actions"] =
        json!([{"type": "button", "action_id": "v1:link", "url": "https://x.org"}]);
    assert_eq!(read(Shape::Interactive, &payload).what, What::Nothing);
    payload["actions"] = json!([]);
    assert_eq!(read(Shape::Interactive, &payload).what, What::Nothing);
}

#[test]
fn home_belongs_to_the_workspace_that_is_looked_at() {
    let errand = read(
        Shape::Interactive,
        &json!({
            "type": "block_actions", "user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T2"},
            "container": {"type": "view", "view_id": "V1"}, "trigger_id": "1.2.3", "actions": [button("progress")],
            "view": {"id": "V1", "type": "home", "app_installed_team_id": "T1", "hash": "1.x"}
        }),
    );
    assert_eq!(errand.team, key("", "T2"));
    assert_eq!(errand.what, What::Press(run("progress"), On::Home));
    assert!(errand.spot.channel.is_empty());
}

/// The submission of `slackapi/bolt-python`, `tests/scenario_tests/test_view_submission.py`, with a form of ours.
#[test]
fn a_form_takes_up_the_conversation_in_which_it_began() {
    let context = json!({
        "channel": "C1", "thread": "4.1", "hook": ["https://hooks.slack.com/commands/1", 99],
        "command": "entry void", "kept": [["member", "17"]]
    });
    let mut payload = json!({
        "type": "view_submission", "trigger_id": "111.222.valid", "api_app_id": "A111", "response_urls": [],
        "team": {"id": "T222", "domain": "elsewhere", "enterprise_id": "E222", "enterprise_name": "Other Org"},
        "user": {"id": "W111", "username": "primary-owner", "name": "primary-owner", "team_id": "T222"},
        "view": {
            "id": "V111", "team_id": "T111", "type": "modal", "callback_id": "v1:form", "hash": "1596530361.3wRYuk3R",
            "private_metadata": context.to_string(), "blocks": [{"type": "input", "block_id": "v1:reason"}],
            "state": {"values": {"v1:reason": {"v1:reason": {"type": "plain_text_input", "value": "twice"}}}},
            "previous_view_id": null, "root_view_id": "V111", "app_id": "A111", "external_id": "",
            "app_installed_team_id": "T111", "bot_id": "B111"
        }
    });
    let errand = read(Shape::Interactive, &payload);
    assert_eq!(errand.team, key("", "T111"));
    assert_eq!(errand.delivery, "111.222.valid");
    assert_eq!(errand.spot.channel, "C1");
    assert_eq!(errand.spot.thread.as_deref(), Some("4.1"));
    assert!(!errand.spot.in_thread);
    assert!(errand.hook.is_some());
    let What::Form(filled) = errand.what else {
        panic!("no form");
    };
    assert_eq!(filled.command, "entry void");
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        filled.fields,
        [field("member", "17"), field("reason", "twice")]
    );
    payload["trigger_id"] = Value::Null;
    assert_eq!(
        read(Shape::Interactive, &payload).delivery,
        "V111:1596530361.3wRYuk3R"
    );
    payload["view"]["private_metadata"] = "This is for you!".into();
    assert_eq!(read(Shape::Interactive, &payload).what, What::Nothing);
    payload["type"] = "view_closed".into();
    assert_eq!(read(Shape::Interactive, &payload).what, What::Nothing);
}
