//! Who is behind each command of a batch: found in memory, else in the store.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use hashbrown::HashMap;

use crate::engine::EngineError;
use crate::engine::home::Home;
use crate::engine::order::Command;
use crate::engine::people::Known;
use crate::store::{KnownUser, Store, StoreError, Tx};

/// Who is behind a command.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    pub identity: Option<u32>,
    /// Whether she was found in the store, and not in memory.
    pub looked_up: bool,
    /// Whether her platform calls her by another name now.
    pub renamed: bool,
}

/// Where those are looked up who are not known in memory.
pub(super) enum Look<'a> {
    /// In the transaction that is to save what they do.
    Inside(&'a mut Tx),
    /// In what is saved. Whoever is about to be is known in memory.
    Saved(&'a Store),
}

impl Look<'_> {
    async fn known_users(
        &mut self,
        space_id: i64,
        users: &[&str],
    ) -> Result<Vec<KnownUser>, StoreError> {
        match self {
            Self::Inside(tx) => tx.known_users(space_id, users).await,
            Self::Saved(store) => store.known_users(space_id, users).await,
        }
    }
}

/// What a name is remembered as, to notice another.
pub(in crate::engine) fn name_hash(name: &str) -> u32 {
    let mut hash = DefaultHasher::new();
    name.hash(&mut hash);
    // Half of it will do: two names that agree in it are told apart when she is next looked up in the store.
    u32::try_from(hash.finish() >> 32).unwrap_or(0)
}

/// Who is behind each command: her number, if she has been seen before.
pub(super) async fn see(
    mut look: Look<'_>,
    home: &Home,
    commands: &[Command],
) -> Result<Vec<Seen>, EngineError> {
    let mut seen: Vec<Seen> = {
        let people = home.people();
        let known = commands
            .iter()
            .map(|command| (people.find(command.person), &command.asking.name));
        let seen = |(known, name): (Option<Known>, &Arc<str>)| Seen {
            identity: known.map(|known| known.identity),
            looked_up: false,
            renamed: known.is_some_and(|known| known.name != name_hash(name)),
        };
        known.map(seen).collect()
    };
    if seen.iter().any(|seen| seen.identity.is_none()) {
        look_up(&mut look, commands, &mut seen).await?;
    }
    Ok(seen)
}

/// Looks those up who are not known in memory.
async fn look_up(
    look: &mut Look<'_>,
    commands: &[Command],
    seen: &mut [Seen],
) -> Result<(), EngineError> {
    let strangers = || {
        let all = seen.iter().zip(commands);
        all.filter(|(seen, _)| seen.identity.is_none())
            .map(|(_, command)| &command.asking)
    };
    let mut spaces: Vec<i64> = strangers().map(|asking| asking.space_id).collect();
    spaces.sort_unstable();
    spaces.dedup();
    let mut found: HashMap<(i64, String), (u32, String)> = HashMap::new();
    for space_id in spaces {
        let users = strangers()
            .filter(|asking| asking.space_id == space_id)
            .map(|asking| &*asking.user);
        let users: Vec<&str> = users.collect();
        for known in look.known_users(space_id, &users).await? {
            found.insert((space_id, known.user), (known.identity_no, known.name));
        }
    }
    for (seen, Command { asking, .. }) in seen.iter_mut().zip(commands) {
        if seen.identity.is_some() {
            continue;
        }
        let key = (asking.space_id, asking.user.as_ref().to_owned());
        if let Some((identity, name)) = found.get(&key) {
            *seen = Seen {
                identity: Some(*identity),
                looked_up: true,
                renamed: *name != *asking.name,
            };
        }
    }
    Ok(())
}
