//! Who is who and where: `auth.test`, `users.*`, `conversations.*`, `usergroups.*`, `team.*`.

use serde_json::{Value, json};

use super::chat::may_look;
use super::{Done, missing};
use crate::slack::team::Kind;
use crate::slack::world::{Grant, World};

pub(crate) fn auth_test(world: &World, grant: &Grant) -> Value {
    let team = world.team(&grant.team);
    json!({
        "url": format!("https://{}.slack.com/", team.name), "team": team.name, "user": "huzzah",
        "team_id": team.id, "user_id": team.bot_user, "bot_id": format!("B{}", &team.bot_user[1..]),
        "enterprise_id": team.enterprise, "is_enterprise_install": false,
    })
}

pub(crate) fn team(world: &World, grant: &Grant) -> Value {
    let team = world.team(&grant.team);
    json!({ "team": { "id": team.id, "name": team.name, "domain": team.name, "enterprise_id": team.enterprise } })
}

pub(crate) fn user(world: &World, grant: &Grant, args: &Value) -> Done {
    let id = args["user"].as_str().ok_or("user_not_found")?;
    let person = world.person(&grant.team, id).ok_or("user_not_found")?;
    let with_locale = args["include_locale"] == true;
    Ok(json!({ "user": person.info(&grant.team, with_locale) }))
}

pub(crate) fn conversation(world: &World, grant: &Grant, args: &Value) -> Done {
    let id = args["channel"].as_str().unwrap_or_default();
    let channel = world.team(&grant.team).channels.get(id);
    let channel = channel.ok_or("channel_not_found")?;
    if channel.kind == Kind::Private && !channel.bot_is_in {
        return Err("channel_not_found".into());
    }
    may_look(grant, &channel.kind)?;
    let mut info = channel.info();
    if args["include_locale"] == true {
        info["locale"] = json!("en-US");
    }
    Ok(json!({ "channel": info }))
}

pub(crate) fn open_direct(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let users = args["users"].as_str().ok_or("users_list_not_supplied")?;
    if users.contains(',') {
        return Err(missing(grant, "mpim:write"));
    }
    world
        .person(&grant.team, users)
        .filter(|person| !person.deactivated)
        .ok_or("user_not_found")?;
    Ok(json!({ "channel": { "id": world.direct(&grant.team, users) } }))
}

pub(crate) fn groups(world: &World, grant: &Grant) -> Value {
    let groups = world.team(&grant.team).groups.iter();
    let groups: Vec<Value> = groups
        .map(|(id, (handle, _))| json!({ "id": id, "handle": handle, "name": handle }))
        .collect();
    json!({ "usergroups": groups })
}

pub(crate) fn group_members(world: &World, grant: &Grant, args: &Value) -> Done {
    let id = args["usergroup"].as_str().unwrap_or_default();
    let group = world.team(&grant.team).groups.get(id);
    let (_, members) = group.ok_or("no_such_subteam")?;
    Ok(json!({ "users": members }))
}
