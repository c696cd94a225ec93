//! What Discord's own text box makes of a line: options of registered commands, and nothing else.

use huzzah::commands::read;
use serde_json::{Value, json};

use super::guild::Guild;
use super::shape::{self, list};
use super::world::World;

const INTEGER: u64 = 4;
const USER: u64 = 6;
const CHANNEL: u64 = 7;

/// The commands that can be typed in a guild: its own, and those of all guilds.
pub(super) fn commands(world: &World, guild: &str) -> Vec<Value> {
    let own = world.commands.get(guild).into_iter().flatten();
    let all = world.commands.get("").into_iter().flatten();
    own.chain(all).cloned().collect()
}

/// A line as the `data` of an interaction; or why the text box does not send it.
pub(super) fn data(
    world: &World,
    guild: &str,
    permissions: u64,
    line: &str,
) -> Result<Value, String> {
    let read = read::line(line).map_err(|refusal| format!("{refusal:?}"))?;
    let (command, arguments) = read;
    let (registered, sub) = registered(world, guild, command.path)?;
    let needed = registered["default_member_permissions"].as_str();
    let needed: u64 = needed.and_then(|bits| bits.parse().ok()).unwrap_or(0);
    if needed & !permissions != 0 {
        return Err("it is for moderators".to_owned());
    }
    let known = list(
        sub.as_ref()
            .map_or(&registered["options"], |sub| &sub["options"]),
    );
    let mut people = Vec::new();
    let mut options = Vec::new();
    for (name, value) in arguments.iter() {
        options.push(option(
            world.guild(guild),
            world,
            known,
            (name, value),
            &mut people,
        )?);
    }
    for one in known {
        let is_given = options.iter().any(|given| given["name"] == one["name"]);
        if one["required"] == true && !is_given {
            return Err(format!("{} is needed", one["name"]));
        }
    }
    let mut data = named(&registered);
    data["options"] = json!(options);
    if let Some(sub) = sub {
        data["options"] = json!([{ "name": sub["name"], "type": 1, "options": options }]);
    }
    if !people.is_empty() {
        data["resolved"] = self::people(world, guild, &people);
    }
    for option in options.iter().filter(|option| option["type"] == CHANNEL) {
        let id = option["value"].as_str().unwrap_or_default().to_owned();
        data["resolved"]["channels"] = resolved(world, guild, 8, &[id])["channels"].clone();
    }
    Ok(data)
}

/// An option that is being typed, as the `data` of an interaction.
pub(super) fn typing(
    world: &World,
    guild: &str,
    (path, option): (&str, &str),
    typed: &str,
    given: &[(&str, &str)],
) -> Result<Value, String> {
    let (registered, sub) = registered(world, guild, path)?;
    let known = list(
        sub.as_ref()
            .map_or(&registered["options"], |sub| &sub["options"]),
    );
    let found = known.iter().find(|one| one["name"] == option);
    let found = found.ok_or("there is no such option")?;
    if found["autocomplete"] != true {
        return Err("nothing is offered for it".to_owned());
    }
    let mut options: Vec<Value> = Vec::new();
    for given in given {
        options.push(self::option(
            world.guild(guild),
            world,
            known,
            *given,
            &mut Vec::new(),
        )?);
    }
    options.push(json!({
        "name": option, "type": found["type"], "value": typed, "focused": true,
    }));
    let mut data = named(&registered);
    data["options"] = json!(options);
    if let Some(sub) = sub {
        data["options"] = json!([{ "name": sub["name"], "type": 1, "options": options }]);
    }
    Ok(data)
}

fn named(registered: &Value) -> Value {
    let mut data = json!({ "id": registered["id"], "name": registered["name"], "type": 1 });
    if let Some(guild) = registered.get("guild_id") {
        data["guild_id"] = guild.clone();
    }
    data
}

/// The registered command of a path, and its sub-command where the path has two words.
fn registered(world: &World, guild: &str, path: &str) -> Result<(Value, Option<Value>), String> {
    let (name, sub) = match path.split_once(' ') {
        Some((name, sub)) => (name, Some(sub)),
        None => (path, None),
    };
    let mut all = commands(world, guild).into_iter();
    let found = all.find(|one| one["type"] == 1 && one["name"] == name);
    let found = found.ok_or_else(|| format!("/{name} is not registered"))?;
    let Some(sub) = sub else {
        return Ok((found, None));
    };
    let mut subs = list(&found["options"]).iter();
    let sub = subs
        .find(|one| one["type"] == 1 && one["name"] == sub)
        .cloned();
    let sub = sub.ok_or_else(|| format!("/{path} is not registered"))?;
    Ok((found, Some(sub)))
}

fn option(
    guild: &Guild,
    world: &World,
    known: &[Value],
    (name, value): (&str, &str),
    people: &mut Vec<String>,
) -> Result<Value, String> {
    let found = known.iter().find(|one| one["name"] == name);
    let found = found.ok_or_else(|| format!("{name} is no option"))?;
    let kind = found["type"].as_u64().unwrap_or(3);
    let value = match kind {
        INTEGER => {
            let number = value.trim().parse::<i64>();
            json!(number.map_err(|_| format!("{name} takes whole numbers, not {value}"))?)
        }
        USER => {
            let id = person(guild, world, value);
            let id = id.ok_or_else(|| format!("{name} takes members, not {value}"))?;
            people.push(id.clone());
            json!(id)
        }
        CHANNEL => {
            let id = channel(guild, world, value);
            json!(id.ok_or_else(|| format!("{name} takes channels, not {value}"))?)
        }
        _ => json!(alive(guild, world, value)),
    };
    let choices = list(&found["choices"]);
    if !choices.is_empty() && !choices.iter().any(|choice| choice["value"] == value) {
        return Err(format!("{value} is no choice of {name}"));
    }
    Ok(json!({ "name": name, "type": kind, "value": value }))
}

/// The id of a member by `@name`, `<@id>` or an id.
fn person(guild: &Guild, world: &World, typed: &str) -> Option<String> {
    let name = typed.trim_start_matches('@');
    let id = typed.trim_start_matches("<@").trim_end_matches('>');
    let mut members = guild.members.keys();
    let found = members.find(|member| {
        let user = &world.users[*member];
        *member == id || user.shown.as_deref() == Some(name)
    });
    found.cloned()
}

/// The id of a channel by `#name` or `<#id>`.
fn channel(guild: &Guild, world: &World, typed: &str) -> Option<String> {
    let name = typed.trim_start_matches('#');
    let id = typed.trim_start_matches("<#").trim_end_matches('>');
    let mut channels = world.channels.values();
    let found = channels.find(|one| {
        let is_here = one.guild.as_ref() == Some(&guild.id);
        is_here && (one.id == id || one.name == name)
    });
    found.map(|one| one.id.clone())
}

/// What somebody typed, with the names of people and channels come alive.
pub(super) fn alive(guild: &Guild, world: &World, typed: &str) -> String {
    let word = |word: &str| {
        if word.starts_with('@') {
            let found = person(guild, world, word);
            return found.map_or(word.to_owned(), |id| format!("<@{id}>"));
        }
        let found = word
            .strip_prefix('#')
            .and_then(|_| channel(guild, world, word));
        found.map_or(word.to_owned(), |id| format!("<#{id}>"))
    };
    let words: Vec<String> = typed.split(' ').map(word).collect();
    words.join(" ")
}

/// People, as an interaction tells of those that it names.
pub(super) fn people(world: &World, guild: &str, ids: &[String]) -> Value {
    let mut resolved = json!({ "users": {}, "members": {} });
    for id in ids {
        resolved["users"][id] = shape::user(&world.users[id]);
        let mut member = shape::member(world, id, &world.guild(guild).members[id]);
        let fields = member.as_object_mut().expect("an object");
        for left_out in ["user", "mute", "deaf"] {
            fields.remove(left_out);
        }
        member["permissions"] = json!("0");
        resolved["members"][id] = member;
    }
    resolved
}

/// What was chosen in a menu of people (5), roles (6), both (7) or channels (8).
pub(super) fn resolved(world: &World, guild: &str, kind: u64, ids: &[String]) -> Value {
    let mut resolved = json!({});
    let roles = &world.guild(guild).roles;
    let (named, others): (Vec<String>, Vec<String>) =
        ids.iter().cloned().partition(|id| roles.contains_key(id));
    if kind == 8 {
        for id in ids {
            let channel = world.channel(id);
            resolved["channels"][id] = shape::partial_channel(world, channel, &world.app.id);
        }
        return resolved;
    }
    if !others.is_empty() {
        resolved = people(world, guild, &others);
    }
    for id in named {
        resolved["roles"][&id] = shape::role(&roles[&id]);
    }
    resolved
}
