//! `views.*`: modals and the Home tab.

use serde_json::{Value, json};

use super::{Done, No};
use crate::slack::world::{Grant, World, with_block_ids};

/// How long a `trigger_id` is good for.
const TRIGGER_MS: i64 = 3_000;
/// How many modals may lie on one another.
const STACK_MAX: usize = 3;

/// Uses up a trigger: whose it was.
fn pull(world: &mut World, grant: &Grant, args: &Value) -> Result<String, No> {
    let now_ms = world.clock.now_ms();
    let id = args["trigger_id"].as_str().unwrap_or_default();
    let trigger = world.triggers.get_mut(id).ok_or("invalid_trigger_id")?;
    if trigger.team != grant.team {
        return Err("invalid_trigger_id".into());
    }
    if trigger.used {
        return Err("exchanged_trigger_id".into());
    }
    if now_ms - trigger.made_ms > TRIGGER_MS {
        return Err("expired_trigger_id".into());
    }
    trigger.used = true;
    Ok(trigger.user.clone())
}

/// A view as Slack keeps and shows it.
pub(crate) fn kept(world: &mut World, team: &str, view: &Value) -> Value {
    let n = world.number();
    let mut kept = view.clone();
    let bot = world.team(team).bot_user.clone();
    kept["id"] = json!(format!("V{n:010}"));
    kept["team_id"] = json!(team);
    kept["hash"] = json!(hash(n));
    kept["root_view_id"] = kept["id"].clone();
    kept["previous_view_id"] = Value::Null;
    kept["app_id"] = json!(world.app.id);
    kept["app_installed_team_id"] = json!(team);
    kept["bot_id"] = json!(format!("B{}", &bot[1..]));
    kept["state"] = json!({ "values": {} });
    for (name, value) in [
        ("callback_id", json!("")),
        ("private_metadata", json!("")),
        ("external_id", json!("")),
    ] {
        if kept.get(name).is_none() {
            kept[name] = value;
        }
    }
    if let Some(blocks) = kept["blocks"].as_array_mut() {
        with_block_ids(blocks, n);
    }
    kept
}

fn hash(n: u64) -> String {
    format!("{n}.hash{n}")
}

pub(crate) fn open(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let user = pull(world, grant, args)?;
    let view = kept(world, &grant.team, &args["view"]);
    let modals = modals(world, grant, &user)?;
    modals.clear();
    modals.push(view.clone());
    Ok(json!({ "view": view }))
}

pub(crate) fn push(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let user = pull(world, grant, args)?;
    if modals(world, grant, &user)?.len() >= STACK_MAX {
        return Err("push_limit_reached".into());
    }
    let view = kept(world, &grant.team, &args["view"]);
    modals(world, grant, &user)?.push(view.clone());
    Ok(json!({ "view": view }))
}

pub(crate) fn update(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let fresh = kept(world, &grant.team, &args["view"]);
    let people = &mut world.team_mut(&grant.team).people;
    let mut views = people.values_mut().flat_map(|person| &mut person.modals);
    let found = views.find(|view| view["id"] == args["view_id"]);
    let found = found.ok_or("not_found")?;
    if !args["hash"].is_null() && args["hash"] != found["hash"] {
        return Err("hash_conflict".into());
    }
    replace(found, fresh);
    Ok(json!({ "view": found.clone() }))
}

/// Puts a view in another's place: it keeps the place's id.
pub(crate) fn replace(place: &mut Value, mut fresh: Value) {
    for name in ["id", "root_view_id", "previous_view_id"] {
        fresh[name] = place[name].clone();
    }
    *place = fresh;
}

pub(crate) fn publish(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let user = args["user_id"].as_str().unwrap_or_default().to_owned();
    let fresh = kept(world, &grant.team, &args["view"]);
    let people = &mut world.team_mut(&grant.team).people;
    let person = people.get_mut(&user).ok_or("invalid_user")?;
    let shown = person.home.as_ref().map(|view| &view["hash"]);
    if !args["hash"].is_null() && shown.is_some_and(|shown| *shown != args["hash"]) {
        return Err("hash_conflict".into());
    }
    person.home = Some(fresh.clone());
    Ok(json!({ "view": fresh }))
}

fn modals<'w>(
    world: &'w mut World,
    grant: &Grant,
    user: &str,
) -> Result<&'w mut Vec<Value>, &'static str> {
    let people = &mut world.team_mut(&grant.team).people;
    let person = people.get_mut(user).ok_or("user_not_found")?;
    Ok(&mut person.modals)
}
