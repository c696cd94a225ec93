//! What comes back when a command is given: its path, and its options as named arguments.

use serde_json::Value;

/// Kinds of options, as in `interactions/application-commands`.
const SUB_COMMAND: u64 = 1;
const SUB_COMMAND_GROUP: u64 = 2;
const USER: u64 = 6;
const CHANNEL: u64 = 7;
const ROLE: u64 = 8;
/// A command in a person's menu.
const USER_COMMAND: u64 = 2;

/// A half-typed option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typing {
    /// The command's path.
    pub command: String,
    /// The option that is being typed.
    pub option: String,
    /// What stands there so far.
    pub typed: String,
    /// The other options, as far as they are given.
    pub given: Vec<(String, String)>,
}

/// The command's path and named arguments, from the `data` of an interaction of type 2; none where it is no command.
///
/// People come as `<@id>`, roles as `<@&id>`, channels as `<#id>`. The person in whose menu a command was chosen is its
/// `member`.
#[must_use]
pub fn said(data: &Value) -> Option<(String, Vec<(String, String)>)> {
    if data["type"].as_u64() == Some(USER_COMMAND) {
        let command = data["name"].as_str()?.to_lowercase();
        let member = format!("<@{}>", data["target_id"].as_str()?);
        return Some((command, vec![("member".to_owned(), member)]));
    }
    let (path, options) = unfolded(data)?;
    let fields = options.iter().filter_map(|option| field(option, data));
    Some((path, fields.collect()))
}

/// What is being typed, from the `data` of an interaction of type 4; none where nothing is.
#[must_use]
pub fn typing(data: &Value) -> Option<Typing> {
    let (command, options) = unfolded(data)?;
    let is_focused = |option: &&Value| option["focused"] == true;
    let focused = options.iter().find(is_focused)?;
    let given = options.iter().filter(|option| !is_focused(option));
    Some(Typing {
        command,
        option: focused["name"].as_str()?.to_owned(),
        typed: text(&focused["value"]).unwrap_or_default(),
        given: given.filter_map(|option| field(option, data)).collect(),
    })
}

/// The whole path, and the options of what is at its end.
fn unfolded(data: &Value) -> Option<(String, &[Value])> {
    let mut path = data["name"].as_str()?.to_owned();
    let mut options = list(&data["options"]);
    while let [only] = options
        && matches!(only["type"].as_u64(), Some(SUB_COMMAND | SUB_COMMAND_GROUP))
    {
        path = format!("{path} {}", only["name"].as_str()?);
        options = list(&only["options"]);
    }
    Some((path, options))
}

fn field(option: &Value, data: &Value) -> Option<(String, String)> {
    let name = option["name"].as_str()?.to_owned();
    let value = text(&option["value"])?;
    let is_role = !data["resolved"]["roles"][&value].is_null();
    let value = match option["type"].as_u64() {
        Some(USER) => format!("<@{value}>"),
        Some(CHANNEL) => format!("<#{value}>"),
        Some(ROLE) => format!("<@&{value}>"),
        // Either a person or a role.
        Some(9) if is_role => format!("<@&{value}>"),
        Some(9) => format!("<@{value}>"),
        _ => value,
    };
    Some((name, value))
}

/// A value as somebody would type it.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(on) => Some(if *on { "yes" } else { "no" }.to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn reads(data: &Value, path: &str, fields: &[(&str, &str)]) {
        let (found, read) = said(data).expect("a command");
        let read: Vec<(&str, &str)> = read
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!((found.as_str(), &read[..]), (path, fields));
    }

    #[test]
    fn options_are_named_arguments() {
        let data = json!({ "id": "1", "type": 1, "name": "progress", "options": [
            { "name": "amount", "type": 3, "value": "5 km easy run" },
            { "name": "again", "type": 3, "value": "yes" },
        ] });
        reads(
            &data,
            "progress",
            &[("amount", "5 km easy run"), ("again", "yes")],
        );
        reads(&json!({ "type": 1, "name": "help" }), "help", &[]);
    }

    #[test]
    fn sub_commands_belong_to_the_path() {
        let data = json!({ "type": 1, "name": "challenge", "options": [
            { "name": "redraw", "type": 1, "options": [
                { "name": "challenge", "type": 3, "value": "Spring cut" },
                { "name": "round", "type": 4, "value": 3 },
            ] },
        ] });
        reads(
            &data,
            "challenge redraw",
            &[("challenge", "Spring cut"), ("round", "3")],
        );
        let bare =
            json!({ "type": 1, "name": "entry", "options": [{ "name": "accept", "type": 1 }] });
        reads(&bare, "entry accept", &[]);
    }

    #[test]
    fn people_roles_and_channels_come_as_mentions() {
        let data = json!({ "type": 1, "name": "setup", "resolved": { "roles": { "7": {} } }, "options": [
            { "name": "member", "type": 6, "value": "80351110224678912" },
            { "name": "feed", "type": 7, "value": "5" },
            { "name": "role", "type": 8, "value": "6" },
            { "name": "one", "type": 9, "value": "7" },
            { "name": "other", "type": 9, "value": "8" },
        ] });
        let fields = [
            ("member", "<@80351110224678912>"),
            ("feed", "<#5>"),
            ("role", "<@&6>"),
            ("one", "<@&7>"),
            ("other", "<@8>"),
        ];
        reads(&data, "setup", &fields);
        let menu = json!({ "type": 2, "name": "Profile", "target_id": "80351110224678912" });
        reads(&menu, "profile", &[("member", "<@80351110224678912>")]);
    }

    #[test]
    fn what_is_being_typed_stands_apart() {
        let data = json!({ "type": 1, "name": "challenge", "options": [
            { "name": "open", "type": 1, "options": [
                { "name": "challenge", "type": 3, "value": "Spr", "focused": true },
                { "name": "reason", "type": 3, "value": "now" },
            ] },
        ] });
        let typing = typing(&data).expect("something is typed");
        assert_eq!(
            (typing.command.as_str(), typing.option.as_str()),
            ("challenge open", "challenge")
        );
        assert_eq!(typing.typed, "Spr");
        assert_eq!(typing.given, [("reason".to_owned(), "now".to_owned())]);
    }

    #[test]
    fn what_is_no_command_is_none() {
        for data in [
            json!(null),
            json!({}),
            json!({ "type": 2, "name": "Profile" }),
        ] {
            assert_eq!(said(&data), None);
            assert_eq!(typing(&data), None);
        }
    }
}
