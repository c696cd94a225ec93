//! Who may do what (`topics/permissions`): roles, then what a channel changes; threads as their parent.

use super::guild::{Channel, Guild};
use super::world::World;

pub(crate) const ADMINISTRATOR: u64 = 1 << 3;
pub(crate) const MANAGE_CHANNELS: u64 = 1 << 4;
pub(crate) const MANAGE_GUILD: u64 = 1 << 5;
pub(crate) const VIEW_CHANNEL: u64 = 1 << 10;
pub(crate) const SEND_MESSAGES: u64 = 1 << 11;
pub(crate) const MANAGE_MESSAGES: u64 = 1 << 13;
pub(crate) const ATTACH_FILES: u64 = 1 << 15;
pub(crate) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
pub(crate) const MANAGE_ROLES: u64 = 1 << 28;
pub(crate) const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
pub(crate) const MANAGE_THREADS: u64 = 1 << 34;
pub(crate) const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
pub(crate) const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;

/// What the app asks for when it is added, as the README's invite link has it.
pub(crate) const ASKED: u64 = 309_237_763_072;

/// Everything.
const ALL: u64 = (1 << 53) - 1;

/// What somebody may do in a guild, before channels change it.
pub(crate) fn in_guild(guild: &Guild, user: &str) -> u64 {
    if guild.owner == user {
        return ALL;
    }
    let Some(member) = guild.members.get(user) else {
        return 0;
    };
    let everyone = guild.roles.get(&guild.id);
    let roles = member.roles.iter().filter_map(|role| guild.roles.get(role));
    let permissions = roles
        .chain(everyone)
        .fold(0, |all, role| all | role.permissions);
    if permissions & ADMINISTRATOR == 0 {
        permissions
    } else {
        ALL
    }
}

/// What somebody may do in a channel or thread.
pub(crate) fn in_channel(world: &World, channel: &Channel, user: &str) -> u64 {
    let parent = channel.parent.as_ref().filter(|_| channel.is_thread());
    let channel = parent.map_or(channel, |parent| world.channel(parent));
    let Some(guild) = channel.guild.as_ref().and_then(|id| world.guilds.get(id)) else {
        let is_theirs = channel.recipient.as_deref() == Some(user) || user == world.app.id;
        return if is_theirs { ALL & !ADMINISTRATOR } else { 0 };
    };
    let base = in_guild(guild, user);
    if base == ALL || base == 0 {
        return base;
    }
    let roles = &guild.members[user].roles;
    let overwrites = |fits: &dyn Fn(&str, bool) -> bool| {
        let found = channel
            .overwrites
            .iter()
            .filter(|one| fits(&one.id, one.is_role));
        found.fold((0, 0), |(allow, deny), one| {
            (allow | one.allow, deny | one.deny)
        })
    };
    let steps = [
        overwrites(&|id, is_role| is_role && id == guild.id),
        overwrites(&|id, is_role| is_role && roles.contains(id)),
        overwrites(&|id, is_role| !is_role && id == user),
    ];
    let permissions = steps
        .into_iter()
        .fold(base, |all, (allow, deny)| (all & !deny) | allow);
    // Whoever can't see a channel can do nothing there.
    if permissions & VIEW_CHANNEL == 0 {
        0
    } else {
        permissions
    }
}
