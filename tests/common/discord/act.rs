//! People of a guild, and what they do: type, complete, press, choose, fill in.

use serde_json::{Value, json};

use super::Discord;
use super::deliver::Deed;
use super::envelope::{Envelope, Spot};
use super::guild::{Channel, Guild, Member, Message, Role, User};
use super::permits::{ADMINISTRATOR, ASKED, MANAGE_GUILD, USE_APPLICATION_COMMANDS, in_channel};
use super::see::Seen;
use super::shape::{guild_create, list};
use super::typed;
use super::world::World;

/// A guild, to act in.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) discord: Discord,
    pub(crate) guild: String,
}

/// The user id of a person's name: always the same.
pub(crate) fn id_of(name: &str) -> String {
    let sum = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (200_000_000_000_000_000 + sum % 700_000_000_000_000_000).to_string()
}

impl Discord {
    /// Founds a guild with the channels `general` and `feed`, and the bot in it.
    pub(crate) fn server(&self, name: &str) -> Server {
        let server = self.server_without_bot(name);
        server.adds_bot();
        server
    }

    /// The same, without the bot.
    pub(crate) fn server_without_bot(&self, name: &str) -> Server {
        let guild = self.with(|world| {
            let (id, owner) = (world.snowflake(), id_of(&format!("owner of {name}")));
            let founded = Guild::founded(&id, name, &owner);
            world.guilds.insert(id.clone(), founded);
            id
        });
        let discord = self.clone();
        let server = Server { discord, guild };
        server.person(&format!("owner of {name}"));
        for channel in ["general", "feed"] {
            server.channel_with(channel, |_| ());
        }
        server
    }
}

impl Server {
    /// Adds the bot by its link, with what that asks for.
    pub(crate) fn adds_bot(&self) {
        self.discord.with(|world| {
            let (bot, role) = (world.app.id.clone(), world.snowflake());
            let name = world.app.name.clone();
            let guild = world.guild_mut(&self.guild);
            guild.bot_is_in = true;
            let own = Role {
                id: role.clone(),
                name,
                position: 1,
                permissions: ASKED,
                managed: true,
            };
            guild.roles.insert(role.clone(), own);
            let member = Member {
                nick: None,
                roles: [role].into(),
            };
            guild.members.insert(bot, member);
            let data = guild_create(world, &self.guild);
            world.happens(Some(&self.guild), "GUILD_CREATE", &data);
        });
    }

    /// Takes the bot out.
    pub(crate) fn removes_bot(&self) {
        self.discord.with(|world| world.loses_bot(&self.guild));
    }

    /// The guild can't be reached for a while; and then it can again.
    pub(crate) fn goes_out(&self) {
        self.discord.with(|world| {
            world.guild_mut(&self.guild).unavailable = true;
            let data = json!({ "id": self.guild, "unavailable": true });
            world.happens(Some(&self.guild), "GUILD_DELETE", &data);
        });
    }

    pub(crate) fn comes_in(&self) {
        self.discord.with(|world| {
            world.guild_mut(&self.guild).unavailable = false;
            let data = guild_create(world, &self.guild);
            world.happens(Some(&self.guild), "GUILD_CREATE", &data);
        });
    }

    /// The user id of a person, who comes in where nobody of that name is.
    pub(crate) fn person(&self, name: &str) -> String {
        self.person_with(name, |_, _| ());
        id_of(name)
    }

    /// The same, and something about her changed.
    pub(crate) fn person_with(&self, name: &str, change: impl FnOnce(&mut User, &mut Member)) {
        let id = id_of(name);
        self.discord.with(|world| {
            let user = world.users.entry(id.clone()).or_insert_with(|| User {
                id: id.clone(),
                name: name.to_lowercase().replace(' ', "."),
                shown: Some(name.to_owned()),
                locale: "en-US".to_owned(),
                ..User::default()
            });
            let guild = world.guilds.get_mut(&self.guild).expect("the guild exists");
            let member = guild.members.entry(id).or_default();
            change(user, member);
        });
    }

    /// A person may manage the server.
    pub(crate) fn moderates(&self, name: &str) {
        let role = self.role("Mods", |role| role.permissions = MANAGE_GUILD);
        self.person_with(name, |_, member| {
            member.roles.insert(role);
        });
    }

    /// The id of a role, which is made below the bot's where there is none of that name.
    pub(crate) fn role(&self, name: &str, change: impl FnOnce(&mut Role)) -> String {
        self.discord.with(|world| {
            let fresh = world.snowflake();
            let roles = &mut world.guild_mut(&self.guild).roles;
            let found = roles.values().find(|role| role.name == name);
            let id = found.map_or(fresh, |role| role.id.clone());
            let role = roles.entry(id.clone()).or_insert_with(|| Role {
                id: id.clone(),
                name: name.to_owned(),
                ..Role::default()
            });
            change(role);
            id
        })
    }

    /// Changes what the bot's own role allows.
    pub(crate) fn bot_may(&self, permissions: u64) {
        self.role("Huzzah", |role| role.permissions = permissions);
    }

    /// The id of a channel or thread, by its name; an id is itself.
    pub(crate) fn channel(&self, name: &str) -> String {
        self.discord.with(|world| {
            let found = self.channel_named(world, name);
            found.unwrap_or_else(|| name.to_owned())
        })
    }

    fn channel_named(&self, world: &World, name: &str) -> Option<String> {
        let mut channels = world.channels.values();
        let is_it = |channel: &&Channel| {
            channel.guild.as_ref() == Some(&self.guild) && channel.name == name
        };
        channels.find(is_it).map(|channel| channel.id.clone())
    }

    /// Changes a channel, which is made where there is none of that name.
    pub(crate) fn channel_with(&self, name: &str, change: impl FnOnce(&mut Channel)) -> String {
        self.discord.with(|world| {
            let found = self.channel_named(world, name);
            let id = found.unwrap_or_else(|| world.snowflake());
            let made = || Channel {
                id: id.clone(),
                guild: Some(self.guild.clone()),
                name: name.to_owned(),
                ..Channel::default()
            };
            change(world.channels.entry(id.clone()).or_insert_with(made));
            id
        })
    }

    /// Deletes a channel.
    pub(crate) fn deletes_channel(&self, name: &str) {
        let id = self.channel(name);
        self.discord.with(|world| {
            let gone = world.channels.remove(&id).expect("the channel exists");
            let data =
                json!({ "id": id, "guild_id": self.guild, "name": gone.name, "type": gone.kind });
            world.happens(Some(&self.guild), "CHANNEL_DELETE", &data);
        });
    }

    /// Somebody deletes a message that she sees.
    pub(crate) fn deletes(&self, seen: &Seen) {
        self.discord.with(|world| {
            let message = world.message_mut(&seen.channel, &seen.id);
            message.expect("it was seen").deleted = true;
        });
    }

    /// Makes an envelope of what somebody does in a channel.
    pub(crate) fn envelope(
        &self,
        who: &str,
        channel: &str,
        make: impl FnOnce(&Spot<'_>, &mut World) -> Envelope,
    ) -> Envelope {
        let (user, channel) = (self.person(who), self.channel(channel));
        self.discord.with(|world| {
            let guild = world.channel(&channel).guild.clone();
            let spot = Spot {
                guild: guild.as_deref(),
                channel: &channel,
                user: &user,
            };
            make(&spot, world)
        })
    }

    /// The envelope of a command that somebody types; or why Discord does not let her.
    pub(crate) fn command(&self, who: &str, channel: &str, line: &str) -> Result<Envelope, String> {
        let (user, place) = (self.person(who), self.channel(channel));
        let data = self.discord.with(|world| {
            let found = world.channel(&place);
            let permissions = in_channel(world, found, &user);
            if permissions & USE_APPLICATION_COMMANDS == 0 {
                return Err("commands may not be used here".to_owned());
            }
            if found.thread.as_ref().is_some_and(|thread| thread.archived) {
                return Err("the thread is archived".to_owned());
            }
            let may_all = world.guild(&self.guild).all_commands || permissions & ADMINISTRATOR != 0;
            let permissions = if may_all { u64::MAX } else { permissions };
            typed::data(world, &self.guild, permissions, line)
        })?;
        Ok(self.envelope(who, channel, |spot, world| spot.command(world, data)))
    }

    /// A line with the names of people and channels come alive.
    pub(crate) fn alive(&self, line: &str) -> String {
        self.discord
            .with(|world| typed::alive(world.guild(&self.guild), world, line))
    }

    /// Somebody types a command.
    pub(crate) async fn types(&self, who: &str, channel: &str, line: &str) -> Deed {
        let typed = self.command(who, channel, line);
        let typed = typed.unwrap_or_else(|why| panic!("{line} can't be typed: {why}"));
        self.discord.deliver(typed).await
    }

    /// What somebody is offered who types that much of an option, with others filled in: `challenge open`, `challenge`.
    pub(crate) async fn completes(
        &self,
        who: &str,
        (path, option): (&str, &str),
        typed: &str,
        given: &[(&str, &str)],
    ) -> Vec<String> {
        self.person(who);
        let data = self
            .discord
            .with(|world| typed::typing(world, &self.guild, (path, option), typed, given));
        let data = data.unwrap_or_else(|why| panic!("{path} {option} can't be typed: {why}"));
        let typed = self.envelope(who, "general", |spot, world| spot.typing(world, data));
        let deed = self.discord.deliver(typed).await;
        let acked = deed.acked.expect("what fits is offered in time");
        assert_eq!(acked.body["type"], 8, "{}", acked.body);
        let choices = list(&acked.body["data"]["choices"]).iter();
        let name = |choice: &Value| choice["name"].as_str().unwrap_or_default().to_owned();
        choices.map(name).collect()
    }

    /// Somebody chooses a command in the menu of another's name.
    pub(crate) async fn looks_up(&self, who: &str, menu: &str, whom: &str) -> Deed {
        let target = self.person(whom);
        let data = self.discord.with(|world| {
            let commands = typed::commands(world, &self.guild);
            let found = commands
                .into_iter()
                .find(|one| one["type"] == 2 && one["name"] == menu);
            let found = found.unwrap_or_else(|| panic!("there is no {menu} in the menu"));
            let mut data = json!({
                "id": found["id"], "name": menu, "type": 2, "target_id": target,
            });
            data["resolved"] = typed::people(world, &self.guild, std::slice::from_ref(&target));
            data
        });
        let used = self.envelope(who, "general", |spot, world| spot.command(world, data));
        self.discord.deliver(used).await
    }

    /// Somebody presses a button that she sees.
    pub(crate) async fn presses(&self, who: &str, seen: &Seen, label: &str) -> Deed {
        let pressed = self.press(who, seen, label);
        self.discord.deliver(pressed).await
    }

    /// The envelope of such a press.
    pub(crate) fn press(&self, who: &str, seen: &Seen, label: &str) -> Envelope {
        let found = seen.buttons.iter().find(|button| button.label == label);
        let button = found.unwrap_or_else(|| panic!("there is no button {label}: {}", seen.read()));
        let data = json!({ "component_type": 2, "custom_id": button.custom_id, "id": 1 });
        self.component(who, seen, data)
    }

    /// Somebody chooses in the menu of that placeholder: words of a list, or ids of channels and roles.
    pub(crate) async fn chooses(
        &self,
        who: &str,
        seen: &Seen,
        menu: &str,
        values: &[&str],
    ) -> Deed {
        let found = seen.menus.iter().find(|one| one["placeholder"] == menu);
        let found = found.unwrap_or_else(|| panic!("there is no menu {menu}: {:?}", seen.menus));
        let kind = found["type"].as_u64().unwrap_or(3);
        let values: Vec<String> = match kind {
            3 => {
                let chosen = |label: &&str| {
                    let mut options = list(&found["options"]).iter();
                    let option = options.find(|option| option["label"] == **label);
                    let option = option.unwrap_or_else(|| panic!("no {label} in {found}"));
                    option["value"].as_str().unwrap_or_default().to_owned()
                };
                values.iter().map(chosen).collect()
            }
            8 => values.iter().map(|name| self.channel(name)).collect(),
            _ => values.iter().map(|&id| id.to_owned()).collect(),
        };
        let mut data = json!({
            "component_type": kind, "custom_id": found["custom_id"], "values": values, "id": 1,
        });
        if kind != 3 {
            data["resolved"] = self
                .discord
                .with(|world| typed::resolved(world, &self.guild, kind, &values));
        }
        let chosen = self.component(who, seen, data);
        self.discord.deliver(chosen).await
    }

    fn component(&self, who: &str, seen: &Seen, data: Value) -> Envelope {
        self.envelope(who, &seen.channel, |spot, world| {
            let message = shown(world, seen);
            spot.press(world, &message, data)
        })
    }

    /// Somebody closes the modal that is open; whether one was.
    pub(crate) fn closes_modal(&self, who: &str) -> bool {
        let user = self.person(who);
        self.discord.with(|world| {
            let user = world.users.get_mut(&user).expect("she is here");
            user.modal.take().is_some()
        })
    }

    /// Somebody fills in fields of her open modal, named by how their labels begin, and sends it.
    pub(crate) async fn submits(&self, who: &str, fields: &[(&str, &str)]) -> Deed {
        let user = self.person(who);
        let (modal, from, channel) = self.discord.with(|world| {
            let user = &world.users[&user];
            let modal = user.modal.clone().expect("a modal is open");
            (modal, user.modal_from.clone(), user.modal_channel.clone())
        });
        let data = json!({
            "custom_id": modal["custom_id"], "components": filled(&modal, fields),
        });
        let sent = self.envelope(who, &channel, |spot, world| {
            let message = from.and_then(|id| world.message(&channel, &id).cloned());
            spot.submission(world, data, message.as_ref())
        });
        self.discord.deliver(sent).await
    }
}

fn shown(world: &World, seen: &Seen) -> Message {
    let message = world.message(&seen.channel, &seen.id);
    message.expect("it was seen").clone()
}

/// What a modal's fields hold when it is sent: what was filled in, else what stood there.
fn filled(modal: &Value, fields: &[(&str, &str)]) -> Value {
    let mut n_used = 0;
    let rows = list(&modal["components"])
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let input = &row["components"][0];
            let label = input["label"].as_str().unwrap_or_default();
            let given = fields.iter().find(|(name, _)| label.starts_with(name));
            n_used += usize::from(given.is_some());
            let value = given.map(|(_, value)| *value).or(input["value"].as_str());
            json!({ "type": 1, "id": 2 * at + 1, "components": [{
            "type": 4, "id": 2 * at + 2, "custom_id": input["custom_id"],
            "value": value.unwrap_or_default(),
        }] })
        });
    let rows: Vec<Value> = rows.collect();
    assert_eq!(n_used, fields.len(), "fields {fields:?} of {modal}");
    json!(rows)
}
