//! SQL and nothing else: what is kept, and how it is written and read, on SQLite and on PostgreSQL.
//!
//! One text of every statement serves both databases; where a dialect must differ, the line above says why. Reading
//! goes through [`Store`], writing through a [`Tx`]. Nothing here knows what an event means.

mod connection;
mod courier;
mod delivery;
mod depart;
pub mod discord;
mod error;
pub mod lounge;
mod message;
mod migrate;
mod note;
mod open;
mod person;
mod place;
mod result;
mod secret;
pub mod slack;
mod snapshot;
mod step;
mod stream;
mod stuck;
mod tx;
mod value;

pub use delivery::{Delivery, DeliveryKey, DeliveryOutcome, DeliveryRow, DeliveryState};
pub use error::StoreError;
pub use message::Message;
pub use note::NoteRow;
pub use open::{Kind, Store};
pub use person::{IdentityRow, KnownUser};
pub use place::{CommunityRow, NewSpace, SpaceRow};
pub use result::{ResultHeader, ResultPart};
pub use secret::SecretRow;
pub use snapshot::{SnapshotBase, SnapshotHeader, SnapshotPart};
#[cfg(debug_assertions)]
pub use step::die_at_step;
pub use stream::{Append, Head, Page};
pub use tx::Tx;
