//! Guilds, their members and roles (`resources/guild`).

use serde_json::{Value, json};

use super::{Done, No, no_access, no_permission, nothing, ok};
use crate::discord::guild::Guild;
use crate::discord::permits::{MANAGE_ROLES, in_guild};
use crate::discord::shape;
use crate::discord::world::World;

fn seen<'a>(world: &'a World, id: &str) -> Result<&'a Guild, No> {
    let found = world.guilds.get(id).ok_or_else(|| No::new(404, 10_004))?;
    if found.bot_is_in {
        Ok(found)
    } else {
        Err(no_access())
    }
}

pub(super) fn about(world: &World, route: &str, id: &str) -> Done {
    let guild = seen(world, id)?;
    let channels = |threads: bool| -> Vec<Value> {
        let own = world.channels.values().filter(|channel| {
            channel.guild.as_deref() == Some(id) && channel.is_thread() == threads
        });
        own.map(|channel| shape::channel(world, channel)).collect()
    };
    ok(match route {
        "guild.channels" => json!(channels(false)),
        "guild.threads" => json!({ "threads": channels(true), "members": [], "has_more": false }),
        "guild.roles" => json!(guild.roles.values().map(shape::role).collect::<Vec<_>>()),
        _ => shape::guild(guild),
    })
}

pub(super) fn member(world: &World, id: &str, user: &str) -> Done {
    let guild = seen(world, id)?;
    let member = guild
        .members
        .get(user)
        .ok_or_else(|| No::new(404, 10_007))?;
    ok(shape::member(world, user, member))
}

/// Gives or takes a role: the right, and a place above it, are needed.
pub(super) fn role(world: &mut World, parts: &[&str], gives: bool) -> Done {
    let (id, user, role) = (parts[1], parts[3], parts[5]);
    let guild = seen(world, id)?;
    let found = guild.roles.get(role).ok_or_else(|| No::new(404, 10_011))?;
    let rank = guild.rank(&world.app.id);
    let may = in_guild(guild, &world.app.id) & MANAGE_ROLES != 0;
    if !may || found.position >= rank || found.managed || role == id {
        return Err(no_permission());
    }
    let members = &mut world.guild_mut(id).members;
    let member = members.get_mut(user).ok_or_else(|| No::new(404, 10_007))?;
    if gives {
        member.roles.insert(role.to_owned());
    } else {
        member.roles.remove(role);
    }
    nothing()
}
