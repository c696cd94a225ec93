//! Commands as Discord knows them, from the registry, and what comes back when one is given. Pure but for the sending.
//!
//! The rules are those of `interactions/application-commands`. A path of two words is a sub-command; Discord lets no
//! command with sub-commands be called by itself, and a test keeps the registry free of those.

mod given;
mod option;
mod send;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::cards::say::say;
use crate::commands::Command;
use crate::commands::registry::COMMANDS;
use crate::platform::door::hex;

pub use given::{Typing, said, typing};
pub use send::{NotRegistered, ensure};

/// The permission Manage Server (`topics/permissions`), as the bits that Discord's own description wants: a number.
///
/// It is where Discord begins; a server may let others see these commands, and the desk asks again who may run them.
const MANAGE_GUILD: u64 = 1 << 5;
/// A command that is typed, and one in a person's menu.
const CHAT_INPUT: u8 = 1;
const USER: u8 = 2;

/// All commands, for the bulk overwrite of an application's commands or of one server's.
#[must_use]
pub fn definitions() -> Vec<Value> {
    let mut names: Vec<&str> = Vec::new();
    for command in COMMANDS {
        let (name, _) = parted(command);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut definitions: Vec<Value> = names.into_iter().map(typed).collect();
    definitions.push(profile());
    definitions
}

/// What definitions are, in 64 hexadecimal digits: as long as it stays the same nothing need be registered again.
#[must_use]
pub fn fingerprint(definitions: &[Value]) -> String {
    let json = Value::from(definitions).to_string();
    hex(&Sha256::digest(json.as_bytes()))
}

/// The ids of typed commands by name, from Discord's answer to the overwrite (or its list of commands).
#[must_use]
pub fn ids(registered: &Value) -> BTreeMap<String, String> {
    let commands = registered.as_array().into_iter().flatten();
    let typed =
        commands.filter(|command| command["type"].as_u64().unwrap_or(1) == u64::from(CHAT_INPUT));
    let ids = typed.filter_map(|command| {
        let (name, id) = (command["name"].as_str()?, command["id"].as_str()?);
        Some((name.to_owned(), id.to_owned()))
    });
    ids.collect()
}

/// The command, and the sub-command where its path has two words.
fn parted(command: &Command) -> (&'static str, Option<&'static str>) {
    match command.path.split_once(' ') {
        Some((name, sub)) => (name, Some(sub)),
        None => (command.path, None),
    }
}

/// A typed command of that name, with all its sub-commands.
fn typed(name: &str) -> Value {
    let family: Vec<&Command> = COMMANDS
        .iter()
        .filter(|command| parted(command).0 == name)
        .copied()
        .collect();
    let mut definition = match &family[..] {
        [command] if parted(command).1.is_none() => {
            let mut definition = described(name, command.about);
            definition["options"] = json!(option::options(command));
            definition
        }
        _ => {
            let subs = family.iter().filter_map(|command| {
                let mut sub = described(parted(command).1?, command.about);
                sub["type"] = json!(option::SUB_COMMAND);
                sub["options"] = json!(option::options(command));
                Some(sub)
            });
            let about = say("discord-commands-of", &[("name", name.into())]);
            let mut definition = described(name, &about);
            definition["options"] = json!(subs.collect::<Vec<_>>());
            definition
        }
    };
    if family.iter().all(|command| command.moderator) {
        definition["default_member_permissions"] = json!(MANAGE_GUILD);
    }
    placed(definition, CHAT_INPUT)
}

/// A member's page, from the menu of her name.
fn profile() -> Value {
    let name = say("discord-profile", &[]);
    placed(
        json!({ "name": name, "name_localizations": localized(&name) }),
        USER,
    )
}

/// In servers alone, and installed by servers alone.
fn placed(mut definition: Value, kind: u8) -> Value {
    definition["type"] = json!(kind);
    definition["contexts"] = json!([0]);
    definition["integration_types"] = json!([0]);
    definition
}

/// Name and description. The default text has a place under its own languages too, so that others may be added beside it
/// without a reader of English getting theirs.
fn described(name: &str, about: &str) -> Value {
    json!({
        "name": name,
        "name_localizations": localized(name),
        "description": about,
        "description_localizations": localized(about),
    })
}

fn localized(text: &str) -> Value {
    json!({ "en-US": text, "en-GB": text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_command_is_both_given_by_itself_and_begun_with() {
        for command in COMMANDS {
            let (name, sub) = parted(command);
            let words = command.path.split(' ').count();
            assert!(
                words <= 2,
                "/{} is too deep for a sub-command",
                command.path
            );
            let alone = COMMANDS.iter().any(|other| other.path == name);
            assert!(
                sub.is_none() || !alone,
                "Discord can't have both /{name} and /{}: one of them needs another name",
                command.path
            );
        }
    }

    #[test]
    fn ids_are_read_from_what_discord_answers() {
        let answer = json!([
            { "id": "1", "type": 1, "name": "progress" },
            { "id": "2", "type": 2, "name": "Profile" },
            { "id": "3", "name": "challenge" },
        ]);
        let found: Vec<(String, String)> = ids(&answer).into_iter().collect();
        let pair = |name: &str, id: &str| (name.to_owned(), id.to_owned());
        assert_eq!(found, [pair("challenge", "3"), pair("progress", "1")]);
        assert!(ids(&Value::Null).is_empty());
    }

    #[test]
    fn the_same_definitions_have_the_same_fingerprint() {
        let mut definitions = definitions();
        let before = fingerprint(&definitions);
        assert_eq!(before.len(), 64);
        assert_eq!(fingerprint(&definitions.clone()), before);
        definitions[0]["description"] = json!("Something else");
        assert_ne!(fingerprint(&definitions), before);
    }
}
