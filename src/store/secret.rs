//! Seeds of draws until they are revealed.

use std::fmt;

use crate::store::value::values;
use crate::store::{Store, StoreError, Tx};

/// A seed that is not revealed yet.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretRow {
    /// The challenge, by its number in the community.
    pub challenge_no: u32,
    /// The round; 0 for the challenge as a whole.
    pub round_no: u32,
    /// The seed as its owner writes it.
    pub seed: String,
}

impl fmt::Debug for SecretRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretRow({}, {})", self.challenge_no, self.round_no)
    }
}

impl Tx {
    /// Keeps a seed. One that is there already stays, since its commitment is published.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn put_secret(
        &mut self,
        community_id: i64,
        secret: &SecretRow,
    ) -> Result<(), StoreError> {
        self.execute(
            "insert into secret (community_id, challenge_no, round_no, seed)
             values ($1, $2, $3, $4)
             on conflict (community_id, challenge_no, round_no) do nothing",
            values![
                community_id,
                secret.challenge_no,
                secret.round_no,
                &secret.seed
            ],
        )
        .await
        .map(drop)
    }

    /// Takes a seed out, for it is about to be revealed.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn take_secret(
        &mut self,
        community_id: i64,
        challenge_no: u32,
        round_no: u32,
    ) -> Result<Option<String>, StoreError> {
        let rows = self
            .fetch(
                "delete from secret
                 where community_id = $1 and challenge_no = $2 and round_no = $3
                 returning seed",
                values![community_id, challenge_no, round_no],
            )
            .await?;
        rows.first().map(|row| row.text(0)).transpose()
    }

    /// The seeds of a community that are not revealed yet.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn secrets(&mut self, community_id: i64) -> Result<Vec<SecretRow>, StoreError> {
        let rows = self.fetch(SECRETS, values![community_id]).await?;
        rows.iter().map(read_secret).collect()
    }
}

impl Store {
    /// As [`Tx::secrets`].
    ///
    /// # Errors
    /// If the store fails.
    pub async fn secrets(&self, community_id: i64) -> Result<Vec<SecretRow>, StoreError> {
        let rows = self.fetch(SECRETS, values![community_id]).await?;
        rows.iter().map(read_secret).collect()
    }
}

const SECRETS: &str = "
    select challenge_no, round_no, seed
    from secret
    where community_id = $1
    order by challenge_no, round_no";

fn read_secret(row: &crate::store::value::Row) -> Result<SecretRow, StoreError> {
    Ok(SecretRow {
        challenge_no: row.number(0)?,
        round_no: row.number(1)?,
        seed: row.text(2)?,
    })
}
