//! What people read: platform-free cards made from facts, and the one place for wording.
//!
//! A card is first made as a [`Sheet`], in which people are marks; [`Sheet::named`] turns it into a [`Card`] once their
//! names are known. So a card needs nothing but the folded community, and names are read only when something is sent.

mod card;
pub mod mark;
pub mod say;
mod sheet;
mod words;

pub use card::{Action, Card, CardKind, Column, Fact, Field, Form, Picture, Row, Style, Table};
pub use sheet::{Sheet, View};
pub use words::{Span, Words};
