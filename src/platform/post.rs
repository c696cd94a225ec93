//! What every platform's door for the courier needs: how fast may be posted, how long is waited, and one word to a
//! moderator where a post did not go out.

pub(crate) mod pace;
pub(crate) mod plain;
pub(crate) mod trouble;
pub(crate) mod word;
