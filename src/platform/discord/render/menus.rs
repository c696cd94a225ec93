//! Menus below a form's card: what Discord lets people choose from a list, and no field of a modal can take.
//!
//! What is chosen is added to the end of the menu's command line, as it is typed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::limits::{PLACEHOLDER, cut};
use crate::cards::Form;
use crate::platform::discord::buttons::{Manner, custom_id};

/// The command that has menus.
const SETUP: &str = "setup";
/// Kinds of menus (`components/reference`): people and roles, channels.
const MENTIONABLE: u8 = 7;
const CHANNEL: u8 = 8;
/// Channels that news fits into: text and announcements (`resources/channel`).
const FOR_NEWS: [u8; 2] = [0, 5];
/// So many people and roles may be chosen at once.
const MOST: u8 = 10;

/// Whether a form is better asked with menus beside it than as a modal at once.
pub(super) fn has_menus(form: &Form) -> bool {
    form.command == SETUP
}

/// The rows of menus of a form, each a command line of its own.
pub(super) fn rows(form: &Form) -> Vec<Value> {
    if !has_menus(form) {
        return Vec::new();
    }
    let mut taken = BTreeSet::new();
    let menus = form.fields.iter().filter_map(|field| {
        let line = format!("{SETUP} {}:", field.name);
        let mut menu = match field.name.as_str() {
            "feed" => json!({ "type": CHANNEL, "channel_types": FOR_NEWS }),
            "moderators" => json!({ "type": MENTIONABLE, "min_values": 1, "max_values": MOST }),
            _ => return None,
        };
        let (id, _) = custom_id(&line, None, Manner::AtOnce, false, &mut taken)?;
        menu["custom_id"] = json!(id);
        menu["placeholder"] = json!(cut(&field.label, PLACEHOLDER));
        Some(json!({ "type": 1, "components": [menu] }))
    });
    menus.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cards::Field;
    use crate::platform::discord::buttons::{Press, pressed};

    fn form(command: &str) -> Form {
        let field = |name: &str| Field {
            name: name.to_owned(),
            label: "Channel for news".to_owned(),
            hint: String::new(),
            value: String::new(),
            choices: Vec::new(),
            required: false,
            advanced: false,
            channel: name == "feed",
        };
        Form {
            title: "Set up".to_owned(),
            command: command.to_owned(),
            fields: ["zone", "feed", "moderators"].map(field).to_vec(),
            submit: "Save".to_owned(),
        }
    }

    #[test]
    fn the_channel_for_news_and_moderators_are_chosen_from_menus() {
        let rows = rows(&form("setup"));
        let menus: Vec<&Value> = rows.iter().map(|row| &row["components"][0]).collect();
        let kinds: Vec<u64> = menus
            .iter()
            .filter_map(|menu| menu["type"].as_u64())
            .collect();
        assert_eq!(kinds, [8, 7]);
        let id = menus[0]["custom_id"].as_str().expect("an id");
        let Press::Run { line, .. } = pressed(id) else {
            panic!("{id} is read as something else");
        };
        assert_eq!(line, "setup feed:");
    }

    #[test]
    fn other_forms_have_none() {
        assert_eq!(rows(&form("progress")), [] as [Value; 0]);
    }
}
