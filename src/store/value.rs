//! What goes into a statement and what comes out of a row, alike on both databases.

use std::borrow::Cow;

use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::store::StoreError;

/// A value bound to a statement.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'a> {
    Int(i64),
    MaybeInt(Option<i64>),
    Text(&'a str),
    MaybeText(Option<&'a str>),
    Bytes(&'a [u8]),
}

/// Turns a list of expressions into bound values.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::store::value::Value::from($value)),*] };
}
pub(super) use values;

/// A row of either database; columns are numbered from 0 in the order of the `select`.
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// Reads a column with whichever driver the row came from.
macro_rules! column {
    ($row:expr, $index:expr) => {
        match $row {
            Row::Sqlite(row) => row.try_get($index),
            Row::Postgres(row) => row.try_get($index),
        }
        .map_err(StoreError::from)
    };
}

impl Row {
    /// A whole number.
    pub(super) fn int(&self, index: usize) -> Result<i64, StoreError> {
        column!(self, index)
    }

    /// A whole number that may be missing.
    pub(super) fn maybe_int(&self, index: usize) -> Result<Option<i64>, StoreError> {
        column!(self, index)
    }

    /// A place in a stream; a negative one is damage.
    pub(super) fn seq(&self, index: usize) -> Result<u64, StoreError> {
        let seq = self.int(index)?;
        u64::try_from(seq).map_err(|_| out_of_range(index, seq))
    }

    /// A small number, such as a member's or a round's; one beyond 32 bits is damage.
    pub(super) fn number(&self, index: usize) -> Result<u32, StoreError> {
        let number = self.int(index)?;
        u32::try_from(number).map_err(|_| out_of_range(index, number))
    }

    /// A text.
    pub(super) fn text(&self, index: usize) -> Result<String, StoreError> {
        column!(self, index)
    }

    /// A text that may be missing.
    pub(super) fn maybe_text(&self, index: usize) -> Result<Option<String>, StoreError> {
        column!(self, index)
    }

    /// Bytes.
    pub(super) fn bytes(&self, index: usize) -> Result<Vec<u8>, StoreError> {
        column!(self, index)
    }
}

fn out_of_range(index: usize, value: i64) -> StoreError {
    StoreError::Corrupt(format!("column {index} holds {value}, which cannot be"))
}

/// PostgreSQL takes no NUL in a text, and a member's typing must never fail a whole commit: it is dropped on both.
pub(super) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// A checksum that changes with any single flipped bit; not a defence against anybody who means harm.
pub(super) fn checksum(body: &[u8]) -> i64 {
    let (words, rest) = body.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let sum = words
        .iter()
        .chain([&last])
        .fold(body.len() as u64, |sum, word| {
            // Each step is a bijection of the word and of the sum so far, so a difference is never lost.
            (sum.rotate_left(23) ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
    sum.cast_signed()
}

/// The checksum of a text as it will be stored.
pub(super) fn text_checksum(text: &str) -> i64 {
    checksum(without_nul(text).as_bytes())
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u64> for Value<'_> {
    fn from(value: u64) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        Self::MaybeInt(value)
    }
}

impl From<Option<u64>> for Value<'_> {
    fn from(value: Option<u64>) -> Self {
        Self::MaybeInt(value.map(|value| i64::try_from(value).unwrap_or(i64::MAX)))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(value: Option<&'a str>) -> Self {
        Self::MaybeText(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_single_flipped_bit_changes_the_checksum() {
        let body: Vec<u8> = (0..61).collect();
        let sound = checksum(&body);
        for bit in 0..body.len() * 8 {
            let mut flipped = body.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(checksum(&flipped), sound, "bit {bit}");
        }
    }

    #[test]
    fn a_checksum_tells_a_missing_end_of_zeros() {
        assert_ne!(checksum(&[0; 7]), checksum(&[0; 8]));
        assert_ne!(checksum(&[]), checksum(&[0]));
    }
}
