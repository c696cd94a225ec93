//! People, and direct conversations with them (`resources/user`).

use serde_json::{Value, json};

use super::{Answered, Done, No, nothing, ok};
use crate::discord::permits::in_guild;
use crate::discord::shape;
use crate::discord::world::World;

pub(super) fn user(world: &World, id: &str) -> Done {
    let found = world.users.get(id).ok_or_else(|| No::new(404, 10_013))?;
    ok(shape::user(found))
}

pub(super) fn guilds(world: &World) -> Answered {
    let own = world.guilds.values().filter(|guild| guild.bot_is_in);
    let shown = own.map(|guild| {
        json!({
            "id": guild.id, "name": guild.name, "icon": null, "banner": null, "owner": false,
            "permissions": in_guild(guild, &world.app.id).to_string(), "features": [],
        })
    });
    let body = json!(shown.collect::<Vec<_>>());
    Answered { status: 200, body }
}

pub(super) fn leave(world: &mut World, id: &str) -> Done {
    if !world.guilds.get(id).is_some_and(|guild| guild.bot_is_in) {
        return Err(No::new(404, 10_004));
    }
    world.loses_bot(id);
    nothing()
}

/// Opening is always allowed; whether she takes messages shows when one is sent.
pub(super) fn open_direct(world: &mut World, body: &Value) -> Done {
    let user = body["recipient_id"].as_str().unwrap_or_default().to_owned();
    if !world.users.contains_key(&user) || user == world.app.id {
        return Err(No::new(400, 50_033));
    }
    let id = world.direct(&user);
    ok(shape::channel(world, world.channel(&id)))
}
