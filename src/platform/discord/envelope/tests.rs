//! Interactions as Discord's documentation shows them, as the gateway's library writes them again, and torn ones.

use serde_json::{Value, json};

use super::*;
use crate::platform::discord::buttons::{Manner, Press};

/// The interaction of `interactions/receiving-and-responding`, with a server's member.
fn interaction(kind: u64, data: &Value) -> Value {
    json!({
        "type": kind,
        "token": "A_UNIQUE_TOKEN",
        "member": {
            "user": {
                "id": "53908232506183680", "username": "mason", "avatar": "a_d5efa99b3eeaa7dd43acca82f5692432",
                "discriminator": "0", "public_flags": 131_141, "global_name": "Mason"
            },
            "roles": ["539082325061836999"], "premium_since": null, "permissions": "2147483647", "pending": false,
            "nick": null, "mute": false, "joined_at": "2017-03-13T19:19:14.040000+00:00", "is_pending": false,
            "deaf": false
        },
        "id": "786008729715212338",
        "guild_id": "290926798626357999",
        "app_permissions": "442368",
        "guild_locale": "en-US",
        "locale": "de",
        "data": data,
        "channel_id": "645027906669510667",
        "channel": { "id": "645027906669510667", "type": 0 },
        "application_id": "775799577604522054",
        "version": 1,
        "something_new": { "a": [1] }
    })
}

fn command(options: &Value) -> Value {
    interaction(
        2,
        &json!({ "options": options, "type": 1, "name": "progress", "id": "771825006014889984" }),
    )
}

fn pressed(custom_id: &str, flags: &Value) -> Value {
    let mut interaction = interaction(
        3,
        &json!({ "component_type": 2, "custom_id": custom_id, "id": 4 }),
    );
    interaction["message"] = json!({ "id": "1052640000000000001", "flags": flags, "type": 23 });
    interaction
}

#[test]
fn a_command_says_who_where_and_what() {
    let errand = read(&command(&json!([
        { "name": "amount", "type": 3, "value": "3,5 kg & more" },
        { "name": "again", "type": 5, "value": true },
    ])));
    let who = Sender {
        user: "53908232506183680".to_owned(),
        name: "Mason".to_owned(),
        locale: Some("de".to_owned()),
        permissions: 2_147_483_647,
        roles: vec!["539082325061836999".to_owned()],
    };
    assert_eq!(errand.who, who);
    assert_eq!(errand.guild, "290926798626357999");
    let spot = Spot {
        channel: "645027906669510667".to_owned(),
        permissions: Some(442_368),
        is_thread: false,
    };
    assert_eq!(errand.spot, spot);
    assert_eq!(errand.delivery, "786008729715212338");
    // The 8th of December 2020, 23:18 UTC.
    assert_eq!(errand.sent_ms, Some(1_607_469_484_500));
    assert_eq!(errand.reply.application, "775799577604522054");
    assert_eq!(errand.reply.token, "A_UNIQUE_TOKEN");
    let fields = [("amount", "3,5 kg & more"), ("again", "yes")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let what = What::Command {
        path: "progress".to_owned(),
        fields: fields.to_vec(),
    };
    assert_eq!(errand.what, what);
    assert!(!format!("{errand:?}").contains("A_UNIQUE_TOKEN"));
}

#[test]
fn sub_commands_and_the_menu_of_a_name_are_commands_too() {
    let data = json!({ "type": 1, "name": "challenge", "options": [
        { "type": 1, "name": "open", "options": [{ "type": 3, "name": "challenge", "value": "#1" }] }
    ] });
    let what = read(&interaction(2, &data)).what;
    let open = What::Command {
        path: "challenge open".to_owned(),
        fields: vec![("challenge".to_owned(), "#1".to_owned())],
    };
    assert_eq!(what, open);
    let menu = json!({ "type": 2, "name": "Profile", "target_id": "80351110224678912" });
    let profile = What::Command {
        path: "profile".to_owned(),
        fields: vec![("member".to_owned(), "<@80351110224678912>".to_owned())],
    };
    assert_eq!(read(&interaction(2, &menu)).what, profile);
}

#[test]
fn what_somebody_is_called_here_comes_first() {
    let mut payload = command(&json!([]));
    payload["member"]["nick"] = json!("Masi");
    assert_eq!(read(&payload).who.name, "Masi");
    payload["member"]["nick"] = json!("");
    payload["member"]["user"]["global_name"] = Value::Null;
    assert_eq!(read(&payload).who.name, "mason");
}

#[test]
fn outside_of_servers_there_is_a_user_and_no_server() {
    let mut payload = command(&json!([]));
    payload["user"] = payload["member"]["user"].take();
    payload["member"] = Value::Null;
    payload["guild_id"] = Value::Null;
    let errand = read(&payload);
    assert_eq!(errand.guild, "");
    assert_eq!(errand.who.user, "53908232506183680");
    assert_eq!(errand.who.name, "Mason");
    assert_eq!(errand.who.permissions, 0);
}

#[test]
fn a_thread_is_known_by_its_kind() {
    let mut payload = command(&json!([]));
    for (kind, is_thread) in [(0, false), (10, true), (11, true), (12, true), (13, false)] {
        payload["channel"]["type"] = json!(kind);
        assert_eq!(read(&payload).spot.is_thread, is_thread, "{kind}");
    }
}

#[test]
fn what_is_being_typed_is_suggested_for() {
    let data = json!({ "type": 1, "name": "join", "options": [
        { "type": 3, "name": "challenge", "value": "Spr", "focused": true },
        { "type": 3, "name": "goal", "value": "70kg" },
    ] });
    let What::Typing(typing) = read(&interaction(4, &data)).what else {
        panic!("it is being typed");
    };
    assert_eq!((&*typing.command, &*typing.option), ("join", "challenge"));
    assert_eq!(typing.typed, "Spr");
    let nothing = json!({ "type": 1, "name": "join", "options": [] });
    assert_eq!(read(&interaction(4, &nothing)).what, What::Nothing);
}

#[test]
fn a_press_says_what_it_is_on() {
    let what = read(&pressed("1:80351110224678912:undo 12", &json!(64))).what;
    let on = On {
        message: "1052640000000000001".to_owned(),
        private: true,
        spent: false,
    };
    let press = Press::Run {
        line: "undo 12".to_owned(),
        only_for: Some("80351110224678912".to_owned()),
        manner: Manner::AtOnce,
    };
    let expected = What::Press {
        press,
        chosen: Vec::new(),
        on,
    };
    assert_eq!(what, expected);
    let on = |custom_id: &str, flags: Value| match read(&pressed(custom_id, &flags)).what {
        What::Press { on, .. } => (on.private, on.spent),
        other => panic!("{other:?}"),
    };
    assert_eq!(on("1o:-:help", json!(64 | 1 << 15)), (true, true));
    assert_eq!(on("1o:-:help", json!(1 << 15)), (false, false));
    assert_eq!(on("1o:-:help", Value::Null), (false, false));
    let strange = read(&pressed("poll_yes", &json!(0))).what;
    assert!(matches!(
        strange,
        What::Press {
            press: Press::Stale,
            ..
        }
    ));
}

#[test]
fn what_is_chosen_in_a_menu_reads_as_it_is_typed() {
    let chosen = |kind: u64, values: Value| {
        let data = json!({
            "component_type": kind, "custom_id": "1:-:setup feed:", "values": values,
            "resolved": { "roles": { "7": { "id": "7" } } }
        });
        let mut interaction = interaction(3, &data);
        interaction["message"] = json!({ "id": "1" });
        match read(&interaction).what {
            What::Press { chosen, .. } => chosen,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(chosen(3, json!(["this", "last"])), ["this", "last"]);
    assert_eq!(chosen(5, json!(["5"])), ["<@5>"]);
    assert_eq!(chosen(6, json!(["7"])), ["<@&7>"]);
    assert_eq!(chosen(7, json!(["5", "7"])), ["<@5>", "<@&7>"]);
    assert_eq!(chosen(8, json!(["9"])), ["<#9>"]);
    assert_eq!(chosen(2, Value::Null), [""; 0]);
}

#[test]
fn a_form_brings_its_answers() {
    let data = json!({ "custom_id": "1m:goal?challenge=%3d", "components": [
        { "type": 1, "components": [{ "type": 4, "custom_id": "goal", "value": "70kg" }] },
        { "type": 1, "components": [{ "type": 4, "custom_id": "start", "value": "" }] },
    ] });
    let fields = [("challenge", "="), ("goal", "70kg"), ("start", "")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let what = What::Form {
        command: "goal".to_owned(),
        fields: fields.to_vec(),
    };
    assert_eq!(read(&interaction(5, &data)).what, what);
    let foreign = json!({ "custom_id": "feedback", "components": [] });
    assert_eq!(read(&interaction(5, &foreign)).what, What::Stale);
}

#[test]
fn what_is_torn_is_no_trouble() {
    assert_eq!(read(&Value::Null).what, What::Nothing);
    assert_eq!(read(&json!({ "type": 99 })).what, What::Nothing);
    assert_eq!(read(&json!({ "type": 2 })).what, What::Stale);
    assert_eq!(
        read(&json!({ "type": 3, "data": "what" })).what,
        What::Stale
    );
    let mut payload = command(&json!("not a list"));
    payload["id"] = json!(17);
    payload["member"]["roles"] = json!({ "no": "list" });
    payload["app_permissions"] = json!(8);
    let errand = read(&payload);
    assert_eq!((&*errand.delivery, errand.sent_ms), ("", None));
    assert_eq!(errand.spot.permissions, Some(8));
    assert!(matches!(errand.what, What::Command { fields, .. } if fields.is_empty()));
}
