//! A command's arguments as Discord's typed options.

use serde_json::{Value, json};

use super::described;
use super::localized;
use crate::commands::{Command, Kind, Opt};

/// Kinds of options (`interactions/application-commands`).
pub(super) const SUB_COMMAND: u8 = 1;
const STRING: u8 = 3;
const INTEGER: u8 = 4;
const USER: u8 = 6;
const CHANNEL: u8 = 7;
/// Channels that news fits into: text and announcements (`resources/channel`, "Channel Types").
const FOR_NEWS: [u8; 2] = [0, 5];

/// The options of a command: needed ones first, as Discord wants it.
pub(super) fn options(command: &Command) -> Vec<Value> {
    let mut options: Vec<&Opt> = command.options.iter().collect();
    options.sort_by_key(|option| !option.required);
    options.into_iter().map(option).collect()
}

fn option(option: &Opt) -> Value {
    let mut value = described(option.name, option.about);
    value["required"] = json!(option.required);
    // Amounts are text, so that `3kg`, `1h30` and `5 km easy run` can be typed.
    value["type"] = json!(match option.kind {
        Kind::Number => INTEGER,
        Kind::Member => USER,
        Kind::Channel => CHANNEL,
        Kind::Text
        | Kind::Choice(_)
        | Kind::Amount
        | Kind::Unit
        | Kind::Challenge
        | Kind::Round
        | Kind::Date
        | Kind::When
        | Kind::Zone => STRING,
    });
    match option.kind {
        Kind::Choice(words) => {
            let choice = |word: &&str| json!({ "name": word, "name_localizations": localized(word), "value": word });
            value["choices"] = json!(words.iter().map(choice).collect::<Vec<_>>());
        }
        Kind::Challenge | Kind::Round | Kind::Unit | Kind::Zone => {
            value["autocomplete"] = json!(true);
        }
        Kind::Channel => value["channel_types"] = json!(FOR_NEWS),
        Kind::Text | Kind::Amount | Kind::Number | Kind::Date | Kind::When | Kind::Member => {}
    }
    value
}
