//! Commands as they are registered.

use huzzah::commands::registry;
use huzzah::platform::discord::register::definitions;
use serde_json::{Value, json};

use crate::{golden, rules};

#[test]
fn the_commands_are_what_discord_takes() {
    let commands = Value::from(definitions());
    rules::check_commands(&commands);
    golden::check("commands", &commands);
}

#[test]
fn every_command_of_the_registry_can_be_given() {
    let definitions = definitions();
    for command in registry::COMMANDS {
        let mut words = command.path.split(' ');
        let name = words.next().expect("a path has a word");
        let found = definitions
            .iter()
            .find(|definition| definition["name"] == name);
        let mut found = found.unwrap_or_else(|| panic!("/{name} is not there"));
        assert_eq!(found["contexts"], json!([0]));
        assert_eq!(found["integration_types"], json!([0]));
        if !command.moderator {
            assert_eq!(
                found.get("default_member_permissions"),
                None,
                "/{name} is for all"
            );
        }
        if command.moderator && command.path == name {
            assert_eq!(found["default_member_permissions"], 32, "/{name}");
        }
        if let Some(sub) = words.next() {
            let subs = rules::list(&found["options"]);
            let sub_found = subs.iter().find(|one| one["name"] == sub);
            found = sub_found.unwrap_or_else(|| panic!("/{} is not there", command.path));
            assert_eq!(found["type"], 1);
        }
        assert_eq!(found["description"], command.about);
        for option in command.options {
            let options = rules::list(&found["options"]);
            let found = options.iter().find(|one| one["name"] == option.name);
            let found = found.unwrap_or_else(|| panic!("/{} {}", command.path, option.name));
            assert_eq!(found["required"], option.required);
            assert_eq!(found["description_localizations"]["en-GB"], option.about);
        }
    }
}
