//! Identities: who is known, by which number, and how somebody is forgotten; changed and deleted, unlike the stream.

use sqlx::AssertSqlSafe;

use crate::store::tx::{batches, in_order, list_sql};
use crate::store::value::{Row, Value, values};
use crate::store::{Kind, Store, StoreError, Tx};

/// An identity as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityRow {
    /// The community it belongs to.
    pub community_id: i64,
    /// Its number there, by which events name it.
    pub identity_no: u32,
    /// Where it was met.
    pub space_id: i64,
    /// The platform's id of the user; none once forgotten.
    pub platform_user: Option<String>,
    /// What the platform calls her; empty once forgotten.
    pub name: String,
    /// The language the platform reports, as in `de-CH`.
    pub locale: Option<String>,
}

/// A platform's user who has been seen before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUser {
    /// The platform's id of the user.
    pub user: String,
    /// Her number in the community.
    pub identity_no: u32,
    /// What the platform called her when we last heard.
    pub name: String,
}

const BY_PLATFORM: &str = "
    select community_id, identity_no, space_id, platform_user, name, locale
    from identity
    where space_id = $1 and platform_user = $2";

impl Tx {
    /// Those of a platform's users in a space who have been seen before, in no order.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn known_users(
        &mut self,
        space_id: i64,
        users: &[&str],
    ) -> Result<Vec<KnownUser>, StoreError> {
        let mut known = Vec::with_capacity(users.len());
        for batch in batches(&filled_up(users), 1) {
            let sql = self.in_order(known_sql(batch.len()));
            for row in self.fetch(sql, &known_values(space_id, batch)).await? {
                known.push(read_known(&row)?);
            }
        }
        Ok(known)
    }

    /// Adds identities.
    ///
    /// # Errors
    /// [`StoreError::Rival`] if the number or the platform's user is taken.
    pub async fn add_identities(&mut self, identities: &[IdentityRow]) -> Result<(), StoreError> {
        let values: Vec<Value<'_>> = identities
            .iter()
            .flat_map(|identity| {
                [
                    identity.community_id.into(),
                    identity.identity_no.into(),
                    identity.space_id.into(),
                    identity.platform_user.as_deref().into(),
                    identity.name.as_str().into(),
                    identity.locale.as_deref().into(),
                ]
            })
            .collect();
        let insert = "insert into identity
            (community_id, identity_no, space_id, platform_user, name, locale)
            values";
        self.execute_rows(insert, 6, &values, "").await.map(drop)
    }

    /// Writes down what the platform now calls a person, and her language.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn rename_identity(
        &mut self,
        community_id: i64,
        identity_no: u32,
        name: &str,
        locale: Option<&str>,
    ) -> Result<(), StoreError> {
        // Who is forgotten stays forgotten.
        self.execute(
            "update identity
             set name = $3, locale = $4
             where community_id = $1 and identity_no = $2 and platform_user is not null",
            values![community_id, identity_no, name, locale],
        )
        .await
        .map(drop)
    }

    /// Deletes every word by or about a person, her name and the platform's id of her, who may then come back as
    /// someone new. Her number stays.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn forget_person(
        &mut self,
        community_id: i64,
        identity_no: u32,
    ) -> Result<(), StoreError> {
        self.execute(
            "delete from note where community_id = $1 and identity_no = $2",
            values![community_id, identity_no],
        )
        .await?;
        self.execute(
            "update space
             set feed_by = null
             where community_id = $1 and exists (
                select 1 from identity
                where identity.community_id = $1 and identity.identity_no = $2
                  and identity.space_id = space.space_id and identity.platform_user = space.feed_by)",
            values![community_id, identity_no],
        )
        .await?;
        self.execute(
            "update identity
             set platform_user = null, name = '', locale = null
             where community_id = $1 and identity_no = $2",
            values![community_id, identity_no],
        )
        .await
        .map(drop)
    }
}

impl Store {
    /// As [`Tx::known_users`], as far as it is committed.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn known_users(
        &self,
        space_id: i64,
        users: &[&str],
    ) -> Result<Vec<KnownUser>, StoreError> {
        let mut known = Vec::with_capacity(users.len());
        for batch in batches(&filled_up(users), 1) {
            let sql = in_order(known_sql(batch.len()), self.kind() == Kind::Postgres);
            for row in self.fetch(sql, &known_values(space_id, batch)).await? {
                known.push(read_known(&row)?);
            }
        }
        Ok(known)
    }

    /// The identity of that name, whatever its letters' case; the one seen first where several share it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn identity_named(
        &self,
        community_id: i64,
        name: &str,
    ) -> Result<Option<u32>, StoreError> {
        let sql = "select identity_no
             from identity
             where community_id = $1 and lower(name) = lower($2) and platform_user is not null
             order by identity_no
             limit 1";
        let rows = self.fetch(sql, values![community_id, name]).await?;
        rows.first().map(|row| row.number(0)).transpose()
    }

    /// The identity that a platform knows by this user id in a space.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn identity_by_platform(
        &self,
        space_id: i64,
        platform_user: &str,
    ) -> Result<Option<IdentityRow>, StoreError> {
        let rows = self
            .fetch(BY_PLATFORM, values![space_id, platform_user])
            .await?;
        rows.first().map(read_identity).transpose()
    }

    /// Identities by their numbers, in no order; numbers that nobody has are left out.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn identities(
        &self,
        community_id: i64,
        identity_nos: &[u32],
    ) -> Result<Vec<IdentityRow>, StoreError> {
        let numbers: Vec<_> = identity_nos.iter().copied().map(Value::from).collect();
        let mut identities = Vec::with_capacity(numbers.len());
        for batch in batches(&numbers, 1) {
            let sql = list_sql(
                "select community_id, identity_no, space_id, platform_user, name, locale
                 from identity
                 where community_id = $1 and identity_no in (",
                2,
                batch.len(),
                ")",
            );
            let mut values = vec![community_id.into()];
            values.extend_from_slice(batch);
            for row in self.fetch(sql, &values).await? {
                identities.push(read_identity(&row)?);
            }
        }
        Ok(identities)
    }

    /// Identities of a community with numbers from `from_no` on, lowest first, at most `limit`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn identities_from(
        &self,
        community_id: i64,
        from_no: u32,
        limit: u32,
    ) -> Result<Vec<IdentityRow>, StoreError> {
        let rows = self
            .fetch(
                "select community_id, identity_no, space_id, platform_user, name, locale
                 from identity
                 where community_id = $1 and identity_no >= $2
                 order by identity_no
                 limit $3",
                values![community_id, from_no, limit],
            )
            .await?;
        rows.iter().map(read_identity).collect()
    }
}

/// Repeats fill the list up, so that one statement does, and stays prepared.
fn filled_up<'a>(users: &[&'a str]) -> Vec<Value<'a>> {
    let mut values: Vec<Value<'a>> = users.iter().copied().map(Value::from).collect();
    if let Some(last) = values.last().copied() {
        values.resize(values.len().next_power_of_two(), last);
    }
    values
}

fn known_sql(n_users: usize) -> AssertSqlSafe<String> {
    list_sql(
        "select platform_user, identity_no, name
         from identity
         where space_id = $1 and platform_user in (",
        2,
        n_users,
        ")",
    )
}

fn known_values<'a>(space_id: i64, users: &[Value<'a>]) -> Vec<Value<'a>> {
    let mut values = vec![space_id.into()];
    values.extend_from_slice(users);
    values
}

fn read_known(row: &Row) -> Result<KnownUser, StoreError> {
    Ok(KnownUser {
        user: row.text(0)?,
        identity_no: row.number(1)?,
        name: row.text(2)?,
    })
}

fn read_identity(row: &Row) -> Result<IdentityRow, StoreError> {
    Ok(IdentityRow {
        community_id: row.int(0)?,
        identity_no: row.number(1)?,
        space_id: row.int(2)?,
        platform_user: row.maybe_text(3)?,
        name: row.text(4)?,
        locale: row.maybe_text(5)?,
    })
}
