//! Registered commands (`interactions/application-commands`).

use serde_json::{Value, json};

use super::{Asked, Done, No, no_access, ok};
use crate::discord::shape;
use crate::discord::world::World;

/// How many commands of new names may be made a day and guild.
const NEW_MOST: usize = 200;

/// The bulk overwrite: what is not named is gone, what kept its name keeps its id.
pub(super) fn overwrite(world: &mut World, asked: &Asked, parts: &[&str]) -> Done {
    let guild = place(world, parts)?;
    let before = world.commands.remove(&guild).unwrap_or_default();
    let mut kept = Vec::new();
    let mut n_new = 0;
    for sent in shape::list(&asked.body) {
        let kind = sent["type"].as_u64().unwrap_or(1);
        let same = |one: &&Value| one["name"] == sent["name"] && one["type"] == kind;
        let known = before.iter().find(same).map(|one| one["id"].clone());
        n_new += usize::from(known.is_none());
        let id = known.unwrap_or_else(|| json!(world.snowflake()));
        let mut command = sent.clone();
        command["id"] = id;
        command["type"] = json!(kind);
        command["application_id"] = json!(world.app.id);
        command["version"] = json!(world.snowflake());
        if command.get("description").is_none() {
            command["description"] = json!("");
        }
        let permissions = &sent["default_member_permissions"];
        command["default_member_permissions"] = match permissions {
            Value::Number(bits) => json!(bits.to_string()),
            other => other.clone(),
        };
        if !guild.is_empty() {
            command["guild_id"] = json!(guild);
        }
        kept.push(command);
    }
    if n_new > NEW_MOST {
        return Err(No::new(400, 30_034));
    }
    world.commands.insert(guild, kept.clone());
    ok(json!(kept))
}

pub(super) fn list(world: &World, parts: &[&str]) -> Done {
    let guild = place(world, parts)?;
    ok(json!(
        world.commands.get(&guild).cloned().unwrap_or_default()
    ))
}

/// The guild whose commands are meant; empty for those of all.
fn place(world: &World, parts: &[&str]) -> Result<String, No> {
    if parts[1] != world.app.id {
        return Err(No::new(403, 20_012));
    }
    let Some(guild) = parts.get(3) else {
        return Ok(String::new());
    };
    let found = world.guilds.get(*guild).filter(|guild| guild.bot_is_in);
    found.map(|guild| guild.id.clone()).ok_or_else(no_access)
}
