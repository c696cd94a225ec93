//! What people read: platform-free cards made from facts, and the one place for wording.
//!
//! A card is first made as a [`Sheet`], in which people are marks; [`Sheet::named`] turns it into a [`Card`] once their
//! names are known. So a card needs nothing but the folded community, and names are read only when something is sent.

pub mod amounts;
pub mod audit;
pub mod board;
mod card;
pub mod challenges;
pub mod draws;
pub mod entry;
mod example;
pub mod feed;
pub mod forms;
pub mod help;
pub mod home;
pub mod judgement;
pub mod mark;
pub mod membership;
pub mod news;
mod parts;
mod phrase;
pub mod posts;
pub mod privacy;
pub mod profile;
pub mod question;
pub mod refusal;
pub mod rules;
pub mod say;
pub mod settings;
mod sheet;
#[cfg(test)]
mod stage;
mod sums;
#[cfg(test)]
mod tests;
pub mod why;
pub mod winners;
mod words;

pub use card::{Action, Card, CardKind, Column, Fact, Field, Form, Picture, Row, Style, Table};
pub use sheet::{Sheet, View};
pub use words::{Span, Words};
