//! How a command is declared: everything that help, completion, registration and reading need, in one value.

use std::pin::Pin;

use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::engine::EngineError;

/// A command's run: what it answers, or why it can't.
pub type Run = for<'a> fn(
    &'a Desk,
    &'a Ask,
) -> Pin<Box<dyn Future<Output = Result<Reply, EngineError>> + Send + 'a>>;

/// A command.
pub struct Command {
    /// What is typed: `progress`, `challenge create`.
    pub path: &'static str,
    /// What it does, in at most 100 characters.
    pub about: &'static str,
    /// Whether only moderators may run it.
    pub moderator: bool,
    /// Whether words that are not declared options are text.
    pub free_text: bool,
    /// Its arguments: positional ones first, in their order.
    pub options: &'static [Opt],
    /// Right examples, without the slash; the first is shown in refusals.
    pub examples: &'static [&'static str],
    /// Its run.
    pub run: Run,
}

/// An argument of a command.
#[derive(Clone, Copy)]
pub struct Opt {
    /// Its name, as before the colon.
    pub name: &'static str,
    /// What kind of value it takes.
    pub kind: Kind,
    /// What it means, in at most 100 characters.
    pub about: &'static str,
    /// Whether it may be given without its name, in its place.
    pub positional: bool,
    /// Whether the command needs it.
    pub required: bool,
}

/// What kind of value an option takes.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Any text.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An amount with its unit.
    Amount,
    /// A unit, known or of the community's own.
    Unit,
    /// A challenge's title.
    Challenge,
    /// `this`, `last`, `all` or a number.
    Round,
    /// A whole number.
    Number,
    /// A date, or a date and time.
    Date,
    /// When something happened that is reported.
    When,
    /// A member.
    Member,
    /// A channel that everybody may read.
    Channel,
    /// An IANA zone.
    Zone,
}

/// An option that may be left out.
pub(super) const fn opt(name: &'static str, kind: Kind, about: &'static str) -> Opt {
    Opt {
        name,
        kind,
        about,
        positional: false,
        required: false,
    }
}

/// An argument in its place that may be left out.
pub(super) const fn word(name: &'static str, kind: Kind, about: &'static str) -> Opt {
    Opt {
        name,
        kind,
        about,
        positional: true,
        required: false,
    }
}

/// An argument in its place that is needed.
pub(super) const fn need(name: &'static str, kind: Kind, about: &'static str) -> Opt {
    Opt {
        name,
        kind,
        about,
        positional: true,
        required: true,
    }
}

impl Command {
    /// The option of that name.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&'static Opt> {
        self.options
            .iter()
            .find(|option| option.name.eq_ignore_ascii_case(name))
    }

    /// How it is typed: `challenge create <title> [unit:] [scoring:]`.
    #[must_use]
    pub fn usage(&self) -> String {
        let argument = |option: &Opt| match (option.positional, option.required) {
            (true, true) => format!("<{}>", option.name),
            (true, false) => format!("[{}]", option.name),
            (false, true) => format!("{}:", option.name),
            (false, false) => format!("[{}:]", option.name),
        };
        let arguments: Vec<String> = self.options.iter().map(argument).collect();
        format!("{} {}", self.path, arguments.join(" "))
            .trim()
            .to_owned()
    }
}
