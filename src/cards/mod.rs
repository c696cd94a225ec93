//! What people read: platform-free cards made from facts, and the one place for wording.

mod card;
mod words;

pub use card::{Action, Card, CardKind, Column, Fact, Field, Form, Picture, Row, Style, Table};
pub use words::{Span, Words};
