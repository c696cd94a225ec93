//! Names, read only when a card is sent.

use hashbrown::HashMap;

use crate::engine::order::person_key;
use crate::engine::{Engine, EngineError};
use crate::store::{IdentityRow, SpaceRow};

/// The names of some people, as they are now.
#[derive(Debug, Clone, Default)]
pub struct Names {
    plain: HashMap<u32, String>,
    aliases: HashMap<(u32, u32), String>,
    users: HashMap<u32, (i64, String)>,
}

impl Names {
    /// A person's name: her alias in that challenge, where she has one. None for somebody forgotten or unknown.
    #[must_use]
    pub fn name(&self, (identity, challenge): (u32, u32)) -> Option<&str> {
        let alias = self.aliases.get(&(identity, challenge));
        alias
            .or_else(|| self.plain.get(&identity))
            .map(String::as_str)
            .filter(|name| !name.is_empty())
    }

    /// Her id on the platform of that space, where she is from there.
    #[must_use]
    pub fn user(&self, identity: u32, space_id: i64) -> Option<&str> {
        self.users
            .get(&identity)
            .filter(|(space, _)| *space == space_id)
            .map(|(_, user)| user.as_str())
    }

    /// Her platform's id, wherever she is from.
    #[must_use]
    pub fn any_user(&self, identity: u32) -> Option<&str> {
        self.users.get(&identity).map(|(_, user)| user.as_str())
    }
}

impl Engine {
    /// The names of those people, each with the challenge whose alias counts (0 for none).
    ///
    /// # Errors
    /// If the store fails.
    pub async fn names(
        &self,
        community_id: i64,
        people: &[(u32, u32)],
    ) -> Result<Names, EngineError> {
        self.names_beside(community_id, people, None).await
    }

    /// The same where one of them is known as she is now.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn names_beside(
        &self,
        community_id: i64,
        people: &[(u32, u32)],
        known: Option<IdentityRow>,
    ) -> Result<Names, EngineError> {
        let mut names = Names::default();
        let mut numbers: Vec<u32> = people
            .iter()
            .map(|(identity, _)| *identity)
            .filter(|identity| *identity > 0)
            .collect();
        let known = known.filter(|known| numbers.contains(&known.identity_no));
        if let Some(known) = &known {
            numbers.retain(|identity| *identity != known.identity_no);
        }
        numbers.sort_unstable();
        numbers.dedup();
        let mut rows = if numbers.is_empty() {
            Vec::new()
        } else {
            self.store().identities(community_id, &numbers).await?
        };
        rows.extend(known);
        if rows.is_empty() {
            return Ok(names);
        }
        for row in rows {
            if let Some(user) = row.platform_user {
                names.users.insert(row.identity_no, (row.space_id, user));
            }
            names.plain.insert(row.identity_no, row.name);
        }
        let aliased = self
            .view(community_id, |community| {
                let joined = |(identity, challenge): &(u32, u32)| {
                    let alias_seq = community.challenge(*challenge)?.alias_seq(*identity)?;
                    Some((alias_seq, (*identity, *challenge)))
                };
                people.iter().filter_map(joined).collect::<Vec<_>>()
            })
            .await?;
        if !aliased.is_empty() {
            let seqs: Vec<u64> = aliased.iter().map(|(seq, _)| *seq).collect();
            for note in self.store().notes(community_id, &seqs, "alias").await? {
                if let Some((_, person)) = aliased.iter().find(|(seq, _)| *seq == note.seq) {
                    names.aliases.insert(*person, note.body);
                }
            }
        }
        Ok(names)
    }

    /// The identity of somebody who asks in a space, if she was ever seen there: from memory, where nobody else writes.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn identity_in(
        &self,
        space: &SpaceRow,
        user: &str,
    ) -> Result<Option<u32>, EngineError> {
        if !self.is_shared()
            && let Some(home) = self.inner.homes.find(space.community_id)
            && let Some(known) = home.people().find(person_key(space.space_id, user))
        {
            return Ok(Some(known.identity));
        }
        self.identity_of(space.space_id, user).await
    }

    /// The identity of a platform's user in a space, if she was ever seen.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn identity_of(&self, space_id: i64, user: &str) -> Result<Option<u32>, EngineError> {
        Ok(self
            .store()
            .identity_by_platform(space_id, user)
            .await?
            .map(|row| row.identity_no))
    }

    /// The identity that a moderator means: a platform id of the space, or a name, with or without `@`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn identity_meant(
        &self,
        community_id: i64,
        space_id: i64,
        typed: &str,
    ) -> Result<Option<u32>, EngineError> {
        let typed = typed.trim();
        let bare = typed.strip_prefix('@').unwrap_or(typed);
        let mentioned = bare
            .strip_prefix("<@")
            .and_then(|id| id.strip_suffix('>'))
            .unwrap_or(bare);
        if let Some(identity) = self.identity_of(space_id, mentioned).await? {
            return Ok(Some(identity));
        }
        Ok(self.store().identity_named(community_id, bare).await?)
    }
}
